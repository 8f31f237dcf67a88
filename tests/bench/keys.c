/*
 * keys.c - how soon a key is answered: from the write of `j` or `k` to the
 * last byte of the frame that shows the cursor on the other row, beside a
 * program that only echoes on such a terminal. Keys of the two alternate.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/crowd.h"
#include "engine/churn.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

#define KEYS 201
#define RUNNING 50
#define CHURNING 40
#define SETTLED_MS 3000
/* Between keys, so that they come at any time of a frame. */
#define PAUSE_LEAST_MS 20
#define PAUSE_MORE_MS 40
#define NEAR_MS 2
#define FRAME_MS 16

/* About as fast as the engine takes it, into a file that stays small. */
#define FLOOD                                                                  \
    "\"Cmd\":[\"yes\",\"a line of a log that has no end, as some have\"],"     \
    "\"StopSignal\":\"SIGKILL\",\"HostConfig\":{\"LogConfig\":{"               \
    "\"Type\":\"json-file\",\"Config\":{\"max-size\":\"20m\"}}}"

/* Two rows that stay on top, between which the cursor goes. */
static const char *const tops[] = {"aaa-0", "aaa-1"};

#define REFERENCE "an echo on a terminal"
#define PAIR(key, name)                                                        \
    {key "-median", name ", median", "ms", REFERENCE, BENCH_ADDED, NEAR_MS},   \
    {                                                                          \
        key "-p99", name ", 99 of 100", "ms", REFERENCE, BENCH_ADDED, FRAME_MS \
    }

static const struct bench_figure figures[] = {
    PAIR("key-idle", "50 running, nothing happens"),
    PAIR("key-flood", "the log shown is a flood"),
    PAIR("key-churn", "40 come and go"),
};

static double
time_key(struct pty *pty, size_t to)
{
    char shows[32];
    double began = bench_now();

    (void)snprintf(shows, sizeof(shows), "> %s ", tops[to]);
    pty_send(pty, to == 1 ? "j" : "k");
    do {
        if (!pty_pump(pty, PATIENCE_MS))
            bench_fail("no answer to a key, but:\n%s", pty_picture(pty));
    } while (pty_find(pty, shows) < 0);
    return pty_read_at(pty) - began;
}

static double
time_echo(struct pty *echo)
{
    double began = bench_now();

    pty_send(echo, "j");
    if (!pty_pump(echo, PATIENCE_MS))
        bench_fail("no echo");
    return pty_read_at(echo) - began;
}

static struct pty *
start_echo(struct bench *bench)
{
    char path[4096];
    struct pty *echo = pty_spawn(&(struct pty_spec){
        .argv = (const char *const[]){bench_helper(bench, "echo", path), NULL},
        .width = 160,
        .height = 48});

    if (!pty_wait_text(echo, "!", PATIENCE_MS))
        bench_fail("the echo does not start");
    return echo;
}

static void
measure(struct bench *bench, const struct bench_figure *pair)
{
    struct series ours = {0}, theirs = {0};
    struct pty *echo = start_echo(bench);
    struct pty *pty = beside_start(&(struct beside){
        .program = bench_program(bench), .width = 160, .height = 48});
    unsigned seed = 1;

    if (!pty_wait_text(pty, "> aaa-0", PATIENCE_MS))
        bench_fail("no first row");
    beside_pump(pty, SETTLED_MS);
    for (size_t i = 0; i < bench_rounds(bench, KEYS); i++) {
        beside_pump(pty, PAUSE_LEAST_MS + rand_r(&seed) % PAUSE_MORE_MS);
        series_add(&ours, time_key(pty, (i + 1) % 2));
        series_add(&theirs, time_echo(echo));
    }
    pty_free(pty);
    pty_free(echo);
    bench_pairs(bench, &pair[0], &ours, &theirs);
    bench_values(bench, &pair[1], bench_value_of(&ours, 0.99),
                 bench_value_of(&theirs, 0.99));
    series_release(&ours);
    series_release(&theirs);
}

static void
put_tops(const char *life)
{
    for (size_t i = 0; i < COUNT(tops); i++)
        docker_run(NULL, tops[i], life);
}

static void
drop_tops(void)
{
    for (size_t i = 0; i < COUNT(tops); i++)
        (void)docker_send("DELETE", NULL, "/containers/%s?force=1", tops[i]);
}

static void
run(struct bench *bench)
{
    struct churn churn;

    crowd_have(RUNNING, 0);
    put_tops(DOCKER_IDLE);
    measure(bench, &figures[0]);
    drop_tops();
    put_tops(FLOOD);
    measure(bench, &figures[2]);
    crowd_clean();
    put_tops(DOCKER_IDLE);
    churn_begin(&churn, CHURNING, 1);
    measure(bench, &figures[4]);
    (void)churn_end(&churn);
    crowd_clean();
}

const struct bench_group keys_group = {
    .name = "keys",
    .title = "From a key to the changed screen",
    .figures = figures,
    .figure_count = COUNT(figures),
    .needs_engine = true,
    .run = run,
};
