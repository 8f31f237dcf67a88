/*
 * Statistics: who has a stream, who is sampled in rotation, and that nobody is
 * asked in a hot loop.
 */
#include "config.h"

#include "support/sync_fixture.h"

static void
open_with_stats(struct fixture *f, size_t running)
{
    fixture_open_live(f, running, STATE_RUNNING);
    sync_want_stats(f->sync, true);
    turn(f, 3);
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
    sync_want_stats(f->sync, true);
    fake_list_element(fake_find(f->engine, FAKE_LIST, NULL), 0);
    turn(f, 3);
    assert_int_equal(f->engine->made[FAKE_STREAM], 0);
    fake_end(fake_find(f->engine, FAKE_LIST, NULL), NULL);
    turn(f, 3);
    assert_int_equal(f->engine->made[FAKE_STREAM], 1);
}

static void
every_container_that_is_up_has_a_stream(void **state)
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
refused_statistics_are_asked_for_once(void **state)
{
    struct fixture *f = *state;

    open_with_stats(f, 5);
    for (size_t i = 0; i < 5; i++)
        fake_fail(stream_of(f, i), ERR_DENIED);
    wait_ms(f, 100);
    assert_int_equal(f->engine->made[FAKE_STREAM], 5);
    assert_int_equal(f->engine->open[FAKE_STREAM], 0);
    assert_int_equal(state_of_link(f), LINK_LIVE);
}

static void
refused_samples_are_asked_for_once(void **state)
{
    struct fixture *f = *state;

    f->limits.streams = 0;
    f->limits.stats_age_ms = 60;
    open_with_stats(f, 5);
    for (size_t i = 0; i < 5; i++) {
        while (f->engine->open[FAKE_READING] == 0)
            (void)loop_turn(f->loop, true);
        fake_fail(fake_find(f->engine, FAKE_READING, NULL), ERR_DENIED);
    }
    wait_ms(f, 150);
    assert_int_equal(f->engine->made[FAKE_READING], 5);
}

static void
above_the_limit_only_seen_rows_have_streams(void **state)
{
    struct fixture *f = *state;
    struct ref shown[3];

    open_with_stats(f, 64);
    assert_int_equal(f->engine->open[FAKE_STREAM], 64);
    shown[0] = ref_of(f, 10);
    shown[1] = ref_of(f, 11);
    shown[2] = ref_of(f, 12);
    sync_show(f->sync, shown, 3);
    wait_ms(f, 5);
    assert_int_equal(f->engine->made[FAKE_STREAM], 64);
    say(f, fake_add(f->engine, STATE_RUNNING), "create");
    fake_answer(inspect_of(f, 64));
    turn(f, 3);
    assert_int_equal(f->engine->open[FAKE_STREAM], 3);
    for (size_t i = 10; i < 13; i++)
        assert_non_null(stream_of(f, i));
    /* Other rows come into view. */
    shown[0] = ref_of(f, 20);
    sync_show(f->sync, shown, 3);
    wait_ms(f, 5);
    assert_int_equal(f->engine->open[FAKE_STREAM], 3);
    assert_non_null(stream_of(f, 20));
    assert_null(stream_of(f, 10));
    /* One stops, and all have streams again. */
    stop_container(f, 30);
    wait_ms(f, 5);
    assert_int_equal(f->engine->open[FAKE_STREAM], 64);
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
    wait_ms(f, 5);
    assert_int_equal(f->engine->open[FAKE_STREAM], 64);
    assert_non_null(stream_of(f, 89));
    assert_null(stream_of(f, 0));
}

/* 200 running containers, 40 of them in view; 1 ms here stands for 15. */
static void
every_running_container_is_sampled_in_time(void **state)
{
    struct fixture *f = *state;
    struct ref shown[40];
    uint64_t age, end;

    age = f->limits.stats_age_ms = 1000;
    open_with_stats(f, 200);
    for (size_t i = 0; i < COUNT(shown); i++)
        shown[i] = ref_of(f, i + 50);
    sync_show(f->sync, shown, COUNT(shown));
    f->engine->automatic[FAKE_READING] = true;
    end = loop_now(f->loop) + 2 * age;
    while (loop_now(f->loop) < end)
        (void)loop_turn(f->loop, true);
    for (size_t i = 0; i < 200; i++) {
        const struct fake_container *at = &f->engine->at[i];

        if (i >= 50 && i < 90) {
            assert_non_null(stream_of(f, i));
            continue;
        }
        assert_true(at->worst_age > 0);
        assert_true(at->worst_age <= age);
        assert_true(loop_now(f->loop) - at->read_at <= age);
        assert_non_null(usage_of(f, i));
    }
    assert_int_equal(f->engine->open[FAKE_STREAM], 40);
    /* 160 rows, three quarters of the age for a round: under three rounds. */
    assert_true(f->engine->made[FAKE_READING] <= 160 * 3);
}

static void
samples_in_flight_are_limited(void **state)
{
    struct fixture *f = *state;

    f->limits.readings = 10;
    f->limits.stats_age_ms = 60;
    open_with_stats(f, 100);
    wait_ms(f, 100);
    assert_int_equal(f->engine->open[FAKE_READING], 10);
    assert_int_equal(f->engine->made[FAKE_READING], 10);
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
        TEST(every_container_that_is_up_has_a_stream),
        TEST(samples_reach_the_store),
        TEST(stream_of_a_row_that_stopped_is_aborted),
        TEST(stream_of_a_removed_row_is_aborted),
        TEST(stream_that_ends_is_opened_again_after_a_pause),
        TEST(refused_statistics_are_asked_for_once),
        TEST(refused_samples_are_asked_for_once),
        TEST(above_the_limit_only_seen_rows_have_streams),
        TEST(more_rows_in_view_than_streams_keep_to_the_limit),
        TEST(every_running_container_is_sampled_in_time),
        TEST(samples_in_flight_are_limited),
        TEST(new_connection_streams_again),
    };

    return cmocka_run_group_tests_name("sync_stats", tests, NULL, NULL);
}
