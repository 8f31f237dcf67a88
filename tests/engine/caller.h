/*
 * caller.h - a loop, a pinged engine, and the waiting for the end of a call.
 *
 * A test's scene has it as its first member and is the `data` of its calls, so
 * that caller_done() may stand wherever a call_done_fn is wanted.
 */
#ifndef ENGINE_CALLER_H
#define ENGINE_CALLER_H

#include "engine/engine.h"

#define CALLER_PATIENCE_MS 30000 /* only ever reached by a failure */

struct caller {
    struct loop *loop;
    struct engine *engine;
    unsigned done; /* how often caller_done() ran since the last wait */
    bool failed;
    struct err err;
};

/* Fails the test when the engine does not answer. */
void caller_open(struct caller *caller);
/* `engine` is NULL when something else took it over. */
void caller_close(struct caller *caller);

void caller_done(void *data, const struct err *err);
/* The same for what is closed. */
void caller_closed(void *data);
/* Waits for the end of the one call that is under way; whether it worked. */
bool caller_ended(struct caller *caller);
/* Turns the loop until it is true of the scene; fails the test when that takes
 * too long. */
void caller_await(struct caller *caller, bool (*is_true)(void *data));

#endif
