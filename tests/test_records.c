/*
 * Records out of a log's pieces, with and without frames.
 */
#include "config.h"

#include "support/test.h"

#include "base/buf.h"
#include "base/mem.h"
#include "store/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T1 "2026-11-21T08:30:00.000000001Z "
#define T2 "2026-11-21T08:30:00.000000002Z "
#define ZONE "2026-11-21T09:30:00.000000003+01:00 "
#define SHORT "2026-11-21T08:30:01Z "
#define BASE_NS INT64_C(1795249800000000000)

/* "<" the stream and the time, the text, ">". */
static void
note_begin(void *data, enum log_stream stream, int64_t time)
{
    (void)buf_addf(data, "<%c%d ", "oes"[stream],
                   time == 0 ? 0 : (int)(time - BASE_NS));
}

static void
note_text(void *data, struct str piece)
{
    (void)buf_add_str(data, piece);
}

static void
note_end(void *data)
{
    assert_true(buf_add_char(data, '>'));
}

static const struct record_sink sink = {note_begin, note_text, note_end};

static void
frames_are_records(void **state)
{
    static const struct {
        enum log_stream stream;
        const char *frame, *expected;
    } rows[] = {
        {LOG_STDOUT, T1 "one\n", "<o1 one\n>"},
        {LOG_STDERR, T2 "two\n", "<e2 two\n>"},
        {LOG_STDOUT, ZONE "local driver\n", "<o3 local driver\n>"},
        {LOG_STDOUT, SHORT "podman", "<o1000000000 podman>"},
        {LOG_STDOUT, T1 "\n", "<o1 \n>"},
        {LOG_STDOUT, T1, "<o1 >"},
        {LOG_STDOUT, T1 T2 "its own\n", "<o1 " T2 "its own\n>"},
        /* No stamps, whatever was asked for. */
        {LOG_STDOUT, "no stamp here\n", "<o0 no stamp here\n>"},
        {LOG_STDOUT, "short\nand long\n", "<o0 short\nand long\n>"},
        {LOG_STDOUT, "x", "<o0 x>"},
        {LOG_STDOUT, " x\n", "<o0  x\n>"},
        {LOG_STDOUT, "words-that-are-much-longer-than-a-stamp-could-ever-be\n",
         "<o0 words-that-are-much-longer-than-a-stamp-could-ever-be\n>"},
        {LOG_SYSTEM, "Error grabbing logs: EOF",
         "<s0 Error grabbing logs: EOF>"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t len = strlen(rows[i].frame);

        for (size_t step = 1; step <= len; step++) {
            struct buf out = BUF_INIT(4095);
            struct records records;

            records_init(&records, false, &sink, &out);
            /* Twice: nothing is left over. */
            for (int times = 0; times < 2; times++) {
                buf_clear(&out);
                for (size_t at = 0; at < len; at += step) {
                    size_t end = at + step < len ? at + step : len;

                    records_feed(&records, rows[i].stream,
                                 str_make(rows[i].frame + at, end - at),
                                 end == len);
                }
                assert_string_equal(buf_text(&out), rows[i].expected);
            }
            buf_release(&out);
        }
    }
}

/* In pieces of `step` bytes. */
static void
feed_tty(struct buf *out, struct str text, size_t step)
{
    struct records records;

    records_init(&records, true, &sink, out);
    for (size_t at = 0; at < text.len; at += step) {
        size_t left = text.len - at < step ? text.len - at : step;

        records_feed(&records, LOG_STDOUT, str_make(text.at + at, left), false);
    }
}

static void
lines_of_a_tty_are_records(void **state)
{
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {T1 "one\r\n" T2 "two\r\n", "<o1 one\r\n><o2 two\r\n>"},
        {T1 "\r\n" T1 "\r\n", "<o1 \r\n><o1 \r\n>"},
        {T1 "$ ", "<o1 $ "},
        {T1 "its own " T1 "stays\n", "<o1 its own " T1 "stays\n>"},
        {"no stamp\n" T1 "one\n", "<o0 no stamp\n><o1 one\n>"},
        {"\n" T1 "one\n", "<o0 \n><o1 one\n>"},
        {T1 "half" T1, "<o1 half" T1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str text = str_of(rows[i].text);

        for (size_t step = 1; step <= text.len; step++) {
            struct buf out = BUF_INIT(4095);

            feed_tty(&out, text, step);
            assert_string_equal(buf_text(&out), rows[i].expected);
            buf_release(&out);
        }
    }
}

static void
long_line_of_a_tty_loses_the_stamps_inside(void **state)
{
    static const size_t steps[] = {1, 31, 4096, 16384, 16415, 100000};
    char *part = xmalloc(RECORD_PART + 1);
    struct buf text = BUF_INIT(1 << 20), expected = BUF_INIT(1 << 20);

    (void)state;
    memset(part, 'x', RECORD_PART);
    part[RECORD_PART] = '\0';
    (void)buf_addf(&text, T1 "%s" T1 "%s" T1 "rest\r\n" T2 "next\r\n", part,
                   part);
    (void)buf_addf(&expected, "<o1 %s><o1 %s><o1 rest\r\n><o2 next\r\n>", part,
                   part);
    for (size_t i = 0; i < COUNT(steps); i++) {
        struct buf out = BUF_INIT(1 << 20);

        feed_tty(&out, buf_str(&text), steps[i]);
        assert_string_equal(buf_text(&out), buf_text(&expected));
        buf_release(&out);
    }
    buf_release(&text);
    buf_release(&expected);
    free(part);
}

static void
text_that_is_no_stamp_stays_behind_a_part(void **state)
{
    char *part = xmalloc(RECORD_PART + 1);
    struct buf text = BUF_INIT(1 << 20), expected = BUF_INIT(1 << 20);
    struct buf out = BUF_INIT(1 << 20);

    (void)state;
    memset(part, 'x', RECORD_PART);
    part[RECORD_PART] = '\0';
    (void)buf_addf(&text, T1 "%s and more\n" T2 "%s" T1 "forged\n", part, part);
    (void)buf_addf(&expected,
                   "<o1 %s><o1  and more\n><o2 %s><o2 " T1 "forged\n>", part,
                   part);
    feed_tty(&out, buf_str(&text), 1000);
    assert_string_equal(buf_text(&out), buf_text(&expected));
    buf_release(&out);
    buf_release(&text);
    buf_release(&expected);
    free(part);
}

/* A shell's prompt, and the next run of its container. */
static void
piece_that_begins_with_a_later_stamp_ends_a_record(void **state)
{
    struct buf out = BUF_INIT(4095);
    struct records records;

    (void)state;
    records_init(&records, true, &sink, &out);
    records_feed(&records, LOG_STDOUT, str_of(T1 "/ # "), false);
    records_feed(&records, LOG_STDOUT, str_of(T2 "/ # exit\r\n"), false);
    assert_string_equal(buf_text(&out), "<o1 / # ><o2 / # exit\r\n>");
    /* What is not later is text. */
    buf_clear(&out);
    records_feed(&records, LOG_STDOUT, str_of(T2 "a"), false);
    records_feed(&records, LOG_STDOUT, str_of(T1 "b\n"), false);
    assert_string_equal(buf_text(&out), "<o2 a" T1 "b\n>");
    buf_release(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_records),
        cmocka_unit_test(lines_of_a_tty_are_records),
        cmocka_unit_test(long_line_of_a_tty_loses_the_stamps_inside),
        cmocka_unit_test(text_that_is_no_stamp_stays_behind_a_part),
        cmocka_unit_test(piece_that_begins_with_a_later_stamp_ends_a_record),
    };

    return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
