#include "config.h"

#include "ui/views/panes.h"

#include "ui/views/panes_private.h"
#include "ui/views/views.h"

/* What stands in which pane. */
static const struct view_ops *const ops_of_pane[PANE_COUNT] = {
    [PANE_CONTAINERS] = &containers_view,
    [PANE_IMAGES] = &images_view,
    [PANE_LOGS] = &logs_view,
    [PANE_STATS] = &stats_view,
};

bool
panes_is_list(enum pane pane)
{
    return pane == PANE_CONTAINERS || pane == PANE_IMAGES;
}

static struct panes *
panes_of(const struct view *view)
{
    while (view && view->ops != &panes_view)
        view = view->parent;
    return (struct panes *)(uintptr_t)view;
}

static struct view *
focused(const struct panes *panes)
{
    return panes->child[panes->focus];
}

/* ---- life --------------------------------------------------------------- */

static struct view *
open_child(struct panes *panes, const struct view_ops *ops, struct err *err)
{
    struct view *child = view_open(ops, panes->view.app, NULL, err);

    if (child)
        child->parent = &panes->view;
    return child;
}

static void
close_panes(struct view *view)
{
    struct panes *panes = (struct panes *)view;

    for (int pane = 0; pane < PANE_COUNT; pane++)
        view_free(panes->child[pane]);
}

static bool
open_panes(struct view *view, struct app *app, const char *target,
           struct err *err)
{
    struct panes *panes = (struct panes *)view;

    (void)app;
    (void)target;
    panes->last_list = PANE_CONTAINERS;
    panes->last_detail = PANE_LOGS;
    visits_remember(panes);
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        if (!ops_of_pane[pane])
            continue;
        panes->child[pane] = open_child(panes, ops_of_pane[pane], err);
        if (!panes->child[pane]) {
            close_panes(view);
            return false;
        }
    }
    return true;
}

static void
changed(struct view *view, const struct change *changes, size_t count)
{
    struct panes *panes = (struct panes *)view;

    for (int pane = 0; pane < PANE_COUNT; pane++) {
        struct view *child = panes->child[pane];

        if (child && child->ops->changed)
            child->ops->changed(child, changes, count);
    }
}

/* ---- details follow ----------------------------------------------------- */

static void
aim(struct panes *panes, enum pane detail, enum pane list)
{
    struct view *child = panes->child[detail];
    struct view *from = panes->child[list];
    struct ref ref = ref_make(0, REF_NONE, "");

    if (!child || !child->ops->aim || !from || !from->ops->subject)
        return;
    if (!from->ops->subject(from, &ref))
        ref = ref_make(0, REF_NONE, "");
    if (ref_equal(&ref, &panes->aimed[detail]))
        return;
    panes->aimed[detail] = ref;
    child->ops->aim(child, &ref);
}

void
panes_aim(struct panes *panes)
{
    aim(panes, PANE_LOGS, PANE_CONTAINERS);
    aim(panes, PANE_STATS, PANE_CONTAINERS);
    aim(panes, PANE_DETAIL, panes->last_list);
}

/* ---- focus -------------------------------------------------------------- */

static void
set_focus(struct panes *panes, enum pane pane)
{
    panes->focus = pane;
    if (panes_is_list(pane))
        panes->last_list = pane;
    else if (pane != PANE_DETAIL)
        panes->last_detail = pane;
    view_mark(&panes->view);
}

static void
close_detail(struct panes *panes)
{
    view_free(panes->child[PANE_DETAIL]);
    panes->child[PANE_DETAIL] = NULL;
    panes->aimed[PANE_DETAIL] = ref_make(0, REF_NONE, "");
    set_focus(panes, panes->last_list);
    visits_remember(panes);
}

bool
panes_focus(struct view *view, enum pane pane)
{
    struct panes *panes = panes_of(view);

    if (!panes || !panes->child[pane])
        return false;
    /* Logs and stats stand where the detail is. */
    if (panes->child[PANE_DETAIL] && !panes_is_list(pane) &&
        pane != PANE_DETAIL)
        close_detail(panes);
    set_focus(panes, pane);
    visits_remember(panes);
    return true;
}

enum pane
panes_focused(const struct view *view)
{
    const struct panes *panes = panes_of(view);

    return panes ? panes->focus : PANE_COUNT;
}

struct view *
panes_child(const struct view *view, enum pane pane)
{
    const struct panes *panes = panes_of(view);

    return panes ? panes->child[pane] : NULL;
}

struct view *
panes_list(const struct view *view)
{
    struct panes *panes = panes_of(view);

    return panes ? panes->child[panes->last_list] : NULL;
}

static bool
open_detail(struct panes *panes, const struct view_ops *ops,
            const struct ref *ref, struct err *err)
{
    struct view *detail;

    detail = panes->child[PANE_DETAIL];
    if (!detail || detail->ops != ops) {
        detail = open_child(panes, ops, err);
        if (!detail)
            return false;
        view_free(panes->child[PANE_DETAIL]);
        panes->child[PANE_DETAIL] = detail;
    }
    panes->aimed[PANE_DETAIL] = *ref;
    if (detail->ops->aim)
        detail->ops->aim(detail, ref);
    set_focus(panes, PANE_DETAIL);
    return true;
}

bool
panes_open_detail(struct view *view, const struct view_ops *ops,
                  const struct ref *ref, struct err *err)
{
    struct panes *panes = panes_of(view);

    if (!panes)
        return err_set(err, "there are no panes for %s", ops->name);
    if (!open_detail(panes, ops, ref, err))
        return false;
    visits_remember(panes);
    return true;
}

/* `step` -1: where one was before; 1: where one was after that. */
static void
go(struct panes *panes, int step)
{
    const struct visit *visit = visits_go(panes, step);
    struct err err;

    if (!visit)
        return;
    if (!visit->detail) {
        view_free(panes->child[PANE_DETAIL]);
        panes->child[PANE_DETAIL] = NULL;
        panes->aimed[PANE_DETAIL] = ref_make(0, REF_NONE, "");
    } else if (!open_detail(panes, visit->detail, &visit->ref, &err)) {
        app_say(panes->view.app, MESSAGE_ERROR, "%s", err.text);
        return;
    }
    set_focus(panes, visit->focus);
}

/* The next pane that there is, `step` 1 or -1. */
static void
focus_neighbour(struct panes *panes, int step)
{
    bool has_detail = panes->child[PANE_DETAIL] != NULL;
    int pane = (int)panes->focus;

    do
        pane = (pane + step + PANE_COUNT) % PANE_COUNT;
    while (!panes->child[pane] ||
           (has_detail && (pane == PANE_LOGS || pane == PANE_STATS)));
    set_focus(panes, (enum pane)pane);
    visits_remember(panes);
}

static struct view *
focus_of(const struct view *view)
{
    return focused((const struct panes *)view);
}

/* ---- acts --------------------------------------------------------------- */

static bool
act_of_panes(struct panes *panes, enum action action)
{
    switch (action) {
    case ACTION_NEXT_PANE:
        focus_neighbour(panes, 1);
        return true;
    case ACTION_PREVIOUS_PANE:
        focus_neighbour(panes, -1);
        return true;
    case ACTION_PANE_1:
    case ACTION_PANE_2:
    case ACTION_PANE_3:
    case ACTION_PANE_4:
        return panes_focus(&panes->view, (enum pane)(action - ACTION_PANE_1));
    case ACTION_GO_BACK:
        go(panes, -1);
        return true;
    case ACTION_GO_FORWARD:
        go(panes, 1);
        return true;
    case ACTION_ZOOM:
        panes->is_zoomed = !panes->is_zoomed;
        view_mark(&panes->view);
        return true;
    case ACTION_CANCEL:
    case ACTION_BACK:
        if (panes->focus == PANE_DETAIL)
            close_detail(panes);
        else if (panes->is_zoomed)
            panes->is_zoomed = false;
        else
            return false;
        view_mark(&panes->view);
        return true;
    default:
        return false;
    }
}

static bool
is_of_panes(const struct panes *panes, enum action action)
{
    switch (action) {
    case ACTION_GO_BACK:
        return visits_can_go(panes, -1);
    case ACTION_GO_FORWARD:
        return visits_can_go(panes, 1);
    case ACTION_NEXT_PANE:
    case ACTION_PREVIOUS_PANE:
    case ACTION_ZOOM:
        return true;
    case ACTION_PANE_1:
    case ACTION_PANE_2:
    case ACTION_PANE_3:
    case ACTION_PANE_4:
        return panes->child[action - ACTION_PANE_1] != NULL;
    case ACTION_CANCEL:
    case ACTION_BACK:
        return panes->focus == PANE_DETAIL || panes->is_zoomed;
    default:
        return false;
    }
}

static enum handled
act(struct view *view, enum action action)
{
    struct panes *panes = (struct panes *)view;
    struct view *list = panes->child[PANE_CONTAINERS];
    struct view *child = focused(panes);
    const char *why;

    if (action != ACTION_CANCEL && act_of_panes(panes, action))
        return HANDLED;
    if (!view_refuse(child, action) &&
        child->ops->act(child, action) == HANDLED)
        return HANDLED;
    if (action == ACTION_CANCEL && act_of_panes(panes, action))
        return HANDLED;
    if (panes_is_list(panes->focus))
        return NOT_HANDLED;
    /* It may be that no container is there. */
    why = action == ACTION_CANCEL ? NULL : view_refuse(list, action);
    if (why)
        app_say(panes->view.app, MESSAGE_INFO, "%s", why);
    return why ? HANDLED : list->ops->act(list, action);
}

/* What the child refuses, the container that it shows may still take. */
static const char *
refuse(const struct view *view, enum action action)
{
    const struct panes *panes = (const struct panes *)view;
    const char *why;

    if (is_of_panes(panes, action))
        return NULL;
    if (action == ACTION_GO_BACK || action == ACTION_GO_FORWARD)
        return "there is nowhere to go";
    why = view_refuse(focused(panes), action);
    if (!panes_is_list(panes->focus) && (why || action_info(action)->changes))
        why = view_refuse(panes->child[PANE_CONTAINERS], action);
    return why;
}

/* The way back leads out of the zoom first. */
static const char *
words(const struct view *view, enum action action)
{
    const struct panes *panes = (const struct panes *)view;

    if (!panes->is_zoomed || panes->focus == PANE_DETAIL)
        return NULL;
    if (action == ACTION_CANCEL && view_refuse(focused(panes), action))
        return "unzoom";
    return action == ACTION_BACK ? "unzoom" : NULL;
}

static enum handled
key(struct view *view, const struct key *key)
{
    struct view *child = focused((struct panes *)view);

    return child->ops->key ? child->ops->key(child, key) : NOT_HANDLED;
}

static enum handled
click(struct view *view, struct point point, enum click click)
{
    struct panes *panes = (struct panes *)view;
    enum pane pane = panes_tab_at(panes, point);
    const struct box *inner;

    if (pane == PANE_COUNT)
        pane = layout_at(&panes->layout, point);
    if (pane == PANE_COUNT)
        return NOT_HANDLED;
    if ((click == CLICK_LEFT || click == CLICK_DOUBLE) && pane != panes->focus)
        (void)panes_focus(view, pane);
    inner = &panes->layout.inner[pane];
    point.x -= inner->at.x;
    point.y -= inner->at.y;
    if (point.y < 0 || !panes->child[pane]->ops->click)
        return HANDLED; /* in the frame: the focus is all */
    return panes->child[pane]->ops->click(panes->child[pane], point, click);
}

static bool
subject(const struct view *view, struct ref *ref)
{
    const struct panes *panes = (const struct panes *)view;
    const struct view *list = panes->child[panes->last_list];

    return list->ops->subject && list->ops->subject(list, ref);
}

const struct view_ops panes_view = {
    .name = "dashboard",
    .help = "containers, images, logs and stats side by side",
    .size = sizeof(struct panes),
    .open = open_panes,
    .close = close_panes,
    .changed = changed,
    .layout = panes_layout,
    .render = panes_render,
    .shown = panes_shown,
    .act = act,
    .key = key,
    .refuse = refuse,
    .next_tick = panes_next_tick,
    .focus = focus_of,
    .words = words,
    .subject = subject,
    .click = click,
};
