/*
 * The logs pane: lines are selected and copied, saved, and read from elsewhere.
 */
#include "config.h"

#include "support/logs_pane.h"

#include "base/timestamp.h"
#include "ui/views/views.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/bayplan-logs-out.XXXXXX";

static void
selected_lines_are_copied(void **state)
{
    static const struct size sizes[] = {
        {20, 5}, {40, 10}, {80, 16}, {120, 30}, {200, 50}};
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 60);
    pane_say(LOG_STDOUT, 61, "\x1b[31mred\x1b[0m \x07 bell\n");
    (void)pane_picture(&pane, 40, 3);
    pane_act(&pane, ACTION_COPY);
    assert_string_equal(buf_text(&pane.world.copied), "");
    assert_non_null(strstr(world_picture(&pane.world, false),
                           "v selects the lines that y copies"));
    pane_act(&pane, ACTION_SELECT);
    pane_act(&pane, ACTION_UP);
    pane_act(&pane, ACTION_UP);
    pane_act(&pane, ACTION_UP);
    assert_non_null(strstr(pane_picture(&pane, 40, 3), " line 58\n"));
    for (size_t i = 0; i < COUNT(sizes); i++) {
        char name[64];

        (void)snprintf(name, sizeof(name), "logs-selected-%dx%d",
                       sizes[i].width, sizes[i].height);
        assert_true(detail_is_as_painted(&pane.detail, name, sizes[i], true));
    }
    pane_act(&pane, ACTION_DOWN);
    pane_act(&pane, ACTION_COPY);
    assert_string_equal(buf_text(&pane.world.copied),
                        "line 59\nline 60\nred \xef\xbf\xbd bell");
    assert_null(strstr(pane_picture(&pane, 40, 3), "selected"));
    pane_release(&pane);
}

static void
the_line_of_a_hit_is_copied(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 20);
    (void)pane_picture(&pane, 40, 3);
    pane_press(&pane, "/e 1[27].");
    (void)pane_picture(&pane, 40, 3);
    pane_press(&pane, "n");
    (void)pane_picture(&pane, 40, 3);
    pane_press(&pane, "y");
    assert_string_equal(buf_text(&pane.world.copied), "line 12");
    pane_press(&pane, "G"); /* it is not seen any more */
    (void)pane_picture(&pane, 40, 3);
    buf_clear(&pane.world.copied);
    pane_press(&pane, "y");
    assert_string_equal(buf_text(&pane.world.copied), "");
    pane_release(&pane);
}

static void
what_is_folded_is_copied_with_its_line(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say(LOG_STDOUT, 1, "ERROR java.lang.IllegalStateException: x\n");
    pane_say(LOG_STDERR, 1, "between\n");
    pane_say(LOG_STDOUT, 1, "\tat Cart.total(Cart.java:31)\n");
    (void)pane_picture(&pane, 60, 4);
    pane_act(&pane, ACTION_FOLD);
    (void)pane_picture(&pane, 60, 4);
    pane_act(&pane, ACTION_SELECT);
    pane_act(&pane, ACTION_TOP);
    pane_act(&pane, ACTION_COPY);
    assert_string_equal(buf_text(&pane.world.copied),
                        "ERROR java.lang.IllegalStateException: x\n"
                        " at Cart.total(Cart.java:31)\nbetween");
    pane_release(&pane);
}

static void
selecting_ends_by_its_keys(void **state)
{
    static const enum action keys[] = {ACTION_SELECT, ACTION_CANCEL,
                                       ACTION_FOLLOW};
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 20);
    (void)pane_picture(&pane, 40, 3);
    for (size_t i = 0; i < COUNT(keys); i++) {
        pane_act(&pane, ACTION_SELECT);
        assert_non_null(strstr(pane_picture(&pane, 40, 3), "1 selected"));
        pane_act(&pane, keys[i]);
        assert_null(strstr(pane_picture(&pane, 40, 3), "selected"));
    }
    pane_release(&pane);
}

static void
expect_file(const char *path, const char *expected)
{
    char text[4096];
    FILE *file = fopen(path, "r");
    struct stat info;
    size_t len;

    assert_non_null(file);
    len = fread(text, 1, sizeof(text) - 1, file);
    text[len] = '\0';
    assert_string_equal(text, expected);
    assert_int_equal(fstat(fileno(file), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    (void)fclose(file);
}

/* Until the jobs have ended; what the screen says then. */
static const char *
picture_after_jobs(struct pane *pane)
{
    while (jobs_open_count(pane->world.jobs) > 0)
        (void)loop_turn(pane->world.loop, true);
    return world_picture(&pane->world, false);
}

static void
what_is_shown_or_held_is_saved(void **state)
{
    struct pane pane;

    (void)state;
    assert_int_equal(chdir(folder), 0);
    pane_init(&pane);
    pane_say(LOG_STDOUT, 1, "\x1b[31mone\x1b[0m\n");
    pane_say(LOG_STDERR, 2, "two\n");
    pane_say(LOG_STDOUT, 3, "three\n");
    pane_act(&pane, ACTION_STREAMS);
    (void)pane_picture(&pane, 60, 4);
    pane_act(&pane, ACTION_SAVE);
    assert_non_null(
        strstr(world_picture(&pane.world, false), "s what is shown  2 lines"));
    world_press(&pane.world, "s");
    assert_non_null(
        strstr(world_picture(&pane.world, false), "save to: web-1.log"));
    world_press(&pane.world, "Enter");
    assert_non_null(strstr(picture_after_jobs(&pane),
                           "saved 2 lines of web-1 to web-1.log"));
    expect_file("web-1.log", "\x1b[31mone\x1b[0m\nthree\n");

    /* It is there: nothing is lost unless that is said. */
    pane_act(&pane, ACTION_SAVE);
    world_press(&pane.world, "h Enter");
    assert_non_null(strstr(world_picture(&pane.world, false),
                           "web-1.log is there already"));
    world_press(&pane.world, "Enter");
    expect_file("web-1.log", "\x1b[31mone\x1b[0m\nthree\n");
    pane_act(&pane, ACTION_SAVE);
    world_press(&pane.world, "h Enter r");
    (void)picture_after_jobs(&pane);
    expect_file("web-1.log", "\x1b[31mone\x1b[0m\ntwo\nthree\n");
    assert_int_equal(unlink("web-1.log"), 0);

    assert_int_equal(setenv("HOME", folder, 1), 0);
    pane_act(&pane, ACTION_SAVE);
    world_press(&pane.world, "h C-u ~ / x Enter");
    (void)picture_after_jobs(&pane);
    expect_file("x", "\x1b[31mone\x1b[0m\ntwo\nthree\n");
    assert_int_equal(unlink("x"), 0);

    pane_act(&pane, ACTION_SAVE);
    world_press(&pane.world, "h C-u / n o / x Enter");
    assert_non_null(strstr(world_picture(&pane.world, false),
                           "writing /no/x: No such file or directory"));
    pane_release(&pane);
}

static void
a_log_is_read_from_elsewhere(void **state)
{
    static const struct {
        const char *keys;
        long lines;
        bool has_since, is_wrong;
    } rows[] = {
        {"2 0 Enter", 20, false, false},
        {"a l l Enter", TAIL_ALL, false, false},
        {"1 0 m Enter", 0, true, false},
        {"Enter", 0, false, false},
        {"x Enter", 0, false, true},
        {"5 Esc", 0, false, true},
    };
    struct pane pane;

    (void)state;
    pane_init(&pane);
    for (size_t i = 0; i < COUNT(rows); i++) {
        int before = tails_opened;

        pane_say_lines(1, 3);
        (void)pane_picture(&pane, 40, 3);
        pane_act(&pane, ACTION_WINDOW);
        world_press(&pane.world, rows[i].keys);
        if (tails_opened - before != !rows[i].is_wrong)
            fail_msg("row %zu", i);
        if (rows[i].is_wrong)
            continue;
        assert_int_equal(tails_opened, tails_closed + 1);
        assert_int_equal(the_tail->window.lines, rows[i].lines);
        assert_int_equal(the_tail->window.since != 0, rows[i].has_since);
    }
    pane_release(&pane);
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") && mkdtemp(folder) ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    return rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selected_lines_are_copied),
        cmocka_unit_test(the_line_of_a_hit_is_copied),
        cmocka_unit_test(what_is_folded_is_copied_with_its_line),
        cmocka_unit_test(selecting_ends_by_its_keys),
        cmocka_unit_test(what_is_shown_or_held_is_saved),
        cmocka_unit_test(a_log_is_read_from_elsewhere),
    };

    return cmocka_run_group_tests_name("logs out", tests, set_up, tear_down);
}
