#include "config.h"

#include "work/act.h"

#include "work/act_fits.h"
#include "work/journal.h"

#include <stdio.h>

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
restart_call(struct engine *engine, const char *id, const struct act_args *args,
             call_done_fn done, void *data)
{
    return engine_restart_container(engine, id, args->timeout, done, data);
}

static struct call *
pause_call(struct engine *engine, const char *id, const struct act_args *args,
           call_done_fn done, void *data)
{
    (void)args;
    return engine_pause_container(engine, id, done, data);
}

static struct call *
unpause_call(struct engine *engine, const char *id, const struct act_args *args,
             call_done_fn done, void *data)
{
    (void)args;
    return engine_unpause_container(engine, id, done, data);
}

static struct call *
kill_call(struct engine *engine, const char *id, const struct act_args *args,
          call_done_fn done, void *data)
{
    return engine_kill_container(engine, id, args->word, done, data);
}

static struct call *
rename_call(struct engine *engine, const char *id, const struct act_args *args,
            call_done_fn done, void *data)
{
    return engine_rename_container(engine, id, args->word, done, data);
}

/* Without options as `docker rm`: what runs and what its volumes hold is
 * never touched. */
static struct call *
remove_call(struct engine *engine, const char *id, const struct act_args *args,
            call_done_fn done, void *data)
{
    return engine_remove_container(engine, id, args->force, args->volumes, done,
                                   data);
}

/* ---- the table */

static const struct act start = {
    .verb = "start",
    .ask = "Start",
    .doing = "starting",
    .done = "started",
    .row = "starting",
    .being = "being started",
    .already = "already running",
    .command = "start",
    .fits = start_fits,
    .call = start_call,
};

static const struct act stop = {
    .verb = "stop",
    .ask = "Stop",
    .doing = "stopping",
    .done = "stopped",
    .row = "stopping",
    .being = "being stopped",
    .already = "already stopped",
    .command = "stop",
    .asks = true,
    .has_grace = true,
    .may_end_it = true,
    .fits = up_fits,
    .call = stop_call,
};

static const struct act restart = {
    .verb = "restart",
    .ask = "Restart",
    .doing = "restarting",
    .done = "restarted",
    .row = "restarting",
    .being = "being restarted",
    .already = "already restarted",
    .command = "restart",
    .asks = true,
    .has_grace = true,
    .fits = restart_fits,
    .call = restart_call,
};

static const struct act pause_act = {
    .verb = "pause",
    .ask = "Pause",
    .doing = "pausing",
    .done = "paused",
    .row = "pausing",
    .being = "being paused",
    .already = "already paused",
    .command = "pause",
    .fits = pause_fits,
    .call = pause_call,
};

static const struct act unpause = {
    .verb = "unpause",
    .ask = "Unpause",
    .doing = "unpausing",
    .done = "unpaused",
    .row = "unpausing",
    .being = "being unpaused",
    .already = "not paused",
    .command = "unpause",
    .fits = unpause_fits,
    .call = unpause_call,
};

static const struct act kill_act = {
    .verb = "kill",
    .ask = "Send $ to",
    .doing = "sending $ to",
    .done = "sent $ to",
    .counted = "sent $",
    .row = "sending $",
    .being = "being sent a signal",
    .already = "already stopped",
    .command = "kill",
    .asks = true,
    .may_end_it = true,
    .fits = up_fits,
    .call = kill_call,
};

/* The new name was typed and sent with Enter: there is nothing left to ask. */
static const struct act rename_act = {
    .verb = "rename",
    .ask = "Rename",
    .doing = "renaming",
    .done = "renamed",
    .tail = " to $",
    .row = "renaming",
    .being = "being renamed",
    .already = "called so already",
    .command = "rename",
    .is_single = true,
    .fits = rename_fits,
    .call = rename_call,
};

static const struct act remove_act = {
    .verb = "remove",
    .ask = "Remove",
    .doing = "removing",
    .done = "removed",
    .row = "removing",
    .being = "being removed",
    .already = "already gone",
    .command = "rm",
    .asks = true,
    .is_removal = true,
    .fits = remove_fits,
    .call = remove_call,
};

static const struct act remove_image = {
    .verb = "remove",
    .ask = "Remove",
    .doing = "removing",
    .done = "removed",
    .row = "removing",
    .being = "being removed",
    .already = "already gone",
    .command = "rmi",
    .asks = true,
    .is_removal = true,
};

const struct act *
act_find(enum action action, enum ref_kind kind, enum container_state state)
{
    if (kind == REF_IMAGE)
        return action == ACTION_REMOVE || action == ACTION_REMOVE_OPTIONS
                   ? &remove_image
                   : NULL;
    if (kind != REF_CONTAINER)
        return NULL;
    switch (action) {
    case ACTION_START:
        return &start;
    case ACTION_STOP:
        return &stop;
    case ACTION_RESTART:
        return &restart;
    case ACTION_PAUSE:
        return state == STATE_PAUSED ? &unpause : &pause_act;
    case ACTION_KILL:
        return &kill_act;
    case ACTION_RENAME:
        return &rename_act;
    case ACTION_REMOVE:
    case ACTION_REMOVE_OPTIONS:
        return &remove_act;
    default:
        return NULL;
    }
}

/* ---- the arguments */

static bool
is_signal_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= '0' && c <= '9') || c == '+' || c == '-';
}

static bool
signal_take(struct act_args *args, const char *signal, struct err *err)
{
    size_t i;

    for (i = 0; signal[i]; i++)
        if (!is_signal_char(signal[i]) || i + 1 >= SIGNAL_SIZE)
            return err_set_kind(err, ERR_USAGE, "'%s' is no signal", signal);
    if (i == 0)
        return err_set_kind(err, ERR_USAGE, "a kill needs a signal");
    memcpy(args->word, signal, i + 1);
    return true;
}

/* As the engine has it: a letter or digit, then those and "_.-". */
static bool
name_take(struct act_args *args, const char *name, struct err *err)
{
    size_t i;

    if (!name || !name[0])
        return err_set_kind(err, ERR_USAGE, "a new name is missing");
    for (i = 0; name[i]; i++) {
        bool is_plain = is_signal_char(name[i]) && name[i] != '+' &&
                        (name[i] != '-' || i > 0);

        if (i + 1 >= ACT_WORD_SIZE)
            return err_set_kind(err, ERR_USAGE, "the new name is too long");
        if (!is_plain && (i == 0 || (name[i] != '_' && name[i] != '.')))
            return err_set_kind(err, ERR_USAGE,
                                "'%s' is no name: letters and digits, and "
                                "behind the first also . _ -",
                                name);
    }
    memcpy(args->word, name, i + 1);
    return true;
}

bool
act_args_take(struct act_args *args, enum action action,
              const struct job_args *from, struct err *err)
{
    static const struct job_args nothing = {.timeout = -1};

    if (!from)
        from = &nothing;
    *args = (struct act_args){.timeout = -1};
    switch (action) {
    case ACTION_STOP:
    case ACTION_RESTART:
        if (from->timeout >= 0)
            args->timeout = from->timeout;
        return true;
    case ACTION_KILL:
        return signal_take(args, from->signal ? from->signal : "SIGKILL", err);
    case ACTION_RENAME:
        return name_take(args, from->name, err);
    case ACTION_REMOVE_OPTIONS:
        args->force = from->force;
        args->volumes = from->volumes;
        return true;
    default:
        return true;
    }
}

void
act_args_widest(struct act_args *args)
{
    *args = (struct act_args){.timeout = -1, .force = true, .volumes = true};
}

/* ---- words */

void
act_say(struct buf *out, const char *words, const struct act_args *args)
{
    struct str rest = str_of(words), piece;
    bool is_first = true;

    while (str_cut(&rest, '$', &piece)) {
        if (!is_first)
            (void)buf_add_text(out, args->word);
        (void)buf_add_str(out, piece);
        is_first = false;
    }
}

void
act_command(struct buf *out, const struct act *act, const struct act_args *args,
            const char *name)
{
    const char *words[10] = {"docker", act->command};
    const char *word = args->word;
    char seconds[24];
    size_t count = 2;

    if (args->timeout >= 0) {
        (void)snprintf(seconds, sizeof(seconds), "%d", args->timeout);
        words[count++] = "-t";
        words[count++] = seconds;
    }
    if (act == &kill_act) {
        words[count++] = "-s";
        words[count++] = strncmp(word, "SIG", 3) == 0 ? word + 3 : word;
    }
    if (args->force)
        words[count++] = "-f";
    if (args->volumes && act == &remove_act)
        words[count++] = "-v";
    words[count++] = name;
    if (act == &rename_act)
        words[count++] = word;
    words[count] = NULL;
    journal_command(out, words);
}
