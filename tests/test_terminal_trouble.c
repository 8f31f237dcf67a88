/*
 * The terminal on a pty: nobody reads it, it goes away, the program dies; and
 * its keys.
 */
#include "config.h"

#include "support/terminal_rig.h"

#include "base/mem.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOBODY 65534 /* a user without rights */

static int64_t
milliseconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
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
        rig_scramble(rig, round);
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

    rig_open(rig);
    fill_terminal(rig);
    /* Further frames are not even made, and keys still come. */
    rig_scramble(rig, 7);
    terminal_draw(rig->terminal, &rig->grid);
    rig_type(rig, "q");
    rig_await_keys(rig, "q");
    assert_false(terminal_can_draw(rig->terminal));
    assert_int_equal(rig->drained, 0);
    assert_true(milliseconds() - begin < DEADLINE);

    timer_start(rig->deadline, DEADLINE, 0);
    while (rig->drained == 0 && !rig->is_late) {
        rig_read(rig);
        (void)loop_turn(rig->loop, false);
    }
    assert_int_equal(rig->drained, 1);
    grid_clear(&rig->grid);
    rig_text(rig, 0, ROLE_PLAIN, "the newest state");
    rig_draw(rig);
    rig_await_sent(rig, "newest state");
}

static void
closing_does_not_wait_for_a_reader(void **state)
{
    struct rig *rig = *state;
    int64_t begin;

    rig_open(rig);
    fill_terminal(rig);
    begin = milliseconds();
    rig_close(rig);
    assert_true(milliseconds() - begin < 2000);
    rig_assert_modes_as_before(rig);
}

static void
a_hang_up_is_told_once(void **state)
{
    struct rig *rig = *state;

    rig_open(rig);
    rig_scramble(rig, 0);
    rig_draw(rig);
    (void)close(rig->master);
    rig->master = -1;
    rig_await_count(rig, &rig->lost, 1);
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

    rig_open(rig);
    fill_terminal(rig);
    (void)close(rig->master);
    rig->master = -1;
    rig_await_count(rig, &rig->lost, 1);
    rig_close(rig);
    (void)loop_turn(rig->loop, false);
    assert_int_equal(rig->lost, 1);
}

/* ---- keys */

static void
keys_come_as_they_are_typed(void **state)
{
    struct rig *rig = *state;

    rig_open(rig);
    rig_type(rig, "jK\x1b[A\x03\x1a\x1b[200~q\x1b[201~");
    rig_await_keys(rig, "j K Up C-c C-z PasteBegin q PasteEnd");
}

static void
a_lone_escape_is_a_key_after_its_time(void **state)
{
    struct rig *rig = *state;

    rig_open(rig);
    terminal_set_escape_time(rig->terminal, 10);
    rig_type(rig, "\x1b");
    rig_await_keys(rig, "Esc");
    buf_clear(&rig->keys);
    rig_type(rig, "\x1b[1;5");
    (void)loop_turn(rig->loop, true);
    rig_type(rig, "C");
    rig_await_keys(rig, "C-Right");
}

static void
a_key_may_close_the_terminal(void **state)
{
    struct rig *rig = *state;

    rig_open(rig);
    rig->closes_on_key = true;
    rig_type(rig, "Qabc");
    rig_await_keys(rig, "Q");
    assert_null(rig->terminal);
    rig_assert_modes_as_before(rig);
}

/* ---- crashes */

static void
crash(struct rig *rig, int number)
{
    terminal_install_crash_handlers();
    rig_open(rig);
    rig_text(rig, 0, ROLE_PLAIN, "before the crash");
    rig_draw(rig);
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
        rig_await_sent(rig, "before the crash");
        rig_await_sent(rig, "\x1b[?2004l");
        assert_true(rig_was_sent(rig, "\x1b[?1049l"));
        rig_assert_modes_as_before(rig);
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
        rig_open(rig);
        rig_text(rig, 0, ROLE_PLAIN, "before the end");
        rig_draw(rig);
        die("out of memory");
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    rig_await_sent(rig, "\x1b[?2004l");
    assert_true(rig_was_sent(rig, "\x1b[?1049l"));
    rig_assert_modes_as_before(rig);
}

static void
restoring_twice_is_restoring_once(void **state)
{
    struct rig *rig = *state;

    rig_open(rig);
    rig_draw(rig);
    terminal_restore();
    rig_await_sent(rig, "\x1b[?2004l");
    rig_assert_modes_as_before(rig);
    buf_clear(&rig->sent);
    terminal_restore();
    rig_close(rig);
    rig_read(rig);
    assert_false(rig_was_sent(rig, "\x1b[?1049l"));
}

/* ---- a device that is not ours to open (after `su -c`) */

static bool
is_non_blocking(int fd)
{
    return (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0;
}

/* The exit status says what was wrong. */
static int
use_shared_terminal(struct rig *rig)
{
    struct err err = ERR_INIT;

    if (geteuid() == 0 && setuid(NOBODY) != 0)
        return 1;
    rig->terminal = terminal_open(rig->loop, &rig_events, rig, &rig->theme,
                                  COLOR_AUTO, &err);
    if (!rig->terminal)
        return 2;
    if (!is_non_blocking(STDOUT_FILENO))
        return 3; /* it was opened anew, and nothing is tested here */
    terminal_leave(rig->terminal);
    if (is_non_blocking(STDOUT_FILENO))
        return 4;
    if (!terminal_enter(rig->terminal, &err) || !is_non_blocking(STDOUT_FILENO))
        return 5;
    terminal_restore();
    if (is_non_blocking(STDOUT_FILENO))
        return 6;
    rig_close(rig);
    return is_non_blocking(STDOUT_FILENO) ? 7 : 0;
}

static void
a_shared_open_file_gets_its_flags_back(void **state)
{
    struct rig *rig = *state;
    int status;
    pid_t child;

    assert_int_equal(fchmod(STDOUT_FILENO, 0), 0);
    child = fork();
    if (child == 0)
        _exit(use_shared_terminal(rig));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    rig_assert_modes_as_before(rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
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
        TERMINAL_TEST(a_shared_open_file_gets_its_flags_back),
    };
    const struct rlimit no_core = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &no_core);
    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("terminal in trouble", tests, NULL,
                                       NULL);
}
