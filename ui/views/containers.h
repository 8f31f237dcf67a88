/*
 * containers.h - the view of containers, split over files: containers.c (rows,
 * keys, drawing), containers_acts.c (start, stop, kill, remove) and
 * containers_words.c (title line, what an empty list says).
 *
 * Order and filter by state are options (work/option.h): `<` and `A` set what
 * `set sort` and `set all` set. Rows are collected again before a frame when
 * something that bears on their order has changed, never in a callback.
 */
#ifndef VIEWS_CONTAINERS_H
#define VIEWS_CONTAINERS_H

#include "ui/widgets/app.h"
#include "ui/widgets/table.h"
#include "work/rows.h"

#define FILTER_SIZE 1024

struct containers {
    struct view view;
    struct table table;
    /* The table holds on to the rows in use while new ones are collected. */
    struct rows rows[2];
    unsigned current;
    bool is_stale; /* the rows must be collected again */
    bool has_news; /* and it may be that the row under the cursor has gone */
    /* It had gone, and whoever looks at the screen has not seen yet which row
     * has the cursor now. */
    bool is_usurped;
    struct buf filter;     /* as typed */
    struct filter *chosen; /* the last that was one; NULL: none */
    struct ref before;     /* the cursor when the filter's prompt was opened */
    struct ref victim;     /* for whom a signal is being picked */
    struct ref *told;      /* what fleet_show() was told last */
    size_t told_count;
};

static inline const struct rows *
containers_rows(const struct containers *view)
{
    return &view->rows[view->current];
}

struct cell_context containers_context(const struct containers *view);
/* The sort column (an index of container_columns) by the options. */
size_t containers_sort(const struct containers *view, bool *is_reverse);
bool containers_only_running(const struct containers *view);

/* containers_acts.c */
enum handled containers_act(struct containers *view, enum action action);
const char *containers_refuse(const struct containers *view,
                              enum action action);

/* containers_words.c */
/* "Containers 7 of 50", and what narrows and sorts the list. */
void containers_title(const struct view *view, struct buf *name,
                      struct buf *note);
/* "7 of 50"; append. */
void containers_say_count(const struct containers *view, struct buf *out);
void containers_render_empty(const struct containers *view,
                             struct canvas *canvas);

#endif
