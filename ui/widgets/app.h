/*
 * app.h - what a view may reach, and the screen that it is part of.
 *
 * The screen: header on the first line, the view below it, and at the bottom
 * the key bar, or the prompt, or the question, or the message. Views are a
 * stack; dialogs are views on it, never a nested loop. Below 20x5 the screen
 * says "too small" and nothing else.
 *
 * app.c knows no terminal: it is given a size and keys and makes a grid, so
 * the whole program runs in its tests without curses.
 */
#ifndef WIDGETS_APP_H
#define WIDGETS_APP_H

#include "ui/widgets/message.h"
#include "ui/widgets/view.h"
#include "work/choice.h"
#include "work/command.h"
#include "work/fleet.h"
#include "work/jobs.h"
#include "work/option.h"

#define SCREEN_WIDTH_MIN 20
#define SCREEN_HEIGHT_MIN 5
#define APP_SAID 200  /* messages remembered */
#define APP_LAYERS 16 /* views and dialogs, one on another */

struct app_wiring {
    struct loop *loop;
    struct fleet *fleet; /* borrowed */
    struct jobs *jobs;   /* borrowed; set after app_new() by app_set_jobs() */
    struct options *options;
    struct keymap *keymap;
    /* What can be opened by name (views/views.h). */
    const struct view_ops *const *views;
    size_t view_count;
    const struct commands *commands; /* of the prompt; borrowed */
    struct choices *choices;         /* of columns; borrowed, or NULL */
    const struct theme *theme;       /* of pictures; borrowed */
    int64_t (*wall_clock)(void);     /* timestamp_now(), or a test's own */
    /* Where an engine is looked for, while there is none; may be NULL. */
    const char *looking_at;
    /* What the program does for the app. */
    void (*quit)(void *data);
    void (*suspend)(void *data);
    void (*redraw)(void *data);   /* send the whole screen again */
    void (*remember)(void *data); /* the choices, for the next run */
    void (*typed)(void *data);    /* app_history() has a new line; or NULL */
    /* Into the clipboard of whoever sits at the terminal. */
    bool (*copy)(void *data, struct str text, struct err *err);
    /* Hand the terminal to a program until it ends; NULL: it cannot be. */
    bool (*run_child)(void *data, const char *const *argv, struct err *err);
    void *data;
};

struct app;
struct history;

struct app *app_new(const struct app_wiring *wiring);
void app_free(struct app *app);
void app_set_jobs(struct app *app, struct jobs *jobs);

/* The view over the whole screen. */
bool app_open_view(struct app *app, const struct view_ops *ops,
                   struct err *err);
/* By its name, as a full screen on what is there. */
bool app_open_named(struct app *app, struct str name, struct err *err);
/* The full screen on top goes, if it is not the last. */
void app_close_view(struct app *app);
/* The full screen on top, below all dialogs; NULL: none. */
const struct view *app_view(const struct app *app);
/* A dialog on top, borrowed, or NULL with err; app_close_dialog() takes the
 * topmost off and frees it at the end of the turn. A dialog may keep pointers
 * to the view that opened it, which is below it and so outlives it. */
struct view *app_open_dialog(struct app *app, const struct view_ops *ops,
                             const char *target, struct err *err);
void app_close_dialog(struct app *app);

void app_resize(struct app *app, struct size size);
void app_key(struct app *app, const struct key *key);
enum handled app_act(struct app *app, enum action action);

/* Whether something on screen is not as it was drawn; then draw into `grid`,
 * which is resized. */
bool app_is_dirty(const struct app *app);
/* A key caused it: draw now; else data did: pace the frame. */
bool app_is_urgent(const struct app *app);
void app_render(struct app *app, struct grid *grid);
/* The same for a picture that leaves the screen: what views mask and were asked
 * to reveal is masked in it. */
void app_render_masked(struct app *app, struct grid *grid);
/* For views that mask something: whether this is such a picture. */
bool app_is_masking(const struct app *app);
/* The picture of app_render() has been handed to the terminal. */
void app_shown(struct app *app);
/* When the picture changes by itself next (ages, countdowns), by loop_now();
 * 0: never. To be asked once for each picture. */
uint64_t app_next_tick(struct app *app);
void app_tick(struct app *app);

void app_say(struct app *app, enum message_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The last messages (struct said), and how many there have ever been. */
struct ring;
const struct ring *app_said(const struct app *app);
unsigned long app_said_count(const struct app *app);
/* A line of the `:` language: command, option, action, view; words of failure
 * are said. */
void app_command(struct app *app, struct str line);
/* For struct commands: an action by its name; names behind it are those of
 * containers or images. */
bool app_act_by_name(void *app, enum action action, const struct words *words,
                     struct err *err);
/* The lines that were typed behind `:`. */
struct history *app_history(struct app *app);
/* For struct options: say what one option is, or open the view of all. */
void app_show_option(void *app, enum option option);

/* From jobs' callbacks. */
void app_job_changed(struct app *app, const struct job *job);

/* For views. */
struct loop *app_loop(const struct app *app);
struct store *app_store(const struct app *app);
struct fleet *app_fleet(const struct app *app);
struct jobs *app_jobs(const struct app *app);
struct options *app_options(const struct app *app);
/* What was chosen of columns (work/choice.h), and that it changed. */
struct choices *app_choices(const struct app *app);
void app_remember(struct app *app);
const struct commands *app_commands(const struct app *app);
const struct theme *app_theme(const struct app *app);
int64_t app_wall_clock(const struct app *app);
const struct keymap *app_keymap(const struct app *app);
const char *app_looking_at(const struct app *app);
/* Something outside of all views changed (a header's number). */
void app_mark(struct app *app);

/* Into the clipboard; `what` it was is said, and what went wrong. A text that
 * did not fit into its buffer is refused whole, never cut. */
#define APP_COPY_MAX 74994 /* bytes, what terminals take */
void app_copy(struct app *app, const struct buf *text, const char *what);

/* Give the screen to a program. What went wrong is said; how it ended is said
 * and stands in the journal. */
struct app_child {
    const char *const *argv; /* NULL-terminated */
    const char *act;         /* "shell" */
    const struct ref *ref;   /* in what it is */
    const char *name;        /* of that */
    const char *command;     /* what a person would type for it */
};
void app_run_child(struct app *app, const struct app_child *child);
/* The same for a command of the person's own, which is not an act: `words` are
 * what he typed. */
bool app_run_command(struct app *app, const char *const *argv,
                     const char *words);
/* For whoever ran it: the status of exit(), or the signal that ended it. */
void app_child_ended(struct app *app, int status, int signal);

/* Ask with y and n: "Stop web?" and run the job on y. Only y is yes. */
void app_ask_job(struct app *app, const struct job *job);

#endif
