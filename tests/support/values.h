/*
 * values.h - containers and samples for the tests of the store.
 */
#ifndef SUPPORT_VALUES_H
#define SUPPORT_VALUES_H

#include "store/write.h"

/* Inspected, with `id` as its name and nothing else. */
struct container value_of(const char *id, enum container_state state);
struct ref put_value(struct store *store, unsigned engine, const char *id,
                     enum container_state state);

/* Second `at` of a container that uses `percent` of one CPU. */
struct sample sample_at(int64_t at, double percent);
void put_sample_at(struct store *store, const struct ref *ref, int64_t at,
                   double percent);

#endif
