#include "config.h"

#include "ui/views/listing.h"

#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

#define TICK_GRAIN 250 /* ms; so that the ages of many rows tick together */

/* ---- rows --------------------------------------------------------------- */

struct cell_context
listing_context(const struct listing *list)
{
    const struct app *app = list->view.app;

    return (struct cell_context){
        .now_wall = app_wall_clock(app),
        .now_loop = loop_now(app_loop(app)),
        .jobs = app_jobs(app),
        .store = app_store(app),
    };
}

const void *
listing_row(const struct listing *list)
{
    const struct ref *ref = table_row(&list->table);

    if (!ref || ref->kind != list->info->kind->ref_kind)
        return NULL;
    return list->info->kind->find(app_store(list->view.app), ref);
}

void
listing_mark_stale(struct listing *list)
{
    list->is_stale = true;
    view_mark(&list->view);
}

static struct rows_order
order_of(const struct listing *list)
{
    struct rows_order order = {
        .kind = list->info->kind,
        .only_running = listing_only_leading(list),
        .only_wrong = list->only_wrong,
        .filter = list->filter,
        .folded = list->folded,
    };
    size_t column = listing_sort(list, &order.is_reverse);

    order.column = &list->info->kind->columns[column];
    if (list->info->kind->project)
        order.group =
            (enum group_by)app_options(list->view.app)->number[OPTION_GROUP];
    return order;
}

/* Whether options say the same as when the rows were collected: `set` changes
 * them behind our back. */
static bool
is_in_order(const struct listing *list, const struct rows_order *order)
{
    return order->column == list->order.column &&
           order->is_reverse == list->order.is_reverse &&
           order->only_running == list->order.only_running &&
           order->group == list->order.group;
}

static bool
is_there(const void *data, const struct ref *ref)
{
    const struct listing *list = data;

    return list->info->kind->find(app_store(list->view.app), ref) != NULL;
}

void
listing_collect(struct listing *list)
{
    struct cell_context context = listing_context(list);
    struct rows *rows = &list->rows[!list->current];
    struct rows_order order = order_of(list);
    struct ref before = list->table.cursor;

    if (!list->is_stale && is_in_order(list, &order))
        return;
    rows_collect(rows, app_store(list->view.app), &order, &context);
    list->current = !list->current;
    table_set_rows(&list->table, rows->at, rows->count);
    if (list->has_news) {
        table_sift_marks(&list->table, is_there, list);
        if (before.kind != REF_NONE && !ref_equal(&before, &list->table.cursor))
            list->is_usurped = true;
    }
    list->has_news = false;
    list->table.sorted = (size_t)(order.column - order.kind->columns);
    list->table.is_reverse = order.is_reverse;
    list->order = order;
    list->order.filter = NULL;
    list->order.folded = NULL;
    list->is_stale = false;
}

static enum tone
say_cell(const void *data, const struct ref *ref, size_t column,
         struct buf *out)
{
    const struct listing *list = data;
    struct cell_context context = listing_context(list);

    return rows_say(listing_rows(list), list->info->kind, ref, column, out,
                    &context);
}

/* The rows of a header, for the table. */
static size_t
family(const void *data, const struct ref *ref, const struct ref **members)
{
    const struct rows *rows = listing_rows(data);
    const struct group *group =
        ref_is_header(ref) ? rows_group(rows, ref) : NULL;

    if (!group)
        return 0;
    *members = rows->members + group->first;
    return group->count;
}

/* ---- changes ------------------------------------------------------------ */

static bool
is_seen(const struct listing *list, const struct ref *ref)
{
    const struct ref *row;
    size_t seen = table_seen(&list->table, &row);

    for (; seen > 0; seen--, row++)
        if (ref_equal(row, ref) || ref_is_header(row))
            return true; /* a header has the sums of its rows */
    return false;
}

/* New numbers move rows only where the list is sorted by one, and are drawn
 * only where they are seen. */
void
listing_changed(struct view *view, const struct change *changes, size_t count)
{
    struct listing *list = (struct listing *)view;
    bool is_live = list->order.kind && rows_are_live(&list->order);

    for (size_t i = 0; i < count; i++) {
        const struct change *change = &changes[i];

        if (change->ref.kind == REF_ENGINE && (change->what & CHANGE_LINK))
            view_mark(view); /* an empty list says how it stands */
        if (change->ref.kind != list->info->kind->ref_kind)
            continue;
        list->has_news |= (change->what & CHANGE_GONE) != 0;
        if (change->what & (CHANGE_ADDED | CHANGE_VALUE | CHANGE_GONE))
            listing_mark_stale(list);
        else if ((change->what & CHANGE_USAGE) && is_live)
            listing_mark_stale(list);
        else if (!view->dirty && is_seen(list, &change->ref))
            view_mark(view);
    }
}

/* ---- life --------------------------------------------------------------- */

void
listing_open(struct listing *list, const struct listing_info *info)
{
    list->info = info;
    list->folded = map_new();
    table_init(&list->table, info->kind->columns, info->kind->column_count);
    table_set_family(&list->table, family, list);
    rows_init(&list->rows[0]);
    rows_init(&list->rows[1]);
    buf_init(&list->text, FILTER_LIMIT);
    buf_init(&list->text_before, FILTER_LIMIT);
    listing_mark_stale(list);
}

void
listing_close(struct view *view)
{
    struct listing *list = (struct listing *)view;

    table_release(&list->table);
    rows_release(&list->rows[0]);
    rows_release(&list->rows[1]);
    buf_release(&list->text);
    buf_release(&list->text_before);
    filter_free(list->filter);
    map_free(list->folded, NULL);
    free(list->victims);
    free(list->told);
}

/* ---- drawing ------------------------------------------------------------ */

void
listing_layout(struct view *view, struct size size)
{
    struct listing *list = (struct listing *)view;

    listing_reap_jobs(list);
    listing_collect(list);
    listing_apply_choice(list);
    list->table.is_idle = !listing_has_focus(list);
    table_layout(&list->table, size, say_cell, list);
}

void
listing_render(const struct view *view, struct canvas *canvas)
{
    const struct listing *list = (const struct listing *)view;
    struct canvas part;

    table_render(&list->table, canvas, say_cell, list);
    if (list->table.count == 0) {
        part = canvas_part(canvas, 2, 2, canvas->size.width - 4,
                           canvas->size.height - 2);
        listing_render_empty(list, &part);
    }
}

/* The rows that are seen, the one under the cursor first. */
static struct ref *
seen_rows(const struct listing *list, size_t *count)
{
    const struct ref *cursor = table_row(&list->table);
    const struct ref *row;
    size_t seen = table_seen(&list->table, &row);
    struct ref *refs = xcalloc(seen + 1, sizeof(*refs));

    *count = 0;
    if (cursor && !ref_is_header(cursor))
        refs[(*count)++] = *cursor;
    for (; seen > 0; seen--, row++)
        if (!ref_is_header(row) && !ref_equal(row, cursor))
            refs[(*count)++] = *row;
    return refs;
}

void
listing_shown(struct view *view)
{
    struct listing *list = (struct listing *)view;
    size_t count;
    struct ref *refs = seen_rows(list, &count);
    bool is_equal = count == list->told_count;

    list->is_usurped = false;
    for (size_t i = 0; i < count && is_equal; i++)
        is_equal = ref_equal(&refs[i], &list->told[i]);
    if (is_equal) {
        free(refs);
        return;
    }
    free(list->told);
    list->told = refs;
    list->told_count = count;
    if (list->info->kind->ref_kind == REF_CONTAINER)
        fleet_show(app_fleet(view->app), refs, count);
}

uint64_t
listing_next_tick(const struct view *view)
{
    const struct listing *list = (const struct listing *)view;
    const struct kind *kind = list->info->kind;
    struct cell_context context = listing_context(list);
    const struct ref *ref;
    size_t seen = table_seen(&list->table, &ref);
    uint64_t least = 0;

    for (; seen > 0; seen--, ref++) {
        const void *row = ref->kind == kind->ref_kind
                              ? kind->find(app_store(view->app), ref)
                              : NULL;
        uint64_t wait = row ? kind->tick_ms(row, &context) : 0;

        if (wait != 0 && (least == 0 || wait < least))
            least = wait;
    }
    if (least == 0)
        return 0;
    least += context.now_loop;
    return (least + TICK_GRAIN - 1) / TICK_GRAIN * TICK_GRAIN;
}

bool
listing_subject(const struct view *view, struct ref *ref)
{
    const struct ref *row = table_row(&((const struct listing *)view)->table);

    if (!row || ref_is_header(row))
        return false;
    *ref = *row;
    return true;
}
