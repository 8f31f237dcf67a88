#include "config.h"

#include "ui/widgets/wrap.h"

/* The longest front of `text` that takes at most `width` cells, at least one
 * glyph, so that a line never is empty. */
static size_t
front_that_fits(struct str text, int width)
{
    struct str rest = text;
    struct glyph glyph;
    size_t fits = 0;
    int used = 0;

    while (text_next(&rest, &glyph)) {
        used += glyph.width;
        if (used > width && fits > 0)
            break;
        fits = text.len - rest.len;
    }
    return fits;
}

bool
wrap_next(struct str *rest, int width, struct str *line)
{
    struct str text = *rest;

    while (text.len > 0 && text.at[0] == ' ')
        text = str_make(text.at + 1, text.len - 1);
    if (text.len == 0)
        return false;

    size_t fits = front_that_fits(text, width > 0 ? width : 1);

    if (fits < text.len && text.at[fits] != ' ') {
        size_t space = fits;

        while (space > 0 && text.at[space - 1] != ' ')
            space--;
        if (space > 0)
            fits = space;
    }
    *line = str_trim(str_make(text.at, fits));
    *rest = str_make(text.at + fits, text.len - fits);
    return true;
}

int
wrap_height(struct str text, int width)
{
    struct str line;
    int lines = 0;

    while (lines < GRID_HEIGHT_MAX && wrap_next(&text, width, &line))
        lines++;
    return lines > 0 ? lines : 1;
}

int
wrap_draw(struct canvas *canvas, enum role role, struct str text)
{
    int width = canvas->size.width;
    int end = 0;
    struct str line;

    for (int y = 0; y < canvas->size.height; y++) {
        struct str rest = text;

        if (!wrap_next(&text, width, &line))
            break;
        if (y == canvas->size.height - 1 &&
            (int)text_width(str_trim(rest)) > width) {
            struct buf cut = BUF_INIT(GRID_WIDTH_MAX * GLYPH_SIZE);

            text_fit_end(&cut, str_trim(rest), (size_t)width);
            end = canvas_text(canvas, 0, y, role, buf_str(&cut));
            buf_release(&cut);
            break;
        }
        end = canvas_text(canvas, 0, y, role, line);
    }
    return end;
}
