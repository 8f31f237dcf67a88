/*
 * stats_measures.h - what the stats view shows of a container, the most
 * important first: one table, each row knowing its number, its words and its
 * limit.
 */
#ifndef VIEWS_STATS_MEASURES_H
#define VIEWS_STATS_MEASURES_H

#include "base/buf.h"
#include "store/store.h"

#include <stdbool.h>

/* All there is to say it from, for the time of a picture. */
struct measured {
    const struct container *container;
    const struct usage *usage;      /* the newest */
    const struct engine_host *host; /* the engine's machine */
    const struct ring *history;     /* of struct moment; may be empty */
};

struct measure {
    const char *name;
    int share; /* of the height that is left over */
    /* The number that the graph shows; below 0: not known. */
    double (*pick)(const struct moment *moment);
    /* Such a number with its unit. */
    void (*say)(struct buf *out, double number);
    /* The newest numbers; `is_short`: in 12 cells. */
    void (*say_now)(struct buf *out, const struct measured *measured,
                    bool is_short);
    /* What the container may have at most; 0: all of the machine. May be
     * NULL. */
    double (*limit)(const struct measured *measured);
    bool is_of_limit; /* the graph's top is the limit, where there is one */
    double least_top; /* the graph's top is never less */
};

#define MEASURE_COUNT 5
extern const struct measure stats_measures[MEASURE_COUNT];

/* Over the whole history; below 0: not known. */
struct measure_sums {
    double average, peak;
};
void measure_sum_up(struct measure_sums *sums, const struct measure *measure,
                    const struct ring *history);

/* The history as `count` columns of time, the last one that of the newest
 * sample, all of them together `span` nanoseconds. A column has the highest of
 * its samples; one without any says what the sample before said, unless that
 * is too long ago. */
void measure_fill(double *columns, int count, int64_t span,
                  const struct measure *measure, const struct ring *history);

#endif
