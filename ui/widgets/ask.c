#include "config.h"

#include "ui/widgets/ask.h"

#include "ui/widgets/app.h"
#include "ui/widgets/editor.h"
#include "ui/widgets/wrap.h"

#define QUESTION_SIZE ((size_t)16 << 10)

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

/* What is said behind the question; `text` is what must be typed. */
static enum job_ask
how_to_answer(const struct job *job, struct buf *out, char text[ASK_TEXT_SIZE])
{
    enum job_ask kind = job_ask(job, text);

    if (kind == ASK_TYPE)
        (void)buf_addf(out, " Type %s to confirm:", text);
    else
        (void)buf_add_text(out, " y/n");
    return kind;
}

/* The question and how to answer it, in at most `lines` lines: what is too
 * long is cut before the answer's words, which must be seen. */
static enum job_ask
question(const struct ask *ask, int width, int lines, struct buf *out,
         char text[ASK_TEXT_SIZE])
{
    const struct job *job = job_of(ask);
    struct buf words = BUF_INIT(QUESTION_SIZE), how = BUF_INIT(QUESTION_SIZE);
    enum job_ask kind;
    size_t cells;

    text[0] = '\0';
    if (!job)
        return ASK_NONE;
    job_question(&words, job);
    kind = how_to_answer(job, &how, text);
    cells = text_width(buf_str(&words));
    for (;;) {
        buf_clear(out);
        (void)text_fit_end(out, buf_str(&words), cells);
        (void)buf_add_str(out, buf_str(&how));
        if (cells <= 1 || wrap_height(buf_str(out), width) <= lines)
            break;
        cells--;
    }
    buf_release(&words);
    buf_release(&how);
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

    if (question(ask, width - 2, GRID_HEIGHT_MAX, &words, text) == ASK_TYPE)
        (void)buf_addf(&words, " %s ", text); /* room to type it */
    lines = wrap_height(buf_str(&words), width - 2);
    buf_release(&words);
    return lines;
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct ask *ask = (const struct ask *)view;
    int width = canvas->size.width, lines = canvas->size.height;
    struct buf words = BUF_INIT(QUESTION_SIZE);
    char text[ASK_TEXT_SIZE];
    enum job_ask kind = question(ask, width - 2, lines, &words, text);
    struct canvas inner = canvas_part(canvas, 1, 0, width - 2, lines);
    int x;

    for (int y = 0; y < lines; y++)
        canvas_fill(canvas, 0, y, width, ROLE_QUESTION);
    x = wrap_draw(&inner, ROLE_QUESTION, buf_str(&words));
    if (kind == ASK_TYPE) {
        bool is_below = wrap_height(buf_str(&words), width - 2) < lines;

        x = is_below ? 0 : x + 1;
        (void)editor_render(&ask->editor, &inner, x, lines - 1, width - 2 - x,
                            ROLE_QUESTION);
    }
    buf_release(&words);
}

static void
changed(struct view *view, const struct change *changes, size_t count)
{
    struct ask *ask = (struct ask *)view;
    unsigned what = 0;

    for (size_t i = 0; i < count; i++)
        what |= changes[i].what;
    if (!(what & (CHANGE_ADDED | CHANGE_VALUE | CHANGE_GONE)))
        return;
    view_mark(view);
    /* A question about nothing closes itself. */
    if (job_of(ask) && !jobs_look_again(app_jobs(view->app), ask->job))
        app_close_dialog(view->app);
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
    .changed = changed,
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
