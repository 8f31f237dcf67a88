/*
 * manual.c - the manual page, made of the tables that the program itself is
 * made of, when it is built: keys, actions, commands, options, columns and
 * fields stand nowhere twice.
 */
#include "config.h"

#include "cli/arguments.h"
#include "ui/cells/theme.h"
#include "ui/keys/bind.h"
#include "ui/views/views.h"
#include "ui/widgets/screenshot.h"
#include "work/alias.h"
#include "work/choice.h"
#include "work/kind.h"
#include "work/rc.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT_LIMIT ((size_t)64 << 10)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Text for roff: a backslash, a hyphen that is typed, and a dot or quote at a
 * line's begin would be something else. */
static void
say(const char *text)
{
    bool is_start = true;

    for (; *text; text++) {
        if (is_start && (*text == '.' || *text == '\''))
            (void)fputs("\\&", stdout);
        if (*text == '\\')
            (void)fputs("\\e", stdout);
        else if (*text == '-')
            (void)fputs("\\-", stdout);
        else
            (void)putchar(*text);
        is_start = *text == '\n';
    }
}

static void
section(const char *title)
{
    (void)printf(".SH %s\n", title);
}

/* "name what" in bold and its meaning below. */
static void
item(const char *name, const char *what, const char *help)
{
    (void)fputs(".TP\n.B ", stdout);
    say(name);
    if (what && what[0]) {
        (void)putchar(' ');
        say(what);
    }
    (void)putchar('\n');
    say(help ? help : "");
    (void)putchar('\n');
}

static void
say_usage(void)
{
    struct buf help = BUF_INIT(TEXT_LIMIT);

    arguments_help(&help);
    section("COMMAND LINE");
    (void)fputs(".nf\n", stdout);
    say(buf_text(&help));
    (void)fputs(".fi\n", stdout);
    buf_release(&help);
}

/* The keys of an action in one map, " or " between them. */
static void
say_action(const struct keymap *keymap, enum keymap_id map, enum action action)
{
    struct buf keys = BUF_INIT(1024);
    const struct key *key;

    for (size_t i = 0; (key = keymap_key_at(keymap, map, action, i)); i++) {
        if (i > 0)
            (void)buf_add_text(&keys, " or ");
        key_print(&keys, key);
    }
    if (keys.len > 0)
        item(buf_text(&keys), NULL, action_info(action)->help);
    buf_release(&keys);
}

static void
say_keys(void)
{
    struct keymap *keymap = keymap_new();

    section("KEYS");
    (void)fputs("These are the defaults;\n.B bind\nchanges them.\n", stdout);
    for (unsigned map = 0; map < KEYMAP_COUNT; map++) {
        (void)fputs(".SS ", stdout);
        say(keymap_name((enum keymap_id)map));
        (void)putchar('\n');
        for (unsigned action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
            say_action(keymap, (enum keymap_id)map, (enum action)action);
    }
    keymap_free(keymap);
}

static void
say_commands(void)
{
    const struct command_table tables[] = {
        {option_commands, option_command_count, NULL},
        {alias_commands, alias_command_count, NULL},
        {choice_commands, choice_command_count, NULL},
        {bind_commands, bind_command_count, NULL},
        {theme_commands, theme_command_count, NULL},
        {rc_commands, rc_command_count, NULL},
        {filter_commands, filter_command_count, NULL},
        {screenshot_commands, screenshot_command_count, NULL},
    };

    section("COMMANDS");
    (void)fputs("Typed behind\n.BR : ,\ngiven as arguments, or lines of the "
                "rc file.\nWords are parted by blanks; quotes join; a # begins "
                "a comment.\nWhat is unique may be abbreviated.\n",
                stdout);
    for (size_t i = 0; i < COUNT(tables); i++)
        for (size_t k = 0; k < tables[i].count; k++)
            item(tables[i].at[k].name, tables[i].at[k].usage,
                 tables[i].at[k].help);
    (void)fputs(".SS Actions\nEvery action is a command, too. Those that act "
                "on containers or images\ntake their names:\n.BR \"stop web "
                "db\" ,\n.BR \"kill \\-s HUP web\" ,\n.BR \"remove\\-options "
                "\\-f \\-v old\" ,\n.BR \"rename web web\\-old\" .\n",
                stdout);
    for (unsigned action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
        item(action_info((enum action)action)->name, NULL,
             action_info((enum action)action)->help);
}

static void
say_options(void)
{
    section("OPTIONS OF SET");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *info = &option_table[i];
        struct buf help = BUF_INIT(4096);

        (void)buf_addf(&help, "%s: ", info->help);
        option_say_range(&help, (enum option)i);
        (void)buf_add_text(&help, " (at first ");
        option_say_initial(&help, (enum option)i);
        (void)buf_add_char(&help, ')');
        item(info->name, NULL, buf_text(&help));
        buf_release(&help);
    }
}

static void
say_kind(const struct kind *kind)
{
    (void)fputs(".SS Columns of ", stdout);
    say(kind->name);
    (void)putchar('\n');
    for (size_t i = 0; i < kind->column_count; i++)
        item(kind->columns[i].name, NULL, kind->columns[i].help);
    (void)fputs(".SS Fields of a filter of ", stdout);
    say(kind->name);
    (void)putchar('\n');
    for (size_t i = 0; i < kind->field_count; i++)
        item(kind->fields[i].name, NULL, kind->fields[i].help);
}

static void
say_lists(void)
{
    section("LISTS");
    (void)fputs("A filter is words, all of which must match:\n.B web\nis in "
                "some cell,\n.B !web\nin none,\n.B name:web\nin that field, "
                "and\n.B re:^web\nis a regular expression.\n",
                stdout);
    say_kind(&container_kind);
    say_kind(&image_kind);
}

static void
say_printed(void)
{
    section("WHAT IS PRINTED");
    (void)fputs("With\n.B \\-\\-json\neach line is an object; what is not "
                "known is null.\n",
                stdout);
    item("ps", NULL,
         "id, name, image, state, status, health, project, created (seconds "
         "since 1970, UTC) and ports (an array of objects with ip, private, "
         "public and type)");
    item("stats", NULL,
         "id, name, cpu_percent, memory_bytes, memory_limit_bytes, "
         "memory_percent, network_rx_bytes, network_tx_bytes, "
         "block_read_bytes, block_write_bytes, pids, pids_limit, throttled_ns "
         "(since the start), throttled_percent (of its CPU periods), oom_kills "
         "and memory_pressure_percent (of the time); without --once an object "
         "for each container and sample. The numbers come from where those of "
         "the dashboard do, as stats-source in the rc says");
    item("logs", NULL,
         "time (UTC, with nanoseconds), name, id, stream, level and text, an "
         "object for each line");
    item("images", NULL,
         "id, reference, created, size_bytes and used_by, an object for each "
         "reference");
}

static void
say_environment(void)
{
    section("ENVIRONMENT");
    item("DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG", NULL,
         "Which engine, as for docker.");
    item("DOCKER_API_VERSION", NULL,
         "The API version to ask for, instead of agreeing on one.");
    item("XDG_CONFIG_HOME, XDG_STATE_HOME", NULL,
         "Where the files are, instead of ~/.config and ~/.local/state.");
    item("NO_COLOR", NULL, "No colours when it is set.");
    item("BAYPLAN_LOG", NULL, "A file for the debug log.");
}

static void
say_files(void)
{
    section("FILES");
    item("$XDG_CONFIG_HOME/bayplan/rc", NULL,
         "Commands, line by line; never written by the program. "
         "--print-defaults "
         "prints one that says what is usual.");
    item("$XDG_STATE_HOME/bayplan/state", NULL,
         "What was chosen of columns, orders and groups, in the same "
         "language. It counts more than the rc; without it the rc counts.");
    item("$XDG_STATE_HOME/bayplan/history", NULL,
         "The last lines that were typed behind a colon.");
    item("$XDG_STATE_HOME/bayplan/journal", NULL,
         "Every act: when, where, what, on what, with which result, and the "
         "docker command that does the same.");
    section("EXIT STATUS");
    item("0", NULL, "It went well.");
    item("1", NULL, "It failed on the way.");
    item("2", NULL, "Its words were wrong.");
    item("3", NULL, "No engine answered.");
}

int
main(void)
{
    (void)fputs(".TH BAYPLAN 1 \"\" \"" PACKAGE_NAME " " PACKAGE_VERSION "\"\n",
                stdout);
    section("NAME");
    (void)fputs("bayplan \\- a dashboard for containers\n", stdout);
    section("SYNOPSIS");
    (void)fputs(".B bayplan\n[\\fIOPTION\\fR]... [\\fB:\\fICOMMAND\\fR]...\n"
                ".br\n.B bayplan\n\\fICOMMAND\\fR [\\fIOPTION\\fR]...\n",
                stdout);
    section("DESCRIPTION");
    (void)fputs("Shows the containers of an engine, what they use and what "
                "they say, and acts\non them by one key. The keys that work "
                "are on screen;\n.B ?\nhas them all, and why one does not.\n",
                stdout);
    say_usage();
    say_keys();
    say_commands();
    say_options();
    say_lists();
    say_printed();
    say_environment();
    say_files();
    section("SEE ALSO");
    (void)fputs(".BR docker (1)\n", stdout);
    return ferror(stdout) || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
