/*
 * When a frame is drawn.
 */
#include "config.h"

#include "support/test.h"

#include "ui/widgets/frame.h"

static void
a_frame_is_drawn_when_it_should_be(void **state)
{
    static const struct {
        const char *name;
        struct frame_state state;
        uint64_t now;
        enum frame_choice choice;
        uint64_t wait;
    } rows[] = {
        {"clean", {false, false, true, true, 0, 0}, 1000, FRAME_NONE, 0},
        {"first", {true, false, true, false, 0, 0}, 3, FRAME_NOW, 0},
        {"data after silence",
         {true, false, true, true, 900, 0},
         1000,
         FRAME_NOW,
         0},
        {"data too soon",
         {true, false, true, true, 990, 0},
         1000,
         FRAME_LATER,
         6},
        {"data in the same millisecond",
         {true, false, true, true, 1000, 0},
         1000,
         FRAME_LATER,
         FRAME_MS},
        {"data just in time",
         {true, false, true, true, 984, 0},
         1000,
         FRAME_NOW,
         0},
        {"data after a dear frame",
         {true, false, true, true, 1000, 30},
         1100,
         FRAME_LATER,
         140},
        {"a key after a dear frame",
         {true, true, true, true, 1000, 30},
         1100,
         FRAME_NOW,
         0},
        {"a key too soon for data",
         {true, true, true, true, 1000, 0},
         1000,
         FRAME_NOW,
         0},
        {"a key that changed nothing",
         {false, true, true, true, 0, 0},
         1000,
         FRAME_NONE,
         0},
        {"the terminal is behind",
         {true, true, false, true, 0, 0},
         1000,
         FRAME_NONE,
         0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t wait = 99;

        if (frame_decide(&rows[i].state, rows[i].now, &wait) != rows[i].choice)
            fail_msg("%s: another choice", rows[i].name);
        if (wait != rows[i].wait)
            fail_msg("%s: waits %lu", rows[i].name, (unsigned long)wait);
    }
}

/* A thousand changes a second, one each millisecond. */
static void
a_flood_of_data_costs_sixty_frames_a_second(void **state)
{
    struct frame_state clock = {.is_dirty = true, .can_draw = true};
    unsigned frames = 0;

    (void)state;
    for (uint64_t now = 0; now < 1000; now++) {
        uint64_t wait;

        if (frame_decide(&clock, now, &wait) != FRAME_NOW)
            continue;
        frames++;
        clock.has_drawn = true;
        clock.drawn = now;
    }
    assert_in_range(frames, 60, 63);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_drawn_when_it_should_be),
        cmocka_unit_test(a_flood_of_data_costs_sixty_frames_a_second),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
