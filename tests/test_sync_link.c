/*
 * The connection: live, lost, found again with and without lost events, and
 * refused.
 */
#include "config.h"

#include "support/sync_fixture.h"

#include "base/timestamp.h"

#include <inttypes.h>
#include <stdio.h>

static void
first_connection_hears_from_before_the_ping(void **state)
{
    struct fixture *f = *state;

    fixture_open(f);
    /* The fake's date is 1795212382. */
    assert_string_equal(events_of(f)->id, "1795212380.000000000");
    assert_int_equal(f->engine->made[FAKE_PING], 0);
    assert_string_equal(store_link(f->store, 0)->info.version, "20.10.24");
}

static void
engine_without_a_date_is_heard_by_our_own_clock(void **state)
{
    struct fixture *f = *state;
    int64_t seconds;

    f->engine->info.date = 0;
    fixture_open(f);
    assert_int_equal(sscanf(events_of(f)->id, "%" SCNd64, &seconds), 1);
    assert_true(seconds > 1000000000);
}

static void
link_is_live_when_list_and_events_are_there(void **state)
{
    struct fixture *f = *state;

    fixture_open(f);
    fake_answer(fake_find(f->engine, FAKE_LIST, NULL));
    assert_int_equal(state_of_link(f), LINK_LISTING);
    fake_answer(events_of(f));
    assert_int_equal(state_of_link(f), LINK_LIVE);
    assert_int_equal(store_link(f->store, 0)->stale_since, 0);
    assert_string_equal(store_link(f->store, 0)->why.text, "");
}

static void
lost_link_says_why_and_since_when(void **state)
{
    struct fixture *f = *state;
    const struct link *link = store_link(f->store, 0);
    int64_t since;

    fixture_open_live(f, 1, STATE_RUNNING);
    fake_fail(events_of(f), ERR_UNREACHABLE);
    assert_int_equal(link->state, LINK_DOWN);
    assert_string_equal(link->why.text, "it failed");
    assert_true(link->next_try > loop_now(f->loop));
    since = link->stale_since;
    assert_true(since > 0);
    assert_non_null(row_of(f, 0));
    while (!fake_find(f->engine, FAKE_PING, NULL))
        (void)loop_turn(f->loop, true);
    assert_int_equal(link->next_try, 0);
    fake_fail(fake_find(f->engine, FAKE_PING, NULL), ERR_UNREACHABLE);
    assert_true(link->stale_since == since);
    fixture_automate(f, true);
    while (state_of_link(f) == LINK_DOWN)
        (void)loop_turn(f->loop, true);
    assert_int_equal(state_of_link(f), LINK_LISTING);
    assert_true(link->stale_since == since);
    until(f, is_live);
    assert_int_equal(link->stale_since, 0);
    assert_string_equal(link->why.text, "");
}

static void
stream_that_ends_without_a_word_is_a_loss(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 1, STATE_RUNNING);
    fake_end(events_of(f), NULL);
    assert_int_equal(state_of_link(f), LINK_DOWN);
    assert_true(strlen(store_link(f->store, 0)->why.text) > 0);
}

static void
event_that_cannot_be_read_is_not_asked_for_again(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 3, STATE_RUNNING);
    say(f, 0, "start");
    fake_answer(inspect_of(f, 0));
    fake_set(f->engine, 1, STATE_EXITED, false);
    f->engine->info.date += 60 * SECOND_NS;
    fixture_automate(f, true);
    fake_fail(events_of(f), ERR_MALFORMED);
    until(f, is_live);
    assert_string_equal(events_of(f)->id, "1795212440.000000000");
    until(f, is_idle);
    assert_rows_are_true(f);
}

static void
first_list_that_fails_is_a_loss(void **state)
{
    struct fixture *f = *state;

    fixture_open(f);
    fake_answer(events_of(f));
    fake_fail(fake_find(f->engine, FAKE_LIST, NULL), ERR_SERVER);
    assert_int_equal(state_of_link(f), LINK_DOWN);
    fixture_automate(f, true);
    until(f, is_live);
}

static void
later_list_that_fails_is_tried_again(void **state)
{
    struct fixture *f = *state;

    f->limits.safety_ms = 5;
    fixture_open_live(f, 1, STATE_RUNNING);
    while (!fake_find(f->engine, FAKE_LIST, NULL))
        (void)loop_turn(f->loop, true);
    fake_fail(fake_find(f->engine, FAKE_LIST, NULL), ERR_SERVER);
    assert_int_equal(state_of_link(f), LINK_LIVE);
    assert_string_equal(store_link(f->store, 0)->why.text, "it failed");
    while (!fake_find(f->engine, FAKE_LIST, NULL))
        (void)loop_turn(f->loop, true);
    fake_answer(fake_find(f->engine, FAKE_LIST, NULL));
    assert_string_equal(store_link(f->store, 0)->why.text, "");
}

static void
pause_between_tries_doubles(void **state)
{
    static const uint64_t pauses[] = {4, 8, 16, 32, 32, 32};
    struct fixture *f = *state;
    struct call *call;

    fixture_open_live(f, 1, STATE_RUNNING);
    call = events_of(f);
    for (size_t i = 0; i < COUNT(pauses); i++) {
        fake_fail(call, ERR_UNREACHABLE);
        assert_int_equal(store_link(f->store, 0)->next_try - loop_now(f->loop),
                         pauses[i]);
        while (!(call = fake_find(f->engine, FAKE_PING, NULL)))
            (void)loop_turn(f->loop, true);
    }
    /* Once it has been live for a while, it begins anew. */
    fixture_automate(f, true);
    fake_answer(call);
    until(f, is_live);
    wait_ms(f, f->limits.backoff_max_ms + 2);
    fake_fail(events_of(f), ERR_UNREACHABLE);
    assert_int_equal(store_link(f->store, 0)->next_try - loop_now(f->loop),
                     pauses[0]);
}

static void
refresh_while_waiting_tries_at_once(void **state)
{
    struct fixture *f = *state;

    f->limits.backoff_min_ms = f->limits.backoff_max_ms = 60000;
    fixture_open_live(f, 1, STATE_RUNNING);
    fake_fail(events_of(f), ERR_UNREACHABLE);
    turn(f, 2);
    assert_null(fake_find(f->engine, FAKE_PING, NULL));
    sync_refresh(f->sync);
    assert_non_null(fake_find(f->engine, FAKE_PING, NULL));
    fixture_automate(f, true);
    fake_answer(fake_find(f->engine, FAKE_PING, NULL));
    until(f, is_live);
}

static void
refresh_looks_at_everything_again(void **state)
{
    struct fixture *f = *state;
    size_t made;

    fixture_open_live(f, 5, STATE_RUNNING);
    made = f->engine->made[FAKE_INSPECT];
    for (size_t i = 0; i < 5; i++)
        fake_set(f->engine, i, STATE_EXITED, i % 2);
    fixture_automate(f, true);
    sync_refresh(f->sync);
    assert_int_equal(state_of_link(f), LINK_LISTING);
    until(f, is_idle);
    assert_int_equal(state_of_link(f), LINK_LIVE);
    assert_true(f->engine->made[FAKE_INSPECT] >= made + 5);
    assert_rows_are_true(f);
}

static void
connection_without_a_gap_inspects_nothing_again(void **state)
{
    struct fixture *f = *state;
    struct event last, next;
    struct call *events;
    size_t made;

    fixture_open_live(f, 20, STATE_RUNNING);
    last = fake_event(f->engine, 3, "start");
    fake_say(f->engine, &last);
    fake_answer(inspect_of(f, 3));
    made = f->engine->made[FAKE_INSPECT];
    next = fake_event(f->engine, 4, "die");
    fake_set(f->engine, 4, STATE_EXITED, true);
    fixture_automate(f, true);
    f->engine->automatic[FAKE_EVENTS] = false;
    events = reconnect(f);
    assert_string_equal(events->id, last.time);
    fake_answer(events);
    assert_int_equal(state_of_link(f), LINK_LISTING);
    fake_say(f->engine, &last);
    fake_say(f->engine, &next);
    until(f, is_idle);
    assert_int_equal(state_of_link(f), LINK_LIVE);
    assert_true(f->engine->made[FAKE_INSPECT] - made <= 2);
    wait_ms(f, f->limits.replay_ms + 5);
    assert_true(f->engine->made[FAKE_INSPECT] - made <= 2);
    assert_rows_are_true(f);
}

/* What a connection hears first, when the past holds 300 events more. */
static void
gap_makes_everything_be_inspected(void **state)
{
    static const enum {
        ANOTHER_EVENT,
        NOTHING_AT_ALL,
        ANOTHER_ENGINE,
    } cases[] = {ANOTHER_EVENT, NOTHING_AT_ALL, ANOTHER_ENGINE};

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fixture *f;
        size_t made;

        if (i > 0) {
            assert_int_equal(fixture_tear_down(state), 0);
            assert_int_equal(fixture_set_up(state), 0);
        }
        f = *state;
        fixture_open_live(f, 300, STATE_RUNNING);
        say(f, 3, "start");
        fake_answer(inspect_of(f, 3));
        made = f->engine->made[FAKE_INSPECT];
        /* 300 events that nobody will tell; the list knows of the half. */
        for (size_t k = 0; k < 300; k++)
            fake_set(f->engine, k, STATE_EXITED, k % 2);
        fixture_automate(f, true);
        if (cases[i] == ANOTHER_ENGINE)
            f->engine->info.version[0] = '3';
        if (cases[i] == ANOTHER_EVENT) {
            f->engine->automatic[FAKE_EVENTS] = false;
            fake_answer(reconnect(f));
            say(f, 299, "die");
        } else {
            (void)reconnect(f);
        }
        if (cases[i] == ANOTHER_ENGINE)
            assert_string_equal(events_of(f)->id, "1795212380.000000000");
        until(f, is_idle);
        assert_int_equal(state_of_link(f), LINK_LIVE);
        assert_true(f->engine->made[FAKE_INSPECT] - made >= 300);
        assert_rows_are_true(f);
    }
}

static void
connection_that_heard_nothing_trusts_nothing(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 10, STATE_RUNNING);
    for (size_t k = 0; k < 10; k++)
        fake_set(f->engine, k, STATE_EXITED, false);
    fixture_automate(f, true);
    (void)reconnect(f);
    until(f, is_idle);
    assert_rows_are_true(f);
}

static void
marks_outlive_the_connection(void **state)
{
    struct fixture *f = *state;
    struct event last;

    fixture_open_live(f, 12, STATE_RUNNING);
    for (size_t i = 0; i < 12; i++) {
        fake_set(f->engine, i, STATE_EXITED, false);
        last = fake_event(f->engine, i, "die");
        fake_say(f->engine, &last);
    }
    fake_fail(events_of(f), ERR_UNREACHABLE);
    assert_int_equal(sync_marks(f->sync), 12);
    /* An answer that comes meanwhile counts. */
    fake_answer(inspect_of(f, 0));
    assert_int_equal(row_of(f, 0)->state, STATE_EXITED);
    fake_fail(inspect_of(f, 1), ERR_UNREACHABLE);
    assert_int_equal(sync_marks(f->sync), 11);
    fixture_automate(f, true);
    f->engine->automatic[FAKE_EVENTS] = false;
    for (size_t i = 2; i < 8; i++)
        fake_answer(inspect_of(f, i));
    while (!events_of(f))
        (void)loop_turn(f->loop, true);
    fake_say(f->engine, &last);
    until(f, is_idle);
    assert_rows_are_true(f);
}

static bool
has_one_row(struct fixture *f)
{
    return store_container_count(f->store) == 1;
}

static void
refused_events_are_replaced_by_lists(void **state)
{
    struct fixture *f = *state;
    uint64_t begun;
    size_t lists;

    (void)fake_add(f->engine, STATE_RUNNING);
    fixture_open(f);
    fake_fail(events_of(f), ERR_DENIED);
    assert_non_null(strstr(store_link(f->store, 0)->why.text, "no events"));
    fixture_automate(f, true);
    fake_answer(fake_find(f->engine, FAKE_LIST, NULL));
    assert_int_equal(state_of_link(f), LINK_LIVE);
    assert_non_null(strstr(store_link(f->store, 0)->why.text, "no events"));
    until(f, is_idle);
    fake_set(f->engine, 0, STATE_EXITED, true);
    (void)fake_add(f->engine, STATE_CREATED);
    lists = f->engine->made[FAKE_LIST];
    begun = loop_now(f->loop);
    while (f->engine->made[FAKE_LIST] < lists + 3)
        (void)loop_turn(f->loop, true);
    assert_true(loop_now(f->loop) - begun >= 2 * f->limits.poll_ms);
    until(f, is_idle);
    assert_rows_are_true(f);
    fake_remove(f->engine, 0, true);
    until(f, has_one_row);
    assert_rows_are_true(f);
    assert_int_equal(f->engine->made[FAKE_EVENTS], 1);
    /* A list that fails is the only sign of a loss. */
    f->engine->automatic[FAKE_LIST] = false;
    while (!fake_find(f->engine, FAKE_LIST, NULL))
        (void)loop_turn(f->loop, true);
    fake_fail(fake_find(f->engine, FAKE_LIST, NULL), ERR_UNREACHABLE);
    assert_int_equal(state_of_link(f), LINK_DOWN);
    f->engine->automatic[FAKE_LIST] = true;
    until(f, is_live);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(first_connection_hears_from_before_the_ping),
        TEST(engine_without_a_date_is_heard_by_our_own_clock),
        TEST(link_is_live_when_list_and_events_are_there),
        TEST(lost_link_says_why_and_since_when),
        TEST(stream_that_ends_without_a_word_is_a_loss),
        TEST(event_that_cannot_be_read_is_not_asked_for_again),
        TEST(first_list_that_fails_is_a_loss),
        TEST(later_list_that_fails_is_tried_again),
        TEST(pause_between_tries_doubles),
        TEST(refresh_while_waiting_tries_at_once),
        TEST(refresh_looks_at_everything_again),
        TEST(connection_without_a_gap_inspects_nothing_again),
        TEST(gap_makes_everything_be_inspected),
        TEST(connection_that_heard_nothing_trusts_nothing),
        TEST(marks_outlive_the_connection),
        TEST(refused_events_are_replaced_by_lists),
    };

    return cmocka_run_group_tests_name("sync_link", tests, NULL, NULL);
}
