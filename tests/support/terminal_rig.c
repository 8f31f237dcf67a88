/*
 * terminal_rig.c - the pty, the loop and what was heard of them.
 */
#include "config.h"

#include "support/terminal_rig.h"

#include "base/mem.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* ---- events */

static void
on_key(void *data, const struct key *key)
{
    struct rig *rig = data;

    if (rig->keys.len > 0)
        (void)buf_add_char(&rig->keys, ' ');
    key_print(&rig->keys, key);
    if (rig->closes_on_key)
        rig_close(rig);
}

static void
on_resized(void *data, struct size size)
{
    struct rig *rig = data;

    rig->resized++;
    rig->size = size;
}

static void
on_drained(void *data)
{
    struct rig *rig = data;

    rig->drained++;
}

static void
on_lost(void *data)
{
    struct rig *rig = data;

    rig->lost++;
}

const struct terminal_events rig_events = {
    .key = on_key,
    .resized = on_resized,
    .drained = on_drained,
    .lost = on_lost,
};

/* ---- the rig */

static void
too_late(void *data)
{
    struct rig *rig = data;

    rig->is_late = true;
}

int
rig_set_up(void **state)
{
    struct winsize size = {.ws_col = 80, .ws_row = 24};
    struct rig *rig = xcalloc(1, sizeof(*rig));
    int slave;

    *state = rig;
    if (openpty(&rig->master, &slave, NULL, NULL, &size) != 0)
        return -1;
    (void)fcntl(rig->master, F_SETFL, O_NONBLOCK);
    (void)fflush(stdout);
    rig->saved_in = dup(STDIN_FILENO);
    rig->saved_out = dup(STDOUT_FILENO);
    if (dup2(slave, STDIN_FILENO) < 0 || dup2(slave, STDOUT_FILENO) < 0)
        return -1;
    (void)close(slave);
    if (tcgetattr(STDIN_FILENO, &rig->before) != 0)
        return -1;
    (void)setenv("TERM", "xterm-256color", 1);
    (void)unsetenv("NO_COLOR");
    (void)unsetenv("LINES");
    (void)unsetenv("COLUMNS");
    buf_init(&rig->keys, 4096);
    buf_init(&rig->sent, 16 << 20);
    grid_init(&rig->grid);
    rig->loop = loop_new();
    rig->deadline = timer_new(rig->loop, "deadline", too_late, rig);
    return 0;
}

int
rig_tear_down(void **state)
{
    struct rig *rig = *state;

    terminal_close(rig->terminal);
    timer_free(rig->deadline);
    loop_free(rig->loop);
    grid_release(&rig->grid);
    (void)fflush(stdout);
    (void)dup2(rig->saved_in, STDIN_FILENO);
    (void)dup2(rig->saved_out, STDOUT_FILENO);
    (void)close(rig->saved_in);
    (void)close(rig->saved_out);
    if (rig->master >= 0)
        (void)close(rig->master);
    buf_release(&rig->keys);
    buf_release(&rig->sent);
    free(rig);
    return 0;
}

void
rig_open_with(struct rig *rig, enum color_choice color)
{
    struct err err = ERR_INIT;

    theme_init(&rig->theme);
    rig->terminal =
        terminal_open(rig->loop, &rig_events, rig, &rig->theme, color, &err);
    if (!rig->terminal)
        fail_msg("%s", err.text);
    grid_resize(&rig->grid, terminal_size(rig->terminal));
}

void
rig_open(struct rig *rig)
{
    rig_open_with(rig, COLOR_AUTO);
}

void
rig_close(struct rig *rig)
{
    terminal_close(rig->terminal);
    rig->terminal = NULL;
}

void
rig_read(struct rig *rig)
{
    char bytes[4096];
    ssize_t got;

    while ((got = read(rig->master, bytes, sizeof(bytes))) > 0)
        (void)buf_add(&rig->sent, bytes, (size_t)got);
}

/* Run the loop until *count is `wanted`. */
void
rig_await_count(struct rig *rig, const int *count, int wanted)
{
    timer_start(rig->deadline, DEADLINE, 0);
    while (*count < wanted && !rig->is_late)
        (void)loop_turn(rig->loop, true);
    timer_stop(rig->deadline);
    assert_int_equal(*count, wanted);
}

void
rig_await_keys(struct rig *rig, const char *names)
{
    timer_start(rig->deadline, DEADLINE, 0);
    while (strcmp(buf_text(&rig->keys), names) != 0 && !rig->is_late)
        (void)loop_turn(rig->loop, true);
    timer_stop(rig->deadline);
    assert_string_equal(buf_text(&rig->keys), names);
}

/* Read until `text` has come. */
void
rig_await_sent(struct rig *rig, const char *text)
{
    struct pollfd readable = {.fd = rig->master, .events = POLLIN};

    for (;;) {
        rig_read(rig);
        if (strstr(buf_text(&rig->sent), text))
            return;
        if (poll(&readable, 1, DEADLINE) <= 0)
            fail_msg("'%s' did not come", text + (text[0] == '\x1b'));
    }
}

bool
rig_was_sent(const struct rig *rig, const char *text)
{
    return rig->sent.len > 0 && strstr(rig->sent.at, text) != NULL;
}

void
rig_type(struct rig *rig, const char *bytes)
{
    assert_int_equal(write(rig->master, bytes, strlen(bytes)), strlen(bytes));
}

void
rig_text(struct rig *rig, int y, enum role role, const char *words)
{
    struct canvas canvas = canvas_whole(&rig->grid);

    (void)canvas_text(&canvas, 0, y, role, str_of(words));
}

void
rig_draw(struct rig *rig)
{
    assert_true(terminal_can_draw(rig->terminal));
    terminal_draw(rig->terminal, &rig->grid);
}

/* Each cell of the grid another one than before, with its own colour. */
void
rig_scramble(struct rig *rig, int round)
{
    struct canvas canvas = canvas_whole(&rig->grid);

    for (int y = 0; y < rig->grid.size.height; y++) {
        for (int x = 0; x < rig->grid.size.width; x++) {
            char glyph[2] = {(char)('a' + (x + y + round) % 26), '\0'};

            (void)canvas_text(&canvas, x, y,
                              (enum role)((x + round) % ROLE_COUNT),
                              str_of(glyph));
        }
    }
}

void
rig_assert_modes_as_before(const struct rig *rig)
{
    struct termios now;

    assert_int_equal(tcgetattr(STDIN_FILENO, &now), 0);
    assert_int_equal(now.c_iflag, rig->before.c_iflag);
    assert_int_equal(now.c_oflag, rig->before.c_oflag);
    assert_int_equal(now.c_cflag, rig->before.c_cflag);
    assert_int_equal(now.c_lflag, rig->before.c_lflag);
    assert_memory_equal(now.c_cc, rig->before.c_cc, sizeof(now.c_cc));
}
