/*
 * Numbers out of control groups: who is read by them, who goes to another
 * source and why, and that nothing stays open.
 */
#include "config.h"

#include "support/sync_fixture.h"
#include "support/tree.h"

#include <inttypes.h>
#include <stdio.h>

#define FIRST_PID 5000
#define MANY (2 * CGROUPS_SLICE + 7)

struct scene {
    struct fixture *f; /* first: its helpers take it */
    char *root;
};

static struct scene scene;

/* ---- a machine with groups of these containers */

static void
write_file(size_t number, const char *file, const char *text)
{
    char path[256];

    (void)snprintf(path, sizeof(path), "/sys/fs/cgroup/docker/%s/%s",
                   scene.f->engine->at[number].id, file);
    tree_write(scene.root, path, text);
}

/* A process of this container, whose network got so many bytes. */
static void
write_process(int pid, const char *id, int received)
{
    char path[64], text[256];

    (void)snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
    (void)snprintf(text, sizeof(text), "0::/docker/%s\n", id);
    tree_write(scene.root, path, text);
    (void)snprintf(path, sizeof(path), "/proc/%d/net/dev", pid);
    (void)snprintf(text, sizeof(text),
                   "eth0: %d 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0\n", received);
    tree_write(scene.root, path, text);
}

/* A container with its process. */
static size_t
add_container(enum container_state state)
{
    size_t number = fake_add(scene.f->engine, state);

    scene.f->engine->at[number].pid = FIRST_PID + number;
    return number;
}

static void
write_group(size_t number)
{
    write_file(number, "cpu.stat", "usage_usec 1000\n");
    write_file(number, "memory.current", "4096\n");
    write_process(FIRST_PID + (int)number, scene.f->engine->at[number].id, 7);
}

/* One that has its group on this machine. */
static size_t
add_here(void)
{
    size_t number = add_container(STATE_RUNNING);

    write_group(number);
    return number;
}

static void
open_fixture(void **state)
{
    (void)fixture_set_up(state);
    scene.f = *state;
    scene.f->limits.cgroup_root = scene.root;
}

static int
set_up(void **state)
{
    scene.root = tree_new("v2-cgroupfs", "none");
    open_fixture(state);
    return 0;
}

static int
tear_down(void **state)
{
    (void)fixture_tear_down(state);
    tree_free(scene.root);
    return 0;
}

/* All are seen. */
static void
open_with_stats(struct fixture *f)
{
    struct ref shown[FAKE_CONTAINERS];

    fixture_open_live(f, 0, STATE_RUNNING);
    for (size_t i = 0; i < f->engine->count; i++)
        shown[i] = ref_of(f, i);
    sync_show(f->sync, shown, f->engine->count);
    sync_want_stats(f->sync, true);
}

/* ---- what happens */

static const struct usage *
usage_of(struct fixture *f, size_t number)
{
    struct ref ref = ref_of(f, number);

    return store_find_container(f->store, &ref)->usage;
}

static bool
all_are_known(struct fixture *f)
{
    for (size_t i = 0; i < f->engine->count; i++)
        if (!usage_of(f, i))
            return false;
    return true;
}

static bool
first_is_known(struct fixture *f)
{
    return usage_of(f, 0) != NULL;
}

static bool
all_have_streams(struct fixture *f)
{
    return f->engine->open[FAKE_STREAM] == f->engine->count;
}

static bool
one_has_a_stream(struct fixture *f)
{
    return f->engine->open[FAKE_STREAM] == 1;
}

static bool
one_is_polled(struct fixture *f)
{
    return f->engine->open[FAKE_READING] == 1;
}

static bool
nobody_is_polled(struct fixture *f)
{
    return f->engine->open[FAKE_READING] == 0;
}

static bool
nothing_is_open(struct fixture *f)
{
    return !f->sync->stats.cgroups.host;
}

static bool
some_are_open(struct fixture *f)
{
    return f->sync->stats.cgroups.host && !f->sync->stats.cgroups.worker &&
           f->sync->stats.cgroups.host->kept > 0;
}

/* The next round has begun and ended. */
static void
await_round(struct fixture *f)
{
    struct cgroups *cgroups = &f->sync->stats.cgroups;
    unsigned number = cgroups->number;

    while (cgroups->number == number || cgroups->worker)
        (void)loop_turn(f->loop, true);
}

static bool
has_said(struct fixture *f)
{
    return *store_link(f->store, 0)->numbers;
}

static void
must_say(struct fixture *f, const char *words)
{
    until(f, has_said);
    assert_non_null(strstr(store_link(f->store, 0)->numbers, words));
}

static void
containers_here_are_read_without_the_engine(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < 3; i++)
        (void)add_here();
    open_with_stats(f);
    until(f, all_are_known);
    assert_int_equal(usage_of(f, 2)->memory, 4096);
    assert_int_equal(usage_of(f, 2)->network_tx, 8);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    assert_int_equal(f->engine->made[FAKE_READING], 0);
    must_say(f, "control groups: v2");
}

static bool
second_has_network(struct fixture *f)
{
    return usage_of(f, 1) && usage_of(f, 1)->has_network;
}

static bool
second_has_no_network(struct fixture *f)
{
    return usage_of(f, 1) && !usage_of(f, 1)->has_network;
}

/* The second shares the network of the third, and that the first's. */
static void
join(struct fixture *f)
{
    for (size_t i = 0; i < 3; i++)
        (void)add_here();
    f->engine->at[1].network_of = f->engine->at[2].id;
    f->engine->at[2].network_of = f->engine->at[0].id;
    write_process(FIRST_PID, f->engine->at[0].id, 70);
}

static void
network_that_is_shared_is_the_others(void **state)
{
    struct fixture *f = *state;

    join(f);
    open_with_stats(f);
    until(f, all_are_known);
    until(f, second_has_network);
    assert_int_equal(usage_of(f, 1)->network_rx, 70);
    /* As long as that one is up. */
    fake_set(f->engine, 0, STATE_EXITED, true);
    say(f, 0, "die");
    fake_answer(inspect_of(f, 0));
    until(f, second_has_no_network);
    f->engine->at[0].pid = 5100;
    write_process(5100, f->engine->at[0].id, 71);
    fake_set(f->engine, 0, STATE_RUNNING, true);
    say(f, 0, "start");
    fake_answer(inspect_of(f, 0));
    until(f, second_has_network);
    assert_int_equal(usage_of(f, 1)->network_rx, 71);
}

static void
network_of_the_host_is_not_told_of_who_shares_it(void **state)
{
    struct fixture *f = *state;

    join(f);
    f->engine->at[0].is_on_host_network = true;
    open_with_stats(f);
    until(f, all_are_known);
    await_round(f);
    await_round(f);
    for (size_t i = 0; i < 3; i++)
        assert_false(usage_of(f, i)->has_network);
}

/* Those who share it are shown; whose it is, is found out for them. */
static void
whose_network_it_is_is_asked_for(void **state)
{
    struct fixture *f = *state;

    join(f);
    fixture_automate(f, true);
    fixture_open(f);
    sync_keep_to_shown(f->sync);
    sync_show(f->sync, (struct ref[]){ref_of(f, 1)}, 1);
    sync_want_stats(f->sync, true);
    until(f, is_live);
    until(f, second_has_network);
    assert_int_equal(usage_of(f, 1)->network_rx, 70);
    assert_int_equal(f->engine->made[FAKE_INSPECT], 3);
    assert_null(usage_of(f, 0));
}

static void
a_round_reads_all_in_slices(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < MANY; i++)
        (void)add_here();
    open_with_stats(f);
    until(f, all_are_known);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    write_file(MANY - 1, "memory.current", "8192\n");
    await_round(f);
    await_round(f);
    assert_int_equal(usage_of(f, MANY - 1)->memory, 8192);
}

/* Those beyond what may stay open are opened anew for each round. */
static void
more_than_may_stay_open_are_read_all_the_same(void **state)
{
    enum { CROWD = 300, FILES = 384 };
    struct fixture *f = *state;

    f->limits.cgroup_files = FILES;
    for (size_t i = 0; i < CROWD; i++)
        (void)add_here();
    open_with_stats(f);
    until(f, all_are_known);
    for (size_t i = 0; i < CROWD; i++)
        write_file(i, "memory.current", "8192\n");
    await_round(f);
    await_round(f);
    for (size_t i = 0; i < CROWD; i++) {
        assert_int_equal(usage_of(f, i)->memory, 8192);
        assert_true(usage_of(f, i)->has_network);
    }
    assert_in_range(f->sync->stats.cgroups.host->kept, 1, FILES);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    assert_int_equal(f->engine->made[FAKE_READING], 0);
}

static void
containers_elsewhere_have_streams(void **state)
{
    /* There is no such process here, it is another's, it cannot be seen. */
    enum { NO_PROCESS, ANOTHER, ABOVE, CASES };
    struct fixture *f;

    for (int i = 0; i < CASES; i++) {
        if (i > 0)
            (void)set_up(state);
        f = *state;
        for (size_t n = 0; n < 3; n++) {
            size_t number = add_container(STATE_RUNNING);

            if (i == ANOTHER)
                write_process(FIRST_PID + (int)number, "another", 7);
            if (i == ABOVE)
                tree_write(scene.root, "/proc/5000/cgroup", "0::/../..\n");
        }
        open_with_stats(f);
        until(f, all_have_streams);
        must_say(f, "streams");
        must_say(f, "not on this machine");
        /* A worker may have the last of them still. */
        until(f, nothing_is_open);
        if (i + 1 < CASES)
            (void)tear_down(state);
    }
}

static void
the_engine_is_not_bothered_while_it_is_not_decided(void **state)
{
    struct fixture *f = *state;

    (void)add_here();
    (void)fake_add(f->engine, STATE_RUNNING); /* inspect is not answered */
    f->engine->at[1].is_hung = true;
    fixture_automate(f, true);
    f->engine->automatic[FAKE_INSPECT] = false;
    fixture_open(f);
    until(f, is_live);
    fixture_automate(f, false);
    sync_show(f->sync, (struct ref[]){ref_of(f, 0), ref_of(f, 1)}, 2);
    sync_want_stats(f->sync, true);
    wait_ms(f, 5 * f->limits.stats_seen_ms);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    assert_string_equal(store_link(f->store, 0)->numbers, "");
    fake_answer(inspect_of(f, 0));
    until(f, first_is_known);
    must_say(f, "control groups");
}

/* The engine says that it is up; the next source takes it. */
static void
one_that_has_no_group_goes_to_the_next_source(void **state)
{
    struct fixture *f = *state;

    (void)add_here();
    (void)add_container(STATE_RUNNING);
    open_with_stats(f);
    until(f, one_has_a_stream);
    assert_non_null(fake_find(f->engine, FAKE_STREAM, f->engine->at[1].id));
    assert_non_null(usage_of(f, 0));
    must_say(f, "control groups");
}

static void
one_without_a_process_goes_to_the_next_source(void **state)
{
    struct fixture *f = *state;

    (void)add_here();
    (void)fake_add(f->engine, STATE_RUNNING);
    open_with_stats(f);
    until(f, one_has_a_stream);
    until(f, first_is_known);
    assert_non_null(fake_find(f->engine, FAKE_STREAM, f->engine->at[1].id));
}

static void
between_two_runs_there_are_no_numbers(void **state)
{
    struct fixture *f = *state;

    (void)add_here();
    (void)add_container(STATE_RESTARTING);
    open_with_stats(f);
    until(f, first_is_known);
    for (int i = 0; i < 6; i++)
        await_round(f);
    assert_null(usage_of(f, 1));
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    /* It comes up. */
    write_file(1, "cpu.stat", "usage_usec 1\n");
    fake_set(f->engine, 1, STATE_RUNNING, true);
    say(f, 1, "start");
    fake_answer(inspect_of(f, 1));
    until(f, all_are_known);
}

static void
nothing_is_open_while_suspended(void **state)
{
    struct fixture *f = *state;

    (void)add_here();
    open_with_stats(f);
    until(f, some_are_open);
    sync_suspend(f->sync);
    until(f, nothing_is_open);
    assert_false(timer_is_running(f->sync->stats.cgroups.round));
    fixture_automate(f, true);
    sync_resume(f->sync);
    until(f, some_are_open);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
}

static void
one_that_ends_leaves_nothing_open(void **state)
{
    struct fixture *f = *state;

    (void)add_here();
    open_with_stats(f);
    until(f, some_are_open);
    fake_set(f->engine, 0, STATE_EXITED, true);
    say(f, 0, "die");
    fake_answer(inspect_of(f, 0));
    until(f, nothing_is_open);
    assert_null(usage_of(f, 0));
}

static void
the_user_chooses_the_source(void **state)
{
    struct fixture *f = *state;

    (void)add_here();
    open_with_stats(f);
    until(f, some_are_open);
    sync_choose_stats(f->sync, STATS_STREAM);
    until(f, one_has_a_stream);
    until(f, nothing_is_open);
    must_say(f, "streams: by stats-source");
    sync_choose_stats(f->sync, STATS_POLL);
    until(f, one_is_polled);
    assert_int_equal(f->engine->made[FAKE_STREAM], 1);
    sync_choose_stats(f->sync, STATS_CGROUP);
    until(f, some_are_open);
    until(f, nobody_is_polled);
}

static void
without_groups_the_engine_is_not_asked(void **state)
{
    struct fixture *f = *state;

    (void)add_container(STATE_RUNNING);
    fixture_open_live(f, 0, STATE_RUNNING);
    sync_choose_stats(f->sync, STATS_CGROUP);
    sync_show(f->sync, (struct ref[]){ref_of(f, 0)}, 1);
    sync_want_stats(f->sync, true);
    until(f, nothing_is_open);
    wait_ms(f, 5 * f->limits.stats_seen_ms);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    assert_int_equal(f->engine->made[FAKE_READING], 0);
}

/* In every moment of a round. The machine stays the same. */
static void
closing_waits_for_the_worker(void **state)
{
    for (size_t turns = 0; turns < 12; turns++) {
        if (turns > 0) {
            (void)fixture_tear_down(state);
            open_fixture(state);
        }
        for (size_t i = 0; i < MANY; i++) {
            size_t number = add_container(STATE_RUNNING);

            if (turns == 0)
                write_group(number);
        }
        open_with_stats(scene.f);
        turn(scene.f, turns);
        fixture_close(scene.f);
    }
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(containers_here_are_read_without_the_engine),
        CASE(network_that_is_shared_is_the_others),
        CASE(network_of_the_host_is_not_told_of_who_shares_it),
        CASE(whose_network_it_is_is_asked_for),
        CASE(a_round_reads_all_in_slices),
        CASE(more_than_may_stay_open_are_read_all_the_same),
        CASE(containers_elsewhere_have_streams),
        CASE(the_engine_is_not_bothered_while_it_is_not_decided),
        CASE(one_that_has_no_group_goes_to_the_next_source),
        CASE(one_without_a_process_goes_to_the_next_source),
        CASE(between_two_runs_there_are_no_numbers),
        CASE(nothing_is_open_while_suspended),
        CASE(one_that_ends_leaves_nothing_open),
        CASE(the_user_chooses_the_source),
        CASE(without_groups_the_engine_is_not_asked),
        CASE(closing_waits_for_the_worker),
    };

    return cmocka_run_group_tests_name("sync_cgroups", tests, NULL, NULL);
}
