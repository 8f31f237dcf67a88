#include "config.h"

#include "ui/views/listing.h"

#include "ui/widgets/signs.h"
#include "ui/widgets/wrap.h"

#define TEXT_SIZE 2048

/* ---- the title ---------------------------------------------------------- */

void
listing_say_count(const struct listing *list, struct buf *out)
{
    size_t all = list->info->kind->count(app_store(list->view.app));
    size_t count = listing_rows(list)->member_count;

    if (count == all)
        (void)buf_addf(out, "%zu", all);
    else
        (void)buf_addf(out, "%zu of %zu", count, all);
}

/* "3 marked", and how many of them are out of sight. */
static void
add_marks(const struct listing *list, struct buf *out)
{
    const struct rows *rows = listing_rows(list);
    size_t marks = table_mark_count(&list->table);
    size_t hidden = marks;

    if (table_has_range(&list->table))
        (void)buf_add_text(out, ", marking");
    if (marks == 0)
        return;
    for (size_t i = 0; i < rows->member_count; i++)
        hidden -= table_is_marked(&list->table, &rows->members[i]);
    (void)buf_addf(out, ", %zu marked", marks);
    if (hidden > 0)
        (void)buf_addf(out, " (%zu hidden)", hidden);
}

/* Two blanks between what stands in the note. */
static void
add_gap(struct buf *note)
{
    if (note->len > 0)
        (void)buf_add_text(note, "  ");
}

/* The way the list is sorted, where the sort column is out of sight. */
static void
add_sort(const struct listing *list, struct buf *note)
{
    bool is_reverse;
    size_t sort = listing_sort(list, &is_reverse);
    const struct column *column = &list->info->kind->columns[sort];

    if (list->table.width[sort] > 0 || list->table.laid_out == 0)
        return;
    add_gap(note);
    (void)buf_addf(note, "sort %s %s", column->name,
                   is_reverse != column->starts_descending ? signs()->down
                                                           : signs()->up);
}

void
listing_title(const struct view *view, struct buf *name, struct buf *note)
{
    const struct listing *list = (const struct listing *)view;

    (void)buf_addf(name, "%s ", list->info->title);
    listing_say_count(list, name);
    add_marks(list, name);
    if (list->text.len > 0) {
        (void)buf_add_char(note, '/');
        (void)buf_add_str(note, buf_str(&list->text));
    }
    if (list->filter && filter_is_too_hard(list->filter)) {
        add_gap(note);
        (void)buf_add_text(note, "re: too hard");
    }
    if (listing_only_leading(list)) {
        add_gap(note);
        (void)buf_add_text(note, list->info->some);
    }
    if (list->only_wrong) {
        add_gap(note);
        (void)buf_add_text(note, "only what is wrong");
    }
    add_sort(list, note);
}

/* ---- an empty list ------------------------------------------------------ */

/* Append the key of an action as it is bound here. */
static void
add_key(const struct listing *list, enum action action, struct buf *out)
{
    enum keymap_id maps[KEYMAP_COUNT];
    size_t count = view_maps(&list->view, maps);
    const struct key *key =
        keymap_key_of(app_keymap(list->view.app), maps, count, action);

    if (key)
        key_print(out, key);
    else
        (void)buf_add_text(out, action_info(action)->name);
}

/* Why a filter may match nothing: its field is none. */
static void
add_hint(const struct listing *list, struct buf *out)
{
    struct buf hint = BUF_INIT(TEXT_SIZE);

    if (list->filter)
        filter_hint(&hint, list->filter);
    if (hint.len > 0)
        (void)buf_addf(out, " (%s)", buf_text(&hint));
    buf_release(&hint);
}

/* What hides the rows, and the keys that bring them back. */
static void
add_hidden(const struct listing *list, struct buf *out)
{
    bool is_filtered = list->text.len > 0;
    bool is_some = listing_only_leading(list);

    if (is_filtered) {
        (void)buf_add_text(out, "Nothing here matches '");
        (void)buf_add_str(out, buf_str(&list->text));
        (void)buf_add_text(out, "'");
        add_hint(list, out);
        (void)buf_add_text(out, ". ");
        add_key(list, ACTION_CANCEL, out);
        (void)buf_add_text(out, " clears the filter");
    } else {
        (void)buf_add_text(out, list->only_wrong ? "Nothing is wrong here"
                                                 : list->info->none);
    }
    if (list->only_wrong) {
        (void)buf_add_text(out, is_filtered ? ", " : "; ");
        add_key(list, ACTION_ONLY_FAULTS, out);
        (void)buf_addf(out, " shows also what is well");
    }
    if (is_some) {
        (void)buf_add_text(out, is_filtered || list->only_wrong ? ", " : "; ");
        add_key(list, ACTION_TOGGLE_ALL, out);
        if (is_filtered || list->only_wrong)
            (void)buf_add_text(out, " looks among the others, too");
        else
            (void)buf_addf(out, " shows the %zu others",
                           listing_rows(list)->hidden);
    }
    (void)buf_add_char(out, '.');
}

static void
add_reason(const struct listing *list, struct buf *out)
{
    const struct store *store = app_store(list->view.app);
    const struct link *link =
        store_engine_count(store) > 0 ? store_link(store, 0) : NULL;
    const char *rows = list->info->kind->name;

    if (listing_rows(list)->hidden > 0)
        add_hidden(list, out);
    else if (!link)
        (void)buf_addf(out, "Waiting for an answer of %s.",
                       app_looking_at(list->view.app));
    else if (link->state == LINK_LIVE && list->info->wait &&
             list->info->wait(out, store))
        return;
    else if (link->state == LINK_LIVE)
        (void)buf_addf(out, "There are no %s on %s.", rows,
                       store_engine_name(store, 0));
    else if (link->state == LINK_DOWN)
        (void)buf_addf(out, "No connection to %s: %s",
                       store_engine_name(store, 0), link->why.text);
    else
        (void)buf_addf(out, "Asking %s for its %s.",
                       store_engine_name(store, 0), rows);
}

void
listing_render_empty(const struct listing *list, struct canvas *canvas)
{
    struct buf words = BUF_INIT(TEXT_SIZE);

    add_reason(list, &words);
    (void)wrap_draw(canvas, ROLE_DIM, buf_str(&words));
    buf_release(&words);
}
