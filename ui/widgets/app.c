#include "config.h"

#include "ui/widgets/app_private.h"

#include "base/mem.h"
#include "ui/widgets/ask.h"
#include "ui/widgets/editor.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- life --------------------------------------------------------------- */

static void
store_changed(void *data, const struct change *changes, size_t count)
{
    struct app *app = data;

    for (size_t i = 0; i < count; i++) {
        app->is_dirty |= (changes[i].what & (CHANGE_LINK | CHANGE_HOST)) != 0;
        app->has_totals |= (changes[i].what & CHANGE_TOTALS) != 0;
    }
    said_note_sources(app);
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
    ring_init(&app->said, sizeof(struct said), APP_SAID);
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
    free(app->closed);
    ring_release(&app->said);
    for (size_t i = 0; i < STORE_ENGINES; i++)
        free(app->numbers_said[i]);
    history_release(&app->typed);
    child_release(app);
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

bool
app_open_named(struct app *app, struct str name, struct err *err)
{
    for (size_t i = 0; i < app->wiring.view_count; i++)
        if (str_is(name, app->wiring.views[i]->name))
            return app_open_view(app, app->wiring.views[i], err);
    return err_set(err, "there is no view '%.*s'", STR_ARGS(name));
}

const struct view *
app_view(const struct app *app)
{
    return app_main_view(app);
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
    assert(app->layer_count > 0);
    app->closed = array_grow(app->closed, &app->closed_cap,
                             app->closed_count + 1, sizeof(struct view *));
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

void
app_close_view(struct app *app)
{
    if (app->layer_count > 1 && !app_dialog(app))
        pop(app);
}

static struct layer *
top(struct app *app)
{
    return app->layer_count > 0 ? &app->layers[app->layer_count - 1] : NULL;
}

struct view *
app_main_view(const struct app *app)
{
    size_t at = app->layer_count;

    while (at > 0 && app->layers[at - 1].is_dialog)
        at--;
    return at > 0 ? app->layers[at - 1].view : NULL;
}

struct view *
app_dialog(const struct app *app)
{
    const struct layer *last;

    if (app->layer_count == 0)
        return NULL;
    last = &app->layers[app->layer_count - 1];
    return last->is_dialog ? last->view : NULL;
}

/* ---- acts --------------------------------------------------------------- */

static void
open_or_say(struct app *app, const char *name)
{
    struct err err;

    if (app_open_named(app, str_of(name), &err))
        app->is_dirty = true;
    else
        app_say(app, MESSAGE_INFO, "%s", err.text);
}

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
    case ACTION_HELP:
    case ACTION_MESSAGES:
    case ACTION_JOURNAL:
        open_or_say(app, action_info(action)->name);
        return HANDLED;
    case ACTION_COMMAND:
        app_prompt(app);
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
    struct view *view = app_dialog(app);
    const char *why;

    if (view)
        return act_of_dialog(app, view, action);
    if (action == ACTION_CANCEL && message_dismiss(&app->message)) {
        app->is_dirty = true;
        return HANDLED;
    }
    view = app_main_view(app);
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

    bool had_message = message_is_open(&app->message);

    app->is_urgent = true;
    if (!key->is_pasted && key->code != KEYCODE_PASTE_END &&
        message_read(&app->message))
        app->is_dirty = true;
    if (key_is_mouse(key)) {
        app_mouse(app, key, had_message);
        return;
    }
    if (app_is_too_small(app)) {
        if (is_blind_act(action))
            (void)act_of_screen(app, action);
        return;
    }
    /* Control keys of the screen work over a dialog, too; letters are its
     * text. */
    if (app_dialog(app) && !key_is_text(key) && is_blind_act(action)) {
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

/* ---- saying and asking -------------------------------------------------- */

void
app_job_changed(struct app *app, const struct job *job)
{
    struct buf words = BUF_INIT(MESSAGE_SIZE - 1);

    if (app_main_view(app))
        view_mark(app_main_view(app));
    app->is_dirty = true;
    if (job_state(job) != JOB_DONE)
        return;
    job_result(&words, job);
    if (words.len > 0)
        app_say(app, job_failed(job) ? MESSAGE_ERROR : MESSAGE_INFO, "%s",
                buf_text(&words));
    buf_release(&words);
    app_pipe(app, job_number(job));
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

void
app_copy(struct app *app, const struct buf *text, const char *what)
{
    struct err err;

    if (text->is_full || text->len > APP_COPY_MAX)
        app_say(app, MESSAGE_INFO,
                "more than %d bytes: a terminal's clipboard takes no more, "
                "nothing was copied",
                APP_COPY_MAX);
    else if (app->wiring.copy(app->wiring.data, buf_str(text), &err))
        app_say(app, MESSAGE_INFO, "copied the %s, %zu byte%s", what, text->len,
                text->len == 1 ? "" : "s");
    else
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

struct choices *
app_choices(const struct app *app)
{
    return app->wiring.choices;
}

void
app_remember(struct app *app)
{
    if (app->wiring.remember)
        app->wiring.remember(app->wiring.data);
}

struct options *
app_options(const struct app *app)
{
    return app->wiring.options;
}

const struct commands *
app_commands(const struct app *app)
{
    return app->wiring.commands;
}

const struct theme *
app_theme(const struct app *app)
{
    return app->wiring.theme;
}

int64_t
app_wall_clock(const struct app *app)
{
    return app->wiring.wall_clock();
}

const char *
app_looking_at(const struct app *app)
{
    return app->wiring.looking_at ? app->wiring.looking_at : "";
}

const struct keymap *
app_keymap(const struct app *app)
{
    return app->wiring.keymap;
}
