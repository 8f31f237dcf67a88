/*
 * bytes.h - how many cells a run of terminal bytes writes.
 */
#ifndef BENCH_BYTES_H
#define BENCH_BYTES_H

#include "base/str.h"

/* Glyphs, repeated ones (REP) and erased ones (ECH); not what is erased to
 * the end of a line, which costs no byte a cell. */
size_t bytes_cells(struct str bytes);

#endif
