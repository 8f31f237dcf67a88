/*
 * stats.h - `bayplan stats [--once] [--json] [NAME...]`: what containers use.
 *
 * With --once one reading of each, in the order of their names, also of those
 * that are named and do not run. Without it a line for each container and
 * sample, as they come, of the containers that there are at the start, until
 * all of them are gone.
 */
#ifndef CLI_STATS_H
#define CLI_STATS_H

#include "engine/locate.h"
#include "work/filter.h"

#include <stdio.h>

#define STATS_STREAMS 256 /* containers followed at once */
#define STATS_PARALLEL 16 /* single readings asked for at once */

struct stats_options {
    bool json, once;
    const char *const *names; /* or the begins of ids; none: all that run */
    size_t name_count;
    struct filter *filter; /* of containers, borrowed; NULL: all */
};

/* The program's exit status, as ps_run(). */
int stats_run(const struct candidates *candidates,
              const struct stats_options *options, FILE *out, FILE *errors);

#endif
