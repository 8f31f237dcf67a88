/*
 * ansi.h - text with the colours that its writer asked for, made harmless.
 *
 * A program's output has escape sequences in it. Of those only SGR, which sets
 * colours and attributes, has an effect here; all other whole sequences (CSI,
 * OSC, DCS and the like, charsets) are dropped, and whatever else would command
 * a terminal becomes U+FFFD as everywhere (base/text.h). A sequence that does
 * not end is text. Tabs reach to the next multiple of eight columns.
 *
 * SGR: bold, dim, underline, reverse; the 16 colours, the 256, and true colour
 * as the nearest of the 256, with `;` and with `:`. Blinking, hidden and the
 * like are not kept. Text begins without any.
 *
 * A struct ansi is a place in a text: copy it to come back to it.
 */
#ifndef CELLS_ANSI_H
#define CELLS_ANSI_H

#include "base/text.h"
#include "ui/cells/role.h"

#define ANSI_TAB 8

struct ansi {
    struct str rest;
    struct ink ink;
    size_t at;            /* of `rest` in escape_strip() of the whole text */
    size_t column;        /* of what comes next */
    unsigned char blanks; /* of a tab, still to come */
};

void ansi_begin(struct ansi *ansi, struct str text);
/* The next glyph, in ansi->ink; false at the end. */
bool ansi_next(struct ansi *ansi, struct glyph *glyph);
/* Step over glyphs that fit in `width` cells, at least over one; false at the
 * end. */
bool ansi_skip(struct ansi *ansi, size_t width);

#endif
