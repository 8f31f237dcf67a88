/*
 * test_pipe.c - a log through a command of the person's, on a terminal: what it
 * is given, how it ends, and that nothing waits for it but the screen.
 */
#include "config.h"

#include "support/test.h"

#include "support/scene.h"

#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TIME "2026-11-21T08:30:00.000000001Z "
/* Of stdout, 40 bytes: the time has 31. */
#define FRAME "\1\0\0\0\0\0\0(" TIME "one line\n"
#define CHUNK "30\r\n" FRAME "\r\n"
#define WHOLE 100000 /* lines */
#define TRIES 60
#define TRY_MS 500

static const struct script_rule rules[] = {
    {"GET */logs?*follow=1*",
     .steps = {SCRIPT_CHUNKED, SCRIPT_REPEAT(CHUNK, 3), SCRIPT_HANG}},
    {"GET */logs?*",
     .steps = {SCRIPT_CHUNKED, SCRIPT_REPEAT(CHUNK, WHOLE), SCRIPT_LAST_CHUNK}},
    {.pattern = NULL},
};

static char folder[] = "/tmp/bayplan-pipe.XXXXXX";
static char tmpdir[64];

static void
open_log(struct scene *scene)
{
    scene_open(scene, &(struct scene_spec){
                          .width = 140,
                          .height = 30,
                          .env = {tmpdir},
                          .rules = rules,
                      });
    pty_send(scene->pty, "3");
    scene_await(scene, "one line");
}

static void
pipe_to(struct scene *scene, const char *part, const char *command)
{
    pty_send(scene->pty, "|");
    scene_await(scene, "the whole log");
    pty_send(scene->pty, part);
    scene_await(scene, "pipe to:");
    pty_send(scene->pty, command);
    pty_send(scene->pty, "\r");
}

static int
count_files(void)
{
    DIR *all = opendir(folder);
    int count = -2; /* . and .. */

    assert_non_null(all);
    while (readdir(all))
        count++;
    (void)closedir(all);
    return count;
}

static void
a_command_has_the_log_and_its_end_is_said(void **state)
{
    static const struct {
        const char *part, *command, *printed;
        const char *said; /* NULL: nothing */
    } rows[] = {
        {"s", "wc -l | tr -d ' '", "3\nover-0\n", NULL},
        {"h", "cat -", "one line\none line\none line\n", NULL},
        {"w", "wc -l | tr -d ' '", "100000\nover-2\n", NULL},
        /* It ends before it has read all, or never reads. */
        {"w", "head -n 1", "one line\n", NULL},
        {"w", "echo deaf", "deaf", NULL},
        {"s", "echo gone; exit 3", "gone", " ended with status 3"},
        {"s", "no-such-command", "not found", " ended with status 127"},
        /* Signals are as every program expects them. */
        {"s", "sh -c 'kill -PIPE $$; echo alive'; echo got $?", "got 141",
         NULL},
        {"s", "sh -c 'kill -PIPE $$'", "over-8",
         " ended with status 141 (SIGPIPE)"},
    };
    struct scene scene;

    (void)state;
    open_log(&scene);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char command[128], over[16];

        /* What an earlier one printed still stands there. */
        (void)snprintf(over, sizeof(over), "over-%zu", i);
        (void)snprintf(command, sizeof(command),
                       "(%s); s=$?; echo over''-%zu; exit $s", rows[i].command,
                       i);
        pipe_to(&scene, rows[i].part, command);
        scene_await(&scene, over);
        scene_await(&scene, "-- Enter --");
        assert_false(pty_in_alternate_screen(scene.pty));
        if (!strstr(pty_picture(scene.pty), rows[i].printed))
            fail_msg("%s: %s", rows[i].command, pty_picture(scene.pty));
        pty_send(scene.pty, "\r");
        scene_await(&scene, "3 Logs web");
        scene_await(&scene, rows[i].said ? rows[i].said : "| pipe");
        assert_true(pty_in_alternate_screen(scene.pty));
        assert_int_equal(count_files(), 0);
    }
    scene_leave(&scene);
    scene_close(&scene);
}

/* What happens at the engine is heard while the command has the screen. */
static void
the_loop_goes_on_while_a_command_waits(void **state)
{
    struct scene scene;
    size_t asked;

    (void)state;
    open_log(&scene);
    pipe_to(&scene, "s",
            "echo wait''ing; read line </dev/tty; echo g''ot $line");
    scene_await(&scene, "waiting");
    asked = script_count(canned_script(scene.engine), "GET */json*");
    canned_put(scene.engine,
               &(struct canned_container){.name = "web", .state = "paused"});
    canned_event(scene.engine, "web", "pause");
    assert_true(script_wait(canned_script(scene.engine), "GET */json*",
                            asked + 1, SCENE_WAIT));
    assert_false(pty_in_alternate_screen(scene.pty));
    pty_send(scene.pty, "it\r");
    scene_await(&scene, "got it");
    pty_send(scene.pty, "\r");
    scene_await(&scene, "paused");
    assert_int_equal(count_files(), 0);
    scene_leave(&scene);
    scene_close(&scene);
}

/* What is typed while the kernel deals with C-c may be thrown away with what
 * was typed before; so something is seen to arrive before the end of the line.
 */
static void
press_enter(struct scene *scene)
{
    int tries = 0;

    do {
        assert_true(tries++ < TRIES);
        pty_send(scene->pty, "x");
    } while (!pty_wait_text(scene->pty, "-- Enter --x", TRY_MS));
    pty_send(scene->pty, "\r");
}

static void
a_command_is_interrupted_alone(void **state)
{
    struct scene scene;

    (void)state;
    open_log(&scene);
    pipe_to(&scene, "s", "echo wait''ing; cat </dev/tty");
    scene_await(&scene, "waiting");
    pty_send(scene.pty, "\003");
    scene_await(&scene, "-- Enter --");
    press_enter(&scene);
    scene_await(&scene, "ended with status 130 (SIGINT)");
    assert_int_equal(count_files(), 0);
    scene_leave(&scene);
    scene_close(&scene);
}

static int
make_folder(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(tmpdir, sizeof(tmpdir), "TMPDIR=%s", folder);
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : -1;
}

static int
remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_has_the_log_and_its_end_is_said),
        cmocka_unit_test(the_loop_goes_on_while_a_command_waits),
        cmocka_unit_test(a_command_is_interrupted_alone),
    };

    return cmocka_run_group_tests_name("pipe", tests, make_folder,
                                       remove_folder);
}
