#include "config.h"

#include "store/images.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/sha256.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* Hex digits of a reference's hash in a key, as many as fit behind the 64 of
 * an id. */
#define HASH_DIGITS 14

/* What is known of one image id. It is there while rows or containers are. */
struct image_entry {
    char key[REF_TEXT_SIZE];
    size_t key_len;
    struct image *value; /* owned; NULL: never listed, or gone */
    struct list rows;
    size_t used_by;
    unsigned round;
};

struct image_slot {
    struct image_row shown;
    struct image_entry *entry;
    struct list link; /* in entry->rows */
    size_t index;     /* in table->rows */
    unsigned round;
};

void
images_init(struct image_table *table, struct changes *changes)
{
    *table = (struct image_table){
        .changes = changes,
        .by_ref = map_new(),
        .by_id = map_new(),
    };
}

static void
free_entry(void *value)
{
    struct image_entry *entry = value;

    image_free(entry->value);
    free(entry);
}

void
images_release(struct image_table *table)
{
    map_free(table->by_ref, free);
    map_free(table->by_id, free_entry);
    free(table->rows);
}

const struct image_row *
images_at(const struct image_table *table, size_t index)
{
    assert(index < table->count);
    return &table->rows[index]->shown;
}

static struct image_slot *
find_slot(const struct image_table *table, const struct ref *ref)
{
    char text[REF_TEXT_SIZE];

    return map_find(table->by_ref, ref_text(text, ref));
}

const struct image_row *
images_find(const struct image_table *table, const struct ref *ref)
{
    struct image_slot *slot = find_slot(table, ref);

    return slot ? &slot->shown : NULL;
}

/* Podman names an image without the prefix in some of its answers. */
static const char *
bare_id(const char *id)
{
    static const char prefix[] = "sha256:";
    size_t len = sizeof(prefix) - 1;

    return strncmp(id, prefix, len) == 0 ? id + len : id;
}

/* NULL when that is no id. */
static struct image_entry *
get_entry(struct image_table *table, unsigned engine, const char *id)
{
    struct ref ref = ref_make(engine, REF_IMAGE, bare_id(id));
    struct image_entry *entry;
    char text[REF_TEXT_SIZE];
    struct str key;

    if (ref.kind == REF_NONE || ref.key[0] == '\0')
        return NULL;
    key = ref_text(text, &ref);
    entry = map_find(table->by_id, key);
    if (entry)
        return entry;
    entry = xcalloc(1, sizeof(*entry));
    memcpy(entry->key, key.at, key.len);
    entry->key_len = key.len;
    list_init(&entry->rows);
    map_put(table->by_id, key, entry);
    return entry;
}

static void
tidy_entry(struct image_table *table, struct image_entry *entry)
{
    if (!list_is_empty(&entry->rows))
        return;
    image_free(entry->value);
    entry->value = NULL;
    if (entry->used_by > 0)
        return;
    map_take(table->by_id, str_make(entry->key, entry->key_len));
    free(entry);
}

/* What the entry says is shown by its rows too. */
static void
show(struct image_table *table, struct image_slot *slot, enum change_what what)
{
    slot->shown.value = slot->entry->value;
    slot->shown.used_by = slot->entry->used_by;
    slot->shown.generation = ++table->generation;
    changes_note(table->changes, &slot->shown.ref, what);
}

static void
show_uses(struct image_table *table, struct image_entry *entry)
{
    struct list *link;

    for (link = entry->rows.next; link != &entry->rows; link = link->next)
        show(table, LIST_OWNER(link, struct image_slot, link), CHANGE_VALUE);
}

void
images_use(struct image_table *table, unsigned engine, const char *id)
{
    struct image_entry *entry = get_entry(table, engine, id);

    if (!entry)
        return;
    entry->used_by++;
    show_uses(table, entry);
}

void
images_unuse(struct image_table *table, unsigned engine, const char *id)
{
    struct image_entry *entry = get_entry(table, engine, id);

    if (!entry)
        return;
    assert(entry->used_by > 0);
    entry->used_by--;
    show_uses(table, entry);
    tidy_entry(table, entry);
}

static struct ref
row_ref(unsigned engine, const char *id, const char *reference)
{
    char key[REF_KEY_SIZE * 2], hash[SHA256_HEX_SIZE];

    if (*reference == '\0')
        return ref_make(engine, REF_IMAGE, bare_id(id));
    sha256_hex(hash, str_of(reference));
    snprintf(key, sizeof(key), "%.*s-%.*s", REF_KEY_SIZE, bare_id(id),
             HASH_DIGITS, hash);
    return ref_make(engine, REF_IMAGE, key);
}

static struct image_slot *
add_slot(struct image_table *table, struct image_entry *entry,
         const struct ref *ref)
{
    struct image_slot *slot = xcalloc(1, sizeof(*slot));
    char text[REF_TEXT_SIZE];

    slot->shown.ref = *ref;
    slot->entry = entry;
    slot->index = table->count;
    list_add_last(&entry->rows, &slot->link);
    table->rows = array_grow(table->rows, &table->cap, table->count + 1,
                             sizeof(struct image_slot *));
    table->rows[table->count++] = slot;
    map_put(table->by_ref, ref_text(text, ref), slot);
    return slot;
}

static void
drop_slot(struct image_table *table, struct image_slot *slot)
{
    struct image_entry *entry = slot->entry;
    char text[REF_TEXT_SIZE];

    changes_note(table->changes, &slot->shown.ref, CHANGE_GONE);
    map_take(table->by_ref, ref_text(text, &slot->shown.ref));
    table->rows[slot->index] = table->rows[--table->count];
    table->rows[slot->index]->index = slot->index;
    list_remove(&slot->link);
    free(slot);
    tidy_entry(table, entry);
}

static void
put_row(struct image_table *table, unsigned engine, struct image_entry *entry,
        const char *reference, bool is_new)
{
    struct ref ref = row_ref(engine, entry->value->id, reference);
    struct image_slot *slot = find_slot(table, &ref);
    enum change_what what = CHANGE_VALUE;

    if (ref.kind == REF_NONE)
        return;
    if (!slot) {
        slot = add_slot(table, entry, &ref);
        what = CHANGE_ADDED;
        is_new = true;
    }
    slot->round = table->round;
    if (!is_new)
        return;
    slot->shown.reference = reference;
    show(table, slot, what);
}

static void
put_image(struct image_table *table, unsigned engine, struct image *image)
{
    struct image_entry *entry = get_entry(table, engine, image->id);
    bool is_new;

    if (!entry || entry->round == table->round) {
        image_free(image);
        return;
    }
    entry->round = table->round;
    is_new = !entry->value || !image_equal(entry->value, image);
    image_free(is_new ? entry->value : image);
    if (is_new)
        entry->value = image;
    for (size_t i = 0; i < entry->value->reference_count; i++)
        put_row(table, engine, entry, entry->value->references[i], is_new);
    if (entry->value->reference_count == 0)
        put_row(table, engine, entry, "", is_new);
    tidy_entry(table, entry);
}

void
images_set(struct image_table *table, unsigned engine, struct image **images,
           size_t count)
{
    table->round++;
    for (size_t i = 0; i < count; i++)
        put_image(table, engine, images[i]);
    /* From the end, so that a row that takes another's place was seen. */
    for (size_t i = table->count; i-- > 0;)
        if (table->rows[i]->shown.ref.engine == engine &&
            table->rows[i]->round != table->round)
            drop_slot(table, table->rows[i]);
}
