/*
 * tty.h - the terminal as a device: raw or as it was.
 *
 * The device is opened anew, because O_NONBLOCK belongs to the open file and
 * the shell shares ours. Where that is not allowed (after `su -c`), the flag
 * is set on the shared one and taken away again with the rest.
 *
 * tty_restore() is async-signal-safe: it writes a string that was prepared
 * before and resets termios. It is what remains when the program dies, so what
 * it needs is kept in static memory (one program has one terminal).
 */
#ifndef TERM_TTY_H
#define TERM_TTY_H

#include "base/err.h"
#include "ui/cells/grid.h"

#define TTY_RESTORE_SIZE 256

/* The terminal that is standard input and output; non-blocking. -1 with err
 * when there is none. */
int tty_open(struct err *err);
void tty_close(int fd);

/* Set it raw and remember how it was. `modes` undoes what is set from the
 * start, `screen` what the first frame sets (see tty_has_screen()). False when
 * one of them is too long or the device refuses. */
bool tty_enter(int fd, struct str modes, struct str screen, struct err *err);
/* Other `modes` than those; they must not be longer than TTY_RESTORE_SIZE. */
void tty_set_modes(struct str modes);
/* From now on there is a frame on the screen. */
void tty_has_screen(void);
/* Set it raw once more; false when that was not needed. */
bool tty_enter_again(void);

/* As it was before tty_enter(). Does nothing when that was done already, and
 * gives up after a moment when nobody reads the terminal. */
void tty_restore(void);

/* What the device says; 80 x 24 when it does not know. */
struct size tty_size(int fd);

/* See terminal.h. */
void tty_install_crash_handlers(void);

#endif
