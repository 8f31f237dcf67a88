/*
 * memory.c - Private_Dirty, what of the program's memory nobody else could
 * use: with numbers live, beside a program that does nothing and is linked to
 * the same libraries.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/crowd.h"
#include "bench/process.h"
#include "support/test.h"

#define SETTLED_MS 10000
#define SETTLED_QUICK_MS 4000
#define EMPTY_MS 300
#define ROUNDS 2
#define REFERENCE "an empty program"

static const struct bench_figure figures[] = {
    {"memory-500", "500 created", "KiB", REFERENCE, BENCH_UNMARKED_SUM, 0},
    {"memory-5", "5 running", "KiB", REFERENCE, BENCH_UNMARKED_SUM, 0},
    {"memory-50", "50 running", "KiB", REFERENCE, BENCH_ADDED, 4096},
};

static const struct {
    size_t running, created;
} crowds[COUNT(figures)] = {{0, 500}, {5, 0}, {50, 0}};

static double
take(struct pty *pty, double after_ms)
{
    double kib;

    beside_pump(pty, after_ms);
    kib = process_memory(pty_pid(pty), "Private_Dirty");
    pty_free(pty);
    return kib;
}

static double
take_empty(struct bench *bench)
{
    char path[4096];

    return take(
        pty_spawn(&(struct pty_spec){
            .argv =
                (const char *const[]){bench_helper(bench, "empty", path), NULL},
            .width = 160,
            .height = 48}),
        EMPTY_MS);
}

static void
measure(struct bench *bench, size_t number)
{
    double settled =
        bench_rounds(bench, ROUNDS) == ROUNDS ? SETTLED_MS : SETTLED_QUICK_MS;
    struct series ours = {0}, theirs = {0};

    crowd_have(crowds[number].running, crowds[number].created);
    for (size_t i = 0; i < bench_rounds(bench, ROUNDS); i++) {
        struct pty *pty = beside_start(&(struct beside){
            .program = bench_program(bench), .width = 160, .height = 48});

        series_add(&ours, take(pty, settled));
        series_add(&theirs, take_empty(bench));
    }
    bench_pairs(bench, &figures[number], &ours, &theirs);
    series_release(&ours);
    series_release(&theirs);
}

static void
run(struct bench *bench)
{
    for (size_t i = 0; i < COUNT(figures); i++)
        measure(bench, i);
}

const struct bench_group memory_group = {
    .name = "memory",
    .title = "Private_Dirty, numbers live",
    .figures = figures,
    .figure_count = COUNT(figures),
    .needs_engine = true,
    .run = run,
};
