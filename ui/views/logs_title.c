/*
 * logs_title.c - what stands in the frame of a log.
 */
#include "config.h"

#include "ui/views/logs.h"

static void
say_place(const struct logs *view, struct buf *note)
{
    enum tail_state state = tail_state(view->tail);
    uint64_t last = view->row_count > 0 ? view->rows[view->row_count - 1].line
                                        : UINT64_MAX - 1;
    unsigned long long behind = logs_count_behind(view, last);

    if (tail_older(view->tail) == OLDER_READING)
        (void)buf_add_text(note, "reading older lines, ");
    if (tail_is_paused(view->tail))
        (void)buf_add_text(note, "paused: no memory for more, ");
    if (behind > 0)
        (void)buf_addf(note, "%llu %s below", behind,
                       behind == 1 ? "line" : "lines");
    else if (state == TAIL_FAILED)
        (void)buf_add_text(note, tail_error(view->tail)->text);
    else if (state == TAIL_ENDED)
        (void)buf_add_text(note, "ended");
    else if (state == TAIL_BROKEN)
        (void)buf_add_text(note, "connection lost");
    else if (state == TAIL_OPENING)
        (void)buf_add_text(note, "opening");
    else
        (void)buf_add_text(note, view->follows ? "following" : "held");
}

/* Fatal ones are errors, too. */
static void
say_levels(const struct logs *view, struct buf *out)
{
    size_t errors = sieve_count(view->sieve, LEVEL_ERROR) +
                    sieve_count(view->sieve, LEVEL_FATAL);
    size_t warnings = sieve_count(view->sieve, LEVEL_WARN);

    if (errors > 0)
        (void)buf_addf(out, "%zu %s, ", errors,
                       errors == 1 ? "error" : "errors");
    if (warnings > 0)
        (void)buf_addf(out, "%zu %s, ", warnings,
                       warnings == 1 ? "warning" : "warnings");
}

void
logs_title(const struct view *base, struct buf *name, struct buf *note)
{
    static const char *const streams[STREAMS_COUNT] = {"", "stdout, ",
                                                       "stderr, "};
    const struct logs *view = (const struct logs *)base;
    size_t before;

    (void)buf_add_text(name, "Logs");
    if (view->name.len > 0)
        (void)buf_addf(name, " %.*s", STR_ARGS(buf_str(&view->name)));
    if (!view->tail)
        return;
    logs_say_saving(view, note);
    logs_say_selection(view, note);
    (void)buf_add_text(note, streams[view->streams]);
    before = note->len;
    logs_say_only(view, note);
    if (note->len > before)
        (void)buf_add_text(note, ", ");
    if (view->search) {
        logs_say_hits(view, note);
        if (logs_has_no_hit(view))
            (void)buf_addf(note, " for %.*s",
                           STR_ARGS(buf_str(&view->pattern)));
        (void)buf_add_text(note, ", ");
    } else {
        say_levels(view, note);
    }
    say_place(view, note);
}
