/*
 * ink.c - colours that are not ours, in those that the terminal has.
 */
#include "config.h"

#include "ui/cells/role.h"

#define BASIC_COLORS 8
#define CUBE 16 /* the first of 6 x 6 x 6 */
#define GREYS 232
#define LEVELS 6

static const int levels[LEVELS] = {0, 95, 135, 175, 215, 255};

static int
square(int value)
{
    return value * value;
}

static int
distance(const int a[3], int red, int green, int blue)
{
    return square(a[0] - red) + square(a[1] - green) + square(a[2] - blue);
}

static int
nearest_level(int value)
{
    int best = 0;

    for (int i = 1; i < LEVELS; i++)
        if (square(levels[i] - value) < square(levels[best] - value))
            best = i;
    return best;
}

int
color_nearest(unsigned red, unsigned green, unsigned blue)
{
    const int wanted[3] = {(int)red, (int)green, (int)blue};
    int r = nearest_level(wanted[0]), g = nearest_level(wanted[1]),
        b = nearest_level(wanted[2]);
    int grey = ((wanted[0] + wanted[1] + wanted[2]) / 3 - 3) / 10;

    if (grey < 0)
        grey = 0;
    if (grey > 23)
        grey = 23;

    int light = 8 + 10 * grey;
    if (distance(wanted, light, light, light) <
        distance(wanted, levels[r], levels[g], levels[b]))
        return GREYS + grey;
    return CUBE + LEVELS * LEVELS * r + LEVELS * g + b;
}

/* Of a dark colour the strongest part
 * counts, so that it does not become black. */
short
color_basic(int color)
{
    int parts[3];
    int most = 0;
    short basic = 0;

    if (color < CUBE)
        return (short)(color % BASIC_COLORS);
    if (color >= GREYS) {
        parts[0] = parts[1] = parts[2] = 8 + 10 * (color - GREYS);
    } else {
        color -= CUBE;
        parts[0] = levels[color / (LEVELS * LEVELS)];
        parts[1] = levels[color / LEVELS % LEVELS];
        parts[2] = levels[color % LEVELS];
    }
    for (int i = 0; i < 3; i++)
        most = parts[i] > most ? parts[i] : most;
    for (int i = 0; i < 3; i++)
        if (most >= 64 && parts[i] * 3 >= most * 2)
            basic = (short)(basic | 1 << i);
    return basic;
}

bool
color_is_bright(int color)
{
    return color >= BASIC_COLORS && color < CUBE;
}

struct look
ink_look(struct look look, enum depth depth, struct ink ink)
{
    bool is_rich = depth == DEPTH_RICH;

    look.attributes |= ink.flags & (unsigned)~(INK_FORE | INK_BACK);
    if (depth == DEPTH_PLAIN)
        return look;
    if ((ink.flags & INK_FORE) && look.fore == COLOR_DEFAULT) {
        look.fore = is_rich ? ink.fore : color_basic(ink.fore);
        if (!is_rich && color_is_bright(ink.fore))
            look.attributes |= ATTRIBUTE_BOLD;
    }
    if ((ink.flags & INK_BACK) && look.back == COLOR_DEFAULT)
        look.back = is_rich ? ink.back : color_basic(ink.back);
    return look;
}
