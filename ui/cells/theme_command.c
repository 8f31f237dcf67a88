/*
 * theme_command.c - `color ROLE FG [BG] [ATTRIBUTE...]`.
 */
#include "config.h"

#include "ui/cells/theme.h"

#define RICH_COLORS 256
#define BRIGHT "bright-"
#define BRIGHT_FIRST 8
#define ATTRIBUTE_COUNT 5
#define RGB_DIGITS 6

static const char *const color_names[] = {"black", "red",     "green", "yellow",
                                          "blue",  "magenta", "cyan",  "white"};
#define COLOR_NAMES (sizeof(color_names) / sizeof(color_names[0]))

static const struct {
    const char *name;
    enum attribute attribute;
} attributes[ATTRIBUTE_COUNT] = {
    {"bold", ATTRIBUTE_BOLD},           {"dim", ATTRIBUTE_DIM},
    {"underline", ATTRIBUTE_UNDERLINE}, {"reverse", ATTRIBUTE_REVERSE},
    {"none", ATTRIBUTE_NONE},
};

/* ---- colours ------------------------------------------------------------- */

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* "#1e90ff" */
static bool
rgb_parse(short *color, struct str word)
{
    unsigned parts[3] = {0};

    if (word.len != 1 + RGB_DIGITS || word.at[0] != '#')
        return false;
    for (size_t i = 0; i < RGB_DIGITS; i++) {
        int digit = hex_digit(word.at[1 + i]);

        if (digit < 0)
            return false;
        parts[i / 2] = parts[i / 2] * 16 + (unsigned)digit;
    }
    *color = (short)color_nearest(parts[0], parts[1], parts[2]);
    return true;
}

static bool
name_parse(short *color, struct str word)
{
    short first = 0;

    if (str_is(word, "default")) {
        *color = COLOR_DEFAULT;
        return true;
    }
    if (str_starts(word, BRIGHT)) {
        first = BRIGHT_FIRST;
        word = str_make(word.at + strlen(BRIGHT), word.len - strlen(BRIGHT));
    }
    for (size_t i = 0; i < COLOR_NAMES; i++) {
        if (!str_is(word, color_names[i]))
            continue;
        *color = (short)(first + (short)i);
        return true;
    }
    return false;
}

bool
color_parse(short *color, struct str word, struct err *err)
{
    unsigned long long number;

    if (name_parse(color, word) || rgb_parse(color, word))
        return true;
    if (!str_to_u64(word, &number) || number >= RICH_COLORS)
        return err_set_kind(
            err, ERR_USAGE,
            "'%.*s' is no colour; there are: default black red green yellow "
            "blue magenta cyan white, those with bright- in front, 0 to 255, "
            "#rrggbb",
            STR_ARGS(word));
    *color = (short)number;
    return true;
}

static void
colors_list(word_fn each, void *data)
{
    static const char *const bright_names[] = {
        BRIGHT "black", BRIGHT "red",     BRIGHT "green", BRIGHT "yellow",
        BRIGHT "blue",  BRIGHT "magenta", BRIGHT "cyan",  BRIGHT "white"};

    each(data, "default", "the terminal's own");
    for (size_t i = 0; i < COLOR_NAMES; i++)
        each(data, color_names[i], NULL);
    for (size_t i = 0; i < COLOR_NAMES; i++)
        each(data, bright_names[i], NULL);
}

/* ---- roles and attributes ------------------------------------------------ */

static bool
role_parse(enum role *role, struct str word, struct err *err)
{
    struct buf names = BUF_INIT(ERR_TEXT_SIZE);

    for (int i = 0; i < ROLE_COUNT; i++) {
        *role = (enum role)i;
        if (str_is(word, role_name(*role))) {
            buf_release(&names);
            return true;
        }
        (void)buf_addf(&names, " %s", role_name(*role));
    }
    (void)err_set_kind(err, ERR_USAGE, "there is no role '%.*s'; there are:%s",
                       STR_ARGS(word), buf_text(&names));
    buf_release(&names);
    return false;
}

static bool
attribute_parse(unsigned *set, struct str word)
{
    for (size_t i = 0; i < ATTRIBUTE_COUNT; i++) {
        if (!str_is(word, attributes[i].name))
            continue;
        *set |= attributes[i].attribute;
        return true;
    }
    return false;
}

/* The words behind the first colour: another one may come first. */
static bool
rest_parse(struct look *look, const struct words *words, struct err *err)
{
    for (size_t i = 3; i < words->count; i++) {
        struct str word = words->at[i];

        if (attribute_parse(&look->attributes, word))
            continue;
        if (i > 3)
            return err_set_kind(err, ERR_USAGE,
                                "'%.*s' is none of: bold dim underline reverse "
                                "none",
                                STR_ARGS(word));
        if (!color_parse(&look->back, word, err))
            return false;
    }
    return true;
}

static bool
color_run(void *context, const struct words *words, struct err *err)
{
    struct look look = {COLOR_DEFAULT, COLOR_DEFAULT, ATTRIBUTE_NONE};
    enum role role;

    if (!role_parse(&role, words->at[1], err) ||
        !color_parse(&look.fore, words->at[2], err) ||
        !rest_parse(&look, words, err))
        return false;
    theme_set(context, role, look);
    return true;
}

static void
color_complete(void *context, const struct words *words, word_fn each,
               void *data)
{
    (void)context;
    for (int i = 0; words->count == 1 && i < ROLE_COUNT; i++)
        each(data, role_name((enum role)i), NULL);
    if (words->count == 2 || words->count == 3)
        colors_list(each, data);
    for (size_t i = 0; words->count > 2 && i < ATTRIBUTE_COUNT; i++)
        each(data, attributes[i].name, NULL);
}

const struct command theme_commands[] = {
    {.name = "color",
     .usage = "ROLE FG [BG] [bold|dim|underline|reverse]...",
     .help = "how what means something looks: a colour is a name, bright-NAME, "
             "default, 0 to 255 or #rrggbb",
     .min_words = 2,
     .max_words = 3 + ATTRIBUTE_COUNT,
     .run = color_run,
     .complete = color_complete},
};
const size_t theme_command_count =
    sizeof(theme_commands) / sizeof(theme_commands[0]);
