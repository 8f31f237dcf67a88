/*
 * write.h - the store's own way in. Only src/store and its tests include it.
 *
 * Every function notes what it changed; a value equal to the one that is there
 * changes nothing.
 */
#ifndef STORE_WRITE_H
#define STORE_WRITE_H

#include "store/store.h"

/* Takes `container`. False when STORE_CONTAINERS is reached (it is freed). */
bool store_put_container(struct store *store, unsigned engine,
                         struct container *container);
void store_drop_container(struct store *store, const struct ref *ref);
/* Turns the sample and the last one, if that is at most 30 s older, into
 * numbers (usage_compute) and keeps them in the history. A row whose container
 * stopped has no usage. */
void store_put_sample(struct store *store, const struct ref *ref,
                      const struct sample *sample);
void store_set_link(struct store *store, unsigned engine,
                    const struct link *link);
void store_set_host(struct store *store, unsigned engine,
                    const struct engine_host *host);

/* Swap in all images of an engine: takes the values, not the array. Rows that
 * are not among them go. */
void store_set_images(struct store *store, unsigned engine,
                      struct image **images, size_t count);
/* They could not be listed; those that are known stay. */
void store_set_images_error(struct store *store, unsigned engine,
                            const struct err *why);
void store_add_event(struct store *store, unsigned engine,
                     const struct event *event);
/* CHANGE_LOG. */
void store_note_log(struct store *store, const struct ref *ref);

#endif
