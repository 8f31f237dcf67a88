#include "config.h"

#include "ui/widgets/table_private.h"

#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

void
table_set_family(struct table *table, table_family_fn family, const void *data)
{
    table->family = family;
    table->family_data = data;
}

static size_t
family_of(const struct table *table, const struct ref *row,
          const struct ref **family)
{
    return table->family ? table->family(table->family_data, row, family) : 0;
}

static bool
has_mark(const struct table *table, const struct ref *row)
{
    char text[REF_TEXT_SIZE];

    return table->marks && map_find(table->marks, ref_text(text, row));
}

bool
table_is_marked(const struct table *table, const struct ref *row)
{
    const struct ref *family;
    size_t count = family_of(table, row, &family);

    if (count == 0)
        return has_mark(table, row);
    for (size_t i = 0; i < count; i++)
        if (!has_mark(table, &family[i]))
            return false;
    return true;
}

/* A mark's value in the map is a copy of its ref. */
static void
set_mark(struct table *table, const struct ref *row, bool is_marked)
{
    char text[REF_TEXT_SIZE];
    struct str key = ref_text(text, row);
    struct ref *mark;

    if (!table->marks)
        table->marks = map_new();
    if (!is_marked) {
        free(map_take(table->marks, key));
        return;
    }
    mark = xmalloc(sizeof(*mark));
    *mark = *row;
    free(map_put(table->marks, key, mark));
}

void
table_mark(struct table *table, const struct ref *row, bool is_marked)
{
    const struct ref *family;
    size_t count = family_of(table, row, &family);

    if (count == 0)
        set_mark(table, row, is_marked);
    for (size_t i = 0; i < count; i++)
        set_mark(table, &family[i], is_marked);
}

void
table_clear_marks(struct table *table)
{
    table->range_from.kind = REF_NONE;
    if (table->marks)
        map_clear(table->marks, free);
}

size_t
table_mark_count(const struct table *table)
{
    return table->marks ? map_count(table->marks) : 0;
}

void
table_sift_marks(struct table *table,
                 bool (*stays)(const void *data, const struct ref *row),
                 const void *data)
{
    struct map_entry *next;

    for (struct map_entry *entry = table->marks ? map_first(table->marks)
                                                : NULL;
         entry; entry = next) {
        struct ref row = *(const struct ref *)map_value(entry);

        next = map_next(entry);
        if (!stays(data, &row))
            set_mark(table, &row, false);
    }
}

/* ---- ranges ------------------------------------------------------------- */

bool
table_find_range(const struct table *table, size_t *first, size_t *last)
{
    long from;

    if (table->range_from.kind == REF_NONE || table->count == 0)
        return false;
    from = table_find(table, table->index, &table->range_from);
    if (from < 0)
        return false;
    *first = (size_t)from < table->index ? (size_t)from : table->index;
    *last = (size_t)from < table->index ? table->index : (size_t)from;
    return true;
}

bool
table_has_range(const struct table *table)
{
    size_t first, last;

    return table_find_range(table, &first, &last);
}

void
table_end_range(struct table *table, bool is_kept)
{
    size_t first, last;

    if (is_kept && table_find_range(table, &first, &last))
        for (size_t i = first; i <= last; i++)
            table_mark(table, &table->rows[i], true);
    table->range_from.kind = REF_NONE;
}

/* ---- keys --------------------------------------------------------------- */

bool
table_act_on_marks(struct table *table, enum action action)
{
    switch (action) {
    case ACTION_MARK:
        if (table_has_range(table))
            table_end_range(table, true);
        else if (table->count > 0)
            table_mark(table, &table->cursor,
                       !table_is_marked(table, &table->cursor));
        table_move_to(table, (long)table->index + 1);
        return true;
    case ACTION_MARK_RANGE:
        if (table_has_range(table))
            table_end_range(table, true);
        else
            table->range_from = table->cursor;
        return true;
    case ACTION_MARK_ALL:
        table_end_range(table, false);
        for (size_t i = 0; i < table->count; i++)
            table_mark(table, &table->rows[i], true);
        return true;
    case ACTION_CLEAR_MARKS:
        table_clear_marks(table);
        return true;
    default:
        return false;
    }
}
