/*
 * numbers.h - what a running container uses: last, smoothed, and its history.
 *
 * The store's own; only src/store includes it. Samples go in, differences are
 * taken by usage_compute(). A smoothed value follows the last one with a
 * half-life of NUMBERS_HALF_LIFE, so that rows sorted by it do not jump.
 */
#ifndef STORE_NUMBERS_H
#define STORE_NUMBERS_H

#include "base/ring.h"
#include "base/timestamp.h"
#include "engine/sample.h"

#define NUMBERS_HALF_LIFE 5.0 /* seconds */
/* An older sample says nothing about now; the next is like a first one. */
#define NUMBERS_GAP (30 * SECOND_NS)

struct numbers {
    bool is_known;
    struct usage usage;   /* when known */
    struct sample sample; /* the last one, when known */
    double cpu_smooth, memory_smooth, network_smooth, block_smooth;
    struct ring history; /* of struct moment */
};

void numbers_init(struct numbers *numbers);
void numbers_release(struct numbers *numbers);

/* False when the sample is one of a container that does not run; then nothing
 * is known any more. */
bool numbers_put(struct numbers *numbers, const struct sample *sample);
/* Back to the start; frees the history. */
void numbers_clear(struct numbers *numbers);

#endif
