#include "config.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/ring.h"
#include "store/changes.h"
#include "store/images.h"
#include "store/numbers.h"
#include "store/totals.h"
#include "store/write.h"

#include <assert.h>
#include <stdlib.h>

/* A row as the store keeps it. */
struct row {
    struct container_row shown;
    struct container *value; /* owned; the same as shown.value */
    struct numbers numbers;
    bool is_awaited; /* it was never sampled, nor did a run of it end */
    size_t index;    /* in store->rows */
};

struct engine_state {
    char *name;
    size_t count; /* of its containers */
    struct link link;
    struct totals totals;
    bool is_stale; /* the totals */
    bool knows_images;
    struct err images_error;
    struct ring events; /* of struct event */
};

struct store {
    struct loop *loop;
    struct turn_hook hook;
    struct changes changes;
    struct engine_state engines[STORE_ENGINES];
    size_t engine_count;
    struct map *by_ref; /* ref_text() -> struct row */
    struct row **rows;
    size_t count, cap;
    unsigned generation;
    struct image_table images;
};

static void deliver(void *data);

struct store *
store_new(struct loop *loop)
{
    struct store *store = xcalloc(1, sizeof(*store));

    store->loop = loop;
    store->by_ref = map_new();
    changes_init(&store->changes, loop);
    images_init(&store->images, &store->changes);
    loop_add_hook(loop, &store->hook, deliver, store);
    return store;
}

static void
row_free(struct row *row)
{
    container_free(row->value);
    numbers_release(&row->numbers);
    free(row);
}

void
store_free(struct store *store)
{
    if (!store)
        return;
    loop_remove_hook(&store->hook);
    changes_release(&store->changes);
    map_free(store->by_ref, NULL);
    for (size_t i = 0; i < store->count; i++)
        row_free(store->rows[i]);
    free(store->rows);
    images_release(&store->images);
    for (size_t i = 0; i < store->engine_count; i++) {
        ring_release(&store->engines[i].events);
        free(store->engines[i].name);
    }
    free(store);
}

unsigned
store_add_engine(struct store *store, const char *name)
{
    unsigned engine = (unsigned)store->engine_count;

    assert(engine < STORE_ENGINES);
    store->engines[engine].name = xstrdup(name);
    ring_init(&store->engines[engine].events, sizeof(struct event),
              STORE_EVENTS);
    store->engine_count++;
    return engine;
}

size_t
store_engine_count(const struct store *store)
{
    return store->engine_count;
}

static const struct engine_state *
engine_at(const struct store *store, unsigned engine)
{
    assert(engine < store->engine_count);
    return &store->engines[engine];
}

const char *
store_engine_name(const struct store *store, unsigned engine)
{
    return engine_at(store, engine)->name;
}

const struct link *
store_link(const struct store *store, unsigned engine)
{
    return &engine_at(store, engine)->link;
}

const struct totals *
store_totals(const struct store *store, unsigned engine)
{
    return &engine_at(store, engine)->totals;
}

size_t
store_container_count(const struct store *store)
{
    return store->count;
}

const struct container_row *
store_container_at(const struct store *store, size_t index)
{
    assert(index < store->count);
    return &store->rows[index]->shown;
}

static struct row *
find_row(const struct store *store, const struct ref *ref)
{
    char text[REF_TEXT_SIZE];

    return map_find(store->by_ref, ref_text(text, ref));
}

const struct container_row *
store_find_container(const struct store *store, const struct ref *ref)
{
    struct row *row = find_row(store, ref);

    return row ? &row->shown : NULL;
}

const struct ring *
store_history(const struct store *store, const struct ref *ref)
{
    struct row *row = find_row(store, ref);

    return row && row->numbers.is_known ? &row->numbers.history : NULL;
}

size_t
store_image_count(const struct store *store)
{
    return store->images.count;
}

const struct image_row *
store_image_at(const struct store *store, size_t index)
{
    return images_at(&store->images, index);
}

const struct image_row *
store_find_image(const struct store *store, const struct ref *ref)
{
    return images_find(&store->images, ref);
}

bool
store_knows_images(const struct store *store, unsigned engine)
{
    return engine_at(store, engine)->knows_images;
}

const struct err *
store_images_error(const struct store *store, unsigned engine)
{
    return &engine_at(store, engine)->images_error;
}

size_t
store_event_count(const struct store *store, unsigned engine)
{
    return engine_at(store, engine)->events.count;
}

const struct event *
store_event_at(const struct store *store, unsigned engine, size_t index)
{
    return ring_at(&engine_at(store, engine)->events, index);
}

struct subscriber *
store_subscribe(struct store *store, changed_fn changed, void *data)
{
    return changes_subscribe(&store->changes, changed, data);
}

/* The first sample of a stream has no CPU yet; where an engine counts no CPU at
 * all, there is nothing to wait for. */
static bool
has_all_numbers(const struct row *row)
{
    return row->numbers.is_known &&
           (row->numbers.usage.has_cpu || !row->numbers.sample.has_cpu);
}

/* Once per turn and in one pass: sums that are kept by adding and taking away
 * would drift. */
static void
sum_totals(struct store *store)
{
    bool any = false;

    for (size_t i = 0; i < store->engine_count; i++) {
        struct engine_state *engine = &store->engines[i];
        struct ref ref = ref_make((unsigned)i, REF_ENGINE, "");

        if (!engine->is_stale)
            continue;
        engine->totals = (struct totals){.host = engine->totals.host};
        changes_note(&store->changes, &ref, CHANGE_TOTALS);
        any = true;
    }
    for (size_t i = 0; any && i < store->count; i++) {
        const struct row *row = store->rows[i];
        struct engine_state *engine = &store->engines[row->shown.ref.engine];

        if (engine->is_stale)
            totals_add(&engine->totals, &row->shown, row->is_awaited);
    }
    for (size_t i = 0; i < store->engine_count; i++)
        store->engines[i].is_stale = false;
}

static void
deliver(void *data)
{
    struct store *store = data;

    sum_totals(store);
    changes_deliver(&store->changes);
}

static void
note(struct store *store, const struct row *row, enum change_what what)
{
    changes_note(&store->changes, &row->shown.ref, what);
    store->engines[row->shown.ref.engine].is_stale = true;
}

/* What the reader sees of the numbers. */
static void
show_numbers(struct row *row)
{
    const struct numbers *numbers = &row->numbers;

    row->shown.usage = numbers->is_known ? &numbers->usage : NULL;
    row->shown.cpu_smooth = numbers->cpu_smooth;
    row->shown.memory_smooth = numbers->memory_smooth;
    row->shown.network_smooth = numbers->network_smooth;
    row->shown.block_smooth = numbers->block_smooth;
}

static void
clear_numbers(struct row *row)
{
    numbers_clear(&row->numbers);
    row->shown.usage_at = 0;
    show_numbers(row);
}

static struct row *
add_new_row(struct store *store, const struct ref *ref)
{
    struct row *row = xcalloc(1, sizeof(*row));
    char text[REF_TEXT_SIZE];

    numbers_init(&row->numbers);
    row->shown.ref = *ref;
    row->is_awaited = true;
    row->index = store->count;
    store->rows = array_grow(store->rows, &store->cap, store->count + 1,
                             sizeof(*store->rows));
    store->rows[store->count++] = row;
    store->engines[ref->engine].count++;
    map_put(store->by_ref, ref_text(text, ref), row);
    return row;
}

/* Something that can be measured. */
static bool
is_running(enum container_state state)
{
    return state_is_up(state) && state != STATE_RESTARTING;
}

/* Whether the numbers of the old value say nothing about the new one. */
static bool
ends_numbers(const struct container *old, const struct container *new)
{
    if (!is_running(new->state))
        return true;
    return old->is_inspected && new->is_inspected &&
           old->started != new->started;
}

static bool
is_same_value(const struct container *old, const struct container *new)
{
    return old->is_inspected == new->is_inspected &&container_equal(old, new);
}

static void
count_use(struct store *store, const struct row *row,
          const struct container *value)
{
    unsigned engine = row->shown.ref.engine;
    const char *before = row->value ? row->value->image_id : "";
    const char *now = value ? value->image_id : "";

    if (strcmp(before, now) == 0)
        return;
    images_unuse(&store->images, engine, before);
    images_use(&store->images, engine, now);
}

static void
set_value(struct store *store, struct row *row, struct container *value)
{
    if (row->value && ends_numbers(row->value, value)) {
        clear_numbers(row);
        row->is_awaited = false;
    }
    count_use(store, row, value);
    container_free(row->value);
    row->value = value;
    row->shown.value = value;
    row->shown.generation = ++store->generation;
}

bool
store_put_container(struct store *store, unsigned engine,
                    struct container *container)
{
    struct ref ref = ref_make(engine, REF_CONTAINER, container->id);
    struct row *row = find_row(store, &ref);

    assert(engine < store->engine_count);
    if (row) {
        if (is_same_value(row->value, container)) {
            container_free(container);
            return true;
        }
        set_value(store, row, container);
        note(store, row, CHANGE_VALUE);
        return true;
    }
    if (ref.kind == REF_NONE ||
        store->engines[engine].count >= STORE_CONTAINERS) {
        container_free(container);
        return false;
    }
    row = add_new_row(store, &ref);
    set_value(store, row, container);
    note(store, row, CHANGE_ADDED);
    return true;
}

void
store_drop_container(struct store *store, const struct ref *ref)
{
    struct row *row = find_row(store, ref);
    char text[REF_TEXT_SIZE];

    if (!row)
        return;
    note(store, row, CHANGE_GONE);
    count_use(store, row, NULL);
    map_take(store->by_ref, ref_text(text, ref));
    store->engines[row->shown.ref.engine].count--;
    store->count--;
    store->rows[row->index] = store->rows[store->count];
    store->rows[row->index]->index = row->index;
    row_free(row);
}

void
store_put_sample(struct store *store, const struct ref *ref,
                 const struct sample *sample)
{
    struct row *row = find_row(store, ref);
    bool was_known;

    if (!row || !is_running(row->value->state))
        return;
    was_known = row->numbers.is_known;
    if (numbers_put(&row->numbers, sample))
        row->shown.usage_at = loop_now(store->loop);
    else if (!was_known)
        return;
    else
        row->shown.usage_at = 0;
    if (has_all_numbers(row))
        row->is_awaited = false;
    show_numbers(row);
    note(store, row, CHANGE_USAGE);
}

static bool
info_equal(const struct engine_info *a, const struct engine_info *b)
{
    return strcmp(a->version, b->version) == 0 && strcmp(a->os, b->os) == 0 &&
           a->api_minor == b->api_minor &&
           a->engine_api_minor == b->engine_api_minor &&
           a->is_podman == b->is_podman && a->date == b->date;
}

static bool
link_equal(const struct link *a, const struct link *b)
{
    return a->state == b->state && a->stale_since == b->stale_since &&
           a->next_try == b->next_try && a->why.kind == b->why.kind &&
           strcmp(a->why.text, b->why.text) == 0 &&
           strcmp(a->numbers, b->numbers) == 0 &&
           info_equal(&a->info, &b->info);
}

void
store_set_link(struct store *store, unsigned engine, const struct link *link)
{
    struct ref ref = ref_make(engine, REF_ENGINE, "");

    assert(engine < store->engine_count);
    if (link_equal(&store->engines[engine].link, link))
        return;
    store->engines[engine].link = *link;
    changes_note(&store->changes, &ref, CHANGE_LINK);
}

void
store_set_host(struct store *store, unsigned engine,
               const struct engine_host *host)
{
    struct totals *totals = &store->engines[engine].totals;
    struct ref ref = ref_make(engine, REF_ENGINE, "");

    assert(engine < store->engine_count);
    if (totals->host.cpus == host->cpus && totals->host.memory == host->memory)
        return;
    totals->host = *host;
    changes_note(&store->changes, &ref, CHANGE_HOST | CHANGE_TOTALS);
}

static void
note_engine(struct store *store, unsigned engine, enum change_what what)
{
    struct ref ref = ref_make(engine, REF_ENGINE, "");

    changes_note(&store->changes, &ref, what);
}

void
store_set_images(struct store *store, unsigned engine, struct image **images,
                 size_t count)
{
    struct engine_state *state = &store->engines[engine];

    assert(engine < store->engine_count);
    images_set(&store->images, engine, images, count);
    if (state->knows_images && state->images_error.text[0] == '\0')
        return;
    state->knows_images = true;
    state->images_error = (struct err)ERR_INIT;
    note_engine(store, engine, CHANGE_LINK);
}

void
store_set_images_error(struct store *store, unsigned engine,
                       const struct err *why)
{
    struct engine_state *state = &store->engines[engine];

    assert(engine < store->engine_count);
    if (state->images_error.kind == why->kind &&
        strcmp(state->images_error.text, why->text) == 0)
        return;
    state->images_error = *why;
    note_engine(store, engine, CHANGE_LINK);
}

void
store_add_event(struct store *store, unsigned engine, const struct event *event)
{
    assert(engine < store->engine_count);
    ring_push(&store->engines[engine].events, event);
    note_engine(store, engine, CHANGE_EVENTS);
}

void
store_note_log(struct store *store, const struct ref *ref)
{
    changes_note(&store->changes, ref, CHANGE_LOG);
}
