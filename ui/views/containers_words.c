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

/* The way the list is sorted, where the sort column is out of sight; in front
 * of the right end. */
static void
render_sort(const struct containers *view, struct canvas *canvas, int from)
{
    struct buf words = BUF_INIT(64);
    bool is_reverse;
    size_t sort = containers_sort(view, &is_reverse);
    const struct column *column = &container_columns[sort];
    int x;

    (void)buf_addf(&words, " sort %s %s ", column->name,
                   is_reverse != column->starts_descending ? signs()->down
                                                           : signs()->up);
    x = canvas->size.width - 1 - (int)text_width(buf_str(&words));
    if (view->table.width[sort] == 0 && x > from)
        (void)canvas_text(canvas, x, 0, ROLE_TITLE, buf_str(&words));
    buf_release(&words);
}

/* "Containers 7 of 50" and what narrows the list. */
void
containers_render_title(const struct containers *view, struct canvas *canvas)
{
    struct buf count = BUF_INIT(64);
    int x;

    containers_say_count(view, &count);
    for (int i = 0; i < canvas->size.width; i++)
        (void)canvas_text(canvas, i, 0, ROLE_DIM, str_of(signs()->rule));
    x = canvas_textf(canvas, 1, 0, ROLE_TITLE, " Containers %s ",
                     buf_text(&count));
    if (view->filter.len > 0) {
        x = canvas_text(canvas, x + 1, 0, ROLE_KEY, str_of(" /"));
        x = canvas_text(canvas, x, 0, ROLE_MATCH, buf_str(&view->filter));
        x = canvas_text(canvas, x, 0, ROLE_PLAIN, str_of(" "));
    }
    if (containers_only_running(view))
        x = canvas_text(canvas, x + 1, 0, ROLE_BUSY, str_of(" running only "));
    render_sort(view, canvas, x);
    buf_release(&count);
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
