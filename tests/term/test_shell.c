/*
 * test_shell.c - a shell in a container: what is said of its end, and what the
 * journal has of it. The docker command is one of the test's own, which ends
 * as it is told to, and leaves nothing for which the next one could be taken.
 */
#include "config.h"

#include "support/test.h"

#include "support/scene.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char fake_docker[] = "#!/bin/sh\n"
                                  "echo \"asked for $3 $4 $6 $7\"\n"
                                  "read line\n"
                                  "printf '\\033[2J\\033[H'\n"
                                  "[ \"$line\" = killed ] && kill -KILL $$\n"
                                  "exit $line\n";

static char folder[] = "/tmp/bayplan-docker.XXXXXX";
static char docker[64], path[128];

static int
make_docker(void **state)
{
    FILE *file;

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(docker, sizeof(docker), "%s/docker", folder);
    (void)snprintf(path, sizeof(path), "PATH=%s:/usr/bin:/bin", folder);
    file = fopen(docker, "w");
    assert_non_null(file);
    assert_true(fputs(fake_docker, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return chmod(docker, 0700);
}

static int
remove_docker(void **state)
{
    (void)state;
    return unlink(docker) || rmdir(folder);
}

static void
open_on(struct scene *scene, const char *with_path)
{
    scene_open(scene, &(struct scene_spec){
                          .width = 140, .height = 30, .env = {with_path}});
}

static void
open_shell(struct scene *scene)
{
    pty_send(scene->pty, "e");
    scene_await(scene, "asked for exec -it sh -c");
    assert_false(pty_in_alternate_screen(scene->pty));
}

/* The last line of the journal. */
static const char *
last_of_journal(const struct scene *scene)
{
    static char line[1024];
    char name[128];
    FILE *file;

    (void)snprintf(name, sizeof(name), "%s/bayplan/journal",
                   scene_folder(scene));
    file = fopen(name, "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file))
        continue;
    (void)fclose(file);
    return line;
}

static void
end_of_a_shell_is_said_and_in_the_journal(void **state)
{
    static const struct {
        const char *typed, *said, *result;
    } rows[] = {
        {"0\r", "the shell in web has ended", "\tdone\t"},
        {"3\r", "the shell in web ended with status 3", "\twith status 3\t"},
        {"126\r",
         "the shell in web ended with status 126: there is no sh in it, or its "
         "last command could not be run",
         "\twith status 126: there is no sh in it"},
        {"127\r", "the shell in web ended with status 127: there is no sh",
         "\twith status 127: there is no sh in it"},
        {"137\r",
         "the shell in web ended with status 137: it was killed, as when its "
         "container ends",
         "\twith status 137: it was killed"},
        {"killed\r", "the shell in web ended by SIGKILL", "\tby SIGKILL\t"},
    };
    struct scene scene;

    (void)state;
    open_on(&scene, path);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *line;

        open_shell(&scene);
        pty_send(scene.pty, rows[i].typed);
        scene_await(&scene, rows[i].said);
        assert_true(pty_in_alternate_screen(scene.pty));
        line = last_of_journal(&scene);
        assert_non_null(strstr(line, "\tshell\tweb\t"));
        assert_non_null(strstr(line, rows[i].result));
        assert_non_null(strstr(line, "\tdocker exec -it web sh\n"));
        pty_send(scene.pty, "\033"); /* an error stays until Esc */
        scene_await(&scene, "!the shell in web");
        scene_await(&scene, "x stop");
    }
    /* The journal's own view has them, too. */
    pty_send(scene.pty, "@");
    scene_await(&scene, "docker exec -it web sh");
    scene_leave(&scene);
    scene_close(&scene);
}

static void
container_that_goes_takes_its_shell_along(void **state)
{
    struct scene scene;

    (void)state;
    open_on(&scene, path);
    open_shell(&scene);
    canned_remove(scene.engine, "web");
    canned_event(scene.engine, "web", "destroy");
    pty_send(scene.pty, "137\r");
    scene_await(&scene, "the shell in web ended with status 137");
    scene_await(&scene, "!> web");
    assert_non_null(strstr(last_of_journal(&scene), "\tshell\tweb\t"));
    scene_leave(&scene);
    scene_close(&scene);
}

static void
without_the_docker_command_the_reason_is_said(void **state)
{
    struct scene scene;

    (void)state;
    open_on(&scene, "PATH=/nonexistent");
    pty_send(scene.pty, "e");
    scene_await(&scene, "a shell needs the docker command, which is not here");
    scene_leave(&scene);
    scene_close(&scene);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(end_of_a_shell_is_said_and_in_the_journal),
        cmocka_unit_test(container_that_goes_takes_its_shell_along),
        cmocka_unit_test(without_the_docker_command_the_reason_is_said),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("shell", tests, make_docker,
                                       remove_docker);
}
