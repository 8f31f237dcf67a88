#include "config.h"

#include "base/map.h"

#include "base/mem.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Eight bytes at once, as keys are ids of 64, each time with the upper half
 * mixed into the lower one, which chooses the bucket. In place of a macro of
 * uthash's that clang warns about. */
static unsigned
hash_bytes(const char *at, size_t len)
{
    uint64_t hash = len;

    while (len > 0) {
        size_t step = len < sizeof(uint64_t) ? len : sizeof(uint64_t);
        uint64_t bytes = 0;

        memcpy(&bytes, at, step);
        hash = (hash ^ bytes) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
        at += step;
        len -= step;
    }
    return (unsigned)hash;
}

#define HASH_FUNCTION(key, len, hash) ((hash) = hash_bytes((key), (len)))
/* One way out when memory ends: xmalloc() never returns NULL. */
#define uthash_malloc(size) xmalloc(size)
#include <uthash.h>

struct map_entry {
    UT_hash_handle hh;
    void *value;
    size_t len;
    char key[];
};

/* uthash keeps its table in the first entry, so an empty map has none. Its
 * list of entries is kept in the order of insertion. */
struct map {
    struct map_entry *entries;
};

struct map *
map_new(void)
{
    return xcalloc(1, sizeof(struct map));
}

void
map_free(struct map *map, void (*free_value)(void *value))
{
    if (!map)
        return;
    map_clear(map, free_value);
    free(map);
}

void
map_clear(struct map *map, void (*free_value)(void *value))
{
    struct map_entry *entry = map->entries;

    /* The order list goes on to be readable after the table is gone, and
     * free_value() finds the map empty already. */
    HASH_CLEAR(hh, map->entries);
    while (entry) {
        struct map_entry *next = entry->hh.next;

        if (free_value)
            free_value(entry->value);
        free(entry);
        entry = next;
    }
}

size_t
map_count(const struct map *map)
{
    return HASH_COUNT(map->entries);
}

static struct map_entry *
find_entry(const struct map *map, struct str key)
{
    struct map_entry *entry = NULL;
    const char *at = key.len > 0 ? key.at : "";

    if (key.len <= UINT_MAX)
        HASH_FIND(hh, map->entries, at, (unsigned)key.len, entry);
    return entry;
}

void *
map_find(const struct map *map, struct str key)
{
    const struct map_entry *entry = find_entry(map, key);

    return entry ? entry->value : NULL;
}

void *
map_put(struct map *map, struct str key, void *value)
{
    struct map_entry *entry = find_entry(map, key);

    if (entry) {
        void *before = entry->value;

        entry->value = value;
        return before;
    }
    if (key.len > UINT_MAX - sizeof(*entry) - 1)
        die("a key of %zu bytes is too long", key.len);
    entry = xcalloc(1, sizeof(*entry) + key.len + 1);
    entry->value = value;
    entry->len = key.len;
    if (key.len > 0)
        memcpy(entry->key, key.at, key.len);
    HASH_ADD_KEYPTR(hh, map->entries, entry->key, (unsigned)key.len, entry);
    return NULL;
}

void *
map_take(struct map *map, struct str key)
{
    struct map_entry *entry = find_entry(map, key);
    void *value;

    if (!entry)
        return NULL;
    value = entry->value;
    HASH_DELETE(hh, map->entries, entry);
    free(entry);
    return value;
}

struct map_entry *
map_first(const struct map *map)
{
    return map->entries;
}

struct map_entry *
map_next(const struct map_entry *entry)
{
    return entry->hh.next;
}

struct str
map_key(const struct map_entry *entry)
{
    return str_make(entry->key, entry->len);
}

void *
map_value(const struct map_entry *entry)
{
    return entry->value;
}
