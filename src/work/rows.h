/*
 * rows.h - which containers a list shows, and in which order.
 *
 * The order: rows that are up first, then by the sort column, then by name,
 * then by id, so that it is total and nothing jumps. A column that starts
 * descending has its largest value first; is_reverse turns either around,
 * and only the column: what is up and what has no value stay in place.
 *
 * The filter is a substring of what a column says, smart case. Columns that
 * change with each sample are left out, or rows would come and go.
 */
#ifndef WORK_ROWS_H
#define WORK_ROWS_H

#include "work/column.h"

struct rows_order {
    const struct column *column; /* NULL: by name */
    bool is_reverse;
    bool only_running;
    struct str filter; /* borrowed */
};

/* Refs of the shown rows, in order. */
struct rows {
    struct ref *at;
    size_t count;
    size_t cap;
    size_t hidden; /* left out by the filter or by only_running */
};

void rows_init(struct rows *rows);
void rows_release(struct rows *rows);
void rows_collect(struct rows *rows, const struct store *store,
                  const struct rows_order *order,
                  const struct cell_context *context);
/* Where `ref` stands, or -1. */
long rows_find(const struct rows *rows, const struct ref *ref);

#endif
