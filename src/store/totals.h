/*
 * totals.h - adding a row to the sums of its engine.
 *
 * The store's own; only src/store includes it.
 */
#ifndef STORE_TOTALS_H
#define STORE_TOTALS_H

#include "store/store.h"

/* `waits_for_cpu`: there are numbers, but the CPU's share comes with the next
 * sample only, so the row does not count as sampled yet. */
void totals_add(struct totals *totals, const struct container_row *row,
                bool waits_for_cpu);

#endif
