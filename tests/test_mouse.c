/*
 * test_mouse.c - presses and the wheel, on the screen as a whole.
 */
#include "config.h"

#include "support/world.h"

#include <string.h>

static void
make(struct world *world)
{
    world_init(world, 100, 24);
    (void)world_put_plain(world, "web-1");
    (void)world_put_plain(world, "web-2");
    world_turn(world);
    (void)world_picture(world, false);
}

static void
press(struct world *world, int x, int y)
{
    struct key key = {
        .code = KEYCODE_MOUSE_LEFT, .x = (uint16_t)x, .y = (uint16_t)y};

    app_key(world->app, &key);
    world_turn(world);
}

static void
press_on_the_key_bar_is_the_key(void **state)
{
    struct world world;
    const char *bar, *entry;

    (void)state;
    make(&world);
    bar = world_line(&world, 23);
    entry = strstr(bar, "x stop");
    assert_non_null(entry);
    press(&world, (int)(entry - bar) + 3, 23);
    assert_string_equal(world_line(&world, 23), " Stop web-1? y/n");
    /* A stray press neither answers nor cancels. */
    press(&world, 3, 23);
    press(&world, 3, 5);
    assert_string_equal(world_line(&world, 23), " Stop web-1? y/n");
    world_press(&world, "n");
    /* Between two entries there is nothing. */
    press(&world, 0, 23);
    assert_null(strstr(world_line(&world, 23), "?  y/n"));
    world_release(&world);
}

static void
press_outside_of_everything_does_nothing(void **state)
{
    static const struct point points[] = {
        {0, 0}, {99, 0}, {65535, 65535}, {99, 22}, {0, 1}, {50, 1},
    };
    struct world world;

    (void)state;
    make(&world);
    for (size_t i = 0; i < COUNT(points); i++)
        press(&world, points[i].x, points[i].y);
    assert_int_equal(world.quits, 0);
    assert_int_equal(jobs_open_count(world.jobs), 0);
    world_release(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(press_on_the_key_bar_is_the_key),
        cmocka_unit_test(press_outside_of_everything_does_nothing),
    };

    return cmocka_run_group_tests_name("mouse", tests, NULL, NULL);
}
