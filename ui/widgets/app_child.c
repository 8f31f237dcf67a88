/*
 * app_child.c - programs of others on our screen: a shell in a container.
 */
#include "config.h"

#include "ui/widgets/app_private.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "work/exit_code.h"
#include "work/journal.h"

#include <stdlib.h>
#include <unistd.h>

#define WORDS_SIZE 1024
#define SHELL_SIGNAL 128 /* and its number: the status in a shell */
#define FIRST_OF_DOCKER                                                        \
    125 /* of the statuses that are not the program's own                      \
         */

void
child_release(struct app *app)
{
    free(app->child.act);
    free(app->child.name);
    free(app->child.command);
    app->child = (struct running_child){0};
}

void
app_run_child(struct app *app, const struct app_child *child)
{
    struct err err;

    if (!app->wiring.run_child(app->wiring.data, child->argv, &err)) {
        app_say(app, MESSAGE_ERROR, "%s", err.text);
        return;
    }
    child_release(app);
    app->child = (struct running_child){
        .ref = *child->ref,
        .act = xstrdup(child->act),
        .name = xstrdup(child->name),
        .command = xstrdup(child->command),
    };
}

bool
app_run_command(struct app *app, const char *const *argv, const char *words)
{
    struct err err;

    if (!app->wiring.run_child) {
        app_say(app, MESSAGE_ERROR, "no command can be run here");
        return false;
    }
    if (!app->wiring.run_child(app->wiring.data, argv, &err)) {
        app_say(app, MESSAGE_ERROR, "%s", err.text);
        return false;
    }
    child_release(app);
    app->child.command = xstrdup(words);
    return true;
}

/* The shell removes the file, and waits for a key: what was printed would be
 * gone at once. */
void
app_pipe(struct app *app, unsigned number)
{
    static const char script[] =
        "trap : INT; (eval \"$2\") <\"$1\"; s=$?; rm -f -- \"$1\"; "
        "printf '\\n-- Enter --'; read -r _; exit $s";
    const char *file = jobs_take_file(app_jobs(app), number);
    const char *command;

    if (!file)
        return;
    command = job_command(jobs_find(app_jobs(app), number));
    if (!app_run_command(app,
                         (const char *const[]){"sh", "-c", script, "bayplan",
                                               file, command, NULL},
                         command))
        (void)unlink(file);
}

/* What the statuses of docker exec mean. 126 and 127 are docker's where there
 * is no such program, and a shell's about its last command. */
static const char *
meaning(int status)
{
    switch (status) {
    case 125:
        return "docker could not do it";
    case 126:
    case 127:
        return "there is no sh in it, or its last command could not be run";
    case 137:
        return "it was killed, as when its container ends";
    default:
        return NULL;
    }
}

/* "" for a good end. */
static void
say_end(struct buf *out, int status, int signal)
{
    const char *name = signal_name(signal);
    const char *words = meaning(status);

    if (signal != 0 && name)
        (void)buf_addf(out, "by %s", name);
    else if (signal != 0)
        (void)buf_addf(out, "by signal %d", signal);
    else if (status != 0)
        (void)buf_addf(out, "with status %d%s%s", status, words ? ": " : "",
                       words ? words : "");
}

/* What has become of the container meanwhile; NULL: it still runs. */
static const char *
say_container(const struct app *app)
{
    const struct container_row *row =
        store_find_container(app_store(app), &app->child.ref);

    if (!row)
        return "the container is gone";
    return state_is_up(row->value->state) ? NULL : "the container runs no more";
}

static void
write_journal(struct app *app, const char *result)
{
    const struct running_child *child = &app->child;
    struct journal_entry entry = {
        .time = timestamp_now(),
        .host = store_engine_name(app_store(app), child->ref.engine),
        .act = child->act,
        .target = child->name,
        .id = child->ref.key,
        .result = result,
        .command = child->command,
    };
    struct err err;

    if (!jobs_note(app_jobs(app), &entry, &err))
        app_say(app, MESSAGE_ERROR, "the journal was not written: %s",
                err.text);
}

/* A shell tells of a signal by a status. */
static void
command_ended(struct app *app, int status, int signal)
{
    const char *name = signal_name(signal ? signal : status - SHELL_SIGNAL);

    if (signal != 0)
        status = SHELL_SIGNAL + signal;
    if (status != 0)
        app_say(app, MESSAGE_INFO, "%s ended with status %d%s%s%s",
                app->child.command, status, name ? " (" : "", name ? name : "",
                name ? ")" : "");
    child_release(app);
}

void
app_child_ended(struct app *app, int status, int signal)
{
    const struct running_child *child = &app->child;
    struct buf end = BUF_INIT(WORDS_SIZE);
    bool is_odd = signal != 0 || status >= FIRST_OF_DOCKER;
    const char *container;

    if (!child->act && child->command)
        command_ended(app, status, signal);
    if (!child->act)
        return;
    container = say_container(app);
    say_end(&end, status, signal);
    if (container)
        (void)buf_addf(&end, "; %s", container);
    app_say(app, is_odd || container ? MESSAGE_ERROR : MESSAGE_INFO,
            "the %s in %s %s%s", child->act, child->name,
            status == 0 && signal == 0 ? "has ended" : "ended ",
            buf_text(&end));
    buf_clear(&end);
    say_end(&end, status, signal);
    write_journal(app, end.len > 0 ? buf_text(&end) : "done");
    child_release(app);
    buf_release(&end);
}
