/*
 * logs.h - the log of one container, split over files: logs.c (which log, and
 * its options), logs_keys.c (what keys do), logs_title.c (what stands in the
 * frame), logs_rows.c (which rows of which lines are seen), logs_places.c
 * (where rows begin in long lines), logs_search.c (hits), logs_spans.c (where
 * they stand in a line), logs_only.c (only
 * matching lines), logs_fold.c (traces), logs_select.c (lines to be copied),
 * logs_out.c (files, commands, how far back) and logs_draw.c (a row as cells).
 *
 * Lines are kept by their numbers in the logbook and asked for when they are
 * drawn. Which of them are shown is the sieve's matter (work/sieve.h), which of
 * them match what is searched that of a struct matches; both know it as of the
 * last layout.
 */
#ifndef VIEWS_LOGS_H
#define VIEWS_LOGS_H

#include "loop/timer.h"
#include "store/tail.h"
#include "ui/views/logs_places.h"
#include "ui/widgets/app.h"
#include "work/matches.h"
#include "work/sieve.h"

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
    struct sieve *sieve;

    struct buf pattern;     /* what is searched, or was typed */
    struct matches *search; /* for the last good one, or NULL */
    struct err wrong;       /* with a pattern, while it is typed */
    uint64_t hit;           /* the line gone to, or 0 */
    bool is_typing;         /* a pattern to be searched */
    bool is_seeking; /* go to the last hit before `seek_end` when it is known */
    uint64_t seek_end;
    size_t typed; /* which pattern of the sieve is typed */
    /* What Esc goes back to. */
    struct {
        bool follows;
        uint64_t top;
        size_t top_row;
    } before;
    struct buf before_pattern;

    /* Lines from one end to the other, which moves; 0: none. */
    struct {
        uint64_t from, to;
    } selected;
    struct logs_out *out; /* what is being saved or piped, logs_out.c */
};

/* logs.c */
/* Say so in the options, where `set` and other logs find it, too. */
void logs_put_option(struct logs *view, enum option option, long number);
/* Read the same log again, from elsewhere on. */
void logs_read_again(struct logs *view, const struct tail_window *window);
/* The sieve or the search has something new. */
void logs_hear(void *view);

/* logs_rows.c */
const struct logbook *logs_book(const struct logs *view); /* NULL: none yet */
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
bool logs_is_seen(const struct logs *view, uint64_t line);
/* Numbers mean other lines from now on. */
void logs_forget_lines(struct logs *view);
int logs_text_width(const struct logs *view, int width);
/* Where it was before something was typed. */
void logs_note_place(struct logs *view);
void logs_go_back(struct logs *view);

/* logs_search.c */
void logs_open_search(struct logs *view);
void logs_clear_search(struct logs *view);
/* Look for hits in another log, or in what is new. */
void logs_restart_search(struct logs *view);
void logs_scan(struct logs *view);
/* To the next hit: -1 older, 1 newer. */
void logs_go_to_hit(struct logs *view, int step);
/* Nothing matches what is searched, and all has been looked at. */
bool logs_has_no_hit(const struct logs *view);
void logs_say_hits(const struct logs *view, struct buf *out);

/* logs_spans.c */
/* The matches in this line, for its rows from `first` on, which begin with its
 * row `row`. */
void logs_add_spans(struct logs *view, size_t first, size_t row,
                    const struct logbook_line *line);
/* In the line at the top: go to the row, or the column, of its first match. */
void logs_show_match(struct logs *view);

/* logs_only.c */
void logs_open_only(struct logs *view);
void logs_clear_only(struct logs *view);
void logs_next_level(struct logs *view);
/* "warn and worse, &cart &!health" */
void logs_say_only(const struct logs *view, struct buf *out);
/* Where nothing is left; NULL: it is not the rules' fault. */
const char *logs_why_empty(const struct logs *view);

/* logs_fold.c */
void logs_fold(struct logs *view, bool is_folded);
const char *logs_refuse_fold(const struct logs *view, bool is_folded);
/* The line that this one belongs to, as far as it is held. */
uint64_t logs_first_of_trace(const struct logs *view, uint64_t number);
/* The next line of its trace, where that is folded away; 0: it is not. */
uint64_t logs_next_folded(const struct logs *view,
                          const struct logbook_line *line);
/* How many are folded into this one. */
size_t logs_count_folded(const struct logs *view,
                         const struct logbook_line *line, size_t most);
/* What is gone to is seen with the next layouts. */
void logs_unfold_hit(struct logs *view);

/* logs_select.c */
uint64_t logs_first_selected(const struct logs *view);
uint64_t logs_last_selected(const struct logs *view);
bool logs_is_selecting(const struct logs *view);
bool logs_is_selected(const struct logs *view, uint64_t line);
void logs_select(struct logs *view); /* begin, or leave it */
/* After lines were hidden. */
void logs_settle_selection(struct logs *view);
void logs_clear_selection(struct logs *view);
void logs_move_selection(struct logs *view, long lines);
void logs_select_to_edge(struct logs *view, bool is_end);
/* The selected lines, else that of the hit that is seen. */
void logs_copy(struct logs *view);
void logs_say_selection(const struct logs *view, struct buf *out);

/* logs_out.c */
void logs_open_save(struct logs *view);
void logs_open_pipe(struct logs *view);
void logs_open_window(struct logs *view);
/* A log that is being read into a file; Esc stops it. */
bool logs_is_saving(const struct logs *view);
void logs_stop_saving(struct logs *view);
void logs_say_saving(const struct logs *view, struct buf *out);
void logs_release_out(struct logs *view);

/* logs_keys.c */
enum handled logs_act(struct view *base, enum action action);
const char *logs_refuse(const struct view *base, enum action action);
enum handled logs_click(struct view *base, struct point point,
                        enum click click);

/* logs_title.c */
void logs_title(const struct view *base, struct buf *name, struct buf *note);

/* logs_draw.c */
int logs_margin(const struct logs *view); /* cells before the text */
void logs_render(const struct logs *view, struct canvas *canvas);

#endif
