/*
 * logs.h - `bayplan logs [OPTION]... [NAME]...`: what containers say.
 *
 * Of several containers the lines come in the order of their times, each with
 * its container's name in front. Followed they come as they are said, through
 * restarts of containers and of the engine, until somebody stops it; else the
 * program ends where the logs do.
 *
 * A line is what the log view shows as one: parts of a long one are joined, and
 * what a progress bar wrote over is left out. Into a pipe or a file text goes
 * as the container wrote it; on a terminal it is made harmless. What happened
 * to a log meanwhile ("restarted") goes to `errors`.
 *
 * Memory is bounded: who reads slowly makes the engine wait.
 */
#ifndef CLI_LOGS_H
#define CLI_LOGS_H

#include "engine/locate.h"
#include "store/tail.h"
#include "work/filter.h"

#include <stdio.h>

#define LOGS_CONTAINERS 64 /* read at once */

struct logs_options {
    bool json, follow, timestamps;
    struct tail_window window; /* `ends` follows from `follow` */
    const char *const *names;  /* or the begins of ids; none: all that run */
    size_t name_count;
    struct filter *filter; /* of containers, borrowed; NULL: all */
};

/* --tail: a number or "all". */
bool logs_parse_tail(const char *text, struct tail_window *window,
                     struct err *err);

/* The program's exit status, as ps_run(). Of SIGINT and its like it ends as
 * programs do that do not catch them. */
int logs_run(const struct candidates *candidates,
             const struct logs_options *options, int out, FILE *errors);

#endif
