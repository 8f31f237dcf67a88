/* The engine's two pictures of a container, read into one kind of value. */
#include "engine/container.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "engine/status.h"

#include <stdlib.h>

#define COMMAND_SIZE ((size_t)1 << 20)
#define ADDRESSES_SIZE ((size_t)64 << 10)
#define CPU_PERIOD_DEFAULT 100000 /* the kernel's, microseconds */

/* A container under construction. Its texts point into `root`, `command` and
 * `addresses`, which live until container_new() has copied them. */
struct draft {
    struct container container;
    struct json *root;
    struct port *ports;
    struct label *labels;
    struct buf command, addresses;
};

static bool
draft_open(struct draft *draft, struct str text, const struct json_want *wanted,
           struct err *err)
{
    *draft = (struct draft){
        .container = {.exit_code = EXIT_UNKNOWN,
                      .status_age = -1,
                      .stop_timeout = -1},
        .command = BUF_INIT(COMMAND_SIZE),
        .addresses = BUF_INIT(ADDRESSES_SIZE),
    };
    draft->root = json_parse_wanted(text, wanted, err);
    if (!draft->root)
        return false;
    if (!json_is_object(draft->root))
        return err_set_kind(err, ERR_MALFORMED, "a container is no object");
    return true;
}

static void
draft_release(struct draft *draft)
{
    json_free(draft->root);
    free(draft->ports);
    free(draft->labels);
    buf_release(&draft->command);
    buf_release(&draft->addresses);
}

static const char *
text_at(const struct json *object, const char *key)
{
    const char *text = json_text(json_find(object, key));

    return text ? text : "";
}

static bool
bool_at(const struct json *object, const char *key)
{
    bool value = false;

    (void)json_bool(json_find(object, key), &value);
    return value;
}

/* The id becomes part of requests' paths, so nothing odd gets in. */
static bool
read_id(struct container *container, const struct json *root, struct err *err)
{
    const char *id = text_at(root, "Id");
    size_t len = strlen(id);

    if (len == 0 || len > CONTAINER_ID_LEN ||
        strspn(id, "0123456789abcdefghijklmnopqrstuvwxyz"
                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != len)
        return err_set_kind(err, ERR_MALFORMED, "a container without an id");
    container->id = id;
    return true;
}

static const char *
without_slash(const char *name)
{
    return *name == '/' ? name + 1 : name;
}

/* Legacy links add names like "/web/db"; a container's own has no second
 * slash. One that is being removed has none at all. */
static const char *
own_name(const struct json *names)
{
    const struct json *each;
    const char *name;

    for (each = json_first(names); each; each = json_next(each)) {
        name = json_text(each);
        if (name && !strchr(without_slash(name), '/'))
            return without_slash(name);
    }
    name = json_text(json_first(names));
    return name ? without_slash(name) : "";
}

static bool
read_labels(struct draft *draft, const struct json *labels, struct err *err)
{
    struct container *container = &draft->container;
    size_t count = json_count(labels);
    const struct json *each;

    if (!json_is_object(labels) || count == 0)
        return true;
    if (count > CONTAINER_LABELS)
        return err_set_kind(err, ERR_LIMIT,
                            "container %.12s has %zu labels; at most %d are "
                            "read",
                            container->id, count, CONTAINER_LABELS);
    draft->labels = xcalloc(count, sizeof(*draft->labels));
    for (each = json_first(labels); each; each = json_next(each)) {
        struct label *label = &draft->labels[container->label_count++];
        const char *value = json_text(each);

        label->name = json_name(each);
        label->value = value ? value : "";
        if (strcmp(label->name, "com.docker.compose.project") == 0)
            container->project = label->value;
        else if (strcmp(label->name, "com.docker.compose.service") == 0)
            container->service = label->value;
    }
    container->labels = draft->labels;
    return true;
}

static bool
port_limit(const struct container *container, struct err *err)
{
    return err_set_kind(err, ERR_LIMIT,
                        "container %.12s has more than %d ports", container->id,
                        CONTAINER_PORTS);
}

/* A missing port is 0. */
static bool
port_number(const struct json *node, uint16_t *port, struct err *err)
{
    uint64_t number = 0;

    if (json_is_null(node))
        return true;
    if (!json_u64(node, &number) || number > UINT16_MAX)
        return err_set_kind(err, ERR_MALFORMED, "a port that is no port");
    *port = (uint16_t)number;
    return true;
}

static bool
read_listed_ports(struct draft *draft, const struct json *ports,
                  struct err *err)
{
    struct container *container = &draft->container;
    size_t count = json_count(ports);
    const struct json *each;

    if (!json_is_array(ports) || count == 0)
        return true;
    if (count > CONTAINER_PORTS)
        return port_limit(container, err);
    draft->ports = xcalloc(count, sizeof(*draft->ports));
    for (each = json_first(ports); each; each = json_next(each)) {
        struct port *port = &draft->ports[container->port_count++];

        port->ip = text_at(each, "IP");
        port->type = text_at(each, "Type");
        if (!port_number(json_find(each, "PrivatePort"), &port->private_port,
                         err) ||
            !port_number(json_find(each, "PublicPort"), &port->public_port,
                         err))
            return false;
    }
    container->ports = draft->ports;
    return true;
}

static bool
port_text(struct str text, uint16_t *port, struct err *err)
{
    unsigned long long number = 0;

    if (text.len > 0 && (!str_to_u64(text, &number) || number > UINT16_MAX))
        return err_set_kind(err, ERR_MALFORMED, "a port that is no port");
    *port = (uint16_t)number;
    return true;
}

/* "80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], or null where the
 * port is exposed only. */
static bool
read_port_bindings(struct port *ports, size_t *count,
                   const struct json *bindings, struct err *err)
{
    const char *slash = strchr(json_name(bindings), '/');
    struct str name = str_of(json_name(bindings));
    struct port port = {.ip = "", .type = slash ? slash + 1 : "tcp"};
    const struct json *each;

    if (slash)
        name.len = (size_t)(slash - name.at);
    if (!port_text(name, &port.private_port, err))
        return false;
    if (json_count(bindings) == 0)
        ports[(*count)++] = port;
    for (each = json_first(bindings); each; each = json_next(each)) {
        port.ip = text_at(each, "HostIp");
        if (!port_text(str_of(text_at(each, "HostPort")), &port.public_port,
                       err))
            return false;
        ports[(*count)++] = port;
    }
    return true;
}

static bool
read_inspected_ports(struct draft *draft, const struct json *ports,
                     struct err *err)
{
    struct container *container = &draft->container;
    const struct json *each;
    size_t room = 0;

    if (!json_is_object(ports))
        return true;
    for (each = json_first(ports); each; each = json_next(each))
        room += json_count(each) ? json_count(each) : 1;
    if (room == 0)
        return true;
    if (room > CONTAINER_PORTS)
        return port_limit(container, err);
    draft->ports = xcalloc(room, sizeof(*draft->ports));
    for (each = json_first(ports); each; each = json_next(each))
        if (!read_port_bindings(draft->ports, &container->port_count, each,
                                err))
            return false;
    container->ports = draft->ports;
    return true;
}

/* All that is read of a list's element, about half of it. */
static const struct json_want wanted_listed[] = {
    {"Id", NULL},      {"Names", NULL},   {"Image", NULL},  {"ImageID", NULL},
    {"Command", NULL}, {"Created", NULL}, {"Labels", NULL}, {"State", NULL},
    {"Status", NULL},  {"Health", NULL},  {"Ports", NULL},  {NULL, NULL},
};

static bool
read_listed(struct draft *draft, struct err *err)
{
    struct container *container = &draft->container;
    const struct json *root = draft->root;
    const struct json *health = json_find(root, "Health");
    struct status status;
    int64_t created = 0;

    if (!read_id(container, root, err))
        return false;
    container->name = own_name(json_find(root, "Names"));
    container->image = text_at(root, "Image");
    container->image_id = text_at(root, "ImageID");
    container->command = text_at(root, "Command");
    container->status = text_at(root, "Status");
    container->state = state_from_name(text_at(root, "State"));
    if (json_i64(json_find(root, "Created"), &created) && created > 0 &&
        created < INT64_MAX / SECOND_NS)
        container->created = created * SECOND_NS;
    status = status_parse(str_of(container->status));
    container->exit_code = status.exit_code;
    container->status_age = status.age;
    container->health = status.health;
    /* From API 1.52 on it stands in the list too. */
    if (json_is_object(health))
        container->health = health_from_name(str_of(text_at(health, "Status")));
    return read_labels(draft, json_find(root, "Labels"), err) &&
           read_listed_ports(draft, json_find(root, "Ports"), err);
}

static bool
read_time(const struct json *object, const char *key, int64_t *ns,
          struct err *err)
{
    const char *text = text_at(object, key);

    if (*text && !timestamp_parse(str_of(text), ns))
        return err_set_kind(err, ERR_MALFORMED, "%s is no time", key);
    return true;
}

/* While it runs, and before it first ran, the engine says 0; that is no exit
 * code. A start that failed leaves the code in state "created". */
static int
exit_code_of(const struct container *container, const struct json *state)
{
    int64_t code = 0;

    if (!json_i64(json_find(state, "ExitCode"), &code) || code < INT32_MIN ||
        code > INT32_MAX)
        return EXIT_UNKNOWN;
    switch (container->state) {
    case STATE_RUNNING:
    case STATE_PAUSED:
        return EXIT_UNKNOWN;
    case STATE_CREATED:
        return code ? (int)code : EXIT_UNKNOWN;
    default:
        return (int)code;
    }
}

static bool
read_state(struct container *container, const struct json *state,
           struct err *err)
{
    const char *health = text_at(json_find(state, "Health"), "Status");

    container->state = state_from_name(text_at(state, "Status"));
    container->exit_code = exit_code_of(container, state);
    container->health = health_from_name(str_of(health));
    container->oom_killed = bool_at(state, "OOMKilled");
    container->error = text_at(state, "Error");
    (void)json_u64(json_find(state, "Pid"), &container->pid);
    return read_time(state, "StartedAt", &container->started, err) &&
           read_time(state, "FinishedAt", &container->finished, err);
}

/* As the list writes it: moby, container/view.go (transform). */
static const char *
join_command(struct buf *out, const struct json *root)
{
    const struct json *each;

    (void)buf_add_text(out, text_at(root, "Path"));
    for (each = json_first(json_find(root, "Args")); each;
         each = json_next(each)) {
        const char *arg = json_text(each);

        if (arg)
            (void)buf_addf(out, strchr(arg, ' ') ? " '%s'" : " %s", arg);
    }
    return buf_text(out);
}

static void
read_config(struct container *container, const struct json *config)
{
    int64_t seconds = -1;

    container->image = text_at(config, "Image");
    container->has_tty = bool_at(config, "Tty");
    container->stop_signal = text_at(config, "StopSignal");
    if (json_i64(json_find(config, "StopTimeout"), &seconds) && seconds >= 0 &&
        seconds <= INT32_MAX)
        container->stop_timeout = (int)seconds;
}

/* --cpus is told as such, --cpu-quota as microseconds of each period. */
static uint64_t
nano_cpus_of(const struct json *host)
{
    int64_t nano = 0, quota = 0, period = 0;

    if (json_i64(json_find(host, "NanoCpus"), &nano) && nano > 0)
        return (uint64_t)nano;
    if (!json_i64(json_find(host, "CpuQuota"), &quota) || quota <= 0)
        return 0;
    if (!json_i64(json_find(host, "CpuPeriod"), &period) || period <= 0)
        period = CPU_PERIOD_DEFAULT;
    if (quota > INT64_MAX / SECOND_NS)
        return 0;
    return (uint64_t)(quota * SECOND_NS / period);
}

static void
read_network(struct container *container, const char *mode)
{
    static const char joined[] = "container:";

    container->is_on_host_network = strcmp(mode, "host") == 0;
    container->network_of =
        str_starts(str_of(mode), joined) ? mode + strlen(joined) : "";
}

/* Of the host's network, and of one that does not run, there is none. */
static bool
read_addresses(struct draft *draft, const struct json *networks,
               struct err *err)
{
    struct buf *out = &draft->addresses;
    const struct json *each;

    for (each = json_first(networks); each; each = json_next(each)) {
        const char *address = text_at(each, "IPAddress");

        if (!*address)
            address = text_at(each, "GlobalIPv6Address");
        if (*address)
            (void)buf_addf(out, out->len > 0 ? " %s" : "%s", address);
    }
    if (out->is_full)
        return err_set_kind(err, ERR_LIMIT,
                            "container %.12s: too many addresses",
                            draft->container.id);
    draft->container.addresses = buf_text(out);
    return true;
}

static bool
read_inspected(struct draft *draft, struct err *err)
{
    struct container *container = &draft->container;
    const struct json *root = draft->root;
    const struct json *config = json_find(root, "Config");
    const struct json *host = json_find(root, "HostConfig");
    const struct json *network = json_find(root, "NetworkSettings");
    uint64_t restarts = 0;

    if (!read_id(container, root, err))
        return false;
    container->is_inspected = true;
    container->name = without_slash(text_at(root, "Name"));
    container->image_id = text_at(root, "Image");
    container->command = join_command(&draft->command, root);
    if (draft->command.is_full)
        return err_set_kind(err, ERR_LIMIT, "container %.12s: command too long",
                            container->id);
    if (json_u64(json_find(root, "RestartCount"), &restarts))
        container->restart_count =
            restarts < UINT32_MAX ? (uint32_t)restarts : UINT32_MAX;
    container->auto_remove = bool_at(host, "AutoRemove");
    read_network(container, text_at(host, "NetworkMode"));
    container->nano_cpus = nano_cpus_of(host);
    read_config(container, config);
    return read_time(root, "Created", &container->created, err) &&
           read_state(container, json_find(root, "State"), err) &&
           read_labels(draft, json_find(config, "Labels"), err) &&
           read_inspected_ports(draft, json_find(network, "Ports"), err) &&
           read_addresses(draft, json_find(network, "Networks"), err);
}

/* `wanted`: what `read` looks at, NULL for all. */
static struct container *
decode(struct str json, const struct json_want *wanted,
       bool (*read)(struct draft *draft, struct err *err), struct err *err)
{
    struct container *container = NULL;
    struct draft draft;

    if (draft_open(&draft, json, wanted, err) && read(&draft, err))
        container = container_new(&draft.container);
    draft_release(&draft);
    return container;
}

struct container *
container_decode_listed(struct str json, struct err *err)
{
    return decode(json, wanted_listed, read_listed, err);
}

struct container *
container_decode_inspected(struct str json, struct err *err)
{
    return decode(json, NULL, read_inspected, err);
}
