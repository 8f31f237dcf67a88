/*
 * panes_frame.h - the inside of panes.c, shared with what draws its frames:
 * a title line above each pane, a wall between left and right.
 */
#ifndef VIEWS_PANES_FRAME_H
#define VIEWS_PANES_FRAME_H

#include "ui/views/panes.h"

struct panes {
    struct view view;
    struct view *child[PANE_COUNT]; /* NULL: there is no such pane */
    struct ref aimed[PANE_COUNT];   /* what the details were told */
    enum pane focus, last_list, last_detail;
    bool is_zoomed;
    struct layout layout;
};

void panes_frame_render(const struct panes *panes, struct canvas *canvas);

#endif
