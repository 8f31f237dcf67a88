/*
 * Logs: the memory that they may take, which of them pays, and chunks that a
 * worker holds.
 */
#include "config.h"

#include "support/book_fixture.h"
#include "support/test.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
oldest_lines_go_at_the_limit(void **state)
{
    struct book_fixture *f = *state;
    struct logbook_line line;

    book_add_lines(f->book, 1000);
    assert_false(logbook_has_lost(f->book));
    assert_int_equal(logbook_first(f->book), 1);
    book_add_lines(f->book, 100000);
    assert_true(logbook_has_lost(f->book));
    assert_true(logbooks_bytes(f->books) <= BOOK_LIMIT);
    assert_int_equal(logbook_end(f->book), 101001);
    assert_true(logbook_first(f->book) < 101001 - 7000);
    assert_false(logbook_line_at(f->book, logbook_first(f->book) - 1, &line));
    assert_false(logbook_line_at(f->book, 101001, &line));
    assert_false(logbook_line_at(f->book, 0, &line));
    for (uint64_t n = logbook_first(f->book); n < logbook_end(f->book); n++)
        assert_int_equal(book_line_at(f->book, n).time, (int64_t)n - 1000);
}

static void
log_that_was_not_looked_at_pays_first(void **state)
{
    struct book_fixture *f = *state;
    struct logbook *old = logbook_new(f->books);
    struct logbook *seen = logbook_new(f->books);
    uint64_t generation;

    book_add_lines(f->book, 10);
    book_add_lines(old, 5000);
    book_add_lines(seen, 2000);
    (void)book_line_at(old, 1);
    (void)book_line_at(f->book, 1);
    (void)book_line_at(seen, 1);
    generation = logbook_generation(old);
    book_add_lines(f->book, 4000);
    assert_true(logbook_has_lost(old));
    assert_true(logbook_generation(old) > generation);
    assert_false(logbook_has_lost(seen));
    assert_false(logbook_has_lost(f->book));
    book_add_lines(f->book, 4000);
    assert_int_equal(logbook_first(old), logbook_end(old));
    assert_true(logbook_has_lost(seen));
    assert_false(logbook_has_lost(f->book));
    book_add_lines(f->book, 9000);
    assert_true(logbook_has_lost(f->book));
    /* It goes on where it was. */
    book_add(old, LOG_STDOUT, 1, "again\n");
    assert_true(str_is(book_line_at(old, 5001).text, "again"));
    logbook_free(old);
    logbook_free(seen);
}

static void
open_line_that_went_does_not_come_back(void **state)
{
    struct book_fixture *f = *state;

    book_add(f->book, LOG_STDERR, 1, "begun");
    book_add_lines(f->book, 20000);
    assert_true(logbook_first(f->book) > 1);
    book_add(f->book, LOG_STDERR, 1, " and ended\n");
    assert_true(str_is(book_line_at(f->book, 20002).text, " and ended"));
}

static void
newest_line_stays_whatever_the_limit(void **state)
{
    struct logbooks *books = logbooks_new(1);
    struct logbook *book = logbook_new(books);

    (void)state;
    book_add(book, LOG_STDERR, 1, "open");
    for (int i = 0; i < 5000; i++) {
        book_add(book, LOG_STDOUT, i, "some words of a line\n");
        assert_true(str_is(book_line_at(book, logbook_end(book) - 1).text,
                           "some words of a line"));
    }
    assert_true(logbook_has_lost(book));
    logbook_free(book);
    logbooks_free(books);
}

static void
open_lines_count_in_the_limit(void **state)
{
    struct book_fixture *f = *state;
    struct logbook *other = logbook_new(f->books);
    char *text = xmalloc(LOGBOOK_LINE_MAX);

    memset(text, 'x', LOGBOOK_LINE_MAX);
    book_add_lines(other, 2000);
    logbook_add(f->book, LOG_STDOUT, 1, str_make(text, LOGBOOK_LINE_MAX / 2));
    assert_false(logbook_has_lost(other));
    logbook_add(f->book, LOG_STDERR, 1, str_make(text, LOGBOOK_LINE_MAX / 2));
    assert_true(logbook_has_lost(other));
    logbook_free(other);
    free(text);
}

static void
lines_cost_little_more_than_their_text(void **state)
{
    struct book_fixture *f = *state;

    book_add_lines(f->book, 8000);
    assert_true(logbooks_bytes(f->books) < 8000 * (90 + 32) + (64 << 10));
}

static void
lower_limit_counts_at_once(void **state)
{
    struct book_fixture *f = *state;

    book_add_lines(f->book, 8000);
    assert_false(logbook_has_lost(f->book));
    logbooks_set_limit(f->books, BOOK_LIMIT / 4);
    assert_true(logbook_has_lost(f->book));
    assert_true(logbooks_bytes(f->books) <= BOOK_LIMIT / 4);
    assert_int_equal(book_line_at(f->book, 8000).time, 8000);
}

/* Lines of all lengths around that of a chunk. */
static void
long_lines_waste_little_memory(void **state)
{
    static const size_t lengths[] = {10000, 33000, 64000, 66000, 100000};
    struct logbooks *books = logbooks_new(64 * BOOK_LIMIT);
    char *text = xmalloc(100001);

    (void)state;
    for (size_t i = 0; i < COUNT(lengths); i++) {
        struct logbook *book = logbook_new(books);

        memset(text, 'x', lengths[i]);
        text[lengths[i]] = '\n';
        for (int k = 0; k < 100; k++) {
            logbook_add(book, LOG_STDOUT, k, str_make(text, 10));
            logbook_add(book, LOG_STDOUT, k,
                        str_make(text + 10, lengths[i] - 9));
        }
        assert_int_equal(logbook_end(book), 101);
        assert_int_equal(book_line_at(book, 50).text.len, lengths[i]);
        assert_true(logbooks_bytes(books) < 100 * lengths[i] * 5 / 4 + 300000);
        logbook_free(book);
    }
    logbooks_free(books);
    free(text);
}

static void
sealed_chunk_outlives_its_log(void **state)
{
    struct book_fixture *f = *state;
    struct logbook *book = logbook_new(f->books);
    struct logbook_chunk *chunk;
    struct logbook_line line;

    assert_null(logbook_take_chunk(book, 1));
    book_add_lines(book, 10);
    assert_null(logbook_take_chunk(book, 1)); /* it is being written */
    book_add_lines(book, 2000);
    chunk = logbook_take_chunk(book, 5);
    assert_non_null(chunk);
    assert_int_equal(logbook_chunk_first(chunk), 1);
    book_add_lines(book, 20000);
    assert_true(logbook_first(book) > logbook_chunk_end(chunk));
    assert_null(logbook_take_chunk(book, 5));
    logbook_free(book);
    assert_int_equal(logbooks_bytes(f->books), 0);
    for (uint64_t n = 1; n < logbook_chunk_end(chunk); n++) {
        char text[128];

        logbook_chunk_line(chunk, n, &line);
        snprintf(text, sizeof(text), "%90d", (int)(n - 1 - (n > 10 ? 10 : 0)));
        assert_true(str_is(line.text, text));
        assert_int_equal(line.number, n);
    }
    logbook_release_chunk(chunk);
    logbook_release_chunk(NULL);
}

/* A line that is open keeps its chunk from being sealed; its text, which stands
 * in a younger one when it has ended, lives as long as the line. */
static void
chunk_with_an_open_line_is_not_sealed(void **state)
{
    struct book_fixture *f = *state;
    struct logbook *book = logbook_new(f->books);
    struct logbook_chunk *chunk;
    struct logbook_line line;

    book_add(book, LOG_STDERR, 1, "begun");
    book_add_lines(book, 2000);
    assert_null(logbook_take_chunk(book, 1));
    book_add(book, LOG_STDERR, 1, " and ended\n");
    chunk = logbook_take_chunk(book, 1);
    assert_non_null(chunk);
    logbook_free(book);
    logbook_chunk_line(chunk, 1, &line);
    assert_true(str_is(line.text, "begun and ended"));
    assert_false(line.is_open);
    logbook_release_chunk(chunk);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, book_set_up, book_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(oldest_lines_go_at_the_limit),
        TEST(log_that_was_not_looked_at_pays_first),
        TEST(open_line_that_went_does_not_come_back),
        TEST(newest_line_stays_whatever_the_limit),
        TEST(open_lines_count_in_the_limit),
        TEST(lines_cost_little_more_than_their_text),
        TEST(lower_limit_counts_at_once),
        TEST(long_lines_waste_little_memory),
        TEST(sealed_chunk_outlives_its_log),
        TEST(chunk_with_an_open_line_is_not_sealed),
    };

    return cmocka_run_group_tests_name("logbook room", tests, NULL, NULL);
}
