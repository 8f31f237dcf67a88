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
 * With a pattern or a level only those lines are printed, and what belongs to
 * them: the lines of a trace go with its first one (work/sieve.h). So the last
 * lines of a log that is followed wait until it is quiet.
 *
 * Memory is bounded: who reads slowly makes the engine wait.
 */
#ifndef CLI_LOGS_H
#define CLI_LOGS_H

#include "engine/locate.h"
#include "store/level.h"
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
    const char *grep;      /* as behind & on screen; NULL: all lines */
    enum level least;      /* LEVEL_NONE: whatever they say */
};

/* --tail: a number or "all". */
bool logs_parse_tail(const char *text, struct tail_window *window,
                     struct err *err);

/* --level: a word for one. */
bool logs_parse_level(const char *text, enum level *least, struct err *err);
/* Whether --grep is a pattern. */
bool logs_check_grep(const char *text, struct err *err);

/* The program's exit status, as ps_run(). Of SIGINT and its like it ends as
 * programs do that do not catch them. */
int logs_run(const struct candidates *candidates,
             const struct logs_options *options, int out, FILE *errors);

#endif
