#include "config.h"

#include "ui/views/panes_frame.h"

#include "ui/widgets/signs.h"

#define TITLE_SIZE 512

/* What a view says of itself; the bufs are released by the caller. */
struct title {
    struct buf name, note;
};

static void
read_title(struct title *title, const struct view *child)
{
    buf_init(&title->name, TITLE_SIZE);
    buf_init(&title->note, TITLE_SIZE);
    if (child->ops->title)
        child->ops->title(child, &title->name, &title->note);
    else
        (void)buf_add_text(&title->name, child->ops->name);
}

static void
release_title(struct title *title)
{
    buf_release(&title->name);
    buf_release(&title->note);
}

bool
panes_frame_has_note(const struct panes *panes)
{
    struct title title;
    bool has_note;

    read_title(&title, panes->child[panes->focus]);
    has_note = title.note.len > 0;
    release_title(&title);
    return has_note;
}

static void
render_rule(struct canvas *canvas, int x, int y, int width)
{
    for (int i = 0; i < width; i++)
        (void)canvas_text(canvas, x + i, y, ROLE_DIM, str_of(signs()->rule));
}

/* "─1 Containers 15──────────────────────── /web ─": the note is cut first. */
static void
render_title(const struct panes *panes, int pane, struct canvas *canvas)
{
    const struct box *outer = &panes->layout.outer[pane];
    struct canvas line =
        canvas_part(canvas, outer->at.x, outer->at.y, outer->size.width, 1);
    enum role role = pane == (int)panes->focus ? ROLE_TITLE : ROLE_DIM;
    struct title title;
    int x = 1, width;

    read_title(&title, panes->child[pane]);
    render_rule(&line, 0, 0, line.size.width);
    if (pane != PANE_DETAIL)
        x = canvas_textf(&line, x, 0, role, " %d", pane + 1);
    x = canvas_textf(&line, x, 0, role, " %s ", buf_text(&title.name));
    width = (int)text_width(buf_str(&title.note)) + 2;
    if (width > line.size.width - 1 - x)
        width = line.size.width - 1 - x;
    if (title.note.len > 0 && width > 2) {
        canvas_fill(&line, line.size.width - 1 - width, 0, width, ROLE_PLAIN);
        canvas_field(&line, line.size.width - width, 0, width - 2, false,
                     ROLE_MATCH, buf_str(&title.note));
    }
    release_title(&title);
}

/* One pane: the title line names all that there are. */
static void
render_tabs(const struct panes *panes, struct canvas *canvas)
{
    const struct box *outer = &panes->layout.outer[panes->focus];
    struct canvas line =
        canvas_part(canvas, outer->at.x, outer->at.y, outer->size.width, 1);
    struct title title;
    int x = 1;

    render_rule(&line, 0, 0, line.size.width);
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        bool has_focus = pane == (int)panes->focus;

        if (!panes->child[pane])
            continue;
        read_title(&title, panes->child[pane]);
        if (has_focus)
            x = canvas_textf(&line, x, 0, ROLE_TITLE, " %s %s",
                             buf_text(&title.name), buf_text(&title.note));
        else if (pane != PANE_DETAIL)
            x = canvas_textf(&line, x, 0, ROLE_DIM, " %d", pane + 1);
        release_title(&title);
    }
    (void)canvas_text(&line, x, 0, ROLE_PLAIN, str_of(" "));
}

/* Whether a title line ends at this side of the wall in row y. */
static bool
has_rule_at(const struct panes *panes, int x, int y)
{
    for (int pane = 0; pane < PANE_COUNT; pane++) {
        const struct box *box = &panes->layout.outer[pane];

        if (panes->child[pane] && box->size.width > 0 && box->at.y == y &&
            x >= box->at.x && x < box->at.x + box->size.width)
            return true;
    }
    return false;
}

static const char *
wall_sign(const struct panes *panes, int x, int y)
{
    bool left = has_rule_at(panes, x - 1, y);
    bool right = has_rule_at(panes, x + 1, y);

    if (y == 0)
        return left && right ? signs()->wall_top : signs()->wall;
    if (left && right)
        return signs()->cross;
    if (left)
        return signs()->wall_left;
    return right ? signs()->wall_right : signs()->wall;
}

/* Between the panes at the left and those at the right, if there are both. */
static void
render_wall(const struct panes *panes, struct canvas *canvas)
{
    int x = -1;

    for (int pane = 0; pane < PANE_COUNT; pane++)
        if (panes->layout.outer[pane].at.x > 0)
            x = panes->layout.outer[pane].at.x - 1;
    for (int y = 0; x >= 0 && y < canvas->size.height; y++)
        (void)canvas_text(canvas, x, y, ROLE_DIM,
                          str_of(wall_sign(panes, x, y)));
}

void
panes_frame_render(const struct panes *panes, struct canvas *canvas)
{
    const struct layout *layout = &panes->layout;

    for (int pane = 0; pane < PANE_COUNT; pane++) {
        bool has_title =
            layout->outer[pane].size.height > layout->inner[pane].size.height;

        if (!panes->child[pane] || !has_title)
            continue;
        if (layout->has_tabs)
            render_tabs(panes, canvas);
        else
            render_title(panes, pane, canvas);
    }
    render_wall(panes, canvas);
}
