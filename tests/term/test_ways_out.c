/*
 * test_ways_out.c - however the program ends or stops, the terminal is as it
 * was before it.
 */
#include "config.h"

#include "support/canned.h"
#include "support/pty.h"
#include "support/test.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define WAIT 30000 /* ms; no test waits that long but a failing one */
#define EVENTS "GET *events*"
#define SIGNALLED 128 /* and the signal's number: the exit status */

static const char *const env[] = {"XDG_STATE_HOME=/dev/null", "BAYPLAN_LOG",
                                  NULL};

/* The engine, the program on a terminal of its own, and how such a terminal
 * is before anybody touched it. */
struct scene {
    struct canned *engine;
    struct pty *pty;
    struct termios before;
};

static void
assert_untouched(const struct scene *scene)
{
    struct termios now;

    assert_false(pty_in_alternate_screen(scene->pty));
    assert_true(pty_cursor_is_visible(scene->pty));
    assert_false(pty_has_bracketed_paste(scene->pty));
    pty_termios(scene->pty, &now);
    assert_int_equal(now.c_iflag, scene->before.c_iflag);
    assert_int_equal(now.c_oflag, scene->before.c_oflag);
    assert_int_equal(now.c_cflag, scene->before.c_cflag);
    assert_int_equal(now.c_lflag, scene->before.c_lflag);
    assert_memory_equal(now.c_cc, scene->before.c_cc, sizeof(now.c_cc));
}

static void
assert_taken(const struct scene *scene)
{
    struct termios now;

    assert_true(pty_in_alternate_screen(scene->pty));
    assert_false(pty_cursor_is_visible(scene->pty));
    assert_true(pty_has_bracketed_paste(scene->pty));
    pty_termios(scene->pty, &now);
    assert_int_equal(now.c_lflag & (tcflag_t)(ICANON | ECHO | ISIG), 0);
}

static void
look_at_a_fresh_terminal(struct termios *termios)
{
    struct pty *pty = pty_spawn(&(struct pty_spec){
        .argv = (const char *const[]){"/bin/sh", "-c", "read line", NULL},
        .width = 80,
        .height = 24,
    });

    pty_termios(pty, termios);
    pty_free(pty);
}

/* NULL: the program itself, else a shell with a script that runs it. */
static void
open_scene(struct scene *scene, const char *script)
{
    const char *url;

    look_at_a_fresh_terminal(&scene->before);
    scene->engine = canned_new(0, 0);
    canned_put(scene->engine, &(struct canned_container){.name = "web"});
    canned_put(scene->engine,
               &(struct canned_container){.name = "db", .state = "exited"});
    url = script_url(canned_script(scene->engine));
    const char *const alone[] = {BAYPLAN, "-H", url, NULL};
    const char *const in_shell[] = {"/bin/sh", "-c", script, BAYPLAN,
                                    "-H",      url,  NULL};
    scene->pty = pty_spawn(&(struct pty_spec){
        .argv = script ? in_shell : alone,
        .env = env,
        .width = 80,
        .height = 24,
    });
    assert_true(pty_wait_text(scene->pty, "web", WAIT));
    assert_taken(scene);
}

static void
close_scene(struct scene *scene)
{
    pty_free(scene->pty);
    canned_free(scene->engine);
}

/* A program that is not docker's says what it was asked for. */
static void
a_shell_has_the_terminal_and_gives_it_back(void **state)
{
    static const char script[] =
        "d=$(mktemp -d); printf '%s\n' '#!/bin/sh' "
        "'echo \"asked for $3 $4 $6\"; read line; exit 3' >$d/docker; "
        "chmod +x $d/docker; PATH=$d:$PATH \"$0\" \"$@\"; rm -r $d";
    struct scene scene;

    (void)state;
    open_scene(&scene, script);
    pty_send(scene.pty, "e");
    assert_true(pty_wait_text(scene.pty, "asked for exec -it sh", WAIT));
    assert_false(pty_in_alternate_screen(scene.pty));
    pty_send(scene.pty, "\r");
    assert_true(
        pty_wait_text(scene.pty, "the shell in web ended with status 3", WAIT));
    assert_taken(&scene);
    pty_send(scene.pty, "Q");
    assert_true(pty_wait_exit(scene.pty, WAIT, &(int){0}));
    assert_untouched(&scene);
    close_scene(&scene);
}

static void
every_key_out_leaves_the_terminal_as_it_was(void **state)
{
    static const char *const rows[] = {"Q", "q", "\x03"};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene scene;
        int status;

        open_scene(&scene, NULL);
        pty_send(scene.pty, rows[i]);
        assert_true(pty_wait_exit(scene.pty, WAIT, &status));
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
        assert_untouched(&scene);
        close_scene(&scene);
    }
}

static void
every_signal_leaves_the_terminal_as_it_was(void **state)
{
    static const struct {
        int number;
        bool kills; /* else it is an orderly end */
    } rows[] = {
        {SIGINT, false},  {SIGTERM, false}, {SIGHUP, false},
        {SIGQUIT, false}, {SIGABRT, true},  {SIGSEGV, true},
        {SIGBUS, true},   {SIGFPE, true},   {SIGILL, true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene scene;
        int status;

        open_scene(&scene, NULL);
        assert_int_equal(kill(pty_pid(scene.pty), rows[i].number), 0);
        assert_true(pty_wait_exit(scene.pty, WAIT, &status));
        if (rows[i].kills) {
            assert_true(WIFSIGNALED(status));
            assert_int_equal(WTERMSIG(status), rows[i].number);
        } else {
            assert_true(WIFEXITED(status));
            assert_int_equal(WEXITSTATUS(status), SIGNALLED + rows[i].number);
        }
        assert_untouched(&scene);
        close_scene(&scene);
    }
}

static void
a_terminal_that_goes_away_ends_the_program_within_a_second(void **state)
{
    struct scene scene;
    int status;

    (void)state;
    open_scene(&scene, NULL);
    pty_hang_up(scene.pty);
    assert_true(pty_wait_exit(scene.pty, 1000, &status));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), SIGNALLED + SIGHUP);
    close_scene(&scene);
}

/* A shell with job control, as a person has it. */
static void
stopping_gives_everything_back_and_going_on_takes_it_again(void **state)
{
    static const char script[] =
        "set -m; \"$0\" \"$@\"; echo \"stopped: $?\"; read line; "
        "fg >/dev/null; echo \"ended: $?\"";
    struct scene scene;
    struct script *engine;
    int status;

    (void)state;
    open_scene(&scene, script);
    engine = canned_script(scene.engine);
    assert_true(script_wait(engine, EVENTS, 1, WAIT));

    pty_send(scene.pty, "\x1a");
    assert_true(pty_wait_text(scene.pty, "stopped: 148", WAIT));
    assert_untouched(&scene);
    assert_int_equal(script_streams(engine, EVENTS), 0);

    /* What happens while nobody listens is on screen afterwards. */
    canned_put(scene.engine, &(struct canned_container){.name = "born"});
    pty_send(scene.pty, "\n");
    assert_true(pty_wait_text(scene.pty, "born", WAIT));
    assert_taken(&scene);
    assert_true(script_wait(engine, EVENTS, 2, WAIT));

    pty_send(scene.pty, "Q");
    assert_true(pty_wait_exit(scene.pty, WAIT, &status));
    assert_true(pty_find(scene.pty, "ended: 0") >= 0);
    assert_untouched(&scene);
    close_scene(&scene);
}

static void
a_terminal_that_cannot_show_a_screen_is_refused_in_words(void **state)
{
    static const struct {
        const char *term, *words;
    } rows[] = {
        {"TERM=dumb", "cannot show a screen"},
        {"TERM=no-such-type", "terminfo knows no terminal of the type"},
        {"TERM=", "TERM is not set"},
    };
    struct canned *engine = canned_new(0, 0);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene scene = {.engine = engine};
        int status;

        look_at_a_fresh_terminal(&scene.before);
        scene.pty = pty_spawn(&(struct pty_spec){
            .argv =
                (const char *const[]){BAYPLAN, "-H",
                                      script_url(canned_script(engine)), NULL},
            .env = (const char *const[]){rows[i].term, env[0], NULL},
            .width = 160,
            .height = 24,
        });
        assert_true(pty_wait_exit(scene.pty, WAIT, &status));
        assert_true(WIFEXITED(status));
        assert_int_not_equal(WEXITSTATUS(status), 0);
        assert_true(pty_find(scene.pty, rows[i].words) >= 0);
        assert_untouched(&scene);
        pty_free(scene.pty);
    }
    canned_free(engine);
}

/* Terminfo has pauses in what ends a screen of a VT100. */
static void
a_terminal_of_old_is_left_without_a_trace_of_its_pauses(void **state)
{
    struct canned *engine = canned_new(0, 0);
    struct pty *pty;
    int status;

    (void)state;
    canned_put(engine, &(struct canned_container){.name = "web"});
    pty = pty_spawn(&(struct pty_spec){
        .argv = (const char *const[]){BAYPLAN, "-H",
                                      script_url(canned_script(engine)), NULL},
        .env = (const char *const[]){"TERM=vt100", env[0], NULL},
        .width = 80,
        .height = 24,
    });
    assert_true(pty_wait_text(pty, "> web", WAIT));
    pty_send(pty, "Q");
    assert_true(pty_wait_exit(pty, WAIT, &status));
    assert_true(pty_find(pty, "> web") >= 0);
    assert_true(pty_find(pty, "$<") < 0);
    pty_free(pty);
    canned_free(engine);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shell_has_the_terminal_and_gives_it_back),
        cmocka_unit_test(every_key_out_leaves_the_terminal_as_it_was),
        cmocka_unit_test(every_signal_leaves_the_terminal_as_it_was),
        cmocka_unit_test(
            a_terminal_that_goes_away_ends_the_program_within_a_second),
        cmocka_unit_test(
            stopping_gives_everything_back_and_going_on_takes_it_again),
        cmocka_unit_test(
            a_terminal_that_cannot_show_a_screen_is_refused_in_words),
        cmocka_unit_test(
            a_terminal_of_old_is_left_without_a_trace_of_its_pauses),
    };
    const struct rlimit no_core = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &no_core);
    return cmocka_run_group_tests_name("ways out", tests, NULL, NULL);
}
