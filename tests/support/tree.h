/*
 * tree.h - folders of files made out of one file of tests/data.
 *
 * "=== /PATH" begins a file, what follows up to the next such line is in it;
 * @ID@, in names and texts, is replaced by an id.
 */
#ifndef SUPPORT_TREE_H
#define SUPPORT_TREE_H

/* Makes tests/data/cgroup/NAME.tree in a temporary folder, whose path comes
 * back; tree_free() takes it away. Another one may be added to the same. */
char *tree_new(const char *name, const char *id);
void tree_add(const char *root, const char *name, const char *id);
void tree_free(char *root);

/* One file: written anew, or taken away. Whoever reads it meanwhile never finds
 * it empty, as the kernel's never are. */
void tree_write(const char *root, const char *path, const char *text);
void tree_remove(const char *root, const char *path);

#endif
