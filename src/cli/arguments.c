#include "config.h"

#include "cli/arguments.h"

#include <stdio.h>

enum option_id {
    OPT_HOST,
    OPT_CONTEXT,
    OPT_ALL,
    OPT_FILTER,
    OPT_JSON,
    OPT_ONCE,
    OPT_FOLLOW,
    OPT_TAIL,
    OPT_SINCE,
    OPT_GREP,
    OPT_LEVEL,
    OPT_TIMESTAMPS,
    OPT_NO_MOUSE,
    OPT_READ_ONLY,
    OPT_CONFIG,
    OPT_PRINT_DEFAULTS,
    OPT_VERSION,
    OPT_HELP
};

#define IN_DASHBOARD 1u
#define IN_PS 2u
#define IN_STATS 4u
#define IN_IMAGES 8u
#define IN_LOGS 16u
#define LISTED (IN_PS | IN_STATS | IN_IMAGES | IN_LOGS)
#define EVERYWHERE (IN_DASHBOARD | LISTED)

/* What is printed without a screen. */
static const struct command_row {
    const char *name, *usage, *help;
    enum arguments_mode mode;
    unsigned char in;
    bool has_names;
} commands[] = {
    {"ps", "[--all] [--json]", "the containers", MODE_PS, IN_PS, false},
    {"stats", "[--once] [--json] [NAME]...", "what containers use", MODE_STATS,
     IN_STATS, true},
    {"images", "[--json]", "the images, a line for each reference", MODE_IMAGES,
     IN_IMAGES, false},
    {"logs", "[OPTION]... [NAME]...", "what containers say", MODE_LOGS, IN_LOGS,
     true},
};
#define COMMAND_ROWS (sizeof(commands) / sizeof(commands[0]))

struct option_row {
    const char *name; /* without the dashes */
    const char *help;
    const char *value; /* what stands behind it, or NULL */
    char letter;       /* 0: none */
    unsigned char where;
};

static const struct option_row options[] = {
    [OPT_HOST] = {.name = "host",
                  .letter = 'H',
                  .value = "HOST",
                  .where = EVERYWHERE,
                  .help = "the engine: unix:///path or tcp://host:port"},
    [OPT_CONTEXT] = {.name = "context",
                     .letter = 'c',
                     .value = "CONTEXT",
                     .where = EVERYWHERE,
                     .help = "the engine of this docker context"},
    [OPT_ALL] = {.name = "all",
                 .letter = 'a',
                 .where = IN_PS,
                 .help = "stopped containers, too"},
    [OPT_FILTER] = {.name = "filter",
                    .value = "EXPR",
                    .where = LISTED,
                    .help = "what matches, as behind / on screen"},
    [OPT_JSON] = {.name = "json",
                  .where = LISTED,
                  .help = "one JSON object per line"},
    [OPT_ONCE] = {.name = "once",
                  .where = IN_STATS,
                  .help = "one reading, not one a second"},
    [OPT_FOLLOW] = {.name = "follow",
                    .letter = 'f',
                    .where = IN_LOGS,
                    .help = "go on, through restarts, until stopped"},
    [OPT_TAIL] = {.name = "tail",
                  .letter = 'n',
                  .value = "N",
                  .where = IN_LOGS,
                  .help = "the last lines of each log, not all"},
    [OPT_SINCE] = {.name = "since",
                   .value = "TIME",
                   .where = IN_LOGS,
                   .help = "from then on: 10m, 08:30, 2026-11-21T08:30:00Z"},
    [OPT_GREP] = {.name = "grep",
                  .letter = 'g',
                  .value = "RE",
                  .where = IN_LOGS,
                  .help = "lines that match; !RE: the others"},
    [OPT_LEVEL] = {.name = "level",
                   .letter = 'l',
                   .value = "LEVEL",
                   .where = IN_LOGS,
                   .help = "lines of it and worse: debug, info, warn ..."},
    [OPT_TIMESTAMPS] = {.name = "timestamps",
                        .letter = 't',
                        .where = IN_LOGS,
                        .help = "the time (UTC) in front of each line"},
    [OPT_NO_MOUSE] = {.name = "no-mouse",
                      .where = IN_DASHBOARD,
                      .help = "leave the mouse to the terminal"},
    [OPT_READ_ONLY] = {.name = "read-only",
                       .where = IN_DASHBOARD,
                       .help = "refuse every act that changes something"},
    [OPT_CONFIG] = {.name = "config",
                    .value = "FILE",
                    .where = IN_DASHBOARD,
                    .help = "read this file, not the usual rc"},
    [OPT_PRINT_DEFAULTS] = {.name = "print-defaults",
                            .where = IN_DASHBOARD,
                            .help = "print an rc with all that is usual"},
    [OPT_VERSION] = {.name = "version",
                     .where = IN_DASHBOARD,
                     .help = "say which version this is"},
    [OPT_HELP] = {.name = "help",
                  .letter = 'h',
                  .where = EVERYWHERE,
                  .help = "say this"},
};
#define OPTION_ROWS (sizeof(options) / sizeof(options[0]))

/* ---- parsing ------------------------------------------------------------ */

/* Which option a word begins with, and the value that is part of the word
 * ("--host=X", "-HX"), or NULL. */
static const struct option_row *
find_option(const char *word, const char **value)
{
    *value = NULL;
    for (size_t i = 0; i < OPTION_ROWS; i++) {
        const struct option_row *row = &options[i];
        size_t len = strlen(row->name);

        if (word[1] == '-') {
            if (strncmp(word + 2, row->name, len) != 0)
                continue;
            if (word[2 + len] == '=' && row->value)
                *value = word + 3 + len;
            else if (word[2 + len] != '\0')
                continue;
            return row;
        }
        if (!row->letter || word[1] != row->letter)
            continue;
        if (word[2] != '\0' && !row->value)
            continue;
        if (word[2] != '\0')
            *value = word + 2;
        return row;
    }
    return NULL;
}

static bool
set_once(const char **at, const char *value, const char *what, struct err *err)
{
    if (*at)
        return err_set_kind(err, ERR_USAGE,
                            "more than one %s is not supported yet: %s and %s",
                            what, *at, value);
    *at = value;
    return true;
}

static bool
apply(struct arguments *arguments, const struct option_row *row,
      const char *value, struct err *err)
{
    switch ((enum option_id)(row - options)) {
    case OPT_HOST:
        return set_once(&arguments->host, value, "-H", err);
    case OPT_CONTEXT:
        return set_once(&arguments->context, value, "-c", err);
    case OPT_NO_MOUSE:
        arguments->no_mouse = true;
        return true;
    case OPT_READ_ONLY:
        arguments->read_only = true;
        return true;
    case OPT_CONFIG:
        return set_once(&arguments->config, value, "--config", err);
    case OPT_ALL:
        arguments->all = true;
        return true;
    case OPT_FILTER:
        return set_once(&arguments->filter, value, "--filter", err);
    case OPT_JSON:
        arguments->json = true;
        return true;
    case OPT_ONCE:
        arguments->once = true;
        return true;
    case OPT_FOLLOW:
        arguments->follow = true;
        return true;
    case OPT_TIMESTAMPS:
        arguments->timestamps = true;
        return true;
    case OPT_TAIL:
        return set_once(&arguments->tail, value, "--tail", err);
    case OPT_GREP:
        return set_once(&arguments->grep, value, "--grep", err);
    case OPT_LEVEL:
        return set_once(&arguments->level, value, "--level", err);
    case OPT_SINCE:
        return set_once(&arguments->since, value, "--since", err);
    case OPT_PRINT_DEFAULTS:
        arguments->mode = MODE_PRINT_DEFAULTS;
        return true;
    case OPT_VERSION:
        arguments->mode = MODE_VERSION;
        return true;
    case OPT_HELP:
        arguments->mode = MODE_HELP;
        return true;
    }
    return true;
}

/* The row of a mode without a screen, or NULL. */
static const struct command_row *
command_of(enum arguments_mode mode)
{
    for (size_t i = 0; i < COMMAND_ROWS; i++)
        if (commands[i].mode == mode)
            return &commands[i];
    return NULL;
}

static const char *
command_with(unsigned where)
{
    for (size_t i = 0; i < COMMAND_ROWS; i++)
        if (where & commands[i].in)
            return commands[i].name;
    return "";
}

static bool
wrong_place(const char *word, const struct option_row *row,
            const struct command_row *command, struct err *err)
{
    if (command && row->where & IN_DASHBOARD)
        return err_set_kind(err, ERR_USAGE, "'%s' belongs before '%s'", word,
                            command->name);
    return err_set_kind(err, ERR_USAGE, "'%s' belongs behind '%s'", word,
                        command_with(row->where));
}

static const char *
article(const char *noun)
{
    return strchr("AEIOU", noun[0]) ? "an" : "a";
}

/* The option at argv[*at]; steps over a value that is a word of its own. */
static bool
take_option(struct arguments *arguments, int argc, const char *const *argv,
            int *at, struct err *err)
{
    const char *word = argv[*at];
    const char *value;
    const struct option_row *row = find_option(word, &value);
    const struct command_row *command = command_of(arguments->mode);
    unsigned here = command ? command->in : IN_DASHBOARD;

    if (!row)
        return err_set_kind(err, ERR_USAGE, "there is no option '%s'", word);
    if (!(row->where & here))
        return wrong_place(word, row, command, err);
    if (row->value && !value) {
        if (*at + 1 >= argc)
            return err_set_kind(err, ERR_USAGE, "'%s' needs %s %s behind it",
                                word, article(row->value), row->value);
        value = argv[++*at];
    }
    if (row->value && !value[0])
        return err_set_kind(err, ERR_USAGE, "'%s' needs %s %s, not nothing",
                            word, article(row->value), row->value);
    return apply(arguments, row, value, err);
}

static bool
take_name(struct arguments *arguments, const char *word, struct err *err)
{
    if (arguments->name_count == ARGUMENTS_NAMES)
        return err_set_kind(err, ERR_USAGE, "more than %d names",
                            ARGUMENTS_NAMES);
    arguments->names[arguments->name_count++] = word;
    return true;
}

static bool
take_command(struct arguments *arguments, const char *word, struct err *err)
{
    if (arguments->command_count == ARGUMENTS_COMMANDS)
        return err_set_kind(err, ERR_USAGE, "more than %d commands",
                            ARGUMENTS_COMMANDS);
    arguments->commands[arguments->command_count++] = word;
    return true;
}

static bool
take_word(struct arguments *arguments, const char *word, struct err *err)
{
    const struct command_row *command = command_of(arguments->mode);

    if (command && command->has_names)
        return take_name(arguments, word, err);
    if (command)
        return err_set_kind(err, ERR_USAGE,
                            "'%s' is neither an option nor a part of '%s'",
                            word, command->name);
    if (word[0] == ':')
        return take_command(arguments, word, err);
    for (size_t i = 0; i < COMMAND_ROWS && arguments->command_count == 0; i++) {
        if (strcmp(word, commands[i].name) != 0)
            continue;
        arguments->mode = commands[i].mode;
        return true;
    }
    return err_set_kind(err, ERR_USAGE,
                        "'%s' is neither an option nor a command (ps, stats, "
                        "images, logs, or :COMMAND)",
                        word);
}

bool
arguments_parse(struct arguments *arguments, int argc, const char *const *argv,
                struct err *err)
{
    *arguments = (struct arguments){.mode = MODE_DASHBOARD};
    for (int i = 1; i < argc; i++) {
        bool is_option = argv[i][0] == '-' && argv[i][1] != '\0';

        if (is_option ? !take_option(arguments, argc, argv, &i, err)
                      : !take_word(arguments, argv[i], err))
            return false;
        if (arguments->mode == MODE_HELP || arguments->mode == MODE_VERSION ||
            arguments->mode == MODE_PRINT_DEFAULTS)
            return true;
    }
    if (arguments->host && arguments->context)
        return err_set_kind(err, ERR_USAGE,
                            "-H %s and -c %s both name an engine; give one",
                            arguments->host, arguments->context);
    return true;
}

/* ---- help --------------------------------------------------------------- */

static void
add_option(struct buf *out, const struct option_row *row)
{
    char words[64];

    if (row->letter)
        (void)snprintf(words, sizeof(words), "-%c, --%s%s%s", row->letter,
                       row->name, row->value ? " " : "",
                       row->value ? row->value : "");
    else
        (void)snprintf(words, sizeof(words), "    --%s%s%s", row->name,
                       row->value ? " " : "", row->value ? row->value : "");
    (void)buf_addf(out, "  %-24s %s\n", words, row->help);
}

static void
add_options(struct buf *out, unsigned where)
{
    for (size_t i = 0; i < OPTION_ROWS; i++)
        if (options[i].where == where)
            add_option(out, &options[i]);
}

void
arguments_help(struct buf *out)
{
    (void)buf_add_text(
        out,
        "usage: bayplan [-H HOST | -c CONTEXT] [--read-only] [--no-mouse]\n"
        "               [--config FILE] [:COMMAND]...\n"
        "       bayplan COMMAND [OPTION]... [-H HOST | -c CONTEXT]\n"
        "       bayplan --print-defaults | --version | --help\n"
        "\n"
        "A dashboard for containers. With a COMMAND it prints them, "
        "without a screen.\n"
        "A :COMMAND is carried out at the start: ':set sort cpu'.\n"
        "\n"
        "Without -H and -c the engine is found as the docker CLI finds "
        "it.\n"
        "\n");
    add_options(out, EVERYWHERE);
    add_options(out, IN_DASHBOARD);
    (void)buf_add_text(out, "commands:\n");
    for (size_t i = 0; i < COMMAND_ROWS; i++) {
        char words[64];

        (void)snprintf(words, sizeof(words), "%s %s", commands[i].name,
                       commands[i].usage);
        (void)buf_addf(out, "  %-34s %s\n", words, commands[i].help);
    }
    for (size_t i = 0; i < OPTION_ROWS; i++)
        if (!(options[i].where & IN_DASHBOARD))
            add_option(out, &options[i]);
}
