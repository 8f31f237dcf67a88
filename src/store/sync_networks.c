#include "config.h"

#include "store/sync_parts.h"

#include <stdio.h>

/* Containers that share the network of one who shares one, and so on. */
#define NETWORKS_MOST 8

static void
look_at(struct sync *sync, struct item *item)
{
    struct ref ref = ref_make(sync->index, REF_CONTAINER, item->id);

    if (item->place == PLACE_NONE && !item->fetch && !item->is_denied)
        sync_mark(sync, &ref);
}

/* Who has the network that it shares, if that one is up and has one of its own;
 * NULL: nobody, or it is not known yet. */
static const struct item *
find_network(struct sync *sync, struct item *item)
{
    for (int i = 0; i < NETWORKS_MOST && item; i++) {
        struct ref ref = ref_make(sync->index, REF_CONTAINER, item->id);
        const struct container_row *row =
            store_find_container(sync->store, &ref);

        if (!row || !state_is_up(row->value->state))
            return NULL;
        if (!item->has_facts) {
            look_at(sync, item);
            return NULL;
        }
        if (!*row->value->network_of)
            return row->value->is_on_host_network ? NULL : item;
        item = items_find(sync, row->value->network_of);
    }
    return NULL;
}

bool
networks_look(struct sync *sync, struct item *item)
{
    struct cgroup_facts *facts = &item->facts;
    const struct item *whose = find_network(sync, item);
    uint64_t pid = whose ? whose->facts.pid : 0;

    if (facts->has_network == (whose != NULL) && facts->network_pid == pid)
        return false;
    facts->has_network = whose != NULL;
    facts->network_pid = pid;
    (void)snprintf(facts->network_id, sizeof(facts->network_id), "%.*s",
                   CONTAINER_ID_LEN, whose ? whose->id : "");
    return true;
}
