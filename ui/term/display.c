/*
 * display.c - the door to curses.
 */
#include "config.h"

#include "ui/term/display.h"

#include "base/mem.h"
#include "ui/term/palette.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

struct display {
    SCREEN *curses;
    FILE *file; /* what curses takes for the terminal */
    struct palette palette;
    struct grid shown;
    bool is_known; /* whether `shown` is what the terminal shows */
    bool is_left;
    int cursor_is_visible; /* -1: nobody knows */
    cchar_t row[GRID_WIDTH_MAX];
};

/* ---- what curses changes in the process, put back */

/* newterm() catches these. */
static const int caught[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
#define CAUGHT_COUNT (sizeof(caught) / sizeof(caught[0]))

/* It asks the environment for the size, because a memory file has none. */
static const char *const size_names[] = {"COLUMNS", "LINES"};

struct process {
    struct sigaction actions[CAUGHT_COUNT];
    char *sizes[2];
};

static void
save_process(struct process *process, struct size size)
{
    const int values[] = {size.width, size.height};

    for (size_t i = 0; i < CAUGHT_COUNT; i++)
        (void)sigaction(caught[i], NULL, &process->actions[i]);
    for (size_t i = 0; i < 2; i++) {
        const char *value = getenv(size_names[i]);
        char text[16];

        process->sizes[i] = value ? xstrdup(value) : NULL;
        (void)snprintf(text, sizeof(text), "%d", values[i]);
        (void)setenv(size_names[i], text, 1);
    }
}

static void
put_back_process(struct process *process)
{
    for (size_t i = 0; i < CAUGHT_COUNT; i++)
        (void)sigaction(caught[i], &process->actions[i], NULL);
    for (size_t i = 0; i < 2; i++) {
        if (process->sizes[i])
            (void)setenv(size_names[i], process->sizes[i], 1);
        else
            (void)unsetenv(size_names[i]);
        free(process->sizes[i]);
    }
}

/* ---- opening and closing */

static FILE *
open_memory_file(struct err *err)
{
    int fd = memfd_create("screen", MFD_CLOEXEC);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (!file) {
        (void)err_set_errno(err, errno, "making room for the screen");
        if (fd >= 0)
            (void)close(fd);
    }
    return file;
}

static SCREEN *
open_curses(FILE *file, struct size size, struct err *err)
{
    const char *type = getenv("TERM");
    struct process process;
    SCREEN *curses;

    if (!type || type[0] == '\0') {
        (void)err_set(err, "TERM is not set, so the type of this terminal is "
                           "not known");
        return NULL;
    }
    save_process(&process, size);
    curses = newterm(type, file, stdin);
    put_back_process(&process);
    if (!curses) {
        (void)err_set_kind(err, ERR_MISSING,
                           "terminfo knows no terminal of the type '%s' "
                           "(TERM)",
                           type);
        return NULL;
    }
    if (!display_capability("cup") || !display_capability("clear")) {
        (void)err_set_kind(err, ERR_UNSUPPORTED,
                           "a terminal of the type '%s' (TERM) cannot show "
                           "a screen",
                           type);
        delscreen(curses);
        return NULL;
    }
    return curses;
}

struct display *
display_open(struct size size, const struct theme *theme, bool wants_color,
             struct err *err)
{
    struct display *display = xcalloc(1, sizeof(*display));

    grid_init(&display->shown);
    display->file = open_memory_file(err);
    if (!display->file) {
        free(display);
        return NULL;
    }
    display->curses = open_curses(display->file, size, err);
    if (!display->curses) {
        (void)fclose(display->file);
        free(display);
        return NULL;
    }
    (void)typeahead(-1); /* it would look for keys while drawing */
    (void)nonl();        /* a newline moves down and does nothing else */
    palette_init(&display->palette, theme, wants_color);
    display_resize(display, size);
    return display;
}

void
display_close(struct display *display)
{
    if (!display)
        return;
    display_leave(display);
    delscreen(display->curses);
    (void)fclose(display->file);
    grid_release(&display->shown);
    free(display);
}

const char *
display_capability(const char *name)
{
    /* (char *)-1: it is no string capability at all. */
    const char *bytes = tigetstr(name);

    return bytes == (const char *)-1 ? NULL : bytes;
}

/* ---- bytes */

/* Where it stands is the end of what curses wrote since the last time. */
static void
take_bytes(struct display *display, struct buf *out)
{
    char piece[16384];
    int fd = fileno(display->file);

    (void)fflush(display->file);
    off_t end = lseek(fd, 0, SEEK_CUR);
    for (off_t at = 0; out && at < end;) {
        size_t wanted = end - at < (off_t)sizeof(piece) ? (size_t)(end - at)
                                                        : sizeof(piece);
        ssize_t got = pread(fd, piece, wanted, at);

        if (got <= 0 || !buf_add(out, piece, (size_t)got))
            break;
        at += got;
    }
    (void)lseek(fd, 0, SEEK_SET);
}

void
display_leave(struct display *display)
{
    if (display->is_left)
        return;
    display->is_left = true;
    display_forget(display);
    /* After this curses knows that it must begin anew. Its own farewell is
     * dropped: tty.c has one that is the same on every way out. */
    (void)endwin();
    take_bytes(display, NULL);
}

void
display_forget(struct display *display)
{
    display->is_known = false;
}

void
display_set_color(struct display *display, bool wants_color)
{
    palette_init(&display->palette, display->palette.theme, wants_color);
    display_forget(display);
}

void
display_resize(struct display *display, struct size size)
{
    (void)resize_term(size.height, size.width);
    grid_resize(&display->shown, size);
    display_forget(display);
}

/* ---- drawing */

static void
decode(const struct cell *cell, wchar_t wide[CCHARW_MAX + 1])
{
    const char *rest = cell->bytes;
    mbstate_t state = {0};

    /* Almost every cell is one ASCII character. */
    if ((unsigned char)rest[0] < 0x80 && rest[1] == '\0') {
        wide[0] = (wchar_t)rest[0];
        return;
    }
    for (size_t i = 0; i < CCHARW_MAX && *rest; i++) {
        size_t len = mbrtowc(&wide[i], rest, strlen(rest), &state);

        /* Not of this locale, which base/text.h does not let happen. */
        if (len == (size_t)-1 || len == (size_t)-2) {
            wide[i] = i == 0 ? L'?' : L'\0';
            return;
        }
        rest += len;
    }
}

static cchar_t
make_cell(struct display *display, const struct cell *cell)
{
    struct paint paint =
        palette_paint_ink(&display->palette, (enum role)cell->role,
                          (enum role)cell->ground, cell->ink);
    wchar_t wide[CCHARW_MAX + 1] = {0};
    cchar_t made;

    decode(cell, wide);
    if (setcchar(&made, wide, paint.attributes, paint.pair, NULL) == ERR)
        (void)setcchar(&made, L"?", paint.attributes, paint.pair, NULL);
    return made;
}

static void
draw_row(struct display *display, const struct grid *grid, int y)
{
    const struct cell *before = NULL;
    int count = 0;

    for (int x = 0; x < grid->size.width; x++) {
        const struct cell *cell = grid_cell(grid, x, y);

        if (cell->bytes[0] == '\0') /* behind a wide one */
            continue;
        /* Most cells are one more blank, or one more piece of a line. */
        if (before && memcmp(before, cell, sizeof(*cell)) == 0)
            display->row[count] = display->row[count - 1];
        else
            display->row[count] = make_cell(display, cell);
        before = cell;
        count++;
    }
    (void)mvadd_wchnstr(y, 0, display->row, count);
}

/* Whether anything was to be changed. */
static bool
draw_cells(struct display *display, const struct grid *grid)
{
    struct grid *shown = &display->shown;
    size_t width = (size_t)grid->size.width;
    bool is_changed = false;

    for (int y = 0; y < grid->size.height; y++) {
        if (display->is_known && grid_row_equal(grid, shown, y))
            continue;
        draw_row(display, grid, y);
        memcpy(&shown->cells[(size_t)y * width],
               &grid->cells[(size_t)y * width], width * sizeof(struct cell));
        is_changed = true;
    }
    return is_changed;
}

static bool
draw_cursor(struct display *display, const struct grid *grid)
{
    struct point old = display->shown.cursor, new = grid->cursor;
    bool is_visible = new.x >= 0;

    if (display->is_known && old.x == new.x &&old.y == new.y)
        return false;
    if (display->cursor_is_visible != is_visible)
        (void)curs_set(is_visible);
    display->cursor_is_visible = is_visible;
    /* A hidden cursor stays where the last change left it. */
    (void)leaveok(stdscr, !is_visible);
    if (is_visible)
        (void)move(new.y, new.x);
    display->shown.cursor = new;
    return true;
}

void
display_draw(struct display *display, const struct grid *grid, struct buf *out)
{
    if (grid->size.width != display->shown.size.width ||
        grid->size.height != display->shown.size.height)
        return;

    if (palette_renew(&display->palette))
        display_forget(display);
    if (!display->is_known) {
        (void)clearok(curscr, TRUE);
        display->cursor_is_visible = -1;
    }
    bool is_changed = draw_cells(display, grid);
    is_changed |= draw_cursor(display, grid);
    if (!is_changed)
        return;
    (void)wnoutrefresh(stdscr);
    (void)doupdate();
    display->is_known = true;
    display->is_left = false;
    take_bytes(display, out);
}
