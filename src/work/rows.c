#include "config.h"

#include "work/rows.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdlib.h>

/* Most bytes of a cell that the filter looks at. */
#define CELL_TEXT 4096
/* As short as the id that is shown; a longer filter may be a pasted id. */
#define ID_SHOWN 12

/* What the order asks of a row, found out once. qsort() hands nothing else
 * to its comparison, so the order is at hand in each. */
struct item {
    const struct container_row *row;
    const struct rows_order *order;
    bool is_up;
    bool is_known;
};

void
rows_init(struct rows *rows)
{
    *rows = (struct rows){0};
}

void
rows_release(struct rows *rows)
{
    free(rows->at);
    rows_init(rows);
}

static bool
matches(const struct container_row *row, struct str filter,
        const struct cell_context *context, struct buf *cell)
{
    size_t i;

    for (i = 0; i < container_column_count; i++) {
        const struct column *column = &container_columns[i];

        if (column->is_live)
            continue;
        buf_clear(cell);
        (void)column->say(cell, row, context);
        if (text_contains(buf_str(cell), filter))
            return true;
    }
    return filter.len > ID_SHOWN &&
           text_contains(str_of(row->value->id), filter);
}

static int
by_column(const struct item *a, const struct item *b)
{
    const struct rows_order *order = a->order;
    const struct column *column = order->column;
    int by;

    if (!column)
        column = &container_columns[0];
    if (a->is_known != b->is_known)
        return a->is_known ? -1 : 1;
    if (!a->is_known)
        return 0;
    by = column->compare(a->row, b->row);
    return column->starts_descending != order->is_reverse ? -by : by;
}

static int
item_compare(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int by;

    if (a->is_up != b->is_up)
        return a->is_up ? -1 : 1;
    by = by_column(a, b);
    if (by == 0)
        by = str_compare_natural(str_of(a->row->value->name),
                                 str_of(b->row->value->name));
    if (by == 0)
        by = strcmp(a->row->value->name, b->row->value->name);
    if (by == 0)
        by = strcmp(a->row->ref.key, b->row->ref.key);
    if (by == 0)
        by = (int)a->row->ref.engine - (int)b->row->ref.engine;
    return by;
}

static struct item
item_of(const struct container_row *row, const struct rows_order *order)
{
    const struct column *column = order->column;

    return (struct item){
        .row = row,
        .order = order,
        .is_up = state_is_up(row->value->state),
        .is_known = !column || !column->is_known || column->is_known(row),
    };
}

void
rows_collect(struct rows *rows, const struct store *store,
             const struct rows_order *order, const struct cell_context *context)
{
    size_t total = store_container_count(store), count = 0, i;
    struct item *items = xcalloc(total ? total : 1, sizeof(*items));
    struct buf cell = BUF_INIT(CELL_TEXT);

    for (i = 0; i < total; i++) {
        struct item item = item_of(store_container_at(store, i), order);

        if (order->only_running && !item.is_up)
            continue;
        if (order->substring.len &&
            !matches(item.row, order->substring, context, &cell))
            continue;
        items[count++] = item;
    }
    qsort(items, count, sizeof(*items), item_compare);
    rows->at = array_grow(rows->at, &rows->cap, count, sizeof(*rows->at));
    for (i = 0; i < count; i++)
        rows->at[i] = items[i].row->ref;
    rows->count = count;
    rows->hidden = total - count;
    buf_release(&cell);
    free(items);
}

long
rows_find(const struct rows *rows, const struct ref *ref)
{
    size_t i;

    for (i = 0; i < rows->count; i++)
        if (ref_equal(&rows->at[i], ref))
            return (long)i;
    return -1;
}
