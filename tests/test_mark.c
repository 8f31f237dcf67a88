/*
 * Marks of lines, by tests/data/log-lines.txt: the level of each line, and
 * whether it goes on with the line before.
 */
#include "config.h"

#include "support/test.h"

#include "store/mark.h"

#include <stdio.h>
#include <stdlib.h>

#define LINE_SIZE 1024
#define PROGRAMS_LEAST 20
#define LINES_LEAST 150

/* What the escapes of the file stand for. */
static size_t
unescape(char *text)
{
    char *to = text;

    for (const char *at = text; *at; at++) {
        if (*at != '\\') {
            *to++ = *at;
            continue;
        }
        at++;
        *to++ = (char)(*at == 't' ? '\t' : *at == 'e' ? '\x1b' : *at);
    }
    *to = '\0';
    return (size_t)(to - text);
}

static const char *
say(uint8_t mark)
{
    return mark_follows(mark) ? "+" : level_names[mark_level(mark)];
}

static void
programs_lines_are_known(void **state)
{
    FILE *file = fopen(TEST_DATA "/log-lines.txt", "r");
    char line[LINE_SIZE];
    int number = 0, lines = 0, programs = 0, wrong = 0;
    uint8_t before = 0, level = 0;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        struct logbook_line read = {0};
        char *tab = strchr(line, '\t');
        uint8_t mark;

        number++;
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "##", 2) == 0) {
            programs++;
            before = 0;
        }
        if (line[0] == '#' || !tab)
            continue;
        *tab = '\0';
        read.text = str_make(tab + 1, unescape(tab + 1));
        mark = mark_line(&read, before);
        if (strcmp(say(mark), line) != 0) {
            print_error("line %d: %s, not %s: %s\n", number, say(mark), line,
                        tab + 1);
            wrong++;
        }
        assert_int_not_equal(mark, 0);
        /* A line that goes on has the level of its first one. */
        if (!mark_follows(mark))
            level = (uint8_t)mark_level(mark);
        assert_int_equal(mark_level(mark), level);
        before = mark;
        lines++;
    }
    (void)fclose(file);
    assert_int_equal(wrong, 0);
    assert_true(lines >= LINES_LEAST && programs >= PROGRAMS_LEAST);
}

/* Every line, cut at every place, from memory of exactly that size. */
static void
a_line_may_end_anywhere(void **state)
{
    FILE *file = fopen(TEST_DATA "/log-lines.txt", "r");
    char line[LINE_SIZE];

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        size_t len = unescape(line);

        for (size_t cut = 0; cut <= len; cut++) {
            struct logbook_line read = {0};
            char *copy = malloc(cut ? cut : 1);

            assert_non_null(copy);
            memcpy(copy, line + len - cut, cut);
            read.text = str_make(copy, cut);
            for (unsigned kind = 0; kind < 8; kind++)
                assert_int_not_equal(mark_line(&read, (uint8_t)(kind << 4)), 0);
            memcpy(copy, line, cut);
            for (unsigned kind = 0; kind < 8; kind++)
                assert_int_not_equal(mark_line(&read, (uint8_t)(kind << 4)), 0);
            free(copy);
        }
    }
    (void)fclose(file);
}

/* Far behind the head of a line no level is looked for, in an object it is. */
static void
a_long_line_is_looked_at_as_far_as_is_said(void **state)
{
    static char text[LEVEL_JSON + 64];

    (void)state;
    memset(text, ' ', sizeof(text));
    memcpy(text + LEVEL_HEAD, "[error]", 7);
    memcpy(text, "x", 1);
    assert_int_equal(level_of(str_make(text, sizeof(text))), LEVEL_NONE);
    memcpy(text, "{\"a\":1,", 7);
    memset(text + 7, ' ', sizeof(text) - 7);
    memcpy(text + LEVEL_JSON - 20, "\"level\":\"warn\"}", 15);
    assert_int_equal(level_of(str_make(text, sizeof(text))), LEVEL_WARN);
    memmove(text + LEVEL_JSON, text + LEVEL_JSON - 20, 15);
    memset(text + LEVEL_JSON - 20, ' ', 20);
    assert_int_equal(level_of(str_make(text, sizeof(text))), LEVEL_NONE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_lines_are_known),
        cmocka_unit_test(a_line_may_end_anywhere),
        cmocka_unit_test(a_long_line_is_looked_at_as_far_as_is_said),
    };

    return cmocka_run_group_tests_name("mark", tests, NULL, NULL);
}
