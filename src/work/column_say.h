/*
 * column_say.h - what the columns of containers say, for the table in
 * column.c.
 */
#ifndef WORK_COLUMN_SAY_H
#define WORK_COLUMN_SAY_H

#include "work/column.h"

/* Cells; the numbers' columns have a constant width. */
#define WIDTH_CPU 7
#define WIDTH_PAIR 11
#define WIDTH_PIDS 5
#define WIDTH_STATE 20

/* Since when the row's state lasts, ns since 1970; TIMESTAMP_NONE when only
 * the list's prose tells, or nothing. */
int64_t state_since(const struct container *container);

enum tone state_say(struct buf *out, const void *data,
                    const struct cell_context *context);
enum tone health_say(struct buf *out, const void *data,
                     const struct cell_context *context);
enum tone cpu_say(struct buf *out, const void *data,
                  const struct cell_context *context);
enum tone memory_say(struct buf *out, const void *data,
                     const struct cell_context *context);
enum tone network_say(struct buf *out, const void *data,
                      const struct cell_context *context);
enum tone disk_say(struct buf *out, const void *data,
                   const struct cell_context *context);
enum tone pids_say(struct buf *out, const void *data,
                   const struct cell_context *context);

/* How old the row's numbers are in ms, and whether that is too old. */
uint64_t usage_age_ms(const struct container_row *row,
                      const struct cell_context *context);
bool usage_is_stale(const struct container_row *row,
                    const struct cell_context *context);

#endif
