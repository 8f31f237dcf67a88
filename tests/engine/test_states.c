/*
 * A container in every state an engine knows: list and inspect must both be
 * decoded to it. The engine's own word, asked for by other means, is the
 * measure.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "engine/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRIES 10

struct scene {
    struct caller caller;
    const char *id; /* looked for in lists */
    struct container *listed, *inspected;
};

static void
inspected(void *data, struct container *container, const struct err *err)
{
    ((struct scene *)data)->inspected = container;
    caller_done(data, err);
}

static void
listed(void *data, struct container *container)
{
    struct scene *scene = data;

    if (strcmp(container->id, scene->id) == 0 && !scene->listed)
        scene->listed = container;
    else
        container_free(container);
}

static void
look(struct scene *scene, const char *id)
{
    container_free(scene->listed);
    container_free(scene->inspected);
    scene->listed = scene->inspected = NULL;
    scene->id = id;
    (void)engine_list_containers(scene->caller.engine, true, listed,
                                 caller_done, scene);
    (void)caller_ended(&scene->caller);
    (void)engine_inspect_container(scene->caller.engine, id, 0, inspected,
                                   scene);
    (void)caller_ended(&scene->caller);
}

/* Until list and inspect both say so: the list is written after the event. */
static void
expect(struct scene *scene, const char *id, enum container_state state)
{
    uint64_t deadline = loop_now(scene->caller.loop) + CALLER_PATIENCE_MS;

    for (;;) {
        look(scene, id);
        if (scene->listed && scene->inspected &&
            scene->listed->state == state && scene->inspected->state == state)
            return;
        if (loop_now(scene->caller.loop) > deadline)
            fail_msg("never %s: list %s, inspect %s", state_name(state),
                     scene->listed ? state_name(scene->listed->state) : "none",
                     scene->inspected ? state_name(scene->inspected->state)
                                      : "none");
    }
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
    struct scene *scene = *state;

    container_free(scene->listed);
    container_free(scene->inspected);
    caller_close(&scene->caller);
    docker_clean();
    return 0;
}

/* ------------------------------------------------------------------------- */

#define SHELL(script) "\"Cmd\":[\"sh\",\"-c\",\"" script "\"]"
#define CHECKED(program, more)                                                 \
    DOCKER_IDLE ",\"Healthcheck\":{\"Test\":[\"CMD\",\"" program               \
                "\"],\"Interval\":200000000,\"Timeout\":5000000000" more "}"

/* What one way to a state leaves in a container. */
static const struct row {
    const char *name;
    const char *json;
    const char *acts[3]; /* POST /containers/NAME/ACT */
    enum container_state state;
    int exit_code;
    enum container_health health;
    bool oom_killed;
} rows[] = {
    {"created", DOCKER_IDLE, {NULL}, STATE_CREATED, EXIT_UNKNOWN, 0, false},
    {"running", DOCKER_IDLE, {"start"}, STATE_RUNNING, EXIT_UNKNOWN, 0, false},
    {"paused", DOCKER_IDLE, {"start", "pause"}, STATE_PAUSED, -1, 0, false},
    {.name = "unpaused",
     .json = DOCKER_IDLE,
     .acts = {"start", "pause", "unpause"},
     .state = STATE_RUNNING,
     .exit_code = EXIT_UNKNOWN},
    {"well", "\"Cmd\":[\"true\"]", {"start"}, STATE_EXITED, 0, 0, false},
    {"badly", SHELL("exit 3"), {"start"}, STATE_EXITED, 3, 0, false},
    {"killed", DOCKER_IDLE, {"start", "kill"}, STATE_EXITED, 137, 0, false},
    {.name = "obedient",
     .json = SHELL("trap 'exit 5' TERM; while :; do sleep 0.1; done"),
     .acts = {"start", "stop"},
     .state = STATE_EXITED,
     .exit_code = 5},
    {.name = "greedy",
     .json = SHELL("x=a; while :; do x=$x$x; done") ",\"HostConfig\":{"
                                                    "\"Memory\":12582912,"
                                                    "\"MemorySwap\":12582912}",
     .acts = {"start"},
     .state = STATE_EXITED,
     .exit_code = 137,
     .oom_killed = true},
    {.name = "stumbling",
     .json = SHELL("exit 4") ",\"HostConfig\":{\"RestartPolicy\":{"
                             "\"Name\":\"always\"}}",
     .acts = {"start"},
     .state = STATE_RESTARTING,
     .exit_code = 4},
    {.name = "healthy",
     .json = CHECKED("true", ""),
     .acts = {"start"},
     .state = STATE_RUNNING,
     .exit_code = EXIT_UNKNOWN,
     .health = HEALTH_HEALTHY},
    {.name = "unhealthy",
     .json = CHECKED("false", ",\"Retries\":1"),
     .acts = {"start"},
     .state = STATE_RUNNING,
     .exit_code = EXIT_UNKNOWN,
     .health = HEALTH_UNHEALTHY},
    {.name = "starting",
     .json = DOCKER_IDLE ",\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],"
                         "\"Interval\":3600000000000}",
     .acts = {"start"},
     .state = STATE_RUNNING,
     .exit_code = EXIT_UNKNOWN,
     .health = HEALTH_STARTING},
};

/* The engine may hear of an end before it hears of its reason, and then never
 * tells that. */
static bool
has_lost_reason(const struct scene *scene, const struct row *row)
{
    return row->oom_killed && !scene->inspected->oom_killed;
}

static void
create_row(struct scene *scene, const struct row *row, char id[DOCKER_ID_SIZE])
{
    assert_int_equal(docker_create(id, row->name, row->json), 201);
    for (size_t i = 0; i < COUNT(row->acts) && row->acts[i]; i++)
        assert_int_equal(
            docker_send("POST", NULL, "/containers/%s/%s", id, row->acts[i]),
            204);
    do
        expect(scene, id, row->state);
    while (scene->inspected->health != row->health ||
           scene->listed->health != row->health);
}

static void
expect_row(struct scene *scene, const struct row *row)
{
    char id[DOCKER_ID_SIZE];

    create_row(scene, row, id);
    for (int i = 0; i < TRIES && has_lost_reason(scene, row); i++) {
        assert_int_equal(
            docker_send("DELETE", NULL, "/containers/%s?force=1", id), 204);
        create_row(scene, row, id);
    }
    if (scene->inspected->exit_code != row->exit_code)
        fail_msg("%s: exit code %d", row->name, scene->inspected->exit_code);
    if (row->state == STATE_EXITED || row->state == STATE_RESTARTING)
        assert_int_equal(scene->listed->exit_code, row->exit_code);
    if (row->oom_killed != scene->inspected->oom_killed)
        fail_msg("%s: OOM %d", row->name, scene->inspected->oom_killed);
    assert_string_equal(scene->listed->name, row->name);
    assert_string_equal(scene->listed->image_id, scene->inspected->image_id);
    assert_true(scene->listed->created / 1000000000 ==
                scene->inspected->created / 1000000000);
    assert_int_equal(docker_send("DELETE", NULL, "/containers/%s?force=1", id),
                     204);
}

static void
list_and_inspect_agree_on_every_state(void **state)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_row(*state, &rows[i]);
}

/* The engine says "removing" for as long as it deletes the container's files,
 * so there must be many. */
static void
a_removal_that_takes_long_is_seen(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE];
    static struct scene removal;
    bool in_list = false, in_inspect = false;
    uint64_t deadline;

    docker_run(id, "heavy",
               "\"Cmd\":[\"sh\",\"-c\",\"i=0; while [ $i -lt 60000 ]; do "
               ">/tmp/$i; i=$((i + 1)); done\"]");
    expect(scene, id, STATE_EXITED);
    assert_int_equal(scene->inspected->exit_code, 0);
    /* Its end is awaited below, by the container's going. */
    (void)engine_remove_container(scene->caller.engine, id, false, false,
                                  caller_done, &removal);
    deadline = loop_now(scene->caller.loop) + CALLER_PATIENCE_MS;
    do {
        look(scene, id);
        in_list |= scene->listed && scene->listed->state == STATE_REMOVING;
        in_inspect |=
            scene->inspected && scene->inspected->state == STATE_REMOVING;
        assert_true(loop_now(scene->caller.loop) < deadline);
    } while (scene->inspected || engine_requests(scene->caller.engine) > 0);
    assert_true(in_list);
    assert_true(in_inspect);
}

/* A removal that the engine could not finish leaves a dead container; the list
 * goes on calling it one that is being removed. */
static void
a_removal_that_failed_leaves_it_dead(void **state)
{
    struct scene *scene = *state;
    const char *folder = getenv("BAYPLAN_TEST_ENGINE");
    char id[DOCKER_ID_SIZE], path[512];
    FILE *kept;

    if (!folder) {
        skip();
        return;
    }
    assert_int_equal(docker_create(id, "dead", DOCKER_IDLE), 201);
    (void)snprintf(path, sizeof(path), "%s/data/containers/%s/kept", folder,
                   id);
    kept = fopen(path, "w");
    assert_non_null(kept);
    (void)fclose(kept);
    /* Only some file systems can make a file that nobody can remove. */
    if (docker_run_program(
            NULL, 0, (const char *const[]){"chattr", "+i", path, NULL}) != 0) {
        skip();
        return;
    }
    assert_int_equal(docker_send("DELETE", NULL, "/containers/%s", id), 500);
    look(scene, id);
    assert_non_null(scene->inspected);
    assert_int_equal(scene->inspected->state, STATE_DEAD);
    assert_non_null(scene->listed);
    assert_int_equal(scene->listed->state, STATE_REMOVING);
    assert_int_equal(
        docker_run_program(NULL, 0,
                           (const char *const[]){"chattr", "-i", path, NULL}),
        0);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(list_and_inspect_agree_on_every_state),
        CASE(a_removal_that_takes_long_is_seen),
        CASE(a_removal_that_failed_leaves_it_dead),
    };

    return cmocka_run_group_tests_name("states", tests, NULL, NULL);
}
