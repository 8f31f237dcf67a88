/*
 * terminal.c - bytes to the terminal, beside an engine that does what it is
 * told (support/canned.h): nothing new in any number, or something new in
 * every one of them, once a second. The measure is what one C-l costs, which
 * sends the whole screen.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/bytes.h"
#include "bench/crowd.h"
#include "support/canned.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

#define CONTAINERS 60
#define WIDTH 160
#define HEIGHT 48
#define DAY 86400
#define SECOND_MS 1000
#define REDRAW_MS 500
#define STEADY 20 /* seconds until nothing moves any more */
#define SHARE 3   /* of the time that there is */

enum figure {
    QUIET,
    TABLE,
    TABLE_CELLS,
    TABLE_WAYS,
    DASHBOARD,
    DASHBOARD_CELLS,
    DASHBOARD_WAYS,
    FIGURES
};

/* A second, of those that were so already. */
#define CELLS(key)                                                             \
    {                                                                          \
        key, "... of them for unchanged cells", "cells", NULL, BENCH_MOST, 0   \
    }
#define WAYS(key)                                                              \
    {                                                                          \
        key, "... which took", "B", "ways over them", BENCH_ADDED, 0           \
    }

static const struct bench_figure figures[FIGURES] = {
    [QUIET] = {"bytes-quiet", "a second, nothing changes", "B", "one C-l",
               BENCH_MOST, 0},
    [TABLE] = {"bytes-table", "a second, every row changes: table", "B",
               "one C-l", BENCH_RATIO, 0.3},
    [TABLE_CELLS] = CELLS("cells-table"),
    [TABLE_WAYS] = WAYS("ways-table"),
    [DASHBOARD] = {"bytes-dashboard", "a second, all changes: dashboard", "B",
                   "one C-l", BENCH_RATIO, 0.7},
    [DASHBOARD_CELLS] = CELLS("cells-dashboard"),
    [DASHBOARD_WAYS] = WAYS("ways-dashboard"),
};

static void
row_name(char name[16], size_t index)
{
    (void)snprintf(name, 16, "row-%02zu", index);
}

/* In the middle of a day of theirs, so that no age ticks meanwhile. */
static struct canned *
engine_new(void)
{
    struct canned *engine = canned_new(0, 0);
    char name[16];

    for (size_t i = 0; i < CONTAINERS; i++) {
        row_name(name, i);
        canned_put(engine, &(struct canned_container){
                               .name = name, .age = 5 * DAY + DAY / 2});
    }
    return engine;
}

/* A second of everybody's life: the same as ever, or another. */
static void
live(struct canned *engine, bool is_steady, unsigned *seed)
{
    char name[16];

    for (size_t i = 0; i < CONTAINERS; i++) {
        double cpu = is_steady ? 0.5 : rand_r(seed) % 1000 / 1000.0;
        uint64_t memory =
            is_steady ? 500 << 20 : (uint64_t)(rand_r(seed) % 1000) << 20;

        row_name(name, i);
        canned_sample(engine, name, cpu, memory);
    }
}

/* ---- measuring ------------------------------------------------------------
 */

/* The bytes of the whole screen. */
static double
redraw(struct pty *pty)
{
    uint64_t before = pty_bytes(pty);

    pty_send(pty, "\f");
    beside_pump(pty, REDRAW_MS);
    return (double)(pty_bytes(pty) - before);
}

struct counted {
    struct series bytes, cells, cell_bytes, ways;
};

static void
release(struct counted *counted)
{
    series_release(&counted->bytes);
    series_release(&counted->cells);
    series_release(&counted->cell_bytes);
    series_release(&counted->ways);
}

/* `followed`: how much of what came in `bytes` already. */
static struct bytes_idle
follow(struct bytes *bytes, struct pty *pty, size_t *followed)
{
    struct str all = pty_raw(pty);
    struct str more = str_make(all.at + *followed, all.len - *followed);

    *followed = all.len;
    return bytes_follow(bytes, more);
}

static void
watch(struct pty *pty, struct canned *engine, bool is_steady, size_t seconds,
      struct counted *counted)
{
    struct bytes *bytes = bytes_new(WIDTH, HEIGHT);
    size_t followed = 0;
    unsigned seed = 1;

    (void)follow(bytes, pty, &followed);
    for (size_t i = 0; i < seconds; i++) {
        size_t from = followed;
        struct bytes_idle idle;

        live(engine, is_steady, &seed);
        beside_pump(pty, SECOND_MS);
        idle = follow(bytes, pty, &followed);
        series_add(&counted->bytes, (double)(followed - from));
        series_add(&counted->cells, (double)idle.cells);
        series_add(&counted->cell_bytes, (double)idle.bytes);
        series_add(&counted->ways, (double)idle.ways);
    }
    bytes_free(bytes);
}

static void
measure(struct bench *bench, bool is_steady, bool is_table, size_t number)
{
    size_t seconds = (size_t)(bench_seconds(bench) / SHARE);
    struct counted settling = {0}, counted = {0};
    struct canned *engine = engine_new();
    struct pty *pty = beside_start(&(struct beside){
        .program = bench_program(bench),
        .host = script_url(canned_script(engine)),
        .command = is_table ? ":zoom" : NULL,
        .width = WIDTH,
        .height = HEIGHT,
    });
    double whole;

    if (!pty_wait_text(pty, "row-00", PATIENCE_MS))
        bench_fail("no row on the screen");
    watch(pty, engine, is_steady, is_steady ? STEADY : 3, &settling);
    whole = redraw(pty);
    watch(pty, engine, is_steady, seconds, &counted);
    bench_values(bench, &figures[number], bench_value_of(&counted.bytes, 0.5),
                 bench_value(whole));
    if (!is_steady) {
        bench_alone(bench, &figures[number + 1],
                    bench_value_of(&counted.cells, 0.5));
        bench_pairs(bench, &figures[number + 2], &counted.cell_bytes,
                    &counted.ways);
    }
    pty_free(pty);
    canned_free(engine);
    release(&settling);
    release(&counted);
}

static void
run(struct bench *bench)
{
    measure(bench, true, true, QUIET);
    measure(bench, false, true, TABLE);
    measure(bench, false, false, DASHBOARD);
}

const struct bench_group terminal_group = {
    .name = "terminal",
    .title = "Bytes to the terminal, 160x48",
    .figures = figures,
    .figure_count = FIGURES,
    .run = run,
};
