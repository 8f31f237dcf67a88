#include "config.h"

#include "ui/views/containers.h"

#include "ui/widgets/menu.h"

/* What `docker kill --signal` is used for, the usual ones first. */
static const struct menu_entry signals[] = {
    {0, "SIGTERM", "ask it to end", NULL},
    {0, "SIGKILL", "end it at once", NULL},
    {0, "SIGINT", "as Ctrl-C does", NULL},
    {0, "SIGHUP", "often: read the configuration again", NULL},
    {0, "SIGQUIT", "often: end and leave a dump", NULL},
    {0, "SIGUSR1", "its own meaning", NULL},
    {0, "SIGUSR2", "its own meaning", NULL},
    {0, "SIGSTOP", "freeze it", NULL},
    {0, "SIGCONT", "let it go on", NULL},
};
#define SIGNAL_COUNT (sizeof(signals) / sizeof(signals[0]))

static void
propose(struct containers *view, enum action action, const struct ref *ref,
        const char *signal)
{
    struct app *app = view->view.app;
    struct job_args args = {
        .signal = signal,
        .timeout = (int)app_options(app)->number[OPTION_STOP_TIMEOUT],
    };
    struct err err;
    const struct job *job =
        jobs_propose(app_jobs(app), action, ref, 1, &args, &err);

    if (!job)
        app_say(app, MESSAGE_INFO, "%s", err.text);
    else if (job_state(job) == JOB_ASKING)
        app_ask_job(app, job);
}

static void
signal_chosen(void *data, size_t index)
{
    struct containers *view = data;

    propose(view, ACTION_KILL, &view->victim, signals[index].words);
}

static void
pick_signal(struct containers *view, const struct ref *ref)
{
    struct app *app = view->view.app;
    const struct container_row *row = store_find_container(app_store(app), ref);
    struct menu_owner owner = {.chosen = signal_chosen, .data = view};
    struct buf title = BUF_INIT(1024);
    struct err err;

    view->victim = *ref;
    (void)buf_addf(&title, "Which signal for %s?",
                   row ? row->value->name : "it");
    if (!menu_open(app, buf_text(&title), signals, SIGNAL_COUNT, 0, &owner,
                   &err))
        app_say(app, MESSAGE_ERROR, "%s", err.text);
    buf_release(&title);
}

enum handled
containers_act(struct containers *view, enum action action)
{
    const struct ref *row = table_row(&view->table);
    struct ref ref;

    if (!action_info(action)->changes || !row)
        return NOT_HANDLED;
    if (view->is_usurped) {
        app_say(view->view.app, MESSAGE_INFO,
                "the container under the cursor has just gone; nothing was "
                "done");
        return HANDLED;
    }
    ref = *row;
    if (action == ACTION_KILL)
        pick_signal(view, &ref);
    else
        propose(view, action, &ref, NULL);
    return HANDLED;
}

const char *
containers_refuse(const struct containers *view, enum action action)
{
    const struct ref *row = table_row(&view->table);
    const struct store *store = app_store(view->view.app);

    if (action_info(action)->changes)
        return row ? jobs_refuse(app_jobs(view->view.app), action, row)
                   : "there is no container";
    if (action == ACTION_REFRESH)
        return store_engine_count(store) > 0 ? NULL : "there is no engine yet";
    if (action == ACTION_CANCEL)
        return view->filter.len > 0 ? NULL : "there is no filter";
    if (action == ACTION_FILTER || action == ACTION_SORT_NEXT ||
        action == ACTION_SORT_PREVIOUS || action == ACTION_SORT_REVERSE ||
        action == ACTION_TOGGLE_ALL)
        return store_container_count(store) > 0 ? NULL
                                                : "there are no containers";
    return NULL;
}
