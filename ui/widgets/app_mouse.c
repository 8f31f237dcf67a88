#include "config.h"

#include "ui/widgets/app_private.h"
#include "ui/widgets/keybar.h"

#define DOUBLE_MS 400

static bool
is_double(struct app *app, struct point point)
{
    uint64_t now = loop_now(app->wiring.loop);
    bool is = app->pressed_at != 0 && now - app->pressed_at <= DOUBLE_MS &&
              app->pressed.x == point.x && app->pressed.y == point.y;

    app->pressed = point;
    app->pressed_at = is ? 0 : now; /* the third press is a first one */
    return is;
}

static enum click
click_of(struct app *app, const struct key *key)
{
    if (key->code == KEYCODE_WHEEL_UP)
        return CLICK_WHEEL_UP;
    if (key->code == KEYCODE_WHEEL_DOWN)
        return CLICK_WHEEL_DOWN;
    return is_double(app, (struct point){key->x, key->y}) ? CLICK_DOUBLE
                                                          : CLICK_LEFT;
}

/* A press on the key bar is the key. */
static void
press_bar(struct app *app, int x)
{
    enum action action =
        keybar_at(app_main_view(app), app->wiring.keymap, app->size.width, x);

    if (action != ACTION_NONE)
        (void)app_act(app, action);
}

/* On the key bar, or on the message that stands in its place: a press on that
 * takes an error away and reaches nothing below. */
static void
click_bottom(struct app *app, struct point point, enum click click,
             bool had_message)
{
    if (click != CLICK_LEFT)
        return;
    if (!had_message)
        press_bar(app, point.x);
    else if (message_dismiss(&app->message))
        app->is_dirty = true;
}

/* Menus take clicks. Questions and prompts do not: what they ask is answered by
 * keys, and a stray press must not act. */
static void
click_dialog(struct app *app, struct view *view, struct point point,
             enum click click)
{
    point.y -= app->size.height - app->bottom;
    if (view->ops->click && point.y >= 0)
        (void)view->ops->click(view, point, click);
}

void
app_mouse(struct app *app, const struct key *key, bool had_message)
{
    struct view *view = app_main_view(app), *dialog = app_dialog(app);
    struct view *top = dialog ? dialog : view;
    struct point point = {key->x, key->y};
    enum click click;

    if (!view || app_is_too_small(app) || key->is_pasted)
        return;
    click = click_of(app, key);
    /* The first press has opened or closed something: the second one was meant
     * for what is there no more. */
    if (click == CLICK_DOUBLE && app->pressed_on != top)
        return;
    app->pressed_on = top;
    if (dialog) {
        click_dialog(app, dialog, point, click);
        return;
    }
    if (point.y >= app->size.height - app->bottom) {
        click_bottom(app, point, click, had_message);
        return;
    }
    point.y -= view->ops->focus ? 1 : 2; /* the header; its title line */
    if (point.y >= 0 && view->ops->click &&
        view->ops->click(view, point, click) == HANDLED)
        view_mark(view);
}
