/*
 * column_say.h - what the columns of containers say, for the table in
 * column.c.
 */
#ifndef WORK_COLUMN_SAY_H
#define WORK_COLUMN_SAY_H

#include "work/column.h"

/* How many container_columns there are. */
#define CONTAINER_COLUMNS 18

/* Cells; the numbers' columns have a constant width. */
#define WIDTH_CPU 7
#define WIDTH_PAIR 11
#define WIDTH_PIDS 5
#define WIDTH_STATE 24
#define WIDTH_RESTARTS 8
#define WIDTH_TREND 6
#define WIDTH_LIMIT 6
#define WIDTH_ID 12 /* digits of an id that people use */

/* The first digits of an id or of a digest. */
void short_id_say(struct buf *out, const char *id);
/* Milliseconds until the age of what began then is written otherwise; 0:
 * never. */
uint64_t since_tick_ms(int64_t since, const struct cell_context *context);

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

enum tone restarts_say(struct buf *out, const void *data,
                       const struct cell_context *context);
enum tone trend_say(struct buf *out, const void *data,
                    const struct cell_context *context);

/* ---- column_limit.c: what limits do */

enum tone throttled_say(struct buf *out, const void *data,
                        const struct cell_context *context);
enum tone pressure_say(struct buf *out, const void *data,
                       const struct cell_context *context);
enum tone ooms_say(struct buf *out, const void *data,
                   const struct cell_context *context);
enum tone pids_share_say(struct buf *out, const void *data,
                         const struct cell_context *context);
int throttled_compare(const void *left, const void *right);
int pressure_compare(const void *left, const void *right);
int ooms_compare(const void *left, const void *right);
int pids_share_compare(const void *left, const void *right);
bool throttled_is_known(const void *data);
bool pressure_is_known(const void *data);
bool ooms_are_known(const void *data);
bool pids_share_is_known(const void *data);
/* Pieces: the limits that are felt now, "throttled pressure oom memory pids".
 */
void limits_say(struct buf *out, const void *data,
                const struct cell_context *context);

/* ---- column_compare.c: order, and whether there is a value to sort by */

int name_compare(const void *left, const void *right);
int image_compare(const void *left, const void *right);
int project_compare(const void *left, const void *right);
int id_compare(const void *left, const void *right);
/* Like states together, in each what changed last first. */
int state_compare(const void *left, const void *right);
/* The worst first. */
int health_compare(const void *left, const void *right);
int cpu_compare(const void *left, const void *right);
int memory_compare(const void *left, const void *right);
int network_compare(const void *left, const void *right);
int disk_compare(const void *left, const void *right);
int pids_compare(const void *left, const void *right);
int restarts_compare(const void *left, const void *right);
/* By the first port that a person can reach. */
int ports_compare(const void *left, const void *right);

bool health_is_known(const void *data);
bool restarts_are_known(const void *data);
bool project_is_known(const void *data);
bool ports_are_known(const void *data);
bool cpu_is_known(const void *data);
bool memory_is_known(const void *data);
bool network_is_known(const void *data);
bool disk_is_known(const void *data);
bool pids_are_known(const void *data);

/* ---- column_group.c: header rows */

enum tone name_say_group(struct buf *out, const struct group *group);
enum tone state_say_group(struct buf *out, const struct group *group);
enum tone cpu_say_group(struct buf *out, const struct group *group);
enum tone memory_say_group(struct buf *out, const struct group *group);
int name_compare_groups(const struct group *a, const struct group *b);
int cpu_compare_groups(const struct group *a, const struct group *b);
int memory_compare_groups(const struct group *a, const struct group *b);

/* How old the row's numbers are in ms, and whether that is too old. */
uint64_t usage_age_ms(const struct container_row *row,
                      const struct cell_context *context);
bool usage_is_stale(const struct container_row *row,
                    const struct cell_context *context);

#endif
