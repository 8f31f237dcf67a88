#include "config.h"

#include "ui/cells/layout.h"

#include <string.h>

/* From these on there is room for ... */
#define WIDE 100       /* lists beside details */
#define TALL 24        /* two lists one above the other */
#define PANES_WIDTH 60 /* more than one pane */
#define PANES_HEIGHT 14

#define TITLE 1 /* the frame's line above each pane */
#define GAP 1   /* the frame's column between left and right */

static bool
is_list(enum pane pane)
{
    return pane == PANE_CONTAINERS || pane == PANE_IMAGES;
}

static void
put(struct layout *layout, enum pane pane, int x, int y, int width, int height)
{
    struct box *outer = &layout->outer[pane];
    struct box *inner = &layout->inner[pane];

    if (width <= 0 || height <= TITLE)
        return;
    outer->at = (struct point){x, y};
    outer->size = (struct size){width, height};
    inner->at = (struct point){x, y + TITLE};
    inner->size = (struct size){width, height - TITLE};
}

/* The list and the detail that matter now. */
static enum pane
list_of(const struct layout_wish *wish)
{
    return is_list(wish->focus) ? wish->focus : wish->last_list;
}

static enum pane
detail_of(const struct layout_wish *wish)
{
    if (wish->has_detail)
        return PANE_DETAIL;
    return is_list(wish->focus) ? wish->last_detail : wish->focus;
}

/* Containers need the most columns of the left, logs those of the right; from
 * 160 columns both have what they need. */
static int
left_width(int width)
{
    return width * 11 / 20;
}

/* Most of the height goes to containers, but some images can always be seen. */
static int
images_height(int height)
{
    return height / 3;
}

static int
stats_height(int height)
{
    int wanted = height / 3;

    return wanted < 9 ? wanted : wanted > 14 ? 14 : wanted;
}

static void
put_wide(struct layout *layout, const struct layout_wish *wish)
{
    int width = wish->size.width;
    int height = wish->size.height;
    int left = left_width(width);
    int x = left + GAP;
    bool is_tall = height >= TALL;

    if (is_tall) {
        int images = images_height(height);

        put(layout, PANE_CONTAINERS, 0, 0, left, height - images);
        put(layout, PANE_IMAGES, 0, height - images, left, images);
    } else {
        put(layout, list_of(wish), 0, 0, left, height);
    }
    if (is_tall && !wish->has_detail) {
        int stats = stats_height(height);

        put(layout, PANE_LOGS, x, 0, width - x, height - stats);
        put(layout, PANE_STATS, x, height - stats, width - x, stats);
    } else {
        put(layout, detail_of(wish), x, 0, width - x, height);
    }
}

void
layout_make(struct layout *layout, const struct layout_wish *wish)
{
    int width = wish->size.width;
    int height = wish->size.height;
    bool is_small = width < PANES_WIDTH || height < PANES_HEIGHT;

    memset(layout, 0, sizeof(*layout));
    if (is_small || wish->is_zoomed) {
        layout->has_tabs = is_small;
        put(layout, wish->focus, 0, 0, width, height);
    } else if (width >= WIDE) {
        put_wide(layout, wish);
    } else {
        int list = (height + 1) / 2;

        put(layout, list_of(wish), 0, 0, width, list);
        put(layout, detail_of(wish), 0, list, width, height - list);
    }
}

enum pane
layout_at(const struct layout *layout, struct point point)
{
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const struct box *box = &layout->outer[pane];

        if (point.x >= box->at.x && point.x < box->at.x + box->size.width &&
            point.y >= box->at.y && point.y < box->at.y + box->size.height)
            return (enum pane)pane;
    }
    return PANE_COUNT;
}
