#include "config.h"

#include "work/act.h"

#include "work/journal.h"

#include <stdio.h>

/* ---- when they make sense */

static bool
start_fits(enum container_state state, const char *name, struct err *err)
{
    switch (state) {
    case STATE_RUNNING:
        return err_set_kind(err, ERR_CONFLICT, "%s is running already", name);
    case STATE_PAUSED:
        return err_set_kind(err, ERR_CONFLICT, "%s is paused", name);
    case STATE_RESTARTING:
        return err_set_kind(err, ERR_CONFLICT, "%s is restarting already",
                            name);
    case STATE_REMOVING:
        return err_set_kind(err, ERR_CONFLICT, "%s is being removed", name);
    case STATE_DEAD:
        return err_set_kind(err, ERR_CONFLICT,
                            "%s is dead: it can only be removed", name);
    default:
        return true;
    }
}

/* For stop and kill. */
static bool
up_fits(enum container_state state, const char *name, struct err *err)
{
    if (state_is_up(state) || state == STATE_UNKNOWN)
        return true;
    return err_set_kind(err, ERR_CONFLICT, "%s is not running", name);
}

static bool
remove_fits(enum container_state state, const char *name, struct err *err)
{
    if (state_is_up(state))
        return err_set_kind(err, ERR_CONFLICT, "%s is %s: stop it first", name,
                            state_name(state));
    if (state == STATE_REMOVING)
        return err_set_kind(err, ERR_CONFLICT, "%s is being removed already",
                            name);
    return true;
}

/* ---- the calls */

static struct call *
start_call(struct engine *engine, const char *id, const struct act_args *args,
           call_done_fn done, void *data)
{
    (void)args;
    return engine_start_container(engine, id, done, data);
}

static struct call *
stop_call(struct engine *engine, const char *id, const struct act_args *args,
          call_done_fn done, void *data)
{
    return engine_stop_container(engine, id, args->timeout, done, data);
}

static struct call *
kill_call(struct engine *engine, const char *id, const struct act_args *args,
          call_done_fn done, void *data)
{
    return engine_kill_container(engine, id, args->signal, done, data);
}

/* As `docker rm`: what runs and what its volumes hold is never touched. */
static struct call *
remove_call(struct engine *engine, const char *id, const struct act_args *args,
            call_done_fn done, void *data)
{
    (void)args;
    return engine_remove_container(engine, id, false, false, done, data);
}

static const struct act acts[ACTION_COUNT] = {
    [ACTION_START] = {.ask = "Start",
                      .doing = "starting",
                      .done = "started",
                      .row = "starting",
                      .being = "being started",
                      .already = "already running",
                      .command = "start",
                      .fits = start_fits,
                      .call = start_call},
    [ACTION_STOP] = {.ask = "Stop",
                     .doing = "stopping",
                     .done = "stopped",
                     .row = "stopping",
                     .being = "being stopped",
                     .already = "already stopped",
                     .command = "stop",
                     .asks = true,
                     .may_end_it = true,
                     .fits = up_fits,
                     .call = stop_call},
    [ACTION_KILL] = {.ask = "Send $ to",
                     .doing = "sending $ to",
                     .done = "sent $ to",
                     .row = "sending $",
                     .being = "being sent a signal",
                     .already = "already stopped",
                     .command = "kill",
                     .asks = true,
                     .may_end_it = true,
                     .fits = up_fits,
                     .call = kill_call},
    [ACTION_REMOVE] = {.ask = "Remove",
                       .doing = "removing",
                       .done = "removed",
                       .row = "removing",
                       .being = "being removed",
                       .already = "already gone",
                       .command = "rm",
                       .asks = true,
                       .is_removal = true,
                       .fits = remove_fits,
                       .call = remove_call},
};

const struct act *
act_find(enum action action)
{
    if ((unsigned)action >= ACTION_COUNT || !acts[action].call)
        return NULL;
    return &acts[action];
}

static bool
is_signal_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= '0' && c <= '9') || c == '+' || c == '-';
}

bool
act_args_take(struct act_args *args, enum action action,
              const struct job_args *from, struct err *err)
{
    const char *signal = from && from->signal ? from->signal : "SIGKILL";
    size_t i;

    args->signal[0] = '\0';
    args->timeout = -1;
    if (action == ACTION_STOP && from && from->timeout >= 0)
        args->timeout = from->timeout;
    if (action != ACTION_KILL)
        return true;
    for (i = 0; signal[i]; i++)
        if (!is_signal_char(signal[i]) || i + 1 >= SIGNAL_SIZE)
            return err_set_kind(err, ERR_USAGE, "'%s' is no signal", signal);
    if (i == 0)
        return err_set_kind(err, ERR_USAGE, "a kill needs a signal");
    memcpy(args->signal, signal, i + 1);
    return true;
}

void
act_say(struct buf *out, const char *words, const struct act_args *args)
{
    struct str rest = str_of(words), piece;
    bool is_first = true;

    while (str_cut(&rest, '$', &piece)) {
        if (!is_first)
            (void)buf_add_text(out, args->signal);
        (void)buf_add_str(out, piece);
        is_first = false;
    }
}

void
act_command(struct buf *out, const struct act *act, const struct act_args *args,
            const char *name)
{
    const char *words[6] = {"docker", act->command};
    const char *signal = args->signal;
    char seconds[24];
    size_t count = 2;

    if (args->timeout >= 0) {
        (void)snprintf(seconds, sizeof(seconds), "%d", args->timeout);
        words[count++] = "-t";
        words[count++] = seconds;
    }
    if (signal[0]) {
        words[count++] = "-s";
        words[count++] = strncmp(signal, "SIG", 3) == 0 ? signal + 3 : signal;
    }
    words[count++] = name;
    words[count] = NULL;
    journal_command(out, words);
}
