/*
 * terminal.h - the terminal. The only place that sees curses.
 *
 * The loop never blocks on the terminal: newterm() writes into a memory file,
 * the bytes are taken after each doupdate(), and a non-blocking writer sends
 * them. While bytes wait no new frame is made; then the newest state is drawn.
 * Termios is set on the real terminal by ourselves (raw, ISIG and IXON off).
 *
 * Bracketed paste (2004) is on from the start. Keys are raw bytes decoded by
 * ui/term/input.h. terminal_restore() is async-signal-safe and is the die hook:
 * it writes the string prepared at the start and resets termios.
 *
 * Inside: tty.h (the device), display.h (curses), writer.h (bytes out),
 * input.h (keys in). There is one terminal at a time.
 */
#ifndef TERM_TERMINAL_H
#define TERM_TERMINAL_H

#include "base/err.h"
#include "loop/loop.h"
#include "ui/cells/grid.h"
#include "ui/cells/theme.h"
#include "ui/keys/key.h"

struct terminal;

/* None of them is called from inside a function of this header. Each may
 * close the terminal. */
struct terminal_events {
    void (*key)(void *data, const struct key *key);
    /* Also with the size that it had: the screen must be drawn anew. */
    void (*resized)(void *data, struct size size);
    /* The last frame could not leave at once, and has left now: another may
     * be made. */
    void (*drained)(void *data);
    /* The terminal is gone (hang-up, EIO): end the program. Once. */
    void (*lost)(void *data);
};

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* NULL with err when stdin or stdout is no terminal or TERM is unknown. The
 * theme is borrowed. */
struct terminal *terminal_open(struct loop *loop,
                               const struct terminal_events *events, void *data,
                               const struct theme *theme,
                               enum color_choice color, struct err *err);
/* Back to the state in which the terminal was; gives up after a moment when
 * nobody reads it. */
void terminal_close(struct terminal *terminal);
/* In a signal handler, too. */
void terminal_restore(void);

struct size terminal_size(const struct terminal *terminal);
void terminal_set_color(struct terminal *terminal, enum color_choice color);
void terminal_set_escape_time(struct terminal *terminal, unsigned ms);
/* Clicks and the wheel as keys; off at first, since a terminal then no longer
 * selects text by itself. */
void terminal_set_mouse(struct terminal *terminal, bool is_wanted);
/* False while the last frame has not left (drained() will say so), when the
 * terminal was handed back and when it is lost. */
bool terminal_can_draw(const struct terminal *terminal);
/* Send the difference to what is shown; an equal grid sends no byte. A grid
 * of another size than the terminal's is not shown: resized() is on its way. */
void terminal_draw(struct terminal *terminal, const struct grid *grid);
/* The next draw sends everything. */
void terminal_forget(struct terminal *terminal);

/* Hand the terminal back (C-z) and take it again; then everything must be
 * drawn, and resized() is called where it has another size now. A program that
 * was stopped without being asked takes its terminal again by itself. */
void terminal_leave(struct terminal *terminal);
bool terminal_enter(struct terminal *terminal, struct err *err);

/* Handlers for SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT: restore, then die of
 * the signal. */
void terminal_install_crash_handlers(void);

/* Put `text` into the clipboard of whoever sits at the terminal (OSC 52); most
 * terminals do it, some are told not to, and none says. */
bool terminal_copy(struct terminal *terminal, struct str text, struct err *err);

uint64_t terminal_bytes_written(const struct terminal *terminal);

#endif
