/*
 * loop.h - the one thread's loop. The door to libuv.
 *
 * Everything the program does happens in callbacks of this loop. A turn of
 * the loop ends with the turn hooks, in the order in which they were added:
 * there the store delivers its changes, views draw, and nobody else may.
 * Hooks run before the loop goes to sleep, also when nothing happened.
 *
 * Handles (struct timer, watch, signal_watch) are opened by x_new() and
 * closed by x_free(), which may be called at any time, also from inside their
 * own callback and on NULL; the memory goes when libuv has let go of it.
 * After x_free() the callback never runs again.
 *
 * loop_free() runs the loop until all handles are gone and asserts that none
 * was forgotten.
 */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

#include "base/list.h"

#include <stdbool.h>
#include <stdint.h>

struct loop;

struct loop *loop_new(void);
void loop_free(struct loop *loop);

/* Run until loop_stop(), or until nothing is left that could happen. Aborts
 * when called from inside itself. */
void loop_run(struct loop *loop);
/* One turn; waits for something to happen when `wait`. The hooks run before
 * the wait and at the end. For tests. False when nothing is left that could
 * happen. */
bool loop_turn(struct loop *loop, bool wait);
void loop_stop(struct loop *loop);

/* Milliseconds of a clock that only goes forward; the time of this turn. */
uint64_t loop_now(const struct loop *loop);
/* Ask the clock again, where a turn may have taken long. */
void loop_update_now(struct loop *loop);
/* How many turns have ended; never the same in two turns. */
uint64_t loop_turns(const struct loop *loop);

/* A function at the end of every turn. The hook is part of its owner, which
 * removes it before it goes. */
struct turn_hook {
    struct list link; /* the loop's */
    void (*run)(void *data);
    void *data;
};
void loop_add_hook(struct loop *loop, struct turn_hook *hook,
                   void (*run)(void *data), void *data);
void loop_remove_hook(struct turn_hook *hook);

/* Make sure that another turn comes at once, so that hooks run again. */
void loop_wake(struct loop *loop);

#endif
