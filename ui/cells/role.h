/*
 * role.h - what a cell means, and how each meaning looks.
 *
 * A role never says a colour. The theme (theme.h), a row per role, says how a
 * role looks with 256, 16 and 2 colours; meaning is never carried by
 * colour alone, so with 2 colours (or NO_COLOR) attributes are all there is.
 *
 * A cell has a role and a ground. The ground is the role of the row it stands
 * in, painted after the text was drawn (the row under the cursor): most roles
 * give way to it, but the lasting ones (trouble and the like) keep the colour
 * of their text and take only the back of the ground. role_look() puts the
 * two together.
 */
#ifndef CELLS_ROLE_H
#define CELLS_ROLE_H

#include "work/tone.h"

#include <stdbool.h>

enum role {
#define ROLE(NAME, name, letter) ROLE_##NAME,
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

/* How a piece of text asks to look by itself: the colours that a container's
 * output has (ansi.h). Zeros ask for nothing. What the role says wins: ink
 * fills in the colours that it leaves open, and adds its attributes. */
struct ink {
    unsigned char fore, back; /* of 256, where the flags say so, else 0 */
    unsigned char flags;      /* enum attribute, INK_FORE, INK_BACK */
};

#define INK_FORE 16
#define INK_BACK 32

struct theme_row {
    struct look rich;  /* 256 colours */
    struct look basic; /* 8 or 16 */
    struct look plain; /* none: attributes only */
};

/* How many colours there are to look with. */
enum depth { DEPTH_PLAIN, DEPTH_BASIC, DEPTH_RICH };

extern const struct theme_row theme_default[ROLE_COUNT];

const char *role_name(enum role role);
char role_letter(enum role role);
/* Whether text in this role keeps its colour on a painted ground. */
bool role_is_lasting(enum role role);
enum role role_of_tone(enum tone tone);

/* How `role` looks on `ground` (ROLE_PLAIN: on nothing). */
struct look role_look(const struct theme_row *theme, enum depth depth,
                      enum role role, enum role ground);
/* `look` with the ink in it, as far as `depth` can show it. */
struct look ink_look(struct look look, enum depth depth, struct ink ink);
/* The one of the 256 colours that looks most like this; each below 256. The
 * first 16 are the terminal's to choose, so they are not among them. */
int color_nearest(unsigned red, unsigned green, unsigned blue);
/* One of the eight for one of the 256, and whether it is one of the second
 * eight, which are bold where there are none but the first. */
short color_basic(int color);
bool color_is_bright(int color);

#endif
