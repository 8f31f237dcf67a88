#include "config.h"

#include "bench/bytes.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdlib.h>
#include <vterm.h>

#define ESC '\033'
#define BEL '\a'
#define MOVES "ABCDEFGHdf" /* ends of sequences that move the cursor */
#define WAY_OVER_ONE 3     /* ESC [ C */
#define WAY_OVER_FEW 4     /* ESC [ 9 C */
#define WAY_OVER_MANY 5    /* ESC [ 10 C */

/* Where in a sequence the next byte is. */
enum within { TEXT, ESCAPE, CHARSET, CONTROL, COMMAND };

struct spot {
    VTermScreenCell before;
    size_t cost; /* bytes since the last cell or move; 0: not written */
};

struct bytes {
    int width, height;
    VTerm *vterm;
    VTermScreen *screen;
    struct spot *spots; /* row by row */
    enum within within;
    unsigned number; /* the first parameter of a sequence */
    bool is_further; /* behind it */
    size_t cost;
};

struct bytes *
bytes_new(int width, int height)
{
    struct bytes *bytes = xcalloc(1, sizeof(*bytes));

    bytes->width = width;
    bytes->height = height;
    bytes->spots =
        xcalloc((size_t)width * (size_t)height, sizeof(*bytes->spots));
    bytes->vterm = vterm_new(height, width);
    vterm_set_utf8(bytes->vterm, 1);
    bytes->screen = vterm_obtain_screen(bytes->vterm);
    vterm_screen_enable_altscreen(bytes->screen, 1);
    vterm_screen_reset(bytes->screen, 1);
    return bytes;
}

void
bytes_free(struct bytes *bytes)
{
    vterm_free(bytes->vterm);
    free(bytes->spots);
    free(bytes);
}

static struct spot *
spot_at(const struct bytes *bytes, int x, int y)
{
    return &bytes->spots[(size_t)y * (size_t)bytes->width + (size_t)x];
}

static VTermScreenCell
look(const struct bytes *bytes, int x, int y)
{
    VTermScreenCell cell = {.width = 1};

    (void)vterm_screen_get_cell(bytes->screen, (VTermPos){.row = y, .col = x},
                                &cell);
    return cell;
}

/* `count` cells from the cursor on are written. */
static void
note_cells(struct bytes *bytes, unsigned count)
{
    VTermPos at;

    vterm_state_get_cursorpos(vterm_obtain_state(bytes->vterm), &at);
    for (unsigned i = 0; i < count && at.col < bytes->width; i++, at.col++) {
        spot_at(bytes, at.col, at.row)->cost += i == 0 ? bytes->cost : 1;
        bytes->cost = 0;
    }
}

static void
note_control(struct bytes *bytes, char end)
{
    bytes->within = TEXT;
    if (end == 'b' || end == 'X')
        note_cells(bytes, bytes->number);
    else if (strchr(MOVES, end))
        bytes->cost = 0;
}

static void
note_text(struct bytes *bytes, unsigned char byte)
{
    if (byte == ESC)
        bytes->within = ESCAPE;
    else if (byte < ' ')
        bytes->cost = 0; /* it moves the cursor */
    else if (byte != 0x7f && (byte & 0xc0) != 0x80)
        note_cells(bytes, 1); /* the other bytes go to the next cell */
}

static void
note(struct bytes *bytes, unsigned char byte)
{
    bytes->cost++;
    switch (bytes->within) {
    case TEXT:
        note_text(bytes, byte);
        break;
    case ESCAPE:
        bytes->number = 0;
        bytes->is_further = false;
        bytes->within = byte == '['   ? CONTROL
                        : byte == ']' ? COMMAND
                        : byte == '(' ? CHARSET
                                      : TEXT;
        break;
    case CHARSET:
        bytes->within = TEXT;
        break;
    case CONTROL:
        if (isdigit(byte) && !bytes->is_further)
            bytes->number = bytes->number * 10 + (byte - '0');
        else if (isalpha(byte))
            note_control(bytes, (char)byte);
        else
            bytes->is_further = true;
        break;
    case COMMAND:
        if (byte == BEL)
            bytes->within = TEXT;
        break;
    }
}

static bool
is_same(const VTermScreenCell *a, const VTermScreenCell *b)
{
    return memcmp(a->chars, b->chars, sizeof(a->chars)) == 0 &&
           a->attrs.bold == b->attrs.bold &&
           a->attrs.underline == b->attrs.underline &&
           a->attrs.reverse == b->attrs.reverse &&
           vterm_color_is_equal(&a->fg, &b->fg) &&
           vterm_color_is_equal(&a->bg, &b->bg);
}

static size_t
way_over(size_t cells)
{
    if (cells < 2)
        return cells == 0 ? 0 : WAY_OVER_ONE;
    return cells < 10 ? WAY_OVER_FEW : WAY_OVER_MANY;
}

/* Runs of cells that were written in vain. One behind which nothing changed
 * needs no way over it. */
static void
sum_row(const struct bytes *bytes, int y, struct bytes_idle *idle)
{
    size_t run = 0;

    for (int x = 0; x < bytes->width; x++) {
        struct spot *spot = spot_at(bytes, x, y);
        VTermScreenCell now = look(bytes, x, y);
        bool is_idle = spot->cost > 0 && is_same(&spot->before, &now);

        if (is_idle) {
            idle->cells++;
            idle->bytes += spot->cost;
            run++;
        } else {
            idle->ways += spot->cost > 0 ? way_over(run) : 0;
            run = 0;
        }
    }
}

struct bytes_idle
bytes_follow(struct bytes *bytes, struct str more)
{
    struct bytes_idle idle = {0};

    for (int y = 0; y < bytes->height; y++)
        for (int x = 0; x < bytes->width; x++)
            *spot_at(bytes, x, y) = (struct spot){.before = look(bytes, x, y)};
    for (size_t i = 0; i < more.len; i++) {
        note(bytes, (unsigned char)more.at[i]);
        (void)vterm_input_write(bytes->vterm, &more.at[i], 1);
    }
    for (int y = 0; y < bytes->height; y++)
        sum_row(bytes, y, &idle);
    return idle;
}
