/*
 * The logs pane: what is seen of a log, and how it follows.
 */
#include "config.h"

#include "support/logs_pane.h"

#include "base/mem.h"
#include "base/ring.h"
#include "base/timestamp.h"
#include "store/mark.h"
#include "store/tail.h"
#include "store/write.h"
#include "ui/views/views.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static void
put_story(void)
{
    pane_say(LOG_STDOUT, -86400 * 1000, "yesterday: starting\n");
    pane_say(LOG_STDOUT, -9000, "\x1b[32mINFO\x1b[0m listening on :8080\n");
    pane_say(LOG_STDERR, -8000, "warning: no config\n");
    pane_say(LOG_STDOUT, -7000,
             "\tGET /health 200\x1b[K\x1b]0;evil\x07 1.2ms\n");
    pane_say(
        LOG_STDOUT, -6500,
        "a long line that goes on and on, GET /cart?items=1,2,3,4,5,6,7,8,9 "
        "500 18ms, and some more of it behind the edge\n");
    logbook_add_seam(the_tail->book, "restarted");
    pane_say(LOG_STDOUT, -500, "10%\r50%\r100%");
    pane_say(LOG_STDERR, -100,
             "\x1b[1;38;5;208m\xe8\xb2\xa8\xe7\x89\xa9"
             "\x1b[0m \x1b[2J cleared?\n");
}

static void
a_log_is_readable_at_every_size(void **state)
{
    static const struct {
        const char *name;
        struct size size;
        enum action acts[4];
        bool roles;
    } rows[] = {
        {"logs-80x12", {80, 12}, {ACTION_NONE}, true},
        {"logs-40x12", {40, 12}, {ACTION_NONE}, false},
        {"logs-20x4", {20, 4}, {ACTION_NONE}, false},
        {"logs-cut", {40, 10}, {ACTION_WRAP}, false},
        {"logs-scrolled", {40, 10}, {ACTION_WRAP, ACTION_SCROLL_RIGHT}, false},
        {"logs-local", {60, 12}, {ACTION_TIMESTAMPS}, false},
        {"logs-utc", {60, 12}, {ACTION_TIMESTAMPS, ACTION_TIMESTAMPS}, false},
        {"logs-relative",
         {60, 12},
         {ACTION_TIMESTAMPS, ACTION_TIMESTAMPS, ACTION_TIMESTAMPS},
         false},
        {"logs-since",
         {60, 12},
         {ACTION_TIMESTAMPS, ACTION_TIMESTAMPS, ACTION_TIMESTAMPS,
          ACTION_TIMESTAMPS},
         false},
        {"logs-stdout", {60, 12}, {ACTION_STREAMS}, false},
        {"logs-stderr", {60, 12}, {ACTION_STREAMS, ACTION_STREAMS}, false},
    };
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct pane pane;

        pane_init(&pane);
        put_story();
        (void)pane_picture(&pane, rows[i].size.width, rows[i].size.height);
        for (int j = 0; j < 4 && rows[i].acts[j] != ACTION_NONE; j++)
            pane_act(&pane, rows[i].acts[j]);
        is_right &= detail_is_as_painted(&pane.detail, rows[i].name,
                                         rows[i].size, rows[i].roles);
        pane_release(&pane);
    }
    assert_true(is_right);
}

/* A key and `set` are the same, and no log has modes of its own. */
static void
modes_of_a_log_are_options(void **state)
{
    static const struct {
        enum action action; /* ACTION_NONE: set it by name */
        const char *name, *value;
        enum option option;
        long number; /* after it */
        const char *picture;
    } rows[] = {
        {ACTION_NONE, "wrap", "off", OPTION_WRAP, 0,
         "[Logs web-1] [following]\n line 1\n!and a long>\n"},
        {ACTION_WRAP, NULL, NULL, OPTION_WRAP, 1,
         "[Logs web-1] [following]\n!and a long\n!one\n"},
        {ACTION_NONE, "streams", "stdout", OPTION_STREAMS, STREAMS_STDOUT,
         "[Logs web-1] [stdout, following]\n line 1\n\n"},
        {ACTION_STREAMS, NULL, NULL, OPTION_STREAMS, STREAMS_STDERR,
         "[Logs web-1] [stderr, following]\n!and a long\n!one\n"},
        {ACTION_STREAMS, NULL, NULL, OPTION_STREAMS, STREAMS_BOTH,
         "[Logs web-1] [following]\n!and a long\n!one\n"},
    };
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 1);
    pane_say(LOG_STDERR, 2, "and a long one\n");
    (void)pane_picture(&pane, 12, 2);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct options *options = app_options(pane.world.app);

        if (rows[i].action != ACTION_NONE)
            pane_act(&pane, rows[i].action);
        else
            assert_true(options_set(options, str_of(rows[i].name),
                                    str_of(rows[i].value), NULL));
        assert_int_equal(options->number[rows[i].option], rows[i].number);
        assert_string_equal(pane_picture(&pane, 12, 2), rows[i].picture);
    }
    pane_act(&pane, ACTION_TIMESTAMPS);
    assert_int_equal(app_options(pane.world.app)->number[OPTION_TIMESTAMPS],
                     TIMES_LOCAL);
    pane_release(&pane);
}

static void
the_end_is_followed(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 10);
    assert_string_equal(pane_picture(&pane, 20, 2),
                        "[Logs web-1] [following]\n line 9\n line 10\n");
    pane_say_lines(11, 11);
    assert_string_equal(pane_picture(&pane, 20, 2),
                        "[Logs web-1] [following]\n line 10\n line 11\n");
    pane_release(&pane);
}

static void
what_was_scrolled_to_stays_when_lines_come(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 100);
    (void)pane_picture(&pane, 20, 2);
    pane_act(&pane, ACTION_UP);
    assert_string_equal(pane_picture(&pane, 20, 2),
                        "[Logs web-1] [1 line below]\n line 98\n line 99\n");
    pane_say_lines(101, 300);
    assert_string_equal(pane_picture(&pane, 20, 2),
                        "[Logs web-1] [201 lines below]\n line 98\n line 99\n");
    pane_act(&pane, ACTION_TOP);
    assert_string_equal(pane_picture(&pane, 20, 2),
                        "[Logs web-1] [298 lines below]\n line 1\n line 2\n");
    pane_act(&pane, ACTION_BOTTOM);
    pane_say_lines(301, 301);
    assert_string_equal(pane_picture(&pane, 20, 2),
                        "[Logs web-1] [following]\n line 300\n line 301\n");
    pane_release(&pane);
}

static void
who_reaches_the_end_follows_it(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 10);
    (void)pane_picture(&pane, 20, 4);
    pane_act(&pane, ACTION_PAGE_UP);
    (void)pane_picture(&pane, 20, 4);
    pane_act(&pane, ACTION_PAGE_DOWN);
    pane_say_lines(11, 11);
    assert_non_null(strstr(pane_picture(&pane, 20, 4), "line 11"));
    pane_act(&pane, ACTION_FOLLOW);
    pane_say_lines(12, 12);
    assert_null(strstr(pane_picture(&pane, 20, 4), "line 12"));
    assert_non_null(strstr(pane_picture(&pane, 20, 4), "[1 line below]"));
    pane_release(&pane);
}

static void
lines_that_have_gone_leave_the_rest_in_sight(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 10);
    (void)pane_picture(&pane, 20, 3);
    pane_act(&pane, ACTION_TOP);
    (void)pane_picture(&pane, 20, 3);
    logbook_clear(the_tail->book);
    pane_say_lines(11, 13);
    assert_non_null(strstr(pane_picture(&pane, 20, 3), "line 11\n line 12"));
    pane_release(&pane);
}

static void
no_stream_is_opened_before_the_cursor_rests(void **state)
{
    struct pane pane;
    int before;

    (void)state;
    pane_init(&pane);
    before = tails_opened;
    for (int i = 0; i < 50; i++) {
        char name[16];
        struct ref ref;

        (void)snprintf(name, sizeof(name), "c-%d", i);
        ref = world_put_plain(&pane.world, name);
        detail_aim(&pane.detail, &ref);
        assert_int_equal(tails_opened, before);
        assert_non_null(strstr(pane_picture(&pane, 20, 3), "[Logs web-1]"));
    }
    pane_rest(&pane);
    assert_int_equal(tails_opened, before + 1);
    assert_non_null(strstr(pane_picture(&pane, 20, 3), "[Logs c-49]"));
    pane_release(&pane);
    assert_int_equal(tails_opened, tails_closed);
}

static void
back_at_the_same_container_nothing_is_opened_anew(void **state)
{
    struct pane pane;
    struct ref other;
    int before;

    (void)state;
    pane_init(&pane);
    before = tails_opened;
    other = world_put_plain(&pane.world, "other");
    detail_aim(&pane.detail, &other);
    detail_aim(&pane.detail, &pane.ref);
    pane_say_lines(1, 1);
    (void)loop_turn(pane.world.loop, false);
    assert_int_equal(tails_opened, before);
    assert_non_null(strstr(pane_picture(&pane, 20, 3), "line 1"));
    pane_release(&pane);
}

static void
how_the_log_stands_is_said(void **state)
{
    static const struct {
        enum tail_state state;
        const char *note, *words;
    } rows[] = {
        {TAIL_OPENING, "[opening]", "reading the log"},
        {TAIL_FOLLOWING, "[following]", "nothing has been logged"},
        {TAIL_ENDED, "[ended]", "nothing has been logged"},
        {TAIL_BROKEN, "[connection lost]", "it is tried again"},
        {TAIL_FAILED, "does not support reading", "does not support reading"},
    };
    const struct ref nothing = ref_make(0, REF_NONE, "");
    struct pane pane;

    (void)state;
    pane_init(&pane);
    (void)err_set(&the_tail->err, "the driver does not support reading");
    for (size_t i = 0; i < COUNT(rows); i++) {
        the_tail->state = rows[i].state;
        assert_non_null(strstr(pane_picture(&pane, 60, 3), rows[i].note));
        assert_non_null(
            strstr(strchr(pane_picture(&pane, 60, 3), '\n'), rows[i].words));
    }
    detail_aim(&pane.detail, &nothing);
    assert_string_equal(pane_picture(&pane, 40, 1),
                        "[Logs] []\nno container is chosen\n");
    pane_release(&pane);
}

static void
older_lines_are_asked_for_at_the_top(void **state)
{
    const struct said *said;
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 30);
    (void)pane_picture(&pane, 40, 4);
    pane_act(&pane, ACTION_UP);
    assert_int_equal(the_tail->older_asked, 0);
    pane_act(&pane, ACTION_TOP);
    assert_int_equal(the_tail->older_asked, 1);
    pane_act(&pane, ACTION_DOWN);
    assert_int_equal(the_tail->older_asked, 1);
    pane_act(&pane, ACTION_PAGE_UP);
    assert_int_equal(the_tail->older_asked, 2);
    the_tail->older = OLDER_READING;
    assert_non_null(strstr(pane_picture(&pane, 60, 4), "reading older lines"));
    the_tail->older = OLDER_FULL;
    pane_act(&pane, ACTION_UP);
    said = ring_last(app_said(pane.world.app));
    assert_non_null(strstr(said->text, "log-memory"));
    pane_release(&pane);
}

static void
who_reads_back_holds_what_he_reads(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 30);
    (void)pane_picture(&pane, 40, 4);
    assert_int_equal(the_tail->held, 0);
    pane_act(&pane, ACTION_PAGE_UP);
    (void)pane_picture(&pane, 40, 4);
    assert_int_equal(the_tail->held, 24);
    the_tail->is_paused = true;
    assert_non_null(strstr(pane_picture(&pane, 60, 4), "paused: no memory"));
    pane_act(&pane, ACTION_BOTTOM);
    (void)pane_picture(&pane, 40, 4);
    assert_int_equal(the_tail->held, 0);
    pane_release(&pane);
}

static void
log_of_a_container_made_again_goes_on(void **state)
{
    struct pane pane;
    struct ref again;
    int before;

    (void)state;
    pane_init(&pane);
    before = tails_opened;
    pane_say_lines(1, 3);
    again = world_put_plain(&pane.world, "web-2");
    the_tail->ref = again;
    detail_aim(&pane.detail, &again);
    assert_int_equal(tails_opened, before);
    assert_non_null(strstr(pane_picture(&pane, 40, 4), "Logs web-2"));
    assert_non_null(strstr(pane_picture(&pane, 40, 4), "line 3"));
    pane_release(&pane);
}

static void
a_line_of_a_mebibyte_is_scrolled_as_any(void **state)
{
    struct pane pane;
    char *text = xmalloc(LOGBOOK_LINE_MAX);

    (void)state;
    memset(text, 'x', LOGBOOK_LINE_MAX);
    memcpy(text + LOGBOOK_LINE_MAX - 5, "end.\n", 5);
    pane_init(&pane);
    pane_say_lines(1, 1);
    logbook_add(the_tail->book, LOG_STDOUT, WORLD_NOW,
                str_make(text, LOGBOOK_LINE_MAX));
    assert_non_null(strstr(pane_picture(&pane, 40, 4), "xend.\n"));
    pane_act(&pane, ACTION_PAGE_UP);
    assert_null(strstr(pane_picture(&pane, 40, 4), "end."));
    pane_act(&pane, ACTION_WRAP);
    for (int i = 0; i < 100; i++)
        pane_act(&pane, ACTION_SCROLL_RIGHT);
    assert_non_null(strstr(pane_picture(&pane, 40, 4), "xxx>"));
    pane_act(&pane, ACTION_TOP);
    (void)pane_picture(&pane, 40, 4);
    pane_release(&pane);
    free(text);
}

static void
a_line_that_was_cut_says_so(void **state)
{
    struct pane pane;
    char *text = xmalloc(LOGBOOK_LINE_MAX);

    (void)state;
    memset(text, 'x', LOGBOOK_LINE_MAX);
    pane_init(&pane);
    for (int i = 0; i < 2; i++)
        logbook_add(the_tail->book, LOG_STDOUT, WORLD_NOW,
                    str_make(text, LOGBOOK_LINE_MAX));
    assert_non_null(
        strstr(pane_picture(&pane, 40, 4), "xxx (cut: longer than 1 MiB)\n"));
    pane_act(&pane, ACTION_TOP);
    assert_null(strstr(pane_picture(&pane, 40, 4), "cut"));
    pane_release(&pane);
    free(text);
}

static void
last_words_of_what_was_removed_stay(void **state)
{
    const struct ref nothing = ref_make(0, REF_NONE, "");
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say_lines(1, 3);
    store_drop_container(pane.world.store, &pane.ref);
    world_turn(&pane.world);
    detail_aim(&pane.detail, &nothing);
    assert_non_null(strstr(pane_picture(&pane, 40, 4), "line 3"));
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
        cmocka_unit_test(a_log_is_readable_at_every_size),
        cmocka_unit_test(modes_of_a_log_are_options),
        cmocka_unit_test(the_end_is_followed),
        cmocka_unit_test(what_was_scrolled_to_stays_when_lines_come),
        cmocka_unit_test(who_reaches_the_end_follows_it),
        cmocka_unit_test(lines_that_have_gone_leave_the_rest_in_sight),
        cmocka_unit_test(no_stream_is_opened_before_the_cursor_rests),
        cmocka_unit_test(back_at_the_same_container_nothing_is_opened_anew),
        cmocka_unit_test(how_the_log_stands_is_said),
        cmocka_unit_test(older_lines_are_asked_for_at_the_top),
        cmocka_unit_test(who_reads_back_holds_what_he_reads),
        cmocka_unit_test(log_of_a_container_made_again_goes_on),
        cmocka_unit_test(last_words_of_what_was_removed_stay),
        cmocka_unit_test(a_line_of_a_mebibyte_is_scrolled_as_any),
        cmocka_unit_test(a_line_that_was_cut_says_so),
    };

    return cmocka_run_group_tests_name("logs view", tests, set_up, NULL);
}
