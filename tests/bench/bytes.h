/*
 * bytes.h - what the bytes that a program writes to its terminal do there:
 * which cells they write, and which of those showed the same before.
 *
 * Curses writes some of these on purpose, because the way over them would be
 * longer: ESC [ C for one cell, ESC [ n C for more. So it is also said how
 * many bytes the ways over them would have taken.
 */
#ifndef BENCH_BYTES_H
#define BENCH_BYTES_H

#include "base/str.h"

struct bytes;

struct bytes *bytes_new(int width, int height);
void bytes_free(struct bytes *bytes);

/* Of cells that were written and look as before: how many there are, what
 * writing them took, with changes of colour for them, and what ways over them
 * would have taken. */
struct bytes_idle {
    size_t cells, bytes, ways;
};

/* All that came since the last time. */
struct bytes_idle bytes_follow(struct bytes *bytes, struct str more);

#endif
