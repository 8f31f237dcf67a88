/*
 * panes_draw.c - where the panes stand, and which of them are drawn again.
 *
 * Only panes that were marked are laid out again, and of a picture that is kept
 * only those are drawn that were marked since they were seen last. A mark of
 * the panes as a whole, or another layout, is one of each of them.
 */
#include "config.h"

#include "ui/views/panes_private.h"

#include "ui/widgets/titleline.h"

static bool
is_shown(const struct panes *panes, int pane)
{
    return panes->child[pane] && panes->layout.inner[pane].size.width > 0;
}

static void
place(struct panes *panes, struct size size)
{
    const struct view *focused = panes->child[panes->focus];
    struct layout before = panes->layout;
    struct layout_wish wish = {
        .size = size,
        .focus = panes->focus,
        .last_list = panes->last_list,
        .last_detail = panes->last_detail,
        .has_detail = panes->child[PANE_DETAIL] != NULL,
        .is_zoomed = panes->is_zoomed,
        .must_have_title = titleline_has_note(focused),
    };

    for (int pane = 0; pane < PANE_COUNT; pane++)
        wish.has_no[pane] = !panes->child[pane];
    layout_make(&panes->layout, &wish);
    if (!layout_equal(&before, &panes->layout))
        panes->view.is_stale = true;
}

void
panes_layout(struct view *view, struct size size)
{
    struct panes *panes = (struct panes *)view;

    place(panes, size);
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        struct view *child = panes->child[pane];

        /* A list that is out of sight still says what the details show. */
        if (child && (view->is_stale || child->dirty) &&
            (is_shown(panes, pane) || panes_is_list((enum pane)pane)))
            view_layout(child, panes->layout.inner[pane].size);
    }
    /* The lists know by now on which row the cursor stands. */
    panes_aim(panes);
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        struct view *child = panes->child[pane];

        if (!child)
            continue;
        panes->is_due[pane] |= view->is_stale || child->dirty;
        child->dirty = child->is_stale = false;
    }
    view->is_stale = false;
}

void
panes_render(const struct view *view, struct canvas *canvas)
{
    const struct panes *panes = (const struct panes *)view;

    panes_frame_render(panes, canvas);
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const struct box *box = &panes->layout.inner[pane];
        struct canvas part;

        if (!is_shown(panes, pane) ||
            (canvas->grid->is_kept && !panes->is_due[pane]))
            continue;
        part = canvas_part(canvas, box->at.x, box->at.y, box->size.width,
                           box->size.height);
        if (canvas->grid->is_kept)
            canvas_clear(&part);
        panes->child[pane]->ops->render(panes->child[pane], &part);
    }
}

void
panes_shown(struct view *view)
{
    struct panes *panes = (struct panes *)view;

    for (int pane = 0; pane < PANE_COUNT; pane++) {
        struct view *child = panes->child[pane];

        panes->is_due[pane] = false;
        if (is_shown(panes, pane) && child->ops->shown)
            child->ops->shown(child);
    }
}

uint64_t
panes_next_tick(const struct view *view)
{
    const struct panes *panes = (const struct panes *)view;
    uint64_t least = 0;

    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const struct view *child = panes->child[pane];
        uint64_t next = 0;

        if (is_shown(panes, pane) && child->ops->next_tick)
            next = child->ops->next_tick(child);
        if (next != 0 && (least == 0 || next < least))
            least = next;
    }
    return least;
}
