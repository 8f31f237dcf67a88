/*
 * display.h - grids to the bytes that make a terminal show them.
 *
 * display.c and palette.c are the door to curses. It writes into a memory
 * file and believes that to be the terminal; the bytes are taken out of it
 * after each change. It never reads, never sets termios, catches no signal.
 * There is one display at a time, because curses has one current screen.
 */
#ifndef TERM_DISPLAY_H
#define TERM_DISPLAY_H

#include "base/err.h"
#include "ui/cells/grid.h"
#include "ui/cells/theme.h"

struct display;

/* For the terminal type in TERM. NULL with err when that is unknown or cannot
 * show a screen. The theme is borrowed; when it has changed the next draw draws
 * everything. */
struct display *display_open(struct size size, const struct theme *theme,
                             bool wants_color, struct err *err);
void display_close(struct display *display);

/* Append the bytes that turn what the terminal shows into `grid`; none when
 * it shows that, nor for a grid of another size. */
void display_draw(struct display *display, const struct grid *grid,
                  struct buf *out);
/* Nothing is known of what the terminal shows. */
void display_forget(struct display *display);
void display_set_color(struct display *display, bool wants_color);
void display_resize(struct display *display, struct size size);
/* The screen was given back; the next draw takes it again. */
void display_leave(struct display *display);

/* A terminfo string capability, or NULL: "kcuu1", "rmcup". */
const char *display_capability(const char *name);

#endif
