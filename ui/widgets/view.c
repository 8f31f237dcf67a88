#include "config.h"

#include "ui/widgets/view.h"

#include "base/mem.h"

#include <stdlib.h>

struct view *
view_open(const struct view_ops *ops, struct app *app, const char *target,
          struct err *err)
{
    struct view *view = xcalloc(1, ops->size);

    view->ops = ops;
    view->app = app;
    view->dirty = view->is_stale = true;
    if (ops->open && !ops->open(view, app, target, err)) {
        free(view);
        return NULL;
    }
    return view;
}

void
view_free(struct view *view)
{
    if (!view)
        return;
    if (view->ops->close)
        view->ops->close(view);
    free(view);
}

void
view_layout(struct view *view, struct size size)
{
    view->size = size;
    if (view->ops->layout)
        view->ops->layout(view, size);
}

void
view_mark(struct view *view)
{
    view->is_stale = true;
    for (; view; view = view->parent)
        view->dirty = true;
}

const struct view *
view_focus(const struct view *view)
{
    while (view->ops->focus)
        view = view->ops->focus(view);
    return view;
}

enum handled
view_wheel(struct view *view, struct point point, enum click click)
{
    enum action action = click == CLICK_WHEEL_UP ? ACTION_UP : ACTION_DOWN;

    (void)point;
    if (click != CLICK_WHEEL_UP && click != CLICK_WHEEL_DOWN)
        return NOT_HANDLED;
    for (int i = 0; i < VIEW_WHEEL; i++)
        (void)view->ops->act(view, action);
    return HANDLED;
}

const char *
view_refuse(const struct view *view, enum action action)
{
    return view->ops->refuse ? view->ops->refuse(view, action) : NULL;
}

size_t
view_maps(const struct view *view, enum keymap_id maps[KEYMAP_COUNT])
{
    size_t count = 0;

    view = view_focus(view);
    for (size_t i = 0; i < view->ops->map_count; i++)
        maps[count++] = view->ops->maps[i];
    maps[count++] = KEYMAP_EVERYWHERE;
    return count;
}
