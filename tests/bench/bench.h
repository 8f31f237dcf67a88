/*
 * bench.h - figures, each beside a reference of the same run.
 *
 * A group of figures is a file: a table of what it measures, and a function
 * that measures. Every figure is said once, with numbers or with the reason
 * why there are none; one that was not said is said to be missing. A figure
 * may have a mark. Missing it is written in the table and fails nothing: how
 * fast a machine is is no property of the program.
 *
 *     static const struct bench_figure figures[] = {
 *         {"curl", "ping", "ms", "curl: ping", BENCH_RATIO, 1.5}};
 *     ...
 *     for (size_t i = 0; i < ROUNDS; i++) {    in pairs, since the machine's
 *         series_add(&ours, time_ours());      load comes and goes
 *         series_add(&theirs, time_theirs());
 *     }
 *     bench_pairs(bench, &figures[0], &ours, &theirs);
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

/* ---- numbers --------------------------------------------------------------
 */

struct series {
    double *at;
    size_t count, cap;
};

void series_add(struct series *series, double value);
void series_release(struct series *series);
/* 0.5 is the median, 0 the least, 1 the most. Of none: 0. */
double series_quantile(const struct series *series, double part);
double series_median(const struct series *series);

/* A figure and the range in which it was found. */
struct bench_value {
    double value, low, high;
};
struct bench_value bench_value(double value);
/* The quantile, and the range of all. */
struct bench_value bench_value_of(const struct series *series, double part);

/* ---- figures --------------------------------------------------------------
 */

enum bench_mark {
    BENCH_UNMARKED,     /* the ratio is only said */
    BENCH_UNMARKED_SUM, /* the difference is only said */
    BENCH_RATIO,        /* figure / reference: at most `limit` */
    BENCH_RATIO_LEAST,  /* the same: at least `limit` */
    BENCH_ADDED,        /* figure - reference: at most `limit` units */
    BENCH_MOST,         /* the figure itself: at most `limit` */
    BENCH_WITHIN,       /* no more than the reference's own most */
};

struct bench_figure {
    const char *key;  /* in JSON */
    const char *name; /* in the table */
    const char *unit;
    const char *reference; /* what it is; NULL: there is none */
    enum bench_mark mark;
    double limit;
};

struct bench;

struct bench_group {
    const char *name; /* also the argument that picks it */
    const char *title;
    const struct bench_figure *figures;
    size_t figure_count;
    bool needs_engine;
    void (*run)(struct bench *bench);
};

/* The median of all ratios is that of the pairs. */
void bench_pairs(struct bench *bench, const struct bench_figure *figure,
                 const struct series *ours, const struct series *theirs);
void bench_values(struct bench *bench, const struct bench_figure *figure,
                  struct bench_value ours, struct bench_value theirs);
void bench_alone(struct bench *bench, const struct bench_figure *figure,
                 struct bench_value ours);
void bench_skip(struct bench *bench, const struct bench_figure *figure,
                const char *why);

/* ---- the run --------------------------------------------------------------
 */

/* The program that is measured. */
const char *bench_program(const struct bench *bench);
/* A program that was built beside this one, in a buffer of its own. */
const char *bench_helper(const struct bench *bench, const char *name,
                         char path[4096]);
/* How long one figure that takes time may take: BENCH_SECONDS, else 60; 10
 * when quick. */
double bench_seconds(const struct bench *bench);
/* `full`, or less of it in a quick run. */
size_t bench_rounds(const struct bench *bench, size_t full);
/* What is under way, on stderr. */
void bench_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Measuring makes no sense any more. */
_Noreturn void bench_fail(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Milliseconds of a clock that only goes forward. */
double bench_now(void);

#endif
