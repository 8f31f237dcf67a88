#include "config.h"

#include "ui/cells/ansi.h"

#include "base/escape.h"

#define ESCAPE '\x1b'
#define PARAMS 32 /* of an SGR; more are not obeyed */
#define PARAM_MOST 65535

/* ---- SGR ---------------------------------------------------------------- */

struct param {
    unsigned value;
    bool is_sub; /* stands behind a colon */
};

static size_t
read_params(struct param params[PARAMS], struct str text)
{
    size_t count = 1;

    params[0] = (struct param){0};
    for (size_t i = 0; i < text.len; i++) {
        struct param *last = &params[count - 1];
        char c = text.at[i];

        if (c == ';' || c == ':') {
            if (count == PARAMS)
                return count;
            params[count++] = (struct param){.is_sub = c == ':'};
        } else if (last->value <= PARAM_MOST) {
            last->value = last->value * 10 + (unsigned)(c - '0');
        }
    }
    return count;
}

/* What follows 38, 48 and 58: 5;N or 2;R;G;B, or the same with colons, and
 * there a colour space may stand before R. Returns how many parameters it
 * takes, and the colour, or -1. */
static size_t
read_color(const struct param *params, size_t count, int *color)
{
    size_t subs = 0;
    size_t at = 1;

    *color = -1;
    while (subs < count && params[subs].is_sub)
        subs++;
    if (subs > 0)
        count = subs;
    if (count >= 2 && params[0].value == 5) {
        *color = params[1].value < 256 ? (int)params[1].value : -1;
        return subs > 0 ? subs : 2;
    }
    if (count >= 4 && params[0].value == 2) {
        if (subs >= 5)
            at = 2;
        if (params[at].value < 256 && params[at + 1].value < 256 &&
            params[at + 2].value < 256)
            *color = color_nearest(params[at].value, params[at + 1].value,
                                   params[at + 2].value);
        return subs > 0 ? subs : 4;
    }
    return subs > 0 ? subs : count;
}

static void
set_fore(struct ink *ink, int color)
{
    if (color < 0)
        return;
    ink->fore = (unsigned char)color;
    ink->flags |= INK_FORE;
}

static void
set_back(struct ink *ink, int color)
{
    if (color < 0)
        return;
    ink->back = (unsigned char)color;
    ink->flags |= INK_BACK;
}

/* The colours that are one number. */
static void
obey_color(struct ink *ink, unsigned value)
{
    if (value >= 30 && value <= 37)
        set_fore(ink, (int)value - 30);
    else if (value >= 40 && value <= 47)
        set_back(ink, (int)value - 40);
    else if (value >= 90 && value <= 97)
        set_fore(ink, (int)value - 90 + 8);
    else if (value >= 100 && value <= 107)
        set_back(ink, (int)value - 100 + 8);
}

static const struct {
    unsigned char value, sets, clears;
} switches[] = {
    {1, ATTRIBUTE_BOLD, 0},
    {2, ATTRIBUTE_DIM, 0},
    {4, ATTRIBUTE_UNDERLINE, 0},
    {7, ATTRIBUTE_REVERSE, 0},
    {21, ATTRIBUTE_UNDERLINE, 0},
    {22, 0, ATTRIBUTE_BOLD | ATTRIBUTE_DIM},
    {24, 0, ATTRIBUTE_UNDERLINE},
    {27, 0, ATTRIBUTE_REVERSE},
    {39, 0, INK_FORE},
    {49, 0, INK_BACK},
};

static void
obey_switch(struct ink *ink, unsigned value)
{
    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
        if (switches[i].value == value) {
            ink->flags |= switches[i].sets;
            ink->flags &= (unsigned char)~switches[i].clears;
        }
    }
}

/* Colours that are not asked for are zero, so that equal inks have equal
 * bytes. */
static void
tidy(struct ink *ink)
{
    if (!(ink->flags & INK_FORE))
        ink->fore = 0;
    if (!(ink->flags & INK_BACK))
        ink->back = 0;
}

static void
obey(struct ink *ink, struct str text)
{
    struct param params[PARAMS];
    size_t count = read_params(params, text);
    int color;

    for (size_t i = 0; i < count; i++) {
        unsigned value = params[i].value;

        if (params[i].is_sub)
            continue;
        if (value == 0) {
            *ink = (struct ink){0};
        } else if (value == 38 || value == 48 || value == 58) {
            i += read_color(&params[i + 1], count - i - 1, &color);
            if (value == 38)
                set_fore(ink, color);
            else if (value == 48)
                set_back(ink, color);
        } else if (value == 4 && i + 1 < count && params[i + 1].is_sub &&
                   params[i + 1].value == 0) {
            obey_switch(ink, 24); /* 4:0 */
        } else {
            obey_color(ink, value);
            obey_switch(ink, value);
        }
    }
    tidy(ink);
}

/* ---- reading ------------------------------------------------------------ */

void
ansi_begin(struct ansi *ansi, struct str text)
{
    *ansi = (struct ansi){.rest = text};
}

static void
step(struct str *rest, size_t len)
{
    *rest = str_make(rest->at + len, rest->len - len);
}

static void
take_sequences(struct ansi *ansi)
{
    struct str sgr;

    while (ansi->rest.len > 0 && ansi->rest.at[0] == ESCAPE) {
        size_t len = escape_len(ansi->rest, &sgr);

        if (len == 0)
            return;
        if (sgr.at)
            obey(&ansi->ink, sgr);
        step(&ansi->rest, len);
    }
}

bool
ansi_next(struct ansi *ansi, struct glyph *glyph)
{
    size_t len;

    if (ansi->blanks == 0) {
        take_sequences(ansi);
        len = ansi->rest.len;
        if (len > 0 && ansi->rest.at[0] == '\t')
            ansi->blanks = (unsigned char)(ANSI_TAB - ansi->column % ANSI_TAB);
        if (!text_next(&ansi->rest, glyph))
            return false;
        len -= ansi->rest.len;
    } else {
        *glyph = (struct glyph){.bytes = " ", .len = 1, .width = 1};
        len = 1;
    }
    /* The byte of a tab ends with its last blank. */
    if (ansi->blanks == 0 || --ansi->blanks == 0)
        ansi->at += len;
    ansi->column += glyph->width;
    return true;
}

/* How many of the next bytes, at most `most`, are printing ASCII that nothing
 * stands on: a cell each. */
static size_t
plain_run(struct str text, size_t most)
{
    size_t len = 0;

    while (len < most && len < text.len && text.at[len] >= 0x20 &&
           text.at[len] <= 0x7e)
        len++;
    if (len > 0 && len < text.len && (unsigned char)text.at[len] >= 0x80)
        len--;
    return len;
}

bool
ansi_skip(struct ansi *ansi, size_t width)
{
    size_t used = 0;

    for (;;) {
        struct ansi before = *ansi;
        struct glyph glyph;
        size_t run =
            ansi->blanks == 0 ? plain_run(ansi->rest, width - used) : 0;

        if (run > 0) {
            step(&ansi->rest, run);
            ansi->at += run;
            ansi->column += run;
            used += run;
            continue;
        }
        if (!ansi_next(ansi, &glyph)) {
            *ansi = before;
            return used > 0;
        }
        used += glyph.width;
        if (used > width && used > glyph.width) {
            *ansi = before;
            return true;
        }
        if (used >= width)
            return true;
    }
}
