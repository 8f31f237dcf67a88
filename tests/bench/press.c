#include "config.h"

#include "bench/press.h"

#include "support/test.h"

#include <stdlib.h>

#define PAUSE_LEAST_MS 20
#define PAUSE_MORE_MS 40

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

void
press_begin(struct press *press, struct bench *bench,
            const struct beside *beside)
{
    *press = (struct press){.bench = bench,
                            .pty = beside_start(beside),
                            .echo = start_echo(bench),
                            .seed = 1};
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

static double
time_key(struct pty *pty, const char *key, const char *shows, bool is_shown)
{
    double began = bench_now();

    pty_send(pty, key);
    do {
        if (!pty_pump(pty, PATIENCE_MS))
            bench_fail("no answer to a key, but:\n%s", pty_picture(pty));
    } while ((pty_find(pty, shows) >= 0) != is_shown);
    return pty_read_at(pty) - began;
}

static void
pass(struct press *press, double ms)
{
    if (press->pass)
        press->pass(press->data, press->pty, ms);
    else
        beside_pump(press->pty, ms);
}

void
press_key(struct press *press, const char *key, const char *shows,
          bool is_shown)
{
    pass(press, PAUSE_LEAST_MS + rand_r(&press->seed) % PAUSE_MORE_MS);
    series_add(&press->theirs, time_echo(press->echo));
    pass(press, 0);
    series_add(&press->ours, time_key(press->pty, key, shows, is_shown));
}

void
press_say(struct press *press, const struct bench_figure *pair)
{
    bench_pairs(press->bench, &pair[0], &press->ours, &press->theirs);
    bench_values(press->bench, &pair[1], bench_value_of(&press->ours, 0.99),
                 bench_value_of(&press->theirs, 0.99));
    series_release(&press->ours);
    series_release(&press->theirs);
}

void
press_end(struct press *press)
{
    pty_free(press->pty);
    pty_free(press->echo);
}
