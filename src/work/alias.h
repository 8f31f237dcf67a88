/*
 * alias.h - names of the user's own for lines of the command language:
 * `alias down stop -t 1` makes `:down web` what `:stop -t 1 web` is.
 */
#ifndef WORK_ALIAS_H
#define WORK_ALIAS_H

#include "work/command.h"

#define ALIASES 256   /* most of them */
#define ALIAS_DEPTH 8 /* an alias of an alias of ... */

struct aliases {
    struct map *by_name; /* name -> line */
};

void aliases_init(struct aliases *aliases);
void aliases_release(struct aliases *aliases);
/* The line, or NULL. */
const char *aliases_find(const struct aliases *aliases, struct str name);
void aliases_list(const struct aliases *aliases, word_fn each, void *data);

/* `alias NAME COMMAND...`; the context is a struct aliases. */
extern const struct command alias_commands[];
extern const size_t alias_command_count;

#endif
