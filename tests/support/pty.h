/*
 * pty.h - run a real program on a terminal and look at its screen.
 *
 * The program gets a pseudo terminal as its controlling terminal; what it
 * writes goes through libvterm, so a test sees what a person would see. A
 * test waits for a picture with a deadline and never sleeps:
 *
 *     struct pty *pty = pty_spawn(&(struct pty_spec){
 *         .argv = (const char *const[]){BAYPLAN, "-H", host, NULL},
 *         .width = 80, .height = 24, .with_sync = true});
 *     assert_true(pty_wait_text(pty, "web-1", 5000));
 *     pty_send(pty, "j");
 *     assert_true(pty_wait_idle(pty, 5000));
 *     pty_free(pty);
 *
 * The functions that wait return false at the deadline, after printing to
 * stderr what they waited for and the picture that they had instead.
 *
 * The slave side stays open here, so the terminal's settings can be read after
 * the program has gone. A program that dies is noticed by pty_wait_exit().
 * pty_free() kills what still runs, its process group too.
 */
#ifndef SUPPORT_PTY_H
#define SUPPORT_PTY_H

#include "base/str.h"

#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

#define PTY_RAW_LIMIT ((size_t)16 << 20) /* of the bytes kept as they came */

struct pty;

struct pty_spec {
    const char *const *argv; /* NULL-terminated; argv[0] is the path */
    /* "NAME=VALUE" over the test's own environment, "NAME" alone removes it;
     * NULL-terminated; NULL: none. TERM is xterm-256color unless named. */
    const char *const *env;
    int width, height;
    bool with_sync; /* give it BAYPLAN_SYNC, for pty_wait_idle() */
};

struct pty *pty_spawn(const struct pty_spec *spec);
void pty_free(struct pty *pty);

pid_t pty_pid(const struct pty *pty);
void pty_send(struct pty *pty, const char *keys);
/* Tells the terminal's size to the kernel, which sends SIGWINCH. */
void pty_resize(struct pty *pty, int width, int height);
/* The terminal goes away, as when a window is closed. */
void pty_hang_up(struct pty *pty);

/* The picture as lines of text with the blanks at their ends cut; valid until
 * the next call with this pty. */
const char *pty_picture(struct pty *pty);
const char *pty_line(struct pty *pty, int y);
/* The first line that has `text`, or -1. */
int pty_find(struct pty *pty, const char *text);

struct pty_cell {
    bool is_bold, is_underlined, is_reversed;
    uint32_t code; /* first code point; 0: blank */
};
struct pty_cell pty_cell(struct pty *pty, int x, int y);

/* As the program last set them. */
bool pty_in_alternate_screen(const struct pty *pty);
bool pty_cursor_is_visible(const struct pty *pty);
bool pty_has_bracketed_paste(const struct pty *pty);
void pty_termios(const struct pty *pty, struct termios *termios);

/* All bytes so far, at most PTY_RAW_LIMIT of them, and their number. */
struct str pty_raw(const struct pty *pty);
uint64_t pty_bytes(const struct pty *pty);
/* Read what is there now; waits at most `ms` for the first byte. False when
 * nothing came. */
bool pty_pump(struct pty *pty, int ms);

bool pty_wait_text(struct pty *pty, const char *text, int ms);
bool pty_wait_gone(struct pty *pty, const char *text, int ms);
/* Until `is_so` says true of the picture; `what` is for the message. */
bool pty_wait(struct pty *pty, const char *what,
              bool (*is_so)(struct pty *pty, void *data), void *data, int ms);
/* Until the program ended a turn after this call with no job open, no
 * request under way and no mark left. */
bool pty_wait_idle(struct pty *pty, int ms);
/* The last line that came over BAYPLAN_SYNC, as numbers; false before. */
struct pty_sync {
    unsigned long long turn, frame, jobs, requests, marks;
};
bool pty_sync(struct pty *pty, struct pty_sync *sync);

/* Until the program ended; its status as of waitpid(). The terminal is read
 * meanwhile. */
bool pty_wait_exit(struct pty *pty, int ms, int *status);
/* Until it has stopped (C-z). */
bool pty_wait_stopped(struct pty *pty, int ms);
/* Milliseconds of a clock that only goes forward. */
uint64_t pty_now(void);
/* The same clock, finer: when the program was started (before the fork), and
 * when the last of its bytes was read. */
double pty_started_at(const struct pty *pty);
double pty_read_at(const struct pty *pty);

#endif
