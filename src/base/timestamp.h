/*
 * timestamp.h - points in time as nanoseconds since 1970 UTC (int64_t).
 *
 * TIMESTAMP_NONE (0) is "not known" and also Docker's zero time
 * 0001-01-01T00:00:00Z.
 */
#ifndef BASE_TIMESTAMP_H
#define BASE_TIMESTAMP_H

#include "base/str.h"

#include <stdint.h>

#define TIMESTAMP_NONE 0
#define SECOND_NS INT64_C(1000000000)
#define TIMESTAMP_SIZE 48

/* RFC 3339 with up to nine digits of fraction and Z or an offset. Years
 * before 1970 give TIMESTAMP_NONE. False when it is no such text. */
bool timestamp_parse(struct str text, int64_t *ns);
/* "Sat, 21 Nov 2026 08:30:00 GMT" (RFC 9110) */
bool timestamp_parse_http(struct str text, int64_t *ns);
/* 2026-11-21T08:30:00Z */
void timestamp_format(char out[TIMESTAMP_SIZE], int64_t ns);

int64_t timestamp_now(void); /* the wall clock */

#endif
