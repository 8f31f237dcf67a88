#include "config.h"

#include "ui/widgets/pager.h"

#include "base/mem.h"
#include "ui/widgets/wrap.h"

#include <stdlib.h>

#define LABEL_MAX 24 /* cells */
#define LABEL_GAP 2
#define MARGIN 2
#define LINE_SIZE 4096
#define TEXT_LEAST 10 /* cells, however wide the labels are */

/* Where its text stands in pager->text. */
struct pager_line {
    size_t label, label_len;
    size_t text, text_len;
    enum role role;
};

void
pager_init(struct pager *pager)
{
    *pager = (struct pager){0};
    buf_init(&pager->text, PAGER_SIZE);
}

void
pager_release(struct pager *pager)
{
    buf_release(&pager->text);
    free(pager->lines);
    *pager = (struct pager){0};
}

void
pager_clear(struct pager *pager)
{
    buf_clear(&pager->text);
    pager->count = 0;
    pager->label_width = 0;
}

void
pager_add_labelled(struct pager *pager, struct str label, enum role role,
                   struct str text)
{
    struct pager_line line = {.role = role};
    int width = (int)text_width(label);

    line.label = pager->text.len;
    line.label_len = label.len;
    line.text = line.label + label.len;
    line.text_len = text.len;
    if (!buf_add_str(&pager->text, label) || !buf_add_str(&pager->text, text))
        return;
    if (width > LABEL_MAX)
        width = LABEL_MAX;
    if (width > pager->label_width)
        pager->label_width = width;
    pager->lines = array_grow(pager->lines, &pager->cap, pager->count + 1,
                              sizeof(*pager->lines));
    pager->lines[pager->count++] = line;
}

void
pager_add(struct pager *pager, enum role role, struct str text)
{
    pager_add_labelled(pager, str_of(""), role, text);
}

void
pager_addf(struct pager *pager, enum role role, const char *format, ...)
{
    struct buf text = BUF_INIT(LINE_SIZE);
    va_list args;

    va_start(args, format);
    (void)buf_addv(&text, format, args);
    va_end(args);
    pager_add(pager, role, buf_str(&text));
    buf_release(&text);
}

/* ---- places ------------------------------------------------------------- */

static int
text_at(const struct pager *pager, const struct pager_line *line)
{
    int x = MARGIN;

    if (line->label_len > 0)
        x += pager->label_width + LABEL_GAP;
    return x;
}

static int
text_room(const struct pager *pager, const struct pager_line *line)
{
    int room = pager->size.width - text_at(pager, line);

    return room > TEXT_LEAST ? room : TEXT_LEAST;
}

static int
rows_of(const struct pager *pager, size_t index)
{
    const struct pager_line *line = &pager->lines[index];

    return wrap_height(str_make(pager->text.at + line->text, line->text_len),
                       text_room(pager, line));
}

/* Go down (or up) by rows on the screen; false at the end. */
static bool
step_down(const struct pager *pager, size_t *line, int *row)
{
    if (*line >= pager->count)
        return false;
    if (++*row < rows_of(pager, *line))
        return true;
    if (*line + 1 >= pager->count) {
        --*row;
        return false;
    }
    ++*line;
    *row = 0;
    return true;
}

static bool
step_up(const struct pager *pager, size_t *line, int *row)
{
    if (*row > 0) {
        --*row;
        return true;
    }
    if (*line == 0)
        return false;
    --*line;
    *row = rows_of(pager, *line) - 1;
    return true;
}

static void
move(struct pager *pager, int rows)
{
    for (; rows > 0; rows--)
        if (!step_down(pager, &pager->top, &pager->top_row))
            break;
    for (; rows < 0; rows++)
        if (!step_up(pager, &pager->top, &pager->top_row))
            break;
}

/* Nothing but the end may stand below the last line. */
static void
go_to_end(struct pager *pager)
{
    pager->top = pager->count ? pager->count - 1 : 0;
    pager->top_row = pager->count ? rows_of(pager, pager->top) - 1 : 0;
    move(pager, 1 - pager->size.height);
}

/* Whether all that is behind the top fits on the screen. */
static bool
is_at_end(const struct pager *pager, size_t line, int row)
{
    for (int y = 1; y < pager->size.height; y++)
        if (!step_down(pager, &line, &row))
            return true;
    return !step_down(pager, &line, &row);
}

void
pager_layout(struct pager *pager, struct size size)
{
    pager->size = size;
    if (pager->count == 0 || size.height <= 0) {
        pager->top = 0;
        pager->top_row = 0;
        return;
    }
    if (pager->top >= pager->count) {
        pager->top = pager->count - 1;
        pager->top_row = 0;
    }
    if (pager->top_row >= rows_of(pager, pager->top))
        pager->top_row = rows_of(pager, pager->top) - 1;
    if (pager->follows || is_at_end(pager, pager->top, pager->top_row))
        go_to_end(pager);
}

bool
pager_act(struct pager *pager, enum action action)
{
    int page = pager->size.height > 1 ? pager->size.height - 1 : 1;

    switch (action) {
    case ACTION_UP:
        move(pager, -1);
        break;
    case ACTION_DOWN:
        move(pager, 1);
        break;
    case ACTION_PAGE_UP:
        move(pager, -page);
        break;
    case ACTION_PAGE_DOWN:
        move(pager, page);
        break;
    case ACTION_HALF_UP:
        move(pager, -(page + 1) / 2);
        break;
    case ACTION_HALF_DOWN:
        move(pager, (page + 1) / 2);
        break;
    case ACTION_TOP:
        pager->top = 0;
        pager->top_row = 0;
        break;
    case ACTION_BOTTOM:
        go_to_end(pager);
        break;
    default:
        return false;
    }
    pager->follows =
        pager->count > 0 && is_at_end(pager, pager->top, pager->top_row);
    pager_layout(pager, pager->size);
    return true;
}

/* ---- drawing ------------------------------------------------------------ */

/* One line from its row `row` on; the rows drawn. */
static int
render_line(const struct pager *pager, const struct pager_line *line, int row,
            struct canvas *canvas)
{
    struct str rest = str_make(pager->text.at + line->text, line->text_len);
    int x = text_at(pager, line), y = 0;
    struct str piece;

    if (row == 0 && line->label_len > 0)
        canvas_field(canvas, MARGIN, 0, pager->label_width, false, ROLE_KEY,
                     str_make(pager->text.at + line->label, line->label_len));
    for (int i = 0; y < canvas->size.height &&
                    wrap_next(&rest, text_room(pager, line), &piece);
         i++)
        if (i >= row)
            (void)canvas_text(canvas, x, y++, line->role, piece);
    return y > 0 ? y : 1;
}

void
pager_render(const struct pager *pager, struct canvas *canvas)
{
    int row = pager->top_row, y = 0;

    for (size_t i = pager->top; i < pager->count && y < canvas->size.height;
         i++) {
        struct canvas part = canvas_part(canvas, 0, y, canvas->size.width,
                                         canvas->size.height - y);

        y += render_line(pager, &pager->lines[i], row, &part);
        row = 0;
    }
}

void
pager_say_place(const struct pager *pager, struct buf *out)
{
    size_t last = pager->top;
    int row = pager->top_row;

    if (pager->count == 0)
        return;
    for (int y = 1; y < pager->size.height; y++)
        if (!step_down(pager, &last, &row))
            break;
    if (pager->top > 0 || pager->top_row > 0 || last + 1 < pager->count)
        (void)buf_addf(out, "%zu-%zu of %zu", pager->top + 1, last + 1,
                       pager->count);
}
