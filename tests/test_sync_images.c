/*
 * Images: listed when wanted, again when events say so, and never in a loop.
 */
#include "config.h"

#include "support/sync_fixture.h"

#include <stdio.h>

static const char *const NAMES[] = {"nginx:1", "nginx:2"};
static const struct image TABLE[] = {
    {.id = "sha256:aa", .references = NAMES, .reference_count = 2},
    {.id = "sha256:bb"},
};

/* Live, images wanted and listed. */
static void
open_with_images(struct fixture *f)
{
    f->engine->images = TABLE;
    f->engine->image_count = COUNT(TABLE);
    fixture_open_live(f, 1, STATE_RUNNING);
    sync_want_images(f->sync, true);
    f->engine->automatic[FAKE_IMAGES] = true;
    until(f, is_idle);
    f->engine->automatic[FAKE_IMAGES] = false;
    assert_int_equal(store_image_count(f->store), 3);
}

static struct call *
images_of(struct fixture *f)
{
    return fake_find(f->engine, FAKE_IMAGES, NULL);
}

static size_t
made(struct fixture *f)
{
    return f->engine->made[FAKE_IMAGES];
}

static void
say_of(struct fixture *f, enum event_type type, const char *action)
{
    struct event event = fake_event(f->engine, 0, action);

    event.type = type;
    fake_say(f->engine, &event);
}

static void
until_asked(struct fixture *f)
{
    while (!images_of(f))
        (void)loop_turn(f->loop, true);
}

static void
images_are_not_listed_unless_wanted(void **state)
{
    struct fixture *f = *state;

    fixture_open_live(f, 1, STATE_RUNNING);
    say_of(f, EVENT_IMAGE, "pull");
    wait_ms(f, 3 * f->limits.images_gather_ms);
    assert_int_equal(made(f), 0);
    sync_want_images(f->sync, true);
    until_asked(f);
    sync_want_images(f->sync, false);
    turn(f, 3);
    say_of(f, EVENT_IMAGE, "tag");
    wait_ms(f, 3 * f->limits.images_gather_ms);
    assert_int_equal(made(f), 1);
}

static void
images_wait_for_the_containers(void **state)
{
    struct fixture *f = *state;

    f->engine->images = TABLE;
    f->engine->image_count = COUNT(TABLE);
    fixture_open(f);
    sync_want_images(f->sync, true);
    turn(f, 5);
    assert_int_equal(made(f), 0);
    fake_answer(fake_find(f->engine, FAKE_LIST, NULL));
    until_asked(f);
    assert_false(sync_is_idle(f->sync));
    fake_answer(images_of(f));
    assert_true(store_knows_images(f->store, 0));
    assert_int_equal(store_image_count(f->store), 3);
}

static void
events_of_images_cause_one_list(void **state)
{
    static const struct {
        enum event_type type;
        const char *action;
        bool lists;
    } rows[] = {
        {EVENT_IMAGE, "pull", true},       {EVENT_IMAGE, "import", true},
        {EVENT_IMAGE, "load", true},       {EVENT_IMAGE, "tag", true},
        {EVENT_IMAGE, "untag", true},      {EVENT_IMAGE, "delete", true},
        {EVENT_IMAGE, "prune", true},      {EVENT_IMAGE, "push", false},
        {EVENT_IMAGE, "save", false},      {EVENT_IMAGE, "remove", true},
        {EVENT_CONTAINER, "commit", true}, {EVENT_CONTAINER, "top", false},
        {EVENT_VOLUME, "prune", false},    {EVENT_NETWORK, "create", false},
    };
    struct fixture *f = *state;

    open_with_images(f);
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t before = made(f);

        for (int times = 0; times < 3; times++)
            say_of(f, rows[i].type, rows[i].action);
        assert_null(images_of(f));
        wait_ms(f, 3 * f->limits.images_gather_ms);
        assert_int_equal(made(f), before + rows[i].lists);
        if (rows[i].lists)
            fake_answer(images_of(f));
        assert_true(sync_is_idle(f->sync));
    }
}

static void
event_during_a_list_causes_another(void **state)
{
    struct fixture *f = *state;

    open_with_images(f);
    say_of(f, EVENT_IMAGE, "untag");
    until_asked(f);
    say_of(f, EVENT_IMAGE, "delete");
    assert_int_equal(f->engine->open[FAKE_IMAGES], 1);
    fake_answer(images_of(f));
    assert_false(sync_is_idle(f->sync));
    f->engine->image_count = 1;
    until_asked(f);
    fake_answer(images_of(f));
    assert_int_equal(store_image_count(f->store), 2);
    assert_true(sync_is_idle(f->sync));
}

static void
failure_is_tried_again_later_and_later(void **state)
{
    struct fixture *f = *state;
    uint64_t before, took = 0;

    open_with_images(f);
    say_of(f, EVENT_IMAGE, "pull");
    until_asked(f);
    for (uint64_t pause = f->limits.images_retry_min_ms;
         pause <= f->limits.images_retry_max_ms; pause *= 2) {
        before = loop_now(f->loop);
        fake_fail(images_of(f), ERR_SERVER);
        assert_string_equal(store_images_error(f->store, 0)->text, "it failed");
        assert_int_equal(store_image_count(f->store), 3);
        /* Events do not make it faster. */
        say_of(f, EVENT_IMAGE, "pull");
        until_asked(f);
        took = loop_now(f->loop) - before;
        assert_true(took >= pause);
    }
    fake_answer(images_of(f));
    assert_string_equal(store_images_error(f->store, 0)->text, "");
    assert_int_equal(state_of_link(f), LINK_LIVE);
}

static void
refusal_is_asked_again_by_a_new_connection_only(void **state)
{
    static const enum err_kind kinds[] = {ERR_DENIED, ERR_UNSUPPORTED};
    struct fixture *f = *state;

    open_with_images(f);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        say_of(f, EVENT_IMAGE, "pull");
        until_asked(f);
        fake_fail(images_of(f), kinds[i]);
        assert_string_equal(store_images_error(f->store, 0)->text, "it failed");
        say_of(f, EVENT_IMAGE, "pull");
        wait_ms(f, 5 * f->limits.images_gather_ms);
        assert_null(images_of(f));
        assert_true(f->sync->images.is_refused);
        fixture_automate(f, true);
        (void)reconnect(f);
        until(f, is_idle);
        fixture_automate(f, false);
        assert_string_equal(store_images_error(f->store, 0)->text, "");
    }
}

static void
lost_connection_takes_the_list_along(void **state)
{
    struct fixture *f = *state;

    open_with_images(f);
    say_of(f, EVENT_IMAGE, "pull");
    until_asked(f);
    fake_fail(events_of(f), ERR_UNREACHABLE);
    assert_null(images_of(f));
    fixture_automate(f, true);
    until(f, is_live);
    until(f, is_idle);
    assert_int_equal(f->engine->most[FAKE_IMAGES], 1);
    assert_string_equal(store_images_error(f->store, 0)->text, "");
    assert_int_equal(store_image_count(f->store), 3);
}

static void
list_that_was_given_up_comes_again(void **state)
{
    struct fixture *f = *state;

    open_with_images(f);
    say_of(f, EVENT_IMAGE, "pull");
    until_asked(f);
    sync_want_images(f->sync, false);
    sync_want_images(f->sync, true);
    until_asked(f);
    assert_string_equal(store_images_error(f->store, 0)->text, "");
    fake_answer(images_of(f));
    assert_true(sync_is_idle(f->sync));
}

static void
mark_of_an_image_lists_all(void **state)
{
    struct fixture *f = *state;
    struct ref ref;

    open_with_images(f);
    ref = store_image_at(f->store, 0)->ref;
    sync_mark(f->sync, &ref);
    assert_int_equal(sync_marks(f->sync), 0);
    until_asked(f);
    fake_answer(images_of(f));
}

static void
images_are_listed_for_safety(void **state)
{
    struct fixture *f = *state;

    f->limits.safety_ms = 20;
    open_with_images(f);
    until_asked(f);
    fake_answer(images_of(f));
    until_asked(f);
}

static void
events_that_are_heard_are_kept(void **state)
{
    struct fixture *f = *state;
    struct event event;

    fixture_open_live(f, 1, STATE_RUNNING);
    event = fake_event(f->engine, 0, "exec_create");
    fake_say(f->engine, &event);
    fake_say(f->engine, &event);
    say_of(f, EVENT_VOLUME, "mount");
    assert_int_equal(store_event_count(f->store, 0), 2);
    assert_true(event_equal(store_event_at(f->store, 0, 0), &event));
    assert_int_equal(store_event_at(f->store, 0, 1)->type, EVENT_VOLUME);
    turn(f, 1);
    assert_true(f->what & CHANGE_EVENTS);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(images_are_not_listed_unless_wanted),
        TEST(images_wait_for_the_containers),
        TEST(events_of_images_cause_one_list),
        TEST(event_during_a_list_causes_another),
        TEST(failure_is_tried_again_later_and_later),
        TEST(refusal_is_asked_again_by_a_new_connection_only),
        TEST(lost_connection_takes_the_list_along),
        TEST(list_that_was_given_up_comes_again),
        TEST(mark_of_an_image_lists_all),
        TEST(images_are_listed_for_safety),
        TEST(events_that_are_heard_are_kept),
    };

    return cmocka_run_group_tests_name("sync images", tests, NULL, NULL);
}
