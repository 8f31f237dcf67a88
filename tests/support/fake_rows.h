/*
 * fake_rows.h - a store of rows made by hand, and acts under way as told, at
 * link time in place of store.c and jobs.c: what columns say and how rows are
 * ordered needs nothing else.
 */
#ifndef SUPPORT_FAKE_ROWS_H
#define SUPPORT_FAKE_ROWS_H

#include "engine/event.h"
#include "work/column.h"

struct store {
    const struct container_row *rows;
    size_t count;
    const struct image_row *images;
    size_t image_count;
    const struct event *events; /* of all engines, the oldest first */
    size_t event_count;
    const struct ring *history; /* of all rows */
    struct totals totals;
    struct link link;
    const char *engine_name; /* of all of them */
};

struct jobs {
    struct ref ref;    /* of the row acted on */
    const char *words; /* what jobs_say_row() says of it */
    uint64_t tick_ms;
};

/* A container of which only `id`, `name` and `state` are set. */
struct container fake_container(const char *id, const char *name,
                                enum container_state state);
struct container_row fake_row(const struct container *value);

#endif
