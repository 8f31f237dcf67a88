/*
 * listing.h - what the lists of the dashboard have in common: rows of one kind
 * (work/kind.h) in a table, with order, filter, groups and marks.
 *
 * A list's view begins with a struct listing and names its struct listing_info;
 * the functions listing_open() to listing_click() are what its struct view_ops
 * is made of. What is particular to one kind (which acts there are, what Enter
 * does) stays in its own file, which asks listing_act() last.
 *
 * Rows are collected again before a frame when something that bears on their
 * order has changed, never in a callback. Files: listing.c (rows, life,
 * drawing, the mouse), listing_keys.c (order, folds), listing_filter.c (the
 * filter and its command), listing_acts.c (on whom an act is done, and what
 * becomes of the marks then), listing_menus.c (sort and copy menus),
 * listing_words.c (title, what an empty list says).
 */
#ifndef VIEWS_LISTING_H
#define VIEWS_LISTING_H

#include "ui/widgets/app.h"
#include "ui/widgets/table.h"
#include "work/rows.h"

#define LISTING_COPIES 8
#define LISTING_JOBS 16 /* on marked rows, remembered until they end */

struct listing;

struct listing_info {
    const struct kind *kind;
    const char *title; /* "Containers" */
    const char *some;  /* what only_running leaves: "running only" */
    /* What an empty list says of that: "No container is running". */
    const char *none;
    /* Append why it is not known what there is, though the link is live; NULL:
     * it always is. False: it is known. */
    bool (*wait)(struct buf *out, const struct store *store);
    /* Where the order and `A` are kept. */
    enum option sort, all;
    /* What the copy menu offers of a row; a NULL name ends it. */
    const struct listing_copy {
        const char *name;
        char key;
        void (*say)(struct buf *out, const void *row);
    } * copies;
};

struct listing {
    struct view view;
    const struct listing_info *info;
    struct table table;
    /* The table holds on to the rows in use while new ones are collected. */
    struct rows rows[2];
    unsigned current;
    bool is_stale; /* the rows must be collected again */
    bool has_news; /* and it may be that the row under the cursor has gone */
    /* It had gone, and whoever looks at the screen has not seen yet which row
     * has the cursor now. */
    bool is_usurped;

    struct buf text;       /* of the filter in use */
    struct filter *filter; /* NULL: none */
    bool is_unfinished;    /* what is being typed is no filter, because: */
    struct err unfinished;
    /* The filter and the cursor when the filter's prompt was opened. */
    struct buf text_before;
    struct ref before;
    struct map *folded;      /* headers, by ref_text() */
    bool only_wrong;         /* `!` */
    struct rows_order order; /* of the rows, without what it borrows */

    /* For whom a menu or a prompt is open, and a name for them. */
    struct ref *victims;
    size_t victim_count, victim_hidden;
    bool victims_are_marked;
    unsigned jobs[LISTING_JOBS]; /* on marked rows; 0: none */

    struct ref *told; /* what fleet_show() was told last */
    size_t told_count;
};

static inline const struct rows *
listing_rows(const struct listing *list)
{
    return &list->rows[list->current];
}

void listing_open(struct listing *list, const struct listing_info *info);

/* For struct view_ops. */
void listing_close(struct view *view);
void listing_changed(struct view *view, const struct change *changes,
                     size_t count);
void listing_layout(struct view *view, struct size size);
void listing_render(const struct view *view, struct canvas *canvas);
/* Tells the fleet which containers are seen. */
void listing_shown(struct view *view);
uint64_t listing_next_tick(const struct view *view);
bool listing_subject(const struct view *view, struct ref *ref);
void listing_title(const struct view *view, struct buf *name, struct buf *note);
enum handled listing_click(struct view *view, struct point point,
                           enum click click);
/* What the lists' view_ops have in common. */
#define LISTING_OPS                                                            \
    .size = sizeof(struct listing), .close = listing_close,                    \
    .changed = listing_changed, .layout = listing_layout,                      \
    .render = listing_render, .shown = listing_shown,                          \
    .next_tick = listing_next_tick, .title = listing_title,                    \
    .subject = listing_subject, .click = listing_click
/* And their key bars: first what finds rows and leaves, then what orders
 * them. */
#define LISTING_BAR                                                            \
    {.action = ACTION_FILTER}, {.action = ACTION_CANCEL, .words = "clear"},    \
        {.action = ACTION_COMMAND}, {.action = ACTION_HELP},                   \
        {.action = ACTION_BACK, .words = "quit"}, {.action = ACTION_MARK},     \
        {.action = ACTION_FOLD, .also = ACTION_UNFOLD_ALL},                    \
        {.action = ACTION_SORT_PREVIOUS,                                       \
         .also = ACTION_SORT_NEXT,                                             \
         .words = "sort"},                                                     \
    {                                                                          \
        .action = ACTION_SORT_REVERSE, .words = "reverse"                      \
    }
/* What all lists can do. */
enum handled listing_act(struct listing *list, enum action action);
const char *listing_refuse(const struct listing *list, enum action action);

/* ---- for the lists themselves ------------------------------------------- */

struct cell_context listing_context(const struct listing *list);
/* The row under the cursor, when it is one of the kind and still there; else
 * NULL. Its ref is the first thing in it. */
const void *listing_row(const struct listing *list);
void listing_mark_stale(struct listing *list);
void listing_collect(struct listing *list); /* if it is stale */
/* The sort column (an index of the kind's) by the options. */
size_t listing_sort(const struct listing *list, bool *is_reverse);
void listing_set_sort(struct listing *list, size_t column, bool is_reverse);
bool listing_only_leading(const struct listing *list);
void listing_fold(struct listing *list, const struct ref *header);
/* "7 of 50"; append. */
void listing_say_count(const struct listing *list, struct buf *out);
void listing_render_empty(const struct listing *list, struct canvas *canvas);
void listing_open_filter(struct listing *list);
void listing_clear_filter(struct listing *list);
void listing_open_sort_menu(struct listing *list);
void listing_open_chooser(struct listing *list);
void listing_open_copy_menu(struct listing *list);
/* Show the columns that were chosen, if they are others by now. */
void listing_apply_choice(struct listing *list);

/* Whether keys go to the list, and its marks count: a detail with the focus
 * shows one row. */
bool listing_has_focus(const struct listing *list);

/* On whom an act would be done: the marked rows that are shown, else the row
 * under the cursor; headers stand for their members. While a detail has the
 * focus it is the row under the cursor, which the detail shows. */
size_t listing_target_count(const struct listing *list);
/* Why it can be done on none of them, or NULL. */
const char *listing_refuse_targets(const struct listing *list,
                                   enum action action);
/* Freeze them in list->victims, while something is asked first. False when
 * there is none, or when it is not the row that was aimed at; it was said. */
bool listing_take_victims(struct listing *list);
/* A name for them: "web", "3 containers"; append. */
void listing_say_victims(const struct listing *list, struct buf *out);
/* Propose the act on the frozen ones, and ask what is to be asked. */
void listing_propose_on_victims(struct listing *list, enum action action,
                                const struct job_args *args);
/* Both at once. */
void listing_propose(struct listing *list, enum action action,
                     const struct job_args *args);
/* Take the marks off the rows on which jobs are done. */
void listing_reap_jobs(struct listing *list);

/* Open the view of this name on the row under the cursor, beside the list. */
void listing_open_detail(struct listing *list, const char *name);
const char *listing_refuse_detail(const struct listing *list, const char *name);

#endif
