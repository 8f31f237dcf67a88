/*
 * Escape sequences in text: what becomes of them.
 */
#include "config.h"

#include "support/test.h"

#include "base/escape.h"
#include "ui/cells/ansi.h"

#include <locale.h>
#include <stdio.h>

#define B ATTRIBUTE_BOLD
#define D ATTRIBUTE_DIM
#define U ATTRIBUTE_UNDERLINE
#define R ATTRIBUTE_REVERSE

/* The ink of the last glyph. */
static struct ink
ink_of(const char *text)
{
    struct ansi ansi;
    struct glyph glyph;
    struct ink ink = {0};

    ansi_begin(&ansi, str_of(text));
    while (ansi_next(&ansi, &glyph))
        ink = ansi.ink;
    return ink;
}

static void
sgr_sets_colours_and_attributes(void **state)
{
    static const struct {
        const char *sgr;
        struct ink ink;
    } rows[] = {
        {"", {0}},
        {"0", {0}},
        {"1", {0, 0, B}},
        {"1;2;4;7", {0, 0, B | D | U | R}},
        {"1;2;22", {0}},
        {"4;24;7;27", {0}},
        {"4:3", {0, 0, U}},
        {"4;4:0", {0}},
        {"21", {0, 0, U}},
        {"31", {1, 0, INK_FORE}},
        {"30", {0, 0, INK_FORE}},
        {"31;39", {0}},
        {"41", {0, 1, INK_BACK}},
        {"41;49", {0}},
        {"97", {15, 0, INK_FORE}},
        {"107", {0, 15, INK_BACK}},
        {"1;31;0", {0}},
        {"31;", {0}}, /* nothing is 0 */
        {"38;5;208", {208, 0, INK_FORE}},
        {"48;5;208", {0, 208, INK_BACK}},
        {"38:5:208", {208, 0, INK_FORE}},
        {"38;5;256", {0}},
        {"38;2;255;0;0", {196, 0, INK_FORE}},
        {"38:2:255:0:0", {196, 0, INK_FORE}},
        {"38:2::255:0:0", {196, 0, INK_FORE}},
        {"38;2;128;128;128;1", {244, 0, INK_FORE | B}},
        {"38;2;256;0;0", {0}},
        {"38;5;208;48;2;0;0;0", {208, 16, INK_FORE | INK_BACK}},
        {"58;5;9;1", {0, 0, B}}, /* the colour of a line below */
        {"38", {0}},
        {"38;5", {0}},
        {"38;2;1;2", {0}},
        {"38;7;1", {0}},
        {"5;8;9;53;73", {0}},
        {"99999999999999999999", {0}},
        {"1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;31",
         {0, 0, B}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[256];
        struct ink ink;

        (void)snprintf(text, sizeof(text), "\x1b[%smx", rows[i].sgr);
        ink = ink_of(text);
        print_message("# %s\n", rows[i].sgr);
        assert_int_equal(ink.flags, rows[i].ink.flags);
        assert_int_equal(ink.fore, rows[i].ink.fore);
        assert_int_equal(ink.back, rows[i].ink.back);
    }
}

/* What is seen of it, and that the plain text agrees about where. */
static void
check_seen(const char *text, const char *expected)
{
    struct buf seen = BUF_INIT(4096), plain = BUF_INIT(4096);
    struct ansi ansi;
    struct glyph glyph;

    ansi_begin(&ansi, str_of(text));
    while (ansi_next(&ansi, &glyph))
        (void)buf_add(&seen, glyph.bytes, glyph.len);
    assert_string_equal(buf_text(&seen), expected);
    assert_true(escape_strip(&plain, str_of(text)));
    assert_int_equal(ansi.at, plain.len);
    assert_int_equal(ansi.column, text_width(buf_str(&seen)));
    buf_release(&seen);
    buf_release(&plain);
}

static void
other_sequences_are_dropped_and_other_controls_harmless(void **state)
{
    static const struct {
        const char *text, *seen;
    } rows[] = {
        {"plain", "plain"},
        {"\x1b[31mred\x1b[0m", "red"},
        {"a\x1b[2Jb\x1b[10;20Hc\x1b[Kd", "abcd"},
        {"\x1b[?25la\x1b[>4;1mb\x1b[!pc", "abc"},
        {"\x1b]0;title\x07x", "x"},
        {"\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\", "link"},
        {"\x1bP1$qm\x1b\\x\x1b_y\x1b\\", "x"},
        {"\x1b(Bx\x1b)0y\x1b=z\x1b"
         "7",
         "xyz"},
        {"\x1b]52;c;no end", "\ufffd]52;c;no end"},
        {"\x1b[31", "\ufffd[31"},
        {"\x1b[3\x01m", "\ufffd[3\ufffdm"},
        {"\x1b", "\ufffd"},
        {"\x1b\x1b[1mx", "\ufffdx"},
        {"a\bb\x07\x7f", "a\ufffdb\ufffd\ufffd"},
        {"\xc2\x9b"
         "31mx",
         "\ufffd31mx"},
        {"\x9b"
         "31mx",
         "\ufffd31mx"},
        {"\u202etxt", "\ufffdtxt"},
        {"a\tb", "a       b"},
        {"12345678\tb", "12345678        b"},
        {"\xe8\xb2\xa8\tb", "\xe8\xb2\xa8      b"},
        {"\x1b[1m\t\x1b[0mb", "        b"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check_seen(rows[i].text, rows[i].seen);
}

static void
a_sequence_without_an_end_hides_nothing(void **state)
{
    char text[3 * ESCAPE_SIZE] = "\x1b]0;";
    struct ansi ansi;
    struct glyph glyph;

    (void)state;
    memset(text + 4, 'x', sizeof(text) - 6);
    text[sizeof(text) - 2] = '\x07';
    ansi_begin(&ansi, str_of(text));
    assert_true(ansi_next(&ansi, &glyph));
    assert_string_equal(glyph.bytes, "\ufffd");
}

/* Rows of a width, as a line is wrapped. */
static void
skipping_gives_rows_of_whole_glyphs(void **state)
{
    static const struct {
        const char *text;
        size_t width;
        size_t ends[5]; /* in the plain text */
        size_t count;
    } rows[] = {
        {"", 4, {0}, 0},
        {"abcd", 4, {4}, 1},
        {"abcdefghi", 4, {4, 8, 9}, 3},
        {"\x1b[31mabcd\x1b[0m", 4, {4}, 1},
        {"abc\xe8\xb2\xa8"
         "d",
         4,
         {3, 7},
         2},
        {"\xe8\xb2\xa8\xe8\xb2\xa8", 1, {3, 6}, 2},
        {"abce\xcc\x81xyz", 4, {6, 9}, 2},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct ansi ansi;
        size_t count = 0;

        ansi_begin(&ansi, str_of(rows[i].text));
        while (ansi_skip(&ansi, rows[i].width)) {
            assert_true(count < rows[i].count);
            assert_int_equal(ansi.at, rows[i].ends[count++]);
        }
        assert_int_equal(count, rows[i].count);
    }
}

static void
skipping_and_reading_agree(void **state)
{
    static const char text[] = "\x1b[1mab\tc\xe8\xb2\xa8\x1b[0md\xcc\x81"
                               "e\xff\x1b(Bfgh\x1b[41mijklmnop";

    (void)state;
    for (size_t width = 1; width < 40; width++) {
        struct ansi skipped, read;
        struct glyph glyph;

        ansi_begin(&skipped, str_of(text));
        ansi_begin(&read, str_of(text));
        assert_true(ansi_skip(&skipped, width));
        while (read.at < skipped.at || read.column < skipped.column)
            assert_true(ansi_next(&read, &glyph));
        assert_int_equal(read.at, skipped.at);
        assert_int_equal(read.column, skipped.column);
        assert_int_equal(read.blanks, skipped.blanks);
    }
}

static void
ink_fills_in_what_a_role_leaves_open(void **state)
{
    static const struct {
        struct look look;
        enum depth depth;
        struct ink ink;
        struct look seen;
    } rows[] = {
        {{-1, -1, 0}, DEPTH_RICH, {208, 0, INK_FORE | B}, {208, -1, B}},
        {{9, -1, U}, DEPTH_RICH, {208, 4, INK_FORE | INK_BACK}, {9, 4, U}},
        {{-1, -1, 0}, DEPTH_PLAIN, {208, 4, INK_FORE | R}, {-1, -1, R}},
        {{-1, -1, 0}, DEPTH_BASIC, {3, 0, INK_FORE}, {3, -1, 0}},
        {{-1, -1, 0}, DEPTH_BASIC, {11, 0, INK_FORE}, {3, -1, B}},
        {{-1, -1, 0}, DEPTH_BASIC, {196, 0, INK_FORE}, {1, -1, 0}},
        {{-1, -1, 0}, DEPTH_BASIC, {0, 21, INK_BACK}, {-1, 4, 0}},
        {{-1, -1, 0}, DEPTH_BASIC, {250, 0, INK_FORE}, {7, -1, 0}},
        {{-1, -1, 0}, DEPTH_BASIC, {232, 0, INK_FORE}, {0, -1, 0}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct look seen = ink_look(rows[i].look, rows[i].depth, rows[i].ink);

        assert_int_equal(seen.fore, rows[i].seen.fore);
        assert_int_equal(seen.back, rows[i].seen.back);
        assert_int_equal(seen.attributes, rows[i].seen.attributes);
    }
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sgr_sets_colours_and_attributes),
        cmocka_unit_test(
            other_sequences_are_dropped_and_other_controls_harmless),
        cmocka_unit_test(a_sequence_without_an_end_hides_nothing),
        cmocka_unit_test(skipping_gives_rows_of_whole_glyphs),
        cmocka_unit_test(skipping_and_reading_agree),
        cmocka_unit_test(ink_fills_in_what_a_role_leaves_open),
    };

    return cmocka_run_group_tests_name("ansi", tests, set_up, NULL);
}
