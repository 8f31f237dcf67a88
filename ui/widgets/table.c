#include "config.h"

#include "ui/widgets/table_private.h"

#include "base/map.h"

#include <stdint.h>
#include <stdlib.h>

void
table_init(struct table *table, const struct column *columns, size_t count)
{
    *table = (struct table){
        .columns = columns,
        .column_count = count < TABLE_COLUMNS ? count : TABLE_COLUMNS,
        .sorted = TABLE_COLUMNS,
    };
    table_choose(table, NULL, 0);
}

void
table_release(struct table *table)
{
    map_free(table->marks, free);
    table->marks = NULL;
}

/* ---- rows and cursor ---------------------------------------------------- */

static long
find_row(const struct ref *rows, size_t count, size_t guess,
         const struct ref *row)
{
    if (guess < count && ref_equal(&rows[guess], row))
        return (long)guess;
    for (size_t i = 0; i < count; i++)
        if (ref_equal(&rows[i], row))
            return (long)i;
    return -1;
}

static struct map *
map_of_rows(const struct ref *rows, size_t count)
{
    struct map *map = map_new();
    char text[REF_TEXT_SIZE];

    for (size_t i = 0; i < count; i++)
        (void)map_put(map, ref_text(text, &rows[i]),
                      (void *)(uintptr_t)&rows[i]);
    return map;
}

/* The cursor's row is gone: the nearest of the old rows that is still there,
 * first those behind it. */
static long
heir(const struct table *table, const struct ref *rows, size_t count)
{
    struct map *map = map_of_rows(rows, count);
    char text[REF_TEXT_SIZE];
    const struct ref *found = NULL;

    for (size_t i = table->index + 1; i < table->count && !found; i++)
        found = map_find(map, ref_text(text, &table->rows[i]));
    for (size_t i = table->index; i > 0 && !found; i--)
        found = map_find(map, ref_text(text, &table->rows[i - 1]));
    map_free(map, NULL);
    return found ? found - rows : -1;
}

static void
put_cursor(struct table *table, size_t index)
{
    table->index = index;
    if (table->count > 0)
        table->cursor = table->rows[index];
    else
        table->cursor.kind = REF_NONE;
}

void
table_set_rows(struct table *table, const struct ref *rows, size_t count)
{
    long at = -1;

    if (count > 0 && table->cursor.kind != REF_NONE) {
        at = find_row(rows, count, table->index, &table->cursor);
        if (at < 0)
            at = heir(table, rows, count);
        if (at < 0)
            at = table->index < count ? (long)table->index : (long)count - 1;
    }
    table->rows = rows;
    table->count = count;
    table->is_measured = false;
    put_cursor(table, at < 0 ? 0 : (size_t)at);
}

const struct ref *
table_row(const struct table *table)
{
    return table->count > 0 ? &table->cursor : NULL;
}

size_t
table_first_shown(const struct table *table)
{
    size_t height = table->height > 0 ? (size_t)table->height : 1;
    size_t top = table->top;

    if (top + height > table->count)
        top = table->count > height ? table->count - height : 0;
    if (table->index < top)
        top = table->index;
    if (table->index >= top + height)
        top = table->index - height + 1;
    return top;
}

void
table_move_to(struct table *table, long index)
{
    long last = (long)table->count - 1;

    if (index > last)
        index = last;
    put_cursor(table, index < 0 ? 0 : (size_t)index);
    table->top = table_first_shown(table);
}

long
table_find(const struct table *table, size_t guess, const struct ref *row)
{
    return find_row(table->rows, table->count, guess, row);
}

bool
table_go(struct table *table, const struct ref *row)
{
    long at = table_find(table, table->index, row);

    if (at < 0)
        return false;
    table_move_to(table, at);
    return true;
}

/* Scroll by whole pages: the cursor keeps its line on the screen. */
static void
scroll_by(struct table *table, long rows)
{
    long top = (long)table_first_shown(table) + rows;
    long last = (long)table->count - (table->height > 0 ? table->height : 1);

    if (top > last)
        top = last;
    table->top = top < 0 ? 0 : (size_t)top;
    table_move_to(table, (long)table->index + rows);
}

bool
table_act(struct table *table, enum action action)
{
    long height = table->height > 0 ? table->height : 1;
    long half = height > 1 ? height / 2 : 1;
    long page = height > 2 ? height - 1 : height; /* one row in common */

    switch (action) {
    case ACTION_UP:
        table_move_to(table, (long)table->index - 1);
        return true;
    case ACTION_DOWN:
        table_move_to(table, (long)table->index + 1);
        return true;
    case ACTION_TOP:
        table_move_to(table, 0);
        return true;
    case ACTION_BOTTOM:
        table_move_to(table, (long)table->count - 1);
        return true;
    case ACTION_PAGE_UP:
        scroll_by(table, -page);
        return true;
    case ACTION_PAGE_DOWN:
        scroll_by(table, page);
        return true;
    case ACTION_HALF_UP:
        scroll_by(table, -half);
        return true;
    case ACTION_HALF_DOWN:
        scroll_by(table, half);
        return true;
    default:
        return table_act_on_marks(table, action);
    }
}

size_t
table_seen(const struct table *table, const struct ref **first)
{
    size_t top = table_first_shown(table);
    size_t left = table->count - top;
    size_t height = table->height > 0 ? (size_t)table->height : 0;

    *first = table->count > 0 ? table->rows + top : NULL;
    return left < height ? left : height;
}
