/*
 * The logs pane: searching, and only some lines.
 */
#include "config.h"

#include "support/logs_pane.h"

#include "base/mem.h"
#include "ui/views/views.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- searching ---------------------------------------------------------- */

static void
a_search_goes_back_from_what_is_seen(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 40);
    (void)pane_picture(&pane, 40, 3);
    pane_act(&pane, ACTION_SEARCH);
    world_press(&pane.world, "e Space [ 1 2 ] 5");
    assert_non_null(strstr(pane_picture(&pane, 40, 3), "[hit 2 of 2, "));
    assert_non_null(strstr(pane_picture(&pane, 40, 3), "line 25"));
    world_press(&pane.world, "Enter");
    pane_act(&pane, ACTION_MATCH_OLDER);
    assert_non_null(strstr(pane_picture(&pane, 40, 3), "[hit 1 of 2, 24"));
    assert_true(detail_is_as_painted(&pane.detail, "logs-hit",
                                     (struct size){40, 3}, true));
    pane_act(&pane, ACTION_MATCH_OLDER); /* there is none; it stays */
    assert_non_null(strstr(pane_picture(&pane, 40, 3), "[hit 1 of 2"));
    pane_act(&pane, ACTION_MATCH_NEWER);
    pane_say(LOG_STDOUT, 0, "line 15 again\n");
    assert_non_null(strstr(pane_picture(&pane, 40, 3), "[hit 2 of 3"));
    pane_act(&pane, ACTION_CANCEL);
    assert_null(strstr(pane_picture(&pane, 40, 3), "hit"));
    pane_release(&pane);
}

static void
a_wrong_pattern_keeps_the_last_good_one(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 12);
    (void)pane_picture(&pane, 40, 3);
    pane_act(&pane, ACTION_SEARCH);
    world_press(&pane.world, "1 1 (");
    assert_non_null(strstr(pane_picture(&pane, 40, 3), "[hit 1 of 1"));
    assert_non_null(strstr(world_picture(&pane.world, false), "parenthesis"));
    world_press(&pane.world, "Esc");
    assert_string_equal(pane_picture(&pane, 40, 2),
                        "[Logs web-1] [following]\n line 11\n line 12\n");
    pane_release(&pane);
}

static void
matches_are_found_through_colours_and_only_in_what_is_shown(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say(LOG_STDOUT, 0, "\x1b[31mer\x1b[32mror\x1b[0m one\n");
    pane_say(LOG_STDERR, 0, "error two\n");
    pane_say(LOG_STDOUT, 0, "ERROR three\n");
    (void)pane_picture(&pane, 40, 4);
    pane_act(&pane, ACTION_SEARCH);
    world_press(&pane.world, "e r r o r Enter");
    assert_true(detail_is_as_painted(&pane.detail, "logs-matches",
                                     (struct size){40, 4}, true));
    pane_act(&pane, ACTION_STREAMS);
    assert_non_null(strstr(pane_picture(&pane, 40, 4), "2"));
    assert_null(strstr(pane_picture(&pane, 40, 4), "two"));
    pane_release(&pane);
}

/* Old hits go, new ones come; which one of how many it is stays right. */
static void
hits_are_counted_while_lines_come_and_go(void **state)
{
    struct pane pane;
    int to = 2000;

    (void)state;
    pane_init(&pane);
    logbooks_set_limit(the_tail->books, (size_t)200 << 10);
    pane_say_lines(1, to);
    (void)pane_searched(&pane, 60, 4);
    pane_press(&pane, "/7$.");
    (void)pane_searched(&pane, 60, 4); /* the last is "line 1997" */
    pane_press(&pane, "f");
    for (int round = 0; round < 20; round++) {
        uint64_t first;
        char expected[64];

        pane_say_lines(to + 1, to + 500);
        to += 500;
        (void)pane_searched(&pane, 60, 4);
        first = logbook_first(the_tail->book);
        if (first > 1997)
            (void)snprintf(expected, sizeof(expected), "[%d matches, ",
                           (to + 3) / 10 - (int)(first + 2) / 10);
        else
            (void)snprintf(expected, sizeof(expected), "[hit %d of %d, ",
                           (1997 + 3) / 10 - (int)(first + 2) / 10,
                           (to + 3) / 10 - (int)(first + 2) / 10);
        if (!strstr(pane_searched(&pane, 60, 4), expected))
            fail_msg("%s: %s", expected, pane_searched(&pane, 60, 4));
    }
    assert_true(logbook_has_lost(the_tail->book));
    pane_release(&pane);
}

/* ---- only some lines ---------------------------------------------------- */

/* The first match of the line is in sight, wherever it stands, and is marked
 * there. */
static void
a_match_far_in_a_long_line_is_seen(void **state)
{
    const size_t unit = strlen("\x1b[32mab"), len = 128000 * unit;
    char *text = xmalloc(len);
    struct pane pane;

    (void)state;
    for (size_t i = 0; i < len; i += unit)
        memcpy(text + i, i % (2 * unit) ? "\x1b[32mcd" : "\x1b[33mab", unit);
    memcpy(text + 60001 * unit - 2, "he", 2);
    memcpy(text + 60002 * unit - 2, "re", 2);
    pane_init(&pane);
    pane_say_lines(1, 9);
    logbook_add(the_tail->book, LOG_STDOUT, WORLD_NOW, str_make(text, len));
    pane_say(LOG_STDOUT, 0, "\nlast\n");
    for (long wraps = 0; wraps < 2; wraps++) {
        options_put(&pane.world.options, OPTION_WRAP, wraps);
        pane_press(&pane, "G");
        (void)pane_picture(&pane, 60, 9);
        pane_press(&pane, "/here.");
        (void)pane_picture(&pane, 60, 9);
        assert_true(detail_is_as_painted(
            &pane.detail, wraps ? "logs-far-wrapped" : "logs-far",
            (struct size){60, 9}, true));
        pane_press(&pane, "c");
    }
    pane_release(&pane);
    free(text);
}

static void
only_some_lines_are_shown(void **state)
{
    static const struct {
        const char *name, *keys;
        long context;
    } rows[] = {
        {"logs-levels", "", 0},
        {"logs-search", "/cart.", 0},
        {"logs-no-hit", "/nothing.", 0},
        {"logs-only", "&cart.", 0},
        {"logs-only-two", "&cart.&!broken.", 0},
        {"logs-only-none", "&nothing.", 0},
        {"logs-only-search", "&cart./7.", 0},
        {"logs-context", "&health.", 2},
        {"logs-least", "LLL", 0},
        {"logs-folded", "-", 0},
    };
    static const struct size sizes[] = {
        {20, 5}, {40, 10}, {80, 16}, {120, 30}, {200, 50}};
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t j = 0; j < COUNT(sizes); j++) {
            char name[64];
            struct pane pane;

            (void)snprintf(name, sizeof(name), "%s-%dx%d", rows[i].name,
                           sizes[j].width, sizes[j].height);
            pane_init(&pane);
            pane_say_levels();
            options_put(&pane.world.options, OPTION_LOG_CONTEXT,
                        rows[i].context);
            (void)pane_picture(&pane, sizes[j].width, sizes[j].height);
            pane_press(&pane, rows[i].keys);
            is_right &= detail_is_as_painted(&pane.detail, name, sizes[j],
                                             sizes[j].width == 80);
            pane_release(&pane);
        }
    }
    assert_true(is_right);
}

static void
esc_clears_the_search_then_the_patterns(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_levels();
    (void)pane_picture(&pane, 80, 20);
    pane_press(&pane, "&cart.&7./no total.");
    assert_non_null(
        strstr(pane_picture(&pane, 80, 20), "&cart &7, hit 1 of 1"));
    pane_press(&pane, "c");
    assert_non_null(strstr(pane_picture(&pane, 80, 20), "&cart &7, 2 errors"));
    pane_press(&pane, "c");
    assert_null(strstr(pane_picture(&pane, 80, 20), "&cart"));
    assert_non_null(logs_view.refuse(pane.detail.view, ACTION_CANCEL));
    pane_release(&pane);
}

static void
lines_that_say_no_level_are_not_lost(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 3);
    (void)pane_picture(&pane, 80, 5);
    pane_press(&pane, "LLL");
    assert_non_null(strstr(world_picture(&pane.world, false),
                           "warn and worse; no line here says its level"));
    assert_true(detail_is_as_painted(&pane.detail, "logs-least-unknown",
                                     (struct size){80, 5}, true));
    pane_say(LOG_STDOUT, 9, "ERROR no more\n");
    assert_string_equal(
        pane_picture(&pane, 60, 2),
        "[Logs web-1] [warn and worse, 1 error, following]\n ERROR no "
        "more\n\n");
    pane_release(&pane);
}

static void
only_matching_works_while_it_is_typed(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_levels();
    (void)pane_picture(&pane, 60, 20);
    pane_act(&pane, ACTION_ONLY_MATCHING);
    world_press(&pane.world, "h e a l");
    assert_null(strstr(pane_picture(&pane, 60, 20), "FATAL"));
    assert_non_null(strstr(world_picture(&pane.world, false), "1 line"));
    world_press(&pane.world, "(");
    assert_non_null(strstr(pane_picture(&pane, 60, 20), "health"));
    assert_non_null(strstr(world_picture(&pane.world, false), "parenthesis"));
    pane_say(LOG_STDOUT, 0, "INFO heal me\n");
    assert_non_null(strstr(pane_picture(&pane, 60, 20), "heal me"));
    world_press(&pane.world, "Esc");
    assert_non_null(strstr(pane_picture(&pane, 60, 20), "FATAL"));
    pane_press(&pane, "&health.");
    assert_null(strstr(pane_picture(&pane, 60, 20), "FATAL"));
    pane_press(&pane, "&.");
    assert_non_null(strstr(pane_picture(&pane, 60, 20), "FATAL"));
    pane_release(&pane);
}

static void
each_press_of_the_key_shows_less_levels_then_all(void **state)
{
    static const char *const gone[] = {"",     "",        "DEBUG", "listening",
                                       "WARN", "ERROR c", ""};
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_levels();
    for (size_t i = 1; i < COUNT(gone); i++) {
        (void)pane_picture(&pane, 80, 20);
        pane_act(&pane, ACTION_LEVEL);
        if (*gone[i])
            assert_null(strstr(pane_picture(&pane, 80, 20), gone[i]));
        assert_int_equal(pane.world.options.number[OPTION_LOG_LEVEL],
                         i % (COUNT(gone) - 1));
    }
    assert_non_null(strstr(pane_picture(&pane, 80, 20), "DEBUG"));
    pane_release(&pane);
}

/* The search is a worker's; keys work meanwhile, and the end is found. */
static void
many_lines_are_searched_while_keys_work(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 60000);
    (void)pane_picture(&pane, 60, 4);
    pane_press(&pane, "/line 7$.");
    assert_non_null(
        strstr(pane_picture(&pane, 60, 4), "[searching, following"));
    pane_act(&pane, ACTION_TOP);
    assert_non_null(strstr(pane_picture(&pane, 60, 4), " line 1\n"));
    while (!strstr(pane_picture(&pane, 60, 4), "[hit 1 of 1, "))
        (void)loop_turn(pane.world.loop, true);
    assert_non_null(strstr(pane_picture(&pane, 60, 4), " line 7\n"));
    pane_release(&pane);
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
        cmocka_unit_test(a_search_goes_back_from_what_is_seen),
        cmocka_unit_test(a_wrong_pattern_keeps_the_last_good_one),
        cmocka_unit_test(
            matches_are_found_through_colours_and_only_in_what_is_shown),
        cmocka_unit_test(hits_are_counted_while_lines_come_and_go),
        cmocka_unit_test(a_match_far_in_a_long_line_is_seen),
        cmocka_unit_test(only_some_lines_are_shown),
        cmocka_unit_test(esc_clears_the_search_then_the_patterns),
        cmocka_unit_test(lines_that_say_no_level_are_not_lost),
        cmocka_unit_test(only_matching_works_while_it_is_typed),
        cmocka_unit_test(each_press_of_the_key_shows_less_levels_then_all),
        cmocka_unit_test(many_lines_are_searched_while_keys_work),
    };

    return cmocka_run_group_tests_name("logs only", tests, set_up, NULL);
}
