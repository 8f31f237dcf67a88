/*
 * Marks, fetches and lists: the store becomes equal to the engine, at the
 * least cost, whatever the order of answers.
 */
#include "config.h"

#include "support/sync_fixture.h"

#include <stdio.h>

static void
list_reaches_the_store_element_by_element(void **state)
{
    struct fixture *f = *state;
    struct call *list;

    (void)fake_add(f->engine, STATE_RUNNING);
    (void)fake_add(f->engine, STATE_EXITED);
    fixture_open(f);
    assert_int_equal(state_of_link(f), LINK_LISTING);
    list = fake_find(f->engine, FAKE_LIST, NULL);
    fake_list_element(list, 0);
    assert_int_equal(row_of(f, 0)->state, STATE_RUNNING);
    turn(f, 1);
    assert_true(f->what & CHANGE_ADDED);
    fake_list_element(list, 1);
    fake_answer(fake_find(f->engine, FAKE_EVENTS, NULL));
    assert_int_equal(state_of_link(f), LINK_LISTING);
    fake_end(list, NULL);
    assert_int_equal(state_of_link(f), LINK_LIVE);
    assert_int_equal(store_container_count(f->store), 2);
}

static void
event_is_answered_by_an_inspect_and_not_applied(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 2, STATE_RUNNING);
    fake_set(f->engine, 1, STATE_EXITED, false);
    say(f, 1, "die");
    assert_int_equal(row_of(f, 1)->state, STATE_RUNNING);
    assert_int_equal(sync_marks(f->sync), 1);
    assert_null(inspect_of(f, 0));
    fake_answer(inspect_of(f, 1));
    assert_int_equal(row_of(f, 1)->state, STATE_EXITED);
    assert_int_equal(sync_marks(f->sync), 0);
}

static void
only_events_that_change_a_row_mark_it(void **state)
{
    static const struct {
        const char *action;
        bool marks;
    } rows[] = {
        {"create", true},       {"start", true},   {"die", true},
        {"pause", true},        {"unpause", true}, {"rename", true},
        {"update", true},       {"destroy", true}, {"remove", true},
        {"oom", true},          {"kill", false},   {"health_status", true},
        {"stop", false},        {"top", false},    {"exec_create", false},
        {"exec_start", false},  {"attach", false}, {"exec_die", false},
        {"resize", false},      {"detach", false}, {"export", false},
        {"archive-path", false}};
    struct fixture *f = *state;

    fixture_open_live(f, 1, STATE_RUNNING);
    for (size_t i = 0; i < COUNT(rows); i++) {
        say(f, 0, rows[i].action);
        assert_int_equal(sync_marks(f->sync), rows[i].marks);
        if (rows[i].marks)
            fake_answer(inspect_of(f, 0));
    }
}

static void
same_event_twice_marks_once(void **state)
{
    struct fixture *f = *state;
    struct event die, start;

    fixture_open_live(f, 1, STATE_RUNNING);
    die = fake_event(f->engine, 0, "die");
    start = fake_event(f->engine, 0, "start");
    fake_say(f->engine, &die);
    fake_answer(inspect_of(f, 0));
    fake_say(f->engine, &start);
    fake_answer(inspect_of(f, 0));
    fake_say(f->engine, &die);
    fake_say(f->engine, &start);
    assert_null(inspect_of(f, 0));
    assert_int_equal(sync_marks(f->sync), 0);
}

static void
say_network(struct fixture *f, size_t number, const char *action)
{
    struct event event = fake_event(f->engine, number, action);

    event.type = EVENT_NETWORK;
    (void)snprintf(event.container, sizeof(event.container), "%s",
                   f->engine->at[number].id);
    (void)snprintf(event.id, sizeof(event.id), "net");
    fake_say(f->engine, &event);
}

/* It has another address then. */
static void
network_of_a_running_container_marks_it(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 2, STATE_RUNNING);
    say_network(f, 0, "connect");
    assert_int_equal(sync_marks(f->sync), 1);
    fake_answer(inspect_of(f, 0));
    assert_int_equal(sync_marks(f->sync), 0);
    /* The end of one is told by its own event, and once. */
    fake_set(f->engine, 1, STATE_EXITED, true);
    say(f, 1, "die");
    say_network(f, 1, "disconnect");
    fake_answer(inspect_of(f, 1));
    assert_null(inspect_of(f, 1));
    say_network(f, 1, "connect");
    assert_null(inspect_of(f, 1));
    assert_int_equal(sync_marks(f->sync), 0);
    assert_rows_are_true(f);
}

static void
event_older_than_the_connection_is_a_mark_too(void **state)
{
    struct fixture *f = *state;
    struct event old;

    fixture_open_live(f, 1, STATE_RUNNING);
    old = fake_event(f->engine, 0, "die");
    old.time_ns = 1000000001;
    fake_set(f->engine, 0, STATE_EXITED, true);
    fake_say(f->engine, &old);
    fake_answer(inspect_of(f, 0));
    assert_rows_are_true(f);
}

static void
event_during_a_fetch_causes_another(void **state)
{
    struct fixture *f = *state;
    size_t made;

    fixture_open_live(f, 1, STATE_RUNNING);
    made = f->engine->made[FAKE_INSPECT];
    say(f, 0, "pause");
    say(f, 0, "unpause");
    say(f, 0, "die");
    assert_int_equal(f->engine->made[FAKE_INSPECT], made + 1);
    fake_answer(inspect_of(f, 0));
    assert_int_equal(f->engine->made[FAKE_INSPECT], made + 2);
    fake_set(f->engine, 0, STATE_EXITED, true);
    fake_answer(inspect_of(f, 0));
    assert_null(inspect_of(f, 0));
    assert_rows_are_true(f);
}

static void
list_that_lags_does_not_undo_an_inspect(void **state)
{
    struct fixture *f = *state;
    struct call *list;
    size_t made;

    (void)fake_add(f->engine, STATE_RUNNING);
    fixture_open(f);
    list = fake_find(f->engine, FAKE_LIST, NULL);
    fake_set(f->engine, 0, STATE_EXITED, false);
    say(f, 0, "die");
    fake_answer(inspect_of(f, 0));
    made = f->engine->made[FAKE_INSPECT];
    fake_answer(list);
    assert_int_equal(row_of(f, 0)->state, STATE_EXITED);
    /* They disagree, so it is looked at again. */
    assert_int_equal(f->engine->made[FAKE_INSPECT], made + 1);
    fake_answer(inspect_of(f, 0));
    assert_rows_are_true(f);
}

static void
list_does_not_bring_a_removed_container_back(void **state)
{
    struct fixture *f = *state;

    (void)fake_add(f->engine, STATE_RUNNING);
    fixture_open(f);
    fake_remove(f->engine, 0, false);
    say(f, 0, "destroy");
    fake_answer(inspect_of(f, 0));
    fake_answer(fake_find(f->engine, FAKE_LIST, NULL));
    assert_null(row_of(f, 0));
    fake_answer(inspect_of(f, 0));
    assert_int_equal(sync_marks(f->sync), 0);
    assert_rows_are_true(f);
}

static void
hung_inspect_delays_no_other(void **state)
{
    struct fixture *f = *state;
    struct call *hung;

    fixture_open_live(f, 10, STATE_RUNNING);
    say(f, 0, "die");
    hung = inspect_of(f, 0);
    for (size_t i = 1; i < 10; i++) {
        fake_set(f->engine, i, STATE_EXITED, true);
        say(f, i, "die");
        fake_answer(inspect_of(f, i));
        assert_int_equal(row_of(f, i)->state, STATE_EXITED);
    }
    assert_ptr_equal(inspect_of(f, 0), hung);
    fake_fail(hung, ERR_TIMED_OUT);
}

static void
hung_containers_do_not_take_all_places_for_ever(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 9, STATE_RUNNING);
    for (size_t i = 0; i < 9; i++)
        say(f, i, "die");
    assert_null(inspect_of(f, 8));
    for (size_t i = 0; i < 8; i++)
        fake_fail(inspect_of(f, i), ERR_TIMED_OUT);
    assert_non_null(inspect_of(f, 8));
    fake_answer(inspect_of(f, 8));
    wait_ms(f, 30);
    assert_int_equal(f->engine->open[FAKE_INSPECT], f->limits.failed_fetches);
    say(f, 8, "start");
    assert_non_null(inspect_of(f, 8));
}

static void
missing_container_is_dropped(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 2, STATE_EXITED);
    fake_remove(f->engine, 1, true);
    say(f, 1, "destroy");
    assert_non_null(row_of(f, 1));
    fake_answer(inspect_of(f, 1));
    turn(f, 1);
    assert_true(f->what & CHANGE_GONE);
    assert_rows_are_true(f);
}

static void
failed_inspect_is_tried_again_after_a_pause(void **state)
{
    static const enum err_kind kinds[] = {ERR_SERVER, ERR_TIMED_OUT,
                                          ERR_MALFORMED, ERR_UNREACHABLE};
    struct fixture *f = *state;

    fixture_open_live(f, 1, STATE_RUNNING);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        size_t made = f->engine->made[FAKE_INSPECT];

        say(f, 0, "die");
        for (size_t k = 1; k <= 3; k++) {
            uint64_t failed_at = loop_now(f->loop);

            fake_fail(inspect_of(f, 0), kinds[i]);
            turn(f, 2);
            assert_int_equal(sync_marks(f->sync), 1);
            while (!inspect_of(f, 0))
                (void)loop_turn(f->loop, true);
            assert_true(loop_now(f->loop) - failed_at >= 10);
            assert_int_equal(f->engine->made[FAKE_INSPECT], made + k + 1);
        }
        fake_answer(inspect_of(f, 0));
        assert_int_equal(sync_marks(f->sync), 0);
    }
}

static void
refresh_during_a_fetch_fetches_again(void **state)
{
    struct fixture *f = *state;
    size_t made;

    fixture_open_live(f, 1, STATE_RUNNING);
    say(f, 0, "start");
    made = f->engine->made[FAKE_INSPECT];
    sync_refresh(f->sync);
    fake_answer(inspect_of(f, 0));
    fixture_automate(f, true);
    fake_answer(fake_find(f->engine, FAKE_LIST, NULL));
    until(f, is_idle);
    assert_int_equal(f->engine->made[FAKE_INSPECT], made + 1);
}

static void
list_that_contradicts_a_row_marks_it(void **state)
{
    static const struct {
        enum container_state row, listed;
        bool is_listed;
        bool is_inspected;
    } rows[] = {
        {STATE_RUNNING, STATE_RUNNING, true, false},
        {STATE_RUNNING, STATE_EXITED, true, true},
        {STATE_EXITED, STATE_RUNNING, true, true},
        {STATE_RUNNING, STATE_PAUSED, true, true},
        {STATE_RUNNING, STATE_RUNNING, false, true},
        {STATE_EXITED, STATE_EXITED, false, true},
    };
    struct fixture *f = *state;

    f->limits.safety_ms = 30;
    fixture_open_live(f, 1, STATE_RUNNING);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct call *list;

        fake_set(f->engine, 0, rows[i].row, true);
        say(f, 0, "start");
        fake_answer(inspect_of(f, 0));
        while (!(list = fake_find(f->engine, FAKE_LIST, NULL)))
            (void)loop_turn(f->loop, true);
        f->engine->at[0].listed_state = rows[i].listed;
        f->engine->at[0].is_listed = rows[i].is_listed;
        fake_answer(list);
        assert_int_equal(row_of(f, 0)->state, rows[i].row);
        assert_int_equal(inspect_of(f, 0) != NULL, rows[i].is_inspected);
        assert_int_equal(state_of_link(f), LINK_LIVE);
        if (rows[i].is_inspected)
            fake_answer(inspect_of(f, 0));
    }
}

static void
row_that_came_during_a_list_is_not_missing_in_it(void **state)
{
    struct fixture *f = *state;
    size_t number;
    struct call *list;

    fixture_open_live(f, 1, STATE_RUNNING);
    sync_refresh(f->sync);
    list = fake_find(f->engine, FAKE_LIST, NULL);
    number = fake_add(f->engine, STATE_CREATED);
    f->engine->at[number].is_listed = false;
    say(f, number, "create");
    fake_answer(inspect_of(f, number));
    fake_answer(list);
    assert_null(inspect_of(f, number));
    assert_non_null(row_of(f, number));
}

static void
rows_that_are_seen_are_inspected_first(void **state)
{
    struct fixture *f = *state;
    struct ref shown[2];

    f->limits.idle_ms = 50;
    for (size_t i = 0; i < 6; i++)
        (void)fake_add(f->engine, STATE_EXITED);
    fixture_open(f);
    shown[0] = ref_of(f, 4);
    shown[1] = ref_of(f, 2);
    fake_answer(fake_find(f->engine, FAKE_EVENTS, NULL));
    fake_answer(fake_find(f->engine, FAKE_LIST, NULL));
    assert_int_equal(f->engine->open[FAKE_INSPECT], 0);
    sync_show(f->sync, shown, 2);
    assert_int_equal(f->engine->open[FAKE_INSPECT], 2);
    assert_non_null(inspect_of(f, 4));
    assert_non_null(inspect_of(f, 2));
    assert_int_equal(f->engine->made[FAKE_HOST], 0);
    f->limits.idle_ms = 1;
    fixture_automate(f, true);
    fake_answer(inspect_of(f, 4));
    fake_answer(inspect_of(f, 2));
    until(f, is_idle);
    assert_int_equal(f->engine->made[FAKE_INSPECT], 6);
    assert_int_equal(f->engine->made[FAKE_HOST], 1);
    turn(f, 1);
    assert_int_equal(store_totals(f->store, 0)->host.cpus, 2);
    assert_rows_are_true(f);
}

static void
refused_inspect_leaves_the_word_to_the_list(void **state)
{
    struct fixture *f = *state;
    size_t made;

    fixture_open_live(f, 2, STATE_RUNNING);
    fake_set(f->engine, 0, STATE_EXITED, true);
    say(f, 0, "die");
    fake_fail(inspect_of(f, 0), ERR_DENIED);
    made = f->engine->made[FAKE_INSPECT];
    f->engine->automatic[FAKE_LIST] = true;
    until(f, is_idle);
    assert_int_equal(row_of(f, 0)->state, STATE_EXITED);
    wait_ms(f, 60);
    assert_int_equal(f->engine->made[FAKE_INSPECT], made);
    fake_remove(f->engine, 0, true);
    say(f, 0, "destroy");
    fake_fail(inspect_of(f, 0), ERR_DENIED);
    until(f, is_idle);
    assert_null(row_of(f, 0));
    assert_int_equal(f->engine->made[FAKE_LIST], 3);
}

static void
act_that_ended_marks_its_container(void **state)
{
    struct fixture *f = *state;
    struct ref ref, other = ref_make(3, REF_CONTAINER, "abc");

    fixture_open_live(f, 1, STATE_RUNNING);
    ref = ref_of(f, 0);
    fake_set(f->engine, 0, STATE_EXITED, true);
    sync_mark(f->sync, &other);
    assert_int_equal(sync_marks(f->sync), 0);
    sync_mark(f->sync, &ref);
    fake_answer(inspect_of(f, 0));
    assert_rows_are_true(f);
}

static void
count_timer(void *data, const char *name, uint64_t due, uint64_t period)
{
    size_t *count = data;

    (void)period;
    if (due != 0 && strcmp(name, "tick") != 0 && strcmp(name, "list") != 0)
        ++*count;
}

static void
idle_sync_has_no_timer_but_the_safety_list(void **state)
{
    struct fixture *f = *state;
    size_t count = 0;

    fixture_open_live(f, 20, STATE_EXITED);
    sync_want_stats(f->sync, true);
    wait_ms(f, 50);
    timer_each(f->loop, count_timer, &count);
    assert_int_equal(count, 0);
    assert_true(timer_due(f->sync->lister.next) >
                loop_now(f->loop) + SYNC_SAFETY_MS - 5000);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(list_reaches_the_store_element_by_element),
        TEST(event_is_answered_by_an_inspect_and_not_applied),
        TEST(only_events_that_change_a_row_mark_it),
        TEST(same_event_twice_marks_once),
        TEST(network_of_a_running_container_marks_it),
        TEST(event_older_than_the_connection_is_a_mark_too),
        TEST(event_during_a_fetch_causes_another),
        TEST(list_that_lags_does_not_undo_an_inspect),
        TEST(list_does_not_bring_a_removed_container_back),
        TEST(hung_inspect_delays_no_other),
        TEST(hung_containers_do_not_take_all_places_for_ever),
        TEST(missing_container_is_dropped),
        TEST(failed_inspect_is_tried_again_after_a_pause),
        TEST(refresh_during_a_fetch_fetches_again),
        TEST(list_that_contradicts_a_row_marks_it),
        TEST(row_that_came_during_a_list_is_not_missing_in_it),
        TEST(rows_that_are_seen_are_inspected_first),
        TEST(refused_inspect_leaves_the_word_to_the_list),
        TEST(act_that_ended_marks_its_container),
        TEST(idle_sync_has_no_timer_but_the_safety_list),
    };

    return cmocka_run_group_tests_name("sync", tests, NULL, NULL);
}
