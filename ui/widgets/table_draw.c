#include "config.h"

#include "ui/widgets/table_private.h"

#include "ui/widgets/signs.h"

#include <stdio.h>

#define WHEEL_ROWS 3
#define MARK_SIGN "*"
#define WORDS_MORE 64 /* bytes of " +3 more", whatever the number */

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

/* How many words of `text` stand in the first `width` cells with the number
 * of the others behind them, at least one, and where they end. */
static size_t
count_words(struct str text, size_t all, size_t width, size_t *end)
{
    struct str rest = text, word;
    char more[WORDS_MORE];

    *end = text.len;
    for (size_t shown = 0; str_cut(&rest, ' ', &word); shown++) {
        size_t to = (size_t)(word.at + word.len - text.at);
        int len = snprintf(more, sizeof(more), " +%zu", all - shown - 1);

        if (shown > 0 &&
            text_width(str_make(text.at, to)) + (size_t)len > width)
            return shown;
        *end = to;
    }
    return all;
}

/* As many whole words as there is room for, and how many are left out: "+3
 * more", or "+3" where that is too long. Of the first as much as there is. */
static void
fit_words(struct buf *out, struct str text, size_t width)
{
    size_t all = 1, shown, end, used;
    char more[WORDS_MORE] = "";
    int len = 0;

    for (size_t i = 0; i < text.len; i++)
        all += text.at[i] == ' ';
    shown = count_words(text, all, width, &end);
    used = text_width(str_make(text.at, end));
    if (shown < all)
        len = snprintf(more, sizeof(more), " +%zu more", all - shown);
    if (used + (size_t)len > width && len > 0)
        len = snprintf(more, sizeof(more), " +%zu", all - shown);
    /* Where the number would take most of the room, the word says more. */
    if (used + (size_t)len > width && (size_t)len > width / 2) {
        (void)text_fit_end(out, text, width);
        return;
    }
    (void)text_fit_end(out, str_make(text.at, end), width - (size_t)len);
    (void)buf_add_text(out, more);
}

static void
draw_cell(struct canvas *canvas, int x, int y, int width,
          const struct column *column, enum role role, struct str text)
{
    struct buf cut = BUF_INIT(CELL_LIMIT);

    if (column->has_words && (int)text_width(text) > width) {
        fit_words(&cut, text, (size_t)width);
        text = buf_str(&cut);
    }
    canvas_field(canvas, x, y, width, column->is_right, role, text);
    buf_release(&cut);
}

/* The text of the first column is what a mark is seen by, besides its sign. */
static enum role
role_of_cell(enum tone tone, bool is_first, bool is_marked, bool is_header)
{
    if (tone != TONE_PLAIN)
        return role_of_tone(tone);
    if (is_first && is_marked)
        return ROLE_MARKED;
    return is_header ? ROLE_TITLE : ROLE_PLAIN;
}

static void
draw_row(const struct table *table, struct canvas *canvas, int y,
         const struct ref *row, bool is_marked, table_say_fn say,
         const void *data)
{
    struct buf text = BUF_INIT(CELL_LIMIT);
    int margin = table_margin(canvas->size.width);
    int x = margin;
    const struct ref *members;
    bool is_header =
        table->family && table->family(table->family_data, row, &members) > 0;

    for (size_t i = 0; i < table->choice_count; i++) {
        size_t column = table->choice[i].column;
        enum tone tone;

        if (table->width[column] == 0)
            continue;
        buf_clear(&text);
        tone = say(data, row, column, &text);
        draw_cell(canvas, x, y, table->width[column], &table->columns[column],
                  role_of_cell(tone, x == margin, is_marked, is_header),
                  buf_str(&text));
        x += table->width[column] + table_gap(canvas->size.width);
    }
    if (is_marked)
        (void)canvas_text(canvas, margin - 1, y, ROLE_MARKED,
                          str_of(MARK_SIGN));
    buf_release(&text);
}

/* The cursor's sign stands before that of a mark where there is room for
 * both; else its ground tells where it is. Where no key goes it has none. */
static void
draw_cursor(const struct table *table, struct canvas *canvas, int y,
            bool is_marked)
{
    int width = canvas->size.width;

    if (!is_marked || table_margin(width) > 1 || table->is_idle)
        (void)canvas_text(canvas, 0, y, ROLE_PLAIN, str_of(">"));
    if (!table->is_idle)
        canvas_paint(canvas, 0, y, width, ROLE_SELECTED);
}

static void
draw_heads(const struct table *table, struct canvas *canvas)
{
    int width = canvas->size.width;
    int x = table_margin(width);

    canvas_fill(canvas, 0, 0, width, ROLE_TITLE);
    for (size_t i = 0; i < table->choice_count; i++) {
        size_t column = table->choice[i].column;

        if (table->width[column] == 0)
            continue;
        draw_head(table, canvas, column, x);
        x += table->width[column] + table_gap(width);
    }
}

void
table_render(const struct table *table, struct canvas *canvas, table_say_fn say,
             const void *data)
{
    const struct ref *row;
    size_t seen = table_seen(table, &row);
    size_t index = table_first_shown(table);
    size_t first = 1, last = 0;
    bool has_range = table_find_range(table, &first, &last);

    draw_heads(table, canvas);
    for (int y = 1; y <= (int)seen; y++, row++, index++) {
        bool is_marked = (has_range && index >= first && index <= last) ||
                         table_is_marked(table, row);

        draw_row(table, canvas, y, row, is_marked, say, data);
        if (ref_equal(row, &table->cursor))
            draw_cursor(table, canvas, y, is_marked);
    }
}

/* ---- the mouse ---------------------------------------------------------- */

/* The column whose head is at x, its arrow and the gap behind it included. */
static bool
column_at(const struct table *table, int x, size_t *column)
{
    int end = table_margin(table->laid_out);

    for (size_t i = 0; i < table->choice_count; i++) {
        size_t at = table->choice[i].column;

        if (table->width[at] == 0)
            continue;
        end += table->width[at] + table_gap(table->laid_out);
        if (x >= end)
            continue;
        *column = at;
        return true;
    }
    return false;
}

/* The wheel moves what is seen; the cursor comes along only where it would go
 * out of sight. */
static void
scroll(struct table *table, long rows)
{
    long height = table->height > 0 ? table->height : 1;
    long last = (long)table->count - height;
    long top = (long)table_first_shown(table) + rows;
    long index = (long)table->index;

    if (top > last)
        top = last;
    if (top < 0)
        top = 0;
    if (index < top)
        index = top;
    if (index >= top + height)
        index = top + height - 1;
    table->top = (size_t)top;
    table_move_to(table, index);
}

enum table_hit
table_click(struct table *table, struct point point, enum click click,
            size_t *column)
{
    size_t row = table_first_shown(table) + (size_t)(point.y - 1);

    if (click == CLICK_WHEEL_UP || click == CLICK_WHEEL_DOWN) {
        scroll(table, click == CLICK_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
        return TABLE_SCROLL;
    }
    if (point.y == 0)
        return column_at(table, point.x, column) ? TABLE_HEAD : TABLE_MISS;
    if (point.y < 0 || point.y > table->height || row >= table->count)
        return TABLE_MISS;
    table_move_to(table, (long)row);
    return click == CLICK_DOUBLE ? TABLE_OPEN : TABLE_ROW;
}
