#include "support/test.h"

#include "base/buf.h"
#include "net/lines.h"

#include <string.h>

#define LIMIT 16

/* Each line that comes, with a "|" behind it. */
static bool
collect(void *data, struct str line, struct err *err)
{
    struct buf *out = data;

    (void)err;
    return buf_add_str(out, line) && buf_add_char(out, '|');
}

struct row {
    const char *in;
    const char *lines; /* those with an end */
    const char *last;  /* what lines_finish() adds */
};

static const struct row rows[] = {
    {"", "", ""},
    {"\n", "", ""},
    {"one\n", "one|", ""},
    {"one", "", "one|"},
    {"one\ntwo\n", "one|two|", ""},
    {"one\r\ntwo\r\n", "one|two|", ""},
    {"one\ntwo", "one|", "two|"},
    {"one\ntwo\r", "one|", "two|"},
    {"\n\n\r\n\none\n\r\n", "one|", ""},
    {"a\rb\n", "a\rb|", ""},
    {"a\r\r\n", "a\r|", ""},
    {"{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}|{\"a\":2}|", ""},
    {"exactly16 bytes.\n", "exactly16 bytes.|", ""},
    {"exactly16 bytes.\r\n", "exactly16 bytes.|", ""},
    {"exactly16 bytes.", "", "exactly16 bytes.|"},
    {"exactly16 bytes.\nexactly16 bytes.\n",
     "exactly16 bytes.|exactly16 bytes.|", ""},
};

static void
assert_row(const struct row *row, struct buf *out, struct lines *lines)
{
    struct buf want = BUF_INIT(200);

    assert_string_equal(buf_text(out), row->lines);
    assert_true(lines_finish(lines, collect, out, NULL));
    buf_add_text(&want, row->lines);
    buf_add_text(&want, row->last);
    assert_string_equal(buf_text(out), buf_text(&want));
    buf_release(&want);
}

static void
lines_are_the_same_in_each_cut_in_two(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *in = rows[i].in;
        size_t len = strlen(in);

        for (size_t cut = 0; cut <= len; cut++) {
            struct buf out = BUF_INIT(200);
            struct lines lines;

            lines_init(&lines, LIMIT);
            assert_true(
                lines_feed(&lines, str_make(in, cut), collect, &out, NULL));
            assert_true(lines_feed(&lines, str_make(in + cut, len - cut),
                                   collect, &out, NULL));
            assert_row(&rows[i], &out, &lines);
            lines_release(&lines);
            buf_release(&out);
        }
    }
}

static void
lines_are_the_same_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(200);
        struct lines lines;

        lines_init(&lines, LIMIT);
        for (const char *at = rows[i].in; *at; at++)
            assert_true(
                lines_feed(&lines, str_make(at, 1), collect, &out, NULL));
        assert_row(&rows[i], &out, &lines);
        lines_release(&lines);
        buf_release(&out);
    }
}

static void
bytes_of_any_kind_stand_in_a_line(void **state)
{
    static const char in[] = "a\0b\xff\n\0\n";
    struct buf out = BUF_INIT(200);
    struct lines lines;

    (void)state;
    lines_init(&lines, LIMIT);
    assert_true(
        lines_feed(&lines, str_make(in, sizeof(in) - 1), collect, &out, NULL));
    assert_int_equal(out.len, 7);
    assert_memory_equal(out.at, "a\0b\xff|\0|", 7);
    lines_release(&lines);
    buf_release(&out);
}

static bool
feed_in_pieces(struct lines *lines, const char *in, size_t piece,
               struct buf *out, struct err *err)
{
    for (size_t len = strlen(in); len > 0; len -= piece, in += piece) {
        if (piece > len)
            piece = len;
        if (!lines_feed(lines, str_make(in, piece), collect, out, err))
            return false;
    }
    return lines_finish(lines, collect, out, err);
}

static void
line_over_the_limit_is_refused_in_every_split(void **state)
{
    static const char *const ins[] = {
        "ok\nseventeen bytes..\nok\n",
        "ok\nseventeen bytes..\r\nok\n",
        "ok\nseventeen bytes..",
        "ok\nmuch more than sixteen bytes in one line\n",
        "ok\nmuch more than sixteen bytes in one line",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(ins); i++) {
        for (size_t piece = 1; piece <= strlen(ins[i]); piece++) {
            struct buf out = BUF_INIT(200);
            struct err err = ERR_INIT;
            struct lines lines;

            lines_init(&lines, LIMIT);
            assert_false(feed_in_pieces(&lines, ins[i], piece, &out, &err));
            assert_int_equal(err.kind, ERR_LIMIT);
            assert_string_equal(err.text, "a line is longer than 16 bytes");
            assert_string_equal(buf_text(&out), "ok|");
            lines_release(&lines);
            buf_release(&out);
        }
    }
}

static bool
refuse_second(void *data, struct str line, struct err *err)
{
    struct buf *out = data;

    collect(data, line, NULL);
    if (str_is(line, "two"))
        return err_set(err, "not two");
    return out != NULL;
}

static void
refused_line_ends_the_feed_with_its_reason(void **state)
{
    struct buf out = BUF_INIT(200);
    struct err err = ERR_INIT;
    struct lines lines;

    (void)state;
    lines_init(&lines, LIMIT);
    assert_false(lines_feed(&lines, str_of("one\ntwo\nthree\n"), refuse_second,
                            &out, &err));
    assert_string_equal(err.text, "not two");
    assert_string_equal(buf_text(&out), "one|two|");
    lines_release(&lines);
    buf_release(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_the_same_in_each_cut_in_two),
        cmocka_unit_test(lines_are_the_same_byte_by_byte),
        cmocka_unit_test(bytes_of_any_kind_stand_in_a_line),
        cmocka_unit_test(line_over_the_limit_is_refused_in_every_split),
        cmocka_unit_test(refused_line_ends_the_feed_with_its_reason),
    };

    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
