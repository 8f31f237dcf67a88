/*
 * map.h - find a pointer by a name. The door to uthash.
 *
 * Keys are byte strings, copied in. Values are borrowed pointers, never NULL;
 * whoever puts them in owns them. Iteration order is the order of insertion.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map;
struct map_entry;

struct map *map_new(void);
/* `free_value` may be NULL. */
void map_free(struct map *map, void (*free_value)(void *value));
void map_clear(struct map *map, void (*free_value)(void *value));

size_t map_count(const struct map *map);
void *map_find(const struct map *map, struct str key);
/* The value that stood there before, or NULL. */
void *map_put(struct map *map, struct str key, void *value);
/* Remove the entry; its value, or NULL when there was none. */
void *map_take(struct map *map, struct str key);

/* for (e = map_first(map); e; e = map_next(e)). Removing the entry in hand
 * during the loop is allowed when its successor was fetched before. */
struct map_entry *map_first(const struct map *map);
struct map_entry *map_next(const struct map_entry *entry);
struct str map_key(const struct map_entry *entry);
void *map_value(const struct map_entry *entry);

#endif
