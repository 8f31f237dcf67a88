/*
 * Lines of logs without a screen.
 */
#include "config.h"

#include "support/test.h"

#include "cli/logs.h"
#include "cli/logs_print.h"
#include "store/mark.h"

#include <locale.h>
#include <string.h>

#define TIME INT64_C(1795249800000000007) /* 2026-11-21T08:30:00.000000007Z */

static void
a_line_is_printed_in_its_form(void **state)
{
    static const struct {
        struct logs_form form;
        const char *text;
        enum log_stream stream;
        int64_t time;
        const char *printed;
    } rows[] = {
        {{0}, "hello", LOG_STDOUT, TIME, "hello\n"},
        {{.timestamps = true},
         "hello",
         LOG_STDOUT,
         TIME,
         "2026-11-21T08:30:00.000000007Z hello\n"},
        {{.name_width = 5}, "hello", LOG_STDOUT, TIME, "web   | hello\n"},
        {{0}, "\033[1mbold\a", LOG_STDOUT, TIME, "\033[1mbold\a\n"},
        {{.is_harmless = true},
         "a\033[1mb\ac",
         LOG_STDOUT,
         TIME,
         "ab\xef\xbf\xbd"
         "c\n"},
        {{.json = true, .name_width = 5, .timestamps = true},
         "{\"level\":\"warn\"}\033\377",
         LOG_STDERR,
         TIME,
         "{\"time\":\"2026-11-21T08:30:00.000000007Z\",\"name\":\"web\","
         "\"id\":\"0123456789ab\",\"stream\":\"stderr\",\"level\":\"warn\","
         "\"text\":\"{\\\"level\\\":\\\"warn\\\"}\\u001b\\ufffd\"}\n"},
        {{.json = true},
         "hello",
         LOG_STDOUT,
         0,
         "{\"time\":null,\"name\":\"web\",\"id\":\"0123456789ab\","
         "\"stream\":\"stdout\",\"level\":null,\"text\":\"hello\"}\n"},
    };
    const struct container container = {.id = "0123456789ab", .name = "web"};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct logbook_line line = {.time = rows[i].time,
                                    .stream = rows[i].stream,
                                    .text = str_of(rows[i].text)};
        struct buf out = BUF_INIT(4096);

        line.mark = mark_line(&line, 0);
        assert_true(logs_print_line(&out, &rows[i].form, &container, &line));
        assert_string_equal(buf_text(&out), rows[i].printed);
        buf_release(&out);
    }
}

static void
tail_is_a_number_or_all(void **state)
{
    static const struct {
        const char *text;
        long lines; /* 0: refused */
    } rows[] = {{"5", 5},         {"all", TAIL_ALL},
                {"0", TAIL_NONE}, {"-1", 0},
                {"five", 0},      {"", 0},
                {"5x", 0},        {"99999999999999999999", 0}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tail_window window = {0};
        struct err err;
        bool good = logs_parse_tail(rows[i].text, &window, &err);

        if (good != (rows[i].lines != 0) || window.lines != rows[i].lines)
            fail_msg("'%s': %ld", rows[i].text, window.lines);
    }
}

static void
a_level_is_a_word(void **state)
{
    static const struct {
        const char *text;
        enum level least;
    } rows[] = {{"warn", LEVEL_WARN},
                {"WARNING", LEVEL_WARN},
                {"trace", LEVEL_TRACE},
                {"", LEVEL_NONE},
                {"web", LEVEL_NONE}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum level least;
        struct err err;

        if (logs_parse_level(rows[i].text, &least, &err) !=
                (rows[i].least != LEVEL_NONE) ||
            least != rows[i].least)
            fail_msg("'%s'", rows[i].text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_printed_in_its_form),
        cmocka_unit_test(tail_is_a_number_or_all),
        cmocka_unit_test(a_level_is_a_word),
    };

    (void)setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
