#include "config.h"

#include "ui/views/containers.h"

#include "ui/views/panes.h"
#include "ui/widgets/editor.h"
#include "ui/widgets/menu.h"
#include "ui/widgets/prompt.h"
#include "work/journal.h"

#include <stdlib.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TITLE_SIZE 1024
#define PATH_SIZE 4096

/* Open a menu about the victims; `question` goes on with their name. */
static void
open_menu(struct listing *list, const char *question,
          const struct menu_entry *entries, size_t count,
          void (*chosen)(void *data, size_t index))
{
    struct app *app = list->view.app;
    struct menu_owner owner = {.chosen = chosen, .data = list};
    struct buf title = BUF_INIT(TITLE_SIZE);
    struct err err;

    (void)buf_add_text(&title, question);
    listing_say_victims(list, &title);
    (void)buf_add_char(&title, '?');
    if (!menu_open(app, buf_text(&title), entries, count, 0, &owner, &err))
        app_say(app, MESSAGE_ERROR, "%s", err.text);
    buf_release(&title);
}

/* ---- kill --------------------------------------------------------------- */

/* What `docker kill --signal` is used for, the usual ones first. */
static const struct menu_entry signals[] = {
    {.words = "SIGTERM", .help = "ask it to end"},
    {.words = "SIGKILL", .help = "end it at once"},
    {.words = "SIGINT", .help = "as Ctrl-C does"},
    {.words = "SIGHUP", .help = "often: read the configuration again"},
    {.words = "SIGQUIT", .help = "often: end and leave a dump"},
    {.words = "SIGUSR1", .help = "its own meaning"},
    {.words = "SIGUSR2", .help = "its own meaning"},
    {.words = "SIGSTOP", .help = "freeze it"},
    {.words = "SIGCONT", .help = "let it go on"},
};

static void
signal_chosen(void *data, size_t index)
{
    const struct job_args args = {.signal = signals[index].words};

    listing_propose_on_victims(data, ACTION_KILL, &args);
}

static void
pick_signal(struct listing *list)
{
    if (listing_take_victims(list))
        open_menu(list, "Which signal for ", signals, COUNT(signals),
                  signal_chosen);
}

/* ---- remove with options ------------------------------------------------ */

enum removal { REMOVAL_PLAIN, REMOVAL_FORCE, REMOVAL_VOLUMES, REMOVAL_BOTH };

static const struct menu_entry removals[] = {
    [REMOVAL_PLAIN] = {.key = 'r', .words = "remove", .help = "docker rm"},
    [REMOVAL_FORCE] = {.key = 'f', .words = "by force", .help = "docker rm -f"},
    [REMOVAL_VOLUMES] = {.key = 'v',
                         .words = "with unnamed volumes",
                         .help = "docker rm -v"},
    [REMOVAL_BOTH] = {.key = 'b', .words = "both", .help = "docker rm -f -v"},
};

static void
removal_chosen(void *data, size_t index)
{
    const struct job_args args = {
        .force = index == REMOVAL_FORCE || index == REMOVAL_BOTH,
        .volumes = index == REMOVAL_VOLUMES || index == REMOVAL_BOTH,
    };

    listing_propose_on_victims(data, ACTION_REMOVE_OPTIONS, &args);
}

static void
pick_removal(struct listing *list)
{
    struct menu_entry entries[COUNT(removals)];
    const char *why = listing_refuse_targets(list, ACTION_REMOVE);

    if (!listing_take_victims(list))
        return;
    memcpy(entries, removals, sizeof(entries));
    entries[REMOVAL_PLAIN].refuse = entries[REMOVAL_VOLUMES].refuse = why;
    open_menu(list, "How to remove ", entries, COUNT(entries), removal_chosen);
}

/* ---- rename ------------------------------------------------------------- */

static void
renamed(void *data, struct str text, bool is_kept)
{
    struct buf name = BUF_INIT(EDITOR_SIZE);
    struct job_args args;

    if (is_kept) {
        (void)buf_add_str(&name, text);
        args = (struct job_args){.name = buf_text(&name)};
        listing_propose_on_victims(data, ACTION_RENAME, &args);
    }
    buf_release(&name);
}

static void
ask_name(struct listing *list)
{
    struct app *app = list->view.app;
    struct prompt_owner owner = {.done = renamed, .data = list};
    struct buf name = BUF_INIT(EDITOR_SIZE);
    struct err err;

    if (!listing_take_victims(list))
        return;
    listing_say_victims(list, &name);
    if (!prompt_open(app, "rename to: ", buf_str(&name), &owner, &err))
        app_say(app, MESSAGE_ERROR, "%s", err.text);
    buf_release(&name);
}

/* ---- what shows more ---------------------------------------------------- */

static const char *
refuse_logs(const struct listing *list)
{
    if (!listing_row(list))
        return "there is no container here";
    return panes_child(&list->view, PANE_LOGS) ? NULL
                                               : "there are no logs here";
}

/* ---- shell -------------------------------------------------------------- */

/* As a user would: the docker command knows how to be a terminal's other end.
 * bash where there is one, else sh. */
static void
open_shell(struct listing *list)
{
    const struct container_row *container = listing_row(list);
    const struct ref *row = &container->ref;
    const struct engine *engine = fleet_engine(app_fleet(list->view.app), row);
    const char *const argv[] = {
        "docker", "-H",  engine_endpoint(engine)->url,
        "exec",   "-it", row->key,
        "sh",     "-c",  "command -v bash >/dev/null && exec bash; exec sh",
        NULL,
    };
    struct buf command = BUF_INIT(PATH_SIZE);
    struct app_child child = {
        .argv = argv,
        .act = action_info(ACTION_SHELL)->name,
        .ref = row,
        .name = container->value->name,
    };

    journal_command(&command, (const char *const[]){"docker", "exec", "-it",
                                                    child.name, "sh", NULL});
    child.command = buf_text(&command);
    app_run_child(list->view.app, &child);
    buf_release(&command);
}

/* Asked in every frame, so what was found once is not looked for again. */
static bool
has_docker(void)
{
    static bool is_found;
    const char *path = getenv("PATH");
    struct str rest = str_of(path ? path : ""), folder;

    while (!is_found && str_cut(&rest, ':', &folder)) {
        struct buf file = BUF_INIT(PATH_SIZE);

        if (buf_add_str(&file, folder) && buf_add_text(&file, "/docker"))
            is_found = access(buf_text(&file), X_OK) == 0;
        buf_release(&file);
    }
    return is_found;
}

static const char *
refuse_shell(const struct listing *list)
{
    const struct app *app = list->view.app;
    const struct container_row *row = listing_row(list);

    if (!row)
        return "there is no container here";
    if (jobs_is_read_only(app_jobs(app)))
        return "a shell can change things, and this is read-only";
    if (row->value->state != STATE_RUNNING)
        return "a shell needs a running container";
    if (!fleet_engine(app_fleet(app), &row->ref))
        return "there is no engine";
    return has_docker() ? NULL
                        : "a shell needs the docker command, which is not here";
}

/* ---- acts --------------------------------------------------------------- */

static bool
is_header(const struct listing *list)
{
    const struct ref *row = table_row(&list->table);

    return row && ref_is_header(row);
}

enum handled
containers_act(struct listing *list, enum action action)
{
    static const struct job_args plain;

    listing_collect(list);
    switch (action) {
    case ACTION_KILL:
        pick_signal(list);
        return HANDLED;
    case ACTION_REMOVE_OPTIONS:
        pick_removal(list);
        return HANDLED;
    case ACTION_RENAME:
        ask_name(list);
        return HANDLED;
    case ACTION_OPEN:
        if (is_header(list)) {
            listing_fold(list, table_row(&list->table));
            return HANDLED;
        }
        (void)panes_focus(&list->view, PANE_LOGS);
        return HANDLED;
    case ACTION_LOGS:
        (void)panes_focus(&list->view, PANE_LOGS);
        return HANDLED;
    case ACTION_SHELL:
        open_shell(list);
        return HANDLED;
    case ACTION_INSPECT:
    case ACTION_WHY:
        listing_open_detail(list, action_info(action)->name);
        return HANDLED;
    default:
        if (!action_info(action)->changes)
            return NOT_HANDLED;
        listing_propose(list, action, &plain);
        return HANDLED;
    }
}

const char *
containers_refuse(const struct listing *list, enum action action)
{
    switch (action) {
    case ACTION_OPEN:
        return is_header(list) ? NULL : refuse_logs(list);
    case ACTION_LOGS:
        return refuse_logs(list);
    case ACTION_INSPECT:
    case ACTION_WHY:
        return listing_refuse_detail(list, action_info(action)->name);
    case ACTION_SHELL:
        return refuse_shell(list);
    case ACTION_RENAME:
        if (listing_target_count(list) > 1)
            return "one container at a time can be renamed";
        return listing_refuse_targets(list, action);
    default:
        return action_info(action)->changes
                   ? listing_refuse_targets(list, action)
                   : listing_refuse(list, action);
    }
}
