#include "config.h"

#include "ui/views/containers.h"

#include "ui/widgets/signs.h"
#include "ui/widgets/wrap.h"

#define TEXT_SIZE 2048

void
containers_say_count(const struct containers *view, struct buf *out)
{
    size_t all = store_container_count(app_store(view->view.app));
    size_t count = containers_rows(view)->count;

    if (count == all)
        (void)buf_addf(out, "%zu", all);
    else
        (void)buf_addf(out, "%zu of %zu", count, all);
}

/* The way the list is sorted, where the sort column is out of sight. */
static void
add_sort(const struct containers *view, struct buf *out)
{
    bool is_reverse;
    size_t sort = containers_sort(view, &is_reverse);
    const struct column *column = &container_columns[sort];

    if (view->table.width[sort] > 0 || view->table.laid_out == 0)
        return;
    (void)buf_addf(out, "%ssort %s %s", out->len > 0 ? "  " : "", column->name,
                   is_reverse != column->starts_descending ? signs()->down
                                                           : signs()->up);
}

void
containers_title(const struct view *base, struct buf *name, struct buf *note)
{
    const struct containers *view = (const struct containers *)base;

    (void)buf_add_text(name, "Containers ");
    containers_say_count(view, name);
    if (view->filter.len > 0) {
        (void)buf_add_char(note, '/');
        (void)buf_add_str(note, buf_str(&view->filter));
    }
    if (containers_only_running(view))
        (void)buf_addf(note, "%srunning only", note->len > 0 ? "  " : "");
    add_sort(view, note);
}

/* Append the key of an action as it is bound here. */
static void
add_key(const struct containers *view, enum action action, struct buf *out)
{
    enum keymap_id maps[KEYMAP_COUNT];
    size_t count = view_maps(&view->view, maps);
    const struct key *key =
        keymap_key_of(app_keymap(view->view.app), maps, count, action);

    if (key)
        key_print(out, key);
    else
        (void)buf_add_text(out, action_info(action)->name);
}

static void
add_hidden(const struct containers *view, struct buf *out)
{
    bool is_filtered = view->filter.len > 0;

    if (is_filtered) {
        (void)buf_add_text(out, "Nothing here has '");
        (void)buf_add_str(out, buf_str(&view->filter));
        (void)buf_add_text(out, "' in it. ");
        add_key(view, ACTION_CANCEL, out);
        (void)buf_add_text(out, " clears the filter");
    } else {
        (void)buf_add_text(out, "No container is running");
    }
    if (containers_only_running(view)) {
        (void)buf_add_text(out, is_filtered ? ", " : "; ");
        add_key(view, ACTION_TOGGLE_ALL, out);
        if (is_filtered)
            (void)buf_add_text(out, " looks among the stopped, too");
        else
            (void)buf_addf(out, " shows the %zu others",
                           containers_rows(view)->hidden);
    }
    (void)buf_add_text(out, ".");
}

static void
add_reason(const struct containers *view, struct buf *out)
{
    const struct store *store = app_store(view->view.app);
    const struct link *link =
        store_engine_count(store) > 0 ? store_link(store, 0) : NULL;

    if (containers_rows(view)->hidden > 0)
        add_hidden(view, out);
    else if (!link)
        (void)buf_addf(out, "Waiting for an answer of %s.",
                       app_looking_at(view->view.app));
    else if (link->state == LINK_LIVE)
        (void)buf_addf(out, "There are no containers on %s.",
                       store_engine_name(store, 0));
    else if (link->state == LINK_DOWN)
        (void)buf_addf(out, "No connection to %s: %s",
                       store_engine_name(store, 0), link->why.text);
    else
        (void)buf_addf(out, "Asking %s for its containers.",
                       store_engine_name(store, 0));
}

void
containers_render_empty(const struct containers *view, struct canvas *canvas)
{
    struct buf words = BUF_INIT(TEXT_SIZE);

    add_reason(view, &words);
    (void)wrap_draw(canvas, ROLE_DIM, buf_str(&words));
    buf_release(&words);
}
