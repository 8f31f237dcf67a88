/*
 * dashboard_language.c - the commands of all floors in one list, and the files
 * that speak it: the user's rc and what the program remembers itself.
 */
#include "config.h"

#include "dashboard_private.h"

#include "ui/keys/bind.h"
#include "ui/views/views.h"
#include "ui/widgets/history.h"
#include "ui/widgets/screenshot.h"

#include <stdlib.h>

static const struct kind *const kinds[] = {&container_kind, &image_kind};

#define CHOSEN_SIZE 65536

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *
environment(const char *name)
{
    return getenv(name);
}

static void
report(void *data, const char *text)
{
    app_say(((struct dashboard *)data)->app, MESSAGE_ERROR, "%s", text);
}

void
language_init(struct dashboard *d)
{
    const struct command_table tables[DASHBOARD_TABLES] = {
        {option_commands, option_command_count, &d->options},
        {alias_commands, alias_command_count, &d->aliases},
        {choice_commands, choice_command_count, &d->choices},
        {bind_commands, bind_command_count, d->keymap},
        {theme_commands, theme_command_count, &d->theme},
        {rc_commands, rc_command_count, &d->rc},
        {filter_commands, filter_command_count, d->app},
        {screenshot_commands, screenshot_command_count, d->app},
    };

    memcpy(d->tables, tables, sizeof(tables));
    options_init(&d->options);
    d->options.show = app_show_option;
    d->options.data = d->app;
    buf_init(&d->chosen, CHOSEN_SIZE);
    theme_init(&d->theme);
    aliases_init(&d->aliases);
    choices_init(&d->choices, kinds, COUNT(kinds));
    d->commands = (struct commands){.tables = d->tables,
                                    .count = COUNT(d->tables),
                                    .act = app_act_by_name,
                                    .data = d->app,
                                    .aliases = &d->aliases};
    d->rc = (struct rc){.commands = &d->commands,
                        .env = environment,
                        .report = report,
                        .data = d};
}

/* Columns are remembered when they are chosen, options at the end: a key
 * changes them often. */
static void
remember_options(const struct dashboard *d)
{
    struct buf chosen = BUF_INIT(CHOSEN_SIZE);

    options_say_chosen(&chosen, &d->options);
    if (!str_equal(buf_str(&chosen), buf_str(&d->chosen)))
        (void)choices_save(&d->choices, &d->options, environment, NULL);
    buf_release(&chosen);
}

void
language_release(struct dashboard *d)
{
    remember_options(d);
    options_release(&d->options);
    buf_release(&d->chosen);
    aliases_release(&d->aliases);
}

static void
load_remembered(struct dashboard *d)
{
    struct buf path = BUF_INIT(PLACE_LIMIT);
    struct err err;

    if (choices_path(&path, environment, NULL) &&
        !rc_load(&d->rc, buf_text(&path), &err) && err.kind != ERR_MISSING)
        report(d, err.text);
    buf_release(&path);
}

static void
set(struct dashboard *d, enum option option, const char *value)
{
    (void)options_set(&d->options, str_of(option_table[option].name),
                      str_of(value), NULL);
}

bool
language_start(struct dashboard *d, const struct arguments *arguments,
               struct err *err)
{
    if (!rc_load_user(&d->rc, arguments->config, err)) {
        if (arguments->config)
            return false;
        report(d, err->text);
    }
    options_note(&d->options, OPTIONS_OF_RC);
    load_remembered(d);
    if (!history_load(app_history(d->app), environment, err))
        report(d, err->text);
    options_say_chosen(&d->chosen, &d->options);
    options_note(&d->options, OPTIONS_REMEMBERED);
    if (arguments->no_mouse)
        set(d, OPTION_MOUSE, "off");
    if (arguments->read_only)
        set(d, OPTION_READ_ONLY, "on");
    language_apply(d);
    for (size_t i = 0; i < arguments->command_count; i++)
        if (!command_run(&d->commands, str_of(arguments->commands[i]), err))
            return err_while(err, "%s", arguments->commands[i]);
    options_note(&d->options, OPTIONS_GIVEN);
    language_apply(d);
    return true;
}

void
language_apply(struct dashboard *d)
{
    const long *number = d->options.number;

    if (number[OPTION_READ_ONLY])
        jobs_set_read_only(d->jobs);
    fleet_choose_stats(d->fleet,
                       (enum stats_choice)number[OPTION_STATS_SOURCE]);
    fleet_set_log_lines(d->fleet, number[OPTION_LOG_LINES]);
    fleet_set_log_memory(d->fleet, (size_t)number[OPTION_LOG_MEMORY] << 20);
    if (!d->terminal || d->options_used == d->options.generation)
        return;
    d->options_used = d->options.generation;
    if (d->color_used != number[OPTION_COLOR]) {
        d->color_used = number[OPTION_COLOR];
        terminal_set_color(d->terminal, (enum color_choice)d->color_used);
    }
    terminal_set_mouse(d->terminal, number[OPTION_MOUSE] != 0);
    terminal_set_escape_time(d->terminal, (unsigned)number[OPTION_ESCAPE_TIME]);
}

void
language_remember(void *data)
{
    struct dashboard *d = data;
    struct err err;

    if (!choices_save(&d->choices, &d->options, environment, &err))
        app_say(d->app, MESSAGE_INFO, "the columns are not remembered: %s",
                err.text);
}

void
language_typed(void *data)
{
    struct dashboard *d = data;

    /* Without a place for it, what was typed is known in this run alone. */
    (void)history_save(app_history(d->app), environment, NULL);
}
