/*
 * logs.c - which container's log is shown, and the options of logs.
 *
 * A stream is opened only when the view has been aimed at the same container
 * for DETAIL_REST_MS; until then the log before stays, under its own name.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "base/format.h"
#include "base/timestamp.h"
#include "ui/views/views.h"

#include <stdlib.h>

#define NAME_SIZE 1024

/* ---- which log ---------------------------------------------------------- */

/* A container that is gone keeps its last name. */
static void
learn_name(struct logs *view)
{
    const struct container_row *row =
        store_find_container(app_store(view->view.app), &view->ref);

    if (!row)
        return;
    buf_clear(&view->name);
    (void)buf_add_text(&view->name, row->value->name);
}

/* Show the log of `ref`, of which nothing is known yet. */
static void
begin(struct logs *view, const struct ref *ref)
{
    logs_forget_lines(view);
    tail_close(view->tail);
    view->tail = NULL;
    view->ref = *ref;
    view->follows = true;
    view->top = 0;
    view->top_row = view->left = 0;
    view->hit = 0;
    view->row_count = 0;
    view->is_seeking = false;
    logs_clear_selection(view);
    buf_clear(&view->name);
    learn_name(view);
    view_mark(&view->view);
}

/* The log has gone on with that of a container made again. */
static void
follow_successor(struct logs *view)
{
    if (!view->tail || ref_equal(tail_ref(view->tail), &view->ref))
        return;
    if (ref_equal(&view->wanted, &view->ref))
        view->wanted = *tail_ref(view->tail);
    view->ref = *tail_ref(view->tail);
    learn_name(view);
    view_mark(&view->view);
}

static void
rested(void *data)
{
    struct logs *view = data;

    follow_successor(view);
    if (view->tail && ref_equal(&view->wanted, &view->ref))
        return;
    begin(view, &view->wanted);
    view->tail = fleet_tail(app_fleet(view->view.app), &view->ref);
}

/* The container was removed: its last words stay until another is chosen, and
 * the log goes on if it is made again. */
static bool
is_gone(const struct logs *view)
{
    return view->ref.kind == REF_CONTAINER &&
           !store_find_container(app_store(view->view.app), &view->ref);
}

void
logs_read_again(struct logs *view, const struct tail_window *window)
{
    struct ref ref = view->ref;

    begin(view, &ref);
    view->tail = fleet_tail_window(app_fleet(view->view.app), &ref, window);
}

static void
aim(struct view *base, const struct ref *ref)
{
    struct logs *view = (struct logs *)base;

    follow_successor(view);
    if (ref_equal(&view->wanted, ref))
        return;
    view->wanted = *ref;
    timer_stop(view->rest);
    if (view->tail && ref_equal(&view->ref, ref))
        return;
    if (!view->tail || (ref->kind != REF_CONTAINER && !is_gone(view)))
        begin(view, ref);
    if (ref->kind == REF_CONTAINER)
        timer_start(view->rest, DETAIL_REST_MS, 0);
}

/* ---- options ------------------------------------------------------------ */

/* A key here, a key in another log and `:set` are the same. */
static void
take_options(struct logs *view)
{
    const long *number = app_options(view->view.app)->number;
    enum log_streams streams = (enum log_streams)number[OPTION_STREAMS];
    bool wraps = number[OPTION_WRAP] != 0;

    if (view->wraps != wraps)
        view->top_row = view->left = 0;
    sieve_set_streams(view->sieve, streams);
    sieve_set_least(view->sieve,
                    (enum level)(number[OPTION_LOG_LEVEL] + LEVEL_TRACE));
    sieve_set_context(view->sieve, (size_t)number[OPTION_LOG_CONTEXT]);
    view->wraps = wraps;
    view->streams = streams;
    view->times = (enum log_times)number[OPTION_TIMESTAMPS];
}

void
logs_put_option(struct logs *view, enum option option, long number)
{
    options_put(app_options(view->view.app), option, number);
    take_options(view);
}

void
logs_hear(void *view)
{
    view_mark(view);
}

/* ---- life --------------------------------------------------------------- */

static bool
open_logs(struct view *base, struct app *app, const char *target,
          struct err *err)
{
    struct logs *view = (struct logs *)base;

    (void)target;
    (void)err;
    view->rest = timer_new(app_loop(app), "log", rested, view);
    view->follows = true;
    view->places = places_new();
    view->sieve = sieve_new(app_loop(app), logs_hear, view);
    sieve_keep_unknown(view->sieve);
    buf_init(&view->name, NAME_SIZE);
    buf_init(&view->pattern, REGEX_PATTERN_SIZE);
    buf_init(&view->before_pattern, REGEX_PATTERN_SIZE);
    return true;
}

static void
close_logs(struct view *base)
{
    struct logs *view = (struct logs *)base;

    logs_release_out(view);
    timer_free(view->rest);
    matches_free(view->search);
    sieve_free(view->sieve);
    tail_close(view->tail);
    places_free(view->places);
    buf_release(&view->name);
    buf_release(&view->pattern);
    buf_release(&view->before_pattern);
    free(view->rows);
    free(view->spans);
}

static void
changed(struct view *base, const struct change *changes, size_t count)
{
    struct logs *view = (struct logs *)base;

    follow_successor(view);
    for (size_t i = 0; i < count; i++) {
        if (!ref_equal(&changes[i].ref, &view->ref) ||
            !(changes[i].what & ~(unsigned)CHANGE_USAGE))
            continue;
        learn_name(view);
        view_mark(base);
    }
}

static void
layout(struct view *base, struct size size)
{
    struct logs *view = (struct logs *)base;

    base->size = size;
    take_options(view);
    logs_layout(view, size);
    if (view->search) {
        logs_scan(view);
        logs_layout(view, size);
    }
    if (view->tail)
        tail_hold(view->tail, view->follows ? 0 : view->top);
}

static void
render(const struct view *base, struct canvas *canvas)
{
    logs_render((const struct logs *)base, canvas);
}

/* ---- the view ----------------------------------------------------------- */

/* Ages tick. */
static uint64_t
next_tick(const struct view *base)
{
    const struct logs *view = (const struct logs *)base;
    uint64_t now = loop_now(app_loop(base->app));

    if (view->times == TIMES_RELATIVE && view->row_count > 0)
        return (now / 1000 + 1) * 1000;
    return 0;
}

static const enum keymap_id maps[] = {KEYMAP_LOGS, KEYMAP_TEXT,
                                      KEYMAP_CONTAINERS};

static const struct bar_entry bar[] = {
    {.action = ACTION_FOLLOW},
    {.action = ACTION_SEARCH},
    {.action = ACTION_MATCH_OLDER,
     .also = ACTION_MATCH_NEWER,
     .words = "older, newer"},
    {.action = ACTION_ONLY_MATCHING, .words = "only"},
    {.action = ACTION_LEVEL, .words = "level"},
    {.action = ACTION_CANCEL, .words = "clear"},
    {.action = ACTION_WRAP, .words = "wrap"},
    {.action = ACTION_TIMESTAMPS, .words = "times"},
    {.action = ACTION_STREAMS, .words = "streams"},
    {.action = ACTION_SELECT, .words = "select"},
    {.action = ACTION_SAVE, .words = "save"},
    {.action = ACTION_PIPE, .words = "pipe"},
    {.action = ACTION_WINDOW, .words = "window"},
    {.action = ACTION_FOLD,
     .also = ACTION_UNFOLD_ALL,
     .words = "fold, unfold traces"},
    {.action = ACTION_TOP, .also = ACTION_BOTTOM, .words = "first, last"},
    {.action = ACTION_START},
    {.action = ACTION_STOP},
    {.action = ACTION_HELP},
    {.action = ACTION_BACK, .words = "quit"},
};

const struct view_ops logs_view = {
    .name = "logs",
    .help = "the log of a container",
    .size = sizeof(struct logs),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_logs,
    .close = close_logs,
    .changed = changed,
    .layout = layout,
    .render = render,
    .act = logs_act,
    .refuse = logs_refuse,
    .next_tick = next_tick,
    .title = logs_title,
    .aim = aim,
    .click = logs_click,
};
