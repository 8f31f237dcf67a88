/*
 * world.h - the whole screen without a terminal and without an engine: a
 * store that a test fills, a fixed clock, and an app that is given keys and
 * makes pictures.
 */
#ifndef SUPPORT_WORLD_H
#define SUPPORT_WORLD_H

#include "support/test.h"

#include "ui/cells/theme.h"
#include "ui/widgets/app.h"
#include "work/choice.h"

#define WORLD_NOW (INT64_C(1795269731) * 1000000000) /* 2026-11-21 14:02:11 */
#define MEBI ((uint64_t)1 << 20)

struct world {
    struct loop *loop;
    struct fleet *fleet;
    struct store *store;
    struct jobs *jobs;
    struct options options;
    struct keymap *keymap;
    struct app *app;
    struct grid grid;
    struct buf picture;
    struct choices choices;
    struct command_table tables[3];
    struct commands commands;
    struct theme theme;
    struct buf copied;
    unsigned quits, suspends, redraws, remembered;
    bool is_closed;
};

/* With the containers view open and an engine "local" that is live. */
void world_init(struct world *world, int width, int height);
void world_release(struct world *world);

/* One container; only what it differs in. The id is made of the name. */
struct piece_of_world {
    struct container value;
    int64_t age;     /* seconds in its state; started or finished so long ago */
    double cpu;      /* percent; < 0: no numbers */
    uint64_t memory; /* bytes */
    uint64_t limit;  /* 0: the machine's */
    uint64_t rx, tx; /* bytes a second */
    uint64_t in, out; /* of its disks */
    uint64_t pids;
    uint64_t stale; /* ms since the numbers came */
};
struct ref world_put(struct world *world, const struct piece_of_world *piece);
/* A running, quiet one of this name. */
struct ref world_put_plain(struct world *world, const char *name);
/* All images that there are. */
void world_put_images(struct world *world, const struct image *images,
                      size_t count);
void world_drop(struct world *world, const struct ref *ref);
void world_set_link(struct world *world, enum link_state state,
                    const char *why);
struct ref world_ref(const char *name);

/* Names of keys, a space between: "j j /", "w e b Enter". */
void world_press(struct world *world, const char *keys);
void world_paste(struct world *world, const char *text);
/* Let the store tell its changes and jobs their ends. */
void world_turn(struct world *world);
/* The picture now, with roles if asked for. */
const char *world_picture(struct world *world, bool roles);
/* One line of it. */
const char *world_line(struct world *world, int y);

#endif
