#include "config.h"

#include "base/mem.h"
#include "work/command.h"

#include <stdlib.h>

/* ---- words about options ------------------------------------------------- */

static void
say(struct buf *out, enum option option, long number, const char *word)
{
    const struct option_info *info = &option_table[option];

    switch (info->type) {
    case OPTION_NUMBER:
        (void)buf_addf(out, "%ld", number);
        break;
    case OPTION_SWITCH:
        (void)buf_add_text(out, number ? "on" : "off");
        break;
    case OPTION_CHOICE:
        (void)buf_add_text(out, info->words[number]);
        break;
    case OPTION_WORD:
        (void)buf_add_text(out, word);
        break;
    }
}

void
option_say_value(struct buf *out, const struct options *options,
                 enum option option)
{
    say(out, option, options->number[option], options->word[option]);
}

void
option_say_initial(struct buf *out, enum option option)
{
    say(out, option, option_table[option].initial,
        option_table[option].initial_word);
}

static void
add_word(void *data, const char *word, const char *help)
{
    struct buf *out = data;

    (void)help;
    (void)buf_addf(out, "%s%s", out->len > 0 ? " " : "", word);
}

void
option_say_range(struct buf *out, enum option option)
{
    const struct option_info *info = &option_table[option];
    struct buf words = BUF_INIT(ERR_TEXT_SIZE);

    if (info->type == OPTION_NUMBER)
        (void)buf_addf(&words, "%ld to %ld", info->min, info->max);
    else if (info->type == OPTION_SWITCH)
        (void)buf_add_text(&words, "on or off");
    else
        options_list_values(str_of(info->name), add_word, &words);
    (void)buf_add_str(out, buf_str(&words));
    buf_release(&words);
}

/* ---- what is kept across runs -------------------------------------------- */

void
options_note(struct options *options, enum options_note note)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        struct buf value = BUF_INIT(ERR_TEXT_SIZE);

        option_say_value(&value, options, (enum option)i);
        free(options->noted[note][i]);
        options->noted[note][i] = xstrdup(buf_text(&value));
        buf_release(&value);
    }
}

/* Its value; where that is still the one of an argument, the one before. */
static void
say_chosen(struct buf *out, const struct options *options, enum option option)
{
    const char *given = options->noted[OPTIONS_GIVEN][option];
    const char *remembered = options->noted[OPTIONS_REMEMBERED][option];

    option_say_value(out, options, option);
    if (!given || !remembered || strcmp(buf_text(out), given) != 0)
        return;
    buf_clear(out);
    (void)buf_add_text(out, remembered);
}

void
options_say_chosen(struct buf *out, const struct options *options)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        struct buf value = BUF_INIT(ERR_TEXT_SIZE);
        struct buf usual = BUF_INIT(ERR_TEXT_SIZE);

        say_chosen(&value, options, (enum option)i);
        if (options->noted[OPTIONS_OF_RC][i])
            (void)buf_add_text(&usual, options->noted[OPTIONS_OF_RC][i]);
        else
            option_say_initial(&usual, (enum option)i);
        if (option_table[i].is_kept &&
            !str_equal(buf_str(&value), buf_str(&usual)))
            (void)buf_addf(out, "set %s %s\n", option_table[i].name,
                           buf_text(&value));
        buf_release(&value);
        buf_release(&usual);
    }
}

/* ---- the command --------------------------------------------------------- */

static bool
set_run(void *context, const struct words *words, struct err *err)
{
    struct options *options = context;
    size_t option = OPTION_COUNT;

    if (words->count == 3)
        return options_set(options, words->at[1], words->at[2], err);
    if (words->count == 2) {
        option = option_find(words->at[1]);
        if (option == OPTION_COUNT)
            return err_set_kind(err, ERR_USAGE, "there is no option '%.*s'",
                                STR_ARGS(words->at[1]));
    }
    if (!options->show)
        return err_set_kind(err, ERR_USAGE, "nobody would see it here");
    options->show(options->data, (enum option)option);
    return true;
}

static void
set_complete(void *context, const struct words *words, word_fn each, void *data)
{
    size_t i;

    (void)context;
    if (words->count > 1) {
        options_list_values(words->at[1], each, data);
        return;
    }
    for (i = 0; i < OPTION_COUNT; i++)
        each(data, option_table[i].name, option_table[i].help);
}

const struct command option_commands[] = {
    {.name = "set",
     .usage = "[NAME [VALUE]]",
     .help = "set an option, or show it or all",
     .min_words = 0,
     .max_words = 2,
     .run = set_run,
     .complete = set_complete},
};
const size_t option_command_count =
    sizeof(option_commands) / sizeof(option_commands[0]);
