/*
 * private.h - what the parts of src/loop know of each other.
 *
 * All libuv callbacks of the program enter through this folder; each of them
 * calls loop_note_event() first.
 */
#ifndef LOOP_PRIVATE_H
#define LOOP_PRIVATE_H

#include "loop/loop.h"

#include <uv.h>

struct loop {
    uv_loop_t uv;
    uv_prepare_t before_sleep; /* runs the hooks */
    uv_idle_t at_once;         /* active: the next turn comes at once */
    struct list hooks;
    struct list timers; /* every struct timer */
    struct list soon;   /* timers with a delay of 0 that wait for their turn */
    uint64_t turns;
    uint64_t events; /* callbacks so far, hooks not counted */
    bool is_running;
};

static inline void
loop_note_event(struct loop *loop)
{
    loop->events++;
}

/* Fire the timers that stand in loop->soon now. */
void loop_fire_soon(struct loop *loop);

/* Close `handle`, which is the first member of a block from xmalloc(); the
 * block is freed when libuv has let go of it. */
void loop_close_and_free(uv_handle_t *handle);

#endif
