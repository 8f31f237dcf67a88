/*
 * The log of a real engine in a file, against the bytes of `docker logs`.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "work/fleet.h"
#include "work/jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS 1024

static char folder[] = "/tmp/bayplan-save.XXXXXX";

struct scene {
    struct caller caller;
    struct fleet *fleet;
    struct jobs *jobs;
    const char *name; /* of the container that is waited for */
    unsigned job;
    uint64_t lines; /* that are waited for */
    bool is_closed;
};

static bool
is_listed(void *data)
{
    return fleet_is_idle(((struct scene *)data)->fleet);
}

static void
changed(void *data, const struct job *job)
{
    (void)data;
    (void)job;
}

static int
set_up(void **state)
{
    static const struct jobs_callbacks callbacks = {.changed = changed};
    static struct scene scene;

    docker_clean();
    memset(&scene, 0, sizeof(scene));
    (void)snprintf(folder, sizeof(folder), "/tmp/bayplan-save.XXXXXX");
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    caller_open(&scene.caller);
    scene.fleet = fleet_new(scene.caller.loop);
    (void)fleet_add(scene.fleet, "test", scene.caller.engine, false);
    scene.caller.engine = NULL; /* the fleet's now */
    scene.jobs =
        jobs_new(scene.caller.loop, scene.fleet, NULL, &callbacks, &scene);
    caller_await(&scene.caller, is_listed);
    *state = &scene;
    return 0;
}

static void
jobs_closed(void *data)
{
    ((struct scene *)data)->is_closed = true;
}

static bool
has_closed(void *data)
{
    return ((struct scene *)data)->is_closed;
}

static int
tear_down(void **state)
{
    struct scene *scene = *state;

    jobs_close(scene->jobs, jobs_closed, scene);
    caller_await(&scene->caller, has_closed);
    fleet_close(scene->fleet, caller_closed, scene);
    (void)caller_ended(&scene->caller);
    caller_close(&scene->caller);
    docker_clean();
    (void)unlink("web.log");
    return chdir("/") == 0 ? rmdir(folder) : -1;
}

static bool
has_exited(void *data)
{
    struct scene *scene = data;
    cJSON *answer = docker_get("/containers/%s/json", scene->name);
    bool is_over = strcmp(docker_text(answer, "State.Status"), "exited") == 0;

    cJSON_Delete(answer);
    return is_over;
}

static void
save(struct scene *scene, const char *id)
{
    const struct ref ref = ref_make(0, REF_CONTAINER, id);
    const struct job_save what = {
        .part = SAVE_WHOLE, .name = "web", .path = "web.log", .replaces = true};
    struct err err = ERR_INIT;
    const struct job *job = jobs_save_log(scene->jobs, &ref, &what, &err);

    assert_string_equal(err.text, "");
    scene->job = job_number(job);
}

static bool
is_over(void *data)
{
    struct scene *scene = data;

    return job_state(jobs_find(scene->jobs, scene->job)) == JOB_DONE;
}

static bool
has_lines(void *data)
{
    struct scene *scene = data;

    return job_lines(jobs_find(scene->jobs, scene->job)) >= scene->lines;
}

static void
expect_words(struct scene *scene, const char *expected)
{
    struct buf words = BUF_INIT(WORDS);

    job_result(&words, jobs_find(scene->jobs, scene->job));
    assert_string_equal(buf_text(&words), expected);
    buf_release(&words);
}

/* Many lines, an empty one, a long one, bytes that are no text; with a TTY and
 * without, by both drivers that are read. What the driver "local" says of a
 * line that it keeps in parts lacks the end of the line, on 20.10. */
static void
a_whole_log_is_that_of_docker_logs(void **state)
{
    static const struct {
        const char *name, *more;
        int length; /* of the long line */
    } rows[] = {
        {"save-plain", "", 90000},
        {"save-tty", "\"Tty\":true,", 90000},
        {"save-local", "\"HostConfig\":{\"LogConfig\":{\"Type\":\"local\"}},",
         16000},
    };
    struct scene *scene = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        char id[DOCKER_ID_SIZE], json[WORDS], line[WORDS], out[WORDS];

        (void)snprintf(json, sizeof(json),
                       "%s\"Cmd\":[\"sh\",\"-c\",\"seq 100000; echo; "
                       "head -c %d /dev/zero | tr '\\\\0' x; echo; "
                       "printf 'a\\\\377b\\\\033[31mc\\\\n'; echo end\"]",
                       rows[i].more, rows[i].length);
        docker_run(id, rows[i].name, json);
        scene->name = rows[i].name;
        caller_await(&scene->caller, has_exited);
        caller_await(&scene->caller, is_listed);
        save(scene, id);
        caller_await(&scene->caller, is_over);
        expect_words(scene, "saved 100004 lines of web to web.log");
        (void)snprintf(line, sizeof(line),
                       "docker -H $ENGINE logs %s | tr -d '\\r' | "
                       "cmp - web.log 2>&1",
                       rows[i].name);
        if (docker_run_shell(out, sizeof(out), line) != 0)
            fail_msg("%s: %s", rows[i].name, out);
    }
}

static void
a_save_of_a_log_that_grows_ends_and_can_be_cancelled(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE], out[WORDS];

    docker_run(id, "save-loud",
               "\"StopSignal\":\"SIGKILL\",\"Cmd\":[\"sh\",\"-c\",\"seq "
               "300000; while :; do echo x; done\"]");
    caller_await(&scene->caller, is_listed);
    save(scene, id);
    caller_await(&scene->caller, is_over);
    assert_false(job_failed(jobs_find(scene->jobs, scene->job)));
    assert_int_equal(access("web.log", F_OK), 0);
    assert_int_equal(unlink("web.log"), 0);

    save(scene, id);
    scene->lines = 1000;
    caller_await(&scene->caller, has_lines);
    jobs_cancel(scene->jobs, scene->job);
    caller_await(&scene->caller, is_over);
    (void)docker_run_shell(out, sizeof(out), "ls");
    assert_string_equal(out, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_whole_log_is_that_of_docker_logs,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_save_of_a_log_that_grows_ends_and_can_be_cancelled, set_up,
            tear_down),
    };

    return cmocka_run_group_tests_name("save, with an engine", tests, NULL,
                                       NULL);
}
