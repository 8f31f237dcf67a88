/*
 * grid.h - the screen as cells, without a terminal.
 *
 * A grid is width x height cells, each a glyph and a role. Views draw into it
 * through canvases; ui/term compares it with what the terminal shows and
 * sends the difference; tests print it as text. A wide glyph takes its cell
 * and leaves the next one empty.
 */
#ifndef CELLS_GRID_H
#define CELLS_GRID_H

#include "base/buf.h"
#include "base/text.h"
#include "ui/cells/role.h"

#define GRID_WIDTH_MAX 1000
#define GRID_HEIGHT_MAX 500
#define CELL_BYTES 15 /* longer graphemes lose their last marks */

/* Only bytes, all of them set: cells are compared with memcmp(). */
struct cell {
    /* UTF-8, NUL-terminated, filled with NULs; "" behind a wide one. */
    char bytes[CELL_BYTES + 1];
    unsigned char role;
    unsigned char ground; /* see role.h */
    struct ink ink;       /* see role.h */
};

struct size {
    int width, height;
};

struct point {
    int x, y;
};

struct grid {
    struct size size;
    struct cell *cells; /* row by row */
    /* Where the terminal's cursor shall stand; x < 0: hidden. */
    struct point cursor;
    /* The cells are those of the last picture, so that whoever draws may leave
     * out what is as it was; else they are blank. */
    bool is_kept;
    unsigned long picture; /* which one they are of, for who drew it; 0: none */
};

void grid_init(struct grid *grid);
void grid_release(struct grid *grid);
/* All cells blank and plain. Sizes are clamped to the maxima. */
void grid_resize(struct grid *grid, struct size size);
void grid_clear(struct grid *grid);
/* All cells as they are, but no cursor: to draw what changed. */
void grid_keep(struct grid *grid);
const struct cell *grid_cell(const struct grid *grid, int x, int y);
/* Put a glyph at (x, y), where it must fit in. A wide glyph of which only one
 * half stays becomes a blank. */
void grid_put(struct grid *grid, int x, int y, enum role role,
              const struct glyph *glyph);
/* The same for text of which each byte is a cell, text_plain(), and for blanks;
 * at least one cell. */
void grid_put_plain(struct grid *grid, int x, int y, enum role role,
                    struct str text);
void grid_fill(struct grid *grid, int x, int y, int width, enum role role);
/* Give a cell another role, keeping what it shows; see role.h. */
void grid_paint(struct grid *grid, int x, int y, enum role role);
/* Give a cell ink, keeping what it shows. */
void grid_ink(struct grid *grid, int x, int y, struct ink ink);
bool grid_row_equal(const struct grid *a, const struct grid *b, int y);

/* The picture as lines of text, blanks at the ends of lines cut. With `roles`
 * each line of text is followed by one that names roles by their letters,
 * where a line has any but plain: for golden pictures. A lasting role on a
 * ground is a capital letter. */
void grid_print(struct buf *out, const struct grid *grid, bool roles);

#endif
