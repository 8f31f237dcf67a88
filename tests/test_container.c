#include "support/test.h"

#include "base/json.h"
#include "base/mem.h"
#include "engine/container.h"
#include "support/data.h"

#include <stdio.h>
#include <stdlib.h>

#define ID "aa00000000000000000000000000000000000000000000000000000000000001"
#define SECOND INT64_C(1000000000)

static struct container *
inspected(const char *file)
{
    char *text = data_read(file);
    struct err err = ERR_INIT;
    struct container *container;

    container = container_decode_inspected(str_of(text), &err);
    if (!container)
        fail_msg("%s: %s", file, err.text);
    free(text);
    return container;
}

/* All containers of a recorded list, in its order. */
struct listed {
    struct container *at[32];
    size_t count;
};

static bool
keep(void *data, struct str element, struct err *err)
{
    struct listed *listed = data;
    struct container *container = container_decode_listed(element, err);

    if (!container)
        return false;
    assert_true(listed->count < COUNT(listed->at));
    listed->at[listed->count++] = container;
    return true;
}

static struct listed
list_of(const char *file)
{
    struct listed listed = {.count = 0};

    data_elements(file, keep, &listed);
    return listed;
}

static void
listed_free(struct listed *listed)
{
    while (listed->count > 0)
        container_free(listed->at[--listed->count]);
}

static const struct container *
named(const struct listed *listed, const char *name)
{
    size_t i;

    for (i = 0; i < listed->count; i++)
        if (strcmp(listed->at[i]->name, name) == 0)
            return listed->at[i];
    fail_msg("no container '%s'", name);
    return NULL;
}

static void
list_of_every_state_is_read(void **state)
{
    static const struct {
        const char *name;
        enum container_state state;
        enum container_health health;
        int exit_code;
        int64_t age;
        size_t ports;
    } rows[] = {
        {"shop-web-1", STATE_RUNNING, HEALTH_NONE, EXIT_UNKNOWN, 6, 5},
        {"created", STATE_CREATED, HEALTH_NONE, EXIT_UNKNOWN, -1, 0},
        {"paused", STATE_PAUSED, HEALTH_NONE, EXIT_UNKNOWN, 6, 0},
        {"killed-renamed", STATE_EXITED, HEALTH_NONE, 137, 6, 0},
        {"ended", STATE_EXITED, HEALTH_NONE, 0, 6, 0},
        {"healthy", STATE_RUNNING, HEALTH_HEALTHY, EXIT_UNKNOWN, 5, 0},
        {"unhealthy", STATE_RUNNING, HEALTH_UNHEALTHY, EXIT_UNKNOWN, 5, 0},
        {"starting", STATE_RUNNING, HEALTH_STARTING, EXIT_UNKNOWN, 5, 0},
        {"restarting", STATE_RESTARTING, HEALTH_NONE, 3, 0, 0},
        {"host", STATE_RUNNING, HEALTH_NONE, EXIT_UNKNOWN, 5, 0},
        {"missing", STATE_CREATED, HEALTH_NONE, EXIT_UNKNOWN, -1, 0},
    };
    struct listed listed = list_of("engine/20.10/list.json");
    size_t i;

    (void)state;
    assert_int_equal(listed.count, 14);
    for (i = 0; i < COUNT(rows); i++) {
        const struct container *container = named(&listed, rows[i].name);

        print_message("# %s\n", rows[i].name);
        assert_int_equal(container->state, rows[i].state);
        assert_int_equal(container->health, rows[i].health);
        assert_int_equal(container->exit_code, rows[i].exit_code);
        assert_int_equal(container->status_age, rows[i].age);
        assert_int_equal(container->port_count, rows[i].ports);
        assert_int_equal(strlen(container->id), CONTAINER_ID_LEN);
        assert_string_equal(container->image, "test/busybox");
        assert_false(container->is_inspected);
        assert_int_equal(container->stop_timeout, -1);
    }
    listed_free(&listed);
}

static void
inspect_of_every_state_is_read(void **state)
{
    static const struct {
        const char *file;
        enum container_state state;
        enum container_health health;
        int exit_code;
        bool has_started, has_finished;
        bool auto_remove, has_tty;
        unsigned restarts;
        int stop_timeout;
    } rows[] = {
        {"running", STATE_RUNNING, HEALTH_NONE, -1, 1, 0, 0, 0, 0, 3},
        {"created", STATE_CREATED, HEALTH_NONE, -1, 0, 0, 0, 0, 0, -1},
        {"paused", STATE_PAUSED, HEALTH_NONE, -1, 1, 0, 0, 0, 0, -1},
        {"killed", STATE_EXITED, HEALTH_NONE, 137, 1, 1, 0, 0, 0, -1},
        {"ended", STATE_EXITED, HEALTH_NONE, 0, 1, 1, 0, 0, 0, -1},
        {"healthy", STATE_RUNNING, HEALTH_HEALTHY, -1, 1, 0, 0, 0, 0, -1},
        {"unhealthy", STATE_RUNNING, HEALTH_UNHEALTHY, -1, 1, 0, 0, 0, 0, -1},
        {"starting", STATE_RUNNING, HEALTH_STARTING, -1, 1, 0, 0, 0, 0, -1},
        {"restarting", STATE_RESTARTING, HEALTH_NONE, 3, 1, 1, 0, 0, 6, -1},
        {"temporary", STATE_RUNNING, HEALTH_NONE, -1, 1, 0, 1, 1, 0, -1},
        {"missing", STATE_CREATED, HEALTH_NONE, 127, 0, 0, 0, 0, 0, -1},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct container *container;
        char file[128];

        (void)snprintf(file, sizeof(file), "engine/20.10/inspect-%s.json",
                       rows[i].file);
        print_message("# %s\n", file);
        container = inspected(file);
        assert_true(container->is_inspected);
        assert_int_equal(container->state, rows[i].state);
        assert_int_equal(container->health, rows[i].health);
        assert_int_equal(container->exit_code, rows[i].exit_code);
        assert_int_equal(container->started != 0, rows[i].has_started);
        assert_int_equal(container->finished != 0, rows[i].has_finished);
        assert_int_equal(container->auto_remove, rows[i].auto_remove);
        assert_int_equal(container->has_tty, rows[i].has_tty);
        assert_int_equal(container->restart_count, rows[i].restarts);
        assert_int_equal(container->stop_timeout, rows[i].stop_timeout);
        assert_int_equal(container->status_age, -1);
        assert_int_equal(container->pid != 0,
                         state_is_up(container->state) &&
                             container->state != STATE_RESTARTING);
        container_free(container);
    }
}

static void
a_limit_of_cpu_is_read_in_both_its_forms(void **state)
{
    static const struct {
        const char *host;
        uint64_t nano_cpus;
    } rows[] = {
        {"{}", 0},
        {"{\"NanoCpus\":0,\"CpuQuota\":0,\"CpuPeriod\":0}", 0},
        {"{\"NanoCpus\":1500000000}", 1500000000},
        {"{\"CpuQuota\":50000}", 500000000},
        {"{\"CpuQuota\":50000,\"CpuPeriod\":25000}", 2000000000},
        {"{\"CpuQuota\":-1,\"CpuPeriod\":25000}", 0},
        {"{\"CpuQuota\":9223372036854775807}", 0},
        {"{\"NanoCpus\":\"many\"}", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct container *container;
        char json[256];

        (void)snprintf(json, sizeof(json), "{\"Id\":\"a\",\"HostConfig\":%s}",
                       rows[i].host);
        container = container_decode_inspected(str_of(json), NULL);
        assert_non_null(container);
        assert_int_equal(container->nano_cpus, rows[i].nano_cpus);
        container_free(container);
    }
}

static void
list_and_inspect_agree(void **state)
{
    static const char *const rows[][2] = {
        {"shop-web-1", "running"},
        {"created", "created"},
        {"paused", "paused"},
        {"killed-renamed", "killed"},
        {"ended", "ended"},
        {"unhealthy", "unhealthy"},
        {"restarting", "restarting"},
        {"temporary", "temporary"},
        {"host", "host"},
    };
    struct listed listed = list_of("engine/20.10/list.json");
    size_t i, j;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        const struct container *a = named(&listed, rows[i][0]);
        struct container *b;
        char file[128];

        (void)snprintf(file, sizeof(file), "engine/20.10/inspect-%s.json",
                       rows[i][1]);
        b = inspected(file);
        assert_string_equal(a->id, b->id);
        assert_string_equal(a->name, b->name);
        assert_string_equal(a->image, b->image);
        assert_string_equal(a->image_id, b->image_id);
        assert_string_equal(a->command, b->command);
        assert_string_equal(a->project, b->project);
        assert_string_equal(a->service, b->service);
        assert_int_equal(b->is_on_host_network,
                         strcmp(rows[i][1], "host") == 0);
        assert_int_equal(a->state, b->state);
        assert_int_equal(a->exit_code, b->exit_code);
        assert_int_equal(a->created / SECOND, b->created / SECOND);
        assert_int_equal(a->label_count, b->label_count);
        assert_int_equal(a->port_count, b->port_count);
        for (j = 0; j < a->port_count; j++) {
            assert_string_equal(a->ports[j].ip, b->ports[j].ip);
            assert_string_equal(a->ports[j].type, b->ports[j].type);
            assert_int_equal(a->ports[j].private_port,
                             b->ports[j].private_port);
            assert_int_equal(a->ports[j].public_port, b->ports[j].public_port);
        }
        assert_false(container_equal(a, b));
        container_free(b);
    }
    listed_free(&listed);
}

static void
times_of_inspect_are_exact(void **state)
{
    struct container *container =
        inspected("engine/20.10/inspect-restarting.json");

    (void)state;
    assert_int_equal(container->created, INT64_C(1795250965959874296));
    assert_int_equal(container->started, INT64_C(1795250970510145148));
    assert_int_equal(container->finished, INT64_C(1795250970534300644));
    container_free(container);
}

static void
addresses_of_all_networks_are_read(void **state)
{
#define ON(networks)                                                           \
    "{\"Id\":\"a\",\"NetworkSettings\":{\"Networks\":{" networks "}}}"
#define AT(name, four, six)                                                    \
    "\"" name "\":{\"IPAddress\":\"" four "\",\"GlobalIPv6Address\":\"" six    \
    "\"}"
    static const struct {
        const char *json, *addresses;
    } rows[] = {
        {ON(AT("bridge", "172.17.0.2", "")), "172.17.0.2"},
        {ON(AT("a", "10.0.0.2", "fd00::2") "," AT("b", "10.0.1.2", "")),
         "10.0.0.2 10.0.1.2"},
        {ON(AT("six", "", "fd00::2")), "fd00::2"},
        {ON(AT("host", "", "") "," AT("b", "10.0.1.2", "")), "10.0.1.2"},
        {ON("\"none\":null"), ""},
        {"{\"Id\":\"a\",\"NetworkSettings\":{\"Networks\":null}}", ""},
        {"{\"Id\":\"a\"}", ""},
    };
    struct container *first = NULL;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct container *container =
            container_decode_inspected(str_of(rows[i].json), NULL);

        assert_non_null(container);
        assert_string_equal(container->addresses, rows[i].addresses);
        if (first)
            assert_false(container_equal(first, container));
        if (first)
            container_free(container);
        else
            first = container;
    }
    container_free(first);
#undef ON
#undef AT
}

static void
whose_network_it_is_is_read(void **state)
{
#define WITH(mode) "{\"Id\":\"a\",\"HostConfig\":{\"NetworkMode\":" mode "}}"
    static const struct {
        const char *json;
        bool is_on_host;
        const char *network_of;
    } rows[] = {
        {WITH("\"host\""), true, ""},
        {WITH("\"default\""), false, ""},
        {WITH("\"container:b7\""), false, "b7"},
        {WITH("\"container\""), false, ""},
        {WITH("\"\""), false, ""},
        {WITH("7"), false, ""},
        {"{\"Id\":\"a\"}", false, ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct container *container =
            container_decode_inspected(str_of(rows[i].json), NULL);

        assert_non_null(container);
        assert_int_equal(container->is_on_host_network, rows[i].is_on_host);
        assert_string_equal(container->network_of, rows[i].network_of);
        container_free(container);
    }
#undef WITH
}

static void
failed_start_says_why(void **state)
{
    struct container *container =
        inspected("engine/20.10/inspect-missing.json");

    (void)state;
    assert_non_null(strstr(container->error, "no such file or directory"));
    container_free(container);
}

static void
newer_engine_is_read(void **state)
{
    struct listed listed = list_of("engine/written/list-28.json");
    const struct container *api = named(&listed, "api");

    (void)state;
    assert_int_equal(api->health, HEALTH_UNHEALTHY);
    assert_int_equal(api->status_age, 3600);
    assert_int_equal(api->port_count, 3);
    /* Not published first, then by address. */
    assert_int_equal(api->ports[0].private_port, 443);
    assert_int_equal(api->ports[0].public_port, 0);
    assert_string_equal(api->ports[0].ip, "");
    assert_string_equal(api->ports[1].ip, "0.0.0.0");
    assert_string_equal(api->ports[2].ip, "::");
    assert_string_equal(api->project, "shop");
    assert_string_equal(api->service, "api");
    assert_string_equal(api->labels[0].name, "a");
    assert_string_equal(container_label(api, "a"), "1");
    assert_null(container_label(api, "b"));
    listed_free(&listed);
}

static void
podman_is_read(void **state)
{
    static const struct {
        const char *name;
        enum container_state state;
        int exit_code;
        int64_t age;
    } rows[] = {
        {"web", STATE_RUNNING, EXIT_UNKNOWN, 1},
        {"ended", STATE_EXITED, 7, 1}, /* "stopped", a little later "exited" */
        {"paused", STATE_PAUSED, EXIT_UNKNOWN, 1},
        {"created", STATE_CREATED, EXIT_UNKNOWN, -1},
    };
    struct listed listed = list_of("engine/podman-4.3.1/list.json");
    size_t i;

    (void)state;
    assert_int_equal(listed.count, COUNT(rows));
    for (i = 0; i < COUNT(rows); i++) {
        const struct container *a = named(&listed, rows[i].name);
        struct container *b;
        char file[128];

        (void)snprintf(file, sizeof(file),
                       "engine/podman-4.3.1/inspect-%s.json", rows[i].name);
        b = inspected(file);
        assert_int_equal(a->state, rows[i].state);
        assert_int_equal(b->state, rows[i].state);
        assert_int_equal(a->exit_code, rows[i].exit_code);
        assert_int_equal(b->exit_code, rows[i].exit_code);
        assert_int_equal(a->status_age, rows[i].age);
        assert_int_equal(b->health, HEALTH_NONE);
        assert_string_equal(a->id, b->id);
        assert_string_equal(a->name, b->name);
        assert_string_equal(a->image, b->image);
        assert_string_equal(a->image_id, b->image_id);
        assert_string_equal(a->project, b->project);
        container_free(b);
    }
    listed_free(&listed);
}

static void
what_podman_leaves_out_is_unknown(void **state)
{
    struct listed listed = list_of("engine/written/list-podman.json");
    const struct container *db = named(&listed, "db");
    const struct container *cache = named(&listed, "cache");
    struct container *seen = inspected("engine/written/inspect-podman.json");

    (void)state;
    assert_int_equal(db->exit_code, 1);
    assert_int_equal(db->status_age, 3 * 86400);
    assert_int_equal(db->ports[0].public_port, 5432);
    assert_int_equal(cache->state, STATE_CREATED);
    assert_string_equal(cache->image_id, "");
    assert_int_equal(seen->created / SECOND, 1795250964);
    assert_true(seen->oom_killed);
    assert_int_equal(seen->exit_code, 137);
    assert_int_equal(seen->stop_timeout, 10);
    assert_string_equal(seen->stop_signal, "2");
    assert_int_equal(seen->port_count, 2);
    assert_int_equal(seen->ports[0].private_port, 8008);
    assert_int_equal(seen->ports[1].public_port, 5432);
    container_free(seen);
    listed_free(&listed);
}

static void
nonsense_is_refused_with_a_reason(void **state)
{
    static const struct {
        const char *json;
        const char *reason;
    } listed[] = {
        {"7", "a container is no object"},
        {"{}", "a container without an id"},
        {"{\"Id\":\"\"}", "a container without an id"},
        {"{\"Id\":7}", "a container without an id"},
        {"{\"Id\":\"../x\"}", "a container without an id"},
        {"{\"Id\":\"" ID "0\"}", "a container without an id"},
        {"{\"Id\":\"a\",\"Ports\":[{\"PrivatePort\":65536}]}",
         "a port that is no port"},
        {"{\"Id\":\"a\",\"Ports\":[{\"PublicPort\":-1}]}",
         "a port that is no port"},
        {"{\"Id\":\"a\",\"Ports\":[{\"PublicPort\":\"80\"}]}",
         "a port that is no port"},
    };
    static const struct {
        const char *json;
        const char *reason;
    } inspects[] = {
        {"[]", "a container is no object"},
        {"{\"Id\":\"a\",\"Created\":\"yesterday\"}", "Created is no time"},
        {"{\"Id\":\"a\",\"State\":{\"StartedAt\":\"x\"}}",
         "StartedAt is no time"},
        {"{\"Id\":\"a\",\"NetworkSettings\":{\"Ports\":{\"x/tcp\":null}}}",
         "a port that is no port"},
        {"{\"Id\":\"a\",\"NetworkSettings\":{\"Ports\":{\"1/tcp\":"
         "[{\"HostPort\":\"99999\"}]}}}",
         "a port that is no port"},
    };
    struct err err;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(listed); i++) {
        err = (struct err)ERR_INIT;
        assert_null(container_decode_listed(str_of(listed[i].json), &err));
        assert_string_equal(err.text, listed[i].reason);
        assert_int_equal(err.kind, ERR_MALFORMED);
    }
    for (i = 0; i < COUNT(inspects); i++) {
        err = (struct err)ERR_INIT;
        assert_null(container_decode_inspected(str_of(inspects[i].json), &err));
        assert_string_equal(err.text, inspects[i].reason);
        assert_int_equal(err.kind, ERR_MALFORMED);
    }
    assert_null(container_decode_listed(str_of("{\"Id\":"), NULL));
}

static void
odd_members_count_as_missing(void **state)
{
    static const char text[] =
        "{\"Id\":\"a\",\"Names\":[7,null],\"Image\":[],\"Command\":{},"
        "\"Created\":1e99,\"Labels\":[\"x\"],\"Ports\":{},\"State\":3,"
        "\"Status\":null,\"Health\":7}";
    struct err err = ERR_INIT;
    struct container *container = container_decode_listed(str_of(text), &err);

    (void)state;
    assert_non_null(container);
    assert_string_equal(container->name, "");
    assert_string_equal(container->image, "");
    assert_string_equal(container->command, "");
    assert_int_equal(container->created, 0);
    assert_int_equal(container->state, STATE_UNKNOWN);
    assert_int_equal(container->label_count, 0);
    assert_int_equal(container->port_count, 0);
    container_free(container);
}

static void
name_is_not_that_of_a_link(void **state)
{
    struct container *container = container_decode_listed(
        str_of("{\"Id\":\"a\",\"Names\":[\"/web/db\",\"/db\"]}"), NULL);

    (void)state;
    assert_string_equal(container->name, "db");
    container_free(container);
}

/* {"Id":"a","Labels":{"l0":"","l1":"",...}} */
static char *
with_many(const char *before, const char *each, size_t count, const char *after)
{
    struct buf out = BUF_INIT((size_t)1 << 20);
    size_t i;

    (void)buf_add_text(&out, before);
    for (i = 0; i < count; i++) {
        (void)buf_add_text(&out, i ? "," : "");
        (void)buf_addf(&out, "\"%zu%s", i, each);
    }
    (void)buf_add_text(&out, after);
    assert_false(out.is_full);
    return buf_take(&out);
}

static void
counts_have_limits(void **state)
{
    static const struct {
        struct container *(*decode)(struct str json, struct err *err);
        const char *before, *each, *after;
        size_t most;
        const char *reason;
    } rows[] = {
        {container_decode_inspected, "{\"Id\":\"a\",\"Config\":{\"Labels\":{",
         "\":\"\"", "}}}", CONTAINER_LABELS, "labels"},
        {container_decode_inspected,
         "{\"Id\":\"a\",\"NetworkSettings\":{\"Ports\":{", "/tcp\":null", "}}}",
         CONTAINER_PORTS, "ports"},
        {container_decode_listed, "{\"Id\":\"a\",\"Ports\":[", "\"", "]}",
         CONTAINER_PORTS, "ports"},
    };
    size_t i, more;

    (void)state;
    for (i = 0; i < COUNT(rows); i++)
        for (more = 0; more < 2; more++) {
            char *text = with_many(rows[i].before, rows[i].each,
                                   rows[i].most + more, rows[i].after);
            struct err err = ERR_INIT;
            struct container *container = rows[i].decode(str_of(text), &err);

            assert_int_equal(container != NULL, more == 0);
            if (more) {
                assert_int_equal(err.kind, ERR_LIMIT);
                assert_non_null(strstr(err.text, rows[i].reason));
            }
            container_free(container);
            free(text);
        }
}

static void
command_has_a_limit(void **state)
{
    struct buf text = BUF_INIT((size_t)2 << 20);
    struct err err = ERR_INIT;

    (void)state;
    (void)buf_add_text(&text, "{\"Id\":\"a\",\"Path\":\"");
    (void)buf_add_repeat(&text, 'x', (size_t)1 << 20);
    (void)buf_add_text(&text, "\",\"Args\":[\"y\"]}");
    assert_null(container_decode_inspected(buf_str(&text), &err));
    assert_string_equal(err.text, "container a: command too long");
    buf_release(&text);
}

static void
equal_means_that_a_person_sees_no_difference(void **state)
{
#define LIKE(more) "{\"Id\":\"a\",\"Image\":\"i\"," more "}"
#define AGE "\"Created\":5,\"Status\":\"Up 3 hours\","
#define LABELS "\"Labels\":{\"x\":\"1\",\"y\":\"2\"}"
#define PORT(number) ",\"Ports\":[{\"PrivatePort\":" number "}]"
    static const struct {
        const char *json;
        bool is_equal;
    } rows[] = {
        {LIKE(AGE LABELS PORT("1")), true},
        {LIKE(AGE "\"Labels\":{\"y\":\"2\",\"x\":\"1\"}" PORT("1")), true},
        {LIKE("\"Created\":5,\"Status\":\"Up 4 hours\"," LABELS PORT("1")),
         false},
        {LIKE("\"Created\":6,\"Status\":\"Up 3 hours\"," LABELS PORT("1")),
         false},
        {LIKE(AGE "\"Labels\":{\"x\":\"1\",\"y\":\"3\"}" PORT("1")), false},
        {LIKE(AGE "\"Labels\":{\"x\":\"1\",\"z\":\"2\"}" PORT("1")), false},
        {LIKE(AGE "\"Labels\":{\"x\":\"1\"}" PORT("1")), false},
        {LIKE(AGE LABELS PORT("2")), false},
        {LIKE(AGE LABELS), false},
        {LIKE("\"Names\":[\"/n\"]," AGE LABELS PORT("1")), false},
        {LIKE("\"Created\":5,\"Status\":\"Up 3 hours (healthy)\"," LABELS PORT(
             "1")),
         false},
    };
    struct container *first =
        container_decode_listed(str_of(rows[0].json), NULL);
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct container *other =
            container_decode_listed(str_of(rows[i].json), NULL);

        assert_int_equal(container_equal(first, other), rows[i].is_equal);
        assert_int_equal(container_equal(other, first), rows[i].is_equal);
        container_free(other);
    }
    container_free(first);
}
#undef LIKE
#undef AGE
#undef LABELS
#undef PORT

static void
value_outlives_what_it_was_made_from(void **state)
{
    char name[] = "web";
    char ip[] = "10.0.0.1";
    char key[] = "key";
    struct port port = {ip, "tcp", 80, 8080};
    struct label label = {key, NULL};
    struct container from = {.name = name,
                             .ports = &port,
                             .port_count = 1,
                             .labels = &label,
                             .label_count = 1};
    struct container *container = container_new(&from);

    (void)state;
    memset(name, 'x', 3);
    memset(ip, 'x', 8);
    memset(key, 'x', 3);
    assert_string_equal(container->name, "web");
    assert_string_equal(container->id, "");
    assert_string_equal(container->ports[0].ip, "10.0.0.1");
    assert_string_equal(container_label(container, "key"), "");
    container_free(container);
    container_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_of_every_state_is_read),
        cmocka_unit_test(inspect_of_every_state_is_read),
        cmocka_unit_test(a_limit_of_cpu_is_read_in_both_its_forms),
        cmocka_unit_test(list_and_inspect_agree),
        cmocka_unit_test(times_of_inspect_are_exact),
        cmocka_unit_test(addresses_of_all_networks_are_read),
        cmocka_unit_test(whose_network_it_is_is_read),
        cmocka_unit_test(failed_start_says_why),
        cmocka_unit_test(newer_engine_is_read),
        cmocka_unit_test(podman_is_read),
        cmocka_unit_test(what_podman_leaves_out_is_unknown),
        cmocka_unit_test(nonsense_is_refused_with_a_reason),
        cmocka_unit_test(odd_members_count_as_missing),
        cmocka_unit_test(name_is_not_that_of_a_link),
        cmocka_unit_test(counts_have_limits),
        cmocka_unit_test(command_has_a_limit),
        cmocka_unit_test(equal_means_that_a_person_sees_no_difference),
        cmocka_unit_test(value_outlives_what_it_was_made_from),
    };

    return cmocka_run_group_tests_name("container", tests, NULL, NULL);
}
