/*
 * column.h - the columns of a list: what they are called, what they say, how
 * they sort. One table per kind of row (work/kind.h); the screen, the command
 * line, the filter and the manual read it. A row is a struct container_row or
 * a struct image_row, as its table wants it.
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
    /* For the memory of a row's machine, so that a limit that is none is not
     * shown, and for the link, without which all is stale; or NULL. */
    const struct store *store;
};

/* A running container's numbers older than this are stale: they say so by
 * their tone, and CPU by the age behind the number ("12 9s"). */
#define USAGE_FRESH_MS 2500

struct group;

struct column {
    const char *name;  /* "cpu": in commands, options and files */
    const char *title; /* "CPU %" */
    const char *help;
    unsigned char width_min;
    unsigned char width_max; /* what is left over goes to NAME and IMAGE */
    unsigned char priority;  /* 0 is dropped last when the screen is narrow */
    bool is_right;           /* numbers: right-aligned, constant width */
    bool has_words;          /* too long: cut between them, "+3 more" behind */
    bool is_steady;          /* stays as it is while its row lives */
    bool is_live;            /* changes with each sample */
    bool is_optional;        /* shown when it is chosen, not by itself */
    bool starts_descending;  /* sorted from the largest */
    /* Append what the cell says, as is (not harmless); its tone. */
    enum tone (*say)(struct buf *out, const void *row,
                     const struct cell_context *context);
    /* <0, 0, >0, ascending, of two rows whose values are known. Live values
     * compare by the smoothed value. */
    int (*compare)(const void *a, const void *b);
    /* Whether there is a value to sort by; rows without one stand last in
     * both directions. NULL: always. */
    bool (*is_known)(const void *row);
    /* The same for a header row (work/rows.h); NULL: it says nothing there,
     * and headers stand by name. */
    enum tone (*say_group)(struct buf *out, const struct group *group);
    int (*compare_groups)(const struct group *a, const struct group *b);
};

/* In the order in which they stand: name state health restarts cpu trend
 * memory network disk pids throttled pressure ooms pids-share ports image
 * project id. */
extern const struct column container_columns[];
extern const size_t container_column_count;
/* name size created used id. */
extern const struct column image_columns[];
extern const size_t image_column_count;

const struct column *column_find(const struct column *columns, size_t count,
                                 struct str name);

/* Milliseconds until some cell of this container's row says something else by
 * the clock alone (an age ticks, numbers become stale, an act goes on); 0:
 * never. struct kind has it for any row. */
uint64_t row_tick_ms(const struct container_row *row,
                     const struct cell_context *context);

/* "0.0.0.0:8080->80/tcp, 443/tcp" short: "8080->80 443"; ranges joined, v4
 * and v6 of one mapping once, published ones first, tcp before udp. An address
 * that is not "all" is kept: "127.0.0.1:8080->80". */
void ports_say(struct buf *out, const struct container *container);

#endif
