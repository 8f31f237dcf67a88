/*
 * totals.h - adding a row to the sums of its engine.
 *
 * The store's own; only src/store includes it.
 */
#ifndef STORE_TOTALS_H
#define STORE_TOTALS_H

#include "store/store.h"

/* `is_awaited`: the sums lack its numbers, as they never came yet. */
void totals_add(struct totals *totals, const struct container_row *row,
                bool is_awaited);

#endif
