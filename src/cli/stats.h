/*
 * stats.h - `bayplan stats [--once] [--json] [NAME...]`: what containers use.
 *
 * The numbers are the dashboard's: they come through the store, from wherever
 * is cheapest for the engine (store/sync.h), so that with control groups it
 * has no work at all.
 *
 * With --once a line for each, in the order of their names, as soon as it and
 * those before it are known: CPU needs two samples. What does not run, or
 * waits to be restarted, is not waited for. Without it a line for each
 * container and sample, as they come, of the containers that there are at the
 * start, until none of them runs.
 *
 * While nobody reads what is printed, nothing is sampled.
 */
#ifndef CLI_STATS_H
#define CLI_STATS_H

#include "engine/locate.h"
#include "store/sync.h"
#include "work/filter.h"

#include <stdio.h>

/* Without a sample of any for so long, it is given up. */
#define STATS_PATIENCE_MS 30000

struct stats_options {
    bool json, once;
    const char *const *names; /* or the begins of ids; none: all that run */
    size_t name_count;
    struct filter *filter; /* of containers, borrowed; NULL: all */
    enum stats_choice source;
    uint64_t patience_ms; /* 0: the usual */
};

/* The program's exit status, as ps_run(). Of SIGINT and its like it ends as
 * programs do that do not catch them. */
int stats_run(const struct candidates *candidates,
              const struct stats_options *options, int out, FILE *errors);

#endif
