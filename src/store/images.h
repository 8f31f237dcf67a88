/*
 * images.h - the images of all engines, and how many containers use each.
 *
 * The store's own; only src/store includes it. An image has a row per
 * reference; its rows share one value, which goes with the last of them. How
 * many containers were made from an image is counted as they come and go,
 * whether the image is known or not, so the two may come in any order.
 */
#ifndef STORE_IMAGES_H
#define STORE_IMAGES_H

#include "store/changes.h"

struct image_table {
    struct changes *changes;
    struct map *by_ref; /* ref_text() -> struct image_slot */
    struct map *by_id;  /* ref_text() of engine and id -> struct image_entry */
    struct image_slot **rows;
    size_t count, cap;
    unsigned generation, round;
};

void images_init(struct image_table *table, struct changes *changes);
void images_release(struct image_table *table);

/* Takes the values, not the array. */
void images_set(struct image_table *table, unsigned engine,
                struct image **images, size_t count);
/* One container more, or less, was made from this image. */
void images_use(struct image_table *table, unsigned engine, const char *id);
void images_unuse(struct image_table *table, unsigned engine, const char *id);

const struct image_row *images_at(const struct image_table *table,
                                  size_t index);
const struct image_row *images_find(const struct image_table *table,
                                    const struct ref *ref);

#endif
