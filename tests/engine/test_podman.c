/*
 * What only Podman has: one stream with the numbers of all containers, against
 * what `podman stats` says of them.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "store/sync_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CROWD 5
#define ROUNDS 3
#define HOG                                                                    \
    "\"Cmd\":[\"sh\",\"-c\",\"while :; do :; done\"],\"StopSignal\":"          \
    "\"SIGKILL\",\"HostConfig\":{\"NanoCpus\":200000000,"                      \
    "\"Memory\":67108864}"

struct scene {
    struct caller caller;
    struct call *call;
    struct store *store;
    struct ref all[CROWD];
    struct sample first[CROWD], last[CROWD];
    unsigned rounds[CROWD];
};

static int
set_up(void **state)
{
    static struct scene scene;

    memset(&scene, 0, sizeof(scene));
    docker_clean();
    caller_open(&scene.caller);
    for (size_t i = 0; i < CROWD; i++) {
        char id[DOCKER_ID_SIZE], name[16];

        (void)snprintf(name, sizeof(name), "crowd-%zu", i);
        docker_run(id, name, i == 0 ? HOG : DOCKER_IDLE);
        scene.all[i] = ref_make(0, REF_CONTAINER, id);
    }
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

static void
sampled(void *data, const char *id, const struct sample *sample)
{
    struct scene *scene = data;

    for (size_t i = 0; i < CROWD; i++) {
        if (strcmp(scene->all[i].key, id) != 0)
            continue;
        if (scene->rounds[i]++ == 0)
            scene->first[i] = *sample;
        scene->last[i] = *sample;
    }
}

static bool
all_were_sampled(void *data)
{
    const struct scene *scene = data;

    for (size_t i = 0; i < CROWD; i++)
        if (scene->rounds[i] < ROUNDS)
            return false;
    return true;
}

/* Bytes of "548.9kB", as Podman writes them. */
static double
bytes_of(const char *text)
{
    static const struct {
        const char *unit;
        double bytes;
    } units[] = {{"B", 1}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}};
    double number = 0;
    char unit[8] = "";

    assert_int_equal(sscanf(text, "%lf%7[A-Za-z]", &number, unit), 2);
    for (size_t i = 0; i < COUNT(units); i++)
        if (strcmp(unit, units[i].unit) == 0)
            return number * units[i].bytes;
    fail_msg("'%s' is no size", text);
    return 0;
}

/* Memory of one that does nothing stays what it is, and so does its pid. */
static void
compare(const struct scene *scene, size_t which)
{
    const struct sample *sample = &scene->last[which];
    char line[256], said[256], memory[32], limit[32];
    unsigned pids;

    (void)snprintf(line, sizeof(line),
                   "\"$BAYPLAN_TEST_PODMAN\" stats --no-stream --format "
                   "'{{.MemUsage}} {{.PIDs}}' %s",
                   scene->all[which].key);
    assert_int_equal(docker_run_shell(said, sizeof(said), line), 0);
    assert_int_equal(sscanf(said, "%31s / %31s %u", memory, limit, &pids), 3);
    print_message("# %s: %.0f bytes, podman: %s", scene->all[which].key,
                  (double)sample->memory, said);
    assert_true(fabs((double)sample->memory - bytes_of(memory)) <
                0.05 * bytes_of(memory) + 16384);
    assert_true(fabs((double)sample->memory_limit - bytes_of(limit)) <
                0.01 * bytes_of(limit));
    assert_int_equal(sample->pids, pids);
}

static void
one_stream_has_the_numbers_of_all(void **state)
{
    struct scene *scene = *state;
    struct usage usage;

    scene->call = engine_follow_all_stats(scene->caller.engine, sampled,
                                          caller_done, scene);
    caller_await(&scene->caller, all_were_sampled);
    assert_int_equal(engine_streams(scene->caller.engine), 1);
    call_cancel(scene->call);
    (void)caller_ended(&scene->caller);
    for (size_t i = 0; i < CROWD; i++) {
        assert_true(usage_compute(&usage, &scene->last[i], &scene->first[i]));
        assert_true(usage.has_cpu && usage.has_memory && usage.has_pids);
        assert_true(usage.has_network);
        /* The kernel gives the hog no more than its share; a busy machine may
         * give it less, and a round may begin late. */
        if (i == 0)
            assert_true(usage.cpu_percent > 0 && usage.cpu_percent < 100);
        else
            compare(scene, i);
    }
    assert_true(scene->last[0].memory_limit == 67108864);
}

static bool
all_have_numbers(void *data)
{
    const struct scene *scene = data;

    for (size_t i = 0; i < CROWD; i++) {
        const struct container_row *row =
            store_find_container(scene->store, &scene->all[i]);

        if (!row || !row->usage || !row->usage->has_cpu)
            return false;
    }
    return true;
}

static void
numbers_without_files_come_by_that_stream(void **state)
{
    struct scene *scene = *state;
    struct sync_limits limits = sync_limits_usual;
    struct sync *sync;

    limits.cgroup_root = NULL; /* no files */
    scene->store = store_new(scene->caller.loop);
    (void)store_add_engine(scene->store, "test");
    sync = sync_open_limited(scene->caller.loop, scene->store, 0,
                             scene->caller.engine, &limits);
    sync_want_stats(sync, true);
    caller_await(&scene->caller, all_have_numbers);
    print_message("# %s\n", store_link(scene->store, 0)->numbers);
    assert_non_null(
        strstr(store_link(scene->store, 0)->numbers, "one stream for all"));
    /* It and the events. */
    assert_int_equal(engine_streams(scene->caller.engine), 2);
    sync_close(sync, caller_closed, scene);
    assert_true(caller_ended(&scene->caller));
    store_free(scene->store);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(one_stream_has_the_numbers_of_all),
        CASE(numbers_without_files_come_by_that_stream),
    };

    return cmocka_run_group_tests_name("podman", tests, NULL, NULL);
}
