#include "config.h"

#include "support/picture.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>
#include <vterm.h>

#define TEXT_LIMIT ((size_t)8 << 20)

struct picture {
    VTerm *vterm;
    VTermScreen *screen;
    int width, height;
    struct picture_modes modes;
    struct buf text, line;
    void (*answer)(void *data, struct str bytes);
    void *data;
};

static int
set_property(VTermProp property, VTermValue *value, void *data)
{
    struct picture *picture = data;

    if (property == VTERM_PROP_ALTSCREEN)
        picture->modes.is_alternate = value->boolean;
    else if (property == VTERM_PROP_CURSORVISIBLE)
        picture->modes.has_cursor = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = set_property};

static void
pass_answer(const char *bytes, size_t len, void *data)
{
    struct picture *picture = data;

    if (picture->answer)
        picture->answer(picture->data, str_make(bytes, len));
}

struct picture *
picture_new(int width, int height)
{
    struct picture *picture = xcalloc(1, sizeof(*picture));

    picture->width = width;
    picture->height = height;
    buf_init(&picture->text, TEXT_LIMIT);
    buf_init(&picture->line, TEXT_LIMIT);
    picture->vterm = vterm_new(height, width);
    vterm_set_utf8(picture->vterm, 1);
    vterm_output_set_callback(picture->vterm, pass_answer, picture);
    picture->screen = vterm_obtain_screen(picture->vterm);
    vterm_screen_set_callbacks(picture->screen, &callbacks, picture);
    vterm_screen_enable_altscreen(picture->screen, 1);
    vterm_screen_reset(picture->screen, 1);
    picture->modes.has_cursor = true;
    return picture;
}

void
picture_free(struct picture *picture)
{
    if (!picture)
        return;
    vterm_free(picture->vterm);
    buf_release(&picture->text);
    buf_release(&picture->line);
    free(picture);
}

void
picture_resize(struct picture *picture, int width, int height)
{
    picture->width = width;
    picture->height = height;
    vterm_set_size(picture->vterm, height, width);
}

void
picture_feed(struct picture *picture, struct str bytes,
             void (*answer)(void *data, struct str bytes), void *data)
{
    picture->answer = answer;
    picture->data = data;
    (void)vterm_input_write(picture->vterm, bytes.at, bytes.len);
    picture->answer = NULL;
}

static void
add_code(struct buf *out, uint32_t code)
{
    if (code < 0x80) {
        (void)buf_add_char(out, (char)code);
    } else if (code < 0x800) {
        (void)buf_add_char(out, (char)(0xC0 | code >> 6));
        (void)buf_add_char(out, (char)(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
        (void)buf_add_char(out, (char)(0xE0 | code >> 12));
        (void)buf_add_char(out, (char)(0x80 | (code >> 6 & 0x3F)));
        (void)buf_add_char(out, (char)(0x80 | (code & 0x3F)));
    } else {
        (void)buf_add_char(out, (char)(0xF0 | code >> 18));
        (void)buf_add_char(out, (char)(0x80 | (code >> 12 & 0x3F)));
        (void)buf_add_char(out, (char)(0x80 | (code >> 6 & 0x3F)));
        (void)buf_add_char(out, (char)(0x80 | (code & 0x3F)));
    }
}

/* libvterm marks the cell behind a wide character so. */
#define BEHIND_WIDE ((uint32_t)-1)

static void
add_line(struct buf *out, struct picture *picture, int y)
{
    size_t end = out->len;

    for (int x = 0; x < picture->width; x++) {
        VTermScreenCell cell = {0};

        if (!vterm_screen_get_cell(picture->screen,
                                   (VTermPos){.row = y, .col = x}, &cell) ||
            cell.chars[0] == BEHIND_WIDE)
            continue;
        if (cell.chars[0] == 0 || cell.chars[0] == ' ') {
            (void)buf_add_char(out, ' ');
            continue;
        }
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            add_code(out, cell.chars[i]);
        end = out->len;
    }
    /* Only blanks stand behind `end`. */
    out->len = end;
}

const char *
picture_text(struct picture *picture)
{
    buf_clear(&picture->text);
    for (int y = 0; y < picture->height; y++) {
        add_line(&picture->text, picture, y);
        (void)buf_add_char(&picture->text, '\n');
    }
    return buf_text(&picture->text);
}

const char *
picture_line(struct picture *picture, int y)
{
    buf_clear(&picture->line);
    add_line(&picture->line, picture, y);
    (void)buf_add_text(&picture->line, "");
    return buf_text(&picture->line);
}

int
picture_find(struct picture *picture, const char *text)
{
    for (int y = 0; y < picture->height; y++)
        if (strstr(picture_line(picture, y), text))
            return y;
    return -1;
}

struct pty_cell
picture_cell(struct picture *picture, int x, int y)
{
    VTermScreenCell cell = {0};

    (void)vterm_screen_get_cell(picture->screen, (VTermPos){.row = y, .col = x},
                                &cell);
    return (struct pty_cell){
        .is_bold = cell.attrs.bold,
        .is_underlined = cell.attrs.underline != VTERM_UNDERLINE_OFF,
        .is_reversed = cell.attrs.reverse,
        .code = cell.chars[0] == BEHIND_WIDE ? 0 : cell.chars[0],
    };
}

const struct picture_modes *
picture_modes(const struct picture *picture)
{
    return &picture->modes;
}
