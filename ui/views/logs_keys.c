/*
 * logs_keys.c - what keys and the wheel do in a log.
 */
#include "config.h"

#include "ui/views/logs.h"

#define WHEEL_ROWS 3

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
                "there is no memory for older lines (set log-memory); > saves "
                "all, T reads from elsewhere");
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

/* ---- what is shown ------------------------------------------------------ */

static void
next_streams(struct logs *view)
{
    static const char *const words[STREAMS_COUNT] = {
        "stdout and stderr", "stdout only", "stderr only"};

    logs_put_option(view, OPTION_STREAMS, (view->streams + 1) % STREAMS_COUNT);
    app_say(view->view.app, MESSAGE_INFO, "%s", words[view->streams]);
}

static void
next_times(struct logs *view)
{
    static const char *const words[TIMES_COUNT] = {
        "no times", "local time", "UTC", "how long ago",
        "seconds since the line before"};

    logs_put_option(view, OPTION_TIMESTAMPS, (view->times + 1) % TIMES_COUNT);
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

/* The nearest first: the selection, the search, the patterns; last of all a
 * save, which took some time already. */
static bool
clear(struct logs *view)
{
    if (logs_is_selecting(view))
        logs_clear_selection(view);
    else if (view->search)
        logs_clear_search(view);
    else if (sieve_pattern_count(view->sieve) > 0)
        logs_clear_only(view);
    else if (logs_is_saving(view))
        logs_stop_saving(view);
    else
        return false;
    return true;
}

static bool
act_of_log(struct logs *view, enum action action)
{
    switch (action) {
    case ACTION_FOLLOW:
        view->follows = !view->follows;
        return true;
    case ACTION_WRAP:
        logs_put_option(view, OPTION_WRAP, !view->wraps);
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
    case ACTION_ONLY_MATCHING:
        logs_open_only(view);
        return true;
    case ACTION_LEVEL:
        logs_next_level(view);
        return true;
    case ACTION_FOLD:
    case ACTION_UNFOLD_ALL:
        logs_fold(view, action == ACTION_FOLD);
        return true;
    case ACTION_CANCEL:
        return clear(view);
    default:
        return false;
    }
}

/* While lines are selected moving moves the end of them. */
static bool
act_of_selecting(struct logs *view, enum action action)
{
    long page = view->view.size.height > 2 ? view->view.size.height - 1 : 1;

    if (!logs_is_selecting(view))
        return false;
    switch (action) {
    case ACTION_UP:
    case ACTION_DOWN:
        logs_move_selection(view, action == ACTION_UP ? -1 : 1);
        return true;
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
        logs_move_selection(view, action == ACTION_PAGE_UP ? -page : page);
        return true;
    case ACTION_HALF_UP:
    case ACTION_HALF_DOWN:
        page = (page + 1) / 2;
        logs_move_selection(view, action == ACTION_HALF_UP ? -page : page);
        return true;
    case ACTION_TOP:
    case ACTION_BOTTOM:
        logs_select_to_edge(view, action == ACTION_BOTTOM);
        return true;
    case ACTION_FOLLOW:
        logs_clear_selection(view);
        return false;
    default:
        return false;
    }
}

static bool
act_of_out(struct logs *view, enum action action)
{
    switch (action) {
    case ACTION_SELECT:
        logs_select(view);
        return true;
    case ACTION_COPY:
        logs_copy(view);
        return true;
    case ACTION_SAVE:
        logs_open_save(view);
        return true;
    case ACTION_PIPE:
        logs_open_pipe(view);
        return true;
    case ACTION_WINDOW:
        logs_open_window(view);
        return true;
    default:
        return false;
    }
}

static const char *
refuse_out(const struct logs *view, enum action action)
{
    if (!view->tail)
        return "no log is open";
    switch (action) {
    case ACTION_SELECT:
        return logs_first(view) == 0 ? "there is no line" : NULL;
    case ACTION_SAVE:
    case ACTION_PIPE:
        return logs_is_saving(view) ? "a log is being saved" : NULL;
    default:
        return NULL;
    }
}

enum handled
logs_act(struct view *base, enum action action)
{
    struct logs *view = (struct logs *)base;

    if (!act_of_selecting(view, action) && !act_of_moving(view, action) &&
        !act_of_log(view, action) && !act_of_out(view, action))
        return NOT_HANDLED;
    view_mark(base);
    return HANDLED;
}

const char *
logs_refuse(const struct view *base, enum action action)
{
    const struct logs *view = (const struct logs *)base;

    switch (action) {
    case ACTION_CANCEL:
        return view->search || sieve_pattern_count(view->sieve) > 0 ||
                       logs_is_selecting(view) || logs_is_saving(view)
                   ? NULL
                   : "there is nothing to clear";
    case ACTION_FOLD:
    case ACTION_UNFOLD_ALL:
        return logs_refuse_fold(view, action == ACTION_FOLD);
    case ACTION_MATCH_OLDER:
    case ACTION_MATCH_NEWER:
        return view->search ? NULL : "nothing is searched for";
    case ACTION_SELECT:
    case ACTION_COPY:
    case ACTION_SAVE:
    case ACTION_PIPE:
    case ACTION_WINDOW:
        return refuse_out(view, action);
    default:
        return NULL;
    }
}

enum handled
logs_click(struct view *base, struct point point, enum click click)
{
    struct logs *view = (struct logs *)base;

    (void)point;
    if (click == CLICK_WHEEL_UP)
        move(view, -WHEEL_ROWS);
    else if (click == CLICK_WHEEL_DOWN)
        move(view, WHEEL_ROWS);
    return HANDLED;
}
