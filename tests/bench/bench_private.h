/*
 * bench_private.h - what the bench's own files share: the run, and the two ways
 * in which its figures are written.
 */
#ifndef BENCH_BENCH_PRIVATE_H
#define BENCH_BENCH_PRIVATE_H

#include "bench/bench.h"

#include <cjson/cJSON.h>

#define BENCH_FIGURES 32 /* of one group */

struct bench {
    const char *program; /* absolute */
    const char *folder;  /* of the programs built beside it */
    double seconds;
    bool is_quick;
    const struct bench_group *group; /* which runs */
    bool is_said[BENCH_FIGURES];     /* of its figures */
    unsigned missed;
    cJSON *rows;
};

struct bench_result {
    struct bench_value ours, theirs;
    double compared; /* as its mark says; without a mark, the ratio */
    const char *why; /* there are no numbers; else NULL */
    bool is_met;
};

bool bench_is_difference(const struct bench_figure *figure);
bool bench_is_marked(const struct bench_figure *figure);

/* A line of the table on stdout. */
void print_head(void);
void print_title(const char *title);
void print_row(const struct bench_figure *figure,
               const struct bench_result *result);

void json_row(struct bench *bench, const struct bench_figure *figure,
              const struct bench_result *result);
/* Writes everything; says on stderr when it cannot. */
bool json_write(const struct bench *bench, const char *path);

#endif
