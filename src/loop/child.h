/*
 * child.h - a program of somebody else's, on our terminal, while the loop goes
 * on.
 *
 * The child gets our standard streams (blocking while it runs), a process
 * group of its own that is made the terminal's foreground, the signals as they
 * are by default, and no other descriptor of ours. Whoever starts it has left
 * the screen before and takes it again in `done`; then our group is the
 * foreground again. Meanwhile nobody may read the terminal or watch the
 * standard streams. One child at a time.
 */
#ifndef LOOP_CHILD_H
#define LOOP_CHILD_H

#include "base/err.h"
#include "loop/loop.h"

struct child;

struct child_end {
    int status; /* of exit(), when signal is 0 */
    int signal; /* that ended it, or 0 */
};

/* argv[0] is looked for in PATH; NULL-terminated. NULL with err when it cannot
 * be started; else `done` runs exactly once, in a later turn, then the child
 * is gone. A child that stops itself (C-z) is told to go on. */
struct child *child_start(struct loop *loop, const char *const *argv,
                          void (*done)(void *data, const struct child_end *end),
                          void *data, struct err *err);
/* Hang up: SIGHUP to its group; `done` runs when it has ended. */
void child_hang_up(struct child *child);

#endif
