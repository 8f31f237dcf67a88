/*
 * keymap.c - the default bindings, and looking keys up in them.
 */
#include "config.h"

#include "ui/keys/keymap.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

const struct binding default_bindings[] = {
    {KEYMAP_EVERYWHERE, "q", ACTION_BACK},
    {KEYMAP_EVERYWHERE, "Q", ACTION_QUIT},
    {KEYMAP_EVERYWHERE, "Esc", ACTION_CANCEL},
    {KEYMAP_EVERYWHERE, "C-l", ACTION_REDRAW},
    {KEYMAP_EVERYWHERE, "C-z", ACTION_SUSPEND},
    {KEYMAP_EVERYWHERE, "C-c", ACTION_INTERRUPT},
    {KEYMAP_EVERYWHERE, "Tab", ACTION_NEXT_PANE},
    {KEYMAP_EVERYWHERE, "S-Tab", ACTION_PREVIOUS_PANE},
    {KEYMAP_EVERYWHERE, "1", ACTION_PANE_1},
    {KEYMAP_EVERYWHERE, "2", ACTION_PANE_2},
    {KEYMAP_EVERYWHERE, "3", ACTION_PANE_3},
    {KEYMAP_EVERYWHERE, "4", ACTION_PANE_4},
    {KEYMAP_EVERYWHERE, "z", ACTION_ZOOM},

    {KEYMAP_EVERYWHERE, "[", ACTION_GO_BACK},
    {KEYMAP_EVERYWHERE, "]", ACTION_GO_FORWARD},
    {KEYMAP_EVERYWHERE, "?", ACTION_HELP},
    {KEYMAP_EVERYWHERE, "@", ACTION_JOURNAL},
    {KEYMAP_EVERYWHERE, ":", ACTION_COMMAND},

    {KEYMAP_TEXT, "Up", ACTION_UP},
    {KEYMAP_TEXT, "k", ACTION_UP},
    {KEYMAP_TEXT, "Down", ACTION_DOWN},
    {KEYMAP_TEXT, "j", ACTION_DOWN},
    {KEYMAP_TEXT, "g", ACTION_TOP},
    {KEYMAP_TEXT, "Home", ACTION_TOP},
    {KEYMAP_TEXT, "G", ACTION_BOTTOM},
    {KEYMAP_TEXT, "End", ACTION_BOTTOM},
    {KEYMAP_TEXT, "PgUp", ACTION_PAGE_UP},
    {KEYMAP_TEXT, "PgDn", ACTION_PAGE_DOWN},
    {KEYMAP_TEXT, "Space", ACTION_PAGE_DOWN},
    {KEYMAP_TEXT, "C-u", ACTION_HALF_UP},
    {KEYMAP_TEXT, "C-d", ACTION_HALF_DOWN},

    {KEYMAP_LOGS, "f", ACTION_FOLLOW},
    {KEYMAP_LOGS, "w", ACTION_WRAP},
    {KEYMAP_LOGS, "t", ACTION_TIMESTAMPS},
    {KEYMAP_LOGS, "o", ACTION_STREAMS},
    {KEYMAP_LOGS, "/", ACTION_SEARCH},
    {KEYMAP_LOGS, "n", ACTION_MATCH_OLDER},
    {KEYMAP_LOGS, "N", ACTION_MATCH_NEWER},
    {KEYMAP_LOGS, "&", ACTION_ONLY_MATCHING},
    {KEYMAP_LOGS, "L", ACTION_LEVEL},
    {KEYMAP_LOGS, "v", ACTION_SELECT},
    {KEYMAP_LOGS, "y", ACTION_COPY},
    {KEYMAP_LOGS, ">", ACTION_SAVE},
    {KEYMAP_LOGS, "|", ACTION_PIPE},
    {KEYMAP_LOGS, "T", ACTION_WINDOW},
    {KEYMAP_LOGS, "-", ACTION_FOLD},
    {KEYMAP_LOGS, "+", ACTION_UNFOLD_ALL},
    {KEYMAP_LOGS, "Left", ACTION_SCROLL_LEFT},
    {KEYMAP_LOGS, "Right", ACTION_SCROLL_RIGHT},

    {KEYMAP_TREE, "Enter", ACTION_FOLD},
    {KEYMAP_TREE, "Space", ACTION_FOLD},
    {KEYMAP_TREE, "-", ACTION_FOLD},
    {KEYMAP_TREE, "+", ACTION_UNFOLD_ALL},
    {KEYMAP_TREE, "/", ACTION_SEARCH},
    {KEYMAP_TREE, "n", ACTION_MATCH_NEXT},
    {KEYMAP_TREE, "N", ACTION_MATCH_PREVIOUS},
    {KEYMAP_TREE, "Left", ACTION_SCROLL_LEFT},
    {KEYMAP_TREE, "Right", ACTION_SCROLL_RIGHT},
    {KEYMAP_TREE, "R", ACTION_REVEAL},
    {KEYMAP_TREE, "y", ACTION_COPY},
    {KEYMAP_TREE, "C-r", ACTION_REFRESH},

    {KEYMAP_JOBS, "x", ACTION_STOP},

    {KEYMAP_LIST, "Up", ACTION_UP},
    {KEYMAP_LIST, "k", ACTION_UP},
    {KEYMAP_LIST, "Down", ACTION_DOWN},
    {KEYMAP_LIST, "j", ACTION_DOWN},
    {KEYMAP_LIST, "g", ACTION_TOP},
    {KEYMAP_LIST, "Home", ACTION_TOP},
    {KEYMAP_LIST, "G", ACTION_BOTTOM},
    {KEYMAP_LIST, "End", ACTION_BOTTOM},
    {KEYMAP_LIST, "PgUp", ACTION_PAGE_UP},
    {KEYMAP_LIST, "PgDn", ACTION_PAGE_DOWN},
    {KEYMAP_LIST, "C-u", ACTION_HALF_UP},
    {KEYMAP_LIST, "C-d", ACTION_HALF_DOWN},
    {KEYMAP_LIST, "Enter", ACTION_OPEN},
    {KEYMAP_LIST, "/", ACTION_FILTER},
    {KEYMAP_LIST, "<", ACTION_SORT_PREVIOUS},
    {KEYMAP_LIST, ">", ACTION_SORT_NEXT},
    {KEYMAP_LIST, "I", ACTION_SORT_REVERSE},
    {KEYMAP_LIST, "A", ACTION_TOGGLE_ALL},
    {KEYMAP_LIST, "S", ACTION_SORT_MENU},
    {KEYMAP_LIST, ",", ACTION_CHOOSE_COLUMNS},
    {KEYMAP_LIST, "y", ACTION_COPY},
    {KEYMAP_LIST, "!", ACTION_ONLY_FAULTS},
    {KEYMAP_LIST, "C-r", ACTION_REFRESH},
    {KEYMAP_LIST, "Space", ACTION_MARK},
    {KEYMAP_LIST, "v", ACTION_MARK_RANGE},
    {KEYMAP_LIST, "*", ACTION_MARK_ALL},
    {KEYMAP_LIST, "\\", ACTION_CLEAR_MARKS},
    {KEYMAP_LIST, "-", ACTION_FOLD},
    {KEYMAP_LIST, "+", ACTION_UNFOLD_ALL},

    {KEYMAP_CONTAINERS, "s", ACTION_START},
    {KEYMAP_CONTAINERS, "x", ACTION_STOP},
    {KEYMAP_CONTAINERS, "r", ACTION_RESTART},
    {KEYMAP_CONTAINERS, "p", ACTION_PAUSE},
    {KEYMAP_CONTAINERS, "K", ACTION_KILL},
    {KEYMAP_CONTAINERS, "d", ACTION_REMOVE},
    {KEYMAP_CONTAINERS, "D", ACTION_REMOVE_OPTIONS},
    {KEYMAP_CONTAINERS, "n", ACTION_RENAME},
    {KEYMAP_CONTAINERS, "l", ACTION_LOGS},
    {KEYMAP_CONTAINERS, "e", ACTION_SHELL},
    {KEYMAP_CONTAINERS, "i", ACTION_INSPECT},
    {KEYMAP_CONTAINERS, "w", ACTION_WHY},

    {KEYMAP_IMAGES, "d", ACTION_REMOVE},
    {KEYMAP_IMAGES, "D", ACTION_REMOVE_OPTIONS},
    {KEYMAP_IMAGES, "i", ACTION_INSPECT},
};
const size_t default_binding_count =
    sizeof(default_bindings) / sizeof(default_bindings[0]);

struct bound_key {
    enum keymap_id map;
    struct key key;
    enum action action;
};

struct keymap {
    struct bound_key *bound;
    size_t count;
    size_t cap;
};

static void
add(struct keymap *keymap, const struct binding *binding)
{
    struct bound_key bound = {.map = binding->map, .action = binding->action};
    bool is_known = key_parse(&bound.key, str_of(binding->key));

    assert(is_known);
    (void)is_known;
    keymap->bound = array_grow(keymap->bound, &keymap->cap, keymap->count + 1,
                               sizeof(*keymap->bound));
    keymap->bound[keymap->count++] = bound;
}

struct keymap *
keymap_new(void)
{
    struct keymap *keymap = xcalloc(1, sizeof(*keymap));

    for (size_t i = 0; i < default_binding_count; i++)
        add(keymap, &default_bindings[i]);
    return keymap;
}

void
keymap_free(struct keymap *keymap)
{
    if (!keymap)
        return;
    free(keymap->bound);
    free(keymap);
}

static void
take_away(struct keymap *keymap, enum keymap_id map, const struct key *key)
{
    size_t kept = 0;

    for (size_t i = 0; i < keymap->count; i++)
        if (keymap->bound[i].map != map ||
            !key_equal(&keymap->bound[i].key, key))
            keymap->bound[kept++] = keymap->bound[i];
    keymap->count = kept;
}

/* In front, so that it is the key that the screen names. */
void
keymap_bind(struct keymap *keymap, enum keymap_id map, const struct key *key,
            enum action action)
{
    take_away(keymap, map, key);
    if (action == ACTION_NONE)
        return;
    keymap->bound = array_grow(keymap->bound, &keymap->cap, keymap->count + 1,
                               sizeof(*keymap->bound));
    memmove(keymap->bound + 1, keymap->bound,
            keymap->count * sizeof(*keymap->bound));
    keymap->bound[0] =
        (struct bound_key){.map = map, .key = *key, .action = action};
    keymap->count++;
}

/* The action of `key` in this map alone. */
static enum action
find_in(const struct keymap *keymap, enum keymap_id map, const struct key *key)
{
    for (size_t i = 0; i < keymap->count; i++) {
        const struct bound_key *bound = &keymap->bound[i];

        if (bound->map == map && key_equal(&bound->key, key))
            return bound->action;
    }
    return ACTION_NONE;
}

enum action
keymap_find(const struct keymap *keymap, const enum keymap_id *maps,
            size_t count, const struct key *key)
{
    if (key->is_pasted)
        return ACTION_NONE;
    for (size_t i = 0; i < count; i++) {
        enum action action = find_in(keymap, maps[i], key);

        if (action != ACTION_NONE)
            return action;
    }
    return ACTION_NONE;
}

const char *
keymap_name(enum keymap_id map)
{
    static const char *const names[KEYMAP_COUNT] = {
        [KEYMAP_EVERYWHERE] = "everywhere",
        [KEYMAP_LIST] = "lists",
        [KEYMAP_CONTAINERS] = "containers",
        [KEYMAP_IMAGES] = "images",
        [KEYMAP_TEXT] = "text",
        [KEYMAP_LOGS] = "logs",
        [KEYMAP_TREE] = "tree",
        [KEYMAP_JOBS] = "jobs",
    };

    return names[map] ? names[map] : "";
}

const struct key *
keymap_key_at(const struct keymap *keymap, enum keymap_id map,
              enum action action, size_t index)
{
    for (size_t i = 0; i < keymap->count; i++)
        if (keymap->bound[i].map == map && keymap->bound[i].action == action &&
            index-- == 0)
            return &keymap->bound[i].key;
    return NULL;
}

const struct key *
keymap_key_of(const struct keymap *keymap, const enum keymap_id *maps,
              size_t count, enum action action)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < keymap->count; j++) {
            const struct bound_key *bound = &keymap->bound[j];

            /* A key that a map further in has taken means something else. */
            if (bound->map == maps[i] && bound->action == action &&
                keymap_find(keymap, maps, count, &bound->key) == action)
                return &bound->key;
        }
    }
    return NULL;
}
