/*
 * Logs: pieces into lines, in any split. What memory they may take is said in
 * test_logbook_room.c.
 */
#include "config.h"

#include "support/book_fixture.h"
#include "support/test.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DUMP_LIMIT ((size_t)1 << 24)

/* A line each: stream, time, "+" open, "!" cut, "=" seam, text. */
static void
dump(struct buf *out, const struct logbook *book)
{
    uint64_t number;

    for (number = logbook_first(book); number < logbook_end(book); number++) {
        struct logbook_line line = book_line_at(book, number);

        (void)buf_addf(out, "%c%d%s%s%s ", "oes"[line.stream], (int)line.time,
                       line.is_open ? "+" : "", line.is_cut ? "!" : "",
                       line.kind == LOGBOOK_SEAM ? "=" : "");
        (void)buf_add_str(out, line.text);
        assert_true(buf_add_char(out, '\n'));
    }
}

static void
assert_lines(const struct logbook *book, const char *expected)
{
    struct buf out = BUF_INIT(DUMP_LIMIT);

    dump(&out, book);
    assert_string_equal(buf_text(&out), expected);
    buf_release(&out);
}

struct piece {
    char stream; /* o, e, s; '=' a seam */
    int64_t time;
    const char *text;
};

static enum log_stream
stream_of(char letter)
{
    return letter == 'o' ? LOG_STDOUT : letter == 'e' ? LOG_STDERR : LOG_SYSTEM;
}

static void
pieces_become_lines(void **state)
{
    static const struct {
        struct piece pieces[6];
        const char *lines;
    } rows[] = {
        {{{'o', 1, "one\n"}}, "o1 one\n"},
        {{{'o', 1, "one\n"}, {'e', 2, "two\n"}}, "o1 one\ne2 two\n"},
        {{{'s', 1, "no driver\n"}}, "s1 no driver\n"},
        {{{'o', 1, "\n"}, {'o', 2, "\n"}}, "o1 \no2 \n"},
        {{{'o', 1, "a\nb\nc"}}, "o1 a\no1 b\no1+ c\n"},
        /* Without a newline it may still grow. */
        {{{'o', 1, "$ "}}, "o1+ $ \n"},
        /* Parts of one record have one time. */
        {{{'o', 1, "ab"}, {'o', 1, "cd"}, {'o', 1, "\n"}}, "o1 abcd\n"},
        {{{'o', 1, "ab"}, {'o', 2, "cd\n"}}, "o1 ab\no2 cd\n"},
        {{{'o', 1, "ab"}, {'o', 2, "\n"}}, "o1 ab\no2 \n"},
        {{{'o', 1, "a"}, {'e', 1, "x"}, {'o', 1, "b\n"}, {'e', 1, "y\n"}},
         "o1 ab\ne1 xy\n"},
        {{{'o', 1, "a"}, {'e', 2, "x\n"}, {'e', 3, "y\n"}},
         "o1+ a\ne2 x\ne3 y\n"},
        /* A terminal's newlines. */
        {{{'o', 1, "a\r\n"}, {'o', 2, "b\r\r\n"}, {'o', 3, "\r\n"}},
         "o1 a\no2 b\no3 \n"},
        {{{'o', 1, "a\r"}, {'o', 1, "\n"}}, "o1 a\n"},
        /* Progress: the last state, which a "\r" alone does not take away. */
        {{{'o', 1, "10%\r20%\r30%"}}, "o1+ 30%\n"},
        {{{'o', 1, "10%\r20%\r"}}, "o1+ 20%\n"},
        {{{'o', 1, "\r10%"}, {'o', 1, "\r20%\n"}}, "o1 20%\n"},
        {{{'o', 1, "x\ny\rz\nw\n"}}, "o1 x\no1 z\no1 w\n"},
        /* A seam ends what was open. */
        {{{'o', 1, "a"}, {'e', 2, "b"}, {'=', 0, "restarted"}, {'o', 1, "c\n"}},
         "o1 a\ne2 b\ns0= restarted\no1 c\n"},
    };
    struct book_fixture *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct logbook *book = logbook_new(f->books);

        for (const struct piece *p = rows[i].pieces; p->text; p++)
            if (p->stream == '=')
                logbook_add_seam(book, p->text);
            else
                book_add(book, stream_of(p->stream), p->time, p->text);
        assert_lines(book, rows[i].lines);
        logbook_free(book);
    }
}

static void
any_byte_is_kept(void **state)
{
    struct book_fixture *f = *state;
    char bytes[256];
    size_t count = 0;
    struct logbook_line line;

    for (int i = 0; i < 256; i++)
        if (i != '\n' && i != '\r')
            bytes[count++] = (char)i;
    bytes[count] = '\n';
    logbook_add(f->book, LOG_STDOUT, 1, str_make(bytes, count + 1));
    line = book_line_at(f->book, 1);
    assert_true(str_equal(line.text, str_make(bytes, count)));
}

/* Records of random letters, in which ends of lines are frequent. */
static size_t
make_text(char *text, size_t size, unsigned seed)
{
    static const char letters[] = "abc\r\n\n\r\r\xc3\xa9xy";

    /* Numerical Recipes' generator: the same text for the same seed. */
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525U + 1013904223U;
        text[i] = letters[(seed >> 16) % (sizeof(letters) - 1)];
    }
    return size;
}

/* Each byte has a time and a stream that do not depend on the pieces. */
static void
add_split(struct logbook *book, const char *text, size_t len, size_t first,
          size_t step)
{
    size_t at = 0, next = first;

    while (at < len) {
        size_t end = next < len ? next : len;

        while (at < end) {
            size_t run = at + 1;

            while (run < end && run / 16 == at / 16)
                run++;
            logbook_add(book, at / 32 % 2 ? LOG_STDERR : LOG_STDOUT,
                        (int64_t)(at / 16), str_make(text + at, run - at));
            at = run;
        }
        next = end + step;
    }
}

static void
same_bytes_in_any_split_give_the_same_lines(void **state)
{
    struct book_fixture *f = *state;
    char text[97];

    for (unsigned seed = 1; seed < 40; seed++) {
        size_t len = make_text(text, sizeof(text), seed);
        struct buf whole = BUF_INIT(DUMP_LIMIT);

        for (size_t first = len; first > 0; first--)
            for (size_t step = 1; step < 20; step += 6) {
                struct logbook *book = logbook_new(f->books);

                add_split(book, text, len, first, first == 1 ? 1 : step * 16);
                if (first == len && step == 1)
                    dump(&whole, book);
                assert_lines(book, buf_text(&whole));
                logbook_free(book);
            }
        buf_release(&whole);
    }
}

static void
long_line_is_cut_and_says_so(void **state)
{
    static const size_t steps[] = {7919, 16384, LOGBOOK_LINE_MAX + 5};
    struct logbooks *books = logbooks_new(4 * LOGBOOK_LINE_MAX);
    size_t len = LOGBOOK_LINE_MAX + 5;
    char *text = xmalloc(len);

    (void)state;
    memset(text, 'x', len);
    for (size_t i = 0; i < COUNT(steps); i++) {
        struct logbook *book = logbook_new(books);
        struct logbook_line line;

        for (size_t at = 0; at < len; at += steps[i]) {
            size_t left = len - at < steps[i] ? len - at : steps[i];

            logbook_add(book, LOG_STDOUT, 1, str_make(text + at, left));
        }
        line = book_line_at(book, 1);
        assert_true(line.is_open && line.is_cut);
        book_add(book, LOG_STDOUT, 1, "\nnext\n");
        line = book_line_at(book, 1);
        assert_true(line.is_cut && !line.is_open);
        assert_int_equal(line.text.len, LOGBOOK_LINE_MAX);
        assert_false(book_line_at(book, 2).is_cut);
        logbook_free(book);
    }
    logbooks_free(books);
    free(text);
}

static void
line_of_exactly_the_limit_is_whole(void **state)
{
    struct book_fixture *f = *state;
    char *text = xmalloc(LOGBOOK_LINE_MAX + 1);
    struct logbook_line line;

    memset(text, 'x', LOGBOOK_LINE_MAX);
    text[LOGBOOK_LINE_MAX] = '\n';
    logbook_add(f->book, LOG_STDOUT, 1, str_make(text, LOGBOOK_LINE_MAX + 1));
    line = book_line_at(f->book, 1);
    assert_false(line.is_cut);
    assert_int_equal(line.text.len, LOGBOOK_LINE_MAX);
    free(text);
}

static void
progress_of_any_length_stays_alive(void **state)
{
    struct book_fixture *f = *state;
    char step[64];

    for (int i = 0; i < 100000; i++) {
        snprintf(step, sizeof(step), "\r%40d", i);
        book_add(f->book, LOG_STDOUT, 1, step);
    }
    book_add(f->book, LOG_STDOUT, 1, "\n");
    assert_int_equal(logbook_end(f->book), 2);
    assert_false(book_line_at(f->book, 1).is_cut);
    assert_true(str_ends(book_line_at(f->book, 1).text, " 99999"));
    assert_true(logbooks_bytes(f->books) < 128 << 10);
}

static uint8_t
judge(const struct logbook_line *line, uint8_t before)
{
    return (uint8_t)(str_starts(line->text, " ") ? before + 1 : 10);
}

static void
each_line_is_judged_once_when_it_has_ended(void **state)
{
    struct book_fixture *f = *state;

    logbooks_set_judge(f->books, judge);
    book_add(f->book, LOG_STDOUT, 1, "a\n b\n");
    book_add(f->book, LOG_STDERR, 1, " c");
    assert_int_equal(book_line_at(f->book, 3).mark, 0);
    book_add(f->book, LOG_STDOUT, 1, " d\ne");
    book_add(f->book, LOG_STDERR, 1, "\n");
    logbook_add_seam(f->book, " ");
    assert_int_equal(book_line_at(f->book, 1).mark, 10);
    assert_int_equal(book_line_at(f->book, 2).mark, 11);
    assert_int_equal(book_line_at(f->book, 3).mark, 1);
    assert_int_equal(book_line_at(f->book, 4).mark, 12);
    assert_int_equal(book_line_at(f->book, 5).mark, 10);
    assert_int_equal(book_line_at(f->book, 6).mark, 0);
}

static void
every_change_is_another_generation(void **state)
{
    struct book_fixture *f = *state;
    uint64_t before = logbook_generation(f->book);

    book_add(f->book, LOG_STDOUT, 1, "a");
    assert_true(logbook_generation(f->book) > before);
    before = logbook_generation(f->book);
    book_add(f->book, LOG_STDOUT, 1, "\r");
    assert_true(logbook_generation(f->book) > before);
    before = logbook_generation(f->book);
    (void)book_line_at(f->book, 1);
    book_add(f->book, LOG_STDOUT, 7, "");
    assert_int_equal(logbook_generation(f->book), before);
    logbook_add_seam(f->book, "end");
    assert_true(logbook_generation(f->book) > before);
    before = logbook_generation(f->book);
    logbook_clear(f->book);
    assert_true(logbook_generation(f->book) > before);
}

static void
cleared_log_goes_on_counting(void **state)
{
    struct book_fixture *f = *state;

    book_add(f->book, LOG_STDOUT, 1, "a\nb");
    logbook_clear(f->book);
    assert_int_equal(logbook_first(f->book), 3);
    assert_int_equal(logbook_end(f->book), 3);
    assert_false(logbook_has_lost(f->book));
    book_add(f->book, LOG_STDOUT, 1, "c\n");
    assert_true(str_is(book_line_at(f->book, 3).text, "c"));
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, book_set_up, book_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pieces_become_lines),
        TEST(any_byte_is_kept),
        TEST(same_bytes_in_any_split_give_the_same_lines),
        TEST(long_line_is_cut_and_says_so),
        TEST(line_of_exactly_the_limit_is_whole),
        TEST(progress_of_any_length_stays_alive),
        TEST(each_line_is_judged_once_when_it_has_ended),
        TEST(every_change_is_another_generation),
        TEST(cleared_log_goes_on_counting),
    };

    return cmocka_run_group_tests_name("logbook", tests, NULL, NULL);
}
