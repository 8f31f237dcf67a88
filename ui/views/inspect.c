#include "config.h"

#include "ui/views/inspect.h"

#include "ui/views/views.h"
#include "ui/widgets/prompt.h"
#include "ui/widgets/wrap.h"

#define SEARCH_SIZE 1024
#define WORDS_SIZE 1024

/* ---- life --------------------------------------------------------------- */

static void
came(void *data, struct str text)
{
    struct inspect *inspect = data;
    struct reading *reading = &inspect->reading;

    if (text.len > 0 && !tree_set(&inspect->tree, text, &reading->err))
        reading->state = READING_FAILED;
    view_mark(&inspect->view);
}

static void
aim(struct view *view, const struct ref *ref)
{
    struct inspect *inspect = (struct inspect *)view;

    if (!reading_aim(&inspect->reading, ref))
        return;
    tree_clear(&inspect->tree);
    view_mark(view);
}

/* As a screen of its own it shows what has the cursor below it. */
static bool
open_inspect(struct view *view, struct app *app, const char *target,
             struct err *err)
{
    struct inspect *inspect = (struct inspect *)view;
    const struct view *below = app_view(app);
    struct ref ref;

    (void)target;
    (void)err;
    tree_init(&inspect->tree);
    inspect_copy_init(inspect);
    buf_init(&inspect->searched, SEARCH_SIZE);
    reading_init(&inspect->reading, app, came, inspect);
    if (below && below->ops->subject && below->ops->subject(below, &ref))
        aim(view, &ref);
    return true;
}

static void
close_inspect(struct view *view)
{
    struct inspect *inspect = (struct inspect *)view;

    reading_release(&inspect->reading);
    tree_release(&inspect->tree);
    inspect_copy_release(inspect);
    buf_release(&inspect->searched);
}

static void
changed(struct view *view, const struct change *changes, size_t count)
{
    struct inspect *inspect = (struct inspect *)view;

    if (reading_changed(&inspect->reading, changes, count))
        view_mark(view);
}

/* ---- searching ---------------------------------------------------------- */

static void
search_changed(void *data, struct str text)
{
    struct inspect *inspect = data;

    inspect->search_err.text[0] = '\0';
    if (tree_search(&inspect->tree, text, &inspect->search_err)) {
        buf_clear(&inspect->searched);
        (void)buf_add_str(&inspect->searched, text);
    }
    view_mark(&inspect->view);
}

static void
end_search(struct inspect *inspect)
{
    tree_search_cancel(&inspect->tree);
    buf_clear(&inspect->searched);
    view_mark(&inspect->view);
}

static void
search_done(void *data, struct str text, bool is_kept)
{
    struct inspect *inspect = data;

    (void)text;
    inspect->search_err.text[0] = '\0';
    if (!is_kept)
        end_search(inspect);
}

static void
say_matches(const void *data, struct buf *out)
{
    const struct inspect *inspect = data;
    size_t count = inspect->tree.match_count;

    if (inspect->search_err.text[0])
        (void)buf_add_text(out, inspect->search_err.text);
    else if (inspect->searched.len > 0)
        (void)buf_addf(out, count == 1 ? "%zu match" : "%zu matches", count);
}

static void
open_search(struct inspect *inspect)
{
    struct prompt_owner owner = {
        .changed = search_changed,
        .done = search_done,
        .note = say_matches,
        .data = inspect,
    };
    struct err err;

    tree_search_begin(&inspect->tree);
    if (!prompt_open(inspect->view.app, "/", str_of(""), &owner, &err))
        app_say(inspect->view.app, MESSAGE_ERROR, "%s", err.text);
}

/* ---- acts --------------------------------------------------------------- */

static enum handled
cancel(struct inspect *inspect)
{
    if (inspect->searched.len > 0) {
        end_search(inspect);
        return HANDLED;
    }
    if (inspect->view.parent)
        return NOT_HANDLED;
    app_close_view(inspect->view.app);
    return HANDLED;
}

/* What this view does not know goes to the container under the cursor, which
 * is not what an image's reader means. */
static bool
is_of_another(const struct inspect *inspect, enum action action)
{
    return inspect->reading.ref.kind == REF_IMAGE &&
           action_info(action)->changes;
}

static enum handled
act(struct view *view, enum action action)
{
    struct inspect *inspect = (struct inspect *)view;

    switch (action) {
    case ACTION_CANCEL:
        return cancel(inspect);
    case ACTION_SEARCH:
        open_search(inspect);
        return HANDLED;
    case ACTION_COPY:
        inspect_open_copy_menu(inspect);
        return HANDLED;
    case ACTION_REFRESH:
        reading_again(&inspect->reading);
        app_say(view->app, MESSAGE_INFO, "reading again");
        return HANDLED;
    default:
        if (is_of_another(inspect, action)) {
            app_say(view->app, MESSAGE_INFO, "images are acted on in the list");
            return HANDLED;
        }
        if (!tree_act(&inspect->tree, action))
            return NOT_HANDLED;
        view_mark(view);
        return HANDLED;
    }
}

static const char *
refuse(const struct view *view, enum action action)
{
    const struct inspect *inspect = (const struct inspect *)view;
    bool is_search =
        action == ACTION_MATCH_NEXT || action == ACTION_MATCH_PREVIOUS;

    if (action == ACTION_COPY && !inspect->tree.document)
        return "there is nothing to copy yet";
    if (is_search && inspect->searched.len == 0)
        return "nothing is searched for";
    if (is_search && inspect->tree.match_count == 0)
        return "nothing matches";
    if (action == ACTION_CANCEL && inspect->searched.len == 0 && view->parent)
        return "nothing is searched for";
    return NULL;
}

static enum handled
click(struct view *view, struct point point, enum click click)
{
    view_mark(view);
    return tree_click(&((struct inspect *)view)->tree, point, click);
}

/* ---- drawing ------------------------------------------------------------ */

static void
layout(struct view *view, struct size size)
{
    tree_layout(&((struct inspect *)view)->tree, size);
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct inspect *inspect = (const struct inspect *)view;
    struct buf words = BUF_INIT(WORDS_SIZE);
    struct canvas part;

    if (app_is_masking(view->app))
        tree_render_masked(&inspect->tree, canvas);
    else
        tree_render(&inspect->tree, canvas);
    if (!inspect->tree.document) {
        part = canvas_part(canvas, 2, 1, canvas->size.width - 4,
                           canvas->size.height - 1);
        reading_say(&inspect->reading, &words);
        (void)wrap_draw(&part,
                        inspect->reading.state == READING_FAILED ? ROLE_TROUBLE
                                                                 : ROLE_DIM,
                        buf_str(&words));
    }
    buf_release(&words);
}

static void
title(const struct view *view, struct buf *name, struct buf *note)
{
    const struct inspect *inspect = (const struct inspect *)view;
    const struct reading *reading = &inspect->reading;

    (void)buf_add_text(name, "Inspect ");
    (void)buf_add_text(name, reading->name);
    if (!inspect->tree.document)
        return;
    if (reading->state == READING_GONE) {
        (void)buf_add_text(note, "removed; as it was last");
    } else if (reading->state == READING_FAILED) {
        (void)buf_addf(note, "not read again: %s", reading->err.text);
    } else if (inspect->searched.len > 0) {
        (void)buf_addf(note, "/%.*s  ", STR_ARGS(buf_str(&inspect->searched)));
        say_matches(inspect, note);
    } else {
        tree_say_place(&inspect->tree, note);
    }
}

static bool
subject(const struct view *view, struct ref *ref)
{
    *ref = ((const struct inspect *)view)->reading.ref;
    return ref->kind != REF_NONE;
}

static const enum keymap_id maps[] = {KEYMAP_TREE, KEYMAP_TEXT,
                                      KEYMAP_CONTAINERS};

static const struct bar_entry bar[] = {
    {.action = ACTION_FOLD},
    {.action = ACTION_UNFOLD_ALL},
    {.action = ACTION_SEARCH},
    {.action = ACTION_MATCH_NEXT,
     .also = ACTION_MATCH_PREVIOUS,
     .words = "matches"},
    {.action = ACTION_REVEAL, .words = "secrets"},
    {.action = ACTION_BACK, .words = "back"},
    {.action = ACTION_COPY},
    {.action = ACTION_SCROLL_LEFT,
     .also = ACTION_SCROLL_RIGHT,
     .words = "scroll"},
    {.action = ACTION_REFRESH, .words = "read again"},
    {.action = ACTION_HELP},
};

const struct view_ops inspect_view = {
    .name = "inspect",
    .help = "the engine's full answer about a container or an image",
    .size = sizeof(struct inspect),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_inspect,
    .close = close_inspect,
    .changed = changed,
    .layout = layout,
    .render = render,
    .act = act,
    .refuse = refuse,
    .title = title,
    .subject = subject,
    .aim = aim,
    .click = click,
};
