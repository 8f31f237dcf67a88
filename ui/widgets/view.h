/*
 * view.h - what every view is made of: one struct, one static table.
 *
 * `render` takes the view const: the same state always gives the same cells.
 * Nobody draws in a callback; a view that has something new marks itself
 * dirty, and the frame clock draws at the end of the turn (widgets/frame.h).
 * The concrete struct of a view has a struct view as its first member.
 */
#ifndef WIDGETS_VIEW_H
#define WIDGETS_VIEW_H

#include "store/store.h"
#include "ui/cells/canvas.h"
#include "ui/keys/keymap.h"
#include "work/action.h"

struct app;
struct view;

enum handled { NOT_HANDLED, HANDLED };

enum click {
    CLICK_LEFT,
    CLICK_DOUBLE,
    CLICK_WHEEL_UP,
    CLICK_WHEEL_DOWN,
};

/* One thing that the key bar offers. */
struct bar_entry {
    enum action action;
    enum action also;  /* named beside it: "< > sort"; or ACTION_NONE */
    const char *words; /* NULL: the action's own help */
};

struct view_ops {
    const char *name; /* "containers": its columns, test files */
    const char *help;
    size_t size; /* bytes of the concrete struct; struct view is first */
    /* Innermost first; KEYMAP_EVERYWHERE is added behind them. */
    const enum keymap_id *maps;
    size_t map_count;
    /* What the key bar offers, in order. */
    const struct bar_entry *bar;
    size_t bar_count;

    bool (*open)(struct view *view, struct app *app, const char *target,
                 struct err *err);
    void (*close)(struct view *view); /* the memory itself is the caller's */
    void (*changed)(struct view *view, const struct change *changes,
                    size_t count);
    /* Bring what will be drawn up to date for this size; runs before each
     * render, so work that many changes share waits for it. May be NULL. */
    void (*layout)(struct view *view, struct size size);
    void (*render)(const struct view *view, struct canvas *canvas);
    /* Its picture was handed out: the time to say which rows are seen. May be
     * NULL. */
    void (*shown)(struct view *view);
    /* Dialogs only: how many lines it wants at the bottom of the screen. */
    int (*height)(const struct view *view, int width);
    enum handled (*act)(struct view *view, enum action action);
    /* For views that take keys themselves (prompt, question): asked before the
     * maps. May be NULL. */
    enum handled (*key)(struct view *view, const struct key *key);
    /* NULL when the action can be done now, else the reason it cannot; valid
     * until the next turn. May be NULL. */
    const char *(*refuse)(const struct view *view, enum action action);
    /* When the picture changes by itself next, by loop_now(); 0: never. May be
     * NULL. */
    uint64_t (*next_tick)(const struct view *view);

    /* Views made of views (the panes): the child whose keys, key bar and
     * refusals count now. NULL: the view itself. */
    struct view *(*focus)(const struct view *view);
    /* They too: what this action does here, where the key bar of the child
     * would say something else; NULL: it is right. May be NULL. */
    const char *(*words)(const struct view *view, enum action action);
    /* What stands in its frame: its name with its subject ("Logs web-1"), and
     * a note at the right end ("following"). Append. */
    void (*title)(const struct view *view, struct buf *name, struct buf *note);
    /* Lists: the row under the cursor, which details follow. False: none. */
    bool (*subject)(const struct view *view, struct ref *ref);
    /* Details: show this from now on; kind REF_NONE: nothing. Must be cheap:
     * what asks the engine waits until the ref has rested (DETAIL_REST_MS). */
    void (*aim)(struct view *view, const struct ref *ref);
    /* The mouse, in the view's own cells. May be NULL. */
    enum handled (*click)(struct view *view, struct point point,
                          enum click click);
};

#define DETAIL_REST_MS 120

struct view {
    const struct view_ops *ops;
    struct app *app;
    struct view *parent; /* that it is a part of, or NULL */
    struct size size;    /* set by view_layout() */
    bool dirty;          /* it was marked, or what is a part of it */
    bool is_stale;       /* it was marked itself */
};

/* NULL with err when it could not be opened. */
struct view *view_open(const struct view_ops *ops, struct app *app,
                       const char *target, struct err *err);
void view_free(struct view *view);
void view_layout(struct view *view, struct size size);
/* Dirty, and so all that it is a part of: draw at the end of this turn. */
void view_mark(struct view *view);
/* The innermost view that has the focus: whose keys and key bar count. */
const struct view *view_focus(const struct view *view);
/* For `click` of what one reads: the wheel goes up and down, three lines at a
 * time. */
#define VIEW_WHEEL 3
enum handled view_wheel(struct view *view, struct point point,
                        enum click click);
/* NULL when it can be done now. */
const char *view_refuse(const struct view *view, enum action action);
/* The maps of the view with the focus, innermost first, and KEYMAP_EVERYWHERE
 * behind them; how many. */
size_t view_maps(const struct view *view, enum keymap_id maps[KEYMAP_COUNT]);

#endif
