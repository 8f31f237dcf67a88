#include "config.h"

#include "ui/widgets/prompt.h"

#include "ui/widgets/app.h"
#include "ui/widgets/editor.h"

#define NOTE_SIZE 128
#define TEXT_LEAST 8  /* cells; the note goes before the text gets less */
#define NOTE_LEAST 12 /* cells; a cut one says nothing in less */

struct prompt {
    struct view view;
    const char *label;
    struct prompt_owner owner;
    struct editor editor;
    size_t back; /* lines of the history that it is away from its end */
};

static bool
open_prompt(struct view *view, struct app *app, const char *target,
            struct err *err)
{
    struct prompt *prompt = (struct prompt *)view;

    (void)app;
    (void)err;
    editor_init(&prompt->editor);
    editor_set(&prompt->editor, str_of(target));
    return true;
}

static void
close_prompt(struct view *view)
{
    editor_release(&((struct prompt *)view)->editor);
}

static struct str
text_before(const struct prompt *prompt)
{
    return str_make(editor_text(&prompt->editor).at, prompt->editor.at);
}

static struct str
text_behind(const struct prompt *prompt)
{
    struct str text = editor_text(&prompt->editor);

    return str_make(text.at + prompt->editor.at, text.len - prompt->editor.at);
}

static int
height(const struct view *view, int width)
{
    (void)view;
    (void)width;
    return 1;
}

/* At the right end, cut where the text needs the room; the cells it takes. */
static int
render_note(const struct prompt *prompt, struct canvas *canvas, int room,
            struct str note, enum role role)
{
    int text = (int)text_width(editor_text(&prompt->editor)) + 1;
    int most = room - 2 - (text > TEXT_LEAST ? text : TEXT_LEAST);
    struct buf cut = BUF_INIT(NOTE_SIZE);
    int width = 0;

    /* What is wrong is said, though not all of the text be seen. */
    if (role == ROLE_TROUBLE)
        most = room - 2 - TEXT_LEAST;
    if (most >= NOTE_LEAST || (int)text_width(note) <= most)
        width = (int)text_fit_end(&cut, note, (size_t)most);
    if (width > 0)
        (void)canvas_text(canvas, canvas->size.width - width - 1, 0, role,
                          buf_str(&cut));
    buf_release(&cut);
    return width > 0 ? width + 2 : 0;
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct prompt *prompt = (const struct prompt *)view;
    struct buf note = BUF_INIT(NOTE_SIZE);
    bool is_wrong =
        prompt->owner.is_wrong && prompt->owner.is_wrong(prompt->owner.data);
    int x = canvas_text(canvas, 0, 0, ROLE_KEY, str_of(prompt->label));
    int room = canvas->size.width - x;

    if (prompt->owner.note)
        prompt->owner.note(prompt->owner.data, &note);
    if (prompt->owner.hint)
        prompt->owner.hint(prompt->owner.data, text_before(prompt), &note);
    room -= render_note(prompt, canvas, room, buf_str(&note),
                        is_wrong ? ROLE_TROUBLE : ROLE_DIM);
    (void)editor_render(&prompt->editor, canvas, x, 0, room,
                        is_wrong ? ROLE_TROUBLE : ROLE_PLAIN);
    buf_release(&note);
}

static void
end(struct prompt *prompt, bool is_kept)
{
    app_close_dialog(prompt->view.app);
    prompt->owner.done(prompt->owner.data, editor_text(&prompt->editor),
                       is_kept);
}

static void
tell_change(const struct prompt *prompt)
{
    if (prompt->owner.changed)
        prompt->owner.changed(prompt->owner.data, editor_text(&prompt->editor));
}

static enum handled
act(struct view *view, enum action action)
{
    if (action != ACTION_CANCEL)
        return NOT_HANDLED;
    end((struct prompt *)view, false);
    return HANDLED;
}

static void
set_text(struct prompt *prompt, struct str text)
{
    editor_set(&prompt->editor, text);
    tell_change(prompt);
    view_mark(&prompt->view);
}

/* The word at the cursor is the one that is completed. */
static void
complete(struct prompt *prompt)
{
    struct buf text = BUF_INIT(EDITOR_SIZE);
    struct str rest = text_behind(prompt);
    size_t at;

    if (prompt->owner.complete &&
        prompt->owner.complete(prompt->owner.data, text_before(prompt),
                               &text)) {
        /* The blank behind a word that is whole stands there already. */
        if (str_starts(rest, " ") && str_ends(buf_str(&text), " "))
            text.len--;
        at = text.len;
        if (buf_add_str(&text, rest)) {
            set_text(prompt, buf_str(&text));
            prompt->editor.at = at;
        }
    }
    buf_release(&text);
}

/* `step` 1: an older line, -1: a newer one; past the newest: none. */
static void
recall(struct prompt *prompt, int step)
{
    const struct history *history = prompt->owner.history;
    size_t back = prompt->back + (size_t)step;

    if (!history || back > history->count)
        return;
    prompt->back = back;
    set_text(prompt, str_of(back ? history->lines[history->count - back] : ""));
}

/* Keys that not every prompt knows. */
static bool
take_special(struct prompt *prompt, const struct key *key)
{
    if (key->modifiers != 0 || key->is_pasted)
        return false;
    if (key->code == KEYCODE_TAB)
        complete(prompt);
    else if (key->code == KEYCODE_ARROW_UP)
        recall(prompt, 1);
    else if (key->code == KEYCODE_ARROW_DOWN)
        recall(prompt, -1);
    else
        return false;
    return true;
}

static enum handled
take_key(struct view *view, const struct key *key)
{
    struct prompt *prompt = (struct prompt *)view;
    bool is_plain = key->modifiers == 0 && !key->is_pasted;

    if (is_plain && key->code == KEYCODE_ENTER) {
        end(prompt, true);
        return HANDLED;
    }
    if (is_plain && (key->code == KEYCODE_ESCAPE ||
                     (key->code == KEYCODE_BACKSPACE &&
                      editor_text(&prompt->editor).len == 0))) {
        end(prompt, false);
        return HANDLED;
    }
    if (take_special(prompt, key))
        return HANDLED;
    switch (editor_key(&prompt->editor, key)) {
    case EDITOR_CHANGED:
        tell_change(prompt);
        view_mark(view);
        break;
    case EDITOR_MOVED:
        view_mark(view);
        break;
    case EDITOR_NO_KEY:
        break;
    }
    return HANDLED;
}

static const struct view_ops prompt_ops = {
    .name = "prompt",
    .size = sizeof(struct prompt),
    .open = open_prompt,
    .close = close_prompt,
    .render = render,
    .height = height,
    .act = act,
    .key = take_key,
};

bool
prompt_open(struct app *app, const char *label, struct str text,
            const struct prompt_owner *owner, struct err *err)
{
    struct view *view = app_open_dialog(app, &prompt_ops, NULL, err);
    struct prompt *prompt = (struct prompt *)view;

    if (!view)
        return false;
    prompt->label = label;
    prompt->owner = *owner;
    editor_set(&prompt->editor, text);
    return true;
}
