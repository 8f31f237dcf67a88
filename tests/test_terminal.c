/*
 * The terminal on a pty: what it sends, what it leaves behind, and that it
 * never blocks. The test's own standard input and output are the pty's
 * terminal end while a test runs.
 */
#include "config.h"

#include "support/test.h"

#include "base/mem.h"
#include "loop/loop.h"
#include "loop/timer.h"
#include "ui/cells/canvas.h"
#include "ui/term/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define DEADLINE 5000 /* ms; no test waits that long but a failing one */

struct rig {
    int master;
    int saved_in, saved_out;
    struct termios before;
    struct loop *loop;
    struct timer *deadline;
    bool is_late;
    struct terminal *terminal;
    struct grid grid;
    struct buf keys; /* names */
    struct buf sent; /* what came out of the terminal */
    int drained, lost, resized;
    struct size size;
    bool closes_on_key;
};

/* ---- events */

static void
on_key(void *data, const struct key *key)
{
    struct rig *rig = data;

    if (rig->keys.len > 0)
        (void)buf_add_char(&rig->keys, ' ');
    key_print(&rig->keys, key);
    if (rig->closes_on_key) {
        terminal_close(rig->terminal);
        rig->terminal = NULL;
    }
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

static const struct terminal_events events = {
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

static int
set_up(void **state)
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

static int
tear_down(void **state)
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

static void
open_terminal_with(struct rig *rig, enum color_choice color)
{
    struct err err = ERR_INIT;

    rig->terminal = terminal_open(rig->loop, &events, rig, color, &err);
    if (!rig->terminal)
        fail_msg("%s", err.text);
    grid_resize(&rig->grid, terminal_size(rig->terminal));
}

static void
open_terminal(struct rig *rig)
{
    open_terminal_with(rig, COLOR_AUTO);
}

static void
read_terminal(struct rig *rig)
{
    char bytes[4096];
    ssize_t got;

    while ((got = read(rig->master, bytes, sizeof(bytes))) > 0)
        (void)buf_add(&rig->sent, bytes, (size_t)got);
}

/* Run the loop until *count is `wanted`. */
static void
await_count(struct rig *rig, const int *count, int wanted)
{
    timer_start(rig->deadline, DEADLINE, 0);
    while (*count < wanted && !rig->is_late)
        (void)loop_turn(rig->loop, true);
    timer_stop(rig->deadline);
    assert_int_equal(*count, wanted);
}

static void
await_keys(struct rig *rig, const char *names)
{
    timer_start(rig->deadline, DEADLINE, 0);
    while (strcmp(buf_text(&rig->keys), names) != 0 && !rig->is_late)
        (void)loop_turn(rig->loop, true);
    timer_stop(rig->deadline);
    assert_string_equal(buf_text(&rig->keys), names);
}

/* Read until `text` has come. */
static void
await_sent(struct rig *rig, const char *text)
{
    struct pollfd readable = {.fd = rig->master, .events = POLLIN};

    for (;;) {
        read_terminal(rig);
        if (strstr(buf_text(&rig->sent), text))
            return;
        if (poll(&readable, 1, DEADLINE) <= 0)
            fail_msg("'%s' did not come", text + (text[0] == '\x1b'));
    }
}

static bool
was_sent(struct rig *rig, const char *text)
{
    return strstr(buf_text(&rig->sent), text) != NULL;
}

static void
type(struct rig *rig, const char *bytes)
{
    assert_int_equal(write(rig->master, bytes, strlen(bytes)), strlen(bytes));
}

static void
text(struct rig *rig, int y, enum role role, const char *words)
{
    struct canvas canvas = canvas_whole(&rig->grid);

    (void)canvas_text(&canvas, 0, y, role, str_of(words));
}

static void
draw(struct rig *rig)
{
    assert_true(terminal_can_draw(rig->terminal));
    terminal_draw(rig->terminal, &rig->grid);
}

/* Each cell of the grid another one than before, with its own colour. */
static void
scramble(struct rig *rig, int round)
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

static int64_t
milliseconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
assert_modes_as_before(const struct rig *rig)
{
    struct termios now;

    assert_int_equal(tcgetattr(STDIN_FILENO, &now), 0);
    assert_int_equal(now.c_iflag, rig->before.c_iflag);
    assert_int_equal(now.c_oflag, rig->before.c_oflag);
    assert_int_equal(now.c_cflag, rig->before.c_cflag);
    assert_int_equal(now.c_lflag, rig->before.c_lflag);
    assert_memory_equal(now.c_cc, rig->before.c_cc, sizeof(now.c_cc));
}

/* ---- opening and closing */

static void
opening_sets_the_terminal_raw_and_closing_puts_it_back(void **state)
{
    struct rig *rig = *state;
    struct termios now;

    open_terminal(rig);
    assert_int_equal(tcgetattr(STDIN_FILENO, &now), 0);
    assert_int_equal(now.c_lflag & (tcflag_t)(ISIG | ICANON | ECHO), 0);
    assert_int_equal(now.c_iflag & (tcflag_t)IXON, 0);
    text(rig, 0, ROLE_PLAIN, "hello");
    draw(rig);
    await_sent(rig, "hello");
    assert_true(was_sent(rig, "\x1b[?2004h"));
    assert_true(was_sent(rig, "\x1b[?1049h"));
    assert_true(was_sent(rig, "\x1b[?25l"));

    buf_clear(&rig->sent);
    terminal_close(rig->terminal);
    rig->terminal = NULL;
    await_sent(rig, "\x1b[?2004l");
    assert_true(was_sent(rig, "\x1b[?1049l"));
    assert_true(was_sent(rig, "\x1b[?12l\x1b[?25h"));
    assert_modes_as_before(rig);
}

static void
without_a_frame_the_screen_is_not_touched(void **state)
{
    struct rig *rig = *state;

    open_terminal(rig);
    terminal_close(rig->terminal);
    rig->terminal = NULL;
    await_sent(rig, "\x1b[?2004l");
    assert_false(was_sent(rig, "\x1b[?1049"));
    assert_modes_as_before(rig);
}

static void
what_the_process_had_is_left_alone(void **state)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGTSTP};
    struct rig *rig = *state;

    (void)setenv("COLUMNS", "33", 1);
    open_terminal(rig);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct sigaction action;

        assert_int_equal(sigaction(numbers[i], NULL, &action), 0);
        assert_true(action.sa_handler == SIG_DFL);
    }
    assert_string_equal(getenv("COLUMNS"), "33");
    assert_null(getenv("LINES"));
    assert_int_equal(terminal_size(rig->terminal).width, 80);
    /* The shell shares this open file. */
    assert_int_equal(fcntl(STDIN_FILENO, F_GETFL) & O_NONBLOCK, 0);
    assert_int_equal(fcntl(STDOUT_FILENO, F_GETFL) & O_NONBLOCK, 0);
    (void)unsetenv("COLUMNS");
}

static void
what_is_no_terminal_is_refused_in_words(void **state)
{
    static const struct {
        int fd; /* that is /dev/null; -1: none */
        const char *term;
        const char *text;
    } rows[] = {
        {STDOUT_FILENO, "xterm", "standard output is not a terminal"},
        {STDIN_FILENO, "xterm", "standard input is not a terminal"},
        {-1, NULL,
         "TERM is not set, so the type of this terminal is not known"},
        {-1, "", "TERM is not set, so the type of this terminal is not known"},
        {-1, "no-such-type",
         "terminfo knows no terminal of the type 'no-such-type' (TERM)"},
        {-1, "dumb",
         "a terminal of the type 'dumb' (TERM) cannot show a screen"},
    };
    struct rig *rig = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;
        int kept = -1, null = open("/dev/null", O_RDWR);
        struct terminal *terminal;

        if (rows[i].fd >= 0) {
            kept = dup(rows[i].fd);
            (void)dup2(null, rows[i].fd);
        }
        if (rows[i].term)
            (void)setenv("TERM", rows[i].term, 1);
        else
            (void)unsetenv("TERM");
        terminal = terminal_open(rig->loop, &events, rig, COLOR_AUTO, &err);
        if (rows[i].fd >= 0) {
            (void)dup2(kept, rows[i].fd);
            (void)close(kept);
        }
        (void)close(null);
        assert_null(terminal);
        assert_string_equal(err.text, rows[i].text);
        assert_modes_as_before(rig);
    }
}

static void
handing_it_back_and_taking_it_again_draws_everything(void **state)
{
    struct rig *rig = *state;
    struct err err = ERR_INIT;
    struct termios now;

    open_terminal(rig);
    text(rig, 3, ROLE_GOOD, "steady");
    draw(rig);
    await_sent(rig, "steady");

    buf_clear(&rig->sent);
    terminal_leave(rig->terminal);
    assert_false(terminal_can_draw(rig->terminal));
    await_sent(rig, "\x1b[?2004l");
    assert_true(was_sent(rig, "\x1b[?1049l"));
    assert_modes_as_before(rig);

    buf_clear(&rig->sent);
    assert_true(terminal_enter(rig->terminal, &err));
    assert_int_equal(tcgetattr(STDIN_FILENO, &now), 0);
    assert_int_equal(now.c_lflag & (tcflag_t)ICANON, 0);
    draw(rig);
    await_sent(rig, "steady");
    assert_true(was_sent(rig, "\x1b[?2004h"));
    assert_true(was_sent(rig, "\x1b[?1049h"));
    assert_true(was_sent(rig, "\x1b[?25l"));
}

static void
after_a_stop_it_takes_the_terminal_again(void **state)
{
    struct rig *rig = *state;
    struct termios now;

    open_terminal(rig);
    text(rig, 3, ROLE_GOOD, "steady");
    draw(rig);
    await_sent(rig, "steady");
    buf_clear(&rig->sent);

    /* As the shell does when its job was stopped. */
    assert_int_equal(tcsetattr(STDIN_FILENO, TCSANOW, &rig->before), 0);
    (void)raise(SIGCONT);
    await_count(rig, &rig->resized, 1);
    assert_int_equal(tcgetattr(STDIN_FILENO, &now), 0);
    assert_int_equal(now.c_lflag & (tcflag_t)ICANON, 0);
    draw(rig);
    await_sent(rig, "steady");
    assert_true(was_sent(rig, "\x1b[?2004h"));
    assert_true(was_sent(rig, "\x1b[?1049h"));
}

/* ---- drawing */

static void
an_equal_grid_sends_no_byte(void **state)
{
    struct rig *rig = *state;
    uint64_t before;

    open_terminal(rig);
    scramble(rig, 0);
    draw(rig);
    read_terminal(rig);
    timer_start(rig->deadline, DEADLINE, 0);
    while (!terminal_can_draw(rig->terminal) && !rig->is_late) {
        (void)loop_turn(rig->loop, false);
        read_terminal(rig);
    }
    before = terminal_bytes_written(rig->terminal);
    assert_true(before > 80 * 24);
    for (int i = 0; i < 3; i++)
        draw(rig);
    assert_int_equal(terminal_bytes_written(rig->terminal), before);

    text(rig, 5, ROLE_PLAIN, "!");
    draw(rig);
    assert_in_range(terminal_bytes_written(rig->terminal) - before, 1, 30);

    before = terminal_bytes_written(rig->terminal);
    rig->grid.cursor = (struct point){3, 4};
    draw(rig);
    assert_true(terminal_bytes_written(rig->terminal) > before);
    before = terminal_bytes_written(rig->terminal);
    draw(rig);
    assert_int_equal(terminal_bytes_written(rig->terminal), before);
    rig->grid.cursor = (struct point){-1, -1};
    draw(rig);
    await_sent(rig, "\x1b[?25l");
    before = terminal_bytes_written(rig->terminal);
    draw(rig);
    assert_int_equal(terminal_bytes_written(rig->terminal), before);

    terminal_forget(rig->terminal);
    draw(rig);
    assert_true(terminal_bytes_written(rig->terminal) > before + 80 * 24);
}

static void
a_grid_of_another_size_is_not_shown(void **state)
{
    struct rig *rig = *state;
    uint64_t before;

    open_terminal(rig);
    before = terminal_bytes_written(rig->terminal);
    grid_resize(&rig->grid, (struct size){81, 24});
    terminal_draw(rig->terminal, &rig->grid);
    grid_resize(&rig->grid, (struct size){80, 23});
    terminal_draw(rig->terminal, &rig->grid);
    assert_int_equal(terminal_bytes_written(rig->terminal), before);
}

static void
wide_glyphs_and_marks_arrive_whole(void **state)
{
    struct rig *rig = *state;

    open_terminal(rig);
    text(rig, 0, ROLE_PLAIN, "世界 e\u0301 …");
    text(rig, 23, ROLE_PLAIN, "the last row");
    draw(rig);
    await_sent(rig, "the last row");
    assert_true(was_sent(rig, "世界"));
    assert_true(was_sent(rig, "e\u0301"));
    assert_true(was_sent(rig, "…"));
}

static void
every_depth_of_colour_has_its_looks(void **state)
{
    static const struct {
        const char *term, *no_color;
        enum color_choice color;
        bool is_rich, is_basic;
    } rows[] = {
        {"xterm-256color", NULL, COLOR_AUTO, true, false},
        {"xterm-256color", "", COLOR_AUTO, true, false},
        {"xterm-256color", "1", COLOR_AUTO, false, false},
        {"xterm-256color", "1", COLOR_ALWAYS, true, false},
        {"xterm-256color", NULL, COLOR_NEVER, false, false},
        {"xterm", NULL, COLOR_AUTO, false, true},
        {"linux", NULL, COLOR_AUTO, false, true},
        {"screen", NULL, COLOR_AUTO, false, true},
        {"vt100", NULL, COLOR_AUTO, false, false},
        {"vt220", NULL, COLOR_ALWAYS, false, false},
    };
    struct rig *rig = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        (void)setenv("TERM", rows[i].term, 1);
        if (rows[i].no_color)
            (void)setenv("NO_COLOR", rows[i].no_color, 1);
        else
            (void)unsetenv("NO_COLOR");
        open_terminal_with(rig, rows[i].color);
        for (int role = 0; role < ROLE_COUNT; role++) {
            struct canvas canvas = canvas_whole(&rig->grid);

            text(rig, role, (enum role)role, role_name((enum role)role));
            canvas_paint(&canvas, 0, role, 3, ROLE_SELECTED);
        }
        text(rig, 23, ROLE_PLAIN, "end of it");
        buf_clear(&rig->sent);
        draw(rig);
        await_sent(rig, "end of it");
        assert_true(was_sent(rig, "38;5;203") == rows[i].is_rich);
        assert_true((was_sent(rig, "\x1b[31m") || was_sent(rig, ";31m")) ==
                    rows[i].is_basic);
        terminal_close(rig->terminal);
        rig->terminal = NULL;
        read_terminal(rig);
    }
}

static void
a_new_size_is_told_and_drawn(void **state)
{
    struct winsize size = {.ws_col = 33, .ws_row = 7};
    struct rig *rig = *state;

    open_terminal(rig);
    scramble(rig, 0);
    draw(rig);
    await_sent(rig, "\x1b[?25l");
    assert_int_equal(ioctl(rig->master, TIOCSWINSZ, &size), 0);
    (void)raise(SIGWINCH);
    await_count(rig, &rig->resized, 1);
    assert_int_equal(rig->size.width, 33);
    assert_int_equal(rig->size.height, 7);
    assert_int_equal(terminal_size(rig->terminal).width, 33);

    /* The old grid is late; the new one is sent whole. */
    read_terminal(rig);
    terminal_draw(rig->terminal, &rig->grid);
    grid_resize(&rig->grid, rig->size);
    text(rig, 6, ROLE_PLAIN, "at the new bottom");
    buf_clear(&rig->sent);
    while (!terminal_can_draw(rig->terminal)) {
        (void)loop_turn(rig->loop, false);
        read_terminal(rig);
    }
    draw(rig);
    await_sent(rig, "at the new bottom");

    /* The same size again is no news. */
    (void)raise(SIGWINCH);
    type(rig, "x");
    await_keys(rig, "x");
    assert_int_equal(rig->resized, 1);
}

/* ---- nobody reads */

static void
fill_terminal(struct rig *rig)
{
    /* The kernel takes a little more each time it has moved some on, so this
     * lasts until even turns of the loop do not help. */
    for (int round = 0, full = 0; full < 50; round++) {
        assert_true(round < 10000);
        if (!terminal_can_draw(rig->terminal)) {
            (void)loop_turn(rig->loop, false);
            full++;
            continue;
        }
        scramble(rig, round);
        terminal_draw(rig->terminal, &rig->grid);
        full = 0;
    }
    rig->drained = 0;
}

static void
an_unread_terminal_blocks_nobody_and_catches_up(void **state)
{
    struct rig *rig = *state;
    int64_t begin = milliseconds();

    open_terminal(rig);
    fill_terminal(rig);
    /* Further frames are not even made, and keys still come. */
    scramble(rig, 7);
    terminal_draw(rig->terminal, &rig->grid);
    type(rig, "q");
    await_keys(rig, "q");
    assert_false(terminal_can_draw(rig->terminal));
    assert_int_equal(rig->drained, 0);
    assert_true(milliseconds() - begin < DEADLINE);

    timer_start(rig->deadline, DEADLINE, 0);
    while (rig->drained == 0 && !rig->is_late) {
        read_terminal(rig);
        (void)loop_turn(rig->loop, false);
    }
    assert_int_equal(rig->drained, 1);
    grid_clear(&rig->grid);
    text(rig, 0, ROLE_PLAIN, "the newest state");
    draw(rig);
    await_sent(rig, "newest state");
}

static void
closing_does_not_wait_for_a_reader(void **state)
{
    struct rig *rig = *state;
    int64_t begin;

    open_terminal(rig);
    fill_terminal(rig);
    begin = milliseconds();
    terminal_close(rig->terminal);
    rig->terminal = NULL;
    assert_true(milliseconds() - begin < 2000);
    assert_modes_as_before(rig);
}

static void
a_hang_up_is_told_once(void **state)
{
    struct rig *rig = *state;

    open_terminal(rig);
    scramble(rig, 0);
    draw(rig);
    (void)close(rig->master);
    rig->master = -1;
    await_count(rig, &rig->lost, 1);
    assert_false(terminal_can_draw(rig->terminal));
    terminal_draw(rig->terminal, &rig->grid);
    /* Nothing spins: the loop has nothing to do any more but our deadline. */
    timer_start(rig->deadline, 50, 0);
    for (int turns = 0; !rig->is_late; turns++) {
        assert_true(turns < 10);
        (void)loop_turn(rig->loop, true);
    }
    assert_int_equal(rig->lost, 1);
}

static void
a_hang_up_while_bytes_wait_is_told_once(void **state)
{
    struct rig *rig = *state;

    open_terminal(rig);
    fill_terminal(rig);
    (void)close(rig->master);
    rig->master = -1;
    await_count(rig, &rig->lost, 1);
    terminal_close(rig->terminal);
    rig->terminal = NULL;
    (void)loop_turn(rig->loop, false);
    assert_int_equal(rig->lost, 1);
}

/* ---- keys */

static void
keys_come_as_they_are_typed(void **state)
{
    struct rig *rig = *state;

    open_terminal(rig);
    type(rig, "jK\x1b[A\x03\x1a\x1b[200~q\x1b[201~");
    await_keys(rig, "j K Up C-c C-z PasteBegin q PasteEnd");
}

static void
a_lone_escape_is_a_key_after_its_time(void **state)
{
    struct rig *rig = *state;

    open_terminal(rig);
    terminal_set_escape_time(rig->terminal, 10);
    type(rig, "\x1b");
    await_keys(rig, "Esc");
    buf_clear(&rig->keys);
    type(rig, "\x1b[1;5");
    (void)loop_turn(rig->loop, true);
    type(rig, "C");
    await_keys(rig, "C-Right");
}

static void
a_key_may_close_the_terminal(void **state)
{
    struct rig *rig = *state;

    open_terminal(rig);
    rig->closes_on_key = true;
    type(rig, "Qabc");
    await_keys(rig, "Q");
    assert_null(rig->terminal);
    assert_modes_as_before(rig);
}

/* ---- crashes */

static void
crash(struct rig *rig, int number)
{
    terminal_install_crash_handlers();
    open_terminal(rig);
    text(rig, 0, ROLE_PLAIN, "before the crash");
    draw(rig);
    (void)kill(getpid(), number);
    _exit(99);
}

static void
a_crash_puts_the_terminal_right(void **state)
{
    static const int numbers[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE};
    struct rig *rig = *state;

    for (size_t i = 0; i < COUNT(numbers); i++) {
        int status;
        pid_t child = fork();

        if (child == 0)
            crash(rig, numbers[i]);
        assert_true(child > 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), numbers[i]);
        await_sent(rig, "before the crash");
        await_sent(rig, "\x1b[?2004l");
        assert_true(was_sent(rig, "\x1b[?1049l"));
        assert_modes_as_before(rig);
        buf_clear(&rig->sent);
    }
}

static void
dying_puts_the_terminal_right(void **state)
{
    struct rig *rig = *state;
    int status;
    pid_t child = fork();

    if (child == 0) {
        (void)dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        open_terminal(rig);
        text(rig, 0, ROLE_PLAIN, "before the end");
        draw(rig);
        die("out of memory");
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    await_sent(rig, "\x1b[?2004l");
    assert_true(was_sent(rig, "\x1b[?1049l"));
    assert_modes_as_before(rig);
}

static void
restoring_twice_is_restoring_once(void **state)
{
    struct rig *rig = *state;

    open_terminal(rig);
    draw(rig);
    terminal_restore();
    await_sent(rig, "\x1b[?2004l");
    assert_modes_as_before(rig);
    buf_clear(&rig->sent);
    terminal_restore();
    terminal_close(rig->terminal);
    rig->terminal = NULL;
    read_terminal(rig);
    assert_false(was_sent(rig, "\x1b[?1049l"));
}

#define TERMINAL_TEST(name)                                                    \
    cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TERMINAL_TEST(opening_sets_the_terminal_raw_and_closing_puts_it_back),
        TERMINAL_TEST(without_a_frame_the_screen_is_not_touched),
        TERMINAL_TEST(what_the_process_had_is_left_alone),
        TERMINAL_TEST(what_is_no_terminal_is_refused_in_words),
        TERMINAL_TEST(handing_it_back_and_taking_it_again_draws_everything),
        TERMINAL_TEST(after_a_stop_it_takes_the_terminal_again),
        TERMINAL_TEST(an_equal_grid_sends_no_byte),
        TERMINAL_TEST(a_grid_of_another_size_is_not_shown),
        TERMINAL_TEST(wide_glyphs_and_marks_arrive_whole),
        TERMINAL_TEST(every_depth_of_colour_has_its_looks),
        TERMINAL_TEST(a_new_size_is_told_and_drawn),
        TERMINAL_TEST(an_unread_terminal_blocks_nobody_and_catches_up),
        TERMINAL_TEST(closing_does_not_wait_for_a_reader),
        TERMINAL_TEST(a_hang_up_is_told_once),
        TERMINAL_TEST(a_hang_up_while_bytes_wait_is_told_once),
        TERMINAL_TEST(keys_come_as_they_are_typed),
        TERMINAL_TEST(a_lone_escape_is_a_key_after_its_time),
        TERMINAL_TEST(a_key_may_close_the_terminal),
        TERMINAL_TEST(a_crash_puts_the_terminal_right),
        TERMINAL_TEST(dying_puts_the_terminal_right),
        TERMINAL_TEST(restoring_twice_is_restoring_once),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("terminal", tests, NULL, NULL);
}
