/*
 * logs_fold.c - the rest of a trace behind its first line.
 *
 * A key is about the traces that are selected; else about the one that a hit is
 * in, where that makes a difference; else about all. What is folded away is
 * searched, and unfolds when one goes to a hit in it.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "store/mark.h"

/* Lines of one stream between a line and the first of its trace, at most. */
#define TRACE_MOST 100000

uint64_t
logs_first_of_trace(const struct logs *view, uint64_t number)
{
    const struct logbook *book = logs_book(view);
    struct logbook_line line, before;
    uint64_t first = number;

    if (!logbook_line_at(book, number, &line) || line.kind != LOGBOOK_TEXT)
        return number;
    for (int i = 0; i < TRACE_MOST && mark_follows(line.mark); i++) {
        if (number == logbook_first(book) ||
            !logbook_line_at(book, --number, &before))
            break;
        if (before.kind != LOGBOOK_TEXT || before.stream != line.stream)
            continue;
        line = before;
        first = number;
    }
    return first;
}

/* The next line of the trace, behind one of its lines; 0: there is none. */
static uint64_t
next_of_trace(const struct logs *view, const struct logbook_line *line)
{
    const struct logbook *book = logs_book(view);
    struct logbook_line next;

    for (uint64_t number = line->number + 1;
         number <= line->number + SIEVE_GROUP &&
         logbook_line_at(book, number, &next);
         number++)
        if (next.kind == LOGBOOK_TEXT && next.stream == line->stream)
            return mark_follows(next.mark) ? number : 0;
    return 0;
}

uint64_t
logs_next_folded(const struct logs *view, const struct logbook_line *line)
{
    uint64_t next = 0;

    if (sieve_has_folds(view->sieve) && line->kind == LOGBOOK_TEXT)
        next = next_of_trace(view, line);
    return next != 0 && sieve_is_folded_away(view->sieve, next) ? next : 0;
}

size_t
logs_count_folded(const struct logs *view, const struct logbook_line *line,
                  size_t most)
{
    struct logbook_line at = *line;
    uint64_t next;
    size_t count = 0;

    while (count < most && (next = logs_next_folded(view, &at)) != 0 &&
           logbook_line_at(logs_book(view), next, &at))
        count++;
    return count;
}

/* ---- keys --------------------------------------------------------------- */

/* False: it is so already, or there is nothing behind its first line. */
static bool
fold_trace(struct logs *view, uint64_t first, bool is_folded)
{
    struct logbook_line line;

    if (sieve_is_trace_folded(view->sieve, first) == is_folded ||
        !logbook_line_at(logs_book(view), first, &line) ||
        next_of_trace(view, &line) == 0)
        return false;
    sieve_fold(view->sieve, first, is_folded);
    return true;
}

static size_t
fold_selected(struct logs *view, bool is_folded)
{
    uint64_t number = logs_first_selected(view);
    uint64_t last = logs_last_selected(view);
    size_t count = 0;

    for (number = logs_next(view, number - 1); number != 0 && number <= last;
         number = logs_next(view, number))
        count += fold_trace(view, logs_first_of_trace(view, number), is_folded);
    return count;
}

void
logs_unfold_hit(struct logs *view)
{
    sieve_fold(view->sieve, logs_first_of_trace(view, view->hit), false);
    if (!sieve_is_busy(view->sieve)) /* it has another first line, there */
        sieve_set_folded(view->sieve, false);
}

void
logs_fold(struct logs *view, bool is_folded)
{
    const char *word = is_folded ? "folded" : "unfolded";
    size_t count;

    if (logs_is_selecting(view)) {
        count = fold_selected(view, is_folded);
        if (count > 0)
            app_say(view->view.app, MESSAGE_INFO, "%s %zu %s", word, count,
                    count == 1 ? "trace" : "traces");
        else
            app_say(view->view.app, MESSAGE_INFO,
                    "no trace that could be %s is selected", word);
    } else if (logs_is_seen(view, view->hit) &&
               fold_trace(view, logs_first_of_trace(view, view->hit),
                          is_folded)) {
        app_say(view->view.app, MESSAGE_INFO,
                "%s the trace of the hit; again: all", word);
    } else {
        sieve_set_folded(view->sieve, is_folded);
        app_say(view->view.app, MESSAGE_INFO, "%s",
                is_folded ? "first lines only" : "all lines");
    }
}

const char *
logs_refuse_fold(const struct logs *view, bool is_folded)
{
    if (logs_is_selecting(view))
        return NULL;
    if (is_folded)
        return sieve_is_folded(view->sieve) ? "they are folded already" : NULL;
    return sieve_has_folds(view->sieve) ? NULL : "nothing is folded";
}
