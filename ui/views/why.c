#include "config.h"

#include "ui/views/why.h"

#include "base/json.h"
#include "store/tail.h"
#include "ui/views/views.h"
#include "ui/widgets/wrap.h"

#define WORDS_SIZE 1024

static void
mark_stale(struct why *why)
{
    why->is_stale = true;
    view_mark(&why->view);
}

/* ---- life --------------------------------------------------------------- */

/* What is not decoded leaves what was there, and says why. */
static void
came(void *data, struct str text)
{
    struct why *why = data;
    struct reading *reading = &why->reading;
    struct json *document = NULL;

    if (text.len > 0 && !(document = json_parse(text, &reading->err)))
        reading->state = READING_FAILED;
    if (document) {
        json_free(why->document);
        why->document = document;
        if (!why->tail)
            why->tail = fleet_tail(app_fleet(why->view.app), &reading->ref);
    }
    mark_stale(why);
}

static void
forget(struct why *why)
{
    json_free(why->document);
    why->document = NULL;
    tail_close(why->tail);
    why->tail = NULL;
}

static void
aim(struct view *view, const struct ref *ref)
{
    struct why *why = (struct why *)view;
    struct ref container = *ref;

    if (ref->kind != REF_CONTAINER)
        container = ref_make(0, REF_NONE, "");
    if (!reading_aim(&why->reading, &container))
        return;
    forget(why);
    why->pager.top = 0;
    why->pager.top_row = 0;
    mark_stale(why);
}

/* As a screen of its own it is about what has the cursor below it. */
static bool
open_why(struct view *view, struct app *app, const char *target,
         struct err *err)
{
    struct why *why = (struct why *)view;
    const struct view *below = app_view(app);
    struct ref ref;

    (void)target;
    (void)err;
    pager_init(&why->pager);
    reading_init(&why->reading, app, came, why);
    if (below && below->ops->subject && below->ops->subject(below, &ref))
        aim(view, &ref);
    return true;
}

static void
close_why(struct view *view)
{
    struct why *why = (struct why *)view;

    reading_release(&why->reading);
    forget(why);
    pager_release(&why->pager);
}

static void
changed(struct view *view, const struct change *changes, size_t count)
{
    struct why *why = (struct why *)view;
    const struct ref *ref = &why->reading.ref;

    if (reading_changed(&why->reading, changes, count))
        mark_stale(why);
    for (size_t i = 0; i < count && !why->is_stale; i++)
        if ((changes[i].what & CHANGE_EVENTS &&
             changes[i].ref.engine == ref->engine) ||
            (changes[i].what & CHANGE_LOG && ref_equal(&changes[i].ref, ref)))
            mark_stale(why);
}

/* ---- acts and drawing --------------------------------------------------- */

static enum handled
act(struct view *view, enum action action)
{
    struct why *why = (struct why *)view;

    if (action == ACTION_CANCEL && !view->parent) {
        app_close_view(view->app);
        return HANDLED;
    }
    if (!pager_act(&why->pager, action))
        return NOT_HANDLED;
    view_mark(view);
    return HANDLED;
}

static void
layout(struct view *view, struct size size)
{
    struct why *why = (struct why *)view;

    if (why->is_stale) {
        pager_clear(&why->pager);
        if (why->document)
            why_say(why);
        why->is_stale = false;
    }
    pager_layout(&why->pager, size);
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct why *why = (const struct why *)view;
    struct buf words = BUF_INIT(WORDS_SIZE);
    struct canvas part;

    pager_render(&why->pager, canvas);
    if (!why->document) {
        part = canvas_part(canvas, 2, 1, canvas->size.width - 4,
                           canvas->size.height - 1);
        if (why->reading.state == READING_NOTHING)
            (void)buf_add_text(&words, "no container is under the cursor");
        reading_say(&why->reading, &words);
        (void)wrap_draw(&part,
                        why->reading.state == READING_FAILED ? ROLE_TROUBLE
                                                             : ROLE_DIM,
                        buf_str(&words));
    }
    buf_release(&words);
}

static void
title(const struct view *view, struct buf *name, struct buf *note)
{
    const struct why *why = (const struct why *)view;
    const struct reading *reading = &why->reading;

    (void)buf_add_text(name, "Why ");
    (void)buf_add_text(name, reading->name);
    if (!why->document)
        return;
    if (reading->state == READING_GONE)
        (void)buf_add_text(note, "removed; as it was last");
    else if (reading->state == READING_FAILED)
        (void)buf_addf(note, "not read again: %s", reading->err.text);
    else
        pager_say_place(&why->pager, note);
}

static bool
subject(const struct view *view, struct ref *ref)
{
    *ref = ((const struct why *)view)->reading.ref;
    return ref->kind != REF_NONE;
}

static const enum keymap_id maps[] = {KEYMAP_TEXT, KEYMAP_CONTAINERS};

static const struct bar_entry bar[] = {
    {.action = ACTION_DOWN, .also = ACTION_UP, .words = "scroll"},
    {.action = ACTION_BACK, .words = "back"},
    {.action = ACTION_START},
    {.action = ACTION_REMOVE},
    {.action = ACTION_HELP},
};

const struct view_ops why_view = {
    .name = "why",
    .help = "why a container ended: exit code, log, health, events",
    .size = sizeof(struct why),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_why,
    .close = close_why,
    .changed = changed,
    .layout = layout,
    .render = render,
    .act = act,
    .title = title,
    .subject = subject,
    .aim = aim,
    .click = view_wheel,
};
