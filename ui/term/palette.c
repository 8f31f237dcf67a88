/*
 * palette.c - how many colours the terminal has, and looks made of them.
 */
#include "config.h"

#include "ui/term/palette.h"

#define RICH_COLORS 256
#define BASIC_COLORS 8

static enum depth
find_depth(bool wants_color)
{
    if (!wants_color || !has_colors() || start_color() == ERR ||
        COLORS < BASIC_COLORS)
        return DEPTH_PLAIN;
    return COLORS >= RICH_COLORS ? DEPTH_RICH : DEPTH_BASIC;
}

void
palette_init(struct palette *palette, const struct theme *theme,
             bool wants_color)
{
    *palette = (struct palette){.theme = theme,
                                .generation = theme->generation,
                                .depth = find_depth(wants_color),
                                .pair_count = 1};
    if (palette->depth == DEPTH_PLAIN)
        return;
    palette->has_default_colors = use_default_colors() == OK;
    palette->pair_max =
        (short)(COLOR_PAIRS < PALETTE_PAIRS ? COLOR_PAIRS : PALETTE_PAIRS);
}

bool
palette_renew(struct palette *palette)
{
    if (palette->generation == palette->theme->generation)
        return false;
    palette_init(palette, palette->theme, palette->depth != DEPTH_PLAIN);
    return true;
}

/* 0, the terminal's own colours, when `most` pairs are made. */
static short
pair_of(struct palette *palette, short fore, short back, short most)
{
    short *pair = &palette->pairs[fore + 1][back + 1];

    if (fore == COLOR_DEFAULT && back == COLOR_DEFAULT)
        return 0;
    if (!palette->has_default_colors) {
        fore = fore == COLOR_DEFAULT ? COLOR_WHITE : fore;
        back = back == COLOR_DEFAULT ? COLOR_BLACK : back;
    }
    if (*pair == 0 && palette->pair_count < most &&
        init_pair(palette->pair_count, fore, back) != ERR)
        *pair = palette->pair_count++;
    return *pair;
}

static struct paint
make_paint(struct palette *palette, struct look look, short most)
{
    static const struct {
        enum attribute ours;
        attr_t theirs;
    } rows[] = {
        {ATTRIBUTE_BOLD, WA_BOLD},
        {ATTRIBUTE_DIM, WA_DIM},
        {ATTRIBUTE_UNDERLINE, WA_UNDERLINE},
        {ATTRIBUTE_REVERSE, WA_REVERSE},
    };
    struct paint paint = {.attributes = WA_NORMAL};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (look.attributes & rows[i].ours)
            paint.attributes |= rows[i].theirs;
    }
    if (palette->depth != DEPTH_PLAIN)
        paint.pair = pair_of(palette, look.fore, look.back, most);
    return paint;
}

struct paint
palette_paint(struct palette *palette, enum role role, enum role ground)
{
    if (!palette->is_known[role][ground]) {
        palette->paints[role][ground] = make_paint(
            palette,
            role_look(palette->theme->at, palette->depth, role, ground),
            palette->pair_max);
        palette->is_known[role][ground] = true;
    }
    return palette->paints[role][ground];
}

struct paint
palette_paint_ink(struct palette *palette, enum role role, enum role ground,
                  struct ink ink)
{
    struct look look =
        role_look(palette->theme->at, palette->depth, role, ground);

    if (ink.flags == 0)
        return palette_paint(palette, role, ground);
    return make_paint(palette, ink_look(look, palette->depth, ink),
                      (short)(palette->pair_max / 4 * 3));
}
