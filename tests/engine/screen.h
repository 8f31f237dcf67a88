/*
 * screen.h - the program on a terminal beside the engine, and the rows of its
 * list of containers.
 *
 * What waits fails the test at its deadline, after showing the picture.
 */
#ifndef ENGINE_SCREEN_H
#define ENGINE_SCREEN_H

#include "support/pty.h"

#define SCREEN_PATIENCE_MS 60000 /* only ever reached by a failure */

/* Waits until the engine is live; nothing of this machine's user is read. Skips
 * the test on an engine of somebody's: other rows would stand among ours. */
struct pty *screen_open(int width, int height);
/* Leave by the key, with the status of an ordinary end. */
void screen_leave(struct pty *pty);

/* The line of this container, or -1; titles of panes may have its name, too. */
int screen_line_of(struct pty *pty, const char *name);
/* What stands behind the name in its line; NULL: there is no such row. */
const char *screen_row_of(struct pty *pty, const char *name);

/* For pty_wait() and screen_await(); `name` is a const char *. */
bool screen_has_cursor(struct pty *pty, void *name);
bool screen_has_mark(struct pty *pty, void *name);
void screen_await(struct pty *pty, bool (*is_so)(struct pty *pty, void *name),
                  const char *name);

/* Put the cursor on a row by filtering for its name; show all rows again. */
void screen_choose(struct pty *pty, const char *name);
void screen_show_all(struct pty *pty);

#endif
