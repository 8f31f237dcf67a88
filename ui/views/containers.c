#include "config.h"

#include "ui/views/containers.h"

#include "base/mem.h"
#include "ui/views/views.h"
#include "ui/widgets/prompt.h"

#include <stdlib.h>

#define TICK_GRAIN 250 /* ms; so that the ages of many rows tick together */

/* ---- options ------------------------------------------------------------ */

size_t
containers_sort(const struct containers *view, bool *is_reverse)
{
    struct str name = str_of(app_options(view->view.app)->word[OPTION_SORT]);
    const struct column *column;

    *is_reverse = str_starts(name, "-");
    if (*is_reverse)
        name = str_make(name.at + 1, name.len - 1);
    column = column_find(container_columns, container_column_count, name);
    return column ? (size_t)(column - container_columns) : 0;
}

static void
set_sort(struct containers *view, size_t column, bool is_reverse)
{
    struct buf word = BUF_INIT(64);

    (void)buf_addf(&word, "%s%s", is_reverse ? "-" : "",
                   container_columns[column].name);
    (void)options_set(app_options(view->view.app),
                      str_of(option_table[OPTION_SORT].name), buf_str(&word),
                      NULL);
    buf_release(&word);
}

bool
containers_only_running(const struct containers *view)
{
    return app_options(view->view.app)->number[OPTION_ALL] == 0;
}

/* ---- rows --------------------------------------------------------------- */

struct cell_context
containers_context(const struct containers *view)
{
    const struct app *app = view->view.app;

    return (struct cell_context){
        .now_wall = app_wall_clock(app),
        .now_loop = loop_now(app_loop(app)),
        .jobs = app_jobs(app),
        .store = app_store(app),
    };
}

static void
mark_stale(struct containers *view)
{
    view->is_stale = true;
    view_mark(&view->view);
}

/* Bring the rows up to date, if they are not. */
static void
collect(struct containers *view)
{
    struct cell_context context = containers_context(view);
    struct rows *rows = &view->rows[!view->current];
    struct rows_order order = {
        .only_running = containers_only_running(view),
        .filter = view->chosen,
    };
    size_t column = containers_sort(view, &order.is_reverse);
    struct ref before = view->table.cursor;

    if (!view->is_stale)
        return;
    order.column = &container_columns[column];
    rows_collect(rows, app_store(view->view.app), &order, &context);
    table_set_rows(&view->table, rows->at, rows->count);
    if (view->has_news && before.kind != REF_NONE &&
        !ref_equal(&before, &view->table.cursor))
        view->is_usurped = true;
    view->has_news = false;
    view->table.sorted = column;
    view->table.is_reverse = order.is_reverse;
    view->current = !view->current;
    view->is_stale = false;
}

static enum tone
say_cell(const void *data, const struct ref *ref, size_t column,
         struct buf *out)
{
    const struct containers *view = data;
    struct cell_context context = containers_context(view);
    const struct container_row *row =
        store_find_container(app_store(view->view.app), ref);

    if (!row)
        return TONE_PLAIN;
    return container_columns[column].say(out, row, &context);
}

static bool
is_seen(const struct containers *view, const struct ref *ref)
{
    const struct ref *row;
    size_t seen = table_seen(&view->table, &row);

    for (; seen > 0; seen--, row++)
        if (ref_equal(row, ref))
            return true;
    return false;
}

/* New numbers move rows only where the list is sorted by one, and are drawn
 * only where they are seen. */
static void
changed(struct view *base, const struct change *changes, size_t count)
{
    struct containers *view = (struct containers *)base;
    bool is_reverse;
    size_t sort = containers_sort(view, &is_reverse);

    for (size_t i = 0; i < count; i++) {
        const struct change *change = &changes[i];

        if (change->ref.kind == REF_ENGINE) {
            if (change->what & CHANGE_LINK)
                view_mark(base); /* an empty list says how it stands */
            continue;
        }
        view->has_news |= (change->what & CHANGE_GONE) != 0;
        if (change->what & (CHANGE_ADDED | CHANGE_VALUE | CHANGE_GONE))
            mark_stale(view);
        else if (container_columns[sort].is_live)
            mark_stale(view);
        else if (!base->dirty && is_seen(view, &change->ref))
            view_mark(base);
    }
}

/* ---- life --------------------------------------------------------------- */

static bool
open_containers(struct view *base, struct app *app, const char *target,
                struct err *err)
{
    struct containers *view = (struct containers *)base;

    (void)app;
    (void)target;
    (void)err;
    table_init(&view->table, container_columns, container_column_count);
    rows_init(&view->rows[0]);
    rows_init(&view->rows[1]);
    buf_init(&view->filter, FILTER_SIZE);
    mark_stale(view);
    return true;
}

static void
close_containers(struct view *base)
{
    struct containers *view = (struct containers *)base;

    rows_release(&view->rows[0]);
    rows_release(&view->rows[1]);
    buf_release(&view->filter);
    filter_free(view->chosen);
    free(view->told);
}

/* ---- the filter --------------------------------------------------------- */

static void
filter_changed(void *data, struct str text)
{
    struct containers *view = data;
    struct filter *filter = filter_new(&container_kind, text, NULL, NULL);

    buf_clear(&view->filter);
    (void)buf_add_str(&view->filter, text);
    /* What is no filter yet leaves the last good one in place. */
    if (!filter)
        return;
    filter_free(view->chosen);
    view->chosen = filter;
    mark_stale(view);
}

static void
filter_done(void *data, struct str text, bool is_kept)
{
    struct containers *view = data;

    (void)text;
    if (is_kept)
        return;
    filter_changed(view, str_of(""));
    collect(view);
    if (view->before.kind != REF_NONE)
        (void)table_go(&view->table, &view->before);
}

static void
filter_note(const void *data, struct buf *out)
{
    containers_say_count(data, out);
}

static void
open_filter(struct containers *view)
{
    const struct ref *row = table_row(&view->table);
    struct prompt_owner owner = {
        .changed = filter_changed,
        .done = filter_done,
        .note = filter_note,
        .data = view,
    };
    struct err err;

    view->before = row ? *row : ref_make(0, REF_NONE, "");
    if (!prompt_open(view->view.app, "/", buf_str(&view->filter), &owner, &err))
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}

/* ---- keys --------------------------------------------------------------- */

/* Sort by the next column that is shown, `step` 1 or -1. The cursor keeps its
 * row. */
static void
sort_by_neighbour(struct containers *view, long step)
{
    long count = (long)container_column_count;
    bool is_reverse;
    long column = (long)containers_sort(view, &is_reverse);
    long tried = 0;

    do
        column = (column + step + count) % count;
    while (view->table.width[column] == 0 && ++tried < count);
    set_sort(view, (size_t)column, false);
    mark_stale(view);
}

static enum handled
act(struct view *base, enum action action)
{
    struct containers *view = (struct containers *)base;
    struct options *options = app_options(base->app);
    bool is_reverse;
    size_t sort;

    collect(view);
    if (table_act(&view->table, action)) {
        view->is_usurped = false;
        view_mark(base);
        return HANDLED;
    }
    switch (action) {
    case ACTION_FILTER:
        open_filter(view);
        return HANDLED;
    case ACTION_CANCEL:
        filter_changed(view, str_of(""));
        return HANDLED;
    case ACTION_SORT_NEXT:
        sort_by_neighbour(view, 1);
        return HANDLED;
    case ACTION_SORT_PREVIOUS:
        sort_by_neighbour(view, -1);
        return HANDLED;
    case ACTION_SORT_REVERSE:
        sort = containers_sort(view, &is_reverse);
        set_sort(view, sort, !is_reverse);
        mark_stale(view);
        return HANDLED;
    case ACTION_TOGGLE_ALL:
        options->number[OPTION_ALL] = !options->number[OPTION_ALL];
        mark_stale(view);
        return HANDLED;
    case ACTION_REFRESH:
        fleet_refresh(app_fleet(base->app));
        app_say(base->app, MESSAGE_INFO, "listing again");
        return HANDLED;
    default:
        return containers_act(view, action);
    }
}

static const char *
refuse(const struct view *view, enum action action)
{
    return containers_refuse((const struct containers *)view, action);
}

/* ---- drawing ------------------------------------------------------------ */

static void
layout(struct view *base, struct size size)
{
    struct containers *view = (struct containers *)base;

    collect(view);
    table_layout(&view->table, size, say_cell, view);
}

static void
render(const struct view *base, struct canvas *canvas)
{
    const struct containers *view = (const struct containers *)base;
    struct canvas part;

    table_render(&view->table, canvas, say_cell, view);
    if (view->table.count == 0) {
        part = canvas_part(canvas, 2, 2, canvas->size.width - 4,
                           canvas->size.height - 2);
        containers_render_empty(view, &part);
    }
}

/* The rows that are seen, the one under the cursor first. */
static void
shown(struct view *base)
{
    struct containers *view = (struct containers *)base;
    const struct ref *cursor = table_row(&view->table);
    const struct ref *row;
    size_t seen = table_seen(&view->table, &row), count = 0;
    struct ref *refs = xcalloc(seen + 1, sizeof(*refs));

    view->is_usurped = false;
    if (cursor)
        refs[count++] = *cursor;
    for (; seen > 0; seen--, row++)
        if (!cursor || !ref_equal(row, cursor))
            refs[count++] = *row;

    bool is_equal = count == view->told_count;

    for (size_t i = 0; i < count && is_equal; i++)
        is_equal = ref_equal(&refs[i], &view->told[i]);
    if (is_equal) {
        free(refs);
        return;
    }
    free(view->told);
    view->told = refs;
    view->told_count = count;
    fleet_show(app_fleet(base->app), refs, count);
}

static uint64_t
next_tick(const struct view *base)
{
    const struct containers *view = (const struct containers *)base;
    struct cell_context context = containers_context(view);
    const struct ref *ref;
    size_t seen = table_seen(&view->table, &ref);
    uint64_t least = 0;

    for (; seen > 0; seen--, ref++) {
        const struct container_row *row =
            store_find_container(app_store(base->app), ref);
        uint64_t wait = row ? row_tick_ms(row, &context) : 0;

        if (wait != 0 && (least == 0 || wait < least))
            least = wait;
    }
    if (least == 0)
        return 0;
    least += context.now_loop;
    return (least + TICK_GRAIN - 1) / TICK_GRAIN * TICK_GRAIN;
}

static bool
subject(const struct view *base, struct ref *ref)
{
    const struct ref *row =
        table_row(&((const struct containers *)base)->table);

    if (row)
        *ref = *row;
    return row != NULL;
}

static const enum keymap_id maps[] = {KEYMAP_CONTAINERS, KEYMAP_LIST};

static const struct bar_entry bar[] = {
    {.action = ACTION_START},
    {.action = ACTION_STOP},
    {.action = ACTION_KILL},
    {.action = ACTION_REMOVE},
    {.action = ACTION_FILTER},
    {.action = ACTION_CANCEL, .words = "clear filter"},
    {.action = ACTION_BACK, .words = "quit"},
    {.action = ACTION_SORT_PREVIOUS, .also = ACTION_SORT_NEXT, .words = "sort"},
    {.action = ACTION_SORT_REVERSE, .words = "reverse"},
    {.action = ACTION_TOGGLE_ALL, .words = "all/running"},
    {.action = ACTION_REFRESH, .words = "refresh"},
};

const struct view_ops containers_view = {
    .name = "containers",
    .help = "all containers of the engine",
    .size = sizeof(struct containers),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_containers,
    .close = close_containers,
    .changed = changed,
    .layout = layout,
    .render = render,
    .shown = shown,
    .act = act,
    .refuse = refuse,
    .next_tick = next_tick,
    .title = containers_title,
    .subject = subject,
};
