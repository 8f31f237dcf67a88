/*
 * layout.h - where the panes stand. A pure function of the size.
 *
 * From 100 columns (and 14 rows): lists at the left (containers above images),
 * details at the right (logs above stats); with fewer than 24 rows one list
 * beside one detail. Under 100 columns: the focused list above, the detail
 * used last below. Under 60 columns or 14 rows: one pane with tabs. A zoomed
 * pane has everything. Below 4 rows the title line goes. A wide detail
 * (inspect, why) takes the place of both details. Panes have a frame of one
 * line above and columns between them; `inner` is what the view draws in.
 */
#ifndef CELLS_LAYOUT_H
#define CELLS_LAYOUT_H

#include "ui/cells/grid.h"

enum pane {
    PANE_CONTAINERS,
    PANE_IMAGES,
    PANE_LOGS,
    PANE_STATS,
    PANE_DETAIL, /* in the place of logs and stats, when one is open */
    PANE_COUNT,
};

struct box {
    struct point at;
    struct size size; /* 0x0: not shown */
};

struct layout {
    struct box outer[PANE_COUNT]; /* with the title line */
    struct box inner[PANE_COUNT];
    bool has_tabs; /* one pane: the title line names all */
};

struct layout_wish {
    struct size size;
    enum pane focus;
    enum pane last_list, last_detail; /* focused last */
    bool has_detail;                  /* PANE_DETAIL is open */
    bool is_zoomed;                   /* the focused pane only */
    bool has_no[PANE_COUNT];          /* there is no such pane at all */
    bool must_have_title;             /* of the focused pane, at any height */
};

void layout_make(struct layout *layout, const struct layout_wish *wish);
bool layout_equal(const struct layout *a, const struct layout *b);
/* The pane at this cell, or PANE_COUNT. */
enum pane layout_at(const struct layout *layout, struct point point);

#endif
