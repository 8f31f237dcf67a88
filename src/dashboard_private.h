/*
 * dashboard_private.h - what the files of the dashboard share: dashboard.c
 * builds it and hears what happens, dashboard_language.c has the commands and
 * the files of them, dashboard_turn.c ends each turn of the loop: it draws,
 * stops (C-z) and leaves.
 */
#ifndef BAYPLAN_DASHBOARD_PRIVATE_H
#define BAYPLAN_DASHBOARD_PRIVATE_H

#include "dashboard.h"
#include "engine/find.h"
#include "loop/child.h"
#include "loop/signals.h"
#include "loop/timer.h"
#include "turns.h"
#include "ui/term/terminal.h"
#include "ui/widgets/app.h"
#include "ui/widgets/frame.h"
#include "work/alias.h"
#include "work/choice.h"
#include "work/journal.h"
#include "work/rc.h"

#define DASHBOARD_SIGNALS 5
#define DASHBOARD_TABLES 8

enum stop_state {
    STOP_NOT,
    STOP_WANTED, /* the streams are being closed */
    STOP_READY,  /* they are: stop at the end of this turn */
};

struct dashboard {
    struct loop *loop;
    struct options options;
    struct aliases aliases;
    struct choices choices;
    struct theme theme;
    struct rc rc;
    struct command_table tables[DASHBOARD_TABLES];
    struct commands commands; /* of the `:` language */
    struct buf chosen;        /* of the options, when the program began */
    unsigned options_used;    /* their generation */
    long color_used;          /* OPTION_COLOR of it */
    struct keymap *keymap;
    struct fleet *fleet;
    struct journal *journal; /* or NULL: it could not be opened */
    struct jobs *jobs;
    struct app *app;
    struct find *find;         /* NULL when it has ended */
    struct child *child;       /* has the terminal now; else NULL */
    struct terminal *terminal; /* NULL before and after */
    struct turns *turns;
    struct grid grid;

    struct turn_hook hook;
    struct timer *frame_timer; /* a frame that was too soon */
    struct timer *tick_timer;  /* the picture changes by itself */
    struct timer *first_timer; /* no longer waiting for the first list */
    struct timer *leave_timer;
    struct timer *unread_timer; /* the last frame has not left for long */
    struct signal_watch *signals[DASHBOARD_SIGNALS];

    struct frame_state frame;
    uint64_t frames;
    bool may_draw; /* the first list has come, or was waited for */
    enum stop_state stop;
    bool is_unread; /* the terminal; so nothing is sampled */

    bool is_leaving, has_left;
    int status;
    char *report; /* to be said when the terminal is ours no more */
};

/* The commands of all floors, and options as they begin; the app must be there
 * by the time that a command runs. */
void language_init(struct dashboard *d);
void language_release(struct dashboard *d);
/* The files, then the arguments' commands. What is wrong in a file is a
 * message; false: a file that was asked for, or an argument, is wrong. */
bool language_start(struct dashboard *d, const struct arguments *arguments,
                    struct err *err);
/* What is set by options and is not asked for at each frame. */
void language_apply(struct dashboard *d);
/* Keep the columns that were chosen. Also the app's callback. */
void language_remember(void *data);
/* Keep the lines that were typed. Also the app's callback. */
void language_typed(void *data);

/* The hook of the end of a turn; its data is the dashboard. */
void dashboard_end_turn(void *data);
/* Only notes it; the end of the turn does it. The first status counts. */
void dashboard_leave(struct dashboard *d, int status);
/* Without any ceremony but the terminal's. Also a timer's callback. */
void dashboard_leave_at_once(void *data);
/* C-z: close the streams, then stop. Also the app's callback. */
void dashboard_suspend(void *data);
/* Whether there is more to show than that we are waiting. */
bool dashboard_has_list(const struct dashboard *d);
/* The terminal is ours again. */
void dashboard_take_screen(struct dashboard *d);
/* Timers' callbacks. */
void dashboard_tick(void *data);
void dashboard_unread(void *data);
void dashboard_first_frame_is_due(void *data);

#endif
