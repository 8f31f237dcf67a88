/*
 * since.h - a point in time as a person says it: when a log shall begin.
 *
 *   10m 1h30m 2d 1w     so long ago
 *   08:30 08:30:15      today, by the local clock
 *   2026-11-21          the begin of that day, by the local clock
 *   2026-11-21T08:30:00Z, with an offset or a fraction    RFC 3339
 *   1795212382          seconds since 1970
 */
#ifndef WORK_SINCE_H
#define WORK_SINCE_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

/* Nanoseconds since 1970. `now` the same. False with ERR_USAGE: what would be
 * understood. */
bool since_parse(struct str text, int64_t now, int64_t *time, struct err *err);

#endif
