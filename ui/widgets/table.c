#include "config.h"

#include "ui/widgets/table_private.h"

#include "base/map.h"
#include "ui/widgets/signs.h"

#include <stdint.h>

void
table_init(struct table *table, const struct column *columns, size_t count)
{
    *table = (struct table){
        .columns = columns,
        .column_count = count < TABLE_COLUMNS ? count : TABLE_COLUMNS,
        .sorted = TABLE_COLUMNS,
    };
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

/* The first row to show: as remembered, but so that the cursor is seen and no
 * line stays empty that could be filled. */
static size_t
first_shown(const struct table *table)
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

static void
move_to(struct table *table, long index)
{
    long last = (long)table->count - 1;

    if (index > last)
        index = last;
    put_cursor(table, index < 0 ? 0 : (size_t)index);
    table->top = first_shown(table);
}

bool
table_go(struct table *table, const struct ref *row)
{
    long at = find_row(table->rows, table->count, table->index, row);

    if (at < 0)
        return false;
    move_to(table, at);
    return true;
}

/* Scroll by whole pages: the cursor keeps its line on the screen. */
static void
scroll_by(struct table *table, long rows)
{
    long top = (long)first_shown(table) + rows;
    long last = (long)table->count - (table->height > 0 ? table->height : 1);

    if (top > last)
        top = last;
    table->top = top < 0 ? 0 : (size_t)top;
    move_to(table, (long)table->index + rows);
}

bool
table_act(struct table *table, enum action action)
{
    long height = table->height > 0 ? table->height : 1;
    long half = height > 1 ? height / 2 : 1;
    long page = height > 2 ? height - 1 : height; /* one row in common */

    switch (action) {
    case ACTION_UP:
        move_to(table, (long)table->index - 1);
        return true;
    case ACTION_DOWN:
        move_to(table, (long)table->index + 1);
        return true;
    case ACTION_TOP:
        move_to(table, 0);
        return true;
    case ACTION_BOTTOM:
        move_to(table, (long)table->count - 1);
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
        return false;
    }
}

size_t
table_seen(const struct table *table, const struct ref **first)
{
    size_t top = first_shown(table);
    size_t left = table->count - top;
    size_t height = table->height > 0 ? (size_t)table->height : 0;

    *first = table->count > 0 ? table->rows + top : NULL;
    return left < height ? left : height;
}

/* ---- drawing ------------------------------------------------------------ */

/* The arrow stands in the gap beside the title, on the side where the title
 * ends within its column. */
static void
draw_head(const struct table *table, struct canvas *canvas, size_t column,
          int x)
{
    const struct column *info = &table->columns[column];
    int width = table->width[column];
    bool is_sorted = column == table->sorted;
    struct str title = str_of(info->title);
    int used = (int)text_width(title);
    int arrow = info->is_right ? x + width - used - 1 : x + used;

    canvas_field(canvas, x, 0, width, info->is_right,
                 is_sorted ? ROLE_SORTED : ROLE_TITLE, title);
    if (!is_sorted)
        return;
    if (info->is_right && used >= width)
        arrow = x - 1;
    if (!info->is_right && used >= width)
        arrow = x + width;
    (void)canvas_text(canvas, arrow, 0, ROLE_SORTED,
                      str_of(table->is_reverse != info->starts_descending
                                 ? signs()->down
                                 : signs()->up));
}

static void
draw_cell(struct canvas *canvas, int x, int y, int width,
          const struct column *column, enum role role, struct str text)
{
    struct buf cut = BUF_INIT(CELL_LIMIT);

    if (column->is_cut_at_end && (int)text_width(text) > width) {
        (void)text_fit_end(&cut, text, (size_t)width);
        text = buf_str(&cut);
    }
    canvas_field(canvas, x, y, width, column->is_right, role, text);
    buf_release(&cut);
}

static void
draw_row(const struct table *table, struct canvas *canvas, int y,
         const struct ref *row, table_say_fn say, const void *data)
{
    struct buf text = BUF_INIT(CELL_LIMIT);
    int x = table_margin(canvas->size.width);

    for (size_t i = 0; i < table->column_count; i++) {
        enum tone tone;

        if (table->width[i] == 0)
            continue;
        buf_clear(&text);
        tone = say(data, row, i, &text);
        draw_cell(canvas, x, y, table->width[i], &table->columns[i],
                  role_of_tone(tone), buf_str(&text));
        x += table->width[i] + table_gap(canvas->size.width);
    }
    buf_release(&text);
}

void
table_render(const struct table *table, struct canvas *canvas, table_say_fn say,
             const void *data)
{
    int width = canvas->size.width;
    int x = table_margin(width);
    const struct ref *row;
    size_t seen = table_seen(table, &row);

    canvas_fill(canvas, 0, 0, width, ROLE_TITLE);
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->width[i] == 0)
            continue;
        draw_head(table, canvas, i, x);
        x += table->width[i] + table_gap(width);
    }
    for (int y = 1; y <= (int)seen; y++, row++) {
        draw_row(table, canvas, y, row, say, data);
        if (!ref_equal(row, &table->cursor))
            continue;
        (void)canvas_text(canvas, 0, y, ROLE_PLAIN, str_of(">"));
        canvas_paint(canvas, 0, y, width, ROLE_SELECTED);
    }
}
