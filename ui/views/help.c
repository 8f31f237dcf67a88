/*
 * help.c - the keys that work in the view below, out of the live key table,
 * why one does not work now, and the commands.
 */
#include "config.h"

#include "ui/views/text_view.h"
#include "ui/views/views.h"
#include "ui/widgets/app.h"

#include <stdio.h>

#define NAME_SIZE 256
#define WORDS_SIZE 1024

struct help {
    struct text_view text;
    char about[64]; /* the view's name */
};

/* One line for an action: all of its keys in these maps. */
struct entry {
    struct help *help;
    const struct view *about;
    const enum keymap_id *maps;
    size_t count;
    enum keymap_id map;
};

static bool
means(const struct entry *entry, const struct key *key, enum action action)
{
    const struct keymap *keymap = app_keymap(entry->help->text.view.app);

    return keymap_find(keymap, entry->maps, entry->count, key) == action;
}

static void
add_action(const struct entry *entry, enum action action)
{
    const struct keymap *keymap = app_keymap(entry->help->text.view.app);
    struct buf keys = BUF_INIT(NAME_SIZE), words = BUF_INIT(WORDS_SIZE);
    const char *why = view_refuse(entry->about, action);
    const struct key *key;

    for (size_t i = 0; (key = keymap_key_at(keymap, entry->map, action, i));
         i++) {
        if (!means(entry, key, action))
            continue;
        if (keys.len > 0)
            (void)buf_add_char(&keys, ' ');
        key_print(&keys, key);
    }
    (void)buf_add_text(&words, action_info(action)->help);
    if (why)
        (void)buf_addf(&words, "  (not now: %s)", why);
    if (keys.len > 0)
        pager_add_labelled(&entry->help->text.pager, buf_str(&keys),
                           why ? ROLE_DIM : ROLE_PLAIN, buf_str(&words));
    buf_release(&keys);
    buf_release(&words);
}

static void
add_map(struct help *help, const struct view *about, const enum keymap_id *maps,
        size_t count, size_t index)
{
    struct entry entry = {.help = help,
                          .about = about,
                          .maps = maps,
                          .count = count,
                          .map = maps[index]};

    if (index > 0)
        pager_add(&help->text.pager, ROLE_PLAIN, str_of(""));
    pager_addf(&help->text.pager, ROLE_TITLE, "%s", keymap_name(maps[index]));
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
        add_action(&entry, (enum action)action);
}

static void
add_commands(struct help *help)
{
    const struct commands *commands = app_commands(help->text.view.app);

    pager_add(&help->text.pager, ROLE_PLAIN, str_of(""));
    pager_add(&help->text.pager, ROLE_TITLE, str_of("behind : and in the rc"));
    for (size_t i = 0; i < commands->count; i++) {
        for (size_t k = 0; k < commands->tables[i].count; k++) {
            const struct command *command = &commands->tables[i].at[k];
            struct buf words = BUF_INIT(WORDS_SIZE);

            (void)buf_addf(&words, "%s  %s", command->usage, command->help);
            pager_add_labelled(&help->text.pager, str_of(command->name),
                               ROLE_PLAIN, buf_str(&words));
            buf_release(&words);
        }
    }
}

static bool
open_help(struct view *view, struct app *app, const char *target,
          struct err *err)
{
    struct help *help = (struct help *)view;
    const struct view *about = app_view(app);
    enum keymap_id maps[KEYMAP_COUNT];
    size_t count;

    (void)target;
    if (!about || about->ops == view->ops)
        return err_set(err, "this is the help");
    (void)text_view_open(view);
    (void)snprintf(help->about, sizeof(help->about), "%s",
                   view_focus(about)->ops->name);
    count = view_maps(about, maps);
    for (size_t i = 0; i < count; i++)
        add_map(help, about, maps, count, i);
    add_commands(help);
    return true;
}

static void
title(const struct view *view, struct buf *name, struct buf *note)
{
    const struct help *help = (const struct help *)view;

    (void)buf_addf(name, "Keys in %s", help->about);
    text_view_say_place(view, note);
}

/* The key that opened it closes it, too. */
static enum handled
act(struct view *view, enum action action)
{
    return text_view_act(view, action == ACTION_HELP ? ACTION_CANCEL : action);
}

static const struct bar_entry bar[] = {
    {.action = ACTION_BACK, .words = "back"},
    {.action = ACTION_DOWN, .also = ACTION_UP, .words = "scroll"},
    {.action = ACTION_PAGE_DOWN, .also = ACTION_PAGE_UP, .words = "page"},
};

const struct view_ops help_view = {
    .name = "help",
    .help = "the keys that work here",
    .size = sizeof(struct help),
    .maps = text_view_maps,
    .map_count = sizeof(text_view_maps) / sizeof(text_view_maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_help,
    .close = text_view_close,
    .layout = text_view_layout,
    .render = text_view_render,
    .title = title,
    .act = act,
    .click = view_wheel,
};
