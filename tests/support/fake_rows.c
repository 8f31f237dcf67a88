#include "config.h"

#include "support/fake_rows.h"

struct container
fake_container(const char *id, const char *name, enum container_state state)
{
    return (struct container){
        .id = id,
        .name = name,
        .image = "",
        .image_id = "",
        .command = "",
        .status = "",
        .project = "",
        .service = "",
        .state = state,
        .exit_code = EXIT_UNKNOWN,
        .status_age = -1,
        .stop_timeout = -1,
        .stop_signal = "",
        .error = "",
    };
}

struct container_row
fake_row(const struct container *value)
{
    return (struct container_row){.ref = ref_make(0, REF_CONTAINER, value->id),
                                  .value = value};
}

/* ---- in place of store.c */

size_t
store_container_count(const struct store *store)
{
    return store->count;
}

const struct container_row *
store_container_at(const struct store *store, size_t index)
{
    return &store->rows[index];
}

const struct totals *
store_totals(const struct store *store, unsigned engine)
{
    (void)engine;
    return &store->totals;
}

const struct link *
store_link(const struct store *store, unsigned engine)
{
    (void)engine;
    return &store->link;
}

const struct container_row *
store_find_container(const struct store *store, const struct ref *ref)
{
    for (size_t i = 0; i < store->count; i++)
        if (ref_equal(&store->rows[i].ref, ref))
            return &store->rows[i];
    return NULL;
}

const char *
store_engine_name(const struct store *store, unsigned engine)
{
    (void)engine;
    return store->engine_name ? store->engine_name : "";
}

size_t
store_engine_count(const struct store *store)
{
    (void)store;
    return 1;
}

size_t
store_image_count(const struct store *store)
{
    return store->image_count;
}

const struct image_row *
store_image_at(const struct store *store, size_t index)
{
    return &store->images[index];
}

const struct image_row *
store_find_image(const struct store *store, const struct ref *ref)
{
    for (size_t i = 0; i < store->image_count; i++)
        if (ref_equal(&store->images[i].ref, ref))
            return &store->images[i];
    return NULL;
}

size_t
store_event_count(const struct store *store, unsigned engine)
{
    (void)engine;
    return store->event_count;
}

const struct event *
store_event_at(const struct store *store, unsigned engine, size_t index)
{
    (void)engine;
    return &store->events[index];
}

const struct ring *
store_history(const struct store *store, const struct ref *ref)
{
    (void)ref;
    return store->history;
}

/* ---- in place of jobs.c */

bool
jobs_say_row(struct buf *out, const struct jobs *jobs, const struct ref *ref,
             uint64_t now)
{
    (void)now;
    if (!ref_equal(&jobs->ref, ref))
        return false;
    (void)buf_add_text(out, jobs->words);
    return true;
}

uint64_t
jobs_tick_ms(const struct jobs *jobs, const struct ref *ref, uint64_t now)
{
    (void)now;
    return ref_equal(&jobs->ref, ref) ? jobs->tick_ms : 0;
}
