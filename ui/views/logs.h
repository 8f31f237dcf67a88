/*
 * logs.h - the log of one container, split over files: logs.c (which log,
 * keys, title), logs_rows.c (which rows of which lines are seen), logs_places.c
 * (where rows begin in long lines), logs_search.c (hits) and logs_draw.c (a row
 * as cells).
 *
 * Lines are kept by their numbers in the logbook and asked for when they are
 * drawn; nothing is kept per line but, while only one stream is shown, the
 * numbers of its lines, and while something is searched, those of the hits.
 * Either list grows at its end as lines come.
 */
#ifndef VIEWS_LOGS_H
#define VIEWS_LOGS_H

#include "base/regex.h"
#include "loop/timer.h"
#include "store/tail.h"
#include "ui/views/logs_places.h"
#include "ui/widgets/app.h"

/* Numbers of lines, rising. */
struct picks {
    uint64_t *at;
    size_t first, count, cap;
    uint64_t upto; /* lines before this one have been looked at */
};

/* A row of the screen: a piece of a line. */
struct logs_row {
    uint64_t line;
    uint64_t before;         /* the line shown before this one, or 0 */
    bool is_first;           /* of its line */
    struct ansi from;        /* its text is valid until the log changes */
    size_t span, span_count; /* of matches, in logs.spans */
};

struct logs {
    struct view view;
    struct timer *rest; /* until a log is opened */
    struct ref wanted;  /* what the view was aimed at last */
    struct ref ref;     /* what is shown */
    struct tail *tail;  /* of it, or NULL */
    struct buf name;

    bool follows; /* the end is shown, whatever comes */
    /* The options of these names, as the lines were laid out last. */
    bool wraps;
    enum log_times times;
    enum log_streams streams;
    size_t left; /* columns that are scrolled out; without wrapping */

    /* The first row that is shown: a line, and a row of it. */
    uint64_t top;
    size_t top_row;
    struct logs_row *rows; /* of the last layout */
    size_t row_count, row_cap;
    bool is_at_end; /* the last row of all is shown */
    struct span *spans;
    size_t span_count, span_cap;
    struct places *places; /* of rows in long lines */
    struct picks picks;    /* while not both streams are shown */

    struct buf pattern;  /* what is searched, or was typed */
    struct regex *regex; /* the last good one, or NULL */
    struct err wrong;    /* with the pattern, while it is typed */
    struct picks hits;
    uint64_t hit;    /* the line gone to, or 0 */
    bool is_seeking; /* go to the last hit before `seek_end` when it is known */
    uint64_t seek_end;
    /* What Esc goes back to. */
    struct {
        bool follows;
        uint64_t top;
        size_t top_row;
    } before;
    struct buf before_pattern;
};

/* logs_rows.c */
const struct logbook *logs_book(const struct logs *view); /* NULL: none yet */
bool logs_shows(const struct logs *view, const struct logbook_line *line);
/* Numbers of lines that are shown; 0: there is none. */
uint64_t logs_first(const struct logs *view);
uint64_t logs_last(const struct logs *view);
uint64_t logs_next(const struct logs *view, uint64_t line);
uint64_t logs_previous(const struct logs *view, uint64_t line);
/* How many are shown behind this one. */
uint64_t logs_count_behind(const struct logs *view, uint64_t line);
void logs_layout(struct logs *view, struct size size);
/* Move the first row; negative is up. */
void logs_move(struct logs *view, long rows);
/* Begin anew with the lists of lines: another log, other streams. */
void logs_forget_lines(struct logs *view);
int logs_text_width(const struct logs *view, int width);

void picks_add(struct picks *picks, uint64_t line);
void picks_drop_before(struct picks *picks, uint64_t line);
void picks_clear(struct picks *picks);
void picks_release(struct picks *picks);
/* How many of them are below `line`. */
size_t picks_rank(const struct picks *picks, uint64_t line);
uint64_t picks_at(const struct picks *picks, size_t index);

/* logs_search.c */
void logs_open_search(struct logs *view);
void logs_clear_search(struct logs *view);
void logs_scan(struct logs *view); /* look for hits in what is new */
bool logs_is_scanning(const struct logs *view);
/* To the next hit: -1 older, 1 newer. */
void logs_go_to_hit(struct logs *view, int step);
void logs_say_hits(const struct logs *view, struct buf *out);
void logs_find_spans(struct logs *view, struct str plain);

/* logs_draw.c */
int logs_margin(const struct logs *view); /* cells before the text */
void logs_render(const struct logs *view, struct canvas *canvas);

#endif
