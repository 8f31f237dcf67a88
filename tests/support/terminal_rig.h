/*
 * terminal_rig.h - a terminal of ui/term on a pty, in the test's own process:
 * its standard input and output are the pty's terminal end while a test runs.
 *
 * Each test is a TERMINAL_TEST(); its state is the rig. What waits has a
 * deadline and fails the test there.
 */
#ifndef SUPPORT_TERMINAL_RIG_H
#define SUPPORT_TERMINAL_RIG_H

#include "support/test.h"

#include "base/buf.h"
#include "loop/loop.h"
#include "loop/timer.h"
#include "ui/cells/canvas.h"
#include "ui/term/terminal.h"

#include <termios.h>

#define DEADLINE 30000 /* ms; no test waits that long but a failing one */

struct rig {
    int master;
    int saved_in, saved_out;
    struct termios before;
    struct loop *loop;
    struct timer *deadline;
    bool is_late;
    struct terminal *terminal;
    struct theme theme;
    struct grid grid;
    struct buf keys; /* names */
    struct buf sent; /* what came out of the terminal */
    int drained, lost, resized;
    struct size size;
    bool closes_on_key;
};

extern const struct terminal_events rig_events;

int rig_set_up(void **state);
int rig_tear_down(void **state);
#define TERMINAL_TEST(name)                                                    \
    cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)

/* Open the terminal, and make a grid of its size. */
void rig_open(struct rig *rig);
void rig_open_with(struct rig *rig, enum color_choice color);
void rig_close(struct rig *rig);

/* Draw the grid; it must be possible now. */
void rig_draw(struct rig *rig);
void rig_text(struct rig *rig, int y, enum role role, const char *words);
/* Each cell of the grid another one than before, with its own colour. */
void rig_scramble(struct rig *rig, int round);

void rig_type(struct rig *rig, const char *bytes);

/* Take what the terminal has written so far. */
void rig_read(struct rig *rig);
bool rig_was_sent(const struct rig *rig, const char *text);
/* Read until `text` has come. */
void rig_await_sent(struct rig *rig, const char *text);
/* Run the loop until *count is `wanted`, or the keys have these names. */
void rig_await_count(struct rig *rig, const int *count, int wanted);
void rig_await_keys(struct rig *rig, const char *names);

void rig_assert_modes_as_before(const struct rig *rig);

#endif
