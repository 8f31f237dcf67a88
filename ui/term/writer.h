/*
 * writer.h - bytes on their way to a descriptor that must not block us.
 *
 * What the descriptor does not take at once waits here; the owner of the
 * writer watches the descriptor and calls writer_push() when it can be
 * written.
 */
#ifndef TERM_WRITER_H
#define TERM_WRITER_H

#include "base/buf.h"

/* A frame of the largest grid, each cell with colours of its own. */
#define WRITER_LIMIT ((size_t)32 << 20)

struct writer {
    int fd; /* non-blocking; the caller's */
    struct buf waiting;
    size_t sent; /* of `waiting` */
    uint64_t total;
    bool is_broken; /* the other end is gone */
};

void writer_init(struct writer *writer, int fd);
void writer_release(struct writer *writer);

/* Where the next bytes are to be appended. */
struct buf *writer_room(struct writer *writer);
/* Write what can be written now. False once the descriptor is broken. */
bool writer_push(struct writer *writer);
bool writer_is_empty(const struct writer *writer);
/* Wait for at most `ms` until all is written, then drop the rest. */
void writer_finish(struct writer *writer, int ms);

#endif
