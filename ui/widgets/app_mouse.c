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

/* Dialogs are answered by keys: a stray press must not act. */
void
app_mouse(struct app *app, const struct key *key)
{
    struct view *view = app_main_view(app);
    struct point point = {key->x, key->y};
    int top = 1; /* below the header */
    enum click click;

    if (!view || app_dialog(app) || app_is_too_small(app) || key->is_pasted)
        return;
    click = click_of(app, key);
    if (point.y >= app->size.height - app->bottom) {
        if (click == CLICK_LEFT && !message_is_open(&app->message))
            press_bar(app, point.x);
        return;
    }
    if (!view->ops->focus)
        top++; /* its title line */
    point.y -= top;
    if (point.y >= 0 && view->ops->click &&
        view->ops->click(view, point, click) == HANDLED)
        view_mark(view);
}
