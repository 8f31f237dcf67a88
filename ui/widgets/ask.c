#include "config.h"

#include "ui/widgets/ask.h"

#include "ui/widgets/app.h"
#include "ui/widgets/editor.h"
#include "ui/widgets/wrap.h"

#define QUESTION_SIZE 2048

struct ask {
    struct view view;
    unsigned job;
    struct editor editor; /* of the typed confirmation */
};

static const struct job *
job_of(const struct ask *ask)
{
    const struct job *job = jobs_find(app_jobs(ask->view.app), ask->job);

    return job && job_state(job) == JOB_ASKING ? job : NULL;
}

/* The question and what answers it; `text` is what must be typed. */
static enum job_ask
question(const struct ask *ask, struct buf *out, char text[ASK_TEXT_SIZE])
{
    const struct job *job = job_of(ask);
    enum job_ask kind;

    text[0] = '\0';
    if (!job)
        return ASK_NONE;
    kind = job_ask(job, text);
    job_question(out, job);
    if (kind == ASK_TYPE)
        (void)buf_addf(out, " Type %s to confirm:", text);
    else
        (void)buf_add_text(out, " y/n");
    return kind;
}

static bool
open_ask(struct view *view, struct app *app, const char *target,
         struct err *err)
{
    (void)app;
    (void)target;
    (void)err;
    editor_init(&((struct ask *)view)->editor);
    return true;
}

static void
close_ask(struct view *view)
{
    editor_release(&((struct ask *)view)->editor);
}

static int
height(const struct view *view, int width)
{
    const struct ask *ask = (const struct ask *)view;
    struct buf words = BUF_INIT(QUESTION_SIZE);
    char text[ASK_TEXT_SIZE];
    int lines;

    if (question(ask, &words, text) == ASK_TYPE)
        (void)buf_addf(&words, " %s ", text); /* room to type it */
    lines = wrap_height(buf_str(&words), width - 2);
    buf_release(&words);
    return lines;
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct ask *ask = (const struct ask *)view;
    int width = canvas->size.width, last = canvas->size.height - 1;
    struct buf words = BUF_INIT(QUESTION_SIZE);
    char text[ASK_TEXT_SIZE];
    enum job_ask kind = question(ask, &words, text);
    struct canvas inner =
        canvas_part(canvas, 1, 0, width - 2, canvas->size.height);
    int x;

    for (int y = 0; y <= last; y++)
        canvas_fill(canvas, 0, y, width, ROLE_QUESTION);
    x = wrap_draw(&inner, ROLE_QUESTION, buf_str(&words));
    if (kind == ASK_TYPE && last >= 0) {
        int lines = wrap_height(buf_str(&words), width - 2);
        bool is_below = lines <= last;

        (void)editor_render(&ask->editor, &inner, is_below ? 0 : x + 1, last,
                            width - 2, ROLE_QUESTION);
    }
    buf_release(&words);
}

static void
answer(struct ask *ask, bool is_yes)
{
    struct app *app = ask->view.app;
    unsigned job = ask->job;

    app_close_dialog(app);
    if (is_yes)
        jobs_confirm(app_jobs(app), job);
    else
        jobs_cancel(app_jobs(app), job);
}

static enum handled
act(struct view *view, enum action action)
{
    if (action != ACTION_CANCEL)
        return NOT_HANDLED;
    answer((struct ask *)view, false);
    return HANDLED;
}

static void
take_typed_key(struct ask *ask, const struct key *key, const char *text)
{
    if (key->modifiers == 0 && key->code == KEYCODE_ENTER)
        answer(ask, str_is(editor_text(&ask->editor), text));
    else if (editor_key(&ask->editor, key) == EDITOR_NO_KEY)
        answer(ask, false);
    else
        view_mark(&ask->view);
}

static enum handled
take_key(struct view *view, const struct key *key)
{
    struct ask *ask = (struct ask *)view;
    const struct job *job = job_of(ask);
    char text[ASK_TEXT_SIZE] = "";

    if (key->is_pasted || key->code == KEYCODE_PASTE_BEGIN ||
        key->code == KEYCODE_PASTE_END)
        return HANDLED;
    if (!job)
        answer(ask, false);
    else if (job_ask(job, text) == ASK_TYPE)
        take_typed_key(ask, key, text);
    else
        answer(ask, key->code == 'y' && key->modifiers == 0);
    return HANDLED;
}

static const struct view_ops ask_ops = {
    .name = "question",
    .size = sizeof(struct ask),
    .open = open_ask,
    .close = close_ask,
    .render = render,
    .height = height,
    .act = act,
    .key = take_key,
};

bool
ask_open(struct app *app, const struct job *job, struct err *err)
{
    struct view *view = app_open_dialog(app, &ask_ops, NULL, err);

    if (!view)
        return false;
    ((struct ask *)view)->job = job_number(job);
    return true;
}
