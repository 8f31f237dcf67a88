/*
 * walk_rows.h - what each key of the table does, for test_walk.c.
 */
#ifndef ENGINE_WALK_ROWS_H
#define ENGINE_WALK_ROWS_H

#include "ui/keys/keymap.h"

#define WALK_STEPS 4

/* Keys, and a text that is on the screen when they have been understood; with a
 * '!' in front, one that is on it no more. */
struct walk_step {
    const char *keys, *shows;
};

enum walk_way {
    SHOWS,
    ENDS,    /* the program, with status 0 */
    STOPS,   /* leaves the screen, as by C-z, and comes back */
    REDRAWS, /* the same picture is written again */
};

struct walk_row {
    enum keymap_id map;
    enum action action;
    struct walk_step before[WALK_STEPS];
    enum walk_way way;
    /* What the key brings to the screen, where it was not before, and what it
     * takes away from it. Either may be NULL. */
    const char *shows, *hides;
    struct walk_step after[WALK_STEPS];
    /* A container of the row's own, under the cursor; its state afterwards by
     * the engine, "gone" for none of that name. */
    const char *victim;
    bool is_created_only;
    const char *name, *state;
};

extern const struct walk_row walk_rows[];
extern const size_t walk_row_count;

#endif
