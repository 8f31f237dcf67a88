/*
 * groups.h - every group of figures, each in a file of its name.
 */
#ifndef BENCH_GROUPS_H
#define BENCH_GROUPS_H

#include "bench/bench.h"

extern const struct bench_group first_frame_group;
extern const struct bench_group memory_group;
extern const struct bench_group cpu_group;
extern const struct bench_group killed_group;
extern const struct bench_group keys_group;
extern const struct bench_group terminal_group;
extern const struct bench_group drawing_group;
extern const struct bench_group logs_group;
extern const struct bench_group flood_group;
extern const struct bench_group search_group;
extern const struct bench_group counts_group;

#endif
