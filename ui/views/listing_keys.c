#include "config.h"

#include "ui/views/listing.h"

#include "base/map.h"

#include <stdio.h>

/* ---- order -------------------------------------------------------------- */

size_t
listing_sort(const struct listing *list, bool *is_reverse)
{
    const struct listing_info *info = list->info;
    const struct column *column;
    struct str name = str_of(app_options(list->view.app)->word[info->sort]);

    *is_reverse = str_starts(name, "-");
    if (*is_reverse)
        name = str_make(name.at + 1, name.len - 1);
    column = column_find(info->kind->columns, info->kind->column_count, name);
    return column ? (size_t)(column - info->kind->columns) : 0;
}

void
listing_set_sort(struct listing *list, size_t column, bool is_reverse)
{
    const struct listing_info *info = list->info;
    char word[64];

    (void)snprintf(word, sizeof(word), "%s%s", is_reverse ? "-" : "",
                   info->kind->columns[column].name);
    (void)options_set(app_options(list->view.app),
                      str_of(option_table[info->sort].name), str_of(word),
                      NULL);
    listing_mark_stale(list);
}

static void
sort_by_neighbour(struct listing *list, int step)
{
    bool is_reverse;
    size_t column = listing_sort(list, &is_reverse);

    listing_set_sort(list, table_next_column(&list->table, column, step),
                     false);
}

static void
reverse_sort(struct listing *list)
{
    bool is_reverse;
    size_t column = listing_sort(list, &is_reverse);

    listing_set_sort(list, column, !is_reverse);
}

bool
listing_only_leading(const struct listing *list)
{
    return app_options(list->view.app)->number[list->info->all] == 0;
}

static void
toggle_all(struct listing *list)
{
    options_put(app_options(list->view.app), list->info->all,
                listing_only_leading(list));
    listing_mark_stale(list);
}

/* ---- groups ------------------------------------------------------------- */

void
listing_fold(struct listing *list, const struct ref *header)
{
    static char is_folded;
    char text[REF_TEXT_SIZE];
    struct str key = ref_text(text, header);

    if (!map_take(list->folded, key))
        (void)map_put(list->folded, key, &is_folded);
    listing_mark_stale(list);
}

/* The header of the row under the cursor, or that row itself. */
static const struct group *
group_here(const struct listing *list)
{
    const struct ref *row = table_row(&list->table);

    if (!row)
        return NULL;
    return ref_is_header(row) ? rows_group(listing_rows(list), row)
                              : rows_group_of(listing_rows(list), row);
}

/* The cursor goes to the header, because its row may go. */
static void
fold_here(struct listing *list)
{
    const struct group *group = group_here(list);

    if (!group)
        return;
    (void)table_go(&list->table, &group->ref);
    listing_fold(list, &group->ref);
}

static void
unfold_all(struct listing *list)
{
    map_free(list->folded, NULL);
    list->folded = map_new();
    listing_mark_stale(list);
}

static bool
has_folds(const struct listing *list)
{
    const struct rows *rows = listing_rows(list);

    for (size_t i = 0; i < rows->group_count; i++)
        if (rows->groups[i].is_folded)
            return true;
    return false;
}

/* ---- acts --------------------------------------------------------------- */

/* Esc: the range first, then the filter, then the marks, the last thing that
 * took work. */
static void
cancel(struct listing *list)
{
    if (table_has_range(&list->table))
        table_end_range(&list->table, false);
    else if (list->text.len > 0)
        listing_clear_filter(list);
    else
        table_clear_marks(&list->table);
    view_mark(&list->view);
}

static bool
act_on_order(struct listing *list, enum action action)
{
    switch (action) {
    case ACTION_SORT_NEXT:
        sort_by_neighbour(list, 1);
        return true;
    case ACTION_SORT_PREVIOUS:
        sort_by_neighbour(list, -1);
        return true;
    case ACTION_SORT_REVERSE:
        reverse_sort(list);
        return true;
    case ACTION_SORT_MENU:
        listing_open_sort_menu(list);
        return true;
    case ACTION_TOGGLE_ALL:
        toggle_all(list);
        return true;
    case ACTION_ONLY_FAULTS:
        list->only_wrong = !list->only_wrong;
        listing_mark_stale(list);
        return true;
    default:
        return false;
    }
}

enum handled
listing_act(struct listing *list, enum action action)
{
    struct app *app = list->view.app;

    listing_collect(list);
    if (table_act(&list->table, action)) {
        list->is_usurped = false;
        view_mark(&list->view);
        return HANDLED;
    }
    if (act_on_order(list, action))
        return HANDLED;
    switch (action) {
    case ACTION_FILTER:
        listing_open_filter(list);
        return HANDLED;
    case ACTION_CANCEL:
        cancel(list);
        return HANDLED;
    case ACTION_FOLD:
        fold_here(list);
        return HANDLED;
    case ACTION_UNFOLD_ALL:
        unfold_all(list);
        return HANDLED;
    case ACTION_COPY:
        listing_open_copy_menu(list);
        return HANDLED;
    case ACTION_CHOOSE_COLUMNS:
        listing_open_chooser(list);
        return HANDLED;
    case ACTION_REFRESH:
        fleet_refresh(app_fleet(app));
        app_say(app, MESSAGE_INFO, "listing again");
        return HANDLED;
    default:
        return NOT_HANDLED;
    }
}

static const char *
refuse_of_marks(const struct listing *list, enum action action)
{
    const struct table *table = &list->table;
    bool has_marks = table_mark_count(table) > 0 || table_has_range(table);

    if (action == ACTION_CLEAR_MARKS)
        return has_marks ? NULL : "nothing is marked";
    if (action == ACTION_CANCEL)
        return has_marks || list->text.len > 0
                   ? NULL
                   : "there is nothing to be cleared";
    return table->count > 0 ? NULL : "there is no row";
}

const char *
listing_refuse(const struct listing *list, enum action action)
{
    const struct store *store = app_store(list->view.app);

    switch (action) {
    case ACTION_REFRESH:
        return store_engine_count(store) > 0 ? NULL : "there is no engine yet";
    case ACTION_CANCEL:
    case ACTION_CLEAR_MARKS:
    case ACTION_MARK:
    case ACTION_MARK_RANGE:
    case ACTION_MARK_ALL:
        return refuse_of_marks(list, action);
    case ACTION_FOLD:
        return group_here(list) ? NULL : "there are no groups";
    case ACTION_UNFOLD_ALL:
        return has_folds(list) ? NULL : "nothing is folded";
    case ACTION_COPY:
        return listing_target_count(list) > 0 ? NULL : "there is no row";
    case ACTION_CHOOSE_COLUMNS:
        return app_choices(list->view.app) ? NULL
                                           : "columns cannot be chosen here";
    case ACTION_FILTER:
    case ACTION_SORT_NEXT:
    case ACTION_SORT_PREVIOUS:
    case ACTION_SORT_REVERSE:
    case ACTION_SORT_MENU:
    case ACTION_TOGGLE_ALL:
    case ACTION_ONLY_FAULTS:
        return list->info->kind->count(store) > 0 ? NULL
                                                  : "there is nothing to list";
    default:
        return NULL;
    }
}

/* ---- the mouse ---------------------------------------------------------- */

enum handled
listing_click(struct view *view, struct point point, enum click click)
{
    struct listing *list = (struct listing *)view;
    bool is_reverse;
    size_t column = 0;

    listing_collect(list);
    list->is_usurped = false;
    view_mark(view);
    switch (table_click(&list->table, point, click, &column)) {
    case TABLE_OPEN:
        (void)app_act(view->app, ACTION_OPEN);
        return HANDLED;
    case TABLE_HEAD:
        if (listing_sort(list, &is_reverse) == column)
            listing_set_sort(list, column, !is_reverse);
        else
            listing_set_sort(list, column, false);
        return HANDLED;
    case TABLE_ROW:
    case TABLE_SCROLL:
    case TABLE_MISS:
        break;
    }
    return HANDLED;
}
