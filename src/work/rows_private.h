/*
 * rows_private.h - what rows.c (which rows, in which order) and rows_group.c
 * (projects) share.
 */
#ifndef WORK_ROWS_PRIVATE_H
#define WORK_ROWS_PRIVATE_H

#include "work/rows.h"

/* What the order asks of a row, found out once. qsort() hands nothing else
 * to its comparison, so the order is at hand in each. */
struct item {
    const void *row;
    const char *name;
    const struct rows_order *order;
    bool leads;
    bool is_known;
    unsigned place; /* of its group among all; 0 without groups */
};

/* Make rows->groups of the projects of these items, in order, without their
 * members' places; tell each item its group's place. */
void groups_make(struct rows *rows, struct item *items, size_t count,
                 const struct rows_order *order,
                 const struct cell_context *context);

static inline const struct kind *
kind_in(const struct rows_order *order)
{
    return order->kind ? order->kind : &container_kind;
}

/* Turn `by` around as the order wants it for a column. */
static inline int
turned(int by, const struct rows_order *order, const struct column *column)
{
    return column->starts_descending != order->is_reverse ? -by : by;
}

#endif
