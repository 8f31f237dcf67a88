#include "config.h"

#include "ui/widgets/table_private.h"

/* So many columns, those that matter most, are placed by their least widths;
 * further ones only where those before them keep a comfortable width. */
#define PLACED_FIRST 4
#define MEASURED 200     /* rows */
#define COMFORT 8        /* cells above the least width */
#define COMFORT_FIRST 12 /* the same of what matters most: the name */
#define NAMING 2         /* what a row is known by: the two first columns */
#define SQUEEZED 6       /* the two first columns may shrink to this */

void
table_choose(struct table *table, const struct table_choice *choice,
             size_t count)
{
    table->is_chosen = count > 0;
    table->choice_count = 0;
    for (size_t i = 0; i < count && i < TABLE_COLUMNS; i++)
        if (choice[i].column < table->column_count)
            table->choice[table->choice_count++] = choice[i];
    for (size_t i = 0; i < table->column_count && !table->is_chosen; i++) {
        if (table->columns[i].is_optional)
            continue;
        table->choice[table->choice_count++] =
            (struct table_choice){.column = i};
    }
    table->laid_out = 0;
}

size_t
table_next_column(const struct table *table, size_t column, int step)
{
    size_t count = table->choice_count, at = 0;

    while (at < count && table->choice[at].column != column)
        at++;
    for (size_t i = 0; i < count; i++) {
        /* From a column that is not shown: the first one, or the last. */
        at = step > 0 ? (at >= count ? 0 : at + 1) % count
                      : (at == 0 || at > count ? count : at) - 1;
        if (table->width[table->choice[at].column] > 0)
            return table->choice[at].column;
    }
    return column;
}

static bool
is_elastic(const struct column *column)
{
    return column->width_max > column->width_min;
}

/* The width that was chosen for a column, or 0. */
static unsigned
chosen_width(const struct table *table, size_t column)
{
    for (size_t i = 0; i < table->choice_count; i++)
        if (table->choice[i].column == column)
            return table->choice[i].width;
    return 0;
}

static void
measure_row(struct table *table, const struct ref *row, table_say_fn say,
            const void *data, struct buf *text)
{
    for (size_t i = 0; i < table->column_count; i++) {
        size_t need;

        if (!is_elastic(&table->columns[i]))
            continue;
        buf_clear(text);
        (void)say(data, row, i, text);
        need = text_width(buf_str(text));
        if (need > GRID_WIDTH_MAX)
            need = GRID_WIDTH_MAX;
        if (need > table->need[i])
            table->need[i] = (unsigned short)need;
    }
}

/* The rows that are seen, and new ones before they are scrolled to. */
static void
measure(struct table *table, table_say_fn say, const void *data)
{
    struct buf text = BUF_INIT(CELL_LIMIT);
    size_t ahead = table->count < MEASURED ? table->count : MEASURED;
    const struct ref *row;
    size_t seen = table_seen(table, &row);

    for (; seen > 0; seen--, row++)
        measure_row(table, row, say, data, &text);
    for (size_t i = 0; i < ahead && !table->is_measured; i++)
        measure_row(table, &table->rows[i], say, data, &text);
    table->is_measured = true;
    buf_release(&text);
}

/* Cells that the placed columns still lack of a width in which most texts can
 * be read. Only texts that stay as they are count by their need: a state that
 * changes must not drive out a column. */
static int
missing_comfort(const struct table *table, long first)
{
    int missing = 0;

    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        int more = column->width_max - column->width_min;
        int most = (long)i == first ? COMFORT_FIRST : COMFORT;

        if (table->width[i] == 0)
            continue;
        if (column->is_steady && table->need[i] < column->width_max)
            more = table->need[i] - column->width_min;
        if (more > 0)
            missing += more < most ? more : most;
    }
    return missing;
}

/* Whether no row has ever had anything to say in this column. */
static bool
is_empty(const struct table *table, size_t column)
{
    return table->columns[column].is_steady && table->count > 0 &&
           is_elastic(&table->columns[column]) && table->need[column] == 0;
}

/* The column not yet tried that matters most, or -1. */
static long
next_by_priority(const struct table *table, const bool *tried)
{
    long best = -1;

    for (size_t i = 0; i < table->choice_count; i++) {
        size_t column = table->choice[i].column;

        if (tried[column])
            continue;
        if (table->is_chosen)
            return (long)column;
        if (best < 0 ||
            table->columns[column].priority < table->columns[best].priority)
            best = (long)column;
    }
    return best;
}

/* Give columns that fit their least width; what is left over. */
static int
place_columns(struct table *table, int width, long order[TABLE_COLUMNS])
{
    bool tried[TABLE_COLUMNS] = {false};
    int left = width - table_margin(width);
    int gap = 0; /* none before the first */
    long column;

    memset(table->width, 0, sizeof(table->width));
    for (size_t i = 0; (column = next_by_priority(table, tried)) >= 0; i++) {
        int chosen = (int)chosen_width(table, (size_t)column);
        int least = chosen ? chosen : table->columns[column].width_min;
        bool must = table->is_chosen || i < PLACED_FIRST;

        tried[column] = true;
        order[i] = column;
        if (!table->is_chosen && is_empty(table, (size_t)column))
            continue;
        if (i < NAMING && least + gap > left && left - gap >= SQUEEZED)
            least = left - gap;
        if (i == 0 && least > left)
            least = left > 0 ? left : 1;
        if (least + gap + (must ? 0 : missing_comfort(table, order[0])) > left)
            continue;
        table->width[column] = (unsigned short)least;
        left -= least + gap;
        gap = table_gap(width);
    }
    return left;
}

/* Share out what is left, a cell at a time, to the first `count` of those who
 * need more: up to their usual most, or beyond it. What stays then. */
static int
widen_columns(struct table *table, int left, size_t count, bool beyond,
              const long order[TABLE_COLUMNS])
{
    bool has_given = true;

    while (left > 0 && has_given) {
        has_given = false;
        for (size_t i = 0; i < count && left > 0; i++) {
            size_t column = (size_t)order[i];
            unsigned most =
                beyond ? GRID_WIDTH_MAX : table->columns[column].width_max;

            if (chosen_width(table, column) > 0)
                continue;
            if (table->width[column] == 0 || table->width[column] >= most ||
                table->width[column] >= table->need[column])
                continue;
            table->width[column]++;
            left--;
            has_given = true;
        }
    }
    return left;
}

void
table_layout(struct table *table, struct size size, table_say_fn say,
             const void *data)
{
    long order[TABLE_COLUMNS] = {0};
    size_t count = table->choice_count;
    int left;

    table->height = size.height > 1 ? size.height - 1 : 0;
    if (table->laid_out != size.width) {
        memset(table->need, 0, sizeof(table->need));
        table->is_measured = false;
        table->laid_out = size.width;
    }
    measure(table, say, data);
    left = place_columns(table, size.width, order);
    left = widen_columns(table, left, count < NAMING ? count : NAMING, false,
                         order);
    left = widen_columns(table, left, count, false, order);
    (void)widen_columns(table, left, count, true, order);
}
