/*
 * theme.h - how each role looks, as somebody may have it otherwise.
 *
 *     color ROLE FG [BG] [ATTRIBUTE...]
 *
 * says how a role looks with 256 colours; what it is with fewer is made of
 * that: with 8 or 16 the one that is nearest, without colours the attributes,
 * to which those are added that the role has there by default, so that no
 * meaning is lost where there is no colour. The look that a role has by default
 * with 256 colours gives it back all that it is by default.
 *
 * A colour is a name (red, bright-red, default), a number from 0 to 255 or
 * #rrggbb, which becomes the nearest of the 256.
 */
#ifndef CELLS_THEME_H
#define CELLS_THEME_H

#include "ui/cells/role.h"
#include "work/command.h"

struct theme {
    struct theme_row at[ROLE_COUNT];
    /* Counts what was set: whoever made something of the looks makes it anew
     * when it is another. */
    unsigned generation;
};

/* As it is by default. */
void theme_init(struct theme *theme);
void theme_set(struct theme *theme, enum role role, struct look rich);

bool color_parse(short *color, struct str word, struct err *err);

/* `color`; the context is a struct theme. */
extern const struct command theme_commands[];
extern const size_t theme_command_count;

#endif
