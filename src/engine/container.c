/* The value itself: building it in one block, comparing, looking up. */
#include "engine/container.h"

#include "base/mem.h"

#include <stdlib.h>

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static const char *const state_names[] = {
    [STATE_UNKNOWN] = "unknown",       [STATE_CREATED] = "created",
    [STATE_RUNNING] = "running",       [STATE_PAUSED] = "paused",
    [STATE_RESTARTING] = "restarting", [STATE_REMOVING] = "removing",
    [STATE_EXITED] = "exited",         [STATE_DEAD] = "dead",
};

/* Words of Podman for what Docker calls otherwise. */
static const struct {
    const char *name;
    enum container_state state;
} state_aliases[] = {
    {"configured", STATE_CREATED},
    {"initialized", STATE_CREATED},
    {"stopping", STATE_RUNNING},
    {"stopped", STATE_EXITED},
};

static const char *const health_names[] = {
    [HEALTH_NONE] = "",
    [HEALTH_STARTING] = "starting",
    [HEALTH_HEALTHY] = "healthy",
    [HEALTH_UNHEALTHY] = "unhealthy",
};

/* Every text of a container, so that no loop below can forget one. */
static const size_t texts[] = {
    offsetof(struct container, id),
    offsetof(struct container, name),
    offsetof(struct container, image),
    offsetof(struct container, image_id),
    offsetof(struct container, command),
    offsetof(struct container, status),
    offsetof(struct container, project),
    offsetof(struct container, service),
    offsetof(struct container, stop_signal),
    offsetof(struct container, error),
    offsetof(struct container, addresses),
    offsetof(struct container, network_of),
};

/* The list's prose comes and goes with inspect and ages by itself: what it
 * says is compared as state, exit code and status_age. */
#define IS_COMPARED(at) ((at) != offsetof(struct container, status))

static const char *
text_of(const struct container *container, size_t at)
{
    const char *const *text =
        (const char *const *)(const void *)((const char *)container + at);

    return *text ? *text : "";
}

/* Bytes that `text` takes in the block: none when it is empty, as "" is
 * shared. */
static size_t
text_size(const char *text)
{
    return text && *text ? strlen(text) + 1 : 0;
}

static const char *
text_put(char **room, const char *text)
{
    size_t size = text_size(text);
    char *at = *room;

    if (size == 0)
        return "";
    memcpy(at, text, size);
    *room += size;
    return at;
}

static size_t
size_of_texts(const struct container *from)
{
    size_t size = 0;
    size_t i;

    for (i = 0; i < COUNT(texts); i++)
        size += text_size(text_of(from, texts[i]));
    for (i = 0; i < from->port_count; i++)
        size += text_size(from->ports[i].ip) + text_size(from->ports[i].type);
    for (i = 0; i < from->label_count; i++)
        size +=
            text_size(from->labels[i].name) + text_size(from->labels[i].value);
    return size;
}

static int
compare_numbers(unsigned a, unsigned b)
{
    return (a > b) - (a < b);
}

static int
compare_ports(const void *left, const void *right)
{
    const struct port *a = left;
    const struct port *b = right;
    int order = compare_numbers(a->public_port, b->public_port);

    if (order == 0)
        order = compare_numbers(a->private_port, b->private_port);
    if (order == 0)
        order = strcmp(a->type, b->type);
    return order ? order : strcmp(a->ip, b->ip);
}

static int
compare_labels(const void *left, const void *right)
{
    const struct label *a = left;
    const struct label *b = right;

    return strcmp(a->name, b->name);
}

struct container *
container_new(const struct container *from)
{
    size_t ports_size = from->port_count * sizeof(struct port);
    size_t labels_size = from->label_count * sizeof(struct label);
    size_t fixed = sizeof(*from) + ports_size + labels_size;
    char *block = xmalloc(fixed + size_of_texts(from));
    struct container *container = (struct container *)(void *)block;
    struct port *ports = (struct port *)(void *)(container + 1);
    struct label *labels = (struct label *)(void *)(ports + from->port_count);
    char *room = block + fixed;
    size_t i;

    *container = *from;
    for (i = 0; i < COUNT(texts); i++) {
        const char *text = text_put(&room, text_of(from, texts[i]));

        memcpy((char *)container + texts[i], &text, sizeof(text));
    }
    for (i = 0; i < from->port_count; i++) {
        ports[i] = from->ports[i];
        ports[i].ip = text_put(&room, from->ports[i].ip);
        ports[i].type = text_put(&room, from->ports[i].type);
    }
    for (i = 0; i < from->label_count; i++) {
        labels[i].name = text_put(&room, from->labels[i].name);
        labels[i].value = text_put(&room, from->labels[i].value);
    }
    if (from->port_count > 1)
        qsort(ports, from->port_count, sizeof(*ports), compare_ports);
    if (from->label_count > 1)
        qsort(labels, from->label_count, sizeof(*labels), compare_labels);
    container->ports = ports;
    container->labels = labels;
    return container;
}

void
container_free(struct container *container)
{
    free(container);
}

static bool
numbers_equal(const struct container *a, const struct container *b)
{
    /* Whole seconds, as the list has no more of it. */
    return a->state == b->state && a->health == b->health &&
           a->created / 1000000000 == b->created / 1000000000 &&
           a->exit_code == b->exit_code && a->status_age == b->status_age &&
           a->is_inspected == b->is_inspected && a->started == b->started &&
           a->finished == b->finished && a->oom_killed == b->oom_killed &&
           a->auto_remove == b->auto_remove && a->has_tty == b->has_tty &&
           a->restart_count == b->restart_count &&
           a->stop_timeout == b->stop_timeout && a->nano_cpus == b->nano_cpus &&
           a->port_count == b->port_count && a->label_count == b->label_count;
}

bool
container_equal(const struct container *a, const struct container *b)
{
    size_t i;

    if (!numbers_equal(a, b))
        return false;
    for (i = 0; i < COUNT(texts); i++)
        if (IS_COMPARED(texts[i]) &&
            strcmp(text_of(a, texts[i]), text_of(b, texts[i])) != 0)
            return false;
    for (i = 0; i < a->port_count; i++)
        if (compare_ports(&a->ports[i], &b->ports[i]) != 0)
            return false;
    for (i = 0; i < a->label_count; i++)
        if (compare_labels(&a->labels[i], &b->labels[i]) != 0 ||
            strcmp(a->labels[i].value, b->labels[i].value) != 0)
            return false;
    return true;
}

const char *
container_label(const struct container *container, const char *name)
{
    struct label wanted = {.name = name};
    const struct label *found = NULL;

    if (container->label_count > 0)
        found = bsearch(&wanted, container->labels, container->label_count,
                        sizeof(wanted), compare_labels);
    return found ? found->value : NULL;
}

const char *
state_name(enum container_state state)
{
    return state_names[state];
}

enum container_state
state_from_name(const char *name)
{
    size_t i;

    for (i = STATE_UNKNOWN + 1; i < COUNT(state_names); i++)
        if (strcmp(name, state_names[i]) == 0)
            return (enum container_state)i;
    for (i = 0; i < COUNT(state_aliases); i++)
        if (strcmp(name, state_aliases[i].name) == 0)
            return state_aliases[i].state;
    return STATE_UNKNOWN;
}

const char *
health_name(enum container_health health)
{
    return health_names[health];
}

bool
state_is_up(enum container_state state)
{
    return state == STATE_RUNNING || state == STATE_PAUSED ||
           state == STATE_RESTARTING;
}
