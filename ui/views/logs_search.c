/*
 * logs_search.c - looking for a pattern in the lines that are shown. A frame
 * looks through so much text at most; the rest waits for the next ones.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "base/escape.h"
#include "base/mem.h"
#include "ui/widgets/prompt.h"

#define SCAN_BYTES ((size_t)2 << 20) /* a frame's share */
#define SCAN_LINE 64                 /* what a line costs by itself */
#define SPANS_OF_LINE 256

static void
clear_hits(struct logs *view)
{
    picks_clear(&view->hits);
    view->hit = 0;
}

static void
set_pattern(struct logs *view, struct str pattern)
{
    struct regex *regex = NULL;

    buf_clear(&view->pattern);
    (void)buf_add_str(&view->pattern, pattern);
    view->wrong.text[0] = '\0';
    if (pattern.len > 0) {
        regex = regex_new(pattern, &view->wrong);
        if (!regex)
            return; /* the last good one stays */
    }
    regex_free(view->regex);
    view->regex = regex;
    clear_hits(view);
}

void
logs_clear_search(struct logs *view)
{
    set_pattern(view, str_of(""));
    view->is_seeking = false;
    view_mark(&view->view);
}

/* ---- hits --------------------------------------------------------------- */

static bool
matches(const struct logs *view, const struct logbook_line *line)
{
    struct buf plain = BUF_INIT(LOGBOOK_LINE_MAX);
    struct str text = line->text;
    bool is_match;

    if (line->kind != LOGBOOK_TEXT || !logs_shows(view, line))
        return false;
    if (memchr(text.at, '\x1b', text.len)) {
        (void)escape_strip(&plain, text);
        text = buf_str(&plain);
    }
    is_match = regex_match(view->regex, text, 0, NULL) == REGEX_YES;
    buf_release(&plain);
    return is_match;
}

/* A last line that is still growing waits for its end. */
static uint64_t
scan_end(const struct logbook *book)
{
    struct logbook_line line;
    uint64_t end = logbook_end(book);

    if (end > logbook_first(book) && logbook_line_at(book, end - 1, &line) &&
        line.is_open)
        end--;
    return end;
}

bool
logs_is_scanning(const struct logs *view)
{
    const struct logbook *book = logs_book(view);

    return view->regex && book && view->hits.upto < scan_end(book);
}

/* The last hit before the end of what was seen, else the first behind it. */
static void
seek(struct logs *view)
{
    size_t rank = picks_rank(&view->hits, view->seek_end + 1);

    view->is_seeking = false;
    if (view->hits.count == 0)
        return;
    view->hit = picks_at(&view->hits, rank > 0 ? rank - 1 : 0);
    view->follows = false;
    view->top = view->hit;
    view->top_row = 0;
    logs_move(view, -(long)(view->view.size.height / 2));
}

void
logs_scan(struct logs *view)
{
    const struct logbook *book = logs_book(view);
    struct logbook_line line;
    size_t work = 0;
    uint64_t end;

    if (!view->regex || !book)
        return;
    picks_drop_before(&view->hits, logbook_first(book));
    if (view->hits.upto < logbook_first(book))
        view->hits.upto = logbook_first(book);
    end = scan_end(book);
    for (; view->hits.upto < end && work < SCAN_BYTES; view->hits.upto++) {
        if (!logbook_line_at(book, view->hits.upto, &line))
            continue;
        work += line.text.len + SCAN_LINE;
        if (matches(view, &line))
            picks_add(&view->hits, line.number);
    }
    if (view->is_seeking && !logs_is_scanning(view))
        seek(view);
}

void
logs_go_to_hit(struct logs *view, int step)
{
    uint64_t from = view->hit;
    size_t rank;

    if (!view->regex) {
        app_say(view->view.app, MESSAGE_INFO, "nothing is searched for");
        return;
    }
    if (from == 0)
        from = view->row_count > 0 ? view->rows[view->row_count - 1].line : 0;
    rank = picks_rank(&view->hits, step < 0 ? from : from + 1);
    if (step < 0 ? rank == 0 : rank >= view->hits.count) {
        app_say(view->view.app, MESSAGE_INFO, "there is no %s match",
                step < 0 ? "older" : "newer");
        return;
    }
    view->seek_end = picks_at(&view->hits, step < 0 ? rank - 1 : rank);
    seek(view);
    view_mark(&view->view);
}

void
logs_say_hits(const struct logs *view, struct buf *out)
{
    const char *more = logs_is_scanning(view) ? "+" : "";

    if (!view->regex)
        return;
    if (view->hits.count == 0 && !logs_is_scanning(view))
        (void)buf_add_text(out, "no match");
    else if (view->hit == 0 || view->hit < picks_at(&view->hits, 0))
        (void)buf_addf(out, "%zu%s matches", view->hits.count, more);
    else
        (void)buf_addf(out, "hit %zu of %zu%s",
                       picks_rank(&view->hits, view->hit) + 1, view->hits.count,
                       more);
}

/* ---- what is seen of them ----------------------------------------------- */

void
logs_find_spans(struct logs *view, struct str plain)
{
    size_t from = 0;
    struct span span;

    for (int i = 0; i < SPANS_OF_LINE; i++) {
        if (regex_match(view->regex, plain, from, &span) != REGEX_YES)
            return;
        if (span.len > 0) {
            view->spans =
                array_grow(view->spans, &view->span_cap, view->span_count + 1,
                           sizeof(*view->spans));
            view->spans[view->span_count++] = span;
        }
        from = span.at + (span.len > 0 ? span.len : 1);
        if (from > plain.len)
            return;
    }
}

/* ---- typing ------------------------------------------------------------- */

static void
go_back(struct logs *view)
{
    view->follows = view->before.follows;
    view->top = view->before.top;
    view->top_row = view->before.top_row;
}

static void
search_changed(void *data, struct str text)
{
    struct logs *view = data;

    go_back(view);
    set_pattern(view, text);
    view->is_seeking = view->regex != NULL;
    view_mark(&view->view);
}

static void
search_done(void *data, struct str text, bool is_kept)
{
    struct logs *view = data;

    if (is_kept && view->wrong.text[0] == '\0') {
        if (text.len == 0)
            logs_clear_search(view);
        return;
    }
    if (is_kept)
        app_say(view->view.app, MESSAGE_ERROR, "%s", view->wrong.text);
    go_back(view);
    view->is_seeking = false;
    set_pattern(view, buf_str(&view->before_pattern));
    view_mark(&view->view);
}

static void
search_note(const void *data, struct buf *out)
{
    const struct logs *view = data;

    if (view->wrong.text[0])
        (void)buf_add_text(out, view->wrong.text);
    else
        logs_say_hits(view, out);
}

void
logs_open_search(struct logs *view)
{
    struct prompt_owner owner = {
        .changed = search_changed,
        .done = search_done,
        .note = search_note,
        .data = view,
    };
    struct err err;

    view->before.follows = view->follows;
    view->before.top = view->top;
    view->before.top_row = view->top_row;
    view->seek_end =
        view->row_count > 0 ? view->rows[view->row_count - 1].line : 0;
    buf_clear(&view->before_pattern);
    (void)buf_add_str(&view->before_pattern, buf_str(&view->pattern));
    if (!prompt_open(view->view.app, "/", str_of(""), &owner, &err))
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}
