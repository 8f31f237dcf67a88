/*
 * canvas.h - a rectangle of a grid to draw in; nothing gets outside of it.
 *
 * All text passes base/text.h here: this is where bytes from containers
 * become harmless, so no view can forget it.
 */
#ifndef CELLS_CANVAS_H
#define CELLS_CANVAS_H

#include "ui/cells/grid.h"

struct canvas {
    struct grid *grid;
    struct point at; /* of its left upper corner in the grid */
    struct size size;
};

struct canvas canvas_whole(struct grid *grid);
/* The part of `canvas` at (x, y), clipped to it; may be empty. */
struct canvas canvas_part(const struct canvas *canvas, int x, int y, int width,
                          int height);

/* Draw at (x, y); what does not fit is clipped; a wide glyph whose half would
 * be cut is a blank. Returns the x where more text would go on: behind the
 * last glyph, but never behind the canvas. */
int canvas_text(struct canvas *canvas, int x, int y, enum role role,
                struct str text);
int canvas_textf(struct canvas *canvas, int x, int y, enum role role,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));
/* One glyph in ink; what does not fit in as a whole is left out. */
void canvas_glyph(struct canvas *canvas, int x, int y, enum role role,
                  struct ink ink, const struct glyph *glyph);
/* In a field of `width` cells, filled with blanks; cut in the middle. */
void canvas_field(struct canvas *canvas, int x, int y, int width, bool is_right,
                  enum role role, struct str text);
void canvas_fill(struct canvas *canvas, int x, int y, int width,
                 enum role role);
/* A row of one sign from edge to edge: "───────". */
void canvas_rule(struct canvas *canvas, int y, enum role role,
                 const char *sign);
/* Give cells another role, keeping what they show. Roles of trouble and the
 * like stay and get `role` as their ground: see role.h. */
void canvas_paint(struct canvas *canvas, int x, int y, int width,
                  enum role role);
void canvas_clear(struct canvas *canvas);
/* Outside of the canvas the cursor is hidden. */
void canvas_set_cursor(struct canvas *canvas, int x, int y);

#endif
