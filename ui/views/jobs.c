/*
 * jobs.c - what is under way and what was done in this run, the newest last: a
 * job that has left the sight of whoever began it is seen here, and cancelled.
 */
#include "config.h"

#include "ui/views/views.h"
#include "ui/widgets/app.h"

#include <stdio.h>

#define WORDS_SIZE 1024
#define GAP 2
#define ACT_WIDTH 7 /* "restart" */
#define TARGET_LEAST 8
#define PROGRESS_LEAST 20
#define TARGET_MOST 28

enum { ACT, TARGET, PROGRESS, COLUMNS };

struct jobs_view {
    struct view view;
    unsigned cursor; /* number of a job; 0: none yet */
    size_t index;    /* of it among all */
    size_t count;
    size_t top;
    int height; /* rows that fit */
    int width[COLUMNS];
};

static const struct jobs *
jobs_of(const struct jobs_view *view)
{
    return app_jobs(view->view.app);
}

static const struct job *
job_at(const struct jobs_view *view, size_t index)
{
    const struct job *job = jobs_next(jobs_of(view), 0);

    for (; job && index > 0; index--)
        job = jobs_next(jobs_of(view), job_number(job));
    return job;
}

/* ---- layout ------------------------------------------------------------- */

static void
say_cell(const struct job *job, int column, struct buf *out)
{
    if (column == ACT)
        (void)buf_add_text(out, job_verb(job));
    else if (column == TARGET)
        job_victims(out, job);
    else
        job_progress(out, job);
}

static void
lay_columns(struct jobs_view *view, int width)
{
    int target = width / 2 - ACT_WIDTH - PROGRESS_LEAST / 2;

    view->width[ACT] = ACT_WIDTH;
    if (target > TARGET_MOST)
        target = TARGET_MOST;
    view->width[TARGET] = target > TARGET_LEAST ? target : TARGET_LEAST;
    view->width[PROGRESS] =
        width - 1 - view->width[ACT] - view->width[TARGET] - 2 * GAP;
    if (view->width[PROGRESS] < 0)
        view->width[PROGRESS] = 0;
}

/* The cursor stays on its job; without one it is on the newest. */
static void
layout(struct view *base, struct size size)
{
    struct jobs_view *view = (struct jobs_view *)base;
    const struct job *job = NULL, *last = NULL;
    size_t height = size.height > 2 ? (size_t)size.height - 1 : 1;

    view->count = 0;
    while ((job = jobs_next(jobs_of(view), last ? job_number(last) : 0))) {
        if (job_number(job) <= view->cursor || view->cursor == 0)
            view->index = view->count;
        view->count++;
        last = job;
    }
    if (view->count > 0)
        view->cursor = job_number(job_at(view, view->index));
    if (view->index < view->top)
        view->top = view->index;
    if (view->index >= view->top + height)
        view->top = view->index - height + 1;
    view->height = (int)height;
    lay_columns(view, size.width);
}

/* ---- acts --------------------------------------------------------------- */

static bool
move(struct jobs_view *view, enum action action)
{
    long index = (long)view->index, page = view->height > 1 ? view->height : 1;

    switch (action) {
    case ACTION_UP:
        index--;
        break;
    case ACTION_DOWN:
        index++;
        break;
    case ACTION_PAGE_UP:
    case ACTION_HALF_UP:
        index -= page;
        break;
    case ACTION_PAGE_DOWN:
    case ACTION_HALF_DOWN:
        index += page;
        break;
    case ACTION_TOP:
        index = 0;
        break;
    case ACTION_BOTTOM:
        index = (long)view->count - 1;
        break;
    default:
        return false;
    }
    if (index >= (long)view->count)
        index = (long)view->count - 1;
    view->index = index > 0 ? (size_t)index : 0;
    if (view->count > 0)
        view->cursor = job_number(job_at(view, view->index));
    return true;
}

static enum handled
act(struct view *base, enum action action)
{
    struct jobs_view *view = (struct jobs_view *)base;

    if (action == ACTION_CANCEL)
        app_close_view(base->app);
    else if (action == ACTION_STOP)
        jobs_cancel(app_jobs(base->app), view->cursor);
    else if (!move(view, action))
        return NOT_HANDLED;
    view_mark(base);
    return HANDLED;
}

static const char *
refuse(const struct view *base, enum action action)
{
    const struct jobs_view *view = (const struct jobs_view *)base;
    const struct job *job;

    if (action != ACTION_STOP)
        return NULL;
    job = jobs_find(jobs_of(view), view->cursor);
    if (!job)
        return "there is no job";
    return job_state(job) == JOB_DONE ? "it has ended" : NULL;
}

/* ---- drawing ------------------------------------------------------------ */

static void
render_job(const struct jobs_view *view, struct canvas *canvas, int y,
           const struct job *job)
{
    bool is_over = job_state(job) == JOB_DONE;
    enum role role = is_over && job_failed(job) ? ROLE_TROUBLE
                     : is_over                  ? ROLE_DIM
                                                : ROLE_PLAIN;
    struct buf words = BUF_INIT(WORDS_SIZE);
    int x = 1;

    for (int i = 0; i < COLUMNS; i++) {
        buf_clear(&words);
        say_cell(job, i, &words);
        canvas_field(canvas, x, y, view->width[i], false, role,
                     buf_str(&words));
        x += view->width[i] + GAP;
    }
    if (job_number(job) == view->cursor) {
        (void)canvas_text(canvas, 0, y, role, str_of(">"));
        canvas_paint(canvas, 0, y, canvas->size.width, ROLE_SELECTED);
    }
    buf_release(&words);
}

static void
render(const struct view *base, struct canvas *canvas)
{
    static const char *const heads[COLUMNS] = {"ACT", "TARGET", "PROGRESS"};
    const struct jobs_view *view = (const struct jobs_view *)base;
    const struct job *job = job_at(view, view->top);
    int x = 1;

    canvas_fill(canvas, 0, 0, canvas->size.width, ROLE_TITLE);
    for (int i = 0; i < COLUMNS; i++) {
        canvas_field(canvas, x, 0, view->width[i], false, ROLE_TITLE,
                     str_of(heads[i]));
        x += view->width[i] + GAP;
    }
    for (int y = 1; job && y < canvas->size.height; y++) {
        render_job(view, canvas, y, job);
        job = jobs_next(jobs_of(view), job_number(job));
    }
    if (view->count == 0)
        (void)canvas_text(canvas, 2, 2, ROLE_DIM,
                          str_of("Nothing is under way, and nothing was "
                                 "done in this run."));
}

static void
title(const struct view *base, struct buf *name, struct buf *note)
{
    const struct jobs_view *view = (const struct jobs_view *)base;
    size_t open = jobs_open_count(jobs_of(view));

    (void)buf_add_text(name, "Jobs");
    if (open > 0)
        (void)buf_addf(note, "%zu under way", open);
}

static const enum keymap_id maps[] = {KEYMAP_JOBS, KEYMAP_TEXT};

static const struct bar_entry bar[] = {
    {.action = ACTION_STOP, .words = "cancel"},
    {.action = ACTION_BACK, .words = "back"},
    {.action = ACTION_DOWN, .also = ACTION_UP, .words = "move"},
    {.action = ACTION_HELP},
};

const struct view_ops jobs_view = {
    .name = "jobs",
    .help = "what is under way, and what was done in this run",
    .size = sizeof(struct jobs_view),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .layout = layout,
    .render = render,
    .title = title,
    .act = act,
    .refuse = refuse,
    .click = view_wheel,
};
