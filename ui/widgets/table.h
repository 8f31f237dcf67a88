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
 *
 * Marks are kept by ref as the cursor is, also those of rows that are not
 * given now. A header row (table_set_family()) stands for others: to mark it
 * is to mark them, and it counts as marked when all of them are. A range is
 * what lies between the row where it was begun and the cursor; it looks marked
 * and becomes so when it is ended.
 */
#ifndef WIDGETS_TABLE_H
#define WIDGETS_TABLE_H

#include "ui/cells/canvas.h"
#include "ui/widgets/view.h"
#include "work/column.h"

#define TABLE_COLUMNS 32

/* What a cell of this row says (append; need not be harmless), and its tone.
 * The row may be gone: say nothing. */
typedef enum tone (*table_say_fn)(const void *data, const struct ref *row,
                                  size_t column, struct buf *out);

/* The rows that a header row stands for, borrowed until the next turn; how
 * many. 0 for a row that is itself. */
typedef size_t (*table_family_fn)(const void *data, const struct ref *row,
                                  const struct ref **family);

/* A column that was chosen, in the order chosen. */
struct table_choice {
    size_t column;
    unsigned width; /* cells; 0: as it needs */
};

struct map;

struct table {
    const struct column *columns;
    size_t column_count;
    /* Those that may be shown, in the order in which they stand. */
    struct table_choice choice[TABLE_COLUMNS];
    size_t choice_count;
    bool is_chosen; /* by somebody: the first ones matter most */
    const struct ref *rows;
    size_t count;

    struct ref cursor; /* kind REF_NONE: no row yet */
    size_t index;      /* where the cursor stands */
    size_t top;        /* the first row shown, while the height allows */
    int height;        /* rows that fit */

    struct map *marks;     /* by ref_text(); NULL: none yet */
    struct ref range_from; /* kind REF_NONE: there is no range */
    table_family_fn family;
    const void *family_data;

    size_t sorted; /* column with the arrow; >= column_count: none */
    bool is_reverse;

    bool is_idle; /* the keys go elsewhere: the cursor is a sign only */

    bool is_measured;                    /* the rows given last */
    int laid_out;                        /* for which width */
    unsigned short need[TABLE_COLUMNS];  /* cells, grows only */
    unsigned short width[TABLE_COLUMNS]; /* 0: not shown */
};

void table_init(struct table *table, const struct column *columns,
                size_t count);
void table_release(struct table *table);

void table_set_rows(struct table *table, const struct ref *rows, size_t count);
/* The row under the cursor, or NULL when there is none. */
const struct ref *table_row(const struct table *table);
/* Put the cursor on this row if it is there. */
bool table_go(struct table *table, const struct ref *row);
/* Moves the cursor for UP, DOWN, TOP, PAGE_DOWN and the like, marks for MARK
 * (and goes down), MARK_RANGE, MARK_ALL and CLEAR_MARKS; false: none of them.
 */
bool table_act(struct table *table, enum action action);

/* What the mouse hit. */
enum table_hit {
    TABLE_MISS,
    TABLE_ROW,    /* the cursor is there now */
    TABLE_OPEN,   /* the same, and it is to be opened */
    TABLE_HEAD,   /* of *column */
    TABLE_SCROLL, /* the wheel: done */
};
enum table_hit table_click(struct table *table, struct point point,
                           enum click click, size_t *column);

/* Which columns may be shown, in which order; the first ones matter most. A
 * count of 0 chooses none: all columns, by their own order and priority. */
void table_choose(struct table *table, const struct table_choice *choice,
                  size_t count);
/* The next one that is shown in the order in which they stand, `step` 1 or -1;
 * `column` itself when there is no other. */
size_t table_next_column(const struct table *table, size_t column, int step);

void table_set_family(struct table *table, table_family_fn family,
                      const void *data);
bool table_is_marked(const struct table *table, const struct ref *row);
void table_mark(struct table *table, const struct ref *row, bool is_marked);
void table_clear_marks(struct table *table);
/* Of all rows that were ever given. */
size_t table_mark_count(const struct table *table);
/* Take away the marks of rows that are gone for good. */
void table_sift_marks(struct table *table,
                      bool (*stays)(const void *data, const struct ref *row),
                      const void *data);
bool table_has_range(const struct table *table);
/* Its rows get marks, or not. */
void table_end_range(struct table *table, bool is_kept);

/* Decide widths and clamp, for this size; `say` measures the rows that are
 * seen. Before each render. */
void table_layout(struct table *table, struct size size, table_say_fn say,
                  const void *data);
void table_render(const struct table *table, struct canvas *canvas,
                  table_say_fn say, const void *data);
/* The rows that are seen; how many. */
size_t table_seen(const struct table *table, const struct ref **first);

#endif
