#include "config.h"

#include "ui/views/text_view.h"

#include "ui/widgets/app.h"

const enum keymap_id text_view_maps[1] = {KEYMAP_TEXT};

struct pager *
text_view_open(struct view *view)
{
    struct pager *pager = &((struct text_view *)view)->pager;

    pager_init(pager);
    return pager;
}

void
text_view_close(struct view *view)
{
    pager_release(&((struct text_view *)view)->pager);
}

void
text_view_layout(struct view *view, struct size size)
{
    pager_layout(&((struct text_view *)view)->pager, size);
}

void
text_view_render(const struct view *view, struct canvas *canvas)
{
    pager_render(&((const struct text_view *)view)->pager, canvas);
}

void
text_view_say_place(const struct view *view, struct buf *note)
{
    pager_say_place(&((const struct text_view *)view)->pager, note);
}

enum handled
text_view_act(struct view *view, enum action action)
{
    if (action == ACTION_CANCEL) {
        app_close_view(view->app);
        return HANDLED;
    }
    if (!pager_act(&((struct text_view *)view)->pager, action))
        return NOT_HANDLED;
    view_mark(view);
    return HANDLED;
}
