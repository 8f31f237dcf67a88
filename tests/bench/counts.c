/*
 * counts.c - instructions, which do not depend on what else the machine does:
 * callgrind counts those of counted.c, for one thing of each kind.
 */
#include "config.h"

#include "bench/groups.h"

#include "engine/docker.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_SIZE 8192

static const struct bench_figure figures[] = {
    {"list", "a listed container, decoded", "k", NULL, BENCH_UNMARKED, 0},
    {"sample", "a sample, decoded", "k", NULL, BENCH_UNMARKED, 0},
    {"sort", "a row of 1000, by cpu", "k", NULL, BENCH_UNMARKED, 0},
    {"filter", "a row of 1000, by two words", "k", NULL, BENCH_UNMARKED, 0},
    {"render", "a screen of 160x48", "k", NULL, BENCH_UNMARKED, 0},
    {"pane", "... with a new line in the log", "k", NULL, BENCH_UNMARKED, 0},
};

static double
number_after(const char *text, const char *words)
{
    const char *at = strstr(text, words);

    return at ? strtod(at + strlen(words), NULL) : 0;
}

static void
measure(struct bench *bench, const struct bench_figure *figure)
{
    char text[TEXT_SIZE], path[4096];
    const char *const argv[] = {"valgrind",
                                "--tool=callgrind",
                                "--callgrind-out-file=/dev/null",
                                "--collect-atstart=no",
                                "--toggle-collect=counted",
                                "--log-fd=1",
                                bench_helper(bench, "counted", path),
                                figure->key,
                                NULL};
    double count, units;

    if (docker_run_program(text, sizeof(text), argv) == 127) {
        bench_skip(bench, figure, "there is no valgrind here");
        return;
    }
    count = number_after(text, "Collected : ");
    units = number_after(text, "units ");
    if (count == 0 || units == 0)
        bench_fail("callgrind says:\n%s", text);
    bench_alone(bench, figure, bench_value(count / units / 1000));
}

static void
run(struct bench *bench)
{
    for (size_t i = 0; i < COUNT(figures); i++)
        measure(bench, &figures[i]);
}

const struct bench_group counts_group = {
    .name = "counts",
    .title = "Thousands of instructions, by callgrind",
    .figures = figures,
    .figure_count = COUNT(figures),
    .run = run,
};
