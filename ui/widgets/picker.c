#include "config.h"

#include "ui/widgets/picker.h"

#include "base/mem.h"
#include "ui/widgets/app.h"

#include <stdlib.h>

struct picker {
    struct view view;
    char *title;
    const struct picker_item *items;
    size_t count;
    size_t index;
    struct picker_owner owner;
};

static bool
open_picker(struct view *view, struct app *app, const char *target,
            struct err *err)
{
    (void)app;
    (void)err;
    ((struct picker *)view)->title = xstrdup(target);
    return true;
}

static void
close_picker(struct view *view)
{
    free(((struct picker *)view)->title);
}

static int
height(const struct view *view, int width)
{
    (void)width;
    return (int)((const struct picker *)view)->count + 1;
}

static int
name_width(const struct picker *picker)
{
    size_t widest = 0;

    for (size_t i = 0; i < picker->count; i++) {
        size_t width = text_width(str_of(picker->items[i].name));

        if (width > widest)
            widest = width;
    }
    return (int)widest;
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct picker *picker = (const struct picker *)view;
    int width = canvas->size.width, lines = canvas->size.height - 1;
    int names = name_width(picker);
    size_t first = 0;

    canvas_fill(canvas, 0, 0, width, ROLE_QUESTION);
    canvas_field(canvas, 1, 0, width - 2, false, ROLE_QUESTION,
                 str_of(picker->title));
    if (lines > 0 && picker->index >= (size_t)lines)
        first = picker->index - (size_t)lines + 1;
    for (int y = 1; y <= lines && first < picker->count; y++, first++) {
        const struct picker_item *item = &picker->items[first];
        int x = canvas_textf(canvas, 2, y, ROLE_KEY, "%zu", first + 1);

        (void)canvas_text(canvas, x + 1, y, ROLE_PLAIN, str_of(item->name));
        (void)canvas_text(canvas, x + names + 3, y, ROLE_DIM,
                          str_of(item->help));
        if (first != picker->index)
            continue;
        (void)canvas_text(canvas, 0, y, ROLE_PLAIN, str_of(">"));
        canvas_paint(canvas, 0, y, width, ROLE_SELECTED);
    }
}

static void
choose(struct picker *picker, size_t index)
{
    struct picker_owner owner = picker->owner;

    app_close_dialog(picker->view.app);
    owner.chosen(owner.data, index);
}

static enum handled
act(struct view *view, enum action action)
{
    struct picker *picker = (struct picker *)view;
    size_t last = picker->count - 1;

    switch (action) {
    case ACTION_UP:
        picker->index -= picker->index > 0;
        break;
    case ACTION_DOWN:
        picker->index += picker->index < last;
        break;
    case ACTION_TOP:
    case ACTION_PAGE_UP:
    case ACTION_HALF_UP:
        picker->index = 0;
        break;
    case ACTION_BOTTOM:
    case ACTION_PAGE_DOWN:
    case ACTION_HALF_DOWN:
        picker->index = last;
        break;
    default:
        return NOT_HANDLED;
    }
    view_mark(view);
    return HANDLED;
}

static enum handled
take_key(struct view *view, const struct key *key)
{
    struct picker *picker = (struct picker *)view;

    if (key->is_pasted)
        return HANDLED;
    if (key->modifiers != 0)
        return NOT_HANDLED;
    if (key->code == KEYCODE_ENTER)
        choose(picker, picker->index);
    else if (key->code >= '1' && key->code <= '9' &&
             key->code - '1' < picker->count)
        choose(picker, key->code - '1');
    else
        return NOT_HANDLED;
    return HANDLED;
}

static const enum keymap_id maps[] = {KEYMAP_LIST};

static const struct view_ops picker_ops = {
    .name = "picker",
    .size = sizeof(struct picker),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .open = open_picker,
    .close = close_picker,
    .render = render,
    .height = height,
    .act = act,
    .key = take_key,
};

bool
picker_open(struct app *app, const char *title, const struct picker_item *items,
            size_t count, const struct picker_owner *owner, struct err *err)
{
    struct view *view = app_open_dialog(app, &picker_ops, title, err);
    struct picker *picker = (struct picker *)view;

    if (!view)
        return false;
    picker->items = items;
    picker->count = count;
    picker->owner = *owner;
    return true;
}
