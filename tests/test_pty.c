#include "config.h"

#include "support/pty.h"
#include "support/test.h"

#include <signal.h>
#include <sys/wait.h>

#define WAIT 30000

static struct pty *
shell(const char *script, bool with_sync)
{
    return pty_spawn(&(struct pty_spec){
        .argv = (const char *const[]){"/bin/sh", "-c", script, NULL},
        .env = (const char *const[]){"GREETING=salve", "HOME", NULL},
        .width = 40,
        .height = 6,
        .with_sync = with_sync,
    });
}

static void
written_text_is_in_the_picture(void **state)
{
    struct pty *pty = shell(
        "printf 'one\\r\\n\\033[4;3H\\033[1mtw\xc3\xb6 \xe6\x97\xa5 '; read x",
        false);

    (void)state;
    assert_true(pty_wait_text(pty, "tw\xc3\xb6", WAIT));
    assert_string_equal(pty_line(pty, 0), "one");
    assert_string_equal(pty_line(pty, 3), "  tw\xc3\xb6 \xe6\x97\xa5");
    assert_string_equal(pty_picture(pty),
                        "one\n\n\n  tw\xc3\xb6 \xe6\x97\xa5\n\n\n");
    assert_int_equal(pty_find(pty, "tw"), 3);
    assert_int_equal(pty_find(pty, "three"), -1);
    assert_true(pty_cell(pty, 2, 3).is_bold);
    assert_false(pty_cell(pty, 0, 0).is_bold);
    pty_free(pty);
}

static void
keys_and_environment_reach_the_program(void **state)
{
    struct pty *pty = shell("stty -echo; echo \"$GREETING [$HOME] $TERM\"; "
                            "read x; echo got $x; exit 7",
                            false);
    int status;

    (void)state;
    assert_true(pty_wait_text(pty, "salve [] xterm-256color", WAIT));
    pty_send(pty, "abc\r");
    assert_true(pty_wait_exit(pty, WAIT, &status));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    assert_true(pty_find(pty, "got abc") >= 0);
    pty_free(pty);
}

static void
modes_and_settings_are_seen(void **state)
{
    struct pty *pty = shell("printf '\\033[?1049h\\033[?25l\\033[?2004hin'; "
                            "stty raw; read x; printf "
                            "'\\033[?2004l\\033[?25h\\033[?1049lout'; read x",
                            false);
    struct termios before, after;

    (void)state;
    pty_termios(pty, &before);
    assert_true(pty_wait_text(pty, "in", WAIT));
    assert_true(pty_in_alternate_screen(pty));
    assert_false(pty_cursor_is_visible(pty));
    assert_true(pty_has_bracketed_paste(pty));
    pty_send(pty, "\n");
    assert_true(pty_wait_text(pty, "out", WAIT));
    assert_false(pty_in_alternate_screen(pty));
    assert_true(pty_cursor_is_visible(pty));
    assert_false(pty_has_bracketed_paste(pty));
    pty_termios(pty, &after);
    assert_true(before.c_lflag & ICANON);
    assert_false(after.c_lflag & ICANON);
    pty_free(pty);
}

static void
a_new_size_reaches_the_program(void **state)
{
    struct pty *pty = shell(
        "trap 'stty size' WINCH; echo ready; while :; do read x; done", false);

    (void)state;
    assert_true(pty_wait_text(pty, "ready", WAIT));
    pty_resize(pty, 33, 9);
    pty_send(pty, "\r");
    assert_true(pty_wait_text(pty, "9 33", WAIT));
    pty_free(pty);
}

/* One that reads may hear of the end before the signal. */
static void
a_hang_up_reaches_the_program(void **state)
{
    struct pty *pty = shell("echo ready; exec sleep 1000", false);
    int status;

    (void)state;
    assert_true(pty_wait_text(pty, "ready", WAIT));
    pty_hang_up(pty);
    assert_true(pty_wait_exit(pty, WAIT, &status));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP);
    pty_free(pty);
}

static void
idle_is_told_by_the_sync_lines(void **state)
{
    struct pty *pty =
        shell("say() { eval \"echo \\\"$1\\\" >&$BAYPLAN_SYNC\"; }; "
              "say 'turn 1 frame 1 jobs 0 requests 2 marks 0'; read x; "
              "say 'turn 2 frame 4 jobs 0 requests 0 marks 0'; read x",
              true);
    struct pty_sync sync;

    (void)state;
    while (!pty_sync(pty, &sync))
        (void)pty_pump(pty, WAIT);
    assert_int_equal(sync.requests, 2);
    pty_send(pty, "\r");
    assert_true(pty_wait_idle(pty, WAIT));
    assert_true(pty_sync(pty, &sync));
    assert_int_equal(sync.frame, 4);
    pty_free(pty);
}

static void
what_does_not_come_is_given_up(void **state)
{
    struct pty *pty = shell("read x", false);

    (void)state;
    assert_false(pty_wait_text(pty, "never", 50));
    assert_int_equal(pty_bytes(pty), 0);
    pty_free(pty);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_text_is_in_the_picture),
        cmocka_unit_test(keys_and_environment_reach_the_program),
        cmocka_unit_test(modes_and_settings_are_seen),
        cmocka_unit_test(a_new_size_reaches_the_program),
        cmocka_unit_test(a_hang_up_reaches_the_program),
        cmocka_unit_test(idle_is_told_by_the_sync_lines),
        cmocka_unit_test(what_does_not_come_is_given_up),
    };

    return cmocka_run_group_tests_name("pty", tests, NULL, NULL);
}
