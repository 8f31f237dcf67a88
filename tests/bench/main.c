/*
 * main.c - what the program costs, and how soon it answers: `make bench`.
 *
 *     bench PROGRAM [GROUP]...
 *
 * prints a table of all groups, or of those named, and writes it to
 * BENCH_JSON. docs/PERFORMANCE.md explains every line. BENCH_SECONDS is how
 * long what takes time may take, BENCH_QUICK=1 makes everything short. What
 * needs an engine is skipped by name without one (tests/engine/with-engine).
 */
#include "config.h"

#include "bench/bench_private.h"

#include "bench/groups.h"
#include "engine/docker.h"
#include "support/test.h"

#include <libgen.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS 60
#define SECONDS_QUICK 10
#define QUICKER 3

static const struct bench_group *const groups[] = {
    &first_frame_group, &memory_group,  &cpu_group,    &keys_group,
    &killed_group,      &logs_group,    &flood_group,  &search_group,
    &terminal_group,    &drawing_group, &counts_group,
};

const char *
bench_program(const struct bench *bench)
{
    return bench->program;
}

const char *
bench_helper(const struct bench *bench, const char *name, char path[4096])
{
    (void)snprintf(path, 4096, "%s/%s", bench->folder, name);
    return path;
}

double
bench_seconds(const struct bench *bench)
{
    return bench->seconds;
}

size_t
bench_rounds(const struct bench *bench, size_t full)
{
    return bench->is_quick ? (full + QUICKER - 1) / QUICKER : full;
}

static bool
is_wanted(const struct bench_group *group, char **names)
{
    if (!*names)
        return true;
    for (; *names; names++)
        if (strcmp(group->name, *names) == 0)
            return true;
    return false;
}

static void
run(struct bench *bench, const struct bench_group *group)
{
    bool has_engine = strncmp(docker_host(), "unix://", 7) == 0;

    bench->group = group;
    memset(bench->is_said, 0, sizeof(bench->is_said));
    print_title(group->title);
    if (has_engine || !group->needs_engine)
        group->run(bench);
    for (size_t i = 0; i < group->figure_count; i++)
        if (!bench->is_said[i])
            bench_skip(bench, &group->figures[i],
                       has_engine ? "it could not be measured"
                                  : "there is no engine here");
}

static double
seconds_of(const char *text, bool is_quick)
{
    double seconds = text ? strtod(text, NULL) : 0;

    if (seconds >= 1)
        return seconds;
    return is_quick ? SECONDS_QUICK : SECONDS;
}

int
main(int argc, char **argv)
{
    const char *quick = getenv("BENCH_QUICK"), *json = getenv("BENCH_JSON");
    struct bench bench = {.is_quick = quick && strcmp(quick, "") != 0,
                          .rows = cJSON_CreateArray()};
    char *self;

    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench PROGRAM [GROUP]...\n");
        return 2;
    }
    (void)setlocale(LC_ALL, "C.UTF-8");
    bench.seconds = seconds_of(getenv("BENCH_SECONDS"), bench.is_quick);
    bench.program = realpath(argv[1], NULL);
    self = realpath("/proc/self/exe", NULL);
    bench.folder = dirname(self);
    if (!bench.program)
        bench_fail("there is no program %s", argv[1]);
    print_head();
    for (size_t i = 0; i < COUNT(groups); i++)
        if (is_wanted(groups[i], argv + 2))
            run(&bench, groups[i]);
    if (bench.missed > 0)
        (void)printf("%u marks missed\n", bench.missed);
    if (json && !json_write(&bench, json))
        return 1;
    return 0;
}
