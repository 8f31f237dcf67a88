/*
 * app_private.h - what the files of the screen share: app.c holds the views,
 * hands keys and changes to them, asks and speaks; app_draw.c makes the
 * picture and says when it is out of date; app_said.c keeps what was said.
 */
#ifndef WIDGETS_APP_PRIVATE_H
#define WIDGETS_APP_PRIVATE_H

#include "base/ring.h"
#include "ui/widgets/app.h"
#include "ui/widgets/history.h"

struct layer {
    struct view *view;
    bool is_dialog;
};

/* What has the screen. */
struct running_child {
    struct ref ref;
    char *act, *name, *command; /* NULL: none has */
};

struct app {
    struct app_wiring wiring;
    struct subscriber *subscriber;
    struct turn_hook hook; /* frees what was closed in this turn */
    struct size size;
    struct layer layers[APP_LAYERS]; /* the last one is on top */
    size_t layer_count;
    struct view **closed; /* in this turn; as many as keys came in it */
    size_t closed_count, closed_cap;
    int bottom;                    /* lines that it took in the last picture */
    const struct view *drawn;      /* the main view in it; to compare only */
    unsigned long pictures;        /* drawn so far */
    bool is_kept;                  /* the last one is in part the one before */
    uint64_t tick;                 /* see app_next_tick() */
    struct point pressed;          /* where the mouse was pressed last */
    uint64_t pressed_at;           /* by loop_now(); 0: not yet */
    const struct view *pressed_on; /* that was on top then; to compare only */
    struct message message;
    struct ring said; /* struct said */
    unsigned long said_count;
    char *numbers_said[STORE_ENGINES]; /* where they come from; NULL: not yet */
    struct history typed;              /* commands */
    struct running_child child;
    bool is_masking; /* the picture that is made leaves the screen */
    bool is_dirty;   /* something besides the views: all is drawn again */
    bool has_totals; /* new ones, for the header, which is always drawn */
    bool is_urgent;
};

/* The view that fills the screen, below all dialogs; NULL: none. */
struct view *app_main_view(const struct app *app);
/* The dialog on top; NULL: none. */
struct view *app_dialog(const struct app *app);
/* app_command.c: open the prompt. */
void app_prompt(struct app *app);
/* app_mouse.c: a press or the wheel, and whether a message was to be read. */
void app_mouse(struct app *app, const struct key *key, bool had_message);
/* app_said.c: note where the numbers of an engine come from, when that changed.
 * It is no news to be read now, so it stands among the messages only. */
void said_note_sources(struct app *app);
/* app_child.c: forget the program that has the screen. */
void child_release(struct app *app);
/* The log that this job has read is for a command: run it. */
void app_pipe(struct app *app, unsigned job);
bool app_is_too_small(const struct app *app);

#endif
