/*
 * logs_pane.h - the logs pane over a logbook of the test's own: fleet_tail() is
 * wrapped (-Wl,--wrap=fleet_tail; fleet_tail_window likewise), and a tail is
 * what the test says.
 */
#ifndef SUPPORT_LOGS_PANE_H
#define SUPPORT_LOGS_PANE_H

#include "support/detail.h"

#include "store/tail.h"

struct tail {
    struct logbooks *books;
    struct logbook *book;
    struct ref ref;
    enum tail_state state;
    struct err err;
    int older_asked;
    enum tail_older older;
    uint64_t held;
    bool is_paused;
    struct tail_window window; /* that was asked for */
};

/* The tail there is, and how many there ever were. */
extern struct tail *the_tail;
extern int tails_opened, tails_closed;

struct pane {
    struct world world;
    struct detail detail;
    struct ref ref;
};

/* It shows the log of a container "web-1", which is empty. */
void pane_init(struct pane *pane);
void pane_release(struct pane *pane);
/* Until the cursor has rested and a log is opened. */
void pane_rest(struct pane *pane);
void pane_act(struct pane *pane, enum action action);
/* Valid until the next. */
const char *pane_picture(struct pane *pane, int width, int height);
/* The one at the end of what is searched, if many lines are. */
const char *pane_searched(struct pane *pane, int width, int height);

/* A line of the log; `milliseconds` from WORLD_NOW. */
void pane_say(enum log_stream stream, int64_t milliseconds, const char *text);
/* A dozen lines of all levels, one with a trace. */
void pane_say_levels(void);
/* Keys of the log, '&' and '/' with what is typed behind them up to a '.'; 'c'
 * is Esc. */
void pane_press(struct pane *pane, const char *keys);
/* Lines "line FROM" to "line TO". */
void pane_say_lines(int from, int to);

#endif
