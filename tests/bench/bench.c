#include "config.h"

#include "bench/bench_private.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double
bench_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void
bench_note(const char *format, ...)
{
    va_list args;

    (void)fputs("# ", stderr);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
}

void
bench_fail(const char *format, ...)
{
    va_list args;

    (void)fputs("bench: ", stderr);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
    exit(2);
}

/* ---- numbers --------------------------------------------------------------
 */

void
series_add(struct series *series, double value)
{
    series->at = array_grow(series->at, &series->cap, series->count + 1,
                            sizeof(*series->at));
    series->at[series->count++] = value;
}

void
series_release(struct series *series)
{
    free(series->at);
    *series = (struct series){0};
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Between two of them, the part of the way from one to the other. */
double
series_quantile(const struct series *series, double part)
{
    double *sorted, place, value;
    size_t below;

    if (series->count == 0)
        return 0;
    sorted = xcalloc(series->count, sizeof(*sorted));
    memcpy(sorted, series->at, series->count * sizeof(*sorted));
    qsort(sorted, series->count, sizeof(*sorted), compare);
    place = part * (double)(series->count - 1);
    below = (size_t)place;
    value = sorted[below];
    if (below + 1 < series->count)
        value += (place - (double)below) * (sorted[below + 1] - value);
    free(sorted);
    return value;
}

double
series_median(const struct series *series)
{
    return series_quantile(series, 0.5);
}

struct bench_value
bench_value(double value)
{
    return (struct bench_value){value, value, value};
}

struct bench_value
bench_value_of(const struct series *series, double part)
{
    return (struct bench_value){
        .value = series_quantile(series, part),
        .low = series_quantile(series, 0),
        .high = series_quantile(series, 1),
    };
}

/* ---- figures --------------------------------------------------------------
 */

static bool
is_met(const struct bench_figure *figure, const struct bench_result *result)
{
    switch (figure->mark) {
    case BENCH_RATIO:
    case BENCH_ADDED:
        return result->compared <= figure->limit;
    case BENCH_RATIO_LEAST:
        return result->compared >= figure->limit;
    case BENCH_MOST:
        return result->ours.value <= figure->limit;
    case BENCH_WITHIN:
        return result->ours.value <= result->theirs.high;
    default:
        return true;
    }
}

static void
report(struct bench *bench, const struct bench_figure *figure,
       struct bench_result *result)
{
    result->is_met = is_met(figure, result);
    bench->is_said[figure - bench->group->figures] = true;
    if (!result->why && !result->is_met)
        bench->missed++;
    print_row(figure, result);
    json_row(bench, figure, result);
}

bool
bench_is_difference(const struct bench_figure *figure)
{
    return figure->mark == BENCH_ADDED || figure->mark == BENCH_UNMARKED_SUM;
}

bool
bench_is_marked(const struct bench_figure *figure)
{
    return figure->mark != BENCH_UNMARKED && figure->mark != BENCH_UNMARKED_SUM;
}

/* How a figure is held against its reference. */
static double
compared(const struct bench_figure *figure, double ours, double theirs)
{
    if (bench_is_difference(figure))
        return ours - theirs;
    return theirs > 0 ? ours / theirs : 0;
}

void
bench_pairs(struct bench *bench, const struct bench_figure *figure,
            const struct series *ours, const struct series *theirs)
{
    struct bench_result result = {.ours = bench_value_of(ours, 0.5),
                                  .theirs = bench_value_of(theirs, 0.5)};
    struct series all = {0};

    for (size_t i = 0; i < ours->count && i < theirs->count; i++)
        series_add(&all, compared(figure, ours->at[i], theirs->at[i]));
    result.compared = series_median(&all);
    series_release(&all);
    report(bench, figure, &result);
}

void
bench_values(struct bench *bench, const struct bench_figure *figure,
             struct bench_value ours, struct bench_value theirs)
{
    struct bench_result result = {
        .ours = ours,
        .theirs = theirs,
        .compared = compared(figure, ours.value, theirs.value)};

    report(bench, figure, &result);
}

void
bench_alone(struct bench *bench, const struct bench_figure *figure,
            struct bench_value ours)
{
    struct bench_result result = {.ours = ours, .compared = 0};

    report(bench, figure, &result);
}

void
bench_skip(struct bench *bench, const struct bench_figure *figure,
           const char *why)
{
    struct bench_result result = {.why = why};

    report(bench, figure, &result);
}
