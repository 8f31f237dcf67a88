/*
 * jobs_world.h - jobs between a fake engine, a store and a journal of their
 * own, for the tests of jobs.
 */
#ifndef SUPPORT_JOBS_WORLD_H
#define SUPPORT_JOBS_WORLD_H

#include "support/test.h"

#include "support/fake_acts.h"

#include "work/fleet.h"
#include "work/jobs.h"
#include "work/journal.h"

/* fleet.c's functions stand in jobs_world.c: one engine and its store. */
struct fleet {
    struct store *store;
    struct engine *engine;
    size_t marks;
};

struct world {
    struct loop *loop;
    struct fleet fleet;
    char home[64]; /* of the journal */
    struct journal *journal;
    struct jobs *jobs;
    size_t changes; /* callbacks */
    size_t ends;    /* of them, with a job that is done */
    bool is_closed;
};

#define IN_A_WORLD(test)                                                       \
    cmocka_unit_test_setup_teardown(test, world_make, world_end)

int world_make(void **state);
/* Closes the jobs when the test has not, and asserts that nothing is left. */
int world_end(void **state);
void world_close_jobs(struct world *world);

/* Enough turns for everything that waits for no answer. */
void turn(struct world *world);
/* Every inspect that is asked for says this. */
void look(struct world *world, enum container_state state);
/* The inspect of this container, or of any, that waits for an answer. */
struct call *inspect_of(const struct world *world, const struct ref *ref);
/* The same of acts. */
struct call *act_of(const struct world *world, const struct ref *ref);
size_t acts_open(const struct world *world);

/* A container in the store and in the engine. */
struct ref container_add(struct world *world, const char *name,
                         enum container_state state);
/* The only image in the store; the row of its first reference. */
struct ref image_add(struct world *world, const char *id,
                     const char *const *references, size_t count);
unsigned propose(struct world *world, enum action action,
                 const struct ref *refs, size_t count);
const struct job *the_job(const struct world *world, unsigned number);

void assert_question(const struct world *world, unsigned number,
                     const char *text);
/* It is done, and this is its result. */
void assert_result(const struct world *world, unsigned number,
                   const char *text);
/* NULL: nothing is being done to it. */
void assert_row_says(const struct world *world, const struct ref *ref,
                     uint64_t later_ms, const char *text);
/* The journal's lines: act, target, result and command, '|' between. */
void assert_journal(const struct world *world, const char *text);
size_t journal_lines(const struct world *world);

#endif
