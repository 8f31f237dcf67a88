/*
 * palette.h - roles as curses sees them: attributes and colour pairs.
 *
 * Pairs are made when a role is first drawn, because a terminal with 8 colours
 * has few. Only ui/term/display.c includes this: it is behind the door to
 * curses.
 */
#ifndef TERM_PALETTE_H
#define TERM_PALETTE_H

#include "ui/cells/theme.h"

/* Functions, not macros with names like clear() and move(). */
#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <curses.h>

/* A pair is a short; terminals with 256 colours have as many as that. A part
 * of them is kept for the roles, whatever containers paint. */
#define PALETTE_PAIRS 32767
#define PALETTE_COLORS 257 /* 256, and before them the terminal's own */

struct paint {
    attr_t attributes;
    short pair;
};

struct palette {
    const struct theme *theme; /* borrowed */
    unsigned generation;       /* of the theme that the paints are made of */
    enum depth depth;
    bool has_default_colors;
    short pairs[PALETTE_COLORS][PALETTE_COLORS]; /* 0: not made */
    short pair_count, pair_max;
    struct paint paints[ROLE_COUNT][ROLE_COUNT];
    bool is_known[ROLE_COUNT][ROLE_COUNT];
};

/* After newterm(), and again when colours are wanted that were not, or the
 * other way round. Without colours there are attributes. */
void palette_init(struct palette *palette, const struct theme *theme,
                  bool wants_color);
/* Make all paints anew if the theme is not what they are made of. False: it
 * is. */
bool palette_renew(struct palette *palette);
struct paint palette_paint(struct palette *palette, enum role role,
                           enum role ground);
/* The same for text that has ink. */
struct paint palette_paint_ink(struct palette *palette, enum role role,
                               enum role ground, struct ink ink);

#endif
