/*
 * ps.h - `bayplan ps [--all] [--json]`: the containers, without a screen.
 */
#ifndef CLI_PS_H
#define CLI_PS_H

#include "engine/locate.h"
#include "work/filter.h"

#include <stdio.h>

struct ps_options {
    bool all;
    bool json;
    struct filter *filter; /* of containers, borrowed; NULL: all */
};

/* Runs to its end; the program's exit status: 0, 1 when the engine failed on
 * the way, 3 when no engine answered. Words of failure go to `errors`. */
int ps_run(const struct candidates *candidates,
           const struct ps_options *options, FILE *out, FILE *errors);

#endif
