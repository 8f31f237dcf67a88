#include "config.h"

#include "cli/stats_targets.h"

#include "base/map.h"
#include "base/mem.h"
#include "cli/choose.h"
#include "cli/narrow.h"

#include <stdlib.h>

static bool
is_there(const struct store *store, const char *name)
{
    for (size_t i = 0; i < store_container_count(store); i++)
        if (choose_is_named(&name, 1, store_container_at(store, i)->value))
            return true;
    return false;
}

/* Without names, all that run. */
static bool
is_wanted(const struct stats_options *options,
          const struct container *container)
{
    return options->name_count > 0
               ? choose_is_named(options->names, options->name_count, container)
               : state_is_up(container->state);
}

static int
compare(const void *a, const void *b)
{
    const struct target *one = a, *other = b;

    return str_compare_natural(str_of(one->name), str_of(other->name));
}

static void
sort(struct targets *targets)
{
    if (targets->count > 0)
        qsort(targets->at, targets->count, sizeof(*targets->at), compare);
    targets->by_id = map_new();
    for (size_t i = 0; i < targets->count; i++)
        (void)map_put(targets->by_id, str_of(targets->at[i].ref.key),
                      &targets->at[i]);
}

bool
targets_choose(struct targets *targets, const struct store *store,
               const struct stats_options *options, struct err *err)
{
    for (size_t i = 0; i < options->name_count; i++)
        if (!is_there(store, options->names[i]))
            return err_set_kind(err, ERR_MISSING, "there is no container '%s'",
                                options->names[i]);
    for (size_t i = 0; i < store_container_count(store); i++) {
        const struct container_row *row = store_container_at(store, i);

        /* What was named and is there may still be filtered out. */
        if (!is_wanted(options, row->value) ||
            !narrow_has_container(options->filter, row->value))
            continue;
        targets->at = array_grow(targets->at, &targets->cap, targets->count + 1,
                                 sizeof(*targets->at));
        targets->at[targets->count++] =
            (struct target){.ref = row->ref, .name = xstrdup(row->value->name)};
    }
    sort(targets);
    return narrow_was_easy(options->filter, err);
}

void
targets_release(struct targets *targets)
{
    for (size_t i = 0; i < targets->count; i++)
        free(targets->at[i].name);
    free(targets->at);
    if (targets->by_id)
        map_free(targets->by_id, NULL);
}

struct target *
targets_find(const struct targets *targets, const struct ref *ref)
{
    return targets->by_id && ref->kind == REF_CONTAINER
               ? map_find(targets->by_id, str_of(ref->key))
               : NULL;
}
