/*
 * table.h - rows under column heads, with a cursor. Every list is one.
 *
 * The rows are refs, given in order by table_set_rows() and borrowed until the
 * next such call has returned. The cursor is kept by ref: a row that moves
 * takes it along; when its row goes, the next one that stays takes it, or else
 * the last one. What the cells say is asked of the owner when they are drawn.
 *
 * Columns: those of the lowest priority numbers are placed first, at their
 * least widths; the first few always, the others only while those before them
 * can have some comfort; a steady one in which nothing stands not at all. What
 * is left over is shared out among those whose text needs more. That need only
 * grows (until the width of the screen changes) and is taken from all rows,
 * not only from those that are seen, so that nothing jitters.
 *
 * The first line is the heads; the sort column carries an arrow.
 */
#ifndef WIDGETS_TABLE_H
#define WIDGETS_TABLE_H

#include "ui/cells/canvas.h"
#include "work/action.h"
#include "work/column.h"

#define TABLE_COLUMNS 32

/* What a cell of this row says (append; need not be harmless), and its tone.
 * The row may be gone: say nothing. */
typedef enum tone (*table_say_fn)(const void *data, const struct ref *row,
                                  size_t column, struct buf *out);

struct table {
    const struct column *columns;
    size_t column_count;
    const struct ref *rows;
    size_t count;

    struct ref cursor; /* kind REF_NONE: no row yet */
    size_t index;      /* where the cursor stands */
    size_t top;        /* the first row shown, while the height allows */
    int height;        /* rows that fit */

    size_t sorted; /* column with the arrow; >= column_count: none */
    bool is_reverse;

    bool is_measured;                    /* the rows given last */
    int laid_out;                        /* for which width */
    unsigned short need[TABLE_COLUMNS];  /* cells, grows only */
    unsigned short width[TABLE_COLUMNS]; /* 0: not shown */
};

void table_init(struct table *table, const struct column *columns,
                size_t count);

void table_set_rows(struct table *table, const struct ref *rows, size_t count);
/* The row under the cursor, or NULL when there is none. */
const struct ref *table_row(const struct table *table);
/* Put the cursor on this row if it is there. */
bool table_go(struct table *table, const struct ref *row);
/* Moves the cursor for UP, DOWN, TOP, PAGE_DOWN and the like; false: none of
 * them. */
bool table_act(struct table *table, enum action action);

/* Decide widths and clamp, for this size; `say` measures the rows that are
 * seen. Before each render. */
void table_layout(struct table *table, struct size size, table_say_fn say,
                  const void *data);
void table_render(const struct table *table, struct canvas *canvas,
                  table_say_fn say, const void *data);
/* The rows that are seen; how many. */
size_t table_seen(const struct table *table, const struct ref **first);

#endif
