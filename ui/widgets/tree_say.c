/*
 * tree_say.c - what the lines of a tree say, on the screen and in copies.
 */
#include "config.h"

#include "ui/widgets/tree_private.h"

#include "base/regex.h"
#include "ui/widgets/signs.h"
#include "work/secrets.h"

#define INDENT 2

/* ---- values ------------------------------------------------------------- */

/* Where the part that is masked begins; the length when nothing is. */
static size_t
mask_at(const struct tree *tree, struct str text)
{
    size_t at = text.len;

    if (!tree->is_revealed)
        (void)secret_variable(text, &at);
    return at;
}

/* "NAME=", of letters, digits and underscores only, and the mask. */
static void
say_masked(struct str name, struct buf *out)
{
    (void)buf_add_char(out, '"');
    (void)buf_add_str(out, name);
    (void)buf_add_text(out, SECRET_MASK "\"");
}

/* As JSON, cut where a line would be too long. */
static void
say_string(const struct tree *tree, struct str text, struct buf *out)
{
    size_t at = mask_at(tree, text);
    struct str shown = text;

    if (at < text.len) {
        say_masked(str_make(text.at, at), out);
        return;
    }
    if (shown.len > TREE_STRING_SIZE)
        shown.len = TREE_STRING_SIZE;
    (void)json_add_string(out, shown);
    if (shown.len < text.len)
        (void)buf_addf(out, " and %zu bytes more", text.len - shown.len);
}

static void
say_scalar(const struct json *value, struct buf *out)
{
    bool is_true = false;

    if (json_is_number(value))
        (void)buf_add_text(out, json_number(value));
    else if (json_bool(value, &is_true))
        (void)buf_add_text(out, is_true ? "true" : "false");
    else
        (void)buf_add_text(out, "null");
}

/* "{4}" when it is folded, nothing when what is in it stands below. */
static void
say_group(const struct tree *tree, size_t node, struct buf *out)
{
    const struct json *value = tree->nodes[node].value;
    bool is_object = json_is_object(value);

    if (tree->nodes[node].is_open)
        return;
    (void)buf_add_char(out, is_object ? '{' : '[');
    if (tree_can_fold(tree, node))
        (void)buf_addf(out, "%zu", json_count(value));
    (void)buf_add_char(out, is_object ? '}' : ']');
}

void
tree_say(const struct tree *tree, size_t node, struct buf *out,
         size_t *name_len)
{
    const struct json *value = tree->nodes[node].value;
    size_t begin = out->len;
    struct str name = str_of(json_name(value));

    if (name.len > TREE_STRING_SIZE)
        name.len = TREE_STRING_SIZE;
    if (name.len > 0)
        (void)buf_add_str(out, name);
    else
        (void)buf_addf(out, "%u", (unsigned)tree->nodes[node].index);
    (void)buf_add_text(out, ": ");
    *name_len = out->len - begin;
    if (json_is_string(value))
        say_string(tree, str_of(json_text(value)), out);
    else if (json_is_object(value) || json_is_array(value))
        say_group(tree, node, out);
    else
        say_scalar(value, out);
}

/* ---- drawing ------------------------------------------------------------ */

/* The matches again, in their own role, over what is drawn already. */
static void
render_matches(const struct tree *tree, struct canvas *canvas, int x, int y,
               struct str line)
{
    struct span span;
    size_t from = 0;

    while (from <= line.len &&
           regex_match(tree->pattern, line, from, &span) == REGEX_YES) {
        int at = x + (int)text_width(str_make(line.at, span.at));

        if (at >= canvas->size.width)
            break;
        (void)canvas_text(canvas, at, y, ROLE_MATCH,
                          str_make(line.at + span.at, span.len));
        from = span.at + (span.len > 0 ? span.len : 1);
    }
}

static void
render_line(const struct tree *tree, struct canvas *canvas, int y, size_t node)
{
    const struct tree_node *info = &tree->nodes[node];
    struct buf line = BUF_INIT(TREE_LINE_SIZE);
    int x = 1 + info->depth * INDENT - tree->left;
    size_t name_len;
    int value_x;

    tree_say(tree, node, &line, &name_len);
    if (tree_can_fold(tree, node))
        (void)canvas_text(
            canvas, x, y, ROLE_KEY,
            str_of(info->is_open ? signs()->unfolded : signs()->folded));
    x += INDENT;
    value_x = canvas_text(canvas, x, y, ROLE_DIM, str_make(line.at, name_len));
    (void)canvas_text(canvas, value_x, y, ROLE_PLAIN,
                      str_make(line.at + name_len, line.len - name_len));
    if (info->is_match)
        render_matches(tree, canvas, x, y, buf_str(&line));
    if (x + (int)text_width(buf_str(&line)) > canvas->size.width)
        (void)canvas_text(canvas, canvas->size.width - 1, y, ROLE_KEY,
                          str_of(">"));
    buf_release(&line);
}

void
tree_render(const struct tree *tree, struct canvas *canvas)
{
    for (int y = 0; y < canvas->size.height; y++) {
        size_t line = tree->top + (size_t)y;

        if (line >= tree->line_count)
            break;
        render_line(tree, canvas, y, tree_at(tree, line));
        if (line != tree->cursor)
            continue;
        (void)canvas_text(canvas, 0, y, ROLE_PLAIN, str_of(">"));
        canvas_paint(canvas, 0, y, canvas->size.width, ROLE_SELECTED);
    }
}

void
tree_render_masked(const struct tree *tree, struct canvas *canvas)
{
    struct tree masked = *tree; /* drawing changes nothing of what it shares */

    masked.is_revealed = false;
    tree_render(&masked, canvas);
}

void
tree_say_place(const struct tree *tree, struct buf *out)
{
    if (tree->line_count > 0)
        (void)buf_addf(out, "%zu of %zu", tree->cursor + 1, tree->line_count);
}

/* ---- copies ------------------------------------------------------------- */

static void
copy_scalar(const struct tree *tree, const struct json *value, bool is_quoted,
            struct buf *out)
{
    struct str text = str_of(json_text(value));
    size_t at;

    if (!text.at) {
        say_scalar(value, out);
        return;
    }
    at = mask_at(tree, text);
    if (at < text.len && is_quoted)
        say_masked(str_make(text.at, at), out);
    else if (is_quoted)
        (void)json_add_string(out, text);
    else
        (void)buf_add(out, text.at, at);
    if (at < text.len && !is_quoted)
        (void)buf_add_text(out, SECRET_MASK);
}

/* What stands between a node and the one before it. */
static void
copy_break(struct buf *out, bool is_first, size_t depth)
{
    if (!is_first)
        (void)buf_add_char(out, ',');
    (void)buf_add_char(out, '\n');
    (void)buf_add_repeat(out, ' ', depth * INDENT);
}

static void
copy_open(const struct tree *tree, size_t node, struct buf *out)
{
    const struct json *value = tree->nodes[node].value;

    if (json_is_object(value) || json_is_array(value))
        (void)buf_add_char(out, json_is_object(value) ? '{' : '[');
    else
        copy_scalar(tree, value, true, out);
}

/* Close what ends in front of node `next`, from `node` up to `top`. */
static void
copy_close(const struct tree *tree, size_t node, size_t next, size_t top,
           struct buf *out)
{
    for (;; node = tree->nodes[node].parent) {
        const struct tree_node *info = &tree->nodes[node];
        bool is_group =
            json_is_object(info->value) || json_is_array(info->value);

        if (info->end > next)
            return;
        if (is_group && tree_can_fold(tree, node)) {
            (void)buf_add_char(out, '\n');
            (void)buf_add_repeat(
                out, ' ',
                (size_t)(info->depth - tree->nodes[top].depth) * INDENT);
        }
        if (is_group)
            (void)buf_add_char(out, json_is_object(info->value) ? '}' : ']');
        if (node == top)
            return;
    }
}

static void
copy_json(const struct tree *tree, size_t top, struct buf *out)
{
    for (size_t i = top; i < tree->nodes[top].end; i++) {
        const struct tree_node *info = &tree->nodes[i];
        const char *name = json_name(info->value);

        if (i > top)
            copy_break(out, info->index == 0,
                       (size_t)(info->depth - tree->nodes[top].depth));
        if (i > top && name[0]) {
            (void)json_add_string(out, str_of(name));
            (void)buf_add_text(out, ": ");
        }
        copy_open(tree, i, out);
        copy_close(tree, i, i + 1, top, out);
    }
}

/* Whether jq takes the name behind a dot without quotes. */
static bool
is_plain_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool is_digit = c >= '0' && c <= '9';
        bool is_letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!is_letter && (i == 0 || !is_digit))
            return false;
    }
    return name.len > 0;
}

static void
copy_step(const struct tree *tree, size_t node, struct buf *out)
{
    const struct tree_node *info = &tree->nodes[node];
    struct str name = str_of(json_name(info->value));

    if (is_plain_name(name)) {
        (void)buf_addf(out, ".%.*s", STR_ARGS(name));
        return;
    }
    if (out->len == 0)
        (void)buf_add_char(out, '.');
    (void)buf_add_char(out, '[');
    if (name.len > 0)
        (void)json_add_string(out, name);
    else
        (void)buf_addf(out, "%u", (unsigned)info->index);
    (void)buf_add_char(out, ']');
}

static void
copy_path(const struct tree *tree, size_t node, struct buf *out)
{
    if (tree->nodes[node].parent != TREE_OUTERMOST)
        copy_path(tree, tree->nodes[node].parent, out);
    copy_step(tree, node, out);
}

bool
tree_copy(const struct tree *tree, enum tree_form form, struct buf *out)
{
    size_t node;

    if (tree->line_count == 0)
        return false;
    node = tree_at(tree, tree->cursor);
    if (form == TREE_PATH)
        copy_path(tree, node, out);
    else if (form == TREE_VALUE && json_is_string(tree->nodes[node].value))
        copy_scalar(tree, tree->nodes[node].value, false, out);
    else
        copy_json(tree, node, out);
    return !out->is_full;
}

bool
tree_is_on_group(const struct tree *tree)
{
    const struct json *value =
        tree->line_count > 0 ? tree->nodes[tree_at(tree, tree->cursor)].value
                             : NULL;

    return value && (json_is_object(value) || json_is_array(value));
}
