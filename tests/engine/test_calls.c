/*
 * Every call of engine.h on a real engine: what it does there, and by which
 * error it says what it did not do.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "engine/engine.h"

#include <stdio.h>
#include <string.h>

struct scene {
    struct caller caller;
    struct container *container;
    struct engine_host host;
    size_t listed, opened, events, samples;
    bool saw_web;
    struct event last_event;
    struct sample last_sample;
};

static void
inspected(void *data, struct container *container, const struct err *err)
{
    ((struct scene *)data)->container = container;
    caller_done(data, err);
}

static void
read_host(void *data, const struct engine_host *host, const struct err *err)
{
    if (host)
        ((struct scene *)data)->host = *host;
    caller_done(data, err);
}

static void
listed(void *data, struct container *container)
{
    struct scene *scene = data;

    scene->listed++;
    if (strcmp(container->name, "web") == 0)
        scene->saw_web = true;
    container_free(container);
}

static void
opened(void *data)
{
    ((struct scene *)data)->opened++;
}

static void
happened(void *data, const struct event *event)
{
    struct scene *scene = data;

    scene->events++;
    scene->last_event = *event;
}

static void
sampled(void *data, const struct sample *sample)
{
    struct scene *scene = data;

    scene->samples++;
    scene->last_sample = *sample;
}

static int
set_up(void **state)
{
    static struct scene scene;

    memset(&scene, 0, sizeof(scene));
    docker_clean();
    caller_open(&scene.caller);
    *state = &scene;
    return 0;
}

static int
tear_down(void **state)
{
    caller_close(*state);
    docker_clean();
    return 0;
}

static struct container *
inspect(struct scene *scene, const char *id)
{
    scene->container = NULL;
    (void)engine_inspect_container(scene->caller.engine, id, 0, inspected,
                                   scene);
    (void)caller_ended(&scene->caller);
    return scene->container;
}

/* ------------------------------------------------------------------------- */

static void
a_ping_agrees_on_a_version(void **state)
{
    struct scene *scene = *state;
    const struct engine_info *info = engine_info(scene->caller.engine);
    cJSON *version = docker_get("/version");
    unsigned newest;

    assert_int_equal(
        sscanf(docker_text(version, "ApiVersion"), "1.%u", &newest), 1);
    assert_int_equal(info->engine_api_minor, newest);
    assert_int_equal(info->api_minor,
                     newest < ENGINE_API_MAX ? newest : ENGINE_API_MAX);
    if (!info->is_podman) /* whose ping does not tell */
        assert_string_equal(info->os, docker_text(version, "Os"));
    assert_int_equal(strncmp(docker_text(version, "Version"), info->version,
                             strcspn(info->version, "+")),
                     0);
    assert_true(info->date > 0);
    assert_int_equal(engine_requests(scene->caller.engine), 0);
    cJSON_Delete(version);
}

static void
the_host_has_its_cpus_and_memory(void **state)
{
    struct scene *scene = *state;
    cJSON *info = docker_get("/info");

    (void)engine_read_host(scene->caller.engine, read_host, scene);
    assert_true(caller_ended(&scene->caller));
    assert_int_equal(scene->host.cpus, docker_number(info, "NCPU"));
    assert_true((double)scene->host.memory == docker_number(info, "MemTotal"));
    cJSON_Delete(info);
}

static void
a_list_has_all_containers_or_only_those_that_run(void **state)
{
    struct scene *scene = *state;
    size_t running;

    docker_run(NULL, "web", DOCKER_IDLE);
    assert_int_equal(docker_create(NULL, "idle", DOCKER_IDLE), 201);
    (void)engine_list_containers(scene->caller.engine, false, listed,
                                 caller_done, scene);
    assert_true(caller_ended(&scene->caller));
    assert_true(scene->saw_web);
    running = scene->listed;
    scene->listed = 0;
    (void)engine_list_containers(scene->caller.engine, true, listed,
                                 caller_done, scene);
    assert_true(caller_ended(&scene->caller));
    assert_true(scene->listed > running);
}

static void
inspect_knows_what_was_asked_for(void **state)
{
    struct scene *scene = *state;
    bool is_podman = docker_is_podman();
    struct container *container;
    char id[DOCKER_ID_SIZE];

    docker_run(id, "web",
               "\"Cmd\":[\"sleep\",\"100000\"],\"StopSignal\":\"SIGKILL\","
               "\"StopTimeout\":7,\"Tty\":true,\"ExposedPorts\":{\"80/tcp\":{}"
               "},\"HostConfig\":{\"AutoRemove\":true}");
    container = inspect(scene, id);
    assert_non_null(container);
    assert_true(container->is_inspected);
    assert_string_equal(container->id, id);
    assert_string_equal(container->name, "web");
    assert_string_equal(container->image, is_podman
                                              ? "docker.io/test/busybox:latest"
                                              : "test/busybox");
    assert_string_equal(container->stop_signal, is_podman ? "9" : "SIGKILL");
    assert_int_equal(container->stop_timeout, 7);
    assert_true(container->auto_remove);
    assert_true(container->has_tty);
    assert_int_equal(container->state, STATE_RUNNING);
    assert_true(container->started >= container->created);
    assert_int_equal(container->port_count, 1);
    assert_int_equal(container->ports[0].private_port, 80);
    assert_int_equal(container->ports[0].public_port, 0);
    assert_non_null(container_label(container, "org.bayplan.test"));
    container_free(container);
}

static void
start_stop_kill_and_remove_do_so(void **state)
{
    struct scene *scene = *state;
    struct container *container;
    char id[DOCKER_ID_SIZE];
    static const struct {
        enum { START, STOP, KILL, REMOVE } call;
        enum container_state after;
        int exit_code;
    } steps[] = {
        {START, STATE_RUNNING, EXIT_UNKNOWN}, {STOP, STATE_EXITED, 137},
        {START, STATE_RUNNING, EXIT_UNKNOWN}, {KILL, STATE_EXITED, 128 + 9},
        {REMOVE, STATE_UNKNOWN, 0},
    };

    assert_int_equal(docker_create(id, "web", DOCKER_IDLE), 201);
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (steps[i].call == START)
            (void)engine_start_container(scene->caller.engine, id, caller_done,
                                         scene);
        else if (steps[i].call == STOP)
            (void)engine_stop_container(scene->caller.engine, id, -1,
                                        caller_done, scene);
        else if (steps[i].call == KILL)
            (void)engine_kill_container(scene->caller.engine, id, "SIGKILL",
                                        caller_done, scene);
        else
            (void)engine_remove_container(scene->caller.engine, id, false,
                                          false, caller_done, scene);
        assert_true(caller_ended(&scene->caller));
        container = inspect(scene, id);
        if (steps[i].call == REMOVE) {
            assert_null(container);
            assert_int_equal(scene->caller.err.kind, ERR_MISSING);
            continue;
        }
        assert_non_null(container);
        /* A kill answers before its container has died of it. */
        while (steps[i].call == KILL && container->state == STATE_RUNNING) {
            container_free(container);
            container = inspect(scene, id);
        }
        assert_int_equal(container->state, steps[i].after);
        assert_int_equal(container->exit_code, steps[i].exit_code);
        container_free(container);
    }
}

static void
stop_waits_its_grace_and_no_longer(void **state)
{
    struct scene *scene = *state;
    struct container *container;
    char id[DOCKER_ID_SIZE];

    /* sleep as the first process ignores SIGTERM; the container's own grace is
     * longer than anybody waits here. */
    docker_run(id, "stubborn",
               "\"Cmd\":[\"sleep\",\"100000\"],\"StopTimeout\":3600");
    (void)engine_stop_container(scene->caller.engine, id, 1, caller_done,
                                scene);
    assert_true(caller_ended(&scene->caller));
    container = inspect(scene, id);
    assert_non_null(container);
    assert_int_equal(container->exit_code, 137);
    container_free(container);
}

static void
restart_pause_unpause_and_rename_do_so(void **state)
{
    struct scene *scene = *state;
    struct engine *engine = scene->caller.engine;
    char id[DOCKER_ID_SIZE];
    static const struct {
        enum { PAUSE, UNPAUSE, RENAME, RESTART } call;
        bool works;
        enum container_state after;
        const char *name;
    } steps[] = {
        {PAUSE, true, STATE_PAUSED, "web"},
        {PAUSE, false, STATE_PAUSED, "web"},
        {UNPAUSE, true, STATE_RUNNING, "web"},
        {UNPAUSE, false, STATE_RUNNING, "web"},
        {RENAME, true, STATE_RUNNING, "renamed"},
        {RESTART, true, STATE_RUNNING, "renamed"},
    };

    docker_run(id, "web", DOCKER_IDLE);
    for (size_t i = 0; i < COUNT(steps); i++) {
        struct container *before = inspect(scene, id);
        struct container *after;

        if (steps[i].call == PAUSE)
            (void)engine_pause_container(engine, id, caller_done, scene);
        else if (steps[i].call == UNPAUSE)
            (void)engine_unpause_container(engine, id, caller_done, scene);
        else if (steps[i].call == RENAME)
            (void)engine_rename_container(engine, id, "renamed", caller_done,
                                          scene);
        else
            (void)engine_restart_container(engine, id, 1, caller_done, scene);
        assert_int_equal(caller_ended(&scene->caller), steps[i].works);
        if (!steps[i].works)
            assert_int_equal(scene->caller.err.kind, ERR_CONFLICT);
        after = inspect(scene, id);
        assert_int_equal(after->state, steps[i].after);
        assert_string_equal(after->name, steps[i].name);
        assert_int_equal(after->started > before->started,
                         steps[i].call == RESTART);
        container_free(before);
        container_free(after);
    }
}

static void
what_cannot_be_done_says_why_in_the_engines_words(void **state)
{
    static const char *const missing = "none-of-that-name";
    struct scene *scene = *state;
    struct engine *engine = scene->caller.engine;
    char running[DOCKER_ID_SIZE], stopped[DOCKER_ID_SIZE];

    docker_run(running, "running", DOCKER_IDLE);
    assert_int_equal(docker_create(stopped, "stopped", DOCKER_IDLE), 201);

    const struct {
        enum { START, STOP, KILL, REMOVE, INSPECT } call;
        const char *id;
        const char *signal;
        enum err_kind kind;
        const char *words; /* in the text, "" any */
    } rows[] = {
        {START, missing, NULL, ERR_MISSING, "o such container"},
        {STOP, missing, NULL, ERR_MISSING, "o such container"},
        {KILL, missing, "SIGKILL", ERR_MISSING, "o such container"},
        {REMOVE, missing, NULL, ERR_MISSING, "o such container"},
        {INSPECT, missing, NULL, ERR_MISSING, "o such container"},
        {START, running, NULL, ERR_UNCHANGED, ""},
        /* Podman says that it has stopped one that never ran. */
        {docker_is_podman() ? START : STOP,
         docker_is_podman() ? running : stopped, NULL, ERR_UNCHANGED, ""},
        {KILL, stopped, "SIGKILL", ERR_CONFLICT, "running"},
        {KILL, running, "SIGNONE",
         docker_is_podman() ? ERR_SERVER : ERR_REJECTED, "nvalid signal"},
        {REMOVE, running, NULL, ERR_CONFLICT, "running"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        if (rows[i].call == START)
            (void)engine_start_container(engine, rows[i].id, caller_done,
                                         scene);
        else if (rows[i].call == STOP)
            (void)engine_stop_container(engine, rows[i].id, 1, caller_done,
                                        scene);
        else if (rows[i].call == KILL)
            (void)engine_kill_container(engine, rows[i].id, rows[i].signal,
                                        caller_done, scene);
        else if (rows[i].call == REMOVE)
            (void)engine_remove_container(engine, rows[i].id, false, false,
                                          caller_done, scene);
        else
            (void)engine_inspect_container(engine, rows[i].id, 0, inspected,
                                           scene);
        if (caller_ended(&scene->caller))
            fail_msg("row %zu: done", i);
        if (scene->caller.err.kind != rows[i].kind ||
            !strstr(scene->caller.err.text, rows[i].words))
            fail_msg("row %zu: kind %d, '%s'", i, scene->caller.err.kind,
                     scene->caller.err.text);
        assert_null(strchr(scene->caller.err.text, '{'));
    }
}

static void
force_removes_what_runs(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE];

    docker_run(id, "web", DOCKER_IDLE);
    (void)engine_remove_container(scene->caller.engine, id, true, true,
                                  caller_done, scene);
    assert_true(caller_ended(&scene->caller));
    assert_null(inspect(scene, id));
}

static bool
saw_its_start(void *data)
{
    struct scene *scene = data;

    return strcmp(scene->last_event.action, "start") == 0;
}

static bool
has_opened(void *data)
{
    return ((struct scene *)data)->opened > 0;
}

static void
events_arrive_with_exact_times(void **state)
{
    struct scene *scene = *state;
    struct event first;
    struct call *call;
    char id[DOCKER_ID_SIZE];

    docker_skip_podman();
    call = engine_follow_events(scene->caller.engine, NULL, opened, happened,
                                caller_done, scene);
    caller_await(&scene->caller, has_opened);
    assert_int_equal(engine_streams(scene->caller.engine), 1);
    docker_run(id, "web", DOCKER_IDLE);
    caller_await(&scene->caller, saw_its_start);
    assert_int_equal(scene->last_event.type, EVENT_CONTAINER);
    assert_string_equal(scene->last_event.id, id);
    first = scene->last_event;
    call_cancel(call);
    assert_false(caller_ended(&scene->caller));
    assert_int_equal(scene->caller.err.kind, ERR_CANCELLED);
    assert_int_equal(engine_streams(scene->caller.engine), 0);

    /* since is inclusive: the very event comes again, to the nanosecond. */
    memset(&scene->last_event, 0, sizeof(scene->last_event));
    call = engine_follow_events(scene->caller.engine, first.time, opened,
                                happened, caller_done, scene);
    caller_await(&scene->caller, saw_its_start);
    assert_true(event_equal(&first, &scene->last_event));
    call_cancel(call);
    assert_false(caller_ended(&scene->caller));
}

static bool
has_two_samples(void *data)
{
    return ((struct scene *)data)->samples >= 2;
}

static void
a_stats_stream_ends_well_when_its_container_is_removed(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE];

    docker_run(id, "web", DOCKER_IDLE);
    (void)engine_follow_stats(scene->caller.engine, id, sampled, caller_done,
                              scene);
    caller_await(&scene->caller, has_two_samples);
    assert_true(scene->last_sample.has_cpu);
    assert_true(scene->last_sample.has_memory);
    assert_true(scene->last_sample.has_previous);
    assert_int_equal(docker_send("DELETE", NULL, "/containers/%s?force=1", id),
                     204);
    assert_true(caller_ended(&scene->caller));
}

static void
two_readings_tell_the_cpu(void **state)
{
    struct scene *scene = *state;
    struct sample first;
    struct usage usage;
    char id[DOCKER_ID_SIZE];

    docker_skip_podman();
    docker_run(id, "web", DOCKER_IDLE);
    for (size_t i = 1; i <= 2; i++) {
        first = scene->last_sample;
        (void)engine_poll_stats(scene->caller.engine, id, sampled, caller_done,
                                scene);
        assert_true(caller_ended(&scene->caller));
        assert_int_equal(scene->samples, i);
    }
    assert_true(usage_compute(&usage, &scene->last_sample, &first));
    assert_true(usage.has_cpu);
    assert_true(usage.has_memory);
}

static void
a_cancelled_call_ends_once_and_later(void **state)
{
    struct scene *scene = *state;
    struct call *call;
    char id[DOCKER_ID_SIZE];

    docker_run(id, "web", DOCKER_IDLE);
    call =
        engine_inspect_container(scene->caller.engine, id, 0, inspected, scene);
    call_cancel(call);
    assert_false(caller_ended(&scene->caller));
    assert_int_equal(scene->caller.err.kind, ERR_CANCELLED);
    assert_null(scene->container);
    call = engine_follow_stats(scene->caller.engine, id, sampled, caller_done,
                               scene);
    caller_await(&scene->caller, has_two_samples);
    call_cancel(call);
    assert_false(caller_ended(&scene->caller));
    assert_int_equal(scene->caller.err.kind, ERR_CANCELLED);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_ping_agrees_on_a_version),
        CASE(the_host_has_its_cpus_and_memory),
        CASE(a_list_has_all_containers_or_only_those_that_run),
        CASE(inspect_knows_what_was_asked_for),
        CASE(start_stop_kill_and_remove_do_so),
        CASE(stop_waits_its_grace_and_no_longer),
        CASE(restart_pause_unpause_and_rename_do_so),
        CASE(what_cannot_be_done_says_why_in_the_engines_words),
        CASE(force_removes_what_runs),
        CASE(events_arrive_with_exact_times),
        CASE(a_stats_stream_ends_well_when_its_container_is_removed),
        CASE(two_readings_tell_the_cpu),
        CASE(a_cancelled_call_ends_once_and_later),
    };

    return cmocka_run_group_tests_name("calls", tests, NULL, NULL);
}
