#include "config.h"

#include "work/option.h"

#include "base/mem.h"
#include "base/nearest.h"
#include "store/logbook.h"
#include "store/sync.h"
#include "work/column.h"
#include "work/rows.h"
#include "work/sieve.h"

#include <assert.h>
#include <stdlib.h>

static bool sort_check(struct str word, struct err *err);
static void sort_list(word_fn each, void *data);
static bool images_sort_check(struct str word, struct err *err);
static void images_sort_list(word_fn each, void *data);

static const char *const color_words[] = {"auto", "always", "never", NULL};
static const char *const group_words[] = {
    [GROUP_NONE] = "none",
    [GROUP_PROJECT] = "project",
    NULL,
};
static const char *const stats_source_words[] = {
    [STATS_AUTO] = "auto",
    [STATS_CGROUP] = "cgroup",
    [STATS_STREAM] = "stream",
    [STATS_POLL] = "poll",
    NULL,
};
static const char *const timestamps_words[] = {
    [TIMES_OFF] = "off",
    [TIMES_LOCAL] = "local",
    [TIMES_UTC] = "utc",
    [TIMES_RELATIVE] = "relative",
    [TIMES_SINCE_PREVIOUS] = "since",
    [TIMES_COUNT] = NULL,
};
static const char *const streams_words[] = {
    [STREAMS_BOTH] = "both",
    [STREAMS_STDOUT] = "stdout",
    [STREAMS_STDERR] = "stderr",
    [STREAMS_COUNT] = NULL,
};

const struct option_info option_table[OPTION_COUNT] = {
    [OPTION_ESCAPE_TIME] = {.name = "escape-time",
                            .type = OPTION_NUMBER,
                            .help = "milliseconds after which a lone Esc "
                                    "is a key of its own",
                            .min = 0,
                            .max = 1000,
                            .initial = 50},
    [OPTION_STOP_TIMEOUT] = {.name = "stop-timeout",
                             .type = OPTION_NUMBER,
                             .help = "seconds between asking a container "
                                     "to stop and killing it, its own with -1",
                             .min = -1,
                             .max = 86400,
                             .initial = -1},
    [OPTION_SORT] = {.name = "sort",
                     .type = OPTION_WORD,
                     .help = "the column to sort by; -NAME reverses",
                     .initial_word = "name",
                     .check = sort_check,
                     .list = sort_list,
                     .is_kept = true},
    [OPTION_ALL] = {.name = "all",
                    .type = OPTION_SWITCH,
                    .help = "show stopped containers too",
                    .min = 0,
                    .max = 1,
                    .initial = 1},
    [OPTION_IMAGES_SORT] = {.name = "images-sort",
                            .type = OPTION_WORD,
                            .help =
                                "the column to sort images by; -NAME reverses",
                            .initial_word = "name",
                            .check = images_sort_check,
                            .list = images_sort_list,
                            .is_kept = true},
    [OPTION_IMAGES_ALL] = {.name = "images-all",
                           .type = OPTION_SWITCH,
                           .help = "show images without a name too",
                           .min = 0,
                           .max = 1,
                           .initial = 1},
    [OPTION_COLOR] = {.name = "color",
                      .type = OPTION_CHOICE,
                      .help = "when to use colours",
                      .min = 0,
                      .max = 2,
                      .initial = 0,
                      .words = color_words},
    [OPTION_GROUP] = {.name = "group",
                      .type = OPTION_CHOICE,
                      .help = "a header row for each compose project",
                      .initial = GROUP_NONE,
                      .max = GROUP_PROJECT,
                      .words = group_words,
                      .is_kept = true},
    [OPTION_WRAP] = {.name = "wrap",
                     .type = OPTION_SWITCH,
                     .help = "wrap the long lines of a log",
                     .min = 0,
                     .max = 1,
                     .initial = 1},
    [OPTION_TIMESTAMPS] = {.name = "timestamps",
                           .type = OPTION_CHOICE,
                           .help = "what a log says of time: since is since "
                                   "the line before",
                           .initial = TIMES_OFF,
                           .max = TIMES_COUNT - 1,
                           .words = timestamps_words},
    [OPTION_STREAMS] = {.name = "streams",
                        .type = OPTION_CHOICE,
                        .help = "which streams of a log are shown",
                        .initial = STREAMS_BOTH,
                        .max = STREAMS_COUNT - 1,
                        .words = streams_words},
    [OPTION_LOG_LEVEL] = {.name = "log-level",
                          .type = OPTION_CHOICE,
                          .help = "the least level of a log that is shown; a "
                                  "line that says none counts as info",
                          .initial = 0,
                          .max = LEVEL_COUNT - 2,
                          .words = level_names + LEVEL_TRACE},
    [OPTION_LOG_CONTEXT] = {.name = "log-context",
                            .type = OPTION_NUMBER,
                            .help = "lines around those that only-matching "
                                    "keeps",
                            .min = 0,
                            .max = SIEVE_CONTEXT,
                            .initial = 0},
    [OPTION_LOG_LINES] = {.name = "log-lines",
                          .type = OPTION_NUMBER,
                          .help = "how many old lines of a log are fetched",
                          .min = 0,
                          .max = 100000,
                          .initial = 500},
    [OPTION_LOG_MEMORY] = {.name = "log-memory",
                           .type = OPTION_NUMBER,
                           .help = "MiB that all logs together may take; the "
                                   "oldest lines go first",
                           .min = 1,
                           .max = 65536,
                           .initial = LOGBOOKS_LIMIT >> 20},
    [OPTION_STATS_SOURCE] = {.name = "stats-source",
                             .type = OPTION_CHOICE,
                             .help = "where numbers come from: cgroup without "
                                     "the engine, stream and poll from it",
                             .initial = STATS_AUTO,
                             .max = STATS_POLL,
                             .words = stats_source_words},
    [OPTION_MOUSE] = {.name = "mouse",
                      .type = OPTION_SWITCH,
                      .help = "use the mouse",
                      .min = 0,
                      .max = 1,
                      .initial = 1},
    [OPTION_READ_ONLY] = {.name = "read-only",
                          .type = OPTION_SWITCH,
                          .help = "refuse every act that changes something; "
                                  "it cannot be switched off again",
                          .min = 0,
                          .max = 1,
                          .initial = 0,
                          .is_latch = true},
};

void
options_init(struct options *options)
{
    size_t i;

    *options = (struct options){0};
    for (i = 0; i < OPTION_COUNT; i++) {
        const char *word = option_table[i].initial_word;

        options->number[i] = option_table[i].initial;
        options->word[i] = word ? xstrdup(word) : NULL;
    }
}

void
options_release(struct options *options)
{
    size_t i;

    for (i = 0; i < OPTION_COUNT; i++) {
        free(options->word[i]);
        options->word[i] = NULL;
        for (size_t note = 0; note < OPTIONS_NOTES; note++) {
            free(options->noted[note][i]);
            options->noted[note][i] = NULL;
        }
    }
}

static bool
column_check(const struct column *columns, size_t count, struct str word,
             struct err *err)
{
    struct buf names = BUF_INIT(ERR_TEXT_SIZE);
    struct str name = word;
    size_t i;

    if (str_starts(name, "-"))
        name = str_make(name.at + 1, name.len - 1);
    if (column_find(columns, count, name))
        return true;
    for (i = 0; i < count; i++)
        (void)buf_addf(&names, "%s%s", i ? " " : "", columns[i].name);
    (void)err_set_kind(err, ERR_USAGE,
                       "there is no column '%.*s'; there are: %s",
                       STR_ARGS(name), buf_text(&names));
    buf_release(&names);
    return false;
}

static void
column_list(const struct column *columns, size_t count, word_fn each,
            void *data)
{
    size_t i;

    for (i = 0; i < count; i++)
        each(data, columns[i].name, columns[i].help);
}

static bool
sort_check(struct str word, struct err *err)
{
    return column_check(container_columns, container_column_count, word, err);
}

static void
sort_list(word_fn each, void *data)
{
    column_list(container_columns, container_column_count, each, data);
}

static bool
images_sort_check(struct str word, struct err *err)
{
    return column_check(image_columns, image_column_count, word, err);
}

static void
images_sort_list(word_fn each, void *data)
{
    column_list(image_columns, image_column_count, each, data);
}

static bool
number_set(long *number, const struct option_info *info, struct str value,
           struct err *err)
{
    long long parsed;

    if (!str_to_i64(value, &parsed))
        return err_set_kind(err, ERR_USAGE, "'%.*s' is not a number",
                            STR_ARGS(value));
    if (parsed < info->min || parsed > info->max)
        return err_set_kind(err, ERR_USAGE, "%lld is not between %ld and %ld",
                            parsed, info->min, info->max);
    *number = (long)parsed;
    return true;
}

static bool
switch_set(long *number, const struct option_info *info, struct str value,
           struct err *err)
{
    static const struct {
        const char *word;
        bool is_on;
    } words[] = {
        {"on", true},   {"yes", true}, {"true", true},   {"1", true},
        {"off", false}, {"no", false}, {"false", false}, {"0", false},
    };
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (!str_is(value, words[i].word))
            continue;
        if (info->is_latch && *number && !words[i].is_on)
            return err_set_kind(err, ERR_DENIED, "it cannot be switched off");
        *number = words[i].is_on;
        return true;
    }
    return err_set_kind(err, ERR_USAGE, "'%.*s' is neither on nor off",
                        STR_ARGS(value));
}

static bool
choice_set(long *number, const struct option_info *info, struct str value,
           struct err *err)
{
    struct buf words = BUF_INIT(ERR_TEXT_SIZE);
    struct nearest nearest;
    size_t i;

    nearest_begin(&nearest, value);
    for (i = 0; info->words[i]; i++) {
        if (str_is(value, info->words[i])) {
            *number = (long)i;
            buf_release(&words);
            return true;
        }
        nearest_try(&nearest, info->words[i]);
        (void)buf_addf(&words, "%s%s",
                       i == 0               ? ""
                       : info->words[i + 1] ? ", "
                                            : " or ",
                       info->words[i]);
    }
    nearest_say(&words, &nearest);
    (void)err_set_kind(err, ERR_USAGE, "it cannot be '%.*s', only %s",
                       STR_ARGS(value), buf_text(&words));
    buf_release(&words);
    return false;
}

static bool
word_set(char **word, const struct option_info *info, struct str value,
         struct err *err)
{
    if (info->check && !info->check(value, err))
        return false;
    free(*word);
    *word = xstrndup(value.at, value.len);
    return true;
}

static bool
value_set(struct options *options, size_t option, struct str value,
          struct err *err)
{
    const struct option_info *info = &option_table[option];

    switch (info->type) {
    case OPTION_NUMBER:
        return number_set(&options->number[option], info, value, err);
    case OPTION_SWITCH:
        return switch_set(&options->number[option], info, value, err);
    case OPTION_CHOICE:
        return choice_set(&options->number[option], info, value, err);
    case OPTION_WORD:
        return word_set(&options->word[option], info, value, err);
    }
    return err_set(err, "an option without a type");
}

size_t
option_find(struct str name)
{
    size_t i;

    for (i = 0; i < OPTION_COUNT; i++)
        if (str_is(name, option_table[i].name))
            break;
    return i;
}

static bool
no_option(struct str name, struct err *err)
{
    struct buf hint = BUF_INIT(ERR_TEXT_SIZE);
    struct nearest nearest;

    nearest_begin(&nearest, name);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        nearest_try(&nearest, option_table[i].name);
    nearest_say(&hint, &nearest);
    (void)err_set_kind(err, ERR_USAGE, "there is no option '%.*s'%s",
                       STR_ARGS(name), buf_text(&hint));
    buf_release(&hint);
    return false;
}

bool
options_set(struct options *options, struct str name, struct str value,
            struct err *err)
{
    size_t i = option_find(name);

    if (i == OPTION_COUNT)
        return no_option(name, err);
    if (!value_set(options, i, value, err))
        return err_while(err, "%s", option_table[i].name);
    options->generation++;
    return true;
}

void
options_put(struct options *options, enum option option, long number)
{
    assert(option_table[option].type != OPTION_WORD);
    assert(number >= option_table[option].min &&
           number <= option_table[option].max);
    options->number[option] = number;
    options->generation++;
}

void
options_list_values(struct str name, word_fn each, void *data)
{
    size_t option = option_find(name), i;
    const struct option_info *info = &option_table[option];

    if (option == OPTION_COUNT)
        return;
    if (info->type == OPTION_SWITCH) {
        each(data, "on", NULL);
        each(data, "off", NULL);
    }
    for (i = 0; info->words && info->words[i]; i++)
        each(data, info->words[i], NULL);
    if (info->list)
        info->list(each, data);
}
