#include "config.h"

#include "store/sync_parts.h"

#include "base/mem.h"

#include <stdlib.h>

struct item *
items_find(const struct sync *sync, const char *id)
{
    return map_find(sync->items, str_of(id));
}

struct item *
items_get(struct sync *sync, const char *id)
{
    struct item *item = items_find(sync, id);
    size_t len = strlen(id);

    if (item || len == 0 || len >= sizeof(item->id))
        return item;
    item = xcalloc(1, sizeof(*item));
    item->sync = sync;
    memcpy(item->id, id, len);
    list_init(&item->mark_link);
    list_init(&item->todo_link);
    list_init(&item->poll_link);
    list_init(&item->due_link);
    map_put(sync->items, str_of(id), item);
    return item;
}

void
items_put(struct sync *sync, struct item *item, struct container *container)
{
    bool is_up = state_is_up(container->state);
    bool is_inspected = container->is_inspected;
    struct cgroup_facts facts = {
        .pid = container->pid,
        .has_network =
            !container->is_on_host_network && !*container->network_of,
    };
    bool shares_network = is_inspected && *container->network_of;
    struct err err = ERR_INIT;

    if (!store_put_container(sync->store, sync->index, container)) {
        err_set_kind(&err, ERR_LIMIT,
                     "the engine has more than %d containers; the others are "
                     "not shown",
                     STORE_CONTAINERS);
        sync->lister.is_full = true;
        link_say(sync, &err);
        return;
    }
    if (!item->is_known) {
        item->is_known = true;
        item->born = sync->lister.number;
    }
    stats_set_up(sync, item, is_up);
    if (!is_inspected)
        return;
    item->shares_network = shares_network;
    cgroups_note(sync, item, &facts);
}

void
items_drop(struct sync *sync, struct item *item)
{
    struct ref ref = ref_make(sync->index, REF_CONTAINER, item->id);

    store_drop_container(sync->store, &ref);
    item->is_known = false;
    item->is_denied = false;
    item->failures = 0;
    marks_remove(sync, item);
    list_remove(&item->todo_link);
    stats_set_up(sync, item, false);
    /* A list that is under way may still have it. */
    if (sync->lister.call)
        item->gone = sync->lister.number;
}

void
items_tidy(struct sync *sync, struct item *item)
{
    bool is_listed = sync->lister.call && item->gone == sync->lister.number;

    if (item->is_known || item->place != PLACE_NONE || item->fetch || is_listed)
        return;
    map_take(sync->items, str_of(item->id));
    free(item);
}

void
items_free(struct sync *sync)
{
    map_free(sync->items, free);
}
