#include "config.h"

#include "dashboard_private.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "complain.h"
#include "ui/views/panes.h"
#include "ui/views/views.h"
#include "ui/widgets/screenshot.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* How long the terminal waits for the engine's answer to the ping, and then
 * until the list and the events are asked for. The engine prepares the list,
 * which takes longer, while curses starts. */
#define HEAD_START_MS 20
#define QUESTIONS_MS 2

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const int signal_numbers[DASHBOARD_SIGNALS] = {SIGINT, SIGTERM, SIGHUP,
                                                      SIGQUIT, SIGTSTP};

/* ---- what happens ------------------------------------------------------- */

static void
signalled(void *data, int number)
{
    struct dashboard *d = data;

    if (number == SIGTSTP)
        dashboard_suspend(d);
    else if (d->is_leaving)
        dashboard_leave_at_once(d);
    else
        dashboard_leave(d, STATUS_SIGNAL + number);
}

static void
nothing(void *data)
{
    (void)data; /* that a turn comes is enough */
}

static void
quit(void *data)
{
    dashboard_leave(data, EXIT_SUCCESS);
}

static void
redraw(void *data)
{
    terminal_forget(((struct dashboard *)data)->terminal);
}

static bool
copy(void *data, struct str text, struct err *err)
{
    return terminal_copy(((struct dashboard *)data)->terminal, text, err);
}

static void
child_ended(void *data, const struct child_end *end)
{
    struct dashboard *d = data;

    d->child = NULL;
    if (d->is_leaving)
        return;
    dashboard_take_screen(d);
    app_child_ended(d->app, end->status, end->signal);
}

static bool
run_child(void *data, const char *const *argv, struct err *err)
{
    struct dashboard *d = data;

    if (d->child)
        return err_set(err, "another program has the terminal");
    terminal_leave(d->terminal);
    d->child = child_start(d->loop, argv, child_ended, d, err);
    if (!d->child)
        dashboard_take_screen(d);
    return d->child != NULL;
}

static void
key_pressed(void *data, const struct key *key)
{
    struct dashboard *d = data;

    if (!d->is_leaving)
        app_key(d->app, key);
}

static void
resized(void *data, struct size size)
{
    app_resize(((struct dashboard *)data)->app, size);
}

static void
lost(void *data)
{
    dashboard_leave(data, STATUS_SIGNAL + SIGHUP);
}

static void
job_changed(void *data, const struct job *job)
{
    struct dashboard *d = data;

    if (d->app && !d->is_leaving)
        app_job_changed(d->app, job);
}

static void
found(void *data, const struct find_result *result)
{
    struct dashboard *d = data;

    d->find = NULL;
    if (d->is_leaving) {
        engine_close(result->engine);
    } else if (result->engine) {
        (void)fleet_add(d->fleet, result->name, result->engine, true);
        app_mark(d->app);
    } else {
        d->report = xstrndup(result->report.at, result->report.len);
        dashboard_leave(d, STATUS_NO_ENGINE);
    }
}

/* ---- starting ----------------------------------------------------------- */

static const char *
environment(const char *name)
{
    return getenv(name);
}

static void
build(struct dashboard *d, const struct candidates *candidates)
{
    struct app_wiring wiring = {
        .loop = d->loop,
        .fleet = d->fleet = fleet_new(d->loop),
        .options = &d->options,
        .keymap = d->keymap = keymap_new(),
        .views = views,
        .view_count = view_count,
        .commands = &d->commands,
        .choices = &d->choices,
        .theme = &d->theme,
        .wall_clock = timestamp_now,
        .looking_at =
            candidates->count > 0 ? candidates->at[0].endpoint.url : NULL,
        .quit = quit,
        .suspend = dashboard_suspend,
        .redraw = redraw,
        .copy = copy,
        .run_child = run_child,
        .remember = language_remember,
        .typed = language_typed,
        .data = d,
    };
    struct jobs_callbacks callbacks = {.changed = job_changed};
    struct err err;

    d->app = app_new(&wiring);
    language_init(d);
    d->journal = journal_open(environment, &err);
    if (!d->journal)
        app_say(d->app, MESSAGE_INFO, "acts will not be in the journal: %s",
                err.text);
    d->jobs = jobs_new(d->loop, d->fleet, d->journal, &callbacks, d);
    app_set_jobs(d->app, d->jobs);
    grid_init(&d->grid);
    d->frame_timer = timer_new(d->loop, "frame", nothing, d);
    d->tick_timer = timer_new(d->loop, "tick", dashboard_tick, d);
    d->first_timer =
        timer_new(d->loop, "first frame", dashboard_first_frame_is_due, d);
    d->unread_timer =
        timer_new(d->loop, "unread terminal", dashboard_unread, d);
    d->leave_timer = timer_new(d->loop, "leave", dashboard_leave_at_once, d);
    for (size_t i = 0; i < COUNT(signal_numbers); i++)
        d->signals[i] =
            signal_watch_new(d->loop, signal_numbers[i], signalled, d);
    loop_add_hook(d->loop, &d->hook, dashboard_end_turn, d);
}

/* Let the engine have our questions before the terminal takes its time: the
 * ping, then the list and the events, all of which the first frame awaits. */
static void
give_head_start(struct dashboard *d)
{
    timer_start(d->frame_timer, HEAD_START_MS, 0);
    while (d->find && !d->is_leaving && timer_is_running(d->frame_timer))
        (void)loop_turn(d->loop, true);
    timer_start(d->frame_timer, QUESTIONS_MS, 0);
    while (!d->is_leaving && timer_is_running(d->frame_timer) &&
           !dashboard_has_list(d))
        (void)loop_turn(d->loop, true);
}

static bool
open_screen(struct dashboard *d, struct err *err)
{
    static const struct terminal_events events = {
        .key = key_pressed,
        .resized = resized,
        .lost = lost,
        .drained = nothing,
    };
    enum color_choice color =
        (enum color_choice)d->options.number[OPTION_COLOR];

    d->terminal = terminal_open(d->loop, &events, d, &d->theme, color, err);
    if (!d->terminal)
        return false;
    die_set_hook(terminal_restore);
    terminal_install_crash_handlers();
    d->color_used = d->options.number[OPTION_COLOR];
    d->options_used = d->options.generation - 1;
    language_apply(d);
    app_resize(d->app, terminal_size(d->terminal));
    return true;
}

static bool
open_turns(struct dashboard *d, struct err *err)
{
    const char *fd = getenv("BAYPLAN_SYNC");

    if (!fd)
        return true;
    d->turns = turns_new(d->loop, fd, err);
    return d->turns != NULL;
}

static bool
start(struct dashboard *d, const struct arguments *arguments,
      const struct candidates *candidates, struct err *err)
{
    if (!open_turns(d, err) || !app_open_view(d->app, &panes_view, err) ||
        !language_start(d, arguments, err))
        return false;
    d->find = find_engine(d->loop, candidates, found, d);
    timer_start(d->first_timer, FIRST_FRAME_MS, 0);
    give_head_start(d);
    return d->is_leaving || open_screen(d, err);
}

static void
release(struct dashboard *d)
{
    for (size_t i = 0; i < COUNT(signal_numbers); i++)
        signal_watch_free(d->signals[i]);
    timer_free(d->frame_timer);
    timer_free(d->tick_timer);
    timer_free(d->first_timer);
    timer_free(d->leave_timer);
    timer_free(d->unread_timer);
    turns_free(d->turns);
    loop_remove_hook(&d->hook);
    journal_close(d->journal);
    keymap_free(d->keymap);
    language_release(d);
    grid_release(&d->grid);
    loop_free(d->loop);
}

int
dashboard_run(const struct arguments *arguments,
              const struct candidates *candidates)
{
    struct dashboard d = {.loop = loop_new()};
    struct err err;

    build(&d, candidates);
    if (!start(&d, arguments, candidates, &err)) {
        d.report = xstrdup(err.text);
        dashboard_leave(&d,
                        err.kind == ERR_USAGE ? STATUS_USAGE : STATUS_FAILED);
    }
    if (!d.has_left || d.fleet)
        loop_run(d.loop);
    release(&d);
    if (d.report && d.status == STATUS_NO_ENGINE)
        complain_lines(d.report);
    else if (d.report)
        complain(d.report);
    free(d.report);
    return d.status;
}
