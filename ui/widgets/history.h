/*
 * history.h - lines that were typed, to be fetched back with the arrows.
 *
 * The newest is the last; a line that is there already moves to the end. Across
 * runs they are kept in $XDG_STATE_HOME/bayplan/history, 0600.
 */
#ifndef WIDGETS_HISTORY_H
#define WIDGETS_HISTORY_H

#include "work/places.h"

#define HISTORY_LINES 200
#define HISTORY_SIZE (1L << 20) /* bytes of the file */

struct history {
    char *lines[HISTORY_LINES];
    size_t count;
};

void history_release(struct history *history);
/* Empty lines are not kept. */
void history_add(struct history *history, struct str line);
/* No file, and no place for one, is no failure. */
bool history_load(struct history *history, env_fn env, struct err *err);
/* Behind what other runs have written there meanwhile. */
bool history_save(const struct history *history, env_fn env, struct err *err);

#endif
