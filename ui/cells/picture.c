#include "config.h"

#include "ui/cells/picture.h"

#include <string.h>

/* Of the drawing, in its own units. */
#define CELL_WIDTH 8
#define CELL_HEIGHT 17
#define BASELINE 13
#define MARGIN 12
#define INK "#d0d0d0"
#define PAPER "#16181d"

enum picture_form
picture_form_of(struct str file)
{
    if (str_ends(file, ".svg"))
        return PICTURE_SVG;
    if (str_ends(file, ".ansi") || str_ends(file, ".ans"))
        return PICTURE_ANSI;
    return PICTURE_TEXT;
}

/* What is drawn, and what with. */
struct painter {
    struct buf *out;
    const struct grid *grid;
    const struct theme *theme;
};

static struct look
look_at(const struct painter *painter, int x, int y)
{
    const struct cell *cell = grid_cell(painter->grid, x, y);
    struct look look =
        role_look(painter->theme->at, DEPTH_RICH, (enum role)cell->role,
                  (enum role)cell->ground);

    return ink_look(look, DEPTH_RICH, cell->ink);
}

static bool
look_equal(const struct look *a, const struct look *b)
{
    return a->fore == b->fore && a->back == b->back &&
           a->attributes == b->attributes;
}

/* Cells from x on that look the same; behind the last of them. */
static int
run_end(const struct painter *painter, int x, int y, struct look *look)
{
    *look = look_at(painter, x, y);
    for (x++; x < painter->grid->size.width; x++) {
        struct look next = look_at(painter, x, y);

        if (!look_equal(look, &next))
            break;
    }
    return x;
}

/* ---- ANSI ---------------------------------------------------------------- */

static void
add_ansi_look(struct buf *out, const struct look *look)
{
    (void)buf_add_text(out, "\x1b[0");
    if (look->attributes & ATTRIBUTE_BOLD)
        (void)buf_add_text(out, ";1");
    if (look->attributes & ATTRIBUTE_DIM)
        (void)buf_add_text(out, ";2");
    if (look->attributes & ATTRIBUTE_UNDERLINE)
        (void)buf_add_text(out, ";4");
    if (look->attributes & ATTRIBUTE_REVERSE)
        (void)buf_add_text(out, ";7");
    if (look->fore != COLOR_DEFAULT)
        (void)buf_addf(out, ";38;5;%d", look->fore);
    if (look->back != COLOR_DEFAULT)
        (void)buf_addf(out, ";48;5;%d", look->back);
    (void)buf_add_char(out, 'm');
}

static void
add_ansi_row(const struct painter *painter, int y)
{
    const struct grid *grid = painter->grid;
    struct buf *out = painter->out;
    int x = 0;

    while (x < grid->size.width) {
        struct look look;
        int end = run_end(painter, x, y, &look);

        add_ansi_look(out, &look);
        for (; x < end; x++)
            (void)buf_add_text(out, grid_cell(grid, x, y)->bytes);
    }
    (void)buf_add_text(out, "\x1b[0m\n");
}

/* ---- SVG ----------------------------------------------------------------- */

/* The palette of xterm: 16 colours, a cube of 6 x 6 x 6, 24 greys. */
static unsigned
rgb_of(short color)
{
    static const unsigned basic[16] = {
        0x1d1f21, 0xcc6666, 0x8fa65a, 0xd8a657, 0x81a2be, 0xb294bb,
        0x6fb3a8, 0xc5c8c6, 0x666666, 0xd54e53, 0xb9ca4a, 0xe7c547,
        0x7aa6da, 0xc397d8, 0x70c0b1, 0xeaeaea,
    };
    static const unsigned steps[6] = {0, 95, 135, 175, 215, 255};
    unsigned n = (unsigned)color;

    if (n < 16)
        return basic[n];
    if (n >= 232)
        return (8 + (n - 232) * 10) * 0x010101;
    n -= 16;
    return steps[n / 36] << 16 | steps[n / 6 % 6] << 8 | steps[n % 6];
}

static void
add_color(struct buf *out, short color, const char *usual)
{
    if (color == COLOR_DEFAULT)
        (void)buf_add_text(out, usual);
    else
        (void)buf_addf(out, "#%06x", rgb_of(color));
}

static void
add_escaped(struct buf *out, const char *bytes)
{
    for (; *bytes; bytes++) {
        if (*bytes == '<')
            (void)buf_add_text(out, "&lt;");
        else if (*bytes == '>')
            (void)buf_add_text(out, "&gt;");
        else if (*bytes == '&')
            (void)buf_add_text(out, "&amp;");
        else
            (void)buf_add_char(out, *bytes);
    }
}

static bool
is_blank_cell(const struct grid *grid, int x, int y)
{
    return strcmp(grid_cell(grid, x, y)->bytes, " ") == 0;
}

static void
add_svg_word(struct buf *out, const struct grid *grid, int x, int end, int y,
             const struct look *look)
{
    bool is_reverse = (look->attributes & ATTRIBUTE_REVERSE) != 0;

    (void)buf_addf(out, "<text x=\"%d\" y=\"%d\" fill=\"",
                   MARGIN + x * CELL_WIDTH,
                   MARGIN + y * CELL_HEIGHT + BASELINE);
    add_color(out, is_reverse ? look->back : look->fore,
              is_reverse ? PAPER : INK);
    (void)buf_addf(out, "\"%s%s%s>",
                   look->attributes & ATTRIBUTE_BOLD ? " font-weight=\"bold\""
                                                     : "",
                   look->attributes & ATTRIBUTE_DIM ? " opacity=\"0.6\"" : "",
                   look->attributes & ATTRIBUTE_UNDERLINE
                       ? " text-decoration=\"underline\""
                       : "");
    for (; x < end; x++)
        add_escaped(out, grid_cell(grid, x, y)->bytes);
    (void)buf_add_text(out, "</text>\n");
}

/* Each word is placed by itself, so that no font can shift what is behind
 * it. */
static void
add_svg_run(struct buf *out, const struct grid *grid, int x, int end, int y,
            const struct look *look)
{
    bool is_reverse = (look->attributes & ATTRIBUTE_REVERSE) != 0;

    if (is_reverse || look->back != COLOR_DEFAULT) {
        (void)buf_addf(out,
                       "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
                       "fill=\"",
                       MARGIN + x * CELL_WIDTH, MARGIN + y * CELL_HEIGHT,
                       (end - x) * CELL_WIDTH, CELL_HEIGHT);
        add_color(out, is_reverse ? look->fore : look->back,
                  is_reverse ? INK : PAPER);
        (void)buf_add_text(out, "\"/>\n");
    }
    while (x < end) {
        int from = x;

        while (x < end && !is_blank_cell(grid, x, y))
            x++;
        if (x > from)
            add_svg_word(out, grid, from, x, y, look);
        while (x < end && is_blank_cell(grid, x, y))
            x++;
    }
}

static void
add_svg_row(const struct painter *painter, int y)
{
    int x = 0;

    while (x < painter->grid->size.width) {
        struct look look;
        int end = run_end(painter, x, y, &look);

        add_svg_run(painter->out, painter->grid, x, end, y, &look);
        x = end;
    }
}

static void
add_svg(const struct painter *painter)
{
    struct buf *out = painter->out;
    int width = painter->grid->size.width * CELL_WIDTH + 2 * MARGIN;
    int height = painter->grid->size.height * CELL_HEIGHT + 2 * MARGIN;

    (void)buf_addf(out,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                   "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n"
                   "<rect width=\"%d\" height=\"%d\" rx=\"6\" "
                   "fill=\"" PAPER "\"/>\n"
                   "<g font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,"
                   "Consolas,monospace\" font-size=\"13\" "
                   "xml:space=\"preserve\">\n",
                   width, height, width, height, width, height);
    for (int y = 0; y < painter->grid->size.height; y++)
        add_svg_row(painter, y);
    (void)buf_add_text(out, "</g>\n</svg>\n");
}

bool
picture_add(struct buf *out, const struct grid *grid, const struct theme *theme,
            enum picture_form form)
{
    const struct painter painter = {out, grid, theme};

    switch (form) {
    case PICTURE_TEXT:
        grid_print(out, grid, false);
        break;
    case PICTURE_ANSI:
        for (int y = 0; y < grid->size.height; y++)
            add_ansi_row(&painter, y);
        break;
    case PICTURE_SVG:
        add_svg(&painter);
        break;
    }
    return !out->is_full;
}
