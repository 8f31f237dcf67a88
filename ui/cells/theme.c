/*
 * theme.c - how each role looks, in one table, and what may be changed of it.
 *
 * The rich colours are chosen to be read on a black and on a white terminal
 * and, for the lasting roles, on the grounds of SELECTED and HEADER too: the
 * least contrast is 2.6 to 1, which tests/test_role.c measures. With 8 or 16
 * colours
 * the grounds are reversed instead, because no ground of the eight lets red
 * and green be read alike.
 */
#include "config.h"

#include "ui/cells/theme.h"

#include <string.h>

#define NONE ATTRIBUTE_NONE
#define BOLD ATTRIBUTE_BOLD
#define DIM ATTRIBUTE_DIM
#define UNDERLINE ATTRIBUTE_UNDERLINE
#define REVERSE ATTRIBUTE_REVERSE

/* The attributes alone, in the terminal's own colours. */
#define IN(attributes)                                                         \
    {                                                                          \
        COLOR_DEFAULT, COLOR_DEFAULT, (attributes)                             \
    }
#define INK(fore, attributes)                                                  \
    {                                                                          \
        (fore), COLOR_DEFAULT, (attributes)                                    \
    }
#define INK_ON(fore, back, attributes)                                         \
    {                                                                          \
        (fore), (back), (attributes)                                           \
    }

/* The names of the colours that stand here by number. */
enum {
    BLACK = 0,
    RED = 1,
    GREEN = 2,
    YELLOW = 3,
    MAGENTA = 5,
    CYAN = 6,
    WHITE = 7,
    RICH_SEA = 24,
    RICH_LEAF = 71,
    RICH_STEEL = 103,
    RICH_BLOOD = 124,
    RICH_PLUM = 139,
    RICH_OCHRE = 136,
    RICH_ORANGE = 172,
    RICH_CORAL = 203,
    RICH_WHITE = 231,
    RICH_NIGHT = 236,
    RICH_SLATE = 238,
    RICH_GREY = 244,
};

const struct theme_row theme_default[ROLE_COUNT] = {
    [ROLE_PLAIN] = {IN(NONE), IN(NONE), IN(NONE)},
    [ROLE_DIM] = {INK(RICH_GREY, NONE), IN(DIM), IN(DIM)},
    [ROLE_GOOD] = {INK(RICH_LEAF, NONE), INK(GREEN, NONE), IN(NONE)},
    [ROLE_STOPPED] = {INK(RICH_STEEL, NONE), INK(CYAN, NONE), IN(DIM)},
    [ROLE_BUSY] = {INK(RICH_ORANGE, NONE), INK(YELLOW, NONE), IN(UNDERLINE)},
    [ROLE_TROUBLE] = {INK(RICH_CORAL, BOLD), INK(RED, BOLD), IN(BOLD)},
    [ROLE_STALE] = {INK(RICH_PLUM, NONE), INK(MAGENTA, NONE), IN(DIM)},
    [ROLE_SELECTED] = {INK_ON(RICH_WHITE, RICH_SLATE, NONE), IN(REVERSE),
                       IN(REVERSE)},
    [ROLE_MATCH] = {IN(BOLD | UNDERLINE), IN(BOLD | UNDERLINE),
                    IN(BOLD | UNDERLINE)},
    [ROLE_MARKED] = {INK(RICH_OCHRE, BOLD), INK(YELLOW, BOLD), IN(BOLD)},
    [ROLE_STDERR] = {INK(RICH_ORANGE, NONE), INK(YELLOW, NONE), IN(NONE)},
    [ROLE_TITLE] = {IN(BOLD), IN(BOLD), IN(BOLD)},
    [ROLE_SORTED] = {IN(BOLD | UNDERLINE), IN(BOLD | UNDERLINE),
                     IN(BOLD | UNDERLINE)},
    [ROLE_HEADER] = {INK_ON(RICH_WHITE, RICH_NIGHT, NONE), IN(REVERSE),
                     IN(REVERSE)},
    [ROLE_KEY] = {IN(BOLD), IN(BOLD), IN(BOLD)},
    [ROLE_KEY_HELP] = {INK(RICH_GREY, NONE), IN(NONE), IN(NONE)},
    [ROLE_QUESTION] = {INK_ON(RICH_WHITE, RICH_SEA, BOLD), IN(BOLD | REVERSE),
                       IN(BOLD | REVERSE)},
    [ROLE_ERROR] = {INK_ON(RICH_WHITE, RICH_BLOOD, BOLD),
                    INK_ON(WHITE, RED, BOLD), IN(BOLD | REVERSE)},
};

void
theme_init(struct theme *theme)
{
    memcpy(theme->at, theme_default, sizeof(theme->at));
    theme->generation = 0;
}

static bool
look_equal(const struct look *a, const struct look *b)
{
    return a->fore == b->fore && a->back == b->back &&
           a->attributes == b->attributes;
}

/* The same with eight colours. What is too dark for them to tell from the
 * ground is dim, and on a ground of its own colour it is reversed. */
static struct look
basic_look(struct look look)
{
    if (look.fore != COLOR_DEFAULT) {
        if (color_is_bright(look.fore))
            look.attributes |= BOLD;
        look.fore = color_basic(look.fore);
    }
    if (look.back != COLOR_DEFAULT)
        look.back = color_basic(look.back);
    if (look.fore == BLACK && look.back == COLOR_DEFAULT) {
        look.fore = COLOR_DEFAULT;
        look.attributes |= DIM;
    } else if (look.fore != COLOR_DEFAULT && look.fore == look.back) {
        look.back = COLOR_DEFAULT;
        look.attributes |= REVERSE;
    }
    return look;
}

void
theme_set(struct theme *theme, enum role role, struct look rich)
{
    const struct theme_row *usual = &theme_default[role];
    struct theme_row *row = &theme->at[role];

    if (look_equal(&rich, &usual->rich)) {
        *row = *usual;
    } else {
        row->rich = rich;
        row->basic = basic_look(rich);
        row->plain = usual->plain;
        row->plain.attributes |= rich.attributes;
    }
    theme->generation++;
}
