/*
 * messages.c - what the program has said in this run, the newest last.
 */
#include "config.h"

#include "base/ring.h"
#include "base/timestamp.h"
#include "ui/views/text_view.h"
#include "ui/views/views.h"
#include "ui/widgets/app.h"

#include <time.h>

struct messages {
    struct text_view text;
    unsigned long taken; /* messages that the pager has */
};

static void
add(struct pager *pager, const struct said *said)
{
    time_t seconds = (time_t)(said->time / SECOND_NS);
    struct tm parts;
    char when[16] = "";

    if (localtime_r(&seconds, &parts))
        (void)strftime(when, sizeof(when), "%H:%M:%S", &parts);
    pager_add_labelled(pager, str_of(when),
                       said->kind == MESSAGE_ERROR ? ROLE_ERROR : ROLE_PLAIN,
                       str_of(said->text));
}

static bool
open_messages(struct view *view, struct app *app, const char *target,
              struct err *err)
{
    (void)app;
    (void)target;
    (void)err;
    text_view_open(view)->follows = true;
    return true;
}

/* What was said since the last time; all of it, where some has gone. */
static void
layout(struct view *view, struct size size)
{
    struct messages *messages = (struct messages *)view;
    const struct ring *said = app_said(view->app);
    unsigned long count = app_said_count(view->app);

    if (count != messages->taken) {
        pager_clear(&messages->text.pager);
        for (size_t i = 0; i < said->count; i++)
            add(&messages->text.pager, ring_at(said, i));
        messages->taken = count;
    }
    text_view_layout(view, size);
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct messages *messages = (const struct messages *)view;

    text_view_render(view, canvas);
    if (messages->text.pager.count == 0)
        (void)canvas_text(canvas, 2, 1, ROLE_DIM,
                          str_of("Nothing has been said yet."));
}

static void
title(const struct view *view, struct buf *name, struct buf *note)
{
    (void)buf_add_text(name, "Messages");
    text_view_say_place(view, note);
}

static const struct bar_entry bar[] = {
    {.action = ACTION_BACK, .words = "back"},
    {.action = ACTION_DOWN, .also = ACTION_UP, .words = "scroll"},
    {.action = ACTION_HELP},
};

const struct view_ops messages_view = {
    .name = "messages",
    .help = "what the program has said",
    .size = sizeof(struct messages),
    .maps = text_view_maps,
    .map_count = sizeof(text_view_maps) / sizeof(text_view_maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_messages,
    .close = text_view_close,
    .layout = layout,
    .render = render,
    .title = title,
    .act = text_view_act,
    .click = view_wheel,
};
