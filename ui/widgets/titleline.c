#include "config.h"

#include "ui/widgets/titleline.h"

#include "ui/widgets/signs.h"

#define TITLE_SIZE 512
#define NOTE_LEAST 10 /* cells; cut to less it says nothing */

/* What a view says of itself. */
struct title {
    struct buf name, note;
};

static void
title_read(struct title *title, const struct view *view)
{
    buf_init(&title->name, TITLE_SIZE);
    buf_init(&title->note, TITLE_SIZE);
    if (view->ops->title)
        view->ops->title(view, &title->name, &title->note);
    else
        (void)buf_add_text(&title->name, view->ops->name);
}

static void
title_release(struct title *title)
{
    buf_release(&title->name);
    buf_release(&title->note);
}

bool
titleline_has_note(const struct view *view)
{
    struct title title;
    bool has_note;

    title_read(&title, view);
    has_note = title.note.len > 0;
    title_release(&title);
    return has_note;
}

void
titleline_say(struct buf *out, const struct view *view)
{
    struct title title;

    title_read(&title, view);
    (void)buf_add_str(out, buf_str(&title.name));
    if (title.note.len > 0) {
        (void)buf_add_char(out, ' ');
        (void)buf_add_str(out, buf_str(&title.note));
    }
    title_release(&title);
}

void
titleline_rule(struct canvas *line, enum titleline_rule rule)
{
    bool is_focus = rule == TITLELINE_FOCUS;

    canvas_rule(line, 0, is_focus ? ROLE_TITLE : ROLE_DIM,
                is_focus ? signs()->rule_focus : signs()->rule);
}

/* What the note may take of `width` cells: it is cut before the name is, but
 * a long name leaves it a half. */
static int
room_for_note(const struct title *title, int width)
{
    int want = (int)text_width(buf_str(&title->note)) + 2;

    if (title->note.len == 0)
        return 0;
    if (want <= width / 2)
        return want;
    return width / 2 > NOTE_LEAST ? width / 2 : 0;
}

/* Returns the cell behind it. */
static int
render_name(struct canvas *line, int x, int room, enum role role,
            struct str name)
{
    struct buf cut = BUF_INIT(TITLE_SIZE);

    (void)text_fit_middle(&cut, name, room > 2 ? (size_t)room - 2 : 0);
    x = canvas_textf(line, x, 0, role, " %s ", buf_text(&cut));
    buf_release(&cut);
    return x;
}

/* "─ 1 Containers 15 ──────────────────────── /web ─" */
void
titleline_render(struct canvas *line, const struct view *view, int number,
                 enum titleline_rule rule)
{
    enum role role = rule == TITLELINE_IDLE ? ROLE_DIM : ROLE_TITLE;
    struct title title;
    int end = line->size.width - 1;
    int x = 1, width;

    title_read(&title, view);
    titleline_rule(line, rule);
    if (number > 0)
        x = canvas_textf(line, x, 0, role, " %d", number);
    x = render_name(line, x, end - x - room_for_note(&title, end - x), role,
                    buf_str(&title.name));
    width = (int)text_width(buf_str(&title.note)) + 2;
    if (width > end - x)
        width = end - x > NOTE_LEAST ? end - x : 0;
    if (title.note.len > 0 && width > 2) {
        canvas_fill(line, end - width, 0, width, ROLE_PLAIN);
        canvas_field(line, end - width + 1, 0, width - 2, false, ROLE_MATCH,
                     buf_str(&title.note));
    }
    title_release(&title);
}
