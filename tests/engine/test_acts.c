/*
 * Acts as jobs on a real engine: what they do there, what they say, and the
 * journal's line of each.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "base/buf.h"
#include "work/fleet.h"
#include "work/jobs.h"
#include "work/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char state_home[] = "/tmp/bayplan-journal.XXXXXX";

struct scene {
    struct caller caller;
    struct fleet *fleet;
    struct journal *journal;
    struct jobs *jobs;
    unsigned job;
    struct ref wanted;          /* a row */
    enum container_state state; /* that it is to have; unknown: none at all */
};

static const char *
env(const char *name)
{
    return strcmp(name, "XDG_STATE_HOME") == 0 ? state_home : getenv(name);
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

    memset(&scene, 0, sizeof(scene));
    docker_clean();
    caller_open(&scene.caller);
    scene.fleet = fleet_new(scene.caller.loop);
    (void)fleet_add(scene.fleet, "test", scene.caller.engine, false);
    scene.caller.engine = NULL; /* the fleet's now */
    scene.journal = journal_open(env, NULL);
    assert_non_null(scene.journal);
    scene.jobs = jobs_new(scene.caller.loop, scene.fleet, scene.journal,
                          &callbacks, &scene);
    *state = &scene;
    return 0;
}

static int
tear_down(void **state)
{
    struct scene *scene = *state;

    jobs_close(scene->jobs, caller_closed, scene);
    (void)caller_ended(&scene->caller);
    fleet_close(scene->fleet, caller_closed, scene);
    (void)caller_ended(&scene->caller);
    journal_close(scene->journal);
    caller_close(&scene->caller);
    docker_clean();
    return 0;
}

static bool
row_is_so(void *data)
{
    struct scene *scene = data;
    const struct container_row *row =
        store_find_container(fleet_store(scene->fleet), &scene->wanted);

    if (scene->state == STATE_UNKNOWN)
        return !row;
    return row && row->value->is_inspected && row->value->state == scene->state;
}

static struct ref
expect_row(struct scene *scene, const char *id, enum container_state state)
{
    scene->wanted = ref_make(0, REF_CONTAINER, id);
    scene->state = state;
    if (!turn_until(scene->caller.loop, CALLER_PATIENCE_MS, row_is_so, scene))
        fail_msg("%.12s was never %s", id, state_name(state));
    return scene->wanted;
}

static bool
job_has_ended(void *data)
{
    struct scene *scene = data;
    const struct job *job = jobs_find(scene->jobs, scene->job);

    return job_state(job) == JOB_DONE;
}

/* Proposed, said yes to, done; what it says at the end. */
static const struct job *
act(struct scene *scene, enum action action, const struct ref *refs,
    size_t count, const struct job_args *args, struct buf *result)
{
    struct err err;
    const struct job *job =
        jobs_propose(scene->jobs, action, refs, count, args, &err);

    if (!job)
        fail_msg("%s", err.text);
    scene->job = job_number(job);
    if (job_state(job) == JOB_ASKING)
        jobs_confirm(scene->jobs, scene->job);
    caller_await(&scene->caller, job_has_ended);
    job = jobs_find(scene->jobs, scene->job);
    buf_clear(result);
    job_result(result, job);
    return job;
}

/* Whether the journal's last line has all the fields (NULL: any). */
static void
expect_journal(const char *const *fields, size_t count)
{
    char path[256], line[4096], last[4096] = "", *rest, *field;
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/bayplan/journal", state_home);
    file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file))
        memcpy(last, line, sizeof(last));
    (void)fclose(file);
    last[strcspn(last, "\n")] = '\0';
    rest = last;
    for (size_t i = 0; i < count; i++) {
        field = strsep(&rest, "\t");
        assert_non_null(field);
        if (fields[i])
            assert_string_equal(field, fields[i]);
    }
    assert_null(rest);
}

/* ------------------------------------------------------------------------- */

static void
one_container_is_led_through_its_life(void **state)
{
    static const struct {
        enum action action;
        const char *signal;
        enum container_state after;
        const char *act, *command;
    } rows[] = {
        {ACTION_START, NULL, STATE_RUNNING, "start", "docker start web"},
        {ACTION_STOP, NULL, STATE_EXITED, "stop", "docker stop web"},
        {ACTION_START, NULL, STATE_RUNNING, "start", "docker start web"},
        {ACTION_KILL, "SIGKILL", STATE_EXITED, "kill",
         "docker kill -s KILL web"},
        {ACTION_REMOVE, NULL, STATE_UNKNOWN, "remove", "docker rm web"},
    };
    struct scene *scene = *state;
    struct buf result = BUF_INIT(4096);
    char id[DOCKER_ID_SIZE], short_id[13];
    struct ref web;

    assert_int_equal(docker_create(id, "web", DOCKER_IDLE), 201);
    web = expect_row(scene, id, STATE_CREATED);
    (void)snprintf(short_id, sizeof(short_id), "%.12s", id);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct job_args args = {.signal = rows[i].signal, .timeout = -1};
        const char *const line[] = {NULL,     "test", rows[i].act,    "web",
                                    short_id, "done", rows[i].command};
        const struct job *job =
            act(scene, rows[i].action, &web, 1, &args, &result);

        if (job_failed(job))
            fail_msg("%s: %s", rows[i].act, buf_text(&result));
        (void)expect_row(scene, id, rows[i].after);
        expect_journal(line, COUNT(line));
    }
    buf_release(&result);
}

static void
several_are_stopped_and_the_stubborn_one_waited_for(void **state)
{
    struct scene *scene = *state;
    struct buf result = BUF_INIT(4096);
    const struct job_args args = {.timeout = 1};
    char ids[8][DOCKER_ID_SIZE];
    struct ref refs[8];

    for (size_t i = 0; i < COUNT(refs); i++) {
        char name[16];

        (void)snprintf(name, sizeof(name), "web-%zu", i);
        /* The first ignores SIGTERM for its whole second. */
        docker_run(ids[i], name,
                   i == 0 ? "\"Cmd\":[\"sleep\",\"100000\"]" : DOCKER_IDLE);
    }
    for (size_t i = 0; i < COUNT(refs); i++)
        refs[i] = expect_row(scene, ids[i], STATE_RUNNING);
    assert_false(
        job_failed(act(scene, ACTION_STOP, refs, COUNT(refs), &args, &result)));
    assert_string_equal(buf_text(&result), "stopped 8 containers");
    for (size_t i = 0; i < COUNT(refs); i++)
        (void)expect_row(scene, ids[i], STATE_EXITED);
    buf_release(&result);
}

static void
what_somebody_else_did_first_is_no_failure(void **state)
{
    static const struct {
        enum action action;
        const char *method, *path; /* done by somebody else */
        enum container_state after;
        const char *result; /* in the journal */
    } rows[] = {
        {ACTION_STOP, "POST", "/containers/web/kill", STATE_EXITED, NULL},
        {ACTION_REMOVE, "DELETE", "/containers/web?force=1", STATE_UNKNOWN,
         "already gone"},
    };
    struct scene *scene = *state;
    struct buf result = BUF_INIT(4096);

    for (size_t i = 0; i < COUNT(rows); i++) {
        char id[DOCKER_ID_SIZE];
        struct ref web;
        const struct job *job;

        if (rows[i].action == ACTION_STOP)
            docker_run(id, "web", DOCKER_IDLE);
        else
            assert_int_equal(docker_create(id, "web", DOCKER_IDLE), 201);
        web = expect_row(scene, id,
                         rows[i].action == ACTION_STOP ? STATE_RUNNING
                                                       : STATE_CREATED);
        /* Our row is as it was: the loop has not turned since. */
        assert_int_equal(docker_send(rows[i].method, NULL, "%s", rows[i].path),
                         204);
        job = act(scene, rows[i].action, &web, 1, NULL, &result);
        (void)expect_row(scene, id, rows[i].after);
        if (rows[i].result) {
            const char *const line[] = {NULL, "test",         NULL, "web",
                                        NULL, rows[i].result, NULL};

            assert_false(job_failed(job));
            expect_journal(line, COUNT(line));
        }
        (void)docker_send("DELETE", NULL, "/containers/web?force=1");
        (void)expect_row(scene, id, STATE_UNKNOWN);
    }
    buf_release(&result);
}

static void
a_running_row_is_not_removed(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE];
    struct ref web;
    struct err err;

    docker_run(id, "web", DOCKER_IDLE);
    web = expect_row(scene, id, STATE_RUNNING);
    assert_string_equal(jobs_refuse(scene->jobs, ACTION_REMOVE, &web),
                        "web is running: stop it first");
    assert_null(jobs_propose(scene->jobs, ACTION_REMOVE, &web, 1, NULL, &err));
    (void)expect_row(scene, id, STATE_RUNNING);
}

static void
an_engine_that_dies_fails_the_act_in_words(void **state)
{
    struct scene *scene = *state;
    struct buf result = BUF_INIT(4096);
    const struct job *job;
    char id[DOCKER_ID_SIZE];
    struct ref web;
    struct err err;

    if (!docker_is_ours()) {
        skip();
        return;
    }
    docker_run(id, "web", DOCKER_IDLE);
    web = expect_row(scene, id, STATE_RUNNING);
    job = jobs_propose(scene->jobs, ACTION_STOP, &web, 1, NULL, &err);
    assert_non_null(job);
    scene->job = job_number(job);
    docker_control("kill");
    jobs_confirm(scene->jobs, scene->job);
    caller_await(&scene->caller, job_has_ended);
    job = jobs_find(scene->jobs, scene->job);
    assert_true(job_failed(job));
    job_result(&result, job);
    print_message("# %s\n", buf_text(&result));
    assert_true(strstr(buf_text(&result), "web") != NULL);
    docker_control("start");
    /* Without live-restore; Podman's containers do not need their engine. */
    (void)expect_row(scene, id,
                     docker_is_podman() ? STATE_RUNNING : STATE_EXITED);
    buf_release(&result);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(one_container_is_led_through_its_life),
        CASE(several_are_stopped_and_the_stubborn_one_waited_for),
        CASE(what_somebody_else_did_first_is_no_failure),
        CASE(a_running_row_is_not_removed),
        CASE(an_engine_that_dies_fails_the_act_in_words),
    };
    int failed;

    if (!mkdtemp(state_home))
        return 1;
    failed = cmocka_run_group_tests_name("acts", tests, NULL, NULL);
    (void)docker_run_program(
        NULL, 0, (const char *const[]){"rm", "-rf", state_home, NULL});
    return failed;
}
