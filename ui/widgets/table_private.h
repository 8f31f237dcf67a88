/*
 * table_private.h - what the files of the table share: table.c keeps rows and
 * cursor and draws, table_columns.c decides which columns there are, and how
 * wide.
 */
#ifndef WIDGETS_TABLE_PRIVATE_H
#define WIDGETS_TABLE_PRIVATE_H

#include "ui/widgets/table.h"

#define CELL_LIMIT 4096 /* bytes of one cell's text */
#define WIDE 60         /* from here on there is air between columns */

/* Cells before the first column, for the cursor's sign. */
static inline int
table_margin(int width)
{
    return width < WIDE ? 1 : 2;
}

/* Cells between two columns. */
static inline int
table_gap(int width)
{
    return width < WIDE ? 1 : 2;
}

#endif
