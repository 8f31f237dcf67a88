/*
 * palette.h - roles as curses sees them: attributes and colour pairs.
 *
 * Pairs are made when a role is first drawn, because a terminal with 8 colours
 * has few. Only ui/term/display.c includes this: it is behind the door to
 * curses.
 */
#ifndef TERM_PALETTE_H
#define TERM_PALETTE_H

#include "ui/cells/role.h"

/* Functions, not macros with names like clear() and move(). */
#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <curses.h>

#define PALETTE_PAIRS 256

struct paint {
    attr_t attributes;
    short pair;
};

struct palette {
    enum depth depth;
    bool has_default_colors;
    struct {
        short fore, back;
    } pairs[PALETTE_PAIRS]; /* [0] is the terminal's own */
    short pair_count, pair_max;
    struct paint paints[ROLE_COUNT][ROLE_COUNT];
    bool is_known[ROLE_COUNT][ROLE_COUNT];
};

/* After newterm(). Without colours there are attributes. */
void palette_init(struct palette *palette, bool wants_color);
struct paint palette_paint(struct palette *palette, enum role role,
                           enum role ground);

#endif
