/*
 * theme.c - how each role looks, in one table.
 *
 * The rich colours are chosen to be read on a black and on a white terminal
 * and, for the lasting roles, on the grounds of SELECTED and HEADER too: the
 * least contrast is 2.6 to 1, which tests/test_role.c measures. With 8 or 16
 * colours
 * the grounds are reversed instead, because no ground of the eight lets red
 * and green be read alike.
 */
#include "config.h"

#include "ui/cells/role.h"

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
