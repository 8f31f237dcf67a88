#include "config.h"

#include "dashboard_private.h"

#include "base/mem.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- leaving ------------------------------------------------------------ */

/* Only notes it; the turn's end does it, for this may be the terminal's or
 * the app's own callback. */
void
dashboard_leave(struct dashboard *d, int status)
{
    if (d->is_leaving)
        return;
    d->is_leaving = true;
    d->status = status;
    loop_wake(d->loop);
}

void
dashboard_leave_at_once(void *data)
{
    struct dashboard *d = data;

    terminal_restore();
    _exit(d->status);
}

static void
fleet_closed(void *data)
{
    struct dashboard *d = data;

    d->fleet = NULL;
    loop_stop(d->loop);
}

static void
jobs_closed(void *data)
{
    struct dashboard *d = data;

    d->jobs = NULL;
    app_free(d->app);
    d->app = NULL;
    fleet_close(d->fleet, fleet_closed, d);
}

static void
start_leaving(struct dashboard *d)
{
    d->has_left = true;
    timer_start(d->leave_timer, LEAVE_MS, 0);
    timer_stop(d->frame_timer);
    timer_stop(d->tick_timer);
    timer_stop(d->first_timer);
    timer_stop(d->unread_timer);
    if (d->terminal)
        terminal_close(d->terminal);
    d->terminal = NULL;
    if (d->find)
        find_cancel(d->find);
    if (d->child)
        child_hang_up(d->child);
    jobs_close(d->jobs, jobs_closed, d);
}

/* ---- drawing ------------------------------------------------------------ */

void
dashboard_tick(void *data)
{
    app_tick(((struct dashboard *)data)->app);
}

void
dashboard_first_frame_is_due(void *data)
{
    ((struct dashboard *)data)->may_draw = true;
}

bool
dashboard_has_list(const struct dashboard *d)
{
    const struct store *store = fleet_store(d->fleet);
    enum link_state state;

    if (store_engine_count(store) == 0)
        return false;
    state = store_link(store, 0)->state;
    return state == LINK_LIVE || state == LINK_DOWN;
}

static void
draw(struct dashboard *d)
{
    uint64_t next;

    app_render(d->app, &d->grid);
    terminal_draw(d->terminal, &d->grid);
    d->frames++;
    d->frame.has_drawn = true;
    d->frame.drawn = loop_now(d->loop);
    next = app_next_tick(d->app);
    if (next == 0)
        timer_stop(d->tick_timer);
    else
        timer_start(d->tick_timer,
                    next > d->frame.drawn ? next - d->frame.drawn : 1, 0);
    app_shown(d->app);
    loop_update_now(d->loop);
    d->frame.cost = loop_now(d->loop) - d->frame.drawn;
}

static void
draw_if_due(struct dashboard *d)
{
    uint64_t wait;

    if (!d->may_draw && dashboard_has_list(d)) {
        d->may_draw = true;
        timer_stop(d->first_timer);
    }
    d->frame.is_dirty = d->may_draw && app_is_dirty(d->app);
    d->frame.is_urgent = app_is_urgent(d->app);
    d->frame.can_draw = terminal_can_draw(d->terminal);
    switch (frame_decide(&d->frame, loop_now(d->loop), &wait)) {
    case FRAME_NOW:
        draw(d);
        break;
    case FRAME_LATER:
        timer_start(d->frame_timer, wait, 0);
        break;
    case FRAME_NONE:
        break;
    }
}

/* ---- a terminal that nobody reads ---------------------------------------- */

void
dashboard_unread(void *data)
{
    struct dashboard *d = data;

    d->is_unread = true;
    fleet_pause_stats(d->fleet, true);
}

/* What a frame would show is sampled for nobody while the last one has not
 * left; as soon as it has, it is sampled again. */
static void
watch_reader(struct dashboard *d)
{
    bool waits = !d->child && !terminal_can_draw(d->terminal);

    if (waits) {
        if (!d->is_unread && !timer_is_running(d->unread_timer))
            timer_start(d->unread_timer, UNREAD_MS, 0);
        return;
    }
    timer_stop(d->unread_timer);
    if (!d->is_unread)
        return;
    d->is_unread = false;
    fleet_pause_stats(d->fleet, false);
}

/* ---- stopping (C-z) ----------------------------------------------------- */

/* As a job-control program does: the whole group stops by the signal's default
 * action, and goes on here. Where nobody could continue us the kernel drops
 * the signal, and we go on at once. */
static void
stop_until_continued(void)
{
    struct sigaction standard = {.sa_handler = SIG_DFL}, ours;

    (void)sigaction(SIGTSTP, &standard, &ours);
    (void)kill(0, SIGTSTP);
    (void)sigaction(SIGTSTP, &ours, NULL);
}

void
dashboard_take_screen(struct dashboard *d)
{
    struct err err;

    if (!terminal_enter(d->terminal, &err)) {
        d->report = xstrdup(err.text);
        dashboard_leave(d, STATUS_FAILED);
        return;
    }
    app_mark(d->app);
}

static void
stop_now(struct dashboard *d)
{
    d->stop = STOP_NOT;
    terminal_leave(d->terminal);
    stop_until_continued();
    loop_update_now(d->loop);
    dashboard_take_screen(d);
    fleet_resume(d->fleet);
    loop_wake(d->loop);
}

void
dashboard_suspend(void *data)
{
    struct dashboard *d = data;

    if (d->stop != STOP_NOT || !d->terminal || d->is_leaving)
        return;
    d->stop = STOP_WANTED;
    fleet_suspend(d->fleet);
    loop_wake(d->loop);
}

/* ---- the end of each turn ----------------------------------------------- */

static void
say_turn(struct dashboard *d)
{
    struct turn_numbers numbers = {
        .turn = loop_turns(d->loop),
        .frame = d->frames,
        .jobs = jobs_open_count(d->jobs),
        .requests = fleet_requests(d->fleet),
        .marks = fleet_marks(d->fleet),
    };

    turns_say(d->turns, &numbers);
}

void
dashboard_end_turn(void *data)
{
    struct dashboard *d = data;

    if (d->has_left)
        return;
    if (d->is_leaving) {
        start_leaving(d);
        return;
    }
    if (d->stop == STOP_READY)
        stop_now(d);
    else if (d->stop == STOP_WANTED) {
        d->stop = STOP_READY;
        loop_wake(d->loop);
    }
    language_apply(d);
    if (d->terminal) {
        draw_if_due(d);
        watch_reader(d);
    }
    say_turn(d);
}
