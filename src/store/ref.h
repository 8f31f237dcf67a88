/*
 * ref.h - the name of anything that can be on the screen.
 *
 * A ref is a value: copy it, compare it, keep it across turns. What it names
 * may be gone by then; store_find_*() answers NULL in that case. No bare id
 * travels above the engine floor, so that several engines need no rewrite.
 */
#ifndef STORE_REF_H
#define STORE_REF_H

#include "base/str.h"

#include <stdint.h>

#define REF_KEY_SIZE 80

enum ref_kind {
    REF_NONE,
    REF_ENGINE,    /* key "" */
    REF_CONTAINER, /* key: the container's id */
    REF_IMAGE,     /* key: image id and a hash of the reference */
    REF_PROJECT,   /* key: its name or a hash of it (work/rows.h) */
};

struct ref {
    uint16_t engine; /* index given by store_add_engine() */
    uint16_t kind;   /* enum ref_kind */
    char key[REF_KEY_SIZE];
};

/* A key that does not fit names nothing: the ref is of kind REF_NONE. */
struct ref ref_make(unsigned engine, enum ref_kind kind, const char *key);
bool ref_equal(const struct ref *a, const struct ref *b);
/* A byte string that is the same for equal refs and for no others: a map's
 * key. Valid as long as `out`. */
#define REF_TEXT_SIZE (REF_KEY_SIZE + 16)
struct str ref_text(char out[REF_TEXT_SIZE], const struct ref *ref);

#endif
