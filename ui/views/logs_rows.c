/*
 * logs_rows.c - which rows are seen. Rows are counted only of lines that are
 * seen or stepped over, so a frame costs what it shows.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "base/escape.h"
#include "base/mem.h"

#include <stdlib.h>

/* ---- lists of lines ----------------------------------------------------- */

void
picks_add(struct picks *picks, uint64_t line)
{
    if (picks->first > 1024 && picks->first > picks->count) {
        memmove(picks->at, picks->at + picks->first,
                picks->count * sizeof(*picks->at));
        picks->first = 0;
    }
    picks->at = array_grow(picks->at, &picks->cap,
                           picks->first + picks->count + 1, sizeof(*picks->at));
    picks->at[picks->first + picks->count++] = line;
}

void
picks_drop_before(struct picks *picks, uint64_t line)
{
    while (picks->count > 0 && picks->at[picks->first] < line) {
        picks->first++;
        picks->count--;
    }
}

void
picks_clear(struct picks *picks)
{
    picks->first = picks->count = 0;
    picks->upto = 0;
}

void
picks_release(struct picks *picks)
{
    free(picks->at);
}

uint64_t
picks_at(const struct picks *picks, size_t index)
{
    return picks->at[picks->first + index];
}

size_t
picks_rank(const struct picks *picks, uint64_t line)
{
    size_t low = 0, high = picks->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (picks_at(picks, middle) < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- the lines that are shown ------------------------------------------- */

const struct logbook *
logs_book(const struct logs *view)
{
    return view->tail ? tail_log(view->tail) : NULL;
}

bool
logs_shows(const struct logs *view, const struct logbook_line *line)
{
    if (view->streams == STREAMS_BOTH || line->kind != LOGBOOK_TEXT ||
        line->stream == LOG_SYSTEM)
        return true;
    return (line->stream == LOG_STDERR) == (view->streams == STREAMS_STDERR);
}

static bool
shows_all(const struct logs *view)
{
    return view->streams == STREAMS_BOTH;
}

uint64_t
logs_next(const struct logs *view, uint64_t line)
{
    const struct logbook *book = logs_book(view);
    size_t rank;

    if (!book)
        return 0;
    if (shows_all(view)) {
        line = line + 1 > logbook_first(book) ? line + 1 : logbook_first(book);
        return line < logbook_end(book) ? line : 0;
    }
    rank = picks_rank(&view->picks, line + 1);
    return rank < view->picks.count ? picks_at(&view->picks, rank) : 0;
}

uint64_t
logs_previous(const struct logs *view, uint64_t line)
{
    const struct logbook *book = logs_book(view);
    size_t rank;

    if (!book)
        return 0;
    if (shows_all(view)) {
        line = line < logbook_end(book) ? line : logbook_end(book);
        return line > logbook_first(book) ? line - 1 : 0;
    }
    rank = picks_rank(&view->picks, line);
    return rank > 0 ? picks_at(&view->picks, rank - 1) : 0;
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
    const struct logbook *book = logs_book(view);

    if (!book)
        return 0;
    if (shows_all(view))
        return logbook_end(book) > line + 1 ? logbook_end(book) - line - 1 : 0;
    return view->picks.count - picks_rank(&view->picks, line + 1);
}

void
logs_forget_lines(struct logs *view)
{
    picks_clear(&view->picks);
    picks_clear(&view->hits);
    places_clear(view->places);
}

/* Take in what has come, and leave out what has gone. */
static void
collect(struct logs *view)
{
    const struct logbook *book = logs_book(view);
    struct logbook_line line;
    struct picks *picks = &view->picks;

    if (!book || shows_all(view))
        return;
    picks_drop_before(picks, logbook_first(book));
    if (picks->upto < logbook_first(book))
        picks->upto = logbook_first(book);
    for (; picks->upto < logbook_end(book); picks->upto++)
        if (logbook_line_at(book, picks->upto, &line) &&
            logs_shows(view, &line))
            picks_add(picks, line.number);
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

/* The matches in this line, for all of its rows. */
static void
add_spans(struct logs *view, size_t first_row, struct str text)
{
    size_t from = view->span_count;
    struct buf plain = BUF_INIT(LOGBOOK_LINE_MAX);

    if (!view->regex)
        return;
    if (memchr(text.at, '\x1b', text.len)) {
        (void)escape_strip(&plain, text);
        text = buf_str(&plain);
    }
    logs_find_spans(view, text);
    buf_release(&plain);
    for (size_t i = first_row; i < view->row_count; i++) {
        view->rows[i].span = from;
        view->rows[i].span_count = view->span_count - from;
    }
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
    add_spans(view, first, line.text);
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
    collect(view);
    if (!book || logs_last(view) == 0 || size.height <= 0)
        return;
    /* The line may have gone, or its stream is not shown. */
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
