/*
 * logs_search.c - looking for a pattern in the lines that are shown. The work
 * is done by work/matches.h; what is here is where to go.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "ui/widgets/prompt.h"

/* ---- what is searched --------------------------------------------------- */

/* False: it is no pattern, or none was typed; view->wrong says. */
static bool
start(struct logs *view, struct str pattern, struct matches **search)
{
    *search = NULL;
    view->wrong.text[0] = '\0';
    if (pattern.len == 0)
        return true;
    *search = matches_new(app_loop(view->view.app), pattern, logs_hear, view,
                          &view->wrong);
    return *search != NULL;
}

static void
set_pattern(struct logs *view, struct str pattern)
{
    struct matches *search;

    buf_clear(&view->pattern);
    (void)buf_add_str(&view->pattern, pattern);
    if (!start(view, pattern, &search))
        return; /* the last good one stays */
    matches_free(view->search);
    view->search = search;
    view->hit = 0;
}

void
logs_restart_search(struct logs *view)
{
    if (!view->search)
        return;
    matches_free(view->search);
    view->search = NULL;
    view->hit = 0;
    (void)start(view, buf_str(&view->pattern), &view->search);
}

void
logs_clear_search(struct logs *view)
{
    set_pattern(view, str_of(""));
    view->is_seeking = false;
    view_mark(&view->view);
}

/* ---- hits --------------------------------------------------------------- */

static const struct numset *
hits(const struct logs *view)
{
    return matches_lines(view->search);
}

/* What is folded away is searched, too. */
static const struct numset *
searched(const struct logs *view)
{
    return sieve_unfolded(view->sieve);
}

static bool
is_searching(const struct logs *view)
{
    return matches_is_busy(view->search) || sieve_is_busy(view->sieve);
}

/* The last hit up to the end of what was seen, else the first behind it. */
static void
seek(struct logs *view)
{
    uint64_t hit =
        numset_previous(hits(view), searched(view), view->seek_end + 1);

    view->is_seeking = false;
    if (hit == 0)
        hit = numset_next(hits(view), searched(view), view->seek_end + 1);
    if (hit == 0)
        return;
    view->hit = hit;
    view->follows = false;
    if (sieve_is_folded_away(view->sieve, hit)) {
        if (!view->is_typing) {
            logs_unfold_hit(view);
            view->seek_end = hit;
            view->is_seeking = true;
        }
        hit = logs_first_of_trace(view, hit);
    }
    view->top = hit;
    view->top_row = 0;
    if (hit == view->hit)
        logs_show_match(view);
    logs_move(view, -(long)(view->view.size.height / 2));
}

void
logs_scan(struct logs *view)
{
    const struct logbook *book = logs_book(view);

    if (!view->search || !book)
        return;
    matches_update(view->search, book);
    if (view->is_seeking && !is_searching(view))
        seek(view);
}

void
logs_go_to_hit(struct logs *view, int step)
{
    uint64_t from = view->hit, hit;

    if (!view->search) {
        app_say(view->view.app, MESSAGE_INFO, "nothing is searched for");
        return;
    }
    if (from == 0)
        from = view->row_count > 0 ? view->rows[view->row_count - 1].line : 0;
    hit = step < 0 ? numset_previous(hits(view), searched(view), from)
                   : numset_next(hits(view), searched(view), from + 1);
    if (hit == 0) {
        app_say(view->view.app, MESSAGE_INFO, "there is no %s match",
                step < 0 ? "older" : "newer");
        return;
    }
    view->seek_end = hit;
    seek(view);
    view_mark(&view->view);
}

static bool
is_hit(const struct logs *view, uint64_t line)
{
    return numset_has(hits(view), line) &&
           (!searched(view) || numset_has(searched(view), line));
}

bool
logs_has_no_hit(const struct logs *view)
{
    return !is_searching(view) &&
           numset_rank(hits(view), searched(view), UINT64_MAX) == 0;
}

void
logs_say_hits(const struct logs *view, struct buf *out)
{
    const char *more;
    size_t count;

    if (!view->search)
        return;
    more = is_searching(view) ? "+" : "";
    count = numset_rank(hits(view), searched(view), UINT64_MAX);
    if (count == 0)
        (void)buf_add_text(out, *more ? "searching" : "no match");
    else if (!is_hit(view, view->hit))
        (void)buf_addf(out, "%zu%s %s", count, more,
                       count == 1 && !*more ? "match" : "matches");
    else
        (void)buf_addf(out, "hit %zu of %zu%s",
                       numset_rank(hits(view), searched(view), view->hit) + 1,
                       count, more);
    if (matches_is_given_up(view->search))
        (void)buf_add_text(out, ", given up: too hard");
    else if (matches_hard(view->search) > 0)
        (void)buf_addf(out, ", too hard for %zu", matches_hard(view->search));
}

/* ---- typing ------------------------------------------------------------- */

static void
search_changed(void *data, struct str text)
{
    struct logs *view = data;

    logs_go_back(view);
    set_pattern(view, text);
    view->is_seeking = view->search != NULL;
    view_mark(&view->view);
}

static void
search_done(void *data, struct str text, bool is_kept)
{
    struct logs *view = data;

    view->is_typing = false;
    if (is_kept && view->wrong.text[0] == '\0') {
        /* If it is folded away it is to be seen now. */
        view->is_seeking = view->is_seeking || view->hit != 0;
        if (text.len == 0)
            logs_clear_search(view);
        else if (matches_hard(view->search) > 0)
            app_say(view->view.app, MESSAGE_ERROR,
                    "the pattern is too hard for %zu lines; they count as no "
                    "match",
                    matches_hard(view->search));
        return;
    }
    if (is_kept)
        app_say(view->view.app, MESSAGE_ERROR, "%s", view->wrong.text);
    logs_go_back(view);
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

    logs_note_place(view);
    view->is_typing = true;
    view->seek_end =
        view->row_count > 0 ? view->rows[view->row_count - 1].line : 0;
    buf_clear(&view->before_pattern);
    (void)buf_add_str(&view->before_pattern, buf_str(&view->pattern));
    if (prompt_open(view->view.app, "/", str_of(""), &owner, &err))
        return;
    view->is_typing = false;
    app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}
