/*
 * lines.h - lines out of chunks.
 *
 * Bytes come in pieces of any size; `each` gets whole lines without "\n" or
 * "\r\n", valid during the call. Empty lines are skipped. A line longer than
 * the limit is an error (ERR_LIMIT), never cut in silence.
 */
#ifndef NET_LINES_H
#define NET_LINES_H

#include "base/buf.h"
#include "base/err.h"

#define LINES_LIMIT ((size_t)1 << 20)

typedef bool (*line_fn)(void *data, struct str line, struct err *err);

struct lines {
    struct buf rest; /* the beginning of a line whose end has not come */
};

void lines_init(struct lines *lines, size_t limit);
void lines_release(struct lines *lines);

bool lines_feed(struct lines *lines, struct str chunk, line_fn each, void *data,
                struct err *err);
/* Hand over a last line that had no newline. */
bool lines_finish(struct lines *lines, line_fn each, void *data,
                  struct err *err);

#endif
