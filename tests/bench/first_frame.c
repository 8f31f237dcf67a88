/*
 * first_frame.c - how soon there is something to see: from the fork to the
 * last byte of the first frame that has every row for which there is room,
 * beside one curl process that asks for /_ping and the list.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/crowd.h"
#include "bench/process.h"
#include "support/test.h"

#include <string.h>

#define ROUNDS 100
#define SETTLED_MS 2500
#define REFERENCE "curl: ping and list"

static const struct bench_figure figures[] = {
    {"first-frame-5", "5 running", "ms", REFERENCE, BENCH_RATIO, 1.5},
    {"first-frame-50", "50 running", "ms", REFERENCE, BENCH_RATIO, 1.5},
    {"first-frame-500", "500 created", "ms", REFERENCE, BENCH_RATIO, 1.5},
};

static const struct {
    size_t running, created;
} crowds[COUNT(figures)] = {{5, 0}, {50, 0}, {0, 500}};

static struct pty *
start(struct bench *bench)
{
    return beside_start(&(struct beside){
        .program = bench_program(bench), .width = 160, .height = 48});
}

/* How many rows there is room for, by the picture that stays. */
static size_t
room(struct bench *bench)
{
    struct pty *pty = start(bench);
    size_t count;

    beside_pump(pty, SETTLED_MS);
    count = crowd_seen(pty);
    if (count == 0)
        bench_fail("no container on the screen:\n%s", pty_picture(pty));
    pty_free(pty);
    return count;
}

static double
time_program(struct bench *bench, size_t rows)
{
    struct pty *pty = start(bench);
    double ms;

    do {
        if (!pty_pump(pty, PATIENCE_MS))
            bench_fail("no first frame, but:\n%s", pty_picture(pty));
    } while (crowd_seen(pty) < rows);
    ms = pty_read_at(pty) - pty_started_at(pty);
    pty_free(pty);
    return ms;
}

static double
time_curl(void)
{
    static const char list[] =
        "http://engine" DOCKER_API "/containers/json?all=1";
    const char *const argv[] = {"curl",
                                "-s",
                                "-f",
                                "--unix-socket",
                                docker_host() + strlen("unix://"),
                                "http://engine/_ping",
                                list,
                                "-o",
                                "/dev/null",
                                "-o",
                                "/dev/null",
                                NULL};

    return process_time(argv);
}

static void
measure(struct bench *bench, size_t number)
{
    struct series ours = {0}, theirs = {0};
    size_t rows;

    crowd_have(crowds[number].running, crowds[number].created);
    rows = room(bench);
    /* Once each, so that both find everything in memory. */
    (void)time_program(bench, rows);
    (void)time_curl();
    for (size_t i = 0; i < bench_rounds(bench, ROUNDS); i++) {
        series_add(&ours, time_program(bench, rows));
        series_add(&theirs, time_curl());
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

const struct bench_group first_frame_group = {
    .name = "first-frame",
    .title = "From exec to the last byte of the first full frame",
    .figures = figures,
    .figure_count = COUNT(figures),
    .needs_engine = true,
    .run = run,
};
