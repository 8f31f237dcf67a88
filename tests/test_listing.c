/*
 * Lists: on whom an act is done, marks and what becomes of them, filter,
 * order.
 */
#include "config.h"

#include "support/world.h"

#include "work/rows.h"

#include <locale.h>
#include <stdio.h>

#define WIDTH 90
#define HEIGHT 20

/* Running ones named by the words of `names`. */
static void
open_world(struct world *world, const char *names)
{
    struct str rest = str_of(names), name;

    world_init(world, WIDTH, HEIGHT);
    while (str_cut(&rest, ' ', &name)) {
        char text[32];

        (void)snprintf(text, sizeof(text), "%.*s", STR_ARGS(name));
        (void)world_put_plain(world, text);
    }
    world_turn(world);
    (void)world_picture(world, false);
}

static void
put_exited(struct world *world, const char *name)
{
    const struct piece_of_world piece = {
        .value = {.name = name, .image = "busybox", .state = STATE_EXITED},
        .age = 60,
    };

    (void)world_put(world, &piece);
    world_turn(world);
}

static const char *
title(struct world *world)
{
    return world_line(world, 1);
}

static const char *
bottom(struct world *world)
{
    return world_line(world, HEIGHT - 1);
}

static void
put_of_project(struct world *world, const char *name, const char *project)
{
    const struct piece_of_world piece = {
        .value = {.name = name, .project = project, .state = STATE_RUNNING},
        .age = 60,
        .cpu = -1,
    };

    (void)world_put(world, &piece);
}

/* Two of a project and one of none, as groups. */
static void
open_groups(struct world *world)
{
    world_init(world, WIDTH, HEIGHT);
    world->options.number[OPTION_GROUP] = GROUP_PROJECT;
    put_of_project(world, "web1", "shop");
    put_of_project(world, "db1", "shop");
    put_of_project(world, "lone1", "");
    world_turn(world);
    (void)world_picture(world, false);
}

static const char *
picture(struct world *world)
{
    return world_picture(world, false);
}

struct step {
    const char *keys, *words;
};

/* In a new world each, of those names or with groups: the keys, and the words
 * that are seen then. */
static void
expect(const struct step *rows, size_t count, const char *names,
       const char *(*part)(struct world *world))
{
    for (size_t i = 0; i < count; i++) {
        struct world world;

        if (names)
            open_world(&world, names);
        else
            open_groups(&world);
        world_press(&world, rows[i].keys);
        if (!strstr(part(&world), rows[i].words))
            fail_msg("%s: %s", rows[i].keys, part(&world));
        world_release(&world);
    }
}

static void
an_act_is_for_the_marked_rows_that_are_shown(void **state)
{
    static const struct step rows[] = {
        {"x", " Stop kiwi1? y/n"},
        {"j x", " Stop kiwi2? y/n"},
        {"Space x", " Stop kiwi1? y/n"},
        {"Space G x", " Stop kiwi1? y/n"},
        {"Space Space x", " Stop kiwi1 and kiwi2? y/n"},
        {"v j j v x", " Stop kiwi1, kiwi2 and lime1? y/n"},
        {"v j j x", " Stop kiwi1, kiwi2 and lime1? y/n"}, /* ends the range */
        {"v j j Esc x", " Stop lime1? y/n"},
        {"* x", " Stop kiwi1, kiwi2, lime1 and lime2? y/n"},
        {"* \\ x", " Stop kiwi1? y/n"},
        {"Space G Esc x", " Stop lime2? y/n"},
        {"/ l i m Enter * Esc g x", " Stop lime1 and lime2? y/n"},
    };

    (void)state;
    expect(rows, COUNT(rows), "kiwi1 kiwi2 lime1 lime2", bottom);
}

static void
marks_that_a_filter_hides_are_left_alone_and_said_so(void **state)
{
    static const struct step rows[] = {
        {"Space Space Space / k i w Enter x",
         " Stop kiwi1 and kiwi2? A hidden marked row is left alone. y/n"},
        {"G Space / k i w Enter x",
         " Stop kiwi2? A hidden marked row is left alone. y/n"},
    };

    (void)state;
    expect(rows, COUNT(rows), "kiwi1 kiwi2 lime1 lime2", bottom);
}

static void
the_title_counts_marks_also_hidden_ones(void **state)
{
    static const struct step rows[] = {
        {"Space", "Containers 4, 1 marked "},
        {"*", "Containers 4, 4 marked "},
        {"v j", "Containers 4, marking "},
        {"Space v j", "Containers 4, marking, 1 marked "},
        {"* / k i w Enter", "Containers 2 of 4, 4 marked (2 hidden) "},
        {"* / k i w Enter \\", "Containers 2 of 4 "},
    };

    (void)state;
    expect(rows, COUNT(rows), "kiwi1 kiwi2 lime1 lime2", title);
}

static void
the_mark_of_a_row_goes_with_it(void **state)
{
    struct world world;
    struct ref gone = world_ref("kiwi2");

    (void)state;
    open_world(&world, "kiwi1 kiwi2 lime1");
    world_press(&world, "*");
    world_drop(&world, &gone);
    world_turn(&world);
    assert_non_null(strstr(title(&world), "Containers 2, 2 marked "));
    world_release(&world);
}

/* There is no engine behind the world, so every act fails. */
static void
rows_on_which_an_act_failed_stay_marked(void **state)
{
    struct world world;

    (void)state;
    open_world(&world, "kiwi1 kiwi2 lime1");
    world_press(&world, "Space Space x y");
    assert_int_equal(job_state(jobs_find(world.jobs, 1)), JOB_DONE);
    assert_true(job_failed(jobs_find(world.jobs, 1)));
    assert_non_null(strstr(title(&world), "2 marked"));
    world_release(&world);
}

/* Of the marked ones one at least can be acted on; the job says the rest. */
static void
an_act_is_refused_only_when_no_marked_row_takes_it(void **state)
{
    struct world world;

    (void)state;
    open_world(&world, "kiwi1");
    put_exited(&world, "plum1");
    world_press(&world, "G x");
    assert_string_equal(bottom(&world), " plum1 is not running");
    world_press(&world, "* x");
    assert_non_null(strstr(bottom(&world), "Stop kiwi1?"));
    world_release(&world);
}

static void
rename_takes_one_row_and_begins_with_its_name(void **state)
{
    struct world world;

    (void)state;
    open_world(&world, "kiwi1 kiwi2");
    world_press(&world, "n");
    assert_non_null(strstr(bottom(&world), "rename to: kiwi1"));
    world_press(&world, "Esc");
    assert_null(jobs_find(world.jobs, 1));
    world_press(&world, "n x Enter");
    assert_non_null(jobs_find(world.jobs, 1));
    assert_int_equal(job_action(jobs_find(world.jobs, 1)), ACTION_RENAME);
    world_press(&world, "Esc * n");
    assert_string_equal(bottom(&world),
                        " one container at a time can be renamed");
    world_release(&world);
}

static void
remove_with_options_offers_what_is_possible(void **state)
{
    static const struct {
        const char *keys;
        bool is_proposed, must_type;
    } rows[] = {
        {"D r", false, false}, /* it runs */
        {"D v", false, false},   {"D f", true, true},    {"D b", true, true},
        {"G D r", true, false},  {"G D v", true, false}, {"G D f", true, false},
        {"D Esc", false, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;
        const struct job *job;
        char text[ASK_TEXT_SIZE];

        open_world(&world, "kiwi1");
        put_exited(&world, "plum1");
        world_press(&world, rows[i].keys);
        job = jobs_find(world.jobs, 1);
        if ((job != NULL) != rows[i].is_proposed)
            fail_msg("%s", rows[i].keys);
        if (job)
            assert_int_equal(job_ask(job, text) == ASK_TYPE, rows[i].must_type);
        world_release(&world);
    }
}

static void
groups_fold_one_by_one_and_unfold_together(void **state)
{
    static const struct {
        const char *keys, *shown, *message; /* NULL: any */
    } steps[] = {
        {"G -", "+ no project (2)", NULL},
        {"G -", "- no project (2)", NULL},
        {"-", "+ no project (2)", NULL},
        {"+", "- no project (2)", NULL},
        {"+", "- no project (2)", "nothing is folded"},
    };
    struct world world;

    (void)state;
    assert_non_null(setlocale(LC_CTYPE, "C"));
    open_world(&world, "a b");
    world.options.number[OPTION_GROUP] = GROUP_PROJECT;
    for (size_t i = 0; i < COUNT(steps); i++) {
        (void)world_picture(&world, false);
        world_press(&world, steps[i].keys);
        if (!strstr(world_picture(&world, false), steps[i].shown))
            fail_msg("step %zu: %s", i, world_picture(&world, false));
        if (steps[i].message)
            assert_non_null(strstr(bottom(&world), steps[i].message));
    }
    world_release(&world);
    assert_non_null(setlocale(LC_ALL, ""));
}

static void
an_unfinished_filter_says_what_is_kept(void **state)
{
    static const struct step rows[] = {
        {"/ ! Enter", "a word is missing behind '!'; nothing is filtered"},
        {"/ k i Enter / C-u n a m e : Enter",
         "a word is missing behind 'name:'; the filter is 'ki' still"},
        {"/ k i Enter", "x stop"},
    };

    (void)state;
    expect(rows, COUNT(rows), "kiwi1 kiwi2 lime1", bottom);
}

static void
an_unfinished_filter_keeps_the_last_good_one(void **state)
{
    static const struct step rows[] = {
        {"/ l i m", "Containers 2 of 4 "},
        {"/ r e : ^ l (", "Containers 2 of 4 "},
        /* what was tried on the way was not chosen */
        {"/ r e : ^ l ( Enter", "Containers 4 "},
        {"/ k i Enter / r e : ^ l i m e 1 ( Enter", "/ki"},
        {"/ k i Enter / C-u l i m e 1 Esc", "Containers 2 of 4 "},
        {"/ k i Enter / C-u l i m e 1 Esc", "/ki"},
        {"/ k i Enter / Esc Esc", "Containers 4 "},
        {"/ r e : ^ k Enter", "Containers 2 of 4 "},
        {"/ ! l i m e 2 Enter", "Containers 3 of 4 "},
        {"/ l i m Esc", "Containers 4 "},
    };

    (void)state;
    expect(rows, COUNT(rows), "kiwi1 kiwi2 lime1 lime2", title);
}

static void
the_sort_menu_sorts_and_turns_around(void **state)
{
    static const struct {
        const char *keys, *sort;
    } rows[] = {
        {"S 2", "state"},
        {"S Enter", "-name"},
        {"S Enter S Enter", "name"},
        {"S j Enter", "state"},
        {"S Esc", "name"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        open_world(&world, "kiwi1 kiwi2");
        world_press(&world, rows[i].keys);
        assert_string_equal(world.options.word[OPTION_SORT], rows[i].sort);
        world_release(&world);
    }
}

static void
only_what_is_wrong_is_shown_and_said(void **state)
{
    struct world world;
    const struct piece_of_world sick = {
        .value = {.name = "sick",
                  .state = STATE_RUNNING,
                  .health = HEALTH_UNHEALTHY},
        .age = 60,
        .cpu = -1,
    };

    (void)state;
    open_world(&world, "kiwi1 kiwi2");
    world_press(&world, "!");
    assert_non_null(strstr(title(&world), "0 of 2"));
    assert_non_null(strstr(title(&world), "only what is wrong"));
    (void)world_put(&world, &sick);
    world_turn(&world);
    assert_non_null(strstr(title(&world), "1 of 3"));
    world_press(&world, "!");
    assert_non_null(strstr(title(&world), "Containers 3 "));
    world_release(&world);
}

static void
an_act_on_a_header_is_for_its_shown_rows(void **state)
{
    static const struct step rows[] = {
        {"g x", "Stop db1 and web1?"},
        {"g Enter x", "Stop db1 and web1?"}, /* folded, too */
        {"g Enter Enter j x", "Stop db1?"},
        {"/ w e b Enter g x", "Stop web1?"}, /* the filter hides the other */
        {"g Space x", "Stop db1 and web1?"},
        {"g Space k Space G x", "Stop lone1?"}, /* marked, and no more */
        {"* x", "Stop db1, web1 and lone1?"},
    };

    (void)state;
    expect(rows, COUNT(rows), NULL, bottom);
}

static void
a_filter_finds_a_row_and_no_header(void **state)
{
    static const struct step rows[] = {
        {"g", "> - shop"},
        {"g / w e b", "> web1"},
        {"g / w e b Enter", "> web1"},
        {"g / w e b Esc", "> - shop"},
        {"g / l o n e Enter", "> lone1"},
        {"j j / d b Enter", "> db1"},
    };

    (void)state;
    assert_non_null(setlocale(LC_CTYPE, "C"));
    expect(rows, COUNT(rows), NULL, picture);
    assert_non_null(setlocale(LC_ALL, ""));
}

static void
chosen_columns_are_kept_for_the_next_run(void **state)
{
    static const struct {
        const char *keys, *columns;
        unsigned remembered;
    } rows[] = {
        {", Enter", "", 1}, /* as they come is no choice */
        {", Space Esc", "", 0},
        {", + + Enter", "name:9 state health", 1},
        {", J Enter", "state name health", 1},
        {", Space Enter", "state health restarts", 1},
        {", J + r Enter", "", 1},
        {", j K Enter , j K Enter", "", 2},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf said = BUF_INIT(256);
        const struct choice *choice;
        struct world world;

        open_world(&world, "kiwi1");
        world_press(&world, rows[i].keys);
        choice = choices_of(&world.choices, &container_kind);
        for (size_t k = 0; k < choice->count && k < 3; k++) {
            (void)buf_addf(&said, "%s%s", k ? " " : "",
                           container_columns[choice->at[k].column].name);
            if (choice->at[k].width > 0)
                (void)buf_addf(&said, ":%u", choice->at[k].width);
        }
        if (strcmp(buf_text(&said), rows[i].columns) != 0 ||
            world.remembered != rows[i].remembered)
            fail_msg("%s: %s, %u times", rows[i].keys, buf_text(&said),
                     world.remembered);
        buf_release(&said);
        world_release(&world);
    }
}

static void
what_is_copied_is_harmless_and_a_line_each(void **state)
{
    static const struct {
        const char *keys, *copied;
    } rows[] = {
        {"y n", "evil\xef\xbf\xbd[2J rm"},
        {"j y n", "kiwi1"},
        {"j y m", "busybox"},
        {"j y o", ""}, /* there is none */
        {"j Space Space y n", "kiwi1\nkiwi2"},
        {"j y Esc", ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        open_world(&world, "kiwi1 kiwi2");
        (void)world_put_plain(&world, "evil\x1b[2J\nrm");
        world_turn(&world);
        world_press(&world, "g");
        world_press(&world, rows[i].keys);
        if (strcmp(buf_text(&world.copied), rows[i].copied) != 0)
            fail_msg("%s: %s", rows[i].keys, buf_text(&world.copied));
        world_release(&world);
    }
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") ? 0 : -1;
}

/* The order of images is an option as that of containers is. */
static void
each_list_has_its_order_as_an_option(void **state)
{
    static const struct {
        const char *keys;
        const char *sort, *images_sort;
        bool all, images_all;
    } rows[] = {
        {"1 >", "state", "name", true, true},
        {"2 >", "state", "size", true, true},
        {"I", "state", "-size", true, true},
        {"A", "state", "-size", true, false},
        {"1 A", "state", "-size", false, false},
    };
    static const struct image image = {.id = "sha256:1"};
    struct world world;

    (void)state;
    open_world(&world, "web-1");
    world_put_images(&world, &image, 1);
    world_turn(&world);
    for (size_t i = 0; i < COUNT(rows); i++) {
        world_press(&world, rows[i].keys);
        (void)world_picture(&world, false);
        assert_string_equal(world.options.word[OPTION_SORT], rows[i].sort);
        assert_string_equal(world.options.word[OPTION_IMAGES_SORT],
                            rows[i].images_sort);
        assert_int_equal(world.options.number[OPTION_ALL], rows[i].all);
        assert_int_equal(world.options.number[OPTION_IMAGES_ALL],
                         rows[i].images_all);
    }
    world_release(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_act_is_for_the_marked_rows_that_are_shown),
        cmocka_unit_test(marks_that_a_filter_hides_are_left_alone_and_said_so),
        cmocka_unit_test(the_title_counts_marks_also_hidden_ones),
        cmocka_unit_test(the_mark_of_a_row_goes_with_it),
        cmocka_unit_test(rows_on_which_an_act_failed_stay_marked),
        cmocka_unit_test(an_act_is_refused_only_when_no_marked_row_takes_it),
        cmocka_unit_test(rename_takes_one_row_and_begins_with_its_name),
        cmocka_unit_test(remove_with_options_offers_what_is_possible),
        cmocka_unit_test(groups_fold_one_by_one_and_unfold_together),
        cmocka_unit_test(a_filter_finds_a_row_and_no_header),
        cmocka_unit_test(an_unfinished_filter_says_what_is_kept),
        cmocka_unit_test(an_unfinished_filter_keeps_the_last_good_one),
        cmocka_unit_test(the_sort_menu_sorts_and_turns_around),
        cmocka_unit_test(each_list_has_its_order_as_an_option),
        cmocka_unit_test(only_what_is_wrong_is_shown_and_said),
        cmocka_unit_test(an_act_on_a_header_is_for_its_shown_rows),
        cmocka_unit_test(chosen_columns_are_kept_for_the_next_run),
        cmocka_unit_test(what_is_copied_is_harmless_and_a_line_each),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
