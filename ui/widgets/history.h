/*
 * history.h - lines that were typed, to be fetched back with the arrows.
 *
 * The newest is the last; a line that is there already moves to the end.
 */
#ifndef WIDGETS_HISTORY_H
#define WIDGETS_HISTORY_H

#include "base/str.h"

#define HISTORY_LINES 200

struct history {
    char *lines[HISTORY_LINES];
    size_t count;
};

void history_release(struct history *history);
/* Empty lines are not kept. */
void history_add(struct history *history, struct str line);

#endif
