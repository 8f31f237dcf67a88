/*
 * logs_spans.c - where matches stand in what is seen of a line.
 *
 * Of a long line only what is seen is matched again, with some rows around, as
 * a frame must not cost what the line is long. There a match that reaches far
 * beyond what is seen may have lost its end.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "base/escape.h"
#include "base/mem.h"

#define SPANS_OF_LINE 256
#define LONG_LINE ((size_t)16 << 10)
#define ROWS_AROUND 16
#define COLUMNS_AROUND 4096

static void
find_spans(struct logs *view, struct str plain, size_t begin)
{
    size_t from = 0;
    struct span span;

    for (int i = 0; i < SPANS_OF_LINE; i++) {
        if (regex_match(matches_regex(view->search), plain, from, &span) !=
            REGEX_YES)
            return;
        from = span.at + (span.len > 0 ? span.len : 1);
        if (span.len > 0) {
            span.at += begin;
            view->spans =
                array_grow(view->spans, &view->span_cap, view->span_count + 1,
                           sizeof(*view->spans));
            view->spans[view->span_count++] = span;
        }
        if (from > plain.len)
            return;
    }
}

/* What is seen of it, and what is around; *begin is its place in the line. */
static struct str
seen_of(const struct logs *view, const struct logbook_line *line, size_t row,
        size_t *begin)
{
    size_t width = (size_t)logs_text_width(view, view->view.size.width);
    struct ansi from, to = view->rows[view->row_count - 1].from;

    if (view->wraps) {
        (void)places_find_row(view->places, line, width,
                              row > ROWS_AROUND ? row - ROWS_AROUND : 0, &from);
        for (int i = 0; i <= ROWS_AROUND && ansi_skip(&to, width); i++)
            continue;
    } else {
        places_find_column(
            view->places, line,
            view->left > COLUMNS_AROUND ? view->left - COLUMNS_AROUND : 0,
            &from);
        (void)ansi_skip(&to, width + COLUMNS_AROUND);
    }
    *begin = from.at;
    return str_make(from.rest.at, from.rest.len - to.rest.len);
}

void
logs_add_spans(struct logs *view, size_t first, size_t row,
               const struct logbook_line *line)
{
    struct buf plain = BUF_INIT(LOGBOOK_LINE_MAX);
    size_t from = view->span_count, begin = 0;
    struct str text = line->text;

    if (!view->search || first == view->row_count)
        return;
    if (text.len > LONG_LINE)
        text = seen_of(view, line, row, &begin);
    find_spans(view, escape_plain(&plain, text), begin);
    buf_release(&plain);
    for (size_t i = first; i < view->row_count; i++) {
        view->rows[i].span = from;
        view->rows[i].span_count = view->span_count - from;
    }
}

void
logs_show_match(struct logs *view)
{
    size_t width = (size_t)logs_text_width(view, view->view.size.width);
    struct buf plain = BUF_INIT(LOGBOOK_LINE_MAX);
    struct logbook_line line;
    struct span span;
    size_t place;

    if (!logbook_line_at(logs_book(view), view->top, &line) ||
        regex_match(matches_regex(view->search),
                    escape_plain(&plain, line.text), 0, &span) != REGEX_YES)
        goto out;
    place =
        places_of_byte(view->places, &line, view->wraps ? width : 0, span.at);
    if (view->wraps)
        view->top_row = place;
    else if (place < width)
        view->left = 0;
    else if (place < view->left || place >= view->left + width)
        view->left = place - width / 2;
out:
    buf_release(&plain);
}
