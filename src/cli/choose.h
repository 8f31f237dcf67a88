/*
 * choose.h - which containers are named on the command line.
 */
#ifndef CLI_CHOOSE_H
#define CLI_CHOOSE_H

#include "engine/container.h"

/* Digits that a name may be taken for the begin of an id. */
#define CHOOSE_ID_LEAST 4

/* Whether one of `names` is its name or the begin of its id; with no names,
 * always. */
bool choose_is_named(const char *const *names, size_t count,
                     const struct container *container);

#endif
