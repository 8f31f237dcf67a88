/*
 * logs_draw.c - a row of a log as cells: a sign for the stream, the time, the
 * text in its own colours with the matches marked.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "base/format.h"
#include "base/timestamp.h"
#include "store/mark.h"
#include "ui/widgets/signs.h"
#include "ui/widgets/wrap.h"

#include <time.h>

/* Cells of the time and the blank behind it. */
static const int time_widths[TIMES_COUNT] = {
    [TIMES_LOCAL] = 13,
    [TIMES_UTC] = 14,
    [TIMES_RELATIVE] = 5,
    [TIMES_SINCE_PREVIOUS] = 9,
};

#define SIGN_WIDTH 1
#define TEXT_LEAST 8 /* the time goes before the text gets less */

/* Of the times that are wanted, whether they have room or not. */
static int
time_width(const struct logs *view)
{
    return view->times < TIMES_COUNT ? time_widths[view->times] : 0;
}

static bool
has_times(const struct logs *view)
{
    return view->times != TIMES_OFF &&
           view->view.size.width >= SIGN_WIDTH + time_width(view) + TEXT_LEAST;
}

int
logs_margin(const struct logs *view)
{
    return SIGN_WIDTH + (has_times(view) ? time_width(view) : 0);
}

/* ---- times -------------------------------------------------------------- */

/* The time of a line of today, else its day. */
static void
say_clock(struct buf *out, int64_t ns, int64_t now_ns, bool is_utc)
{
    time_t seconds = (time_t)(ns / SECOND_NS);
    time_t now_seconds = (time_t)(now_ns / SECOND_NS);
    struct tm at = {0}, now = {0};
    char text[64] = "";

    (void)(is_utc ? gmtime_r(&seconds, &at) : localtime_r(&seconds, &at));
    (void)(is_utc ? gmtime_r(&now_seconds, &now)
                  : localtime_r(&now_seconds, &now));
    if (at.tm_year != now.tm_year) {
        (void)strftime(text, sizeof(text), "%Y-%m-%d  ", &at);
    } else if (at.tm_yday != now.tm_yday) {
        (void)strftime(text, sizeof(text), "%b %d %H:%M", &at);
    } else {
        (void)strftime(text, sizeof(text), "%H:%M:%S", &at);
        (void)buf_addf(out, "%s.%03d%s", text,
                       (int)(ns % SECOND_NS / (SECOND_NS / 1000)),
                       is_utc ? "Z" : "");
        return;
    }
    (void)buf_addf(out, "%s%s", text, is_utc ? "Z" : "");
}

static void
say_since(struct buf *out, int64_t ns)
{
    char text[FORMAT_SIZE];

    if (ns >= 100 * SECOND_NS) {
        format_age(text, ns / SECOND_NS);
        (void)buf_addf(out, "%8s", text);
    } else if (ns > -100 * SECOND_NS) {
        (void)buf_addf(out, "%+8.3f", (double)ns / (double)SECOND_NS);
    }
}

static void
say_time(const struct logs *view, struct buf *out, const struct logs_row *row,
         const struct logbook_line *line)
{
    int64_t now = app_wall_clock(view->view.app);
    struct logbook_line before;
    char text[FORMAT_SIZE];

    if (line->time == TIMESTAMP_NONE)
        return;
    switch (view->times) {
    case TIMES_LOCAL:
    case TIMES_UTC:
        say_clock(out, line->time, now, view->times == TIMES_UTC);
        break;
    case TIMES_RELATIVE:
        format_age(text, (now - line->time) / SECOND_NS);
        (void)buf_addf(out, "%4s", text);
        break;
    case TIMES_SINCE_PREVIOUS:
        if (row->before != 0 &&
            logbook_line_at(logs_book(view), row->before, &before) &&
            before.time != TIMESTAMP_NONE)
            say_since(out, line->time - before.time);
        break;
    case TIMES_OFF:
    case TIMES_COUNT:
        break;
    }
}

/* ---- text --------------------------------------------------------------- */

static bool
is_in_match(const struct logs *view, const struct logs_row *row, size_t at)
{
    for (size_t i = 0; i < row->span_count; i++) {
        const struct span *span = &view->spans[row->span + i];

        if (at >= span->at && at < span->at + span->len)
            return true;
    }
    return false;
}

/* A colour of ours gives way to the container's own. */
static enum role
role_of(const struct logs *view, const struct logbook_line *line,
        struct ink ink)
{
    if (ink.flags & (INK_FORE | INK_BACK))
        return ROLE_PLAIN;
    if (sieve_is_context(view->sieve, line->number))
        return ROLE_DIM;
    switch (mark_level(line->mark)) {
    case LEVEL_FATAL:
    case LEVEL_ERROR:
        return ROLE_TROUBLE;
    case LEVEL_WARN:
        return ROLE_BUSY;
    case LEVEL_DEBUG:
    case LEVEL_TRACE:
        return ROLE_DIM;
    case LEVEL_NONE:
    case LEVEL_INFO:
    case LEVEL_COUNT:
        break;
    }
    switch (line->stream) {
    case LOG_STDERR:
        return ROLE_STDERR;
    case LOG_SYSTEM:
        return ROLE_TROUBLE;
    case LOG_STDOUT:
        break;
    }
    return ROLE_PLAIN;
}

/* Behind the end of a line: that more was written than is kept, and how many
 * lines are folded into it. */
static void
render_end(const struct logs *view, struct canvas *canvas, int x, int y,
           const struct logbook_line *line)
{
    size_t folded = logs_count_folded(view, line, SIEVE_GROUP);
    struct buf words = BUF_INIT(128);
    int room;

    if (line->is_cut)
        (void)buf_add_text(&words, " (cut: longer than 1 MiB)");
    if (folded > 0)
        (void)buf_addf(&words, " +%zu %s%s", folded,
                       folded == 1 ? "line" : "lines",
                       folded == SIEVE_GROUP ? " and more" : "");
    room = canvas->size.width - (int)words.len;
    if (x > room)
        x = room > 0 ? room : 0;
    (void)canvas_text(canvas, x, y, ROLE_DIM, buf_str(&words));
    buf_release(&words);
}

static void
render_text(const struct logs *view, struct canvas *canvas, int y,
            const struct logs_row *row, const struct logbook_line *line)
{
    struct ansi ansi = row->from;
    size_t left = view->wraps ? ansi.column : view->left;
    size_t at = ansi.at;
    int width = canvas->size.width;
    struct glyph glyph;
    int x = (int)((long)ansi.column - (long)left);
    bool has_more;

    while ((has_more = ansi_next(&ansi, &glyph))) {
        /* A match has its own look, also in an error. */
        bool is_match = is_in_match(view, row, at);
        enum role role = is_match ? ROLE_PLAIN : role_of(view, line, ansi.ink);

        if (x + glyph.width > width)
            break;
        canvas_glyph(canvas, x, y, role, ansi.ink, &glyph);
        if (x >= 0 && is_match) {
            canvas_paint(canvas, x, y, glyph.width, ROLE_MATCH);
            if (row->line == view->hit)
                canvas_paint(canvas, x, y, glyph.width, ROLE_SELECTED);
        }
        x += glyph.width;
        at = ansi.at;
    }
    if (!has_more)
        render_end(view, canvas, x, y, line);
    else if (!view->wraps && width > 0)
        (void)canvas_text(canvas, width - 1, y, ROLE_KEY, str_of(">"));
}

static void
render_seam(struct canvas *canvas, int y, const struct logbook_line *line)
{
    canvas_rule(canvas, y, ROLE_DIM, signs()->rule);
    if (canvas->size.width > 6)
        (void)canvas_textf(canvas, 2, y, ROLE_DIM, " %.*s ",
                           STR_ARGS(line->text));
}

/* Told apart without colours, too. */
static const char *
sign_of(const struct logbook_line *line)
{
    switch (line->stream) {
    case LOG_STDERR:
        return "!";
    case LOG_SYSTEM:
        return "#";
    case LOG_STDOUT:
        break;
    }
    return " ";
}

static void
render_row(const struct logs *view, struct canvas *canvas, int y,
           const struct logs_row *row)
{
    int margin = logs_margin(view);
    struct buf text = BUF_INIT(128);
    struct logbook_line line;
    struct canvas part;

    if (!logbook_line_at(logs_book(view), row->line, &line))
        return;
    if (line.kind == LOGBOOK_SEAM) {
        if (row->is_first)
            render_seam(canvas, y, &line);
        return;
    }
    (void)canvas_text(canvas, 0, y, role_of(view, &line, (struct ink){0}),
                      str_of(sign_of(&line)));
    if (row->is_first && has_times(view)) {
        say_time(view, &text, row, &line);
        (void)canvas_text(canvas, SIGN_WIDTH, y, ROLE_DIM, buf_str(&text));
    }
    buf_release(&text);
    part = canvas_part(canvas, margin, y, canvas->size.width - margin, 1);
    render_text(view, &part, 0, row, &line);
    if (logs_is_selected(view, row->line))
        canvas_paint(canvas, 0, y, canvas->size.width, ROLE_SELECTED);
}

/* Where there is nothing to read: why. */
static void
render_words(const struct logs *view, struct canvas *canvas)
{
    static const char *const streams[STREAMS_COUNT] = {
        "nothing has been logged", "nothing on stdout", "nothing on stderr"};
    const char *words = streams[view->streams];

    if (view->ref.kind != REF_CONTAINER)
        words = "no container is chosen";
    else if (!view->tail || tail_state(view->tail) == TAIL_OPENING)
        words = "reading the log";
    else if (tail_state(view->tail) == TAIL_FAILED)
        words = tail_error(view->tail)->text;
    else if (tail_state(view->tail) == TAIL_BROKEN)
        words = "the connection is lost; it is tried again";
    else if (logs_why_empty(view))
        words = logs_why_empty(view);
    (void)wrap_draw(canvas, ROLE_DIM, str_of(words));
}

void
logs_render(const struct logs *view, struct canvas *canvas)
{
    if (view->row_count == 0)
        render_words(view, canvas);
    for (size_t i = 0; i < view->row_count; i++)
        render_row(view, canvas, (int)i, &view->rows[i]);
}
