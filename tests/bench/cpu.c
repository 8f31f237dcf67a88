/*
 * cpu.c - what fifty containers with live numbers cost, in per cent of one
 * core: the program itself and what it adds to its engine, beside `docker
 * stats`. Windows of all kinds alternate, an idle one among them, because the
 * engine never quite rests.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/crowd.h"
#include "bench/process.h"
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RUNNING 50
#define ROUNDS 5
/* Before each window: what the start of a program, or the end of the last one,
 * leaves to the engine is over by then. */
#define SETTLED_MS 5000
#define STOPPING_MS 20000

enum figure { OWN, REQUESTS, ENGINE, STREAMS, STREAMS_OWN, FIGURES };

static const struct bench_figure figures[FIGURES] = {
    [OWN] = {"cpu-own", "itself, 50 running, as it starts", "%",
             "docker stats + its engine", BENCH_RATIO, 1.0 / 15},
    [REQUESTS] = {"stats-requests", "requests for numbers in that time", "",
                  NULL, BENCH_MOST, 0},
    [ENGINE] = {"cpu-engine", "its engine in that time", "%", "engine, idle",
                BENCH_WITHIN, 0},
    [STREAMS] = {"cpu-streams", "streams, 20 rows: itself + engine", "%",
                 "docker stats + its engine", BENCH_RATIO, 0.5},
    [STREAMS_OWN] = {"cpu-streams-own", "... of that itself", "%",
                     "docker stats itself", BENCH_UNMARKED, 0},
};

/* What runs beside the engine in a window. */
enum kind { IDLE, AS_IT_STARTS, BY_STREAMS, DOCKER_STATS, KINDS };

struct window {
    double own, engine; /* per cent of a core */
    double requests;
};

static struct pty *
start(struct bench *bench, enum kind kind, const char *log)
{
    struct beside beside = {.program = bench_program(bench),
                            .log = log,
                            .width = 160,
                            .height = 48};
    char docker[4096];

    switch (kind) {
    case AS_IT_STARTS:
        return beside_start(&beside);
    case BY_STREAMS:
        beside.is_far = true;
        beside.command = ":zoom";
        beside.height = 24; /* twenty rows, and the four lines around them */
        return beside_start(&beside);
    case DOCKER_STATS:
        (void)snprintf(docker, sizeof(docker), "exec docker -H %s stats",
                       docker_host());
        return pty_spawn(&(struct pty_spec){
            .argv = (const char *const[]){"/bin/sh", "-c", docker, NULL},
            .width = 160,
            .height = 60});
    default:
        return NULL;
    }
}

/* Lines of the log such as "net: GET /v1.41/containers/ID/stats?... 200, ...",
 * written as each ends. */
static double
count_requests(const char *log)
{
    FILE *file = fopen(log, "r");
    char line[4096];
    double count = 0;

    while (file && fgets(line, sizeof(line), file))
        count += strstr(line, "net: GET") && strstr(line, "/stats");
    if (file)
        (void)fclose(file);
    return count;
}

static void
rest(double ms)
{
    (void)usleep((useconds_t)(ms * 1000));
}

static struct window
measure(struct bench *bench, enum kind kind, const char *log)
{
    double ms =
        bench_seconds(bench) * 1000 / (double)bench_rounds(bench, ROUNDS);
    double own = 0, engine, began;
    struct window window = {0};
    struct pty *pty = start(bench, kind, log);
    pid_t pid = 0;

    if (!pty) {
        rest(SETTLED_MS);
    } else {
        beside_pump(pty, SETTLED_MS);
        pid = kind == BY_STREAMS ? process_child(pty_pid(pty)) : pty_pid(pty);
        own = process_cpu(pid);
    }
    engine = engine_cpu();
    began = bench_now();
    if (pty)
        beside_pump(pty, ms);
    else
        rest(ms);
    ms = bench_now() - began;
    window.engine = (engine_cpu() - engine) / ms * 1e5;
    if (!pty)
        return window;
    window.own = (process_cpu(pid) - own) / ms * 1e5;
    if (kind != DOCKER_STATS) {
        (void)kill(pid, SIGTERM);
        if (!pty_wait_exit(pty, STOPPING_MS, NULL))
            bench_fail("the program does not end");
        window.requests = count_requests(log);
        (void)unlink(log);
    }
    pty_free(pty);
    return window;
}

struct windows {
    struct series own, engine, both, requests;
};

/* What it adds to the engine is counted from the idle window of its round. */
static void
keep(struct windows *of, const struct window *window, const struct window *idle)
{
    series_add(&of->own, window->own);
    series_add(&of->engine, window->engine);
    series_add(&of->both, window->own + window->engine - idle->engine);
    series_add(&of->requests, window->requests);
}

static void
say_streams(struct bench *bench, const struct windows *ours,
            const struct windows *docker, const char *why_not)
{
    if (series_median(&ours->requests) == 0)
        why_not = "the containers' control groups could not be hidden";
    if (why_not) {
        bench_skip(bench, &figures[STREAMS], why_not);
        bench_skip(bench, &figures[STREAMS_OWN], why_not);
        return;
    }
    bench_pairs(bench, &figures[STREAMS], &ours->both, &docker->both);
    bench_pairs(bench, &figures[STREAMS_OWN], &ours->own, &docker->own);
}

static void
say(struct bench *bench, const struct windows *of, bool has_docker)
{
    const struct windows *ours = &of[AS_IT_STARTS], *docker = &of[DOCKER_STATS];
    const char *why_not = has_docker ? NULL : "there is no docker command";

    if (has_docker)
        bench_pairs(bench, &figures[OWN], &ours->own, &docker->both);
    else
        bench_skip(bench, &figures[OWN], why_not);
    bench_alone(bench, &figures[REQUESTS], bench_value_of(&ours->requests, 1));
    bench_pairs(bench, &figures[ENGINE], &ours->engine, &of[IDLE].engine);
    say_streams(bench, &of[BY_STREAMS], docker, why_not);
}

static void
run(struct bench *bench)
{
    bool has_docker = system("command -v docker >/dev/null 2>&1") == 0;
    struct windows of[KINDS] = {0};
    char log[] = "/tmp/bayplan-bench.XXXXXX";
    int fd;

    if (!engine_is_ours()) {
        for (size_t i = 0; i < FIGURES; i++)
            bench_skip(bench, &figures[i], "the engine is not the bench's own");
        return;
    }
    fd = mkstemp(log);
    if (fd < 0)
        bench_fail("no file for the log");
    (void)close(fd);
    crowd_have(RUNNING, 0);
    for (size_t round = 0; round < bench_rounds(bench, ROUNDS); round++) {
        struct window windows[KINDS] = {{0}};

        bench_note("round %zu of %zu", round + 1, bench_rounds(bench, ROUNDS));
        /* Each comes first once: an engine that was busy is so for a while. */
        for (size_t i = 0; i < KINDS; i++) {
            enum kind kind = (enum kind)((round + i) % KINDS);

            if (kind != DOCKER_STATS || has_docker)
                windows[kind] = measure(bench, kind, log);
        }
        for (int kind = IDLE; kind < KINDS; kind++)
            keep(&of[kind], &windows[kind], &windows[IDLE]);
    }
    say(bench, of, has_docker);
    for (int kind = IDLE; kind < KINDS; kind++) {
        series_release(&of[kind].own);
        series_release(&of[kind].engine);
        series_release(&of[kind].both);
        series_release(&of[kind].requests);
    }
}

const struct bench_group cpu_group = {
    .name = "cpu",
    .title = "Processor time in per cent of one core, numbers live",
    .figures = figures,
    .figure_count = FIGURES,
    .needs_engine = true,
    .run = run,
};
