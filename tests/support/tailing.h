/*
 * tailing.h - a log that is followed, of an engine that does what a test says:
 * for the tests of the tail.
 */
#ifndef SUPPORT_TAILING_H
#define SUPPORT_TAILING_H

#include "support/fake_engine.h"
#include "support/test.h"

#include "store/tail.h"

#define T0 "2026-11-21T08:29:58.999999999Z "
#define T1 "2026-11-21T08:30:00.000000001Z "
#define T2 "2026-11-21T08:30:00.000000002Z "
#define T3 "2026-11-21T08:30:00.000000003Z "
#define T4 "2026-11-21T08:30:00.000000004Z "
#define SINCE_2 "1795249800.000000002"
#define NS_OF(nanosecond) (INT64_C(1795249800000000000) + (nanosecond))

struct tailing {
    struct loop *loop;
    struct store *store;
    struct engine *engine;
    struct logbooks *books;
    struct tail *tail;
    struct timer *tick; /* so that a turn never waits for long */
    struct ref ref;
    size_t told; /* CHANGE_LOG of ref */
};

int tailing_set_up(void **state);
int tailing_tear_down(void **state);
#define TAILING_TEST(name)                                                     \
    cmocka_unit_test_setup_teardown(name, tailing_set_up, tailing_tear_down)

void tailing_turn(struct tailing *f, size_t count);
void tailing_set_link(struct tailing *f, enum link_state state);
/* What the engine knows. `run` is when it was started; T3 is of that run,
 * though older, and T2 of the one before. */
void tailing_set_truth(struct tailing *f, enum container_state state,
                       int64_t run);
/* And the store too. */
void tailing_set_state(struct tailing *f, enum container_state state,
                       int64_t run);
void tailing_open(struct tailing *f);
/* A window of the log of a container that was made then. */
void tailing_open_window(struct tailing *f, const struct tail_window *window,
                         int64_t made);
/* Running, with its stream. */
struct call *tailing_open_running(struct tailing *f, bool has_tty);
/* That is open, or NULL. */
struct call *tailing_stream(struct tailing *f);
struct call *tailing_next_stream(struct tailing *f);
/* The reading of older lines, or NULL. */
struct call *tailing_older(struct tailing *f);
/* The engine ends it, and is asked why. */
void tailing_end_stream(struct tailing *f);
void tailing_say(struct call *call, const char *record);
/* Lines in one text, "=" before a seam, "+" before one that is open. */
void tailing_assert_log(struct tailing *f, const char *expected);

#endif
