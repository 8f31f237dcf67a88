/*
 * Suspended and closed, each at any moment that a sync can be in.
 */
#include "config.h"

#include "support/sync_fixture.h"

static void
just_opened(struct fixture *f)
{
    (void)fake_add(f->engine, STATE_RUNNING);
    fixture_open(f);
}

static void
half_listed(struct fixture *f)
{
    just_opened(f);
    fake_list_element(fake_find(f->engine, FAKE_LIST, NULL), 0);
}

static void
listed_without_events(struct fixture *f)
{
    just_opened(f);
    fake_answer(fake_find(f->engine, FAKE_LIST, NULL));
}

static void
live(struct fixture *f)
{
    fixture_open_live(f, 70, STATE_RUNNING);
}

static void
fetching(struct fixture *f)
{
    live(f);
    say(f, 0, "die");
    say(f, 0, "start");
}

static void
fetching_a_stranger(struct fixture *f)
{
    live(f);
    say(f, fake_add(f->engine, STATE_CREATED), "create");
}

static void
gathering(struct fixture *f)
{
    live(f);
    for (size_t i = 0; i < 40; i++) {
        say(f, i, "die");
        if (inspect_of(f, i))
            fake_answer(inspect_of(f, i));
    }
}

static void
in_a_burst(struct fixture *f)
{
    live(f);
    for (size_t i = 0; i < 70; i++) {
        fake_set(f->engine, i, STATE_EXITED, true);
        say(f, i, "die");
        if (i < 3)
            say(f, i, "start");
    }
    while (f->engine->open[FAKE_INSPECT] > 0)
        fake_answer(fake_find(f->engine, FAKE_INSPECT, NULL));
    for (size_t i = 0; i < 70; i++)
        say(f, i, "die");
    assert_int_equal(f->sync->marks.burst, BURST_QUIET);
}

static void
listing_a_burst(struct fixture *f)
{
    in_a_burst(f);
    while (!fake_find(f->engine, FAKE_LIST, NULL))
        (void)loop_turn(f->loop, true);
    fake_list_element(fake_find(f->engine, FAKE_LIST, NULL), 0);
}

static void
pausing_after_a_failure(struct fixture *f)
{
    live(f);
    say(f, 0, "die");
    fake_fail(inspect_of(f, 0), ERR_SERVER);
}

static void
inspecting_when_idle(struct fixture *f)
{
    listed_without_events(f);
    while (f->engine->made[FAKE_HOST] == 0 ||
           f->engine->made[FAKE_INSPECT] == 0)
        (void)loop_turn(f->loop, true);
}

static void
waiting_to_reconnect(struct fixture *f)
{
    live(f);
    say(f, 0, "die");
    fake_fail(events_of(f), ERR_UNREACHABLE);
}

static void
pinging(struct fixture *f)
{
    waiting_to_reconnect(f);
    while (!fake_find(f->engine, FAKE_PING, NULL))
        (void)loop_turn(f->loop, true);
}

static void
waiting_for_old_calls(struct fixture *f)
{
    just_opened(f);
    fake_fail(events_of(f), ERR_UNREACHABLE);
    sync_refresh(f->sync);
    assert_true(f->sync->must_connect);
}

static void
waiting_for_the_replay(struct fixture *f)
{
    live(f);
    say(f, 0, "die");
    fake_answer(reconnect(f));
    assert_true(f->sync->awaits_replay);
}

static void
polling(struct fixture *f)
{
    just_opened(f);
    fake_fail(events_of(f), ERR_DENIED);
    fake_answer(fake_find(f->engine, FAKE_LIST, NULL));
}

static void
streaming(struct fixture *f)
{
    struct ref shown[70];

    live(f);
    for (size_t i = 0; i < COUNT(shown); i++)
        shown[i] = ref_of(f, i);
    sync_show(f->sync, shown, COUNT(shown));
    sync_want_stats(f->sync, true);
    turn(f, 3);
    assert_int_equal(f->engine->open[FAKE_STREAM], f->limits.seen);
}

static void
polling_the_rest(struct fixture *f)
{
    struct ref shown;

    live(f);
    shown = ref_of(f, 4);
    sync_show(f->sync, &shown, 1);
    sync_want_stats(f->sync, true);
    while (f->engine->open[FAKE_READING] < 3)
        (void)loop_turn(f->loop, true);
    assert_int_equal(f->engine->open[FAKE_STREAM], 1);
}

static void
suspended(struct fixture *f)
{
    fetching(f);
    sync_suspend(f->sync);
}

static void
resumed_at_once(struct fixture *f)
{
    streaming(f);
    say(f, 0, "die");
    sync_suspend(f->sync);
    sync_resume(f->sync);
}

static void (*const MOMENTS[])(struct fixture *f) = {
    just_opened,
    half_listed,
    listed_without_events,
    live,
    fetching,
    fetching_a_stranger,
    gathering,
    in_a_burst,
    listing_a_burst,
    pausing_after_a_failure,
    inspecting_when_idle,
    waiting_to_reconnect,
    pinging,
    waiting_for_old_calls,
    waiting_for_the_replay,
    polling,
    streaming,
    polling_the_rest,
    suspended,
    resumed_at_once,
};

static void
sync_can_be_closed_at_any_moment(void **state)
{
    assert_int_equal(fixture_tear_down(state), 0);
    for (size_t i = 0; i < COUNT(MOMENTS); i++) {
        assert_int_equal(fixture_set_up(state), 0);
        MOMENTS[i](*state);
        fixture_close(*state);
        assert_int_equal(fixture_tear_down(state), 0);
    }
    assert_int_equal(fixture_set_up(state), 0);
}

static void
suspended_sync_asks_nothing_and_comes_back_true(void **state)
{
    assert_int_equal(fixture_tear_down(state), 0);
    for (size_t i = 0; i < COUNT(MOMENTS); i++) {
        struct fixture *f;

        assert_int_equal(fixture_set_up(state), 0);
        f = *state;
        MOMENTS[i](f);
        sync_suspend(f->sync);
        assert_int_equal(state_of_link(f), LINK_SUSPENDED);
        assert_true(store_link(f->store, 0)->stale_since > 0);
        turn(f, 3);
        assert_true(list_is_empty(&f->engine->calls));
        wait_ms(f, 3);
        sync_refresh(f->sync);
        sync_suspend(f->sync);
        assert_true(list_is_empty(&f->engine->calls));
        fake_set(f->engine, 0, STATE_EXITED, false);
        fixture_automate(f, true);
        sync_resume(f->sync);
        sync_resume(f->sync);
        until(f, is_idle);
        until(f, is_live);
        assert_rows_are_true(f);
        assert_int_equal(fixture_tear_down(state), 0);
    }
    assert_int_equal(fixture_set_up(state), 0);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sync_can_be_closed_at_any_moment),
        TEST(suspended_sync_asks_nothing_and_comes_back_true),
    };

    return cmocka_run_group_tests_name("sync_moments", tests, NULL, NULL);
}
