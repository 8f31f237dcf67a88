/*
 * book_fixture.h - a log in little memory, for cmocka's set-up and tear-down.
 */
#ifndef SUPPORT_BOOK_FIXTURE_H
#define SUPPORT_BOOK_FIXTURE_H

#include "store/logbook.h"

#define BOOK_LIMIT ((size_t)1 << 20)

struct book_fixture {
    struct logbooks *books; /* of at most BOOK_LIMIT bytes */
    struct logbook *book;
};

int book_set_up(void **state);
/* Other logs in that memory are freed before. */
int book_tear_down(void **state);

void book_add(struct logbook *book, enum log_stream stream, int64_t time,
              const char *text);
/* Lines of 90 bytes, each with its index, at the times 1, 2, 3... */
void book_add_lines(struct logbook *book, size_t count);
/* There must be one. */
struct logbook_line book_line_at(const struct logbook *book, uint64_t number);

#endif
