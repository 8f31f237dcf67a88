/*
 * dashboard_language.c - the commands of all floors in one list, and the files
 * that speak it: the user's rc and what the program remembers itself.
 */
#include "config.h"

#include "dashboard_private.h"

#include "ui/keys/bind.h"
#include "ui/widgets/screenshot.h"

#include <stdlib.h>

static const struct kind *const kinds[] = {&container_kind, &image_kind};

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

/* What the arguments and the files may ask for by name: what a key could. */
static bool
act_by_name(void *data, enum action action, const struct words *words,
            struct err *err)
{
    struct dashboard *d = data;

    if (words->count > 1)
        return err_set_kind(err, ERR_USAGE, "'%.*s' takes no words",
                            STR_ARGS(words->at[0]));
    if (app_act(d->app, action) != HANDLED)
        return err_set_kind(err, ERR_USAGE, "'%.*s' means nothing here",
                            STR_ARGS(words->at[0]));
    return true;
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
        {screenshot_commands, screenshot_command_count, d->app},
    };

    memcpy(d->tables, tables, sizeof(tables));
    options_init(&d->options);
    theme_init(&d->theme);
    aliases_init(&d->aliases);
    choices_init(&d->choices, kinds, COUNT(kinds));
    d->commands = (struct commands){.tables = d->tables,
                                    .count = COUNT(d->tables),
                                    .act = act_by_name,
                                    .data = d,
                                    .aliases = &d->aliases};
    d->rc = (struct rc){.commands = &d->commands,
                        .env = environment,
                        .report = report,
                        .data = d};
}

void
language_release(struct dashboard *d)
{
    options_release(&d->options);
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
    load_remembered(d);
    if (arguments->no_mouse)
        set(d, OPTION_MOUSE, "off");
    if (arguments->read_only)
        set(d, OPTION_READ_ONLY, "on");
    language_apply(d);
    for (size_t i = 0; i < arguments->command_count; i++)
        if (!command_run(&d->commands, str_of(arguments->commands[i]), err))
            return err_while(err, "%s", arguments->commands[i]);
    language_apply(d);
    return true;
}

void
language_apply(struct dashboard *d)
{
    const long *number = d->options.number;

    if (number[OPTION_READ_ONLY])
        jobs_set_read_only(d->jobs);
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

    if (!choices_save(&d->choices, environment, &err))
        app_say(d->app, MESSAGE_INFO, "the columns are not remembered: %s",
                err.text);
}
