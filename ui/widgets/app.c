#include "config.h"

#include "ui/widgets/app.h"

#include "base/mem.h"
#include "ui/widgets/ask.h"
#include "ui/widgets/editor.h"
#include "ui/widgets/header.h"
#include "ui/widgets/keybar.h"

#include <assert.h>
#include <stdlib.h>

struct layer {
    struct view *view;
    bool is_dialog;
};

struct app {
    struct app_wiring wiring;
    struct subscriber *subscriber;
    struct turn_hook hook; /* frees what was closed in this turn */
    struct size size;
    struct layer layers[APP_LAYERS]; /* the last one is on top */
    size_t layer_count;
    struct view *closed[APP_LAYERS];
    size_t closed_count;
    struct message message;
    bool is_dirty; /* something besides the views */
    bool is_urgent;
};

/* ---- life --------------------------------------------------------------- */

static void
store_changed(void *data, const struct change *changes, size_t count)
{
    struct app *app = data;

    for (size_t i = 0; i < count; i++)
        if (changes[i].what & (CHANGE_LINK | CHANGE_TOTALS))
            app->is_dirty = true;
    for (size_t i = 0; i < app->layer_count; i++) {
        struct view *view = app->layers[i].view;

        if (view->ops->changed)
            view->ops->changed(view, changes, count);
    }
}

static void
free_closed(void *data)
{
    struct app *app = data;

    while (app->closed_count > 0)
        view_free(app->closed[--app->closed_count]);
}

struct app *
app_new(const struct app_wiring *wiring)
{
    struct app *app = xcalloc(1, sizeof(*app));

    app->wiring = *wiring;
    app->is_dirty = true;
    app->subscriber =
        store_subscribe(fleet_store(wiring->fleet), store_changed, app);
    loop_add_hook(wiring->loop, &app->hook, free_closed, app);
    return app;
}

void
app_free(struct app *app)
{
    if (!app)
        return;
    while (app->layer_count > 0)
        view_free(app->layers[--app->layer_count].view);
    free_closed(app);
    loop_remove_hook(&app->hook);
    store_unsubscribe(app->subscriber);
    free(app);
}

void
app_set_jobs(struct app *app, struct jobs *jobs)
{
    app->wiring.jobs = jobs;
}

/* ---- layers ------------------------------------------------------------- */

static struct view *
push(struct app *app, const struct view_ops *ops, const char *target,
     bool is_dialog, struct err *err)
{
    struct view *view;

    if (app->layer_count == APP_LAYERS) {
        err_set_kind(err, ERR_LIMIT, "more than %d views on one another",
                     APP_LAYERS);
        return NULL;
    }
    view = view_open(ops, app, target, err);
    if (view)
        app->layers[app->layer_count++] =
            (struct layer){.view = view, .is_dialog = is_dialog};
    return view;
}

bool
app_open_view(struct app *app, const struct view_ops *ops, struct err *err)
{
    return push(app, ops, NULL, false, err) != NULL;
}

struct view *
app_open_dialog(struct app *app, const struct view_ops *ops, const char *target,
                struct err *err)
{
    return push(app, ops, target, true, err);
}

static void
pop(struct app *app)
{
    assert(app->layer_count > 0 && app->closed_count < APP_LAYERS);
    app->closed[app->closed_count++] = app->layers[--app->layer_count].view;
    app->is_dirty = true;
    loop_wake(app->wiring.loop);
}

void
app_close_dialog(struct app *app)
{
    assert(app->layers[app->layer_count - 1].is_dialog);
    pop(app);
}

static struct layer *
top(struct app *app)
{
    return app->layer_count > 0 ? &app->layers[app->layer_count - 1] : NULL;
}

/* The view that fills the screen, below all dialogs. */
static struct view *
main_view(const struct app *app)
{
    size_t at = app->layer_count;

    while (at > 0 && app->layers[at - 1].is_dialog)
        at--;
    return at > 0 ? app->layers[at - 1].view : NULL;
}

static struct view *
dialog(const struct app *app)
{
    const struct layer *last;

    if (app->layer_count == 0)
        return NULL;
    last = &app->layers[app->layer_count - 1];
    return last->is_dialog ? last->view : NULL;
}

/* ---- acts --------------------------------------------------------------- */

/* The screen's own acts, after the view has had its say. */
static enum handled
act_of_screen(struct app *app, enum action action)
{
    void *data = app->wiring.data;

    switch (action) {
    case ACTION_REDRAW:
        app->is_dirty = true;
        app->wiring.redraw(data);
        return HANDLED;
    case ACTION_SUSPEND:
        app->wiring.suspend(data);
        return HANDLED;
    case ACTION_BACK:
        if (app->layer_count > 1)
            pop(app);
        else
            app->wiring.quit(data);
        return HANDLED;
    case ACTION_INTERRUPT:
    case ACTION_QUIT:
        app->wiring.quit(data);
        return HANDLED;
    default:
        return NOT_HANDLED;
    }
}

/* A dialog hears BACK and INTERRUPT as CANCEL, and nothing passes it but what
 * is the screen's. */
static enum handled
act_of_dialog(struct app *app, struct view *view, enum action action)
{
    assert(view);
    if (action == ACTION_BACK || action == ACTION_INTERRUPT)
        action = ACTION_CANCEL;
    if (view->ops->act(view, action) == HANDLED)
        return HANDLED;
    if (action == ACTION_CANCEL) {
        app_close_dialog(app);
        return HANDLED;
    }
    if (action == ACTION_REDRAW || action == ACTION_SUSPEND ||
        action == ACTION_QUIT)
        return act_of_screen(app, action);
    return NOT_HANDLED;
}

enum handled
app_act(struct app *app, enum action action)
{
    struct view *view = dialog(app);
    const char *why;

    if (view)
        return act_of_dialog(app, view, action);
    if (action == ACTION_CANCEL && message_dismiss(&app->message)) {
        app->is_dirty = true;
        return HANDLED;
    }
    view = main_view(app);
    if (view && view->dirty) /* the key is meant for what is there now */
        view_layout(view, view->size);
    if (view && (why = view_refuse(view, action)) != NULL) {
        if (action != ACTION_CANCEL) /* Esc where nothing is to be cancelled */
            app_say(app, MESSAGE_INFO, "%s", why);
        return HANDLED;
    }
    if (view && view->ops->act(view, action) == HANDLED)
        return HANDLED;
    return act_of_screen(app, action);
}

static bool
is_too_small(const struct app *app)
{
    return app->size.width < SCREEN_WIDTH_MIN ||
           app->size.height < SCREEN_HEIGHT_MIN;
}

/* Where nothing can be seen nothing is done but to leave. */
static bool
is_blind_act(enum action action)
{
    return action == ACTION_QUIT || action == ACTION_INTERRUPT ||
           action == ACTION_SUSPEND || action == ACTION_REDRAW;
}

static void
say_unbound(struct app *app, const struct key *key)
{
    struct buf name = BUF_INIT(64);

    if (key->code == KEYCODE_PASTE_BEGIN) {
        app_say(app, MESSAGE_INFO, "pasted text does nothing here");
    } else if (!key->is_pasted && key->code != KEYCODE_PASTE_END) {
        key_print(&name, key);
        app_say(app, MESSAGE_INFO, "%s does nothing here", buf_text(&name));
    }
    buf_release(&name);
}

void
app_key(struct app *app, const struct key *key)
{
    enum keymap_id maps[KEYMAP_COUNT] = {KEYMAP_EVERYWHERE};
    struct view *view = app->layer_count > 0 ? top(app)->view : NULL;
    size_t count = view ? view_maps(view, maps) : 1;
    enum action action = keymap_find(app->wiring.keymap, maps, count, key);

    app->is_urgent = true;
    if (!key->is_pasted && key->code != KEYCODE_PASTE_END &&
        message_read(&app->message))
        app->is_dirty = true;
    if (is_too_small(app)) {
        if (is_blind_act(action))
            (void)act_of_screen(app, action);
        return;
    }
    /* Control keys of the screen work over a dialog, too; letters are its
     * text. */
    if (dialog(app) && !key_is_text(key) && is_blind_act(action)) {
        (void)act_of_dialog(app, view, action);
        return;
    }
    if (view && view->ops->key && view->ops->key(view, key) == HANDLED)
        return;
    if (action == ACTION_NONE)
        say_unbound(app, key);
    else
        (void)app_act(app, action);
}

/* ---- drawing ------------------------------------------------------------ */

void
app_resize(struct app *app, struct size size)
{
    app->size = size;
    app->is_dirty = true;
    app->is_urgent = true;
}

bool
app_is_dirty(const struct app *app)
{
    if (app->is_dirty)
        return true;
    for (size_t i = 0; i < app->layer_count; i++)
        if (app->layers[i].view->dirty)
            return true;
    return false;
}

bool
app_is_urgent(const struct app *app)
{
    return app->is_urgent;
}

static void
render_too_small(struct canvas *canvas)
{
    (void)canvas_text(canvas, 0, 0, ROLE_PLAIN, str_of("too small"));
    (void)canvas_textf(canvas, 0, 1, ROLE_DIM, "%dx%d at least",
                       SCREEN_WIDTH_MIN, SCREEN_HEIGHT_MIN);
}

/* How many lines the bottom takes: the key bar one, dialogs and messages what
 * they want as long as some of the view stays. */
static int
bottom_height(const struct app *app)
{
    const struct view *view = dialog(app);
    int most = app->size.height - 3;
    int want = 1;

    if (view)
        want = view->ops->height(view, app->size.width);
    else if (message_is_open(&app->message))
        want = message_height(&app->message, app->size.width);
    if (want > most)
        want = most;
    return want > 0 ? want : 1;
}

static void
render_bottom(const struct app *app, struct canvas *canvas)
{
    const struct view *view = dialog(app);

    if (view)
        view->ops->render(view, canvas);
    else if (message_is_open(&app->message))
        message_render(&app->message, canvas);
    else if (main_view(app))
        keybar_render(main_view(app), app->wiring.keymap, canvas);
}

static void
render_screen(struct app *app, struct canvas *screen)
{
    struct view *view = main_view(app);
    int width = screen->size.width, height = screen->size.height;
    int bottom = bottom_height(app);
    struct canvas part = canvas_part(screen, 0, 0, width, 1);

    header_render(&part, app_store(app), loop_now(app->wiring.loop));
    if (view) {
        part = canvas_part(screen, 0, 1, width, height - 1 - bottom);
        view_layout(view, part.size);
        view->ops->render(view, &part);
    }
    part = canvas_part(screen, 0, height - bottom, width, bottom);
    if (dialog(app))
        view_layout(dialog(app), part.size);
    render_bottom(app, &part);
}

void
app_render(struct app *app, struct grid *grid)
{
    struct canvas screen;

    grid_resize(grid, app->size);
    screen = canvas_whole(grid);
    if (is_too_small(app))
        render_too_small(&screen);
    else
        render_screen(app, &screen);
    for (size_t i = 0; i < app->layer_count; i++)
        app->layers[i].view->dirty = false;
    app->is_dirty = app->is_urgent = false;
}

void
app_shown(struct app *app)
{
    struct view *view = main_view(app);

    if (view && view->ops->shown && !is_too_small(app))
        view->ops->shown(view);
}

static uint64_t
earlier(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0)
        return a ? a : b;
    return a < b ? a : b;
}

uint64_t
app_next_tick(const struct app *app)
{
    const struct view *view = main_view(app);
    uint64_t next;

    if (is_too_small(app))
        return 0;
    next = header_next_tick(app_store(app), loop_now(app->wiring.loop));
    if (view && view->ops->next_tick)
        next = earlier(next, view->ops->next_tick(view));
    return next;
}

void
app_tick(struct app *app)
{
    app->is_dirty = true;
}

void
app_mark(struct app *app)
{
    app->is_dirty = true;
}

/* ---- saying and asking -------------------------------------------------- */

void
app_say(struct app *app, enum message_kind kind, const char *format, ...)
{
    struct buf text = BUF_INIT(MESSAGE_SIZE - 1);
    va_list args;

    va_start(args, format);
    if (!buf_addv(&text, format, args))
        (void)buf_add_text(&text, "a message that is too long");
    va_end(args);
    message_say(&app->message, kind, buf_text(&text));
    buf_release(&text);
    app->is_dirty = true;
}

void
app_job_changed(struct app *app, const struct job *job)
{
    struct buf words = BUF_INIT(MESSAGE_SIZE - 1);

    if (main_view(app))
        view_mark(main_view(app));
    app->is_dirty = true;
    if (job_state(job) != JOB_DONE)
        return;
    job_result(&words, job);
    if (words.len > 0)
        app_say(app, job_failed(job) ? MESSAGE_ERROR : MESSAGE_INFO, "%s",
                buf_text(&words));
    buf_release(&words);
}

void
app_ask_job(struct app *app, const struct job *job)
{
    struct err err;

    if (ask_open(app, job, &err))
        return;
    jobs_cancel(app->wiring.jobs, job_number(job));
    app_say(app, MESSAGE_ERROR, "%s", err.text);
}

/* ---- for views ---------------------------------------------------------- */

struct loop *
app_loop(const struct app *app)
{
    return app->wiring.loop;
}

struct store *
app_store(const struct app *app)
{
    return fleet_store(app->wiring.fleet);
}

struct fleet *
app_fleet(const struct app *app)
{
    return app->wiring.fleet;
}

struct jobs *
app_jobs(const struct app *app)
{
    return app->wiring.jobs;
}

struct options *
app_options(const struct app *app)
{
    return app->wiring.options;
}

int64_t
app_wall_clock(const struct app *app)
{
    return app->wiring.wall_clock();
}

const struct keymap *
app_keymap(const struct app *app)
{
    return app->wiring.keymap;
}
