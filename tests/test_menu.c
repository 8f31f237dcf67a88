/*
 * Menus: what is taken, and what the owner hears.
 */
#include "config.h"

#include "support/world.h"

#include "ui/widgets/menu.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define HEIGHT 16
#define NOTHING SIZE_MAX

static const struct menu_entry entries[] = {
    {.key = 'r', .words = "remove", .help = "as docker rm"},
    {.key = 'f', .words = "by force", .refuse = "nothing runs"},
    {.words = "third"},
    {.key = '1', .words = "fourth"},
    {.words = "fifth"},
};

struct heard {
    size_t index;
    unsigned count;
};

static void
chosen(void *data, size_t index)
{
    struct heard *heard = data;

    heard->index = index;
    heard->count++;
}

static void
open_menu(struct world *world, struct heard *heard, size_t index)
{
    struct menu_owner owner = {.chosen = chosen, .data = heard};
    struct err err;

    *heard = (struct heard){.index = NOTHING};
    world_init(world, 60, HEIGHT);
    (void)world_put_plain(world, "web");
    world_turn(world);
    assert_true(menu_open(world->app, "Which?", entries, COUNT(entries), index,
                          &owner, &err));
}

static void
keys_take_entries(void **state)
{
    static const struct {
        const char *keys;
        size_t index, chosen;
    } rows[] = {
        {"Enter", 0, 0},
        {"j j Enter", 0, 2},
        {"Enter", 3, 3},
        {"k Enter", 0, 0},
        {"G Enter", 0, 4},
        {"G g Enter", 0, 0},
        {"G j Enter", 0, 4},
        {"r", 2, 0},
        {"1", 0, 3}, /* its own, so the others begin at 2 */
        {"2", 0, 2},
        {"3", 0, 4},
        {"4", 0, NOTHING},
        {"f", 0, NOTHING},       /* it says why not */
        {"j Enter", 0, NOTHING}, /* the same */
        {"f r", 0, 0},
        {"M-r C-r", 0, NOTHING},
        {"R", 0, NOTHING},
        {"Esc", 0, NOTHING},
        {"q", 0, NOTHING},
        {"C-c", 0, NOTHING},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;
        struct heard heard;

        open_menu(&world, &heard, rows[i].index);
        world_press(&world, rows[i].keys);
        if (heard.index != rows[i].chosen ||
            heard.count != (rows[i].chosen != NOTHING))
            fail_msg("%s: %zu, %u times", rows[i].keys, heard.index,
                     heard.count);
        assert_int_equal(world.quits, 0);
        world_release(&world);
    }
}

static void
pasted_text_takes_nothing(void **state)
{
    struct world world;
    struct heard heard;

    (void)state;
    open_menu(&world, &heard, 0);
    world_paste(&world, "r\n1");
    assert_int_equal(heard.count, 0);
    world_press(&world, "r");
    assert_int_equal(heard.count, 1);
    world_release(&world);
}

static void
an_entry_that_cannot_be_taken_says_why(void **state)
{
    static const char *const lines[] = {
        " Which?",
        "> r remove    as docker rm",
        "  f by force  nothing runs",
        "  2 third",
        "  1 fourth",
        "  3 fifth",
    };
    struct world world;
    struct heard heard;

    (void)state;
    open_menu(&world, &heard, 0);
    for (size_t i = 0; i < COUNT(lines); i++)
        assert_string_equal(
            world_line(&world, HEIGHT - (int)COUNT(lines) + (int)i), lines[i]);
    world_release(&world);
}

static void
a_menu_has_at_least_one_entry_and_not_too_many(void **state)
{
    struct menu_entry many[MENU_ENTRIES + 1];
    struct menu_owner owner = {.chosen = chosen};
    struct world world;
    struct err err;

    (void)state;
    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = (struct menu_entry){.words = "x"};
    world_init(&world, 60, HEIGHT);
    assert_false(menu_open(world.app, "?", many, 0, 0, &owner, &err));
    assert_false(menu_open(world.app, "?", many, COUNT(many), 0, &owner, &err));
    assert_true(menu_open(world.app, "?", many, MENU_ENTRIES, 0, &owner, &err));
    world_press(&world, "G g Esc");
    world_release(&world);
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_take_entries),
        cmocka_unit_test(pasted_text_takes_nothing),
        cmocka_unit_test(an_entry_that_cannot_be_taken_says_why),
        cmocka_unit_test(a_menu_has_at_least_one_entry_and_not_too_many),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
