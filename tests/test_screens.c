/*
 * Golden pictures: what a person sees, as text files in tests/screens.
 * UPDATE=1 writes them anew; then read the difference.
 */
#include "config.h"

#include "support/golden.h"
#include "support/harbour.h"

#include "base/mem.h"
#include "work/rows.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static void
the_table_is_readable_at_odd_sizes(void **state)
{
    static const struct size sizes[] = {
        {200, 20}, {120, 30}, {60, 20}, {19, 5}};
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct world world;
        char name[64];

        world_init(&world, sizes[i].width, sizes[i].height);
        harbour_fill(&world);
        (void)snprintf(name, sizeof(name), "containers-%dx%d", sizes[i].width,
                       sizes[i].height);
        is_right &= golden_is(&world, name, false);
        world_release(&world);
    }
    assert_true(is_right);
}

/* What keys lead to. */
static void
keys_lead_to_these_pictures(void **state)
{
    static const struct {
        const char *name, *keys;
        struct size size;
        bool roles;
    } rows[] = {
        {"filter-prompt", "/ w e b", {100, 16}, true},
        {"filter-kept", "/ s h o p Enter j", {80, 16}, false},
        {"filter-nothing", "/ x y z z y Enter", {80, 12}, false},
        {"filter-narrow", "/ w e b", {40, 8}, false},
        {"running-only", "A", {80, 20}, false},
        {"sorted-by-cpu", "> > >", {80, 20}, false},
        {"question-stop", "j j x", {100, 16}, true},
        {"question-narrow", "G k k k x", {40, 12}, false},
        {"signal-picker", "K", {100, 20}, true},
        {"signal-picker-narrow", "K j j", {20, 6}, false},
        {"question-cut", "/ b l u e Enter x", {20, 6}, false},
        {"question-kill", "K 1", {80, 12}, false},
        {"question-remove", "G d", {80, 12}, false},
        {"refused", "d", {80, 12}, true},
        {"unbound", "F7", {80, 12}, false},
        {"marks", "Space j v j j", {100, 16}, true},
        {"marks-hidden", "* / w e b Enter", {80, 12}, false},
        {"marks-narrow", "Space Space", {40, 12}, false},
        {"marks-question", "v j j j v D f", {80, 12}, false},
        {"filter-unfinished", "/ r e : ^ w (", {80, 8}, true},
        {"faults", "!", {80, 16}, false},
        {"sort-menu", "S j", {80, 24}, true},
        {"remove-menu", "D j", {80, 16}, true},
        {"remove-menu-narrow", "D v", {40, 12}, false},
        {"rename", "n", {80, 12}, false},
        {"chooser", ", j Space j J j + +", {100, 24}, true},
        {"chosen", ", Space J J j j j + + + + Enter", {80, 12}, false},
        {"copy-menu", "j j y", {80, 16}, false},
        {"copied", "Space Space y n", {80, 8}, false},
        {"images-dangling", "2 !", {80, 12}, false},
        {"images-named", "2 A", {80, 12}, false},
        {"images-remove", "2 d", {80, 14}, false},
        {"images-force", "2 * D", {80, 14}, false},
    };
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        world_init(&world, rows[i].size.width, rows[i].size.height);
        harbour_fill(&world);
        (void)world_picture(&world, false);
        world_press(&world, rows[i].keys);
        is_right &= golden_is(&world, rows[i].name, rows[i].roles);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
projects_have_headers_that_fold(void **state)
{
    static const struct {
        const char *name, *keys;
        struct size size;
        bool roles;
    } rows[] = {
        {"groups", "g", {100, 30}, true},
        {"groups-folded", "G g Enter j Enter", {80, 16}, false},
        {"groups-narrow", "g", {40, 12}, false},
        {"groups-marked", "g Space", {80, 24}, true},
        {"groups-question", "/ w e b Enter g x", {80, 12}, false},
    };
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        world_init(&world, rows[i].size.width, rows[i].size.height);
        harbour_fill(&world);
        world.options.number[OPTION_GROUP] = GROUP_PROJECT;
        (void)world_picture(&world, false);
        world_press(&world, rows[i].keys);
        is_right &= golden_is(&world, rows[i].name, rows[i].roles);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
a_link_that_is_down_says_since_when_and_why(void **state)
{
    static const struct size sizes[] = {
        {160, 8}, {100, 8}, {60, 8}, {40, 8}, {20, 5}};
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct world world;
        char name[64];

        world_init(&world, sizes[i].width, sizes[i].height);
        harbour_fill(&world);
        world_set_link(&world, LINK_DOWN,
                       "connecting to /var/run/docker.sock: Connection "
                       "refused");
        world_turn(&world);
        (void)snprintf(name, sizeof(name), "down-%d", sizes[i].width);
        is_right &= golden_is(&world, name, sizes[i].width == 100);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
a_link_that_lacks_something_says_what(void **state)
{
    static const int widths[] = {120, 80, 40};
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++) {
        struct world world;
        char name[64];

        world_init(&world, widths[i], 8);
        harbour_fill(&world);
        world_set_link(&world, LINK_LIVE,
                       "no events, so listed every 5 s: 403 Forbidden");
        world_turn(&world);
        (void)snprintf(name, sizeof(name), "limited-%d", widths[i]);
        is_right &= golden_is(&world, name, false);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
an_empty_list_says_why_it_is_empty(void **state)
{
    static const struct {
        const char *name;
        enum link_state state;
    } rows[] = {
        {"empty-live", LINK_LIVE},
        {"empty-listing", LINK_LISTING},
        {"empty-connecting", LINK_CONNECTING},
        {"empty-down", LINK_DOWN},
    };
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        world_init(&world, 80, 8);
        world_set_link(&world, rows[i].state,
                       rows[i].state == LINK_DOWN ? "Connection refused" : "");
        world_turn(&world);
        is_right &= golden_is(&world, rows[i].name, false);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
a_removal_of_many_must_be_typed(void **state)
{
    struct ref refs[11];
    struct world world;
    struct err err;
    const struct job *job;

    (void)state;
    world_init(&world, 80, 12);
    for (size_t i = 0; i < COUNT(refs); i++) {
        struct piece_of_world piece = {
            .value = {.image = "shop/web:1.4",
                      .project = "shop",
                      .state = STATE_EXITED},
            .age = 5 * 3600,
        };
        char name[16];

        (void)snprintf(name, sizeof(name), "old-%zu", i);
        piece.value.name = name;
        refs[i] = world_put(&world, &piece);
    }
    world_turn(&world);
    job =
        jobs_propose(world.jobs, ACTION_REMOVE, refs, COUNT(refs), NULL, &err);
    assert_non_null(job);
    app_ask_job(world.app, job);
    world_press(&world, "1 1");
    assert_true(golden_is(&world, "question-typed", false));
    world_release(&world);
}

static void
without_utf8_everything_is_ascii(void **state)
{
    struct world world;
    const char *picture;

    (void)state;
    assert_non_null(setlocale(LC_ALL, "C"));
    world_init(&world, 100, 24);
    harbour_fill(&world);
    for (picture = world_picture(&world, false); *picture; picture++)
        assert_true((unsigned char)*picture < 0x7f);
    assert_true(golden_is(&world, "containers-ascii", false));
    world_release(&world);
    assert_non_null(setlocale(LC_ALL, ""));
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
        cmocka_unit_test(the_table_is_readable_at_odd_sizes),
        cmocka_unit_test(keys_lead_to_these_pictures),
        cmocka_unit_test(projects_have_headers_that_fold),
        cmocka_unit_test(a_link_that_is_down_says_since_when_and_why),
        cmocka_unit_test(a_link_that_lacks_something_says_what),
        cmocka_unit_test(an_empty_list_says_why_it_is_empty),
        cmocka_unit_test(a_removal_of_many_must_be_typed),
        cmocka_unit_test(without_utf8_everything_is_ascii),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
