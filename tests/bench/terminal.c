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

enum figure { QUIET, TABLE, TABLE_CELLS, DASHBOARD, DASHBOARD_CELLS, FIGURES };

#define CELLS                                                                  \
    "cells", NULL, BENCH_MOST, 0 /* a second, of those that were so already */

static const struct bench_figure figures[FIGURES] = {
    [QUIET] = {"bytes-quiet", "a second, nothing changes", "B", "one C-l",
               BENCH_MOST, 0},
    [TABLE] = {"bytes-table", "a second, every row changes: table", "B",
               "one C-l", BENCH_RATIO, 0.3},
    [TABLE_CELLS] = {"cells-table", "... of them for unchanged cells", CELLS},
    [DASHBOARD] = {"bytes-dashboard", "a second, all changes: dashboard", "B",
                   "one C-l", BENCH_RATIO, 0.7},
    [DASHBOARD_CELLS] = {"cells-dashboard", "... of them for unchanged cells",
                         CELLS},
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

/* ---- cells ----------------------------------------------------------------
 */

static void
look(struct pty *pty, struct pty_cell cells[HEIGHT][WIDTH])
{
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            cells[y][x] = pty_cell(pty, x, y);
}

static size_t
count_changed(struct pty_cell a[HEIGHT][WIDTH],
              struct pty_cell b[HEIGHT][WIDTH])
{
    size_t count = 0;

    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            count += a[y][x].code != b[y][x].code ||
                     a[y][x].is_reversed != b[y][x].is_reversed ||
                     a[y][x].is_bold != b[y][x].is_bold ||
                     a[y][x].is_underlined != b[y][x].is_underlined;
    return count;
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
    struct series bytes, idle_cells;
};

static void
watch(struct pty *pty, struct canned *engine, bool is_steady, size_t seconds,
      struct counted *counted)
{
    static struct pty_cell before[HEIGHT][WIDTH], after[HEIGHT][WIDTH];
    unsigned seed = 1;

    for (size_t i = 0; i < seconds; i++) {
        size_t from = pty_raw(pty).len, written, changed;
        struct str bytes;

        look(pty, before);
        live(engine, is_steady, &seed);
        beside_pump(pty, SECOND_MS);
        look(pty, after);
        bytes = pty_raw(pty);
        bytes = str_make(bytes.at + from, bytes.len - from);
        written = bytes_cells(bytes);
        changed = count_changed(before, after);
        series_add(&counted->bytes, (double)bytes.len);
        series_add(&counted->idle_cells,
                   written > changed ? (double)(written - changed) : 0);
    }
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
    if (!is_steady)
        bench_alone(bench, &figures[number + 1],
                    bench_value_of(&counted.idle_cells, 0.5));
    pty_free(pty);
    canned_free(engine);
    series_release(&settling.bytes);
    series_release(&settling.idle_cells);
    series_release(&counted.bytes);
    series_release(&counted.idle_cells);
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
