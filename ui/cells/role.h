/*
 * role.h - what a cell means, and how each meaning looks.
 *
 * A role never says a colour. The theme, one table with a row per role, says
 * how a role looks with 256, 16 and 2 colours; meaning is never carried by
 * colour alone, so with 2 colours (or NO_COLOR) attributes are all there is.
 */
#ifndef CELLS_ROLE_H
#define CELLS_ROLE_H

#include "work/tone.h"

enum role {
#define ROLE(NAME, name) ROLE_##NAME,
#include "ui/cells/role.def"
    ROLE_COUNT,
};

enum attribute {
    ATTRIBUTE_NONE = 0,
    ATTRIBUTE_BOLD = 1,
    ATTRIBUTE_DIM = 2,
    ATTRIBUTE_UNDERLINE = 4,
    ATTRIBUTE_REVERSE = 8,
};

#define COLOR_DEFAULT (-1)

struct look {
    short fore, back; /* 0..255 or COLOR_DEFAULT */
    unsigned attributes;
};

struct theme_row {
    struct look rich;  /* 256 colours */
    struct look basic; /* 8 or 16 */
    struct look plain; /* none: attributes only */
};

extern const struct theme_row theme_default[ROLE_COUNT];

const char *role_name(enum role role);
enum role role_of_tone(enum tone tone);

#endif
