/*
 * Samples read from control groups against those of the engine: what the
 * kernel counts for us lies between two answers of the engine around it.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "engine/cgroup_reader.h"
#include "work/fleet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEPT 100
#define NOBODY 65534

#define BUSY                                                                   \
    "\"Cmd\":[\"sh\",\"-c\",\"while :; do cat /bin/busybox >/tmp/f; done\"],"  \
    "\"StopSignal\":\"SIGKILL\",\"HostConfig\":{\"NanoCpus\":200000000,"       \
    "\"Memory\":67108864,\"PidsLimit\":50}"
/* Puts a process in a group below its own: $0 is its number. */
static const char nest_script[] =
    "while IFS=: read -r n c p; do case $c in"
    " cpuacct|cpu,cpuacct|memory) g=/sys/fs/cgroup/$c$p/inner;;"
    " '') [ -e /sys/fs/cgroup/cgroup.controllers ] || continue;"
    " g=/sys/fs/cgroup$p/inner;;"
    " *) continue;; esac;"
    " mkdir $g && echo $0 >$g/cgroup.procs || exit 1;"
    "done </proc/$0/cgroup";

static const struct row {
    const char *name, *json;
    bool is_still; /* its gauges stay what they are */
    bool has_network;
    bool is_paused;
    bool is_nested; /* its first process is in a group below the container's */
} rows[] = {
    {"idle", DOCKER_IDLE, .is_still = true, .has_network = true},
    {"busy", BUSY, .has_network = true},
    {"paused", BUSY, .is_still = true, .has_network = true, .is_paused = true},
    {"alone", DOCKER_IDLE ",\"HostConfig\":{\"NetworkMode\":\"none\"}",
     .is_still = true},
    {"onhost", DOCKER_IDLE ",\"HostConfig\":{\"NetworkMode\":\"host\"}",
     .is_still = true},
    {"joined",
     DOCKER_IDLE ",\"HostConfig\":{\"NetworkMode\":\"container:idle\"}",
     .is_still = true, .has_network = true},
    {"own", DOCKER_IDLE ",\"HostConfig\":{\"CgroupParent\":\"/bayplan-own\"}",
     .is_still = true, .has_network = true},
    {"nested", DOCKER_IDLE, .is_still = true, .has_network = true,
     .is_nested = true},
};

/* A machine, and one container of it. */
struct scene {
    struct cgroup_host *host;
    struct cgroup_reader *reader;
    struct sample sample;
    struct err err;
};

static void
open_scene(struct scene *scene, const char *name)
{
    cJSON *container = docker_get("/containers/%s/json", name);
    const char *mode = docker_text(container, "HostConfig.NetworkMode");
    struct cgroup_facts facts = {
        .pid = (uint64_t)docker_number(container, "State.Pid"),
        .has_network = strcmp(mode, "host") != 0,
    };

    *scene = (struct scene){.host = cgroup_host_new("", KEPT)};
    scene->reader = cgroup_reader_new(docker_text(container, "Id"));
    cgroup_reader_set(scene->reader, &facts);
    cJSON_Delete(container);
}

static void
close_scene(struct scene *scene)
{
    cgroup_reader_free(scene->reader, scene->host);
    cgroup_host_free(scene->host);
}

static bool
read_sample(struct scene *scene)
{
    scene->err = (struct err)ERR_INIT;
    return cgroup_host_look(scene->host, &scene->err) &&
           cgroup_reader_read(scene->reader, scene->host, &scene->sample,
                              &scene->err);
}

static void
must_read(struct scene *scene)
{
    if (!read_sample(scene))
        fail_msg("%s", scene->err.text);
}

static struct sample
ask_engine(const char *name)
{
    char *text = docker_read("/containers/%s/stats?stream=0&one-shot=1", name);
    struct sample sample;
    struct err err;

    if (!sample_decode(&sample, str_of(text), &err))
        fail_msg("%s", err.text);
    free(text);
    return sample;
}

static void
check_counters(const struct sample *before, const struct sample *ours,
               const struct sample *after)
{
#define BETWEEN(member)                                                        \
    assert_true(before->member <= ours->member && ours->member <= after->member)
#define SAME(member) assert_int_equal(ours->member, after->member)
    BETWEEN(cpu_total);
    BETWEEN(cpu_system);
    BETWEEN(network_rx);
    BETWEEN(network_tx);
    BETWEEN(block_read);
    BETWEEN(block_write);
    BETWEEN(periods);
    BETWEEN(throttled_periods);
    BETWEEN(throttled_time);
    BETWEEN(limit_hits);
    SAME(has_cpu);
    SAME(cpu_online);
    SAME(has_memory);
    SAME(memory_limit);
    SAME(has_network);
    SAME(has_block);
    SAME(has_pids);
    SAME(pids_limit);
    SAME(has_throttling);
}

static int
clean(void **state)
{
    (void)state;
    docker_clean();
    return 0;
}

static void
nest(const char *name)
{
    cJSON *container = docker_get("/containers/%s/json", name);
    char pid[32], out[256];

    (void)snprintf(pid, sizeof(pid), "%.0f",
                   docker_number(container, "State.Pid"));
    cJSON_Delete(container);
    if (docker_run_program(
            out, sizeof(out),
            (const char *const[]){"sh", "-c", nest_script, pid, NULL}) != 0)
        print_message("# not nested, groups cannot be made: %s\n", out);
}

static void
run_rows(void)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        docker_run(NULL, rows[i].name, rows[i].json);
        if (rows[i].is_paused)
            assert_int_equal(
                docker_send("POST", NULL, "/containers/%s/pause", rows[i].name),
                204);
        if (rows[i].is_nested)
            nest(rows[i].name);
    }
}

static void
every_number_is_the_engines(void **state)
{
    (void)state;
    docker_skip_podman();
    run_rows();
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sample before = ask_engine(rows[i].name), after;
        struct scene scene;

        print_message("# %s\n", rows[i].name);
        open_scene(&scene, rows[i].name);
        must_read(&scene);
        after = ask_engine(rows[i].name);
        check_counters(&before, &scene.sample, &after);
        assert_int_equal(after.has_network, rows[i].has_network);
        if (rows[i].is_still && before.memory == after.memory)
            assert_int_equal(scene.sample.memory, after.memory);
        if (rows[i].is_still)
            assert_int_equal(scene.sample.pids, after.pids);
        close_scene(&scene);
    }
}

static void
others_are_found_without_a_process(void **state)
{
    struct cgroup_facts facts = {.has_network = true};
    char id[DOCKER_ID_SIZE];
    struct cgroup_reader *other;
    struct sample before, after, ours;
    struct scene scene;
    struct err err;

    (void)state;
    docker_skip_podman();
    docker_run(NULL, "first", DOCKER_IDLE);
    docker_run(id, "second", DOCKER_IDLE);
    before = ask_engine("second");
    open_scene(&scene, "first");
    must_read(&scene);
    other = cgroup_reader_new(id);
    cgroup_reader_set(other, &facts);
    if (!cgroup_reader_read(other, scene.host, &ours, &err))
        fail_msg("%s", err.text);
    after = ask_engine("second");
    check_counters(&before, &ours, &after);
    cgroup_reader_free(other, scene.host);
    close_scene(&scene);
}

/* The files that are open are those of a group that is gone. */
static void
one_that_was_restarted_is_read_again(void **state)
{
    struct sample before, after;
    struct scene scene;

    (void)state;
    docker_skip_podman();
    docker_run(NULL, "again", BUSY);
    open_scene(&scene, "again");
    must_read(&scene);
    assert_int_equal(docker_send("POST", NULL, "/containers/again/restart?t=0"),
                     204);
    before = ask_engine("again");
    must_read(&scene);
    after = ask_engine("again");
    check_counters(&before, &scene.sample, &after);
    close_scene(&scene);
}

static void
one_that_is_gone_is_missing(void **state)
{
    struct scene scene;

    (void)state;
    docker_run(NULL, "gone", DOCKER_IDLE);
    open_scene(&scene, "gone");
    must_read(&scene);
    assert_true(scene.host->kept > 0);
    assert_int_equal(docker_send("DELETE", NULL, "/containers/gone?force=1"),
                     204);
    assert_false(read_sample(&scene));
    assert_int_equal(scene.err.kind, ERR_MISSING);
    assert_int_equal(scene.host->kept, 0);
    close_scene(&scene);
}

static void
oom_kills_are_counted(void **state)
{
    struct scene scene;

    (void)state;
    docker_skip_podman();
    docker_run(NULL, "greedy",
               "\"Cmd\":[\"sh\",\"-c\",\"sh -c 'x=$(yes | head -c "
               "99000000)'; echo over; sleep 100000; :\"],\"StopSignal\":"
               "\"SIGKILL\",\"HostConfig\":{\"Memory\":16777216}");
    do {
        /* A new reader reads what changes seldom. */
        open_scene(&scene, "greedy");
        must_read(&scene);
        close_scene(&scene);
    } while (scene.sample.oom_kills == 0);
    assert_true(scene.sample.has_oom_kills);
    assert_true(scene.sample.limit_hits > 0);
}

static void
nobody_may_read_them_too(void **state)
{
    struct scene scene;
    int status;
    pid_t child;

    (void)state;
    if (getuid() != 0)
        skip();
    docker_run(NULL, "idle", DOCKER_IDLE);
    open_scene(&scene, "idle");
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool is_read = setgid(NOBODY) == 0 && setuid(NOBODY) == 0 &&
                       read_sample(&scene) && scene.sample.has_memory &&
                       scene.sample.has_network;

        _exit(is_read ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    close_scene(&scene);
}

/* ---- through the store -------------------------------------------------- */

struct watch {
    const struct store *store;
    size_t count;
};

static bool
all_are_known(void *data)
{
    const struct watch *watch = data;
    size_t known = 0;

    for (size_t i = 0; i < store_container_count(watch->store); i++) {
        const struct container_row *row = store_container_at(watch->store, i);

        known += row->usage && row->usage->has_cpu;
    }
    return known == watch->count && *store_link(watch->store, 0)->numbers;
}

static void
the_engine_is_asked_for_no_number(void **state)
{
    struct caller caller;
    struct fleet *fleet;
    struct watch watch = {.count = COUNT(rows)};

    (void)state;
    run_rows();
    caller_open(&caller);
    fleet = fleet_new(caller.loop);
    watch.store = fleet_store(fleet);
    (void)fleet_add(fleet, "test", caller.engine, true);
    assert_true(
        turn_until(caller.loop, CALLER_PATIENCE_MS, all_are_known, &watch));
    print_message("# %s\n", store_link(watch.store, 0)->numbers);
    assert_non_null(
        strstr(store_link(watch.store, 0)->numbers, "control groups"));
    /* Events, and nothing else. */
    assert_int_equal(engine_streams(caller.engine), 1);
    caller.engine = NULL; /* the fleet's */
    fleet_close(fleet, caller_closed, &caller);
    assert_true(caller_ended(&caller));
    caller_close(&caller);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, clean, clean)
    const struct CMUnitTest tests[] = {
        CASE(every_number_is_the_engines),
        CASE(others_are_found_without_a_process),
        CASE(one_that_was_restarted_is_read_again),
        CASE(one_that_is_gone_is_missing),
        CASE(oom_kills_are_counted),
        CASE(nobody_may_read_them_too),
        CASE(the_engine_is_asked_for_no_number),
    };

    return cmocka_run_group_tests_name("cgroups", tests, NULL, NULL);
}
