/*
 * talk.h - a loop with a scripted engine in it, for tests of what talks to
 * one.
 */
#ifndef SUPPORT_TALK_H
#define SUPPORT_TALK_H

#include "loop/loop.h"
#include "loop/timer.h"
#include "loop/watch.h"
#include "net/endpoint.h"
#include "support/script.h"

struct talk {
    struct loop *loop;
    struct script *script;
    struct watch *notice;
    struct timer *guard; /* fails the test when nothing more happens */
};

void talk_open(struct talk *talk, const struct script_rule *rules);
/* Runs the loop until it is empty. */
void talk_close(struct talk *talk);
/* To be released. */
struct endpoint talk_endpoint(const struct talk *talk);

/* Turn the loop until the condition holds; twenty seconds are a failure. */
#define TALK_UNTIL(talk, condition)                                            \
    do {                                                                       \
        while (!(condition))                                                   \
            (void)loop_turn((talk)->loop, true);                               \
    } while (0)

#endif
