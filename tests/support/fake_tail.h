/*
 * fake_tail.h - tails without an engine: all of them read one log, which the
 * test fills.
 *
 * It takes the place of store/tail.c, and of fleet_tail() at link time (ld
 * --wrap).
 */
#ifndef SUPPORT_FAKE_TAIL_H
#define SUPPORT_FAKE_TAIL_H

#include "store/tail.h"

/* An empty log that is followed, and its end. Before and after there are no
 * tails at all, as with an engine that is not there. */
void fake_tail_begin(void);
void fake_tail_end(void);

struct logbook *fake_tail_book(void);
void fake_tail_set_state(enum tail_state state);
/* Whether one about this is open. */
bool fake_tail_is_open(const struct ref *ref);

#endif
