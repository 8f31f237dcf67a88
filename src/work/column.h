/*
 * column.h - the columns of a list: what they are called, what they say, how
 * they sort. One table per list; the screen, the command line, the filter and
 * the manual read it.
 */
#ifndef WORK_COLUMN_H
#define WORK_COLUMN_H

#include "base/buf.h"
#include "store/store.h"
#include "work/jobs.h"
#include "work/tone.h"

/* What a cell may look at. */
struct cell_context {
    int64_t now_wall;        /* ns since 1970 at this machine */
    uint64_t now_loop;       /* loop_now() */
    const struct jobs *jobs; /* acts under way, or NULL */
};

struct column {
    const char *name;  /* "cpu": in commands, options and files */
    const char *title; /* "CPU %" */
    const char *help;
    unsigned char width_min;
    unsigned char width_max; /* what is left over goes to NAME and IMAGE */
    unsigned char priority;  /* 0 is dropped last when the screen is narrow */
    bool is_right;           /* numbers: right-aligned, constant width */
    bool is_live;            /* changes with each sample */
    bool starts_descending;  /* sorted from the largest */
    /* Append what the cell says, as is (not harmless); its tone. */
    enum tone (*say)(struct buf *out, const struct container_row *row,
                     const struct cell_context *context);
    /* <0, 0, >0. Live values compare by the smoothed value, unknown last. */
    int (*compare)(const struct container_row *a,
                   const struct container_row *b);
};

/* In the order in which they stand: name state health cpu memory network disk
 * pids ports image project id. */
extern const struct column container_columns[];
extern const size_t container_column_count;

const struct column *column_find(const struct column *columns, size_t count,
                                 struct str name);

/* "0.0.0.0:8080->80/tcp, 443/tcp" short: "8080->80 443"; ranges joined, v4
 * and v6 of one mapping once. */
void ports_say(struct buf *out, const struct container *container);

#endif
