/*
 * table_private.h - what the files of the table share: table.c keeps rows and
 * cursor, table_columns.c decides which columns there are, and how wide,
 * table_marks.c keeps marks, table_draw.c draws and knows what the mouse hit.
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

/* Where `row` stands, looked for at `guess` first; -1: nowhere. */
long table_find(const struct table *table, size_t guess, const struct ref *row);
/* Put the cursor on a row, as near as there is one, and scroll to it. */
void table_move_to(struct table *table, long index);
/* The first row to show: as remembered, but so that the cursor is seen and no
 * line stays empty that could be filled. */
size_t table_first_shown(const struct table *table);

/* table_marks.c: the rows of the range; false when there is none. */
bool table_find_range(const struct table *table, size_t *first, size_t *last);
bool table_act_on_marks(struct table *table, enum action action);

#endif
