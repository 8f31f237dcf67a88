/*
 * options.c - every option, what it says now, what it could say and what for:
 * `:set` without words.
 */
#include "config.h"

#include "ui/views/text_view.h"
#include "ui/views/views.h"
#include "ui/widgets/app.h"

#define WORDS_SIZE 1024

struct options_pane {
    struct text_view text;
    bool is_filled;
    unsigned generation; /* of the options that the pager has */
};

static void
add_option(struct pager *pager, const struct options *options,
           enum option option)
{
    struct buf words = BUF_INIT(WORDS_SIZE);
    const char *help = option_table[option].help;

    option_say_value(&words, options, option);
    pager_add_labelled(pager, str_of(option_table[option].name), ROLE_KEY,
                       buf_str(&words));
    buf_clear(&words);
    (void)buf_addf(&words, "%s: ", help);
    option_say_range(&words, option);
    pager_add_labelled(pager, str_of(" "), ROLE_DIM, buf_str(&words));
    buf_release(&words);
}

static bool
open_options(struct view *view, struct app *app, const char *target,
             struct err *err)
{
    (void)app;
    (void)target;
    (void)err;
    (void)text_view_open(view);
    return true;
}

static void
layout(struct view *view, struct size size)
{
    struct options_pane *pane = (struct options_pane *)view;
    const struct options *options = app_options(view->app);

    if (!pane->is_filled || pane->generation != options->generation) {
        pager_clear(&pane->text.pager);
        for (int i = 0; i < OPTION_COUNT; i++)
            add_option(&pane->text.pager, options, (enum option)i);
        pane->is_filled = true;
        pane->generation = options->generation;
    }
    text_view_layout(view, size);
}

static void
title(const struct view *view, struct buf *name, struct buf *note)
{
    (void)buf_add_text(name, "Options");
    text_view_say_place(view, note);
}

static const struct bar_entry bar[] = {
    {.action = ACTION_BACK, .words = "back"},
    {.action = ACTION_DOWN, .also = ACTION_UP, .words = "scroll"},
    {.action = ACTION_COMMAND},
    {.action = ACTION_HELP},
};

const struct view_ops options_view = {
    .name = "options",
    .help = "what set has set",
    .size = sizeof(struct options_pane),
    .maps = text_view_maps,
    .map_count = sizeof(text_view_maps) / sizeof(text_view_maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_options,
    .close = text_view_close,
    .layout = layout,
    .render = text_view_render,
    .title = title,
    .act = text_view_act,
    .click = view_wheel,
};
