#include "config.h"

#include "ui/cells/layout.h"

#include <string.h>

/* From these on there is room for ... */
#define WIDE 100       /* lists beside details */
#define TALL 24        /* two lists one above the other */
#define PANES_WIDTH 60 /* more than one pane */
#define PANES_HEIGHT 14
#define TITLE_HEIGHT 4 /* a title line above one row and its heads */

#define TITLE 1 /* the frame's line above each pane */
#define GAP 1   /* the frame's column between left and right */

static bool
is_list(enum pane pane)
{
    return pane == PANE_CONTAINERS || pane == PANE_IMAGES;
}

static void
put_at(struct layout *layout, enum pane pane, int x, int y, int width,
       int height, int title)
{
    struct box *outer = &layout->outer[pane];
    struct box *inner = &layout->inner[pane];

    if (width <= 0 || height <= title)
        return;
    outer->at = (struct point){x, y};
    outer->size = (struct size){width, height};
    inner->at = (struct point){x, y + title};
    inner->size = (struct size){width, height - title};
}

static void
put(struct layout *layout, enum pane pane, int x, int y, int width, int height)
{
    put_at(layout, pane, x, y, width, height, TITLE);
}

/* Two panes one above the other, or the one of them that there is. */
static void
put_pair(struct layout *layout, const struct layout_wish *wish, int x,
         int width, enum pane above, enum pane below, int below_height)
{
    int height = wish->size.height;

    if (wish->has_no[above])
        below_height = height;
    else if (wish->has_no[below])
        below_height = 0;
    put(layout, above, x, 0, width, height - below_height);
    put(layout, below, x, height - below_height, width, below_height);
}

/* `pane`, or the other one of its side where there is no such pane; PANE_COUNT:
 * there is neither. */
static enum pane
there_is(const struct layout_wish *wish, enum pane pane, enum pane other)
{
    if (!wish->has_no[pane])
        return pane;
    return wish->has_no[other] ? PANE_COUNT : other;
}

/* The list and the detail that matter now. */
static enum pane
list_of(const struct layout_wish *wish)
{
    enum pane pane = is_list(wish->focus) ? wish->focus : wish->last_list;

    return there_is(wish, pane,
                    pane == PANE_IMAGES ? PANE_CONTAINERS : PANE_IMAGES);
}

static enum pane
detail_of(const struct layout_wish *wish)
{
    enum pane pane = is_list(wish->focus) ? wish->last_detail : wish->focus;

    if (wish->has_detail)
        return PANE_DETAIL;
    return there_is(wish, pane, pane == PANE_STATS ? PANE_LOGS : PANE_STATS);
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

    if (height < TALL) {
        put(layout, list_of(wish), 0, 0, left, height);
        put(layout, detail_of(wish), x, 0, width - x, height);
        return;
    }
    put_pair(layout, wish, 0, left, PANE_CONTAINERS, PANE_IMAGES,
             images_height(height));
    if (wish->has_detail)
        put(layout, PANE_DETAIL, x, 0, width - x, height);
    else
        put_pair(layout, wish, x, width - x, PANE_LOGS, PANE_STATS,
                 stats_height(height));
}

static void
put_narrow(struct layout *layout, const struct layout_wish *wish)
{
    int width = wish->size.width;
    int height = wish->size.height;
    int list = (height + 1) / 2;

    put(layout, list_of(wish), 0, 0, width, list);
    put(layout, detail_of(wish), 0, list, width, height - list);
}

void
layout_make(struct layout *layout, const struct layout_wish *wish)
{
    int width = wish->size.width;
    int height = wish->size.height;
    bool is_small = width < PANES_WIDTH || height < PANES_HEIGHT;
    bool is_alone =
        list_of(wish) == PANE_COUNT || detail_of(wish) == PANE_COUNT;

    memset(layout, 0, sizeof(*layout));
    if (is_small || wish->is_zoomed || is_alone) {
        bool has_title = height >= TITLE_HEIGHT || wish->must_have_title;

        layout->has_tabs = is_small && !is_alone;
        put_at(layout, wish->focus, 0, 0, width, height, has_title ? TITLE : 0);
    } else if (width >= WIDE) {
        put_wide(layout, wish);
    } else {
        put_narrow(layout, wish);
    }
}

bool
layout_equal(const struct layout *a, const struct layout *b)
{
    return memcmp(a->outer, b->outer, sizeof(a->outer)) == 0 &&
           memcmp(a->inner, b->inner, sizeof(a->inner)) == 0 &&
           a->has_tabs == b->has_tabs;
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
