#include "config.h"

#include "work/rows_private.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

void
rows_init(struct rows *rows)
{
    *rows = (struct rows){0};
}

void
rows_release(struct rows *rows)
{
    free(rows->at);
    free(rows->members);
    free(rows->groups);
    rows_init(rows);
}

static bool
is_grouped(const struct rows_order *order)
{
    return order->group == GROUP_PROJECT && kind_in(order)->project;
}

bool
rows_are_live(const struct rows_order *order)
{
    return (order->column && order->column->is_live) || is_grouped(order) ||
           (order->filter && filter_is_live(order->filter));
}

/* ---- order ---- */

static int
by_column(const struct item *a, const struct item *b)
{
    const struct rows_order *order = a->order;
    const struct column *column = order->column;

    if (!column)
        column = &kind_in(order)->columns[0];
    if (a->is_known != b->is_known)
        return a->is_known ? -1 : 1;
    if (!a->is_known)
        return 0;
    return turned(column->compare(a->row, b->row), order, column);
}

static int
item_compare(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    const struct ref *ref_a = row_ref(a->row), *ref_b = row_ref(b->row);
    int by;

    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->leads != b->leads)
        return a->leads ? -1 : 1;
    by = by_column(a, b);
    if (by == 0)
        by = str_compare_natural(str_of(a->name), str_of(b->name));
    if (by == 0)
        by = strcmp(ref_a->key, ref_b->key);
    if (by == 0)
        by = (int)ref_a->engine - (int)ref_b->engine;
    return by;
}

static struct item
item_of(const void *row, const struct rows_order *order)
{
    const struct kind *kind = kind_in(order);
    const struct column *column = order->column;

    return (struct item){
        .row = row,
        .name = kind->row_name(row),
        .order = order,
        .leads = kind->leads(row),
        .is_known = !column || !column->is_known || column->is_known(row),
    };
}

/* ---- choice ---- */

static bool
is_chosen(const struct item *item, const struct cell_context *context)
{
    const struct rows_order *order = item->order;

    if (order->only_running && !item->leads)
        return false;
    if (order->only_wrong && !kind_in(order)->is_wrong(item->row, context))
        return false;
    return !order->filter || filter_matches(order->filter, item->row, context);
}

/* ---- the rows ---- */

static void
put_members(struct rows *rows, const struct item *items, size_t count)
{
    rows->members = array_grow(rows->members, &rows->member_cap, count,
                               sizeof(*rows->members));
    for (size_t i = 0; i < count; i++)
        rows->members[i] = *row_ref(items[i].row);
    rows->member_count = count;
}

static void
put_rows(struct rows *rows, const struct ref *refs, size_t count)
{
    rows->at = array_grow(rows->at, &rows->cap, rows->count + count,
                          sizeof(*rows->at));
    if (count > 0)
        memcpy(rows->at + rows->count, refs, count * sizeof(*refs));
    rows->count += count;
}

/* The headers, and under each that is open its members. */
static void
put_groups(struct rows *rows, const struct item *items)
{
    size_t first = 0;

    for (size_t i = 0; i < rows->group_count; i++) {
        struct group *group = &rows->groups[i];

        assert(items[first].place == i);
        group->first = first;
        put_rows(rows, &group->ref, 1);
        if (!group->is_folded)
            put_rows(rows, rows->members + first, group->count);
        first += group->count;
    }
}

void
rows_collect(struct rows *rows, const struct store *store,
             const struct rows_order *order, const struct cell_context *context)
{
    const struct kind *kind = kind_in(order);
    size_t total = kind->count(store), count = 0;
    struct item *items = xcalloc(total ? total : 1, sizeof(*items));

    for (size_t i = 0; i < total; i++) {
        items[count] = item_of(kind->at(store, i), order);
        count += is_chosen(&items[count], context);
    }
    rows->count = rows->group_count = 0;
    if (is_grouped(order))
        groups_make(rows, items, count, order, context);
    qsort(items, count, sizeof(*items), item_compare);
    put_members(rows, items, count);
    if (is_grouped(order))
        put_groups(rows, items);
    else
        put_rows(rows, rows->members, count);
    rows->hidden = total - count;
    free(items);
}

long
rows_find(const struct rows *rows, const struct ref *ref)
{
    for (size_t i = 0; i < rows->count; i++)
        if (ref_equal(&rows->at[i], ref))
            return (long)i;
    return -1;
}

enum tone
rows_say(const struct rows *rows, const struct kind *kind,
         const struct ref *ref, size_t column, struct buf *out,
         const struct cell_context *context)
{
    const struct column *info = &kind->columns[column];
    const struct group *group;
    const void *row;

    if (ref_is_header(ref)) {
        group = rows_group(rows, ref);
        return group && info->say_group ? info->say_group(out, group)
                                        : TONE_PLAIN;
    }
    row = context->store ? kind->find(context->store, ref) : NULL;
    return row ? info->say(out, row, context) : TONE_PLAIN;
}
