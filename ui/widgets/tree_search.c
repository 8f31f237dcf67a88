/*
 * tree_search.c - searching in the lines of a tree, those that are folded away
 * included. What is masked is searched as it is shown.
 */
#include "config.h"

#include "ui/widgets/tree_private.h"

#include "base/regex.h"

void
tree_search_again(struct tree *tree)
{
    struct buf line = BUF_INIT(TREE_LINE_SIZE);

    tree->match_count = 0;
    for (size_t i = 0; i < tree->count; i++) {
        size_t name_len;

        tree->nodes[i].is_match = false;
        if (!tree->pattern)
            continue;
        buf_clear(&line);
        tree_say(tree, i, &line, &name_len);
        tree->nodes[i].is_match =
            regex_match(tree->pattern, buf_str(&line), 0, NULL) == REGEX_YES;
        tree->match_count += tree->nodes[i].is_match;
    }
    buf_release(&line);
}

/* To the first match behind node `from`, `step` 1 or -1; around the end. */
static void
go_to_match(struct tree *tree, size_t from, long step)
{
    long count = (long)tree->count;
    long node = (long)from;

    for (long i = 0; i < count; i++) {
        node = (node + step + count) % count;
        if (tree->nodes[node].is_match) {
            tree_go(tree, (size_t)node);
            return;
        }
    }
}

bool
tree_search_act(struct tree *tree, enum action action)
{
    if (action != ACTION_MATCH_NEXT && action != ACTION_MATCH_PREVIOUS)
        return false;
    if (tree->line_count > 0)
        go_to_match(tree, tree_at(tree, tree->cursor),
                    action == ACTION_MATCH_NEXT ? 1 : -1);
    return true;
}

void
tree_search_begin(struct tree *tree)
{
    tree->origin = tree->line_count > 0 ? tree_at(tree, tree->cursor) : 0;
}

bool
tree_search(struct tree *tree, struct str pattern, struct err *err)
{
    struct regex *regex = pattern.len > 0 ? regex_new(pattern, err) : NULL;

    if (pattern.len > 0 && !regex)
        return false;
    regex_free(tree->pattern);
    tree->pattern = regex;
    tree_search_again(tree);
    if (tree->origin >= tree->count)
        return true;
    if (tree->match_count == 0 || tree->nodes[tree->origin].is_match)
        tree_go(tree, tree->origin);
    else
        go_to_match(tree, tree->origin, 1);
    return true;
}

void
tree_search_cancel(struct tree *tree)
{
    (void)tree_search(tree, str_of(""), NULL);
}
