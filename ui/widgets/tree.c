#include "config.h"

#include "ui/widgets/tree_private.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/regex.h"

#include <assert.h>
#include <stdlib.h>

#define SCROLL_STEP 8
#define WHEEL_STEP 3

void
tree_init(struct tree *tree)
{
    *tree = (struct tree){.opened = map_new()};
    buf_init(&tree->place, TREE_PATH_SIZE);
}

void
tree_release(struct tree *tree)
{
    json_free(tree->document);
    free(tree->nodes);
    free(tree->lines);
    map_free(tree->opened, NULL);
    buf_release(&tree->place);
    regex_free(tree->pattern);
}

/* ---- paths -------------------------------------------------------------- */

/* A component is a member's name or an element's number, and a NUL behind it,
 * which no name has in it. */
static void
add_component(const struct tree *tree, size_t node, struct buf *out)
{
    const char *name = json_name(tree->nodes[node].value);

    if (name[0])
        (void)buf_add_text(out, name);
    else
        (void)buf_addf(out, "%u", (unsigned)tree->nodes[node].index);
    (void)buf_add_char(out, '\0');
}

static void
path_of(const struct tree *tree, size_t node, struct buf *out)
{
    size_t chain[JSON_DEPTH + 1], count = 0;

    for (; node != TREE_OUTERMOST; node = tree->nodes[node].parent) {
        assert(count <= JSON_DEPTH);
        chain[count++] = node;
    }
    while (count > 0)
        add_component(tree, chain[--count], out);
}

/* The member or element of `parent` that this component names. */
static size_t
find_child(const struct tree *tree, size_t parent, struct str component)
{
    size_t node = parent == TREE_OUTERMOST ? 0 : parent + 1;
    size_t end =
        parent == TREE_OUTERMOST ? tree->count : tree->nodes[parent].end;
    size_t found = TREE_OUTERMOST;

    for (; node < end && found == TREE_OUTERMOST;
         node = tree->nodes[node].end) {
        struct buf name = BUF_INIT(TREE_PATH_SIZE);

        add_component(tree, node, &name);
        if (name.len == component.len + 1 &&
            memcmp(name.at, component.at, component.len) == 0)
            found = node;
        buf_release(&name);
    }
    return found;
}

/* The node of this path, or the nearest one above it that there is. */
static size_t
find_path(const struct tree *tree, struct str path)
{
    size_t node = TREE_OUTERMOST;
    struct str component;

    while (path.len > 0 && str_cut(&path, '\0', &component)) {
        size_t child = find_child(tree, node, component);

        if (child == TREE_OUTERMOST)
            break;
        node = child;
    }
    return node;
}

/* ---- folds -------------------------------------------------------------- */

/* Which nodes have a line, after a fold has changed. */
static void
gather_lines(struct tree *tree)
{
    tree->line_count = 0;
    for (size_t i = 0; i < tree->count;) {
        tree->lines = array_grow(tree->lines, &tree->line_cap,
                                 tree->line_count + 1, sizeof(*tree->lines));
        tree->lines[tree->line_count++] = i;
        i = tree->nodes[i].is_open ? i + 1 : tree->nodes[i].end;
    }
}

static void
set_open(struct tree *tree, size_t node, bool is_open)
{
    struct buf path = BUF_INIT(TREE_PATH_SIZE);

    if (tree->nodes[node].is_open == is_open || !tree_can_fold(tree, node))
        return;
    tree->nodes[node].is_open = is_open;
    path_of(tree, node, &path);
    if (is_open)
        (void)map_put(tree->opened, buf_str(&path), tree);
    else
        (void)map_take(tree->opened, buf_str(&path));
    buf_release(&path);
}

static void
put_cursor(struct tree *tree, long line)
{
    long last = (long)tree->line_count - 1;

    if (line > last)
        line = last;
    tree->cursor = line < 0 ? 0 : (size_t)line;
}

/* The cursor's node has a line: put the cursor there. */
static void
go_to_line_of(struct tree *tree, size_t node)
{
    for (size_t i = 0; i < tree->line_count; i++)
        if (tree->lines[i] <= node)
            put_cursor(tree, (long)i);
}

void
tree_go(struct tree *tree, size_t node)
{
    for (size_t i = tree->nodes[node].parent; i != TREE_OUTERMOST;
         i = tree->nodes[i].parent)
        set_open(tree, i, true);
    gather_lines(tree);
    go_to_line_of(tree, node);
}

static void
fold(struct tree *tree)
{
    size_t node = tree_at(tree, tree->cursor);

    if (!tree_can_fold(tree, node))
        node = tree->nodes[node].parent;
    if (node == TREE_OUTERMOST)
        return;
    set_open(tree, node, !tree->nodes[node].is_open);
    gather_lines(tree);
    go_to_line_of(tree, node);
}

static void
unfold_all(struct tree *tree)
{
    bool is_open = tree->line_count == tree->count;
    size_t node = tree_at(tree, tree->cursor);

    for (size_t i = 0; i < tree->count; i++)
        set_open(tree, i, !is_open);
    gather_lines(tree);
    go_to_line_of(tree, node);
}

/* ---- documents ---------------------------------------------------------- */

static size_t
push(struct tree *tree, const struct json *value, size_t parent, uint32_t index)
{
    struct tree_node node = {.value = value, .parent = parent, .index = index};

    if (parent != TREE_OUTERMOST)
        node.depth = (uint16_t)(tree->nodes[parent].depth + 1);
    node.end = tree->count + 1;
    tree->nodes =
        array_grow(tree->nodes, &tree->cap, tree->count + 1, sizeof(node));
    tree->nodes[tree->count] = node;
    return tree->count++;
}

/* From the document, in its order; a scalar is a tree of one. */
static void
gather_nodes(struct tree *tree)
{
    const struct json *value = json_first(tree->document);
    size_t parent = TREE_OUTERMOST;
    uint32_t index = 0;

    tree->count = 0;
    if (!value)
        value = tree->document;
    while (value) {
        size_t node = push(tree, value, parent, index);
        const struct json *next = json_first(value);

        if (next && value != tree->document) {
            parent = node;
            index = 0;
            value = next;
            continue;
        }
        next = value == tree->document ? NULL : json_next(value);
        index++;
        while (!next && parent != TREE_OUTERMOST) {
            tree->nodes[parent].end = tree->count;
            index = tree->nodes[parent].index + 1;
            next = json_next(tree->nodes[parent].value);
            parent = tree->nodes[parent].parent;
        }
        value = next;
    }
}

static void
open_as_before(struct tree *tree)
{
    struct buf path = BUF_INIT(TREE_PATH_SIZE);

    for (size_t i = 0; i < tree->count && map_count(tree->opened) > 0; i++) {
        if (!tree_can_fold(tree, i))
            continue;
        buf_clear(&path);
        path_of(tree, i, &path);
        tree->nodes[i].is_open = map_find(tree->opened, buf_str(&path));
    }
    buf_release(&path);
}

static void
remember_place(struct tree *tree)
{
    if (!tree->document || tree->line_count == 0)
        return;
    buf_clear(&tree->place);
    path_of(tree, tree_at(tree, tree->cursor), &tree->place);
    tree->place_line = tree->cursor;
    tree->place_offset =
        tree->cursor > tree->top ? tree->cursor - tree->top : 0;
}

static void
find_place(struct tree *tree)
{
    size_t node = find_path(tree, buf_str(&tree->place));

    if (node == TREE_OUTERMOST)
        put_cursor(tree, (long)tree->place_line);
    else
        go_to_line_of(tree, node);
    tree->top = tree->cursor > tree->place_offset
                    ? tree->cursor - tree->place_offset
                    : 0;
}

bool
tree_set(struct tree *tree, struct str json, struct err *err)
{
    struct json *document = json_parse(json, err);

    if (!document)
        return false;
    remember_place(tree);
    json_free(tree->document);
    tree->document = document;
    gather_nodes(tree);
    open_as_before(tree);
    gather_lines(tree);
    find_place(tree);
    tree->origin = 0;
    tree_search_again(tree);
    return true;
}

void
tree_clear(struct tree *tree)
{
    remember_place(tree);
    json_free(tree->document);
    tree->document = NULL;
    tree->count = tree->line_count = tree->match_count = 0;
    tree->cursor = tree->top = 0;
    tree->is_revealed = false;
}

/* ---- acts --------------------------------------------------------------- */

/* Clamped, and so that the cursor is seen. */
static void
clamp_top(struct tree *tree)
{
    size_t height = tree->height > 0 ? (size_t)tree->height : 1;

    if (tree->top + height > tree->line_count)
        tree->top = tree->line_count > height ? tree->line_count - height : 0;
    if (tree->cursor < tree->top)
        tree->top = tree->cursor;
    if (tree->cursor >= tree->top + height)
        tree->top = tree->cursor - height + 1;
}

/* By pages: the cursor keeps its line on the screen. */
static void
scroll_by(struct tree *tree, long lines)
{
    long top = (long)tree->top + lines;

    tree->top = top < 0 ? 0 : (size_t)top;
    put_cursor(tree, (long)tree->cursor + lines);
}

static bool
move(struct tree *tree, enum action action)
{
    long height = tree->height > 2 ? tree->height : 2;

    switch (action) {
    case ACTION_UP:
        put_cursor(tree, (long)tree->cursor - 1);
        break;
    case ACTION_DOWN:
        put_cursor(tree, (long)tree->cursor + 1);
        break;
    case ACTION_TOP:
        put_cursor(tree, 0);
        break;
    case ACTION_BOTTOM:
        put_cursor(tree, (long)tree->line_count - 1);
        break;
    case ACTION_PAGE_UP:
        scroll_by(tree, 1 - height);
        break;
    case ACTION_PAGE_DOWN:
        scroll_by(tree, height - 1);
        break;
    case ACTION_HALF_UP:
        scroll_by(tree, -height / 2);
        break;
    case ACTION_HALF_DOWN:
        scroll_by(tree, height / 2);
        break;
    default:
        return false;
    }
    return true;
}

static bool
change(struct tree *tree, enum action action)
{
    switch (action) {
    case ACTION_SCROLL_LEFT:
        tree->left = tree->left > SCROLL_STEP ? tree->left - SCROLL_STEP : 0;
        return true;
    case ACTION_SCROLL_RIGHT:
        if (tree->left < (int)TREE_LINE_SIZE)
            tree->left += SCROLL_STEP;
        return true;
    case ACTION_REVEAL:
        tree->is_revealed = !tree->is_revealed;
        tree_search_again(tree);
        return true;
    case ACTION_FOLD:
        if (tree->line_count > 0)
            fold(tree);
        return true;
    case ACTION_UNFOLD_ALL:
        if (tree->line_count > 0)
            unfold_all(tree);
        return true;
    default:
        return tree_search_act(tree, action);
    }
}

bool
tree_act(struct tree *tree, enum action action)
{
    if (!move(tree, action) && !change(tree, action))
        return false;
    clamp_top(tree);
    return true;
}

enum handled
tree_click(struct tree *tree, struct point point, enum click click)
{
    size_t line = tree->top + (size_t)(point.y > 0 ? point.y : 0);

    if (click == CLICK_WHEEL_UP || click == CLICK_WHEEL_DOWN) {
        scroll_by(tree, click == CLICK_WHEEL_UP ? -WHEEL_STEP : WHEEL_STEP);
    } else if (line < tree->line_count) {
        put_cursor(tree, (long)line);
        if (click == CLICK_DOUBLE)
            fold(tree);
    }
    clamp_top(tree);
    return HANDLED;
}

void
tree_layout(struct tree *tree, struct size size)
{
    tree->height = size.height;
    clamp_top(tree);
}
