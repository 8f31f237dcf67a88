/*
 * picture.h - a grid as something that can be kept: text, text with ANSI
 * colours, or a drawing (SVG).
 *
 * The colours are those of the theme with 256 of them. What a cell shows is
 * harmless already (canvas.h); the SVG escapes what XML needs.
 */
#ifndef CELLS_PICTURE_H
#define CELLS_PICTURE_H

#include "ui/cells/grid.h"
#include "ui/cells/theme.h"

enum picture_form { PICTURE_TEXT, PICTURE_ANSI, PICTURE_SVG };

/* By the end of a file's name: .svg, .ansi or .ans, else text. */
enum picture_form picture_form_of(struct str file);

/* False when `out` is full. */
bool picture_add(struct buf *out, const struct grid *grid,
                 const struct theme *theme, enum picture_form form);

#endif
