/*
 * changes.h - what changed in this turn, and who wants to hear of it.
 *
 * The store's own; only src/store includes it. A change is noted by its ref
 * and merged with what was noted of that ref before. changes_deliver() hands
 * the set to every subscriber and starts an empty one. What is noted during a
 * delivery is delivered in the next turn.
 */
#ifndef STORE_CHANGES_H
#define STORE_CHANGES_H

#include "base/list.h"
#include "store/store.h"

struct changes {
    struct loop *loop;
    struct change *set;
    size_t count, cap;
    struct map *slots; /* ref_text() -> place in the set, counted from 1 */
    struct list subscribers;
    bool is_delivering;
};

void changes_init(struct changes *changes, struct loop *loop);
void changes_release(struct changes *changes);

void changes_note(struct changes *changes, const struct ref *ref,
                  enum change_what what);
void changes_deliver(struct changes *changes);

struct subscriber *changes_subscribe(struct changes *changes,
                                     changed_fn changed, void *data);

#endif
