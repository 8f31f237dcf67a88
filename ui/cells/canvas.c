/*
 * canvas.c - drawing into a part of a grid.
 */
#include "config.h"

#include "ui/cells/canvas.h"

#include <stdarg.h>

/* Far more than the widest grid shows. */
#define CANVAS_TEXT_LIMIT (256u * 1024)

static const struct glyph blank = {.bytes = " ", .len = 1, .width = 1};

struct canvas
canvas_whole(struct grid *grid)
{
    return (struct canvas){.grid = grid, .at = {0, 0}, .size = grid->size};
}

/* Cut the span [*at, *at + *length) to [0, most). */
static void
clip(int *at, int *length, int most)
{
    long from = *at;
    long to = from + (*length > 0 ? *length : 0);

    if (from < 0)
        from = 0;
    if (from > most)
        from = most;
    if (to > most)
        to = most;
    if (to < from)
        to = from;
    *at = (int)from;
    *length = (int)(to - from);
}

struct canvas
canvas_part(const struct canvas *canvas, int x, int y, int width, int height)
{
    clip(&x, &width, canvas->size.width);
    clip(&y, &height, canvas->size.height);
    return (struct canvas){
        .grid = canvas->grid,
        .at = {canvas->at.x + x, canvas->at.y + y},
        .size = {width, height},
    };
}

static bool
has_row(const struct canvas *canvas, int y)
{
    return y >= 0 && y < canvas->size.height;
}

static void
put(struct canvas *canvas, int x, int y, enum role role,
    const struct glyph *glyph)
{
    grid_put(canvas->grid, canvas->at.x + x, canvas->at.y + y, role, glyph);
}

/* Text of which each byte is a cell. */
static void
put_plain(struct canvas *canvas, int x, int y, enum role role, struct str text)
{
    int cells = (int)text.len;

    if (!has_row(canvas, y) || x + cells <= 0)
        return;
    if (x < 0) {
        text = str_make(text.at - x, text.len - (size_t)-x);
        x = 0;
    }
    grid_put_plain(canvas->grid, canvas->at.x + x, canvas->at.y + y, role,
                   text);
}

/* Returns the x behind it. */
static int
put_glyph(struct canvas *canvas, int x, int y, enum role role,
          const struct glyph *glyph)
{
    int end = x + glyph->width;

    if (!has_row(canvas, y) || end <= 0)
        return end;
    if (x >= 0 && end <= canvas->size.width)
        put(canvas, x, y, role, glyph);
    else /* One half of a wide glyph is inside. */
        put(canvas, x < 0 ? 0 : x, y, role, &blank);
    return end;
}

int
canvas_text(struct canvas *canvas, int x, int y, enum role role,
            struct str text)
{
    struct glyph glyph;

    while (x < canvas->size.width && text.len > 0) {
        size_t plain = text_plain(text, (size_t)(canvas->size.width - x));

        if (plain > 0) {
            put_plain(canvas, x, y, role, str_make(text.at, plain));
            text = str_make(text.at + plain, text.len - plain);
            x += (int)plain;
        } else if (text_next(&text, &glyph)) {
            x = put_glyph(canvas, x, y, role, &glyph);
        }
    }
    return x < canvas->size.width ? x : canvas->size.width;
}

int
canvas_textf(struct canvas *canvas, int x, int y, enum role role,
             const char *format, ...)
{
    struct buf text = BUF_INIT(CANVAS_TEXT_LIMIT);
    va_list args;

    va_start(args, format);
    (void)buf_addv(&text, format, args);
    va_end(args);
    x = canvas_text(canvas, x, y, role, buf_str(&text));
    buf_release(&text);
    return x;
}

void
canvas_glyph(struct canvas *canvas, int x, int y, enum role role,
             struct ink ink, const struct glyph *glyph)
{
    int end = x + glyph->width;

    if (x < 0 || end > canvas->size.width || !has_row(canvas, y))
        return;
    put(canvas, x, y, role, glyph);
    for (; x < end; x++)
        grid_ink(canvas->grid, canvas->at.x + x, canvas->at.y + y, ink);
}

void
canvas_field(struct canvas *canvas, int x, int y, int width, bool is_right,
             enum role role, struct str text)
{
    if (width <= 0 || !has_row(canvas, y))
        return;
    if (width > GRID_WIDTH_MAX)
        width = GRID_WIDTH_MAX;

    struct buf cut = BUF_INIT((size_t)width * GLYPH_SIZE);
    int used = (int)text.len;
    if (used > width || text_plain(text, (size_t)width) < text.len) {
        used = (int)text_fit_middle(&cut, text, (size_t)width);
        text = buf_str(&cut);
    }
    canvas_fill(canvas, x, y, width, role);
    (void)canvas_text(canvas, is_right ? x + width - used : x, y, role, text);
    buf_release(&cut);
}

void
canvas_fill(struct canvas *canvas, int x, int y, int width, enum role role)
{
    if (!has_row(canvas, y))
        return;
    clip(&x, &width, canvas->size.width);
    if (width > 0)
        grid_fill(canvas->grid, canvas->at.x + x, canvas->at.y + y, width,
                  role);
}

void
canvas_rule(struct canvas *canvas, int y, enum role role, const char *sign)
{
    struct str text = str_of(sign);
    struct glyph glyph;
    int x = 0;

    if (!text_next(&text, &glyph))
        return;
    while (x < canvas->size.width)
        x = put_glyph(canvas, x, y, role, &glyph);
}

void
canvas_paint(struct canvas *canvas, int x, int y, int width, enum role role)
{
    if (!has_row(canvas, y))
        return;
    clip(&x, &width, canvas->size.width);
    for (int i = 0; i < width; i++)
        grid_paint(canvas->grid, canvas->at.x + x + i, canvas->at.y + y, role);
}

void
canvas_clear(struct canvas *canvas)
{
    for (int y = 0; y < canvas->size.height; y++)
        canvas_fill(canvas, 0, y, canvas->size.width, ROLE_PLAIN);
}

void
canvas_set_cursor(struct canvas *canvas, int x, int y)
{
    bool is_inside = x >= 0 && x < canvas->size.width && has_row(canvas, y);

    canvas->grid->cursor =
        is_inside ? (struct point){canvas->at.x + x, canvas->at.y + y}
                  : (struct point){-1, -1};
}
