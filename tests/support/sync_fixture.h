/*
 * sync_fixture.h - a sync between a fake engine and a store, with short times.
 */
#ifndef SUPPORT_SYNC_FIXTURE_H
#define SUPPORT_SYNC_FIXTURE_H

#include "support/test.h"

#include "support/fake_engine.h"

#include "loop/timer.h"
#include "store/sync_parts.h"

struct fixture {
    struct loop *loop;
    struct store *store;
    struct engine *engine;
    struct sync *sync;
    struct sync_limits limits;
    struct timer *tick; /* so that a turn never waits for long */
    struct subscriber *subscriber;
    size_t deliveries;
    unsigned what; /* of all changes so far */
    int closed;
};

int fixture_set_up(void **state);
/* Closes the sync when the test has not, and asserts that nothing is left. */
int fixture_tear_down(void **state);

void fixture_open(struct fixture *f);
/* Opened, with the engine's whole table, all inspected, live. */
void fixture_open_live(struct fixture *f, size_t containers,
                       enum container_state state);
/* Answer these by themselves; others wait for the test. */
void fixture_automate(struct fixture *f, bool is_automatic);
void fixture_close(struct fixture *f);

void turn(struct fixture *f, size_t count);
/* Turns until `is_so`, or fails the test. */
void until(struct fixture *f, bool (*is_so)(struct fixture *f));
bool is_idle(struct fixture *f);
bool is_live(struct fixture *f);
bool is_down(struct fixture *f);
/* Let this much time go by. */
void wait_ms(struct fixture *f, uint64_t ms);

enum link_state state_of_link(struct fixture *f);
struct ref ref_of(struct fixture *f, size_t number);
/* NULL when there is no such row. */
const struct container *row_of(struct fixture *f, size_t number);
/* The call that inspects this container, or NULL. */
struct call *inspect_of(struct fixture *f, size_t number);
/* The stream of events that is open, or NULL. */
struct call *events_of(struct fixture *f);
/* Lose it, and get to the next one, whose past is not told yet. */
struct call *reconnect(struct fixture *f);
void say(struct fixture *f, size_t number, const char *action);
/* Every row equals the engine's table, and there are no others. */
void assert_rows_are_true(struct fixture *f);

#endif
