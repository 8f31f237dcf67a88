/*
 * process.h - what processes take: time and memory.
 */
#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/* Runs a program to its end, from the fork on, in ms; its words are dropped.
 * It must end with 0. */
double process_time(const char *const *argv);

/* The one that a process has. */
pid_t process_child(pid_t pid);

/* CPU time of a process since it began, in seconds: user and system of all its
 * threads, as the scheduler counts it and rusage says it. 0 when it is gone. */
double process_cpu(pid_t pid);
/* The same of the tests' own engine: dockerd, its containerd and shims. */
double engine_cpu(void);
/* Whether engine_cpu() knows them. */
bool engine_is_ours(void);

/* A line of /proc/PID/smaps_rollup, in KiB: "Private_Dirty". */
double process_memory(pid_t pid, const char *line);

#endif
