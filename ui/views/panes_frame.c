#include "config.h"

#include "ui/views/panes_private.h"

#include "ui/widgets/signs.h"
#include "ui/widgets/titleline.h"

#define TABS_SIZE ((size_t)512)

static struct canvas
title_canvas(const struct panes *panes, int pane, struct canvas *canvas)
{
    const struct box *outer = &panes->layout.outer[pane];

    return canvas_part(canvas, outer->at.x, outer->at.y, outer->size.width, 1);
}

/* How much the tabs say, for want of room. */
enum tabs { TABS_NAMES, TABS_NUMBERS, TABS_NONE };

/* " 1 Containers 15 " for the one with the focus, a wall and " 2 Images " or
 * " 2 " for another one, nothing for one that has no tab. Append. */
static void
say_tab(const struct panes *panes, int pane, enum tabs tabs, struct buf *out)
{
    const struct view *view = panes->child[pane];
    bool has_focus = pane == (int)panes->focus;
    bool has_name = tabs == TABS_NAMES;

    if (!view || (pane == PANE_DETAIL && !has_focus))
        return;
    if (pane > 0)
        (void)buf_add_text(out, signs()->wall);
    if (pane != PANE_DETAIL)
        (void)buf_addf(out, " %d", pane + 1);
    (void)buf_add_char(out, ' ');
    if (has_focus)
        titleline_say(out, view);
    else if (has_name)
        (void)buf_addf(out, "%c%s", view->ops->name[0] - 'a' + 'A',
                       view->ops->name + 1);
    if (has_focus || has_name)
        (void)buf_add_char(out, ' ');
}

/* The most that there is room for. */
static enum tabs
tabs_of(const struct panes *panes)
{
    int room = panes->layout.outer[panes->focus].size.width - 1;
    struct buf line = BUF_INIT(PANE_COUNT * TABS_SIZE);
    enum tabs tabs = TABS_NAMES;

    for (; tabs != TABS_NONE; tabs++) {
        buf_clear(&line);
        for (int pane = 0; pane < PANE_COUNT; pane++)
            say_tab(panes, pane, tabs, &line);
        if ((int)text_width(buf_str(&line)) <= room)
            break;
    }
    buf_release(&line);
    return tabs;
}

static void
render_title(const struct panes *panes, int pane, struct canvas *canvas,
             enum titleline_rule rule)
{
    struct canvas line = title_canvas(panes, pane, canvas);

    titleline_render(&line, panes->child[pane],
                     pane == PANE_DETAIL ? 0 : pane + 1, rule);
}

/* One pane: the title line names all that there are, or what it shows. */
static void
render_tabs(const struct panes *panes, struct canvas *canvas)
{
    struct canvas line = title_canvas(panes, (int)panes->focus, canvas);
    struct buf tab = BUF_INIT(TABS_SIZE);
    enum tabs tabs = tabs_of(panes);
    int x = 1;

    if (tabs == TABS_NONE) {
        render_title(panes, (int)panes->focus, canvas, TITLELINE_ALONE);
        return;
    }
    titleline_rule(&line, TITLELINE_ALONE);
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        buf_clear(&tab);
        say_tab(panes, pane, tabs, &tab);
        x = canvas_text(&line, x, 0,
                        pane == (int)panes->focus ? ROLE_TITLE : ROLE_DIM,
                        buf_str(&tab));
    }
    buf_release(&tab);
}

enum pane
panes_tab_at(const struct panes *panes, struct point point)
{
    const struct box *outer = &panes->layout.outer[panes->focus];
    struct buf tab = BUF_INIT(TABS_SIZE);
    enum pane found = PANE_COUNT;
    enum tabs tabs = tabs_of(panes);
    int x = outer->at.x + 1;

    if (!panes->layout.has_tabs || point.y != outer->at.y ||
        tabs == TABS_NONE ||
        outer->size.height == panes->layout.inner[panes->focus].size.height)
        return PANE_COUNT;
    for (int pane = 0; pane < PANE_COUNT && found == PANE_COUNT; pane++) {
        buf_clear(&tab);
        say_tab(panes, pane, tabs, &tab);
        if (point.x >= x && point.x < x + (int)text_width(buf_str(&tab)))
            found = (enum pane)pane;
        x += (int)text_width(buf_str(&tab));
    }
    buf_release(&tab);
    return found;
}

/* Whether a title line ends at this side of the wall in row y. */
static bool
has_rule_at(const struct panes *panes, int x, int y)
{
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const struct box *box = &panes->layout.outer[pane];

        if (panes->child[pane] && box->size.width > 0 && box->at.y == y &&
            x >= box->at.x && x < box->at.x + box->size.width)
            return true;
    }
    return false;
}

static const char *
wall_sign(const struct panes *panes, int x, int y)
{
    bool left = has_rule_at(panes, x - 1, y);
    bool right = has_rule_at(panes, x + 1, y);

    if (y == 0)
        return left && right ? signs()->wall_top : signs()->wall;
    if (left && right)
        return signs()->cross;
    if (left)
        return signs()->wall_left;
    return right ? signs()->wall_right : signs()->wall;
}

/* Between the panes at the left and those at the right, if there are both. */
static void
render_wall(const struct panes *panes, struct canvas *canvas)
{
    int x = -1;

    for (int pane = 0; pane < PANE_COUNT; pane++)
        if (panes->layout.outer[pane].at.x > 0)
            x = panes->layout.outer[pane].at.x - 1;
    for (int y = 0; x >= 0 && y < canvas->size.height; y++)
        (void)canvas_text(canvas, x, y, ROLE_DIM,
                          str_of(wall_sign(panes, x, y)));
}

void
panes_frame_render(const struct panes *panes, struct canvas *canvas)
{
    const struct layout *layout = &panes->layout;

    for (int pane = 0; pane < PANE_COUNT; pane++) {
        bool has_title =
            layout->outer[pane].size.height > layout->inner[pane].size.height;

        if (!panes->child[pane] || !has_title)
            continue;
        if (layout->has_tabs)
            render_tabs(panes, canvas);
        else
            render_title(panes, pane, canvas,
                         pane == (int)panes->focus ? TITLELINE_FOCUS
                                                   : TITLELINE_IDLE);
    }
    render_wall(panes, canvas);
}
