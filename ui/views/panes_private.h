/*
 * panes_private.h - the inside of the panes: panes.c (children, focus, keys),
 * panes_draw.c (which are drawn), panes_frame.c (a title line above each pane,
 * a wall between left and right), panes_visits.c (back and forward).
 */
#ifndef VIEWS_PANES_PRIVATE_H
#define VIEWS_PANES_PRIVATE_H

#include "ui/views/panes.h"

#define PANES_VISITED 50

/* Where one was: a pane with the focus, and the detail that was open. */
struct visit {
    enum pane focus;
    const struct view_ops *detail; /* or NULL */
    struct ref ref;                /* what it was about */
};

struct panes {
    struct view view;
    struct view *child[PANE_COUNT]; /* NULL: there is no such pane */
    struct ref aimed[PANE_COUNT];   /* what the details were told */
    enum pane focus, last_list, last_detail;
    bool is_zoomed;
    struct layout layout;
    bool is_due[PANE_COUNT]; /* to be drawn: it was not since it was marked */
    /* `[` goes back in these, `]` forward; `visited` is where one is now. */
    struct visit visits[PANES_VISITED];
    size_t visit_count, visited;
};

/* Note where one is now; what was ahead is forgotten. */
void visits_remember(struct panes *panes);
/* `step` -1: back, 1: forward. */
bool visits_can_go(const struct panes *panes, int step);
/* Where to go, or NULL. */
const struct visit *visits_go(struct panes *panes, int step);

bool panes_is_list(enum pane pane);
/* Let the details show what the lists have under the cursor. */
void panes_aim(struct panes *panes);

void panes_layout(struct view *view, struct size size);
void panes_render(const struct view *view, struct canvas *canvas);
void panes_shown(struct view *view);
uint64_t panes_next_tick(const struct view *view);

void panes_frame_render(const struct panes *panes, struct canvas *canvas);
/* The pane whose tab is there, where one pane at a time is shown; PANE_COUNT:
 * none. */
enum pane panes_tab_at(const struct panes *panes, struct point point);

#endif
