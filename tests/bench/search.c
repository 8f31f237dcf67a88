/*
 * search.c - how long it takes to go through a log of 64 MiB: searching it,
 * leaving only what matches, and how long a turn of the loop is kept from a
 * key meanwhile. Also what a line costs in which the level is looked for.
 */
#include "config.h"

#include "bench/groups.h"

#include "support/test.h"

#include "store/mark.h"
#include "work/matches.h"
#include "work/sieve.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS 10
#define PATTERN "exec-[37].*in 9\\d ms$"
#define NS_OF_MS 1e6

enum { SEARCH, SEARCH_TURN, ONLY, ONLY_TURN, LINE };

static const struct bench_figure figures[] = {
    [SEARCH] = {"search", "64 MiB searched", "ms", NULL, BENCH_MOST, 150},
    [SEARCH_TURN] = {"search-turn", "longest turn meanwhile", "ms", NULL,
                     BENCH_MOST, 16},
    [ONLY] = {"only", "64 MiB, only matching lines", "ms", NULL, BENCH_MOST,
              150},
    [ONLY_TURN] = {"only-turn", "longest turn meanwhile", "ms", NULL,
                   BENCH_MOST, 16},
    [LINE] = {"mark", "a line read, and its level found", "ns", NULL,
              BENCH_MOST, 1000},
};

struct log {
    struct loop *loop;
    struct logbooks *books;
    struct logbook *book;
};

static void
log_init(struct log *log)
{
    size_t count = 0;

    log->loop = loop_new();
    log->books = logbooks_new(LOGBOOKS_LIMIT);
    logbooks_set_judge(log->books, mark_line);
    log->book = logbook_new(log->books);
    for (; !logbook_has_lost(log->book); count++) {
        char line[256];
        int len =
            snprintf(line, sizeof(line),
                     "2026-01-15T10:23:%02zu.123Z  INFO 1 --- "
                     "[nio-8080-exec-%zu] c.example.Cart : "
                     "GET /cart/%zu answered 200 in %zu ms\n",
                     count % 60, count % 10, count * 7919 % 100003, count % 97);

        logbook_add(log->book, LOG_STDOUT, 1, str_make(line, (size_t)len));
    }
}

static void
log_release(struct log *log)
{
    logbook_free(log->book);
    logbooks_free(log->books);
    loop_free(log->loop);
}

/* Until a call of `update` finds nothing left; the longest of the calls. */
static double
settle(struct log *log, void *of, void (*update)(void *of, struct log *log),
       bool (*is_busy)(const void *of))
{
    double longest = 0;

    for (;;) {
        double began = bench_now(), took;

        update(of, log);
        took = bench_now() - began;
        longest = took > longest ? took : longest;
        if (!is_busy(of))
            return longest;
        (void)loop_turn(log->loop, true);
    }
}

static void
search_update(void *of, struct log *log)
{
    matches_update(of, log->book);
}

static bool
search_is_busy(const void *of)
{
    return matches_is_busy(of);
}

static void
only_update(void *of, struct log *log)
{
    sieve_update(of, log->book);
}

static bool
only_is_busy(const void *of)
{
    return sieve_is_busy(of);
}

static double
search(struct log *log)
{
    struct err err = ERR_INIT;
    struct matches *matches =
        matches_new(log->loop, str_of(PATTERN), NULL, NULL, &err);
    double longest = settle(log, matches, search_update, search_is_busy);

    if (numset_next(matches_lines(matches), NULL, 0) == 0)
        bench_fail("nothing was found");
    matches_free(matches);
    return longest;
}

static double
only(struct log *log)
{
    struct err err = ERR_INIT;
    struct sieve *sieve = sieve_new(log->loop, NULL, NULL);
    double longest;

    (void)sieve_set_pattern(sieve, 0, str_of(PATTERN), &err);
    longest = settle(log, sieve, only_update, only_is_busy);
    if (sieve_next(sieve, 0) == 0)
        bench_fail("nothing was found");
    sieve_free(sieve);
    return longest;
}

static void
measure(struct bench *bench, struct log *log, double (*through)(struct log *),
        const struct bench_figure *whole, const struct bench_figure *turn)
{
    struct series times = {0}, turns = {0};

    for (size_t i = 0; i < bench_rounds(bench, ROUNDS); i++) {
        double began = bench_now();

        series_add(&turns, through(log));
        series_add(&times, bench_now() - began);
    }
    bench_alone(bench, whole, bench_value_of(&times, 0.5));
    bench_alone(bench, turn, bench_value_of(&turns, 0.5));
    series_release(&times);
    series_release(&turns);
}

/* Of the lines that are there, once more. */
static void
measure_marks(struct bench *bench, const struct log *log)
{
    uint64_t first = logbook_first(log->book), end = logbook_end(log->book);
    struct series times = {0};

    for (size_t i = 0; i < bench_rounds(bench, ROUNDS); i++) {
        double began = bench_now();
        uint8_t mark = 0;

        for (uint64_t number = first; number < end; number++) {
            struct logbook_line line;

            (void)logbook_line_at(log->book, number, &line);
            mark = mark_line(&line, mark);
        }
        if (mark_level(mark) != LEVEL_INFO)
            bench_fail("a level was not found");
        series_add(&times,
                   (bench_now() - began) * NS_OF_MS / (double)(end - first));
    }
    bench_alone(bench, &figures[LINE], bench_value_of(&times, 0.5));
    series_release(&times);
}

static void
run(struct bench *bench)
{
    struct log log;

    log_init(&log);
    measure(bench, &log, search, &figures[SEARCH], &figures[SEARCH_TURN]);
    measure(bench, &log, only, &figures[ONLY], &figures[ONLY_TURN]);
    measure_marks(bench, &log);
    log_release(&log);
}

const struct bench_group search_group = {
    .name = "search",
    .title = "A log of 64 MiB, searched on a worker",
    .figures = figures,
    .figure_count = COUNT(figures),
    .run = run,
};
