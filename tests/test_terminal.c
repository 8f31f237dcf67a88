/*
 * The terminal on a pty: opening, closing and drawing.
 */
#include "config.h"

#include "support/terminal_rig.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* ---- opening and closing */

static void
opening_sets_the_terminal_raw_and_closing_puts_it_back(void **state)
{
    struct rig *rig = *state;
    struct termios now;

    rig_open(rig);
    assert_int_equal(tcgetattr(STDIN_FILENO, &now), 0);
    assert_int_equal(now.c_lflag & (tcflag_t)(ISIG | ICANON | ECHO), 0);
    assert_int_equal(now.c_iflag & (tcflag_t)IXON, 0);
    rig_text(rig, 0, ROLE_PLAIN, "hello");
    rig_draw(rig);
    rig_await_sent(rig, "hello");
    assert_true(rig_was_sent(rig, "\x1b[?2004h"));
    assert_true(rig_was_sent(rig, "\x1b[?1049h"));
    assert_true(rig_was_sent(rig, "\x1b[?25l"));

    buf_clear(&rig->sent);
    rig_close(rig);
    rig_await_sent(rig, "\x1b[?2004l");
    assert_true(rig_was_sent(rig, "\x1b[?1049l"));
    assert_true(rig_was_sent(rig, "\x1b[?12l\x1b[?25h"));
    rig_assert_modes_as_before(rig);
}

static void
without_a_frame_the_screen_is_not_touched(void **state)
{
    struct rig *rig = *state;

    rig_open(rig);
    rig_close(rig);
    rig_await_sent(rig, "\x1b[?2004l");
    assert_false(rig_was_sent(rig, "\x1b[?1049"));
    rig_assert_modes_as_before(rig);
}

static void
what_the_process_had_is_left_alone(void **state)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGTSTP};
    struct rig *rig = *state;

    (void)setenv("COLUMNS", "33", 1);
    rig_open(rig);
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
        terminal = terminal_open(rig->loop, &rig_events, rig, &rig->theme,
                                 COLOR_AUTO, &err);
        if (rows[i].fd >= 0) {
            (void)dup2(kept, rows[i].fd);
            (void)close(kept);
        }
        (void)close(null);
        assert_null(terminal);
        assert_string_equal(err.text, rows[i].text);
        rig_assert_modes_as_before(rig);
    }
}

static void
handing_it_back_and_taking_it_again_draws_everything(void **state)
{
    struct rig *rig = *state;
    struct err err = ERR_INIT;
    struct termios now;

    rig_open(rig);
    rig_text(rig, 3, ROLE_GOOD, "steady");
    rig_draw(rig);
    rig_await_sent(rig, "steady");

    buf_clear(&rig->sent);
    terminal_leave(rig->terminal);
    assert_false(terminal_can_draw(rig->terminal));
    rig_await_sent(rig, "\x1b[?2004l");
    assert_true(rig_was_sent(rig, "\x1b[?1049l"));
    rig_assert_modes_as_before(rig);

    buf_clear(&rig->sent);
    assert_true(terminal_enter(rig->terminal, &err));
    assert_int_equal(tcgetattr(STDIN_FILENO, &now), 0);
    assert_int_equal(now.c_lflag & (tcflag_t)ICANON, 0);
    rig_draw(rig);
    rig_await_sent(rig, "steady");
    assert_true(rig_was_sent(rig, "\x1b[?2004h"));
    assert_true(rig_was_sent(rig, "\x1b[?1049h"));
    assert_true(rig_was_sent(rig, "\x1b[?25l"));
}

static void
after_a_stop_it_takes_the_terminal_again(void **state)
{
    struct rig *rig = *state;
    struct termios now;

    rig_open(rig);
    rig_text(rig, 3, ROLE_GOOD, "steady");
    rig_draw(rig);
    rig_await_sent(rig, "steady");
    buf_clear(&rig->sent);

    /* As the shell does when its job was stopped. */
    assert_int_equal(tcsetattr(STDIN_FILENO, TCSANOW, &rig->before), 0);
    (void)raise(SIGCONT);
    rig_await_count(rig, &rig->resized, 1);
    assert_int_equal(tcgetattr(STDIN_FILENO, &now), 0);
    assert_int_equal(now.c_lflag & (tcflag_t)ICANON, 0);
    rig_draw(rig);
    rig_await_sent(rig, "steady");
    assert_true(rig_was_sent(rig, "\x1b[?2004h"));
    assert_true(rig_was_sent(rig, "\x1b[?1049h"));
}

/* ---- drawing */

static void
an_equal_grid_sends_no_byte(void **state)
{
    struct rig *rig = *state;
    uint64_t before;

    rig_open(rig);
    rig_scramble(rig, 0);
    rig_draw(rig);
    rig_read(rig);
    timer_start(rig->deadline, DEADLINE, 0);
    while (!terminal_can_draw(rig->terminal) && !rig->is_late) {
        (void)loop_turn(rig->loop, false);
        rig_read(rig);
    }
    before = terminal_bytes_written(rig->terminal);
    assert_true(before > 80 * 24);
    for (int i = 0; i < 3; i++)
        rig_draw(rig);
    assert_int_equal(terminal_bytes_written(rig->terminal), before);

    rig_text(rig, 5, ROLE_PLAIN, "!");
    rig_draw(rig);
    assert_in_range(terminal_bytes_written(rig->terminal) - before, 1, 30);

    before = terminal_bytes_written(rig->terminal);
    rig->grid.cursor = (struct point){3, 4};
    rig_draw(rig);
    assert_true(terminal_bytes_written(rig->terminal) > before);
    before = terminal_bytes_written(rig->terminal);
    rig_draw(rig);
    assert_int_equal(terminal_bytes_written(rig->terminal), before);
    rig->grid.cursor = (struct point){-1, -1};
    rig_draw(rig);
    rig_await_sent(rig, "\x1b[?25l");
    before = terminal_bytes_written(rig->terminal);
    rig_draw(rig);
    assert_int_equal(terminal_bytes_written(rig->terminal), before);

    terminal_forget(rig->terminal);
    rig_draw(rig);
    assert_true(terminal_bytes_written(rig->terminal) > before + 80 * 24);
}

static void
a_grid_of_another_size_is_not_shown(void **state)
{
    struct rig *rig = *state;
    uint64_t before;

    rig_open(rig);
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

    rig_open(rig);
    rig_text(rig, 0, ROLE_PLAIN, "世界 e\u0301 …");
    rig_text(rig, 23, ROLE_PLAIN, "the last row");
    rig_draw(rig);
    rig_await_sent(rig, "the last row");
    assert_true(rig_was_sent(rig, "世界"));
    assert_true(rig_was_sent(rig, "e\u0301"));
    assert_true(rig_was_sent(rig, "…"));
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
        rig_open_with(rig, rows[i].color);
        for (int role = 0; role < ROLE_COUNT; role++) {
            struct canvas canvas = canvas_whole(&rig->grid);

            rig_text(rig, role, (enum role)role, role_name((enum role)role));
            canvas_paint(&canvas, 0, role, 3, ROLE_SELECTED);
        }
        rig_text(rig, 23, ROLE_PLAIN, "end of it");
        buf_clear(&rig->sent);
        rig_draw(rig);
        rig_await_sent(rig, "end of it");
        assert_true(rig_was_sent(rig, "38;5;203") == rows[i].is_rich);
        assert_true((rig_was_sent(rig, "\x1b[31m") ||
                     rig_was_sent(rig, ";31m")) == rows[i].is_basic);
        terminal_close(rig->terminal);
        rig->terminal = NULL;
        rig_read(rig);
    }
}

static void
a_new_size_is_told_and_drawn(void **state)
{
    struct winsize size = {.ws_col = 33, .ws_row = 7};
    struct rig *rig = *state;

    rig_open(rig);
    rig_scramble(rig, 0);
    rig_draw(rig);
    rig_await_sent(rig, "\x1b[?25l");
    assert_int_equal(ioctl(rig->master, TIOCSWINSZ, &size), 0);
    (void)raise(SIGWINCH);
    rig_await_count(rig, &rig->resized, 1);
    assert_int_equal(rig->size.width, 33);
    assert_int_equal(rig->size.height, 7);
    assert_int_equal(terminal_size(rig->terminal).width, 33);

    /* The old grid is late; the new one is sent whole. */
    rig_read(rig);
    terminal_draw(rig->terminal, &rig->grid);
    grid_resize(&rig->grid, rig->size);
    rig_text(rig, 6, ROLE_PLAIN, "at the new bottom");
    buf_clear(&rig->sent);
    while (!terminal_can_draw(rig->terminal)) {
        (void)loop_turn(rig->loop, false);
        rig_read(rig);
    }
    rig_draw(rig);
    rig_await_sent(rig, "at the new bottom");

    /* The same size again is no news. */
    (void)raise(SIGWINCH);
    rig_type(rig, "x");
    rig_await_keys(rig, "x");
    assert_int_equal(rig->resized, 1);
}

/* ---- the clipboard */

#define PLAIN(code) "\x1b]52;c;" code "\a"
#define IN_TMUX(code) "\x1bPtmux;\x1b\x1b]52;c;" code "\a\x1b\\"
#define IN_SCREEN(code) "\x1bP\x1b]52;c;" code "\a\x1b\\"

static void
what_is_copied_is_wrapped_as_what_stands_between_wants_it(void **state)
{
    static const struct {
        const char *tmux, *screen; /* of the environment */
        const char *text, *sent;
    } rows[] = {
        {NULL, NULL, "web-1", PLAIN("d2ViLTE=")},
        {NULL, NULL, "", PLAIN("")},
        {"", "", "web", PLAIN("d2Vi")},
        {"/tmp/tmux", NULL, "web", PLAIN("d2Vi") IN_TMUX("d2Vi")},
        {NULL, "1.pts", "web", IN_SCREEN("d2Vi")},
        {"/tmp/tmux", "1.pts", "web", PLAIN("d2Vi") IN_TMUX("d2Vi")},
    };
    struct rig *rig = *state;

    (void)unsetenv("TMUX");
    (void)unsetenv("STY");
    rig_open(rig);
    rig_await_sent(rig, "\x1b[?2004h");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;

        if (rows[i].tmux)
            (void)setenv("TMUX", rows[i].tmux, 1);
        if (rows[i].screen)
            (void)setenv("STY", rows[i].screen, 1);
        buf_clear(&rig->sent);
        assert_true(terminal_copy(rig->terminal, str_of(rows[i].text), &err));
        rig_await_sent(rig, rows[i].sent);
        assert_string_equal(buf_text(&rig->sent), rows[i].sent);
        (void)unsetenv("TMUX");
        (void)unsetenv("STY");
    }
}

/* Without the ends of the pieces it is one whole sequence. */
static void
long_copy_comes_through_screen_in_pieces(void **state)
{
    struct rig *rig = *state;
    struct buf text = BUF_INIT(1 << 20), whole = BUF_INIT(1 << 20);
    struct err err = ERR_INIT;
    size_t longest = 0, run = 0;

    (void)unsetenv("TMUX");
    rig_open(rig);
    rig_await_sent(rig, "\x1b[?2004h");
    buf_clear(&rig->sent);
    (void)buf_add_repeat(&text, 'x', 3000);
    (void)setenv("STY", "1.pts", 1);
    assert_true(terminal_copy(rig->terminal, buf_str(&text), &err));
    (void)unsetenv("STY");
    rig_await_sent(rig, "\a\x1b\\");
    for (const char *at = buf_text(&rig->sent); *at; at++) {
        longest = ++run > longest ? run : longest;
        if (strncmp(at, "\x1b\\\x1bP", 4) != 0) {
            (void)buf_add_char(&whole, *at);
            continue;
        }
        at += 3;
        run = 0;
    }
    assert_in_range(longest, 512, 600);
    assert_int_equal(strncmp(buf_text(&whole), "\x1bP\x1b]52;c;eHh4", 12), 0);
    assert_int_equal(whole.len, strlen(IN_SCREEN("")) + 4000);
    buf_release(&text);
    buf_release(&whole);
}

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
        TERMINAL_TEST(
            what_is_copied_is_wrapped_as_what_stands_between_wants_it),
        TERMINAL_TEST(long_copy_comes_through_screen_in_pieces),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("terminal", tests, NULL, NULL);
}
