/*
 * turns.h - the tests' clock: BAYPLAN_SYNC=FD.
 *
 * One line per turn of the loop, so that a test can wait for idle and assert
 * that nothing happened, without sleeping:
 *
 *     turn 17 frame 3 jobs 0 requests 1 marks 0
 *
 * Never blocks: while the reader is behind only the newest line waits, and
 * lines in between are lost.
 */
#ifndef BAYPLAN_TURNS_H
#define BAYPLAN_TURNS_H

#include "base/err.h"
#include "loop/loop.h"

struct turns;

struct turn_numbers {
    uint64_t turn, frame;
    size_t jobs, requests, marks;
};

/* `fd` is the text of BAYPLAN_SYNC. NULL with err when it is no descriptor
 * that can be written. */
struct turns *turns_new(struct loop *loop, const char *fd, struct err *err);
void turns_free(struct turns *turns);
/* Fine with NULL. */
void turns_say(struct turns *turns, const struct turn_numbers *numbers);

#endif
