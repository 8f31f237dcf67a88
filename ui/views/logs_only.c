/*
 * logs_only.c - which lines are left: only those that match, that are serious
 * enough. The work is done by work/sieve.h; what is here is how a person says
 * it, and reads it.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "ui/widgets/prompt.h"

/* ---- patterns ----------------------------------------------------------- */

void
logs_clear_only(struct logs *view)
{
    while (sieve_pattern_count(view->sieve) > 0)
        (void)sieve_set_pattern(view->sieve, 0, str_of(""), NULL);
    view_mark(&view->view);
}

static bool
is_typed(const struct logs *view)
{
    return view->typed < sieve_pattern_count(view->sieve);
}

static void
only_changed(void *data, struct str text)
{
    struct logs *view = data;

    view->wrong.text[0] = '\0';
    (void)sieve_set_pattern(view->sieve, view->typed, text, &view->wrong);
    logs_go_back(view);
    view_mark(&view->view);
}

/* An empty line leaves no pattern, as in less. */
static void
only_done(void *data, struct str text, bool is_kept)
{
    struct logs *view = data;

    if (is_kept && view->wrong.text[0] == '\0') {
        if (text.len == 0)
            logs_clear_only(view);
        if (sieve_hard(view->sieve) > 0)
            app_say(view->view.app, MESSAGE_ERROR,
                    "the pattern is too hard for %zu lines; they count as no "
                    "match",
                    sieve_hard(view->sieve));
        return;
    }
    if (is_kept)
        app_say(view->view.app, MESSAGE_ERROR, "%s", view->wrong.text);
    if (is_typed(view))
        (void)sieve_set_pattern(view->sieve, view->typed, str_of(""), NULL);
    logs_go_back(view);
    view_mark(&view->view);
}

static bool
only_is_wrong(const void *data)
{
    const struct logs *view = data;

    return view->wrong.text[0] != '\0';
}

static void
only_note(const void *data, struct buf *out)
{
    const struct logs *view = data;
    unsigned long long count = sieve_rank(view->sieve, UINT64_MAX);

    if (view->wrong.text[0])
        (void)buf_add_text(out, view->wrong.text);
    else if (is_typed(view))
        (void)buf_addf(out, "%llu%s %s", count,
                       sieve_is_busy(view->sieve) ? "+" : "",
                       count == 1 ? "line" : "lines");
}

void
logs_open_only(struct logs *view)
{
    struct prompt_owner owner = {
        .changed = only_changed,
        .done = only_done,
        .is_wrong = only_is_wrong,
        .note = only_note,
        .data = view,
    };
    struct err err;

    if (sieve_pattern_count(view->sieve) == SIEVE_PATTERNS) {
        app_say(view->view.app, MESSAGE_ERROR,
                "there are %d patterns; more are not taken", SIEVE_PATTERNS);
        return;
    }
    logs_note_place(view);
    view->typed = sieve_pattern_count(view->sieve);
    view->wrong.text[0] = '\0';
    if (!prompt_open(view->view.app, "&", str_of(""), &owner, &err))
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}

/* ---- levels ------------------------------------------------------------- */

static bool
says_no_level(const struct logs *view)
{
    const struct logbook *book = logs_book(view);

    return book && logbook_first(book) != logbook_end(book) &&
           !sieve_is_busy(view->sieve) && !sieve_has_levels(view->sieve);
}

void
logs_next_level(struct logs *view)
{
    enum level next = sieve_least(view->sieve) + 1;
    bool is_unknown = says_no_level(view);

    if (next == LEVEL_COUNT)
        next = LEVEL_TRACE;
    logs_put_option(view, OPTION_LOG_LEVEL, (long)next - LEVEL_TRACE);
    if (next == LEVEL_TRACE)
        app_say(view->view.app, MESSAGE_INFO, "all levels");
    else
        app_say(view->view.app, MESSAGE_INFO, "%s%s%s",
                next == LEVEL_FATAL ? "fatal only" : level_names[next],
                next == LEVEL_FATAL ? "" : " and worse",
                next > LEVEL_INFO && is_unknown
                    ? "; no line here says its level, so all are shown"
                    : "");
}

/* ---- in words ----------------------------------------------------------- */

void
logs_say_only(const struct logs *view, struct buf *out)
{
    enum level least = sieve_least(view->sieve);
    const char *between = "";

    if (least > LEVEL_TRACE) {
        (void)buf_addf(
            out, "%s%s%s", level_names[least],
            least < LEVEL_FATAL ? " and worse" : "",
            least > LEVEL_INFO && says_no_level(view) ? " (no levels)" : "");
        between = ", ";
    }
    for (size_t i = 0; i < sieve_pattern_count(view->sieve); i++) {
        struct str pattern = sieve_pattern(view->sieve, i);

        (void)buf_addf(out, "%s&%.*s", between, STR_ARGS(pattern));
        between = " ";
    }
}

const char *
logs_why_empty(const struct logs *view)
{
    const struct logbook *book = logs_book(view);

    if (!book || logbook_first(book) == logbook_end(book))
        return NULL;
    if (sieve_is_busy(view->sieve))
        return "looking through the log";
    if (sieve_pattern_count(view->sieve) > 0)
        return "no line matches";
    return sieve_least(view->sieve) > LEVEL_TRACE ? "no line of this level"
                                                  : NULL;
}
