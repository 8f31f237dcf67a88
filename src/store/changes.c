#include "config.h"

#include "store/changes.h"

#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

struct subscriber {
    struct list link;
    struct changes *changes;
    changed_fn changed; /* NULL: it left during a delivery */
    void *data;
    bool is_new; /* came during this delivery */
};

void
changes_init(struct changes *changes, struct loop *loop)
{
    *changes = (struct changes){.loop = loop, .slots = map_new()};
    list_init(&changes->subscribers);
}

static void
subscriber_free(struct subscriber *subscriber)
{
    list_remove(&subscriber->link);
    free(subscriber);
}

void
changes_release(struct changes *changes)
{
    while (!list_is_empty(&changes->subscribers))
        subscriber_free(
            LIST_OWNER(changes->subscribers.next, struct subscriber, link));
    map_free(changes->slots, NULL);
    free(changes->set);
}

/* The change noted of `ref`, or a new one that says nothing yet. */
static struct change *
find_change(struct changes *changes, const struct ref *ref)
{
    char text[REF_TEXT_SIZE];
    struct str key = ref_text(text, ref);
    uintptr_t slot = (uintptr_t)map_find(changes->slots, key);

    if (slot != 0)
        return &changes->set[slot - 1];
    changes->set = array_grow(changes->set, &changes->cap, changes->count + 1,
                              sizeof(*changes->set));
    changes->set[changes->count] = (struct change){.ref = *ref};
    changes->count++;
    map_put(changes->slots, key, (void *)(uintptr_t)changes->count);
    return &changes->set[changes->count - 1];
}

void
changes_note(struct changes *changes, const struct ref *ref,
             enum change_what what)
{
    struct change *change = find_change(changes, ref);

    if (what == CHANGE_GONE)
        change->what = change->what & CHANGE_ADDED ? 0 : CHANGE_GONE;
    else if (what == CHANGE_ADDED && change->what & CHANGE_GONE)
        change->what = CHANGE_VALUE;
    else
        change->what |= what;
    if (changes->is_delivering)
        loop_wake(changes->loop);
}

/* Those that came and went within the turn say nothing any more. */
static size_t
drop_empty(struct change *set, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (set[i].what != 0)
            set[kept++] = set[i];
    return kept;
}

static void
tell_subscribers(struct changes *changes, const struct change *set,
                 size_t count)
{
    struct list *link, *next;

    for (link = changes->subscribers.next; link != &changes->subscribers;
         link = link->next) {
        struct subscriber *subscriber =
            LIST_OWNER(link, struct subscriber, link);

        if (subscriber->changed && !subscriber->is_new)
            subscriber->changed(subscriber->data, set, count);
    }
    for (link = changes->subscribers.next; link != &changes->subscribers;
         link = next) {
        struct subscriber *subscriber =
            LIST_OWNER(link, struct subscriber, link);

        next = link->next;
        subscriber->is_new = false;
        if (!subscriber->changed)
            subscriber_free(subscriber);
    }
}

void
changes_deliver(struct changes *changes)
{
    struct change *set = changes->set;
    size_t count = drop_empty(set, changes->count);

    /* A new set from here on: subscribers may cause changes. */
    changes->set = NULL;
    changes->count = changes->cap = 0;
    map_clear(changes->slots, NULL);
    if (count > 0) {
        changes->is_delivering = true;
        tell_subscribers(changes, set, count);
        changes->is_delivering = false;
    }
    free(set);
}

struct subscriber *
changes_subscribe(struct changes *changes, changed_fn changed, void *data)
{
    struct subscriber *subscriber = xmalloc(sizeof(*subscriber));

    *subscriber = (struct subscriber){
        .changes = changes,
        .changed = changed,
        .data = data,
        .is_new = changes->is_delivering,
    };
    list_add_last(&changes->subscribers, &subscriber->link);
    return subscriber;
}

void
store_unsubscribe(struct subscriber *subscriber)
{
    if (!subscriber)
        return;
    if (subscriber->changes->is_delivering)
        subscriber->changed = NULL;
    else
        subscriber_free(subscriber);
}
