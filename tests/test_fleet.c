/*
 * The engines of a run: followed together, ended together.
 */
#include "config.h"

#include "support/fake_engine.h"
#include "support/test.h"

#include "work/fleet.h"

#define TURNS 20

static size_t closed_engines;

/* ---- what the fake engine lacks */

void
engine_close(struct engine *engine)
{
    (void)engine;
    closed_engines++;
}

size_t
engine_requests(const struct engine *engine)
{
    return engine->open[FAKE_LIST] + engine->open[FAKE_INSPECT] +
           engine->open[FAKE_HOST];
}

/* ---- helpers */

static struct engine *
engine_make(struct loop *loop, size_t containers)
{
    struct engine *engine = fake_engine_new(loop);
    size_t i;

    engine->automatic[FAKE_PING] = true;
    engine->automatic[FAKE_HOST] = true;
    engine->automatic[FAKE_LIST] = true;
    engine->automatic[FAKE_INSPECT] = true;
    engine->automatic[FAKE_EVENTS] = true;
    for (i = 0; i < containers; i++)
        (void)fake_add(engine, STATE_EXITED);
    return engine;
}

static void
turn(struct loop *loop)
{
    size_t i;

    for (i = 0; i < TURNS; i++)
        (void)loop_turn(loop, false);
}

static void
note_closed(void *data)
{
    (*(size_t *)data)++;
}

/* ---- tests */

static void
an_empty_fleet_ends_later_and_once(void **state)
{
    struct loop *loop = loop_new();
    struct fleet *fleet = fleet_new(loop);
    size_t closed = 0;

    (void)state;
    assert_true(fleet_is_idle(fleet));
    assert_int_equal(fleet_marks(fleet), 0);
    fleet_close(fleet, note_closed, &closed);
    assert_int_equal(closed, 0);
    turn(loop);
    assert_int_equal(closed, 1);
    loop_free(loop);
}

static void
engines_are_followed_side_by_side(void **state)
{
    struct loop *loop = loop_new();
    struct fleet *fleet = fleet_new(loop);
    struct engine *first = engine_make(loop, 3);
    struct engine *second = engine_make(loop, 2);
    const struct ref on_second = ref_make(1, REF_CONTAINER, second->at[0].id);
    const struct ref nowhere = ref_make(2, REF_CONTAINER, "0");
    size_t closed = 0, inspects;

    (void)state;
    closed_engines = 0;
    assert_int_equal(fleet_add(fleet, "local", first, true), 0);
    assert_int_equal(fleet_add(fleet, "far", second, false), 1);
    while (!fleet_is_idle(fleet) && loop_turn(loop, true))
        continue;
    assert_int_equal(store_container_count(fleet_store(fleet)), 5);
    assert_string_equal(store_engine_name(fleet_store(fleet), 1), "far");
    assert_ptr_equal(fleet_engine(fleet, &on_second), second);
    assert_null(fleet_engine(fleet, &nowhere));

    /* A mark goes to its own engine. */
    inspects = first->made[FAKE_INSPECT];
    second->automatic[FAKE_INSPECT] = false;
    fleet_mark(fleet, &on_second);
    fleet_mark(fleet, &nowhere);
    turn(loop);
    assert_int_equal(first->made[FAKE_INSPECT], inspects);
    assert_non_null(fake_find(second, FAKE_INSPECT, on_second.key));
    assert_true(fleet_marks(fleet) >= 1);
    assert_true(fleet_requests(fleet) >= 1);

    fleet_close(fleet, note_closed, &closed);
    assert_int_equal(closed, 0);
    turn(loop);
    assert_int_equal(closed, 1);
    assert_int_equal(closed_engines, 2);
    fake_engine_free(first);
    fake_engine_free(second);
    loop_free(loop);
}

static void
all_is_listed_again_and_streams_are_closed_for_a_pause(void **state)
{
    struct loop *loop = loop_new();
    struct fleet *fleet = fleet_new(loop);
    struct engine *engine = engine_make(loop, 1);
    size_t closed = 0, lists;

    (void)state;
    (void)fleet_add(fleet, "local", engine, false);
    while (!fleet_is_idle(fleet) && loop_turn(loop, true))
        continue;
    lists = engine->made[FAKE_LIST];
    fleet_refresh(fleet);
    turn(loop);
    assert_true(engine->made[FAKE_LIST] > lists);
    assert_int_equal(engine->open[FAKE_EVENTS], 1);
    fleet_suspend(fleet);
    turn(loop);
    assert_int_equal(engine->open[FAKE_EVENTS], 0);
    fleet_resume(fleet);
    turn(loop);
    assert_int_equal(engine->open[FAKE_EVENTS], 1);
    fleet_close(fleet, note_closed, &closed);
    turn(loop);
    assert_int_equal(closed, 1);
    fake_engine_free(engine);
    loop_free(loop);
}

static void
images_and_logs_reach_their_engine(void **state)
{
    struct loop *loop = loop_new();
    struct fleet *fleet = fleet_new(loop);
    struct engine *first = engine_make(loop, 1);
    struct engine *second = engine_make(loop, 1);
    struct ref ref = ref_make(1, REF_CONTAINER, second->at[0].id);
    struct ref nowhere = ref_make(7, REF_CONTAINER, "c");
    static const long lines[] = {0, 1, 4000};
    size_t closed = 0;
    struct tail *tail;

    (void)state;
    first->automatic[FAKE_IMAGES] = second->automatic[FAKE_IMAGES] = true;
    (void)fleet_add(fleet, "first", first, false);
    fleet_want_images(fleet, true);
    /* One that comes later, too. */
    (void)fleet_add(fleet, "second", second, false);
    while (!fleet_is_idle(fleet) && loop_turn(loop, true))
        continue;
    assert_int_equal(first->made[FAKE_IMAGES], 1);
    assert_int_equal(second->made[FAKE_IMAGES], 1);

    assert_null(fleet_tail(fleet, &nowhere));
    tail = fleet_tail(fleet, &ref);
    assert_int_equal(first->open[FAKE_LOGS], 0);
    assert_int_equal(second->open[FAKE_LOGS], 1);
    assert_int_equal(fake_find(second, FAKE_LOGS, ref.key)->logs.tail,
                     TAIL_LINES);
    tail_close(tail);
    turn(loop);
    for (size_t i = 0; i < COUNT(lines); i++) {
        fleet_set_log_lines(fleet, lines[i]);
        tail = fleet_tail(fleet, &ref);
        assert_int_equal(fake_find(second, FAKE_LOGS, ref.key)->logs.tail,
                         lines[i]);
        tail_close(tail);
        turn(loop);
    }
    fleet_close(fleet, note_closed, &closed);
    turn(loop);
    assert_int_equal(closed, 1);
    fake_engine_free(first);
    fake_engine_free(second);
    loop_free(loop);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_fleet_ends_later_and_once),
        cmocka_unit_test(engines_are_followed_side_by_side),
        cmocka_unit_test(
            all_is_listed_again_and_streams_are_closed_for_a_pause),
        cmocka_unit_test(images_and_logs_reach_their_engine),
    };

    return cmocka_run_group_tests_name("fleet", tests, NULL, NULL);
}
