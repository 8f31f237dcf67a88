/*
 * Many events at once: marks are gathered, lists settle what they confirm, and
 * nothing waits for ever.
 */
#include "config.h"

#include "support/sync_fixture.h"

static void
marks_above_twenty_a_second_are_gathered(void **state)
{
    struct fixture *f = *state;
    size_t made;

    fixture_open_live(f, 30, STATE_RUNNING);
    made = f->engine->made[FAKE_INSPECT];
    for (size_t i = 0; i < 30; i++) {
        say(f, i, "die");
        if (inspect_of(f, i))
            fake_answer(inspect_of(f, i));
    }
    assert_int_equal(f->engine->made[FAKE_INSPECT], made + 20);
    /* Gathered marks of one container are one mark. */
    say(f, 29, "start");
    assert_int_equal(sync_marks(f->sync), 10);
    f->engine->automatic[FAKE_INSPECT] = true;
    until(f, is_idle);
    assert_int_equal(f->engine->made[FAKE_INSPECT], made + 30);
    assert_int_equal(f->engine->made[FAKE_LIST], 1);
}

static void
burst_of_300_events_makes_one_list(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 300, STATE_RUNNING);
    fixture_automate(f, true);
    f->engine->most[FAKE_INSPECT] = 0;
    for (size_t i = 0; i < 300; i++) {
        fake_set(f->engine, i, STATE_EXITED, i % 3 != 0);
        f->engine->at[i].exit_code = (int)i % 5;
        say(f, i, "die");
    }
    until(f, is_idle);
    assert_int_equal(f->engine->made[FAKE_LIST], 2);
    assert_true(f->engine->most[FAKE_INSPECT] <= 8);
    assert_rows_are_true(f);
}

static void
burst_that_the_list_confirms_needs_no_inspects(void **state)
{
    struct fixture *f = *state;
    size_t made, first;

    fixture_open_live(f, 1, STATE_RUNNING);
    made = f->engine->made[FAKE_INSPECT];
    fixture_automate(f, true);
    /* 200 containers come and go: --rm. */
    for (size_t i = 0; i < 200; i++) {
        size_t number = fake_add(f->engine, STATE_RUNNING);

        fake_remove(f->engine, number, true);
        say(f, number, "create");
        say(f, number, "start");
        say(f, number, "die");
        say(f, number, "destroy");
    }
    until(f, is_idle);
    assert_true(f->engine->made[FAKE_INSPECT] - made <= 20);
    assert_int_equal(f->engine->made[FAKE_LIST], 2);
    assert_rows_are_true(f);
    /* A hundred that stay are put from the list, then inspected once. */
    made = f->engine->made[FAKE_INSPECT];
    first = f->engine->count;
    for (size_t i = 0; i < 100; i++)
        say(f, fake_add(f->engine, STATE_CREATED), "create");
    until(f, is_idle);
    assert_true(f->engine->made[FAKE_INSPECT] - made <= 120);
    assert_int_equal(row_of(f, first + 99)->state, STATE_CREATED);
    assert_rows_are_true(f);
}

static void
name_that_changes_in_a_burst_is_inspected(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 100, STATE_RUNNING);
    fixture_automate(f, true);
    for (size_t i = 0; i < 100; i++) {
        f->engine->at[i].name[0] = 'b';
        say(f, i, "rename");
    }
    until(f, is_idle);
    assert_rows_are_true(f);
}

static void
what_a_list_cannot_confirm_is_inspected_after_a_burst(void **state)
{
    static const struct {
        const char *first, *last;
        size_t least, most; /* inspects of 100 containers */
    } rows[] = {
        {"start", "start", 0, 20},    {"update", "start", 80, 100},
        {"oom", "start", 80, 100},    {"start", "health_status", 80, 100},
        {"pause", "unpause", 0, 20},  {"start", "die", 80, 100},
        {"start", "pause", 80, 100},  {"create", "start", 0, 20},
        {"start", "destroy", 80, 100}};

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture *f;
        size_t made;

        if (i > 0) {
            assert_int_equal(fixture_tear_down(state), 0);
            assert_int_equal(fixture_set_up(state), 0);
        }
        f = *state;
        fixture_open_live(f, 100, STATE_RUNNING);
        made = f->engine->made[FAKE_INSPECT];
        for (size_t k = 0; k < 100; k++)
            say(f, k, rows[i].first);
        for (size_t k = 0; k < 100; k++)
            say(f, k, rows[i].last);
        fixture_automate(f, true);
        while (f->engine->open[FAKE_INSPECT] > 0)
            fake_answer(fake_find(f->engine, FAKE_INSPECT, NULL));
        until(f, is_idle);
        made = f->engine->made[FAKE_INSPECT] - made;
        assert_in_range(made, rows[i].least, rows[i].most + 20);
    }
}

static void
steady_stream_of_events_is_listed_all_the_same(void **state)
{
    struct fixture *f = *state;
    uint64_t end;

    fixture_open_live(f, 300, STATE_RUNNING);
    fixture_automate(f, true);
    end = loop_now(f->loop) + 300;
    for (size_t i = 0; loop_now(f->loop) < end; i += 10) {
        for (size_t k = 0; k < 10; k++)
            say(f, (i + k) % 300, "die");
        (void)loop_turn(f->loop, true);
    }
    assert_true(f->engine->made[FAKE_LIST] > 1);
    until(f, is_idle);
    assert_rows_are_true(f);
}

static bool
has_no_marks(struct fixture *f)
{
    return sync_marks(f->sync) == 0;
}

static void
list_that_hangs_holds_up_no_marks(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 100, STATE_RUNNING);
    f->engine->automatic[FAKE_INSPECT] = true;
    for (size_t i = 0; i < 100; i++) {
        fake_set(f->engine, i, STATE_EXITED, true);
        say(f, i, "die");
    }
    until(f, has_no_marks);
    assert_non_null(fake_find(f->engine, FAKE_LIST, NULL));
    assert_rows_are_true(f);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(marks_above_twenty_a_second_are_gathered),
        TEST(burst_of_300_events_makes_one_list),
        TEST(burst_that_the_list_confirms_needs_no_inspects),
        TEST(name_that_changes_in_a_burst_is_inspected),
        TEST(what_a_list_cannot_confirm_is_inspected_after_a_burst),
        TEST(steady_stream_of_events_is_listed_all_the_same),
        TEST(list_that_hangs_holds_up_no_marks),
    };

    return cmocka_run_group_tests_name("sync_burst", tests, NULL, NULL);
}
