/*
 * logs.c - which container's log is shown, its keys and its title.
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
#define WHEEL_ROWS 3

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
    tail_close(view->tail);
    view->tail = NULL;
    view->ref = *ref;
    view->follows = true;
    view->top = 0;
    view->top_row = view->left = 0;
    view->hit = 0;
    view->row_count = 0;
    view->is_seeking = false;
    logs_forget_lines(view);
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
    if (!view->tail || ref->kind != REF_CONTAINER)
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
    if (view->streams != streams)
        logs_forget_lines(view);
    view->wraps = wraps;
    view->streams = streams;
    view->times = (enum log_times)number[OPTION_TIMESTAMPS];
}

static void
put_option(struct logs *view, enum option option, long number)
{
    options_put(app_options(view->view.app), option, number);
    take_options(view);
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
    buf_init(&view->name, NAME_SIZE);
    buf_init(&view->pattern, REGEX_PATTERN_SIZE);
    buf_init(&view->before_pattern, REGEX_PATTERN_SIZE);
    return true;
}

static void
close_logs(struct view *base)
{
    struct logs *view = (struct logs *)base;

    timer_free(view->rest);
    tail_close(view->tail);
    regex_free(view->regex);
    places_free(view->places);
    picks_release(&view->picks);
    picks_release(&view->hits);
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
    if (view->regex) {
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

/* ---- keys --------------------------------------------------------------- */

/* At the top of what is here: what stands before comes in front. */
static void
ask_for_older(struct logs *view)
{
    if (!view->tail || view->top != logs_first(view) || view->top_row > 0)
        return;
    tail_read_older(view->tail);
    if (tail_older(view->tail) == OLDER_FULL)
        app_say(view->view.app, MESSAGE_INFO,
                "there is no memory for older lines (set log-memory)");
}

/* Who reaches the end follows it. */
static void
move(struct logs *view, long rows)
{
    if (view->row_count == 0)
        return;
    view->follows = false;
    logs_move(view, rows);
    logs_layout(view, view->view.size);
    if (rows > 0 && view->is_at_end)
        view->follows = true;
    if (rows < 0)
        ask_for_older(view);
    view_mark(&view->view);
}

static void
go_to_top(struct logs *view)
{
    view->follows = false;
    view->top = logs_first(view);
    view->top_row = 0;
    ask_for_older(view);
}

static void
scroll_sideways(struct logs *view, int step)
{
    size_t by = (size_t)logs_text_width(view, view->view.size.width) / 2 + 1;

    if (view->wraps) {
        app_say(view->view.app, MESSAGE_INFO,
                "long lines are wrapped; nothing is out of sight");
        return;
    }
    if (step < 0)
        view->left = view->left > by ? view->left - by : 0;
    else if (view->left < LOGBOOK_LINE_MAX)
        view->left += by;
}

static void
next_streams(struct logs *view)
{
    static const char *const words[STREAMS_COUNT] = {
        "stdout and stderr", "stdout only", "stderr only"};

    put_option(view, OPTION_STREAMS, (view->streams + 1) % STREAMS_COUNT);
    app_say(view->view.app, MESSAGE_INFO, "%s", words[view->streams]);
}

static void
next_times(struct logs *view)
{
    static const char *const words[TIMES_COUNT] = {
        "no times", "local time", "UTC", "how long ago",
        "seconds since the line before"};

    put_option(view, OPTION_TIMESTAMPS, (view->times + 1) % TIMES_COUNT);
    app_say(view->view.app, MESSAGE_INFO, "%s", words[view->times]);
}

static bool
act_of_moving(struct logs *view, enum action action)
{
    long page = view->view.size.height > 2 ? view->view.size.height - 1 : 1;

    switch (action) {
    case ACTION_UP:
        move(view, -1);
        return true;
    case ACTION_DOWN:
        move(view, 1);
        return true;
    case ACTION_PAGE_UP:
        move(view, -page);
        return true;
    case ACTION_PAGE_DOWN:
        move(view, page);
        return true;
    case ACTION_HALF_UP:
        move(view, -(page + 1) / 2);
        return true;
    case ACTION_HALF_DOWN:
        move(view, (page + 1) / 2);
        return true;
    case ACTION_TOP:
        go_to_top(view);
        return true;
    case ACTION_BOTTOM:
        view->follows = true;
        return true;
    case ACTION_SCROLL_LEFT:
        scroll_sideways(view, -1);
        return true;
    case ACTION_SCROLL_RIGHT:
        scroll_sideways(view, 1);
        return true;
    default:
        return false;
    }
}

static bool
act_of_log(struct logs *view, enum action action)
{
    switch (action) {
    case ACTION_FOLLOW:
        view->follows = !view->follows;
        return true;
    case ACTION_WRAP:
        put_option(view, OPTION_WRAP, !view->wraps);
        return true;
    case ACTION_TIMESTAMPS:
        next_times(view);
        return true;
    case ACTION_STREAMS:
        next_streams(view);
        return true;
    case ACTION_SEARCH:
        logs_open_search(view);
        return true;
    case ACTION_MATCH_OLDER:
        logs_go_to_hit(view, -1);
        return true;
    case ACTION_MATCH_NEWER:
        logs_go_to_hit(view, 1);
        return true;
    case ACTION_CANCEL:
        if (!view->regex)
            return false;
        logs_clear_search(view);
        return true;
    default:
        return false;
    }
}

static enum handled
act(struct view *base, enum action action)
{
    struct logs *view = (struct logs *)base;

    if (!act_of_moving(view, action) && !act_of_log(view, action))
        return NOT_HANDLED;
    view_mark(base);
    return HANDLED;
}

static const char *
refuse(const struct view *base, enum action action)
{
    const struct logs *view = (const struct logs *)base;

    switch (action) {
    case ACTION_CANCEL:
        return view->regex ? NULL : "there is nothing to clear";
    case ACTION_MATCH_OLDER:
    case ACTION_MATCH_NEWER:
        return view->regex ? NULL : "nothing is searched for";
    default:
        return NULL;
    }
}

static enum handled
click(struct view *base, struct point point, enum click click)
{
    struct logs *view = (struct logs *)base;

    (void)point;
    if (click == CLICK_WHEEL_UP)
        move(view, -WHEEL_ROWS);
    else if (click == CLICK_WHEEL_DOWN)
        move(view, WHEEL_ROWS);
    return HANDLED;
}

/* ---- what stands in the frame ------------------------------------------- */

static void
say_place(const struct logs *view, struct buf *note)
{
    enum tail_state state = tail_state(view->tail);
    uint64_t last = view->row_count > 0 ? view->rows[view->row_count - 1].line
                                        : UINT64_MAX - 1;
    unsigned long long behind = logs_count_behind(view, last);

    if (tail_older(view->tail) == OLDER_READING)
        (void)buf_add_text(note, "reading older lines, ");
    if (tail_is_paused(view->tail))
        (void)buf_add_text(note, "paused: no memory for more, ");
    if (behind > 0)
        (void)buf_addf(note, "%llu %s below", behind,
                       behind == 1 ? "line" : "lines");
    else if (state == TAIL_FAILED)
        (void)buf_add_text(note, tail_error(view->tail)->text);
    else if (state == TAIL_ENDED)
        (void)buf_add_text(note, "ended");
    else if (state == TAIL_BROKEN)
        (void)buf_add_text(note, "connection lost");
    else if (state == TAIL_OPENING)
        (void)buf_add_text(note, "opening");
    else
        (void)buf_add_text(note, view->follows ? "following" : "held");
}

static void
title(const struct view *base, struct buf *name, struct buf *note)
{
    static const char *const streams[STREAMS_COUNT] = {"", "stdout, ",
                                                       "stderr, "};
    const struct logs *view = (const struct logs *)base;

    (void)buf_add_text(name, "Logs");
    if (view->name.len > 0)
        (void)buf_addf(name, " %.*s", STR_ARGS(buf_str(&view->name)));
    if (!view->tail)
        return;
    (void)buf_add_text(note, streams[view->streams]);
    if (view->regex) {
        logs_say_hits(view, note);
        (void)buf_add_text(note, ", ");
    }
    say_place(view, note);
}

/* Ages tick; a search goes on. */
static uint64_t
next_tick(const struct view *base)
{
    const struct logs *view = (const struct logs *)base;
    uint64_t now = loop_now(app_loop(base->app));

    if (logs_is_scanning(view))
        return now + 1;
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
    {.action = ACTION_CANCEL, .words = "clear search"},
    {.action = ACTION_WRAP, .words = "wrap"},
    {.action = ACTION_TIMESTAMPS, .words = "times"},
    {.action = ACTION_STREAMS, .words = "streams"},
    {.action = ACTION_TOP, .also = ACTION_BOTTOM, .words = "first, last"},
    {.action = ACTION_START},
    {.action = ACTION_STOP},
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
    .act = act,
    .refuse = refuse,
    .next_tick = next_tick,
    .title = title,
    .aim = aim,
    .click = click,
};
