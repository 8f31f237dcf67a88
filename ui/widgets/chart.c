#include "config.h"

#include "ui/widgets/chart.h"

#define DOTS 4 /* the steps of a cell, in both forms */
#define BRAILLE 0x2800

/* The dots of braille's two columns, the lowest first. */
static const unsigned char dots[2][DOTS] = {
    {0x40, 0x04, 0x02, 0x01},
    {0x80, 0x20, 0x10, 0x08},
};

static const char steps[DOTS + 1] = {' ', '_', '.', '-', '='};

static int
columns_per_cell(void)
{
    return text_is_utf8() ? 2 : 1;
}

int
chart_columns(int width)
{
    return width > 0 ? width * columns_per_cell() : 0;
}

/* How many dots high the column of a number is, in a chart of `most`. */
static int
height_of(double value, double top, int most)
{
    double share = top > 0 ? value / top : 0;

    /* Not a number is as unknown as below zero. */
    if (!(value >= 0))
        return 0;
    if (share >= 1)
        return most;

    int height = (int)(share * most + 0.5);
    return height > 0 ? height : 1;
}

/* What of a column of `height` dots is in the cell that begins at `floor`. */
static int
dots_in_cell(int height, int floor)
{
    if (height <= floor)
        return 0;
    return height - floor < DOTS ? height - floor : DOTS;
}

static void
put_braille(struct canvas *canvas, int x, int y, enum role role, int left,
            int right)
{
    unsigned code = 0;
    char bytes[3];

    for (int i = 0; i < left; i++)
        code |= dots[0][i];
    for (int i = 0; i < right; i++)
        code |= dots[1][i];
    if (code == 0)
        return;
    code += BRAILLE;
    bytes[0] = (char)(0xe0 | code >> 12);
    bytes[1] = (char)(0x80 | (code >> 6 & 0x3f));
    bytes[2] = (char)(0x80 | (code & 0x3f));
    (void)canvas_text(canvas, x, y, role, str_make(bytes, sizeof(bytes)));
}

/* The height in dots of the column `back` places before the last one. */
static int
column_height(const double *values, int count, int back, double top, int most)
{
    return back < count ? height_of(values[count - 1 - back], top, most) : 0;
}

void
chart_render(struct canvas *canvas, enum role role, const double *values,
             int count, double top)
{
    int width = canvas->size.width, rows = canvas->size.height;
    int most = rows * DOTS;
    bool is_braille = columns_per_cell() == 2;

    for (int x = 0; x < width; x++) {
        int back = chart_columns(width - x) - 1;
        int left = column_height(values, count, back, top, most);
        int right =
            is_braille ? column_height(values, count, back - 1, top, most) : 0;

        for (int y = 0; y < rows; y++) {
            int floor = (rows - 1 - y) * DOTS;
            int in_left = dots_in_cell(left, floor);

            if (is_braille)
                put_braille(canvas, x, y, role, in_left,
                            dots_in_cell(right, floor));
            else if (in_left > 0)
                (void)canvas_text(canvas, x, y, role,
                                  str_make(&steps[in_left], 1));
        }
    }
}
