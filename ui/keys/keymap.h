/*
 * keymap.h - which key means which action where. One table with the defaults;
 * help, key bar and manual are made from it.
 *
 * A key is looked up in the maps from the innermost out: dialog, view,
 * everywhere.
 */
#ifndef KEYS_KEYMAP_H
#define KEYS_KEYMAP_H

#include "ui/keys/key.h"
#include "work/action.h"

enum keymap_id {
    KEYMAP_EVERYWHERE,
    KEYMAP_LIST,
    KEYMAP_CONTAINERS,
    KEYMAP_IMAGES,
    KEYMAP_TEXT, /* text to read: help, messages */
    KEYMAP_LOGS,
    KEYMAP_TREE,
    KEYMAP_JOBS,
    KEYMAP_COUNT,
};

struct binding {
    enum keymap_id map;
    const char *key; /* as key_parse() reads it */
    enum action action;
};

extern const struct binding default_bindings[];
extern const size_t default_binding_count;

struct keymap; /* a set of bindings that can be looked up */

struct keymap *keymap_new(void); /* with the defaults */
void keymap_free(struct keymap *keymap);
/* What the key means in this map from now on; ACTION_NONE: nothing. */
void keymap_bind(struct keymap *keymap, enum keymap_id map,
                 const struct key *key, enum action action);
/* `maps`: innermost first. ACTION_NONE for an unbound or pasted key. */
enum action keymap_find(const struct keymap *keymap, const enum keymap_id *maps,
                        size_t count, const struct key *key);
/* "lists": for help and the manual. */
const char *keymap_name(enum keymap_id map);
/* The index-th key bound to an action in this map alone, or NULL. */
const struct key *keymap_key_at(const struct keymap *keymap, enum keymap_id map,
                                enum action action, size_t index);
/* The first key bound to an action in these maps, or NULL. */
const struct key *keymap_key_of(const struct keymap *keymap,
                                const enum keymap_id *maps, size_t count,
                                enum action action);

#endif
