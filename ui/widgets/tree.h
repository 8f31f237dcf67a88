/*
 * tree.h - a JSON document to look at: folded, unfolded, searched.
 *
 * A line for each value, as JSON writes it: numbers as the very text that
 * came, strings with quotes and escapes, so nothing in them is obeyed. Values
 * of environment variables that look secret (work/secrets.h) are masked until
 * ACTION_REVEAL asks for them: on the screen, for a search and in copies.
 *
 * At first only the outermost level is open. What was opened, and the place
 * where one reads, are kept by path, so they outlive the document: the same
 * document a little later, or that of another container, opens as this one.
 */
#ifndef WIDGETS_TREE_H
#define WIDGETS_TREE_H

#include "base/json.h"
#include "ui/widgets/view.h"

/* Most bytes of a string that a line shows and a search sees; copies have it
 * whole. */
#define TREE_STRING_SIZE ((size_t)16 << 10)
#define TREE_LINE_SIZE (8 * TREE_STRING_SIZE)
#define TREE_PATH_SIZE ((size_t)64 << 10)

struct map;
struct regex;
struct tree_node;

struct tree {
    struct json *document; /* NULL: nothing to show */
    struct tree_node *nodes;
    size_t count, cap;
    size_t *lines; /* nodes that are not folded away */
    size_t line_count, line_cap;
    struct map *opened; /* by path */

    size_t cursor, top; /* lines */
    int height;
    int left;         /* cells scrolled to the right */
    struct buf place; /* the path of the cursor, without a document */
    size_t place_line, place_offset;

    struct regex *pattern; /* NULL: no search */
    size_t match_count;
    size_t origin; /* the node where the search began */
    bool is_revealed;
};

void tree_init(struct tree *tree);
void tree_release(struct tree *tree);

/* Show this document; false with err when it is none, then the one before
 * stays. */
bool tree_set(struct tree *tree, struct str json, struct err *err);
/* Nothing to show for now; masks again what was revealed. */
void tree_clear(struct tree *tree);

/* The cursor moves and the folds change with UP, PAGE_DOWN, FOLD (what a line
 * without a fold of its own stands in), UNFOLD_ALL (again: fold all), REVEAL
 * (again: mask), MATCH_NEXT and the like; false: none of them. */
bool tree_act(struct tree *tree, enum action action);
enum handled tree_click(struct tree *tree, struct point point,
                        enum click click);

/* A search is typed: remember where it began. */
void tree_search_begin(struct tree *tree);
/* Go to the first match from there, unfolding what it is folded in. An empty
 * pattern ends the search; false with err, and the search as it was, when it
 * is no regular expression. */
bool tree_search(struct tree *tree, struct str pattern, struct err *err);
/* Where it began, without a search. */
void tree_search_cancel(struct tree *tree);

void tree_layout(struct tree *tree, struct size size);
void tree_render(const struct tree *tree, struct canvas *canvas);
/* Also masks what was revealed. */
void tree_render_masked(const struct tree *tree, struct canvas *canvas);
/* "12 of 90"; nothing without a document. Append. */
void tree_say_place(const struct tree *tree, struct buf *out);
/* What the line under the cursor holds, whole, masked as on the screen. Append;
 * false when there is none or `out` is full. */
enum tree_form {
    TREE_VALUE, /* a string without its quotes, all else as JSON */
    TREE_JSON,  /* with all that is in it */
    TREE_PATH,  /* as jq takes it: .Config.Labels["com.example"] */
};
bool tree_copy(const struct tree *tree, enum tree_form form, struct buf *out);
/* Whether the line under the cursor holds several values, or could. */
bool tree_is_on_group(const struct tree *tree);

#endif
