/*
 * tree_private.h - the inside of tree.c, shared with what says its lines
 * (tree_say.c) and what searches in them (tree_search.c).
 */
#ifndef WIDGETS_TREE_PRIVATE_H
#define WIDGETS_TREE_PRIVATE_H

#include "ui/widgets/tree.h"

#define TREE_OUTERMOST SIZE_MAX

/* In the order of the document; a node's own come behind it. */
struct tree_node {
    const struct json *value;
    size_t parent;  /* TREE_OUTERMOST: none */
    size_t end;     /* behind its last descendant */
    uint32_t index; /* among those of its parent */
    uint16_t depth;
    bool is_open;
    bool is_match;
};

static inline bool
tree_can_fold(const struct tree *tree, size_t node)
{
    return tree->nodes[node].end > node + 1;
}

/* The node of a line; there must be one. */
static inline size_t
tree_at(const struct tree *tree, size_t line)
{
    return tree->lines[line];
}

/* Put the cursor on a node, unfolding what it is folded in. */
void tree_go(struct tree *tree, size_t node);

/* tree_say.c: "name: value" without the indent; *name_len is the part before
 * the value. Append. */
void tree_say(const struct tree *tree, size_t node, struct buf *out,
              size_t *name_len);

/* tree_search.c: which nodes match now. */
void tree_search_again(struct tree *tree);
bool tree_search_act(struct tree *tree, enum action action);

#endif
