#include "engine/event.h"

#include "base/json.h"
#include "base/timestamp.h"

#include <inttypes.h>
#include <stdio.h>

static const struct {
    const char *name;
    enum event_type type;
} types[] = {
    {"container", EVENT_CONTAINER},
    {"image", EVENT_IMAGE},
    {"volume", EVENT_VOLUME},
    {"network", EVENT_NETWORK},
};

/* "remove" is Podman's word for "destroy". */
static const char *const marking[] = {
    "create", "start",  "die",     "pause", "unpause",       "rename",
    "update", "remove", "destroy", "oom",   "health_status",
};

static enum event_type
type_from_name(const char *name)
{
    size_t i;

    for (i = 0; name && i < sizeof(types) / sizeof(*types); i++)
        if (strcmp(name, types[i].name) == 0)
            return types[i].type;
    return EVENT_OTHER;
}

static void
copy_text(char *out, size_t size, struct str text)
{
    size_t len = text.len < size ? text.len : size - 1;

    if (len > 0)
        memcpy(out, text.at, len);
    out[len] = '\0';
}

static bool
read_time(struct event *event, const struct json *root, struct err *err)
{
    int64_t seconds;

    if (!json_i64(json_find(root, "timeNano"), &event->time_ns)) {
        if (!json_i64(json_find(root, "time"), &seconds) || seconds < 0 ||
            seconds > INT64_MAX / SECOND_NS)
            return err_set_kind(err, ERR_MALFORMED, "an event without a time");
        event->time_ns = seconds * SECOND_NS;
    }
    if (event->time_ns < 0)
        return err_set_kind(err, ERR_MALFORMED, "an event before 1970");
    (void)snprintf(event->time, sizeof(event->time), "%" PRId64 ".%09" PRId64,
                   event->time_ns / SECOND_NS, event->time_ns % SECOND_NS);
    return true;
}

static bool
moves_a_container(const struct event *event)
{
    return event->type == EVENT_NETWORK &&
           (strcmp(event->action, "connect") == 0 ||
            strcmp(event->action, "disconnect") == 0);
}

static bool
read_event(struct event *event, const struct json *root, struct err *err)
{
    const char *action = json_text(json_find(root, "Action"));
    const struct json *actor = json_find(root, "Actor");
    const char *id = json_text(json_find(actor, "ID"));
    struct str rest = str_of(action);
    struct str verb = str_of("");

    if (!action)
        return err_set_kind(err, ERR_MALFORMED, "an event without an action");
    *event = (struct event){0};
    event->type = type_from_name(json_text(json_find(root, "Type")));
    (void)str_cut(&rest, ':', &verb);
    copy_text(event->action, sizeof(event->action), verb);
    if (event->type == EVENT_CONTAINER &&
        (!id || !*id || strlen(id) >= EVENT_TEXT_SIZE))
        return err_set_kind(err, ERR_MALFORMED,
                            "a container's event without its id");
    copy_text(event->id, sizeof(event->id), str_of(id));
    if (moves_a_container(event))
        copy_text(event->container, sizeof(event->container),
                  str_of(json_text(
                      json_find(json_find(actor, "Attributes"), "container"))));
    return read_time(event, root, err);
}

bool
event_decode(struct event *event, struct str line, struct err *err)
{
    struct json *root = json_parse(line, err);
    bool is_whole;

    if (!root)
        return false;
    is_whole = read_event(event, root, err);
    json_free(root);
    return is_whole;
}

bool
event_marks_container(const struct event *event)
{
    size_t i;

    if (event->type != EVENT_CONTAINER)
        return false;
    for (i = 0; i < sizeof(marking) / sizeof(*marking); i++)
        if (strcmp(event->action, marking[i]) == 0)
            return true;
    return false;
}

bool
event_equal(const struct event *a, const struct event *b)
{
    return a->time_ns == b->time_ns && a->type == b->type &&
           strcmp(a->action, b->action) == 0 && strcmp(a->id, b->id) == 0;
}
