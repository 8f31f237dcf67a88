/*
 * logs_rows.c - which rows are seen. Rows are counted only of lines that are
 * seen or stepped over, so a frame costs what it shows.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "base/mem.h"

#include <stdlib.h>

/* ---- the lines that are shown ------------------------------------------- */

const struct logbook *
logs_book(const struct logs *view)
{
    return view->tail ? tail_log(view->tail) : NULL;
}

uint64_t
logs_next(const struct logs *view, uint64_t line)
{
    return sieve_next(view->sieve, line + 1);
}

uint64_t
logs_previous(const struct logs *view, uint64_t line)
{
    return sieve_previous(view->sieve, line);
}

uint64_t
logs_first(const struct logs *view)
{
    return logs_next(view, 0);
}

uint64_t
logs_last(const struct logs *view)
{
    return logs_previous(view, UINT64_MAX);
}

uint64_t
logs_count_behind(const struct logs *view, uint64_t line)
{
    return sieve_rank(view->sieve, UINT64_MAX) -
           sieve_rank(view->sieve, line + 1);
}

bool
logs_is_seen(const struct logs *view, uint64_t line)
{
    for (size_t i = 0; i < view->row_count; i++)
        if (view->rows[i].line == line)
            return true;
    return false;
}

void
logs_forget_lines(struct logs *view)
{
    sieve_forget(view->sieve);
    logs_restart_search(view);
    places_clear(view->places);
}

void
logs_note_place(struct logs *view)
{
    view->before.follows = view->follows;
    view->before.top = view->top;
    view->before.top_row = view->top_row;
}

void
logs_go_back(struct logs *view)
{
    view->follows = view->before.follows;
    view->top = view->before.top;
    view->top_row = view->before.top_row;
}

/* ---- rows --------------------------------------------------------------- */

int
logs_text_width(const struct logs *view, int width)
{
    int room = width - logs_margin(view);

    return room > 0 ? room : 1;
}

/* Rows of text in seams are one, whatever they say. */
static size_t
count_rows(const struct logs *view, uint64_t number)
{
    size_t width = (size_t)logs_text_width(view, view->view.size.width);
    struct logbook_line line;

    if (!view->wraps || !logbook_line_at(logs_book(view), number, &line))
        return 1;
    return places_count_rows(view->places, &line, width);
}

void
logs_move(struct logs *view, long rows)
{
    for (; rows < 0; rows++) {
        uint64_t before;

        if (view->top_row > 0) {
            view->top_row--;
            continue;
        }
        before = logs_previous(view, view->top);
        if (before == 0)
            return;
        view->top = before;
        view->top_row = count_rows(view, before) - 1;
    }
    for (; rows > 0; rows--) {
        uint64_t next;

        if (view->top_row + 1 < count_rows(view, view->top)) {
            view->top_row++;
            continue;
        }
        next = logs_next(view, view->top);
        if (next == 0)
            return;
        view->top = next;
        view->top_row = 0;
    }
}

/* The first row so that the last row of all is at the lower edge. */
static void
go_to_end(struct logs *view, int height)
{
    uint64_t last = logs_last(view);

    if (last == 0)
        return;
    view->top = last;
    view->top_row = count_rows(view, last) - 1;
    logs_move(view, 1 - (long)height);
}

static void
add_row(struct logs *view, uint64_t number, uint64_t before, bool is_first,
        const struct ansi *from)
{
    view->rows = array_grow(view->rows, &view->row_cap, view->row_count + 1,
                            sizeof(*view->rows));
    view->rows[view->row_count++] = (struct logs_row){
        .line = number, .before = before, .is_first = is_first, .from = *from};
}

/* Rows of one line, from its row `skip` on, until the screen is full. Whether
 * its last row is among them. */
static bool
add_line(struct logs *view, uint64_t number, uint64_t before, size_t skip,
         size_t height)
{
    size_t width = (size_t)logs_text_width(view, view->view.size.width);
    size_t first = view->row_count;
    bool is_first = skip == 0, has_more = false;
    struct logbook_line line;
    struct ansi ansi;

    if (!logbook_line_at(logs_book(view), number, &line))
        return true;
    if (view->wraps) {
        has_more = places_find_row(view->places, &line, width, skip, &ansi);
    } else {
        places_find_column(view->places, &line, view->left, &ansi);
        add_row(view, number, before, true, &ansi);
    }
    while (has_more && view->row_count < height) {
        struct ansi from = ansi;

        has_more = ansi_skip(&ansi, width);
        ansi.blanks = 0;
        if (has_more || is_first)
            add_row(view, number, before, is_first, &from);
        is_first = false;
    }
    if (has_more) { /* or so it seemed: nothing may be left */
        struct ansi rest = ansi;

        has_more = ansi_skip(&rest, width);
    }
    logs_add_spans(view, first, skip, &line);
    return !has_more;
}

static void
fill(struct logs *view, int height)
{
    uint64_t number = view->top, before = logs_previous(view, number);
    size_t skip = view->top_row;
    bool is_whole = true;

    view->row_count = view->span_count = 0;
    while (number != 0 && view->row_count < (size_t)height) {
        is_whole = add_line(view, number, before, skip, (size_t)height);
        before = number;
        number = logs_next(view, number);
        skip = 0;
    }
    view->is_at_end = number == 0 && is_whole;
}

void
logs_layout(struct logs *view, struct size size)
{
    const struct logbook *book = logs_book(view);

    view->view.size = size;
    view->row_count = view->span_count = 0;
    view->is_at_end = true;
    if (book)
        sieve_update(view->sieve, book);
    logs_settle_selection(view);
    if (!book || logs_last(view) == 0 || size.height <= 0)
        return;
    /* The line may have gone, or is not shown any more. */
    if (logs_next(view, view->top - 1) != view->top || view->top == 0) {
        uint64_t next = logs_next(view, view->top);

        view->top = next ? next : logs_last(view);
        view->top_row = 0;
    }
    if (view->follows)
        go_to_end(view, size.height);
    else if (view->top_row >= count_rows(view, view->top))
        view->top_row = count_rows(view, view->top) - 1;
    fill(view, size.height);
    if (view->row_count < (size_t)size.height && !view->follows) {
        go_to_end(view, size.height);
        fill(view, size.height);
    }
}
