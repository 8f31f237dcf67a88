/*
 * Statistics: who has a stream, who is polled and how often, and that nobody
 * is asked in a hot loop.
 */
#include "config.h"

#include "support/sync_fixture.h"

#include <stdio.h>

/* Show `count` containers, the first of which is this one. */
static void
show(struct fixture *f, size_t first, size_t count)
{
    struct ref shown[FAKE_CONTAINERS];

    for (size_t i = 0; i < count; i++)
        shown[i] = ref_of(f, first + i);
    sync_show(f->sync, shown, count);
}

/* So many containers, the first of which are seen. Readings are answered if
 * they were before. */
static void
open_with_some_seen(struct fixture *f, size_t running, size_t seen)
{
    bool is_answered = f->engine->automatic[FAKE_READING];

    fixture_open_live(f, running, STATE_RUNNING);
    f->engine->automatic[FAKE_READING] = is_answered;
    show(f, 0, seen);
    sync_want_stats(f->sync, true);
    turn(f, 3);
}

static void
open_with_stats(struct fixture *f, size_t running)
{
    open_with_some_seen(f, running, running);
}

/* An engine that answers single readings at once. */
static void
be_fast(struct fixture *f)
{
    (void)snprintf(f->engine->info.version, sizeof(f->engine->info.version),
                   "25.0.0");
}

/* The next round of readings has begun. */
static void
await_round(struct fixture *f)
{
    uint64_t last = f->sync->stats.polls.began;

    while (f->sync->stats.polls.began == last)
        (void)loop_turn(f->loop, true);
}

static struct call *
stream_of(struct fixture *f, size_t number)
{
    return fake_find(f->engine, FAKE_STREAM, f->engine->at[number].id);
}

static void
stop_container(struct fixture *f, size_t number)
{
    fake_set(f->engine, number, STATE_EXITED, true);
    say(f, number, "die");
    fake_answer(inspect_of(f, number));
    turn(f, 3);
}

static void
start_container(struct fixture *f, size_t number)
{
    fake_set(f->engine, number, STATE_RUNNING, true);
    say(f, number, "start");
    fake_answer(inspect_of(f, number));
    turn(f, 3);
}

/* A stream for each of these, and no other. */
static void
await_streams(struct fixture *f, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++)
        while (!stream_of(f, i))
            (void)loop_turn(f->loop, true);
    while (f->engine->open[FAKE_STREAM] > count)
        (void)loop_turn(f->loop, true);
}

static const struct usage *
usage_of(struct fixture *f, size_t number)
{
    struct ref ref = ref_of(f, number);

    return store_find_container(f->store, &ref)->usage;
}

static void
nothing_is_sampled_until_it_is_wanted(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 3, STATE_RUNNING);
    show(f, 0, 3);
    wait_ms(f, 10);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    sync_want_stats(f->sync, true);
    turn(f, 3);
    assert_int_equal(f->engine->open[FAKE_STREAM], 3);
    sync_want_stats(f->sync, false);
    turn(f, 3);
    assert_int_equal(f->engine->open[FAKE_STREAM], 0);
}

static void
numbers_wait_for_the_first_list(void **state)
{
    struct fixture *f = *state;

    (void)fake_add(f->engine, STATE_RUNNING);
    fixture_open(f);
    show(f, 0, 1);
    sync_want_stats(f->sync, true);
    fake_list_element(fake_find(f->engine, FAKE_LIST, NULL), 0);
    turn(f, 3);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    fake_end(fake_find(f->engine, FAKE_LIST, NULL), NULL);
    turn(f, 3);
    assert_int_equal(f->engine->made[FAKE_STREAM], 1);
}

static void
every_seen_container_that_is_up_has_a_stream(void **state)
{
    static const struct {
        enum container_state state;
        bool is_streamed;
    } rows[] = {{STATE_CREATED, false},   {STATE_RUNNING, true},
                {STATE_PAUSED, true},     {STATE_EXITED, false},
                {STATE_RESTARTING, true}, {STATE_DEAD, false},
                {STATE_REMOVING, false}};
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++)
        (void)fake_add(f->engine, rows[i].state);
    fixture_open_live(f, 0, STATE_RUNNING);
    show(f, 0, COUNT(rows));
    sync_want_stats(f->sync, true);
    turn(f, 3);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(stream_of(f, i) != NULL, rows[i].is_streamed);
}

static void
samples_reach_the_store(void **state)
{
    struct fixture *f = *state;

    open_with_stats(f, 2);
    fake_sample(stream_of(f, 1), 1);
    fake_sample(stream_of(f, 1), 2);
    assert_null(usage_of(f, 0));
    assert_non_null(usage_of(f, 1));
    assert_true(usage_of(f, 1)->has_cpu);
    turn(f, 1);
    assert_true(f->what & CHANGE_USAGE);
    assert_int_equal(store_totals(f->store, 0)->sampled, 1);
}

static void
stream_of_a_row_that_stopped_is_aborted(void **state)
{
    struct fixture *f = *state;

    open_with_stats(f, 3);
    fake_sample(stream_of(f, 1), 1);
    stop_container(f, 1);
    assert_null(stream_of(f, 1));
    assert_null(usage_of(f, 1));
    assert_int_equal(f->engine->open[FAKE_STREAM], 2);
    start_container(f, 1);
    assert_non_null(stream_of(f, 1));
}

static void
stream_of_a_removed_row_is_aborted(void **state)
{
    struct fixture *f = *state;

    open_with_stats(f, 2);
    fake_remove(f->engine, 0, true);
    say(f, 0, "destroy");
    fake_answer(inspect_of(f, 0));
    turn(f, 3);
    assert_int_equal(f->engine->open[FAKE_STREAM], 1);
    assert_rows_are_true(f);
}

static void
stream_that_ends_is_opened_again_after_a_pause(void **state)
{
    static const struct {
        bool has_err;
        enum err_kind kind;
    } rows[] = {{false, ERR_OTHER},     {true, ERR_UNREACHABLE},
                {true, ERR_SERVER},     {true, ERR_MALFORMED},
                {true, ERR_TIMED_OUT},  {true, ERR_MISSING},
                {true, ERR_UNREACHABLE}};
    struct fixture *f = *state;

    open_with_stats(f, 1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t ended_at = loop_now(f->loop);

        if (rows[i].has_err)
            fake_fail(stream_of(f, 0), rows[i].kind);
        else
            fake_end(stream_of(f, 0), NULL);
        turn(f, 3);
        while (!stream_of(f, 0))
            (void)loop_turn(f->loop, true);
        assert_true(loop_now(f->loop) - ended_at >=
                    f->limits.stats_retry_min_ms);
    }
    assert_true(f->engine->made[FAKE_STREAM] == COUNT(rows) + 1);
}

static void
refused_statistics_are_asked_for_once_by_each_source(void **state)
{
    struct fixture *f = *state;

    open_with_stats(f, 5);
    for (size_t i = 0; i < 5; i++)
        fake_fail(stream_of(f, i), ERR_DENIED);
    for (size_t i = 0; i < 5; i++) {
        while (f->engine->open[FAKE_READING] == 0)
            (void)loop_turn(f->loop, true);
        fake_fail(fake_find(f->engine, FAKE_READING, NULL), ERR_DENIED);
    }
    wait_ms(f, 100);
    assert_int_equal(f->engine->made[FAKE_STREAM], 5);
    assert_int_equal(f->engine->made[FAKE_READING], 5);
    assert_int_equal(f->engine->open[FAKE_STREAM], 0);
    assert_int_equal(state_of_link(f), LINK_LIVE);
}

static void
only_seen_rows_have_streams(void **state)
{
    struct fixture *f = *state;

    open_with_some_seen(f, 64, 3);
    await_streams(f, 0, 3);
    show(f, 10, 3);
    await_streams(f, 10, 3);
    /* One of them stays in view, and keeps its stream. */
    show(f, 12, 3);
    await_streams(f, 12, 3);
    assert_int_equal(f->engine->made[FAKE_STREAM], 3 + 3 + 2);
    assert_null(stream_of(f, 10));
}

static void
rows_that_fly_by_have_no_streams(void **state)
{
    struct fixture *f = *state;

    f->limits.scroll_ms = 60000;
    open_with_some_seen(f, 64, 3);
    for (size_t i = 0; i < 60; i++)
        show(f, i, 3);
    turn(f, 3);
    assert_int_equal(f->engine->made[FAKE_STREAM], 3);
}

static void
more_rows_in_view_than_streams_keep_to_the_limit(void **state)
{
    struct fixture *f = *state;
    struct ref shown[90];

    for (size_t i = 0; i < 90; i++)
        (void)fake_add(f->engine, STATE_RUNNING);
    for (size_t i = 0; i < 90; i++)
        shown[i] = ref_of(f, 89 - i);
    fixture_open_live(f, 0, STATE_RUNNING);
    sync_show(f->sync, shown, 90);
    sync_want_stats(f->sync, true);
    await_streams(f, 90 - 64, 64);
}

/* ---- single readings */

static void
fast_engine_has_no_streams(void **state)
{
    static const struct {
        const char *version;
        bool is_fast;
    } rows[] = {
        {"19.03.15", false}, {"20.10.24", false}, {"23.0.7", false},
        {"23.0.8", true},    {"23.0.10", true},   {"24.0.6", false},
        {"24.0.7", true},    {"25.0.0", true},    {"28.5.2", true},
        {"", false},         {"dev", false},
    };
    struct fixture *f = *state;

    (void)fake_add(f->engine, STATE_RUNNING);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct engine_info *info = &f->engine->info;
        bool has_stream;

        (void)snprintf(info->version, sizeof(info->version), "%s",
                       rows[i].version);
        f->sync = NULL;
        fixture_open_live(f, 0, STATE_RUNNING);
        show(f, 0, 1);
        sync_want_stats(f->sync, true);
        while (!stream_of(f, 0) && f->engine->open[FAKE_READING] == 0)
            (void)loop_turn(f->loop, true);
        has_stream = stream_of(f, 0) != NULL;
        if (has_stream == rows[i].is_fast)
            fail_msg("'%s'", rows[i].version);
        fixture_close(f);
    }
}

/* In each round all that are seen, and of the rest a tenth. */
static void
rounds_take_all_that_is_seen_and_a_tenth_of_the_rest(void **state)
{
    struct fixture *f = *state;
    size_t read[160];

    be_fast(f);
    f->limits.polls = 64; /* a round goes out at once */
    f->engine->automatic[FAKE_READING] = true;
    open_with_some_seen(f, COUNT(read), 40);
    /* The first rounds also take second readings, for CPU. */
    for (size_t i = 0; i < 30; i++)
        await_round(f);
    for (size_t i = 0; i < COUNT(read); i++)
        read[i] = f->engine->at[i].readings;
    for (size_t i = 0; i < 20; i++) {
        size_t made = f->engine->made[FAKE_READING];

        await_round(f);
        assert_in_range(f->engine->made[FAKE_READING] - made, 40 + 11, 40 + 13);
    }
    for (size_t i = 0; i < COUNT(read); i++) {
        size_t times = f->engine->at[i].readings - read[i];

        assert_in_range(times, i < 40 ? 19 : 1, i < 40 ? 21 : 3);
        assert_non_null(usage_of(f, i));
    }
}

static void
readings_in_flight_are_limited(void **state)
{
    struct fixture *f = *state;

    be_fast(f);
    open_with_stats(f, 100);
    wait_ms(f, 100);
    assert_int_equal(f->engine->open[FAKE_READING], f->limits.polls);
    assert_int_equal(f->engine->made[FAKE_READING], f->limits.polls);
    /* Those that are cancelled count until they have ended. */
    show(f, 90, 10);
    wait_ms(f, 100);
    assert_int_equal(f->engine->most[FAKE_READING], f->limits.polls);
}

static void
slow_answers_make_rounds_rare(void **state)
{
    struct fixture *f = *state;
    struct polls *polls;

    be_fast(f);
    open_with_stats(f, 20);
    polls = &f->sync->stats.polls;
    while (polls->period < 4 * f->limits.stats_seen_ms)
        (void)loop_turn(f->loop, true);
    f->engine->automatic[FAKE_READING] = true;
    fake_answer(fake_find(f->engine, FAKE_READING, NULL));
    while (polls->period > f->limits.stats_seen_ms)
        (void)loop_turn(f->loop, true);
}

/* ---- Podman */

static void
open_podman(struct fixture *f)
{
    f->engine->info.is_podman = true;
    f->engine->automatic[FAKE_READING] = true;
    open_with_some_seen(f, 6, 3);
}

static struct call *
crowd_of(struct fixture *f)
{
    return fake_find(f->engine, FAKE_CROWD, NULL);
}

static void
podman_has_one_stream_for_all(void **state)
{
    struct fixture *f = *state;

    open_podman(f);
    assert_int_equal(f->engine->open[FAKE_CROWD], 1);
    fake_sample(crowd_of(f), 1);
    fake_sample(crowd_of(f), 2);
    for (size_t i = 0; i < 6; i++)
        assert_true(usage_of(f, i)->has_cpu);
    /* Neither scrolling nor one that stops is of any matter to it. */
    show(f, 3, 3);
    stop_container(f, 0);
    wait_ms(f, 5);
    fake_sample(crowd_of(f), 3);
    assert_null(usage_of(f, 0));
    assert_int_equal(f->engine->made[FAKE_CROWD], 1);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    assert_int_equal(f->engine->made[FAKE_READING], 0);
    for (size_t i = 1; i < 6; i++)
        stop_container(f, i);
    assert_int_equal(f->engine->open[FAKE_CROWD], 0);
    start_container(f, 2);
    while (!crowd_of(f))
        (void)loop_turn(f->loop, true);
    assert_int_equal(f->engine->open[FAKE_CROWD], 1);
}

static void
podman_without_that_stream_is_polled(void **state)
{
    struct fixture *f = *state;

    open_podman(f);
    fake_fail(crowd_of(f), ERR_UNSUPPORTED);
    while (f->engine->at[0].readings == 0 || f->engine->at[5].readings == 0)
        (void)loop_turn(f->loop, true);
    assert_int_equal(f->engine->made[FAKE_CROWD], 1);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
}

static void
podmans_stream_that_broke_is_opened_again(void **state)
{
    struct fixture *f = *state;

    open_podman(f);
    fake_sample(crowd_of(f), 1);
    fake_fail(crowd_of(f), ERR_UNREACHABLE);
    while (!crowd_of(f))
        (void)loop_turn(f->loop, true);
    assert_int_equal(f->engine->made[FAKE_READING], 0);
}

/* On an engine of streams: what scrolls away is polled, what comes is not. */
static void
scrolling_moves_rows_between_streams_and_readings(void **state)
{
    struct fixture *f = *state;

    f->engine->automatic[FAKE_READING] = true;
    open_with_some_seen(f, 6, 3);
    while (f->engine->at[5].readings == 0 || f->engine->at[3].readings == 0)
        (void)loop_turn(f->loop, true);
    assert_int_equal(f->engine->at[0].readings, 0);
    show(f, 3, 3);
    while (f->engine->at[0].readings == 0 || f->engine->at[2].readings == 0)
        (void)loop_turn(f->loop, true);
    assert_null(stream_of(f, 0));
    assert_non_null(stream_of(f, 5));
}

static bool
nothing_is_open(struct fixture *f)
{
    return f->engine->open[FAKE_STREAM] == 0 &&
           f->engine->open[FAKE_READING] == 0;
}

static void
nothing_is_sampled_while_nobody_can_see_it(void **state)
{
    struct fixture *f = *state;
    size_t streams, readings;

    f->engine->automatic[FAKE_READING] = true;
    open_with_some_seen(f, 8, 3);
    while (f->engine->made[FAKE_READING] < 5)
        (void)loop_turn(f->loop, true);
    sync_pause_stats(f->sync, true);
    until(f, nothing_is_open);
    streams = f->engine->made[FAKE_STREAM];
    readings = f->engine->made[FAKE_READING];
    /* Neither what happens nor scrolling nor a new connection changes that. */
    stop_container(f, 0);
    start_container(f, 0);
    show(f, 2, 3);
    fixture_automate(f, true);
    fake_fail(fake_find(f->engine, FAKE_EVENTS, NULL), ERR_UNREACHABLE);
    until(f, is_live);
    wait_ms(f, 3 * f->limits.stats_seen_ms);
    assert_int_equal(f->engine->made[FAKE_STREAM], streams);
    assert_int_equal(f->engine->made[FAKE_READING], readings);
    sync_pause_stats(f->sync, false);
    turn(f, 3);
    assert_int_equal(f->engine->open[FAKE_STREAM], 3);
    assert_non_null(stream_of(f, 4));
}

static void
new_connection_streams_again(void **state)
{
    struct fixture *f = *state;

    open_with_stats(f, 3);
    fake_fail(stream_of(f, 0), ERR_DENIED);
    fake_fail(fake_find(f->engine, FAKE_EVENTS, NULL), ERR_UNREACHABLE);
    turn(f, 3);
    assert_int_equal(f->engine->open[FAKE_STREAM], 0);
    fixture_automate(f, true);
    until(f, is_live);
    turn(f, 3);
    assert_int_equal(f->engine->open[FAKE_STREAM], 3);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_sampled_until_it_is_wanted),
        TEST(numbers_wait_for_the_first_list),
        TEST(every_seen_container_that_is_up_has_a_stream),
        TEST(samples_reach_the_store),
        TEST(stream_of_a_row_that_stopped_is_aborted),
        TEST(stream_of_a_removed_row_is_aborted),
        TEST(stream_that_ends_is_opened_again_after_a_pause),
        TEST(refused_statistics_are_asked_for_once_by_each_source),
        TEST(only_seen_rows_have_streams),
        TEST(rows_that_fly_by_have_no_streams),
        TEST(more_rows_in_view_than_streams_keep_to_the_limit),
        TEST(fast_engine_has_no_streams),
        TEST(rounds_take_all_that_is_seen_and_a_tenth_of_the_rest),
        TEST(readings_in_flight_are_limited),
        TEST(slow_answers_make_rounds_rare),
        TEST(podman_has_one_stream_for_all),
        TEST(podman_without_that_stream_is_polled),
        TEST(podmans_stream_that_broke_is_opened_again),
        TEST(scrolling_moves_rows_between_streams_and_readings),
        TEST(nothing_is_sampled_while_nobody_can_see_it),
        TEST(new_connection_streams_again),
    };

    return cmocka_run_group_tests_name("sync_stats", tests, NULL, NULL);
}
