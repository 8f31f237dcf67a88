#include "config.h"

#include "ui/widgets/app_private.h"
#include "ui/widgets/complete.h"
#include "ui/widgets/prompt.h"
#include "work/act_line.h"

/* ---- acts by name: `:stop web db` ---------------------------------------- */

static bool
act_on_names(struct app *app, enum action action, const struct words *words,
             struct err *err)
{
    struct act_line line;
    const struct job *job;

    if (!act_line_is_for(action))
        return err_set_kind(err, ERR_USAGE, "%s takes no names",
                            action_info(action)->name);
    if (!act_line_read(&line, app_store(app), action, words,
                       (int)app_options(app)->number[OPTION_STOP_TIMEOUT], err))
        return false;
    job = jobs_propose(app_jobs(app), action, line.refs, line.count, &line.args,
                       err);
    if (!job)
        return false;
    if (job_state(job) == JOB_ASKING)
        app_ask_job(app, job);
    return true;
}

bool
app_act_by_name(void *data, enum action action, const struct words *words,
                struct err *err)
{
    struct app *app = data;

    if (words->count > 1)
        return act_on_names(app, action, words, err);
    if (app_act(app, action) == HANDLED)
        return true;
    return err_set_kind(err, ERR_USAGE, "it does nothing here");
}

/* ---- lines --------------------------------------------------------------- */

/* The whole line as a view's name. */
static bool
open_named(struct app *app, struct str line)
{
    struct err err;

    line = str_trim(line);
    if (line.len > 0 && line.at[0] == ':')
        line = str_make(line.at + 1, line.len - 1);
    if (action_find(line) != ACTION_NONE)
        return false;
    return app_open_named(app, line, &err);
}

static void
count_word(void *data, const char *word, const char *help)
{
    (void)word;
    (void)help;
    ++*(size_t *)data;
}

/* The one view whose name begins so, where no command does. */
static bool
open_abbreviated(struct app *app, struct str line)
{
    const struct view_ops *found = NULL;
    size_t count = 0;
    struct err err;

    (void)command_complete(app->wiring.commands, line, count_word, &count);
    line = str_trim(line);
    if (count > 0 || line.len == 0)
        return false;
    for (size_t i = 0; i < app->wiring.view_count; i++) {
        if (strncmp(app->wiring.views[i]->name, line.at, line.len) != 0)
            continue;
        found = app->wiring.views[i];
        count++;
    }
    return count == 1 && app_open_view(app, found, &err);
}

void
app_command(struct app *app, struct str line)
{
    struct err err;

    app->is_dirty = true;
    if (open_named(app, line))
        return;
    if (!command_run(app->wiring.commands, line, &err) &&
        !open_abbreviated(app, line))
        app_say(app, MESSAGE_INFO, "%s", err.text);
    if (app_main_view(app))
        view_mark(app_main_view(app));
}

/* ---- `:set sort` --------------------------------------------------------- */

void
app_show_option(void *data, enum option option)
{
    struct app *app = data;
    struct buf words = BUF_INIT(MESSAGE_SIZE - 1);
    struct err err;

    if (option == OPTION_COUNT) {
        if (!app_open_named(app, str_of("options"), &err))
            app_say(app, MESSAGE_INFO, "%s", err.text);
        app->is_dirty = true;
        return;
    }
    (void)buf_addf(&words, "%s ", option_table[option].name);
    option_say_value(&words, app->wiring.options, option);
    (void)buf_addf(&words, " - %s: ", option_table[option].help);
    option_say_range(&words, option);
    app_say(app, MESSAGE_INFO, "%s", buf_text(&words));
    buf_release(&words);
}

/* ---- the prompt ---------------------------------------------------------- */

static void
typed(void *data, struct str text)
{
    (void)text;
    app_mark(data);
}

static void
done(void *data, struct str text, bool is_kept)
{
    struct app *app = data;

    if (!is_kept)
        return;
    history_add(&app->typed, text);
    if (app->wiring.typed)
        app->wiring.typed(app->wiring.data);
    app_command(app, text);
}

static bool
complete(void *data, struct str text, struct buf *out)
{
    return complete_line(data, text, out);
}

static void
hint(const void *data, struct str text, struct buf *out)
{
    complete_hint(data, text, out);
}

struct history *
app_history(struct app *app)
{
    return &app->typed;
}

void
app_prompt(struct app *app)
{
    struct prompt_owner owner = {
        .changed = typed,
        .done = done,
        .complete = complete,
        .hint = hint,
        .history = &app->typed,
        .data = app,
    };
    struct err err;

    if (!prompt_open(app, ":", str_of(""), &owner, &err))
        app_say(app, MESSAGE_ERROR, "%s", err.text);
}
