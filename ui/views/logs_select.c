/*
 * logs_select.c - lines that are selected, to be copied.
 *
 * `v` begins at the last line that is seen; from there on moving moves the
 * other end. What belongs to a line and is folded into it is copied with it.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "base/escape.h"
#include "base/text.h"
#include "store/mark.h"

#include <stdio.h>

bool
logs_is_selecting(const struct logs *view)
{
    return view->selected.from != 0;
}

uint64_t
logs_first_selected(const struct logs *view)
{
    return view->selected.from < view->selected.to ? view->selected.from
                                                   : view->selected.to;
}

uint64_t
logs_last_selected(const struct logs *view)
{
    return view->selected.from > view->selected.to ? view->selected.from
                                                   : view->selected.to;
}

bool
logs_is_selected(const struct logs *view, uint64_t line)
{
    return logs_is_selecting(view) && line >= logs_first_selected(view) &&
           line <= logs_last_selected(view);
}

void
logs_select(struct logs *view)
{
    if (logs_is_selecting(view)) {
        logs_clear_selection(view);
        return;
    }
    if (view->row_count == 0)
        return;
    view->follows = false;
    view->selected.from = view->selected.to =
        view->rows[view->row_count - 1].line;
}

void
logs_clear_selection(struct logs *view)
{
    view->selected.from = view->selected.to = 0;
}

/* An end that was folded away since is its first line. */
void
logs_settle_selection(struct logs *view)
{
    uint64_t *const ends[] = {&view->selected.from, &view->selected.to};

    for (size_t i = 0; logs_is_selecting(view) && i < 2; i++)
        if (sieve_is_folded_away(view->sieve, *ends[i]))
            *ends[i] = logs_first_of_trace(view, *ends[i]);
}

/* ---- moving its end ----------------------------------------------------- */

/* By as many rows as it takes, and by no more than there are. */
static void
bring_into_view(struct logs *view)
{
    uint64_t end = view->selected.to, next = logs_next(view, end - 1);

    if (next != end) /* it was hidden since */
        end = logs_previous(view, end) ? logs_previous(view, end) : next;
    if (end == 0)
        return;
    view->selected.to = end;
    if (end < view->top) {
        view->top = end;
        view->top_row = 0;
    }
    logs_layout(view, view->view.size);
    while (!logs_is_seen(view, end) && !view->is_at_end) {
        logs_move(view, 1);
        logs_layout(view, view->view.size);
    }
}

void
logs_move_selection(struct logs *view, long lines)
{
    uint64_t end = view->selected.to;

    for (; lines != 0; lines += lines < 0 ? 1 : -1) {
        uint64_t next =
            lines < 0 ? logs_previous(view, end) : logs_next(view, end);

        if (next == 0)
            break;
        end = next;
    }
    view->selected.to = end;
    bring_into_view(view);
}

void
logs_select_to_edge(struct logs *view, bool is_end)
{
    view->selected.to = is_end ? logs_last(view) : logs_first(view);
    view->top = view->selected.to;
    view->top_row = 0;
    bring_into_view(view);
}

void
logs_say_selection(const struct logs *view, struct buf *out)
{
    unsigned long long count;

    if (!logs_is_selecting(view))
        return;
    count = logs_count_behind(view, logs_first_selected(view) - 1) -
            logs_count_behind(view, logs_last_selected(view));
    (void)buf_addf(out, "%llu selected: y copies, ", count);
}

/* ---- its text ----------------------------------------------------------- */

static void
add_line(struct buf *out, const struct logbook_line *line)
{
    struct buf room = BUF_INIT(LOGBOOK_LINE_MAX);

    (void)text_clean(out, escape_plain(&room, line->text));
    (void)buf_add_char(out, '\n');
    buf_release(&room);
}

/* And what is folded into it; how many lines. */
static size_t
add_trace(const struct logs *view, struct buf *out, struct logbook_line line)
{
    uint64_t next;
    size_t count = 1;

    add_line(out, &line);
    while (!out->is_full && (next = logs_next_folded(view, &line)) != 0 &&
           logbook_line_at(logs_book(view), next, &line)) {
        add_line(out, &line);
        count++;
    }
    return count;
}

/* What is shown of first..last. */
static bool
copy_lines(const struct logs *view, uint64_t first, uint64_t last)
{
    struct buf text = BUF_INIT(APP_COPY_MAX);
    struct logbook_line line;
    char what[64];
    size_t count = 0;
    bool is_copied;

    /* The first one may have gone, or be hidden by now. */
    for (uint64_t number = logs_next(view, first - 1);
         number != 0 && number <= last && !text.is_full;
         number = logs_next(view, number))
        if (logbook_line_at(logs_book(view), number, &line) &&
            line.kind != LOGBOOK_SEAM)
            count += add_trace(view, &text, line);
    if (text.len > 0 && text.at[text.len - 1] == '\n')
        text.at[--text.len] = '\0';
    if (count == 1)
        (void)snprintf(what, sizeof(what), "line");
    else
        (void)snprintf(what, sizeof(what), "%zu lines", count);
    is_copied = !text.is_full;
    app_copy(view->view.app, &text, what);
    buf_release(&text);
    return is_copied;
}

void
logs_copy(struct logs *view)
{
    if (logs_is_selecting(view)) {
        if (copy_lines(view, logs_first_selected(view),
                       logs_last_selected(view)))
            logs_clear_selection(view);
    } else if (view->search && logs_is_seen(view, view->hit)) {
        (void)copy_lines(view, view->hit, view->hit);
    } else {
        app_say(view->view.app, MESSAGE_INFO,
                "v selects the lines that y copies");
    }
}
