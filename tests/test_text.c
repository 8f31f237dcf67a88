/*
 * Foreign text: what is shown, and in how many cells.
 */
#include "config.h"

#include "support/test.h"

#include "base/text.h"

#include <locale.h>
#include <stdlib.h>

#define BAD "\xef\xbf\xbd"

/* A literal that may hold any byte. */
#define BYTES(literal)                                                         \
    {                                                                          \
        literal, sizeof(literal) - 1                                           \
    }

static int
enter_utf8(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

static int
enter_ascii(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C") ? 0 : -1;
}

/* Clean form and width of `in`, checked glyph by glyph as well. */
static void
check(size_t row, struct str in, const char *clean, size_t width)
{
    struct buf out = BUF_INIT(4096);
    struct str rest = in;
    struct glyph glyph;
    size_t cells = 0;
    size_t bytes = 0;

    assert_true(text_clean(&out, in));
    if (strcmp(buf_text(&out), clean) != 0)
        fail_msg("row %zu: '%s' instead of '%s'", row, buf_text(&out), clean);
    while (text_next(&rest, &glyph)) {
        assert_in_range(glyph.width, 1, 2);
        assert_int_equal(strlen(glyph.bytes), glyph.len);
        assert_in_range(glyph.len, 1, GLYPH_SIZE - 1);
        cells += glyph.width;
        bytes += glyph.len;
    }
    assert_int_equal(bytes, out.len);
    if (cells != width || text_width(in) != width)
        fail_msg("row %zu: %zu cells instead of %zu", row, cells, width);
    buf_release(&out);
}

static void
hostile_text_is_shown_and_never_obeyed(void **state)
{
    static const struct {
        struct str in;
        const char *clean;
        size_t width;
    } rows[] = {
        {BYTES(""), "", 0},
        {BYTES("plain"), "plain", 5},
        /* C0 and DEL */
        {BYTES("\x1b[2J"), BAD "[2J", 4},
        {BYTES("\x1b]0;title\x07"), BAD "]0;title" BAD, 10},
        {BYTES("a\tb\nc\rd"), "a b c" BAD "d", 7},
        {BYTES("a\0b\x7f"), "a" BAD "b" BAD, 4},
        {BYTES("\x0e\x0f\x08"), BAD BAD BAD, 3},
        /* C1 raw, and as UTF-8 (CSI, NEL) */
        {BYTES("\x9b"
               "31m"),
         BAD "31m", 4},
        {BYTES("\xc2\x9b"
               "31m\xc2\x85"),
         BAD "31m" BAD, 5},
        /* bidirectional controls, isolates, separators, byte order mark */
        {BYTES("a\xe2\x80\xae"
               "b"),
         "a" BAD "b", 3},
        {BYTES("\xd8\x9c\xe2\x80\x8e\xe2\x80\x8f"), BAD BAD BAD, 3},
        {BYTES("\xe2\x81\xa6\xe2\x81\xa9"), BAD BAD, 2},
        {BYTES("\xe2\x80\xa8\xe2\x80\xa9\xef\xbb\xbf"), BAD BAD BAD, 3},
        /* invisible: zero width space, joiners, soft hyphen, a tag */
        {BYTES("a\xe2\x80\x8b"
               "b\xe2\x80\x8d\xc2\xad"),
         "a" BAD "b" BAD BAD, 5},
        {BYTES("\xf3\xa0\x81\x81"), BAD, 1},
        {BYTES("\xe3\x85\xa4"), BAD, 1}, /* Hangul filler */
        /* invalid: stray, truncated, overlong, surrogate, too large */
        {BYTES("\x80\xff\xfe"), BAD BAD BAD, 3},
        {BYTES("\xe2\x82"), BAD BAD, 2},
        {BYTES("\xe2\x82x"), BAD BAD "x", 3},
        {BYTES("\xc0\xaf"), BAD BAD, 2},
        {BYTES("\xed\xa0\x80"), BAD BAD BAD, 3},
        {BYTES("\xf4\x90\x80\x80"), BAD BAD BAD BAD, 4},
        /* unassigned, noncharacters */
        {BYTES("\xcd\xb8\xef\xbf\xbf"), BAD BAD, 2},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check(i, rows[i].in, rows[i].clean, rows[i].width);
}

static void
honest_text_keeps_its_form(void **state)
{
    static const struct {
        struct str in;
        const char *clean;
        size_t width;
    } rows[] = {
        {BYTES("na\xc3\xafve"), "na\xc3\xafve", 5},
        {BYTES("e\xcc\x81"), "e\xcc\x81", 1},
        {BYTES("\xe6\x97\xa5\xe6\x9c\xac"), "\xe6\x97\xa5\xe6\x9c\xac", 4},
        {BYTES("\xf0\x9f\x90\xb3"), "\xf0\x9f\x90\xb3", 2}, /* whale */
        /* conjoining Hangul is one syllable of two cells */
        {BYTES("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"),
         "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 2},
        /* a mark on nothing stands on a space, also after one */
        {BYTES("\xcc\x81"), " \xcc\x81", 1},
        {BYTES("\x1b\xcc\x81"), BAD " \xcc\x81", 2},
        /* what has no width goes on what stands before, whatever it is */
        {BYTES("a\xe1\x87\xb3"
               "b"),
         "a\xe1\x87\xb3"
         "b",
         2},
        /* a variation selector is dropped: the width stays */
        {BYTES("\xe2\x98\x81\xef\xb8\x8fx"), "\xe2\x98\x81x", 2},
        /* private use, as symbol fonts have it */
        {BYTES("\xee\x82\xb0"), "\xee\x82\xb0", 1},
        {BYTES("\xc2\xa0"), "\xc2\xa0", 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check(i, rows[i].in, rows[i].clean, rows[i].width);
}

static void
a_tower_of_marks_is_one_bounded_glyph(void **state)
{
    struct buf in = BUF_INIT(4096);
    struct str rest;
    struct glyph glyph;

    (void)state;
    buf_add_char(&in, 'z');
    for (int i = 0; i < 1000; i++)
        buf_add_text(&in, "\xcc\x81");
    rest = buf_str(&in);
    assert_true(text_next(&rest, &glyph));
    assert_int_equal(glyph.width, 1);
    assert_int_equal(glyph.len, GLYPH_SIZE - 1);
    assert_false(text_next(&rest, &glyph));
    buf_release(&in);
}

static void
without_utf8_only_ascii_is_written(void **state)
{
    static const struct {
        struct str in;
        const char *clean;
        size_t width;
    } rows[] = {
        {BYTES("plain"), "plain", 5},         {BYTES("\x1b[m\t"), "?[m ", 4},
        {BYTES("na\xc3\xafve"), "na?ve", 5},  {BYTES("e\xcc\x81!"), "e?!", 3},
        {BYTES("\xff\xe2\x80\xae"), "??", 2},
    };

    (void)state;
    assert_false(text_is_utf8());
    for (size_t i = 0; i < COUNT(rows); i++)
        check(i, rows[i].in, rows[i].clean, rows[i].width);
}

struct fit_row {
    const char *text;
    size_t width;
    const char *middle;
    const char *end;
};

static void
check_fit(const struct fit_row *row)
{
    struct buf out = BUF_INIT(256);
    size_t used = text_fit_middle(&out, str_of(row->text), row->width);

    assert_string_equal(buf_text(&out), row->middle);
    assert_int_equal(used, text_width(buf_str(&out)));
    assert_true(used <= row->width);
    buf_clear(&out);
    used = text_fit_end(&out, str_of(row->text), row->width);
    assert_string_equal(buf_text(&out), row->end);
    assert_int_equal(used, text_width(buf_str(&out)));
    assert_true(used <= row->width);
    buf_release(&out);
}

static void
long_text_is_cut_where_it_tells_least(void **state)
{
#define E "\xe2\x80\xa6"
#define WIDE "\xe6\x97\xa5"
    static const struct fit_row rows[] = {
        {"shop-frontend-production-7", 15, "shop-fr" E "ction-7",
         "shop-frontend-" E},
        {"abc", 3, "abc", "abc"},
        {"abcd", 3, "a" E "d", "ab" E},
        {"abcd", 2, "a" E, "a" E},
        {"abcd", 1, E, E},
        {"abcd", 0, "", ""},
        {"", 3, "", ""},
        /* half of a wide character is never shown */
        {WIDE WIDE WIDE, 5, WIDE E WIDE, WIDE WIDE E},
        {WIDE WIDE WIDE, 4, WIDE E, WIDE E},
        {WIDE, 1, E, E},
        {"\x1b[1mred", 5, BAD "[" E "ed", BAD "[1m" E},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check_fit(&rows[i]);
}

static void
without_utf8_the_ellipsis_is_two_dots(void **state)
{
    static const struct fit_row rows[] = {
        {"abcdefgh", 6, "ab..gh", "abcd.."},
        {"abcd", 2, "..", ".."},
        {"abcd", 1, ".", "."},
        {"abcd", 0, "", ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check_fit(&rows[i]);
}

static void
a_full_buf_gets_whole_glyphs_only(void **state)
{
    struct buf out = BUF_INIT(4);

    (void)state;
    assert_false(text_clean(&out, str_of("a" WIDE WIDE)));
    assert_string_equal(buf_text(&out), "a" WIDE);
    buf_release(&out);
}

static void
case_matters_only_when_the_needle_has_capitals(void **state)
{
    static const struct {
        const char *text;
        const char *needle;
        bool found;
    } rows[] = {
        {"Web-1", "web", true}, {"Web-1", "Web", true}, {"web-1", "Web", false},
        {"web-1", "", true},    {"", "", true},         {"", "a", false},
        {"aab", "ab", true},    {"ab", "abc", false},   {"x" WIDE, WIDE, true},
        {"EB-1", "b-1", true},  {"a.b", "a?b", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(
            text_contains(str_of(rows[i].text), str_of(rows[i].needle)),
            rows[i].found);
    assert_true(text_contains(str_make("a\0b", 3), str_make("\0b", 2)));
}

/* Whatever comes, only harmless bytes leave. */
static void
no_control_byte_ever_leaves(void **state)
{
    char in[3];

    (void)state;
    for (unsigned n = 0; n < 256 * 256; n++) {
        struct buf out = BUF_INIT(64);

        in[0] = (char)(n & 0xff);
        in[1] = (char)(n >> 8);
        in[2] = '\x9b';
        assert_true(text_clean(&out, str_make(in, sizeof(in))));
        for (size_t i = 0; i < out.len; i++) {
            unsigned char c = (unsigned char)out.at[i];

            assert_true(c >= 0x20 && c != 0x7f);
            if (c == 0xc2)
                assert_true((unsigned char)out.at[i + 1] >= 0xa0);
        }
        buf_release(&out);
    }
}

/* What is taken for one byte and one cell is that, glyph by glyph, and the
 * glyph behind it is whole. */
static void
plain_text_is_a_cell_for_each_byte(void **state)
{
    static const char some[] = "a ~\x1f\t\x7f\x80\xcc\x81\xe6\x97\xa5";
    size_t kinds = sizeof(some) - 1;
    char in[4];

    (void)state;
    for (size_t n = 0; n < kinds * kinds * kinds * kinds; n++) {
        size_t digits = n;

        for (size_t i = 0; i < sizeof(in); i++, digits /= kinds)
            in[i] = some[digits % kinds];
        for (size_t most = 0; most <= sizeof(in) + 1; most++) {
            struct str text = str_make(in, sizeof(in));
            size_t plain = text_plain(text, most);
            struct glyph glyph;

            assert_true(plain <= most && plain <= sizeof(in));
            for (size_t i = 0; i < plain; i++) {
                assert_true(text_next(&text, &glyph));
                assert_int_equal(glyph.width, 1);
                assert_int_equal(glyph.len, 1);
                assert_int_equal(glyph.bytes[0], in[i]);
            }
            assert_ptr_equal(text.at, in + plain);
        }
    }
    assert_int_equal(text_plain(str_of("web-1"), 9), 5);
    assert_int_equal(text_plain(str_of("web" WIDE), 9), 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(hostile_text_is_shown_and_never_obeyed,
                               enter_utf8),
        cmocka_unit_test_setup(honest_text_keeps_its_form, enter_utf8),
        cmocka_unit_test_setup(a_tower_of_marks_is_one_bounded_glyph,
                               enter_utf8),
        cmocka_unit_test_setup(without_utf8_only_ascii_is_written, enter_ascii),
        cmocka_unit_test_setup(long_text_is_cut_where_it_tells_least,
                               enter_utf8),
        cmocka_unit_test_setup(without_utf8_the_ellipsis_is_two_dots,
                               enter_ascii),
        cmocka_unit_test_setup(a_full_buf_gets_whole_glyphs_only, enter_utf8),
        cmocka_unit_test(case_matters_only_when_the_needle_has_capitals),
        cmocka_unit_test_setup(no_control_byte_ever_leaves, enter_utf8),
        cmocka_unit_test_setup(plain_text_is_a_cell_for_each_byte, enter_utf8),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
