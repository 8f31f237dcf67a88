/*
 * detail.h - a detail view alone: aimed at a container of a world, drawn in a
 * grid of its own as a pane would draw it, and compared with a text file.
 */
#ifndef SUPPORT_DETAIL_H
#define SUPPORT_DETAIL_H

#include "support/world.h"

struct detail {
    struct world *world;
    struct view *view;
    struct grid grid;
    struct buf picture;
    struct buf name, note; /* of its frame */
};

void detail_init(struct detail *detail, struct world *world,
                 const struct view_ops *ops);
void detail_release(struct detail *detail);
void detail_aim(struct detail *detail, const struct ref *ref);
/* The frame's words in a first line, then the view itself. */
const char *detail_picture(struct detail *detail, struct size size, bool roles);
/* Whether that is what tests/screens/NAME.txt says. */
bool detail_is_as_painted(struct detail *detail, const char *name,
                          struct size size, bool roles);

#endif
