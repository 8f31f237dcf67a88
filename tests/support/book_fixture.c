#include "config.h"

#include "support/book_fixture.h"
#include "support/test.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

int
book_set_up(void **state)
{
    struct book_fixture *f = xcalloc(1, sizeof(*f));

    f->books = logbooks_new(BOOK_LIMIT);
    f->book = logbook_new(f->books);
    *state = f;
    return 0;
}

int
book_tear_down(void **state)
{
    struct book_fixture *f = *state;

    logbook_free(f->book);
    assert_int_equal(logbooks_bytes(f->books), 0);
    logbooks_free(f->books);
    free(f);
    return 0;
}

void
book_add(struct logbook *book, enum log_stream stream, int64_t time,
         const char *text)
{
    logbook_add(book, stream, time, str_of(text));
}

struct logbook_line
book_line_at(const struct logbook *book, uint64_t number)
{
    struct logbook_line line;

    assert_true(logbook_line_at(book, number, &line));
    assert_int_equal(line.number, number);
    return line;
}

void
book_add_lines(struct logbook *book, size_t count)
{
    char text[128];

    for (size_t i = 0; i < count; i++) {
        snprintf(text, sizeof(text), "%90zu\n", i);
        book_add(book, LOG_STDOUT, (int64_t)i + 1, text);
    }
}
