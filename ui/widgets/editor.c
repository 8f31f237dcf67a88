#include "config.h"

#include "ui/widgets/editor.h"

void
editor_init(struct editor *editor)
{
    buf_init(&editor->text, EDITOR_SIZE);
    (void)buf_text(&editor->text); /* so that `at` never is NULL */
    editor->at = 0;
}

void
editor_release(struct editor *editor)
{
    buf_release(&editor->text);
}

void
editor_set(struct editor *editor, struct str text)
{
    buf_clear(&editor->text);
    (void)buf_add_str(&editor->text, text);
    editor->at = editor->text.len;
}

struct str
editor_text(const struct editor *editor)
{
    return buf_str(&editor->text);
}

bool
key_is_text(const struct key *key)
{
    char text[KEY_TEXT_SIZE];

    return key_text(key, text) > 0;
}

/* Where the grapheme behind `at` ends. */
static size_t
next_boundary(const struct editor *editor, size_t at)
{
    struct str rest = str_make(editor->text.at + at, editor->text.len - at);
    struct glyph glyph;

    if (at >= editor->text.len || !text_next(&rest, &glyph))
        return editor->text.len;
    return editor->text.len - rest.len;
}

/* Where the grapheme before `at` begins. */
static size_t
previous_boundary(const struct editor *editor, size_t at)
{
    size_t before = 0;
    size_t next;

    while (before < at && (next = next_boundary(editor, before)) < at)
        before = next;
    return at == 0 ? 0 : before;
}

static bool
is_space_at(const struct editor *editor, size_t at)
{
    return editor->text.at[at] == ' ';
}

static size_t
word_left(const struct editor *editor)
{
    size_t at = editor->at;

    while (at > 0 && is_space_at(editor, at - 1))
        at--;
    while (at > 0 && !is_space_at(editor, at - 1))
        at--;
    return at;
}

static size_t
word_right(const struct editor *editor)
{
    size_t at = editor->at;

    while (at < editor->text.len && is_space_at(editor, at))
        at++;
    while (at < editor->text.len && !is_space_at(editor, at))
        at++;
    return at;
}

static enum editor_answer
go_to(struct editor *editor, size_t at)
{
    editor->at = at;
    return EDITOR_MOVED;
}

static enum editor_answer
remove_between(struct editor *editor, size_t from, size_t to)
{
    struct buf *text = &editor->text;

    editor->at = from;
    if (from >= to)
        return EDITOR_MOVED;
    memmove(text->at + from, text->at + to, text->len - to);
    text->len -= to - from;
    text->at[text->len] = '\0';
    return EDITOR_CHANGED;
}

static enum editor_answer
insert(struct editor *editor, const char *bytes)
{
    struct buf *text = &editor->text;
    size_t count = strlen(bytes);
    size_t behind = text->len - editor->at;

    if (!buf_add_text(text, bytes)) { /* this only makes the room */
        text->is_full = false;
        return EDITOR_MOVED;
    }
    memmove(text->at + editor->at + count, text->at + editor->at, behind);
    memcpy(text->at + editor->at, bytes, count);
    editor->at += count;
    return EDITOR_CHANGED;
}

static enum editor_answer
pasted(struct editor *editor, const struct key *key)
{
    char text[KEY_TEXT_SIZE];

    if (key_text(key, text) > 0)
        return insert(editor, text);
    if (key->code == KEYCODE_ENTER || key->code == KEYCODE_TAB)
        return insert(editor, " ");
    return EDITOR_MOVED;
}

static enum editor_answer
control_key(struct editor *editor, uint32_t code)
{
    size_t at = editor->at;

    switch (code) {
    case 'a':
        return go_to(editor, 0);
    case 'e':
        return go_to(editor, editor->text.len);
    case 'b':
        return go_to(editor, previous_boundary(editor, at));
    case 'f':
        return go_to(editor, next_boundary(editor, at));
    case 'h':
        return remove_between(editor, previous_boundary(editor, at), at);
    case 'd':
        return remove_between(editor, at, next_boundary(editor, at));
    case 'u':
        return remove_between(editor, 0, at);
    case 'k':
        return remove_between(editor, at, editor->text.len);
    case 'w':
        return remove_between(editor, word_left(editor), at);
    default:
        return EDITOR_NO_KEY;
    }
}

static enum editor_answer
plain_key(struct editor *editor, uint32_t code)
{
    size_t at = editor->at;

    switch (code) {
    case KEYCODE_HOME:
        return go_to(editor, 0);
    case KEYCODE_END:
        return go_to(editor, editor->text.len);
    case KEYCODE_ARROW_LEFT:
        return go_to(editor, previous_boundary(editor, at));
    case KEYCODE_ARROW_RIGHT:
        return go_to(editor, next_boundary(editor, at));
    case KEYCODE_BACKSPACE:
        return remove_between(editor, previous_boundary(editor, at), at);
    case KEYCODE_DELETE:
        return remove_between(editor, at, next_boundary(editor, at));
    default:
        return EDITOR_NO_KEY;
    }
}

enum editor_answer
editor_key(struct editor *editor, const struct key *key)
{
    char text[KEY_TEXT_SIZE];

    if (key->is_pasted)
        return pasted(editor, key);
    if (key->code == KEYCODE_PASTE_BEGIN || key->code == KEYCODE_PASTE_END)
        return EDITOR_MOVED;
    if (key_text(key, text) > 0)
        return insert(editor, text);
    if (key->modifiers == MODIFIER_CONTROL)
        return control_key(editor, key->code);
    if (key->modifiers == MODIFIER_META && key->code == 'b')
        return go_to(editor, word_left(editor));
    if (key->modifiers == MODIFIER_META && key->code == 'f')
        return go_to(editor, word_right(editor));
    if (key->modifiers == 0)
        return plain_key(editor, key->code);
    return EDITOR_NO_KEY;
}

int
editor_render(const struct editor *editor, struct canvas *canvas, int x, int y,
              int width, enum role role)
{
    struct str text = buf_str(&editor->text);
    struct canvas field = canvas_part(canvas, x, y, width, 1);
    size_t from = 0;

    if (width < 1)
        return x;
    /* One cell stays for the cursor behind the last character. */
    while (from < editor->at &&
           (int)text_width(str_make(text.at + from, editor->at - from)) >
               width - 1)
        from = next_boundary(editor, from);

    int cursor = (int)text_width(str_make(text.at + from, editor->at - from));
    int end = canvas_text(&field, 0, 0, role,
                          str_make(text.at + from, text.len - from));

    canvas_set_cursor(&field, cursor, 0);
    return x + end;
}
