/*
 * test_panes.c - the dashboard's frames and focus, with a detail of the test's
 * own in it.
 */
#include "config.h"

#include "support/world.h"

#include "ui/views/panes.h"

#include <string.h>

/* A detail that says what it was aimed at. */
struct probe {
    struct view view;
    struct ref ref;
};

static void
aim(struct view *view, const struct ref *ref)
{
    ((struct probe *)view)->ref = *ref;
    view_mark(view);
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct probe *probe = (const struct probe *)view;
    const struct container_row *row =
        store_find_container(app_store(view->app), &probe->ref);

    (void)canvas_textf(canvas, 0, 0, ROLE_PLAIN, "probe of %s",
                       row ? row->value->name : "nothing");
}

static enum handled
act(struct view *view, enum action action)
{
    (void)view;
    (void)action;
    return NOT_HANDLED;
}

static const enum keymap_id maps[] = {KEYMAP_CONTAINERS};

static const struct view_ops probe_view = {
    .name = "probe",
    .size = sizeof(struct probe),
    .maps = maps,
    .map_count = COUNT(maps),
    .render = render,
    .act = act,
    .aim = aim,
};

static struct view *
panes_in(const struct world *world)
{
    return (struct view *)(uintptr_t)app_view(world->app);
}

static void
make(struct world *world)
{
    struct ref ref = world_ref("web-1");
    struct err err;

    world_init(world, 120, 30);
    (void)world_put_plain(world, "web-1");
    (void)world_put_plain(world, "web-2");
    world_turn(world);
    (void)world_picture(world, false);
    assert_true(panes_open_detail(panes_in(world), &probe_view, &ref, &err));
    world_turn(world);
}

static bool
shows(struct world *world, const char *text)
{
    return strstr(world_picture(world, false), text) != NULL;
}

static void
detail_follows_the_cursor_of_its_list(void **state)
{
    struct world world;

    (void)state;
    make(&world);
    assert_true(shows(&world, "probe of web-1"));
    assert_int_equal(panes_focused(panes_in(&world)), PANE_DETAIL);
    world_press(&world, "1 j");
    assert_true(shows(&world, "probe of web-2"));
    world_release(&world);
}

static void
what_a_detail_does_not_know_acts_on_its_container(void **state)
{
    struct world world;

    (void)state;
    make(&world);
    world_press(&world, "x");
    assert_true(shows(&world, "Stop web-1? y/n"));
    world_release(&world);
}

static void
keys_move_the_focus(void **state)
{
    static const struct {
        const char *keys;
        enum pane focus;
        bool has_detail;
    } rows[] = {
        {"", PANE_DETAIL, true},           {"1", PANE_CONTAINERS, true},
        {"1 Tab", PANE_IMAGES, true},      {"1 Tab Tab", PANE_DETAIL, true},
        {"2", PANE_IMAGES, true},          {"Tab", PANE_CONTAINERS, true},
        {"q", PANE_CONTAINERS, false},     {"Esc", PANE_CONTAINERS, false},
        {"[", PANE_CONTAINERS, false},     {"[ ]", PANE_DETAIL, true},
        {"1 [", PANE_DETAIL, true},        {"q [", PANE_DETAIL, true},
        {"q [ [", PANE_CONTAINERS, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;
        enum pane focus;
        bool has_detail;

        make(&world);
        world_press(&world, rows[i].keys);
        focus = panes_focused(panes_in(&world));
        has_detail = panes_child(panes_in(&world), PANE_DETAIL) != NULL;
        if (focus != rows[i].focus || has_detail != rows[i].has_detail)
            fail_msg("%s: pane %d, %d", rows[i].keys, (int)focus, has_detail);
        assert_int_equal(world.quits, 0);
        world_release(&world);
    }
}

/* Of logs and stats too, whose keys those of containers are. */
static void
without_a_container_nothing_acts_on_one(void **state)
{
    static const char *const panes[] = {"1", "3", "4"};
    static const char *const keys[] = {"i", "w", "l", "x", "e", "n", "y"};
    struct world world;

    (void)state;
    world_init(&world, 120, 24);
    for (size_t i = 0; i < COUNT(panes) * COUNT(keys); i++) {
        world_press(&world, panes[i / COUNT(keys)]);
        world_press(&world, keys[i % COUNT(keys)]);
        (void)world_picture(&world, false);
        world_press(&world, "Esc");
    }
    assert_null(panes_child(panes_in(&world), PANE_DETAIL));
    world_release(&world);
}

static void
zoomed_pane_has_everything(void **state)
{
    struct world world;

    (void)state;
    make(&world);
    assert_true(shows(&world, "web-2"));
    world_press(&world, "z");
    assert_false(shows(&world, "web-2"));
    assert_true(shows(&world, "probe of web-1"));
    world_press(&world, "z");
    assert_true(shows(&world, "web-2"));
    world_release(&world);
}

static void
press_gives_the_focus(void **state)
{
    struct key key = {.code = KEYCODE_MOUSE_LEFT, .x = 5, .y = 5};
    struct world world;

    (void)state;
    make(&world);
    (void)world_picture(&world, false);
    app_key(world.app, &key);
    world_turn(&world);
    assert_int_equal(panes_focused(panes_in(&world)), PANE_CONTAINERS);
    key.x = 110;
    app_key(world.app, &key);
    world_turn(&world);
    assert_int_equal(panes_focused(panes_in(&world)), PANE_DETAIL);
    world_release(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(detail_follows_the_cursor_of_its_list),
        cmocka_unit_test(what_a_detail_does_not_know_acts_on_its_container),
        cmocka_unit_test(keys_move_the_focus),
        cmocka_unit_test(without_a_container_nothing_acts_on_one),
        cmocka_unit_test(zoomed_pane_has_everything),
        cmocka_unit_test(press_gives_the_focus),
    };

    return cmocka_run_group_tests_name("panes", tests, NULL, NULL);
}
