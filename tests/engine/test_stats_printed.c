/*
 * `bayplan stats` beside a real engine: every source prints what the engine
 * counts and `docker stats` shows, and control groups give it no work.
 */
#include "config.h"

#include "engine/docker.h"
#include "support/test.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define OUTPUT_SIZE ((size_t)1 << 16)
#define TRIES 30

#define BUSY                                                                   \
    "\"Cmd\":[\"sh\",\"-c\",\"while :; do cat /bin/busybox >/tmp/f; done\"],"  \
    "\"StopSignal\":\"SIGKILL\",\"HostConfig\":{\"NanoCpus\":200000000,"       \
    "\"Memory\":67108864,\"PidsLimit\":50}"

static const struct {
    const char *name, *json;
} rows[] = {
    {"alone", DOCKER_IDLE ",\"HostConfig\":{\"NetworkMode\":\"none\"}"},
    {"busy", BUSY},
    {"host", DOCKER_IDLE ",\"HostConfig\":{\"NetworkMode\":\"host\"}"},
    {"host-shared",
     DOCKER_IDLE ",\"HostConfig\":{\"NetworkMode\":\"container:host\"}"},
    {"idle", DOCKER_IDLE},
    {"idle-shared",
     DOCKER_IDLE ",\"HostConfig\":{\"NetworkMode\":\"container:idle\"}"},
};

/* A source by stats-source; whether the engine is asked for numbers. */
static const struct source {
    const char *name;
    bool asks;
} sources[] = {{"cgroup", false}, {"stream", true}, {"poll", true}};

static char printed[OUTPUT_SIZE], expected[OUTPUT_SIZE];
static char folder[] = "/tmp/bayplan-stats-XXXXXX";

static int
make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    (void)setenv("FOLDER", folder, 1);
    return 0;
}

static int
remove_folder(void **state)
{
    (void)state;
    return docker_run_shell(printed, OUTPUT_SIZE, "rm -r \"$FOLDER\"");
}

/* Without a device that is no engine's the host's network would look as none
 * at all. */
static void
add_device(void)
{
    if (docker_is_ours() &&
        docker_run_shell(
            printed, OUTPUT_SIZE,
            "set -- nsenter -n -t "
            "$(cat $BAYPLAN_TEST_ENGINE/holder.pid) busybox; "
            "$@ ip link show eth9 2>&1 || $@ ip link add eth9 type "
            "veth peer name veth9") != 0)
        print_message("# the host's network has no device: %s\n", printed);
}

static int
set_up(void **state)
{
    (void)state;
    docker_clean();
    add_device();
    for (size_t i = 0; i < COUNT(rows); i++)
        docker_run(NULL, rows[i].name, rows[i].json);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    docker_clean();
    return 0;
}

/* `bayplan stats` with these words; the debug log is $FOLDER/log. `then` is
 * the rest of the pipe. */
static int
print(const struct source *source, const char *words, const char *then)
{
    char line[1024];

    (void)snprintf(line, sizeof(line),
                   "rm -f $FOLDER/log; echo set stats-source %s >$FOLDER/rc; "
                   "BAYPLAN_LOG=$FOLDER/log " BAYPLAN
                   " --config $FOLDER/rc stats -H $ENGINE %s 2>&1 %s",
                   source->name, words, then);
    return docker_run_shell(printed, OUTPUT_SIZE, line);
}

/* Control groups are those of this machine. */
static bool
can_use(const struct source *source)
{
    return source->asks || docker_is_ours();
}

static void
check_asked(const struct source *source)
{
    char count[32];

    (void)docker_run_shell(count, sizeof(count),
                           "grep -c '/stats' $FOLDER/log");
    if (source->asks)
        assert_true(atoi(count) >= (int)COUNT(rows));
    else
        assert_int_equal(atoi(count), 0);
}

/* Gauges of what sleeps are the same in both, once it has come to rest. */
static void
what_rests_looks_as_in_docker_stats(void **state)
{
    (void)state;
    if (docker_run_shell(expected, OUTPUT_SIZE, "docker --version") != 0)
        skip();
    for (size_t i = 0; i < COUNT(sources); i++) {
        int tries = 0;

        if (!can_use(&sources[i]))
            continue;
        do {
            assert_int_equal(
                docker_run_shell(
                    expected, OUTPUT_SIZE,
                    "docker -H $ENGINE stats --no-stream --format "
                    "'{{.Name}} {{.MemUsage}} {{.MemPerc}} {{.PIDs}}' "
                    "alone host idle"),
                0);
            /* The network may be unknown, so fields are counted from both
             * ends. */
            assert_int_equal(
                print(&sources[i], "--once alone host idle",
                      "| awk 'NR > 1 {print $1, $3, $4, $5, $6, $NF}'"),
                0);
        } while (strcmp(printed, expected) != 0 && ++tries < TRIES);
        assert_string_equal(printed, expected);
    }
}

/* ---- every number lies between two answers of the engine ---- */

static double
sum_of_network(const cJSON *stats, const char *member)
{
    const cJSON *each;
    double sum = 0;

    cJSON_ArrayForEach(each, cJSON_GetObjectItem(stats, "networks")) sum +=
        docker_number(each, member);
    return sum;
}

static double
sum_of_blocks(const cJSON *stats, const char *op)
{
    const cJSON *blkio = cJSON_GetObjectItem(stats, "blkio_stats");
    const cJSON *each;
    double sum = 0;

    cJSON_ArrayForEach(
        each,
        cJSON_GetObjectItem(
            blkio,
            "io_service_bytes_recursive")) if (strcasecmp(docker_text(each,
                                                                      "op"),
                                                          op) == 0) sum +=
        docker_number(each, "value");
    return sum;
}

static void
must_lie_between(const char *name, const char *member, const cJSON *object,
                 double before, double after)
{
    double ours = docker_number(object, member);

    if (ours < before || ours > after)
        fail_msg("%s of %s: %.0f, not %.0f to %.0f", member, name, ours, before,
                 after);
}

static void
check_object(const cJSON *object, const cJSON *before, const cJSON *after)
{
    const char *name = docker_text(object, "name");
    bool has_network = cJSON_GetObjectItem(after, "networks") != NULL;

    assert_int_equal(
        cJSON_IsNumber(cJSON_GetObjectItem(object, "network_rx_bytes")),
        has_network);
    assert_true(cJSON_IsNumber(cJSON_GetObjectItem(object, "cpu_percent")));
    if (has_network) {
        must_lie_between(name, "network_rx_bytes", object,
                         sum_of_network(before, "rx_bytes"),
                         sum_of_network(after, "rx_bytes"));
        must_lie_between(name, "network_tx_bytes", object,
                         sum_of_network(before, "tx_bytes"),
                         sum_of_network(after, "tx_bytes"));
    }
    must_lie_between(name, "block_read_bytes", object,
                     sum_of_blocks(before, "read"),
                     sum_of_blocks(after, "read"));
    must_lie_between(name, "block_write_bytes", object,
                     sum_of_blocks(before, "write"),
                     sum_of_blocks(after, "write"));
    must_lie_between(
        name, "throttled_ns", object,
        docker_number(before, "cpu_stats.throttling_data.throttled_time"),
        docker_number(after, "cpu_stats.throttling_data.throttled_time"));
    assert_true(docker_number(object, "memory_limit_bytes") ==
                docker_number(after, "memory_stats.limit"));
}

/* An old engine takes two seconds for each. */
static cJSON *
ask_engine(const char *name)
{
    return docker_get("/containers/%s/stats?stream=0", name);
}

/* Each is asked about again, for the next source. */
static void
check_source(const struct source *source, cJSON *before[COUNT(rows)])
{
    struct str rest, line;

    print_message("# %s\n", source->name);
    assert_int_equal(print(source, "--once --json", ""), 0);
    check_asked(source);
    rest = str_of(printed);
    for (size_t i = 0; i < COUNT(rows); i++) {
        cJSON *after = ask_engine(rows[i].name);
        cJSON *object;

        assert_true(str_cut(&rest, '\n', &line));
        object = cJSON_ParseWithLength(line.at, line.len);
        assert_string_equal(docker_text(object, "name"), rows[i].name);
        check_object(object, before[i], after);
        cJSON_Delete(object);
        cJSON_Delete(before[i]);
        before[i] = after;
    }
}

static void
counters_are_the_engines(void **state)
{
    cJSON *before[COUNT(rows)];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        before[i] = ask_engine(rows[i].name);
    for (size_t i = 0; i < COUNT(sources); i++)
        if (can_use(&sources[i]))
            check_source(&sources[i], before);
    for (size_t i = 0; i < COUNT(rows); i++)
        cJSON_Delete(before[i]);
}

/* The old network, which others still share, is not told any more. */
static void
network_that_was_made_anew_is_the_engines(void **state)
{
    cJSON *before, *after, *object;

    (void)state;
    if (!can_use(&sources[0]))
        skip();
    assert_int_equal(docker_send("POST", NULL, "/containers/idle/restart?t=0"),
                     204);
    before = ask_engine("idle-shared");
    assert_int_equal(print(&sources[0], "--once --json idle-shared", ""), 0);
    after = ask_engine("idle-shared");
    object = cJSON_Parse(printed);
    check_object(object, before, after);
    cJSON_Delete(object);
    cJSON_Delete(before);
    cJSON_Delete(after);
}

/* ---- one after another ---- */

static void
followed_it_prints_until_its_reader_goes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sources); i++) {
        if (!can_use(&sources[i]))
            continue;
        assert_int_equal(print(&sources[i], "busy", "| head -n 4"), 0);
        assert_non_null(strstr(printed, "\nbusy "));
    }
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(what_rests_looks_as_in_docker_stats),
        CASE(counters_are_the_engines),
        CASE(network_that_was_made_anew_is_the_engines),
        CASE(followed_it_prints_until_its_reader_goes),
    };

    return cmocka_run_group_tests_name("stats_printed", tests, make_folder,
                                       remove_folder);
}
