/*
 * chart.h - numbers over time as columns that stand on the lower edge.
 *
 * Where the locale is UTF-8 a cell has two columns of four dots (braille);
 * elsewhere one column in four steps of ASCII. The newest number stands at
 * the right edge. A number that is known has at least the lowest dot, so that
 * zero and "not known" look different.
 */
#ifndef WIDGETS_CHART_H
#define WIDGETS_CHART_H

#include "ui/cells/canvas.h"

#define CHART_UNKNOWN (-1.0)
#define CHART_COLUMNS (2 * GRID_WIDTH_MAX)

/* How many numbers stand side by side in `width` cells. */
int chart_columns(int width);
/* Fill the canvas with the last of `values`, the oldest first. A column of
 * height `top` fills the canvas; what is above is cut. */
void chart_render(struct canvas *canvas, enum role role, const double *values,
                  int count, double top);

#endif
