/*
 * A child on a terminal. This program is run on a pty by itself: there it
 * starts the child that it is told, says how that ended, and ends when it has
 * read a line, which only the foreground may.
 */
#include "config.h"

#include "support/pty.h"
#include "support/test.h"

#include "loop/child.h"
#include "loop/signals.h"
#include "loop/timer.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAIT 30000

static const char *program;

/* ---- on the pty ---- */

struct parent {
    struct loop *loop;
    struct child *child;
    struct signal_watch *hang_up;
    int dones;
};

static void
parent_done(void *data, const struct child_end *end)
{
    struct parent *parent = data;
    bool is_foreground = tcgetpgrp(STDIN_FILENO) == getpgrp();
    bool is_as_before = fcntl(STDIN_FILENO, F_GETFL) & O_NONBLOCK;

    parent->dones++;
    (void)printf("ended %d %d %s %s\n", end->status, end->signal,
                 is_foreground ? "foreground" : "background",
                 is_as_before ? "as before" : "changed");
    (void)fflush(stdout);
    signal_watch_free(parent->hang_up);
}

static void
parent_told(void *data, int number)
{
    struct parent *parent = data;

    (void)number;
    child_hang_up(parent->child);
}

static int
run_parent(const char *const *argv)
{
    struct parent parent = {.loop = loop_new()};
    struct err err = ERR_INIT;
    char line[8];
    int leak = dup(STDIN_FILENO);
    int flags = fcntl(STDIN_FILENO, F_GETFL);

    (void)signal(SIGPIPE, SIG_IGN);
    (void)fcntl(STDIN_FILENO, F_SETFL, flags | O_NONBLOCK);
    parent.hang_up =
        signal_watch_new(parent.loop, SIGUSR1, parent_told, &parent);
    parent.child = child_start(parent.loop, argv, parent_done, &parent, &err);
    if (!parent.child) {
        (void)printf("%s\n", err.text);
        (void)fflush(stdout);
        signal_watch_free(parent.hang_up);
    }
    loop_run(parent.loop);
    loop_free(parent.loop);
    (void)fcntl(STDIN_FILENO, F_SETFL, flags & ~O_NONBLOCK);
    (void)close(leak);
    return fgets(line, sizeof(line), stdin) ? parent.dones : 100;
}

/* ---- beside it ---- */

static struct pty *
run(const char *script)
{
    return pty_spawn(&(struct pty_spec){
        .argv = (const char *const[]){program, "parent", "/bin/sh", "-c",
                                      script, NULL},
        .width = 60,
        .height = 12,
    });
}

/* The parent says these words, and has its terminal then. */
static void
assert_end(struct pty *pty, const char *words, int dones)
{
    int status;

    assert_true(pty_wait_text(pty, words, WAIT));
    pty_send(pty, "\r");
    assert_true(pty_wait_exit(pty, WAIT, &status));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), dones);
    pty_free(pty);
}

#define END(words) "ended " words " foreground as before"

static void
child_has_the_terminal_and_gives_it_back(void **state)
{
    struct pty *pty = run("echo ready; read x; echo got $x; exit 7");

    (void)state;
    assert_true(pty_wait_text(pty, "ready", WAIT));
    pty_send(pty, "abc\r");
    assert_true(pty_wait_text(pty, "got abc", WAIT));
    assert_end(pty, END("7 0"), 1);
}

static void
interrupt_is_the_childs_alone(void **state)
{
    struct pty *pty = run("echo ready; exec sleep 100");

    (void)state;
    assert_true(pty_wait_text(pty, "ready", WAIT));
    pty_send(pty, "\003");
    assert_end(pty, END("0 2"), 1);
}

static void
stopped_child_goes_on(void **state)
{
    struct pty *pty = run("trap 'echo went on' CONT; echo ready; "
                          "until read x; do :; done; echo got $x");

    (void)state;
    assert_true(pty_wait_text(pty, "ready", WAIT));
    pty_send(pty, "\032");
    assert_true(pty_wait_text(pty, "went on", WAIT));
    pty_send(pty, "abc\r");
    assert_true(pty_wait_text(pty, "got abc", WAIT));
    assert_end(pty, END("0 0"), 1);
}

static void
foreground_is_ours_whoever_had_it(void **state)
{
    /* A shell with job control makes each job the foreground, and here it is
     * killed before it can take that back. */
    struct pty *pty = run("set -m; sh -c 'kill -KILL $PPID'");

    (void)state;
    assert_end(pty, END("0 9"), 1);
}

static void
hung_up_child_ends(void **state)
{
    struct pty *pty = run("echo ready; sleep 100");

    (void)state;
    assert_true(pty_wait_text(pty, "ready", WAIT));
    (void)kill(pty_pid(pty), SIGUSR1);
    assert_end(pty, END("0 1"), 1);
}

/* Of the signals that have a name; libc has some for itself. */
static unsigned long long
named_signals(struct pty *pty, const char *row)
{
    int y = pty_find(pty, row);

    assert_true(y >= 0);
    return strtoull(pty_line(pty, y) + strlen(row), NULL, 16) &
           ((1ULL << 31) - 1);
}

static void
child_has_signals_by_default(void **state)
{
    struct pty *pty = run("grep -E 'Sig(Blk|Ign)' /proc/self/status; echo end");

    (void)state;
    assert_true(pty_wait_text(pty, "end", WAIT));
    assert_true(named_signals(pty, "SigBlk:") == 0);
    assert_true(named_signals(pty, "SigIgn:") == 0);
    assert_end(pty, END("0 0"), 1);
}

static void
child_has_no_descriptor_of_ours(void **state)
{
#ifdef HAVE_CLOSE_RANGE
    /* 3 is ls's own, of the folder. */
    struct pty *pty = run("echo $(ls /proc/self/fd) end");

    (void)state;
    assert_true(pty_wait_text(pty, "0 1 2 3 end", WAIT));
    assert_end(pty, END("0 0"), 1);
#else
    (void)state;
    skip();
#endif
}

static void
program_that_is_not_there_is_an_error(void **state)
{
    static const struct {
        const char *name;
        const char *words;
    } rows[] = {
        {"no-such-program",
         "no-such-program cannot be started: No such file or directory"},
        {"/dev/null", "/dev/null cannot be started: Permission denied"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++)
        assert_end(pty_spawn(&(struct pty_spec){
                       .argv = (const char *const[]){program, "parent",
                                                     rows[i].name, NULL},
                       .width = 80,
                       .height = 12,
                   }),
                   rows[i].words, 0);
}

/* ---- without a terminal ---- */

struct ends {
    struct child_end last;
    int dones;
};

static void
ended(void *data, const struct child_end *end)
{
    struct ends *ends = data;

    ends->last = *end;
    ends->dones++;
}

static void
child_needs_no_terminal(void **state)
{
    static const struct {
        const char *script;
        struct child_end end;
    } rows[] = {
        {"exit 0", {0, 0}},
        {"exit 3", {3, 0}},
        {"kill -TERM $$", {0, SIGTERM}},
        {"kill -TSTP $$; exit 4", {4, 0}},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        const char *const argv[] = {"sh", "-c", rows[i].script, NULL};
        struct loop *loop = loop_new();
        struct ends ends = {.dones = 0};
        struct err err = ERR_INIT;

        assert_non_null(child_start(loop, argv, ended, &ends, &err));
        assert_int_equal(ends.dones, 0);
        loop_run(loop);
        assert_int_equal(ends.dones, 1);
        assert_int_equal(ends.last.status, rows[i].end.status);
        assert_int_equal(ends.last.signal, rows[i].end.signal);
        loop_free(loop);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(child_has_the_terminal_and_gives_it_back),
        cmocka_unit_test(interrupt_is_the_childs_alone),
        cmocka_unit_test(stopped_child_goes_on),
        cmocka_unit_test(foreground_is_ours_whoever_had_it),
        cmocka_unit_test(hung_up_child_ends),
        cmocka_unit_test(child_has_signals_by_default),
        cmocka_unit_test(child_has_no_descriptor_of_ours),
        cmocka_unit_test(program_that_is_not_there_is_an_error),
        cmocka_unit_test(child_needs_no_terminal),
    };

    program = argv[0];
    if (argc > 2 && strcmp(argv[1], "parent") == 0)
        return run_parent((const char *const *)(void *)(argv + 2));
    return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
