#include "config.h"

#include "support/canned_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t
now(const struct canned *engine)
{
    struct timespec time;

    if (engine->fixed_now)
        return engine->fixed_now;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * SECOND_NS + time.tv_nsec;
}

static char *
copy(const char *text, const char *otherwise)
{
    return script_must(strdup(text ? text : otherwise));
}

void
canned_id(const char *name, char id[CANNED_ID_SIZE])
{
    uint64_t hash = 14695981039346656037ULL; /* FNV-1a */

    for (int i = 0; i < 4; i++) {
        for (const char *at = name; *at; at++)
            hash = (hash ^ (unsigned char)*at) * 1099511628211ULL;
        hash = (hash ^ '/') * 1099511628211ULL;
        snprintf(id + (size_t)16 * (size_t)i, 17, "%016llx",
                 (unsigned long long)hash);
    }
}

static struct made **
find(struct canned *engine, const char *name, size_t len)
{
    struct made **at = &engine->containers;

    while (
        *at &&
        !(strlen((*at)->name) == len && strncmp((*at)->name, name, len) == 0) &&
        !(len >= 12 && len < CANNED_ID_SIZE &&
          strncmp((*at)->id, name, len) == 0))
        at = &(*at)->next;
    return at;
}

static void
free_made(struct made *made)
{
    free(made->name);
    free(made->image);
    free(made->state);
    free(made->health);
    free(made->project);
    free(made);
}

static void
set_state(struct canned *engine, struct made *made, const char *state,
          int exit_code)
{
    free(made->state);
    made->state = copy(state, "");
    made->exit_code = exit_code;
    made->since = now(engine);
}

/* ---- events ---- */

static void
tell(struct canned *engine, const char *id, const char *name, const char *image,
     const char *action)
{
    struct event_text *slot =
        &engine->events[engine->event_count++ % CANNED_EVENTS];
    struct bytes out = {.at = NULL};
    int64_t time = now(engine);

    if (time <= engine->last_time)
        time = engine->last_time + SECOND_NS / 1000;
    engine->last_time = time;
    bytes_addf(&out, "{\"status\":\"%s\",\"id\":\"%s\",", action, id);
    json_add_member(&out, "from", image);
    bytes_addf(&out,
               ",\"Type\":\"container\",\"Action\":\"%s\","
               "\"Actor\":{\"ID\":\"%s\",\"Attributes\":{",
               action, id);
    json_add_member(&out, "image", image);
    bytes_addf(&out, ",");
    json_add_member(&out, "name", name);
    bytes_addf(&out,
               "}},\"scope\":\"local\",\"time\":%lld,\"timeNano\":%lld}\n",
               (long long)(time / SECOND_NS), (long long)time);
    free(slot->text);
    *slot = (struct event_text){.time = time, .text = out.at};
    script_push(engine->script, "GET *events*", out.at, out.len);
}

/* "since=" as seconds, with or without a fraction of nine digits. */
static int64_t
since_of(const char *line)
{
    const char *at = strstr(line, "since=");
    char *end;
    int64_t since;

    if (!at)
        return INT64_MAX;
    since = strtoll(at + 6, &end, 10) * SECOND_NS;
    return *end == '.' ? since + strtoll(end + 1, NULL, 10) : since;
}

static void
answer_events(struct canned *engine, const char *line, struct connection *from)
{
    int64_t since = since_of(line);
    struct bytes out = {.at = NULL};
    size_t first = engine->event_count > CANNED_EVENTS
                       ? engine->event_count - CANNED_EVENTS
                       : 0;

    bytes_add(&out, "", 1); /* never NULL */
    out.len = 0;
    for (size_t i = first; i < engine->event_count; i++) {
        const struct event_text *event = &engine->events[i % CANNED_EVENTS];

        if (event->time >= since)
            bytes_add(&out, event->text, strlen(event->text));
    }
    out.at[out.len] = '\0';
    script_open_stream(from, out.at);
    free(out.at);
}

/* ---- requests ---- */

static void
answer_ping(struct canned *engine, struct connection *from)
{
    time_t seconds = (time_t)(now(engine) / SECOND_NS);
    struct tm tm;
    char headers[300];

    gmtime_r(&seconds, &tm);
    strftime(headers, sizeof(headers),
             "Api-Version: 1.41\r\nOstype: linux\r\n"
             "Docker-Experimental: false\r\n"
             "Server: Docker/20.10.24 (linux)\r\n"
             "Date: %a, %d %b %Y %H:%M:%S GMT\r\n",
             &tm);
    script_answer(from, 200, headers, "OK");
}

static void
answer_list(struct canned *engine, const char *line, struct connection *from)
{
    bool all = strstr(line, "all=1") || strstr(line, "all=true");
    struct bytes out = {.at = NULL};
    const char *comma = "";

    bytes_addf(&out, "[");
    for (const struct made *made = engine->containers; made;
         made = made->next) {
        if (!all && !made_is_up(made))
            continue;
        bytes_addf(&out, "%s", comma);
        json_add_listed(&out, made, now(engine));
        comma = ",";
    }
    bytes_addf(&out, "]\n");
    script_answer(from, 200, NULL, out.at);
    free(out.at);
}

static void __attribute__((format(printf, 3, 4)))
refuse(struct connection *from, int status, const char *format, ...)
{
    char text[400];
    struct bytes out = {.at = NULL};
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    bytes_addf(&out, "{");
    json_add_member(&out, "message", text);
    bytes_addf(&out, "}\n");
    script_answer(from, status, NULL, out.at);
    free(out.at);
}

static void
end(struct canned *engine, struct made *made, const char *const actions[])
{
    set_state(engine, made, "exited", 137);
    for (; *actions; actions++)
        tell(engine, made->id, made->name, made->image, *actions);
}

static void
do_start(struct canned *engine, struct made **at, const char *line,
         struct connection *from)
{
    (void)line;
    if (made_is_up(*at)) {
        script_answer(from, 304, NULL, "");
        return;
    }
    set_state(engine, *at, "running", 0);
    tell(engine, (*at)->id, (*at)->name, (*at)->image, "start");
    script_answer(from, 204, NULL, "");
}

static void
do_stop(struct canned *engine, struct made **at, const char *line,
        struct connection *from)
{
    (void)line;
    if (!made_is_up(*at)) {
        script_answer(from, 304, NULL, "");
        return;
    }
    end(engine, *at, (const char *const[]){"kill", "die", "stop", NULL});
    script_answer(from, 204, NULL, "");
}

static void
do_kill(struct canned *engine, struct made **at, const char *line,
        struct connection *from)
{
    (void)line;
    if (!made_is_up(*at)) {
        refuse(from, 409,
               "Cannot kill container: %s: Container %s is not running",
               (*at)->id, (*at)->id);
        return;
    }
    end(engine, *at, (const char *const[]){"kill", "die", NULL});
    script_answer(from, 204, NULL, "");
}

static void
do_remove(struct canned *engine, struct made **at, const char *line,
          struct connection *from)
{
    struct made *made = *at;
    bool force = strstr(line, "force=1") || strstr(line, "force=true");

    if (made_is_up(made) && !force) {
        refuse(from, 409,
               "You cannot remove a running container %s. Stop the container "
               "before attempting removal or force remove",
               made->id);
        return;
    }
    if (made_is_up(made))
        end(engine, made, (const char *const[]){"kill", "die", NULL});
    *at = made->next;
    tell(engine, made->id, made->name, made->image, "destroy");
    free_made(made);
    script_answer(from, 204, NULL, "");
}

static void
do_inspect(struct canned *engine, struct made **at, const char *line,
           struct connection *from)
{
    struct bytes out = {.at = NULL};

    (void)engine, (void)line;
    json_add_inspected(&out, *at);
    script_answer(from, 200, NULL, out.at);
    free(out.at);
}

static void
do_stats(struct canned *engine, struct made **at, const char *line,
         struct connection *from)
{
    static const struct made none = {.read = 0};
    struct bytes out = {.at = NULL};

    (*at)->read = now(engine);
    json_add_sample(&out, *at, &none);
    if (strstr(line, "stream=0") || strstr(line, "stream=false"))
        script_answer(from, 200, NULL, out.at);
    else
        script_open_stream(from, out.at);
    free(out.at);
}

static const struct {
    const char *method;
    const char *what; /* behind the container in the path */
    void (*run)(struct canned *engine, struct made **at, const char *line,
                struct connection *from);
} deeds[] = {
    {"GET", "/json", do_inspect}, {"GET", "/stats", do_stats},
    {"POST", "/start", do_start}, {"POST", "/stop", do_stop},
    {"POST", "/kill", do_kill},   {"DELETE", "", do_remove},
};

/* `path` stands behind ".../containers/". */
static void
answer_container(struct canned *engine, const char *line, const char *path,
                 struct connection *from)
{
    size_t name = strcspn(path, "/?");
    size_t what = strcspn(path + name, "?");
    struct made **at = find(engine, path, name);
    char missing[256];

    if (!*at) {
        snprintf(missing, sizeof(missing), "%.*s", (int)name, path);
        refuse(from, 404, "No such container: %s", missing);
        return;
    }
    for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
        if (strncmp(line, deeds[i].method, strcspn(line, " ")) == 0 &&
            strlen(deeds[i].what) == what &&
            strncmp(path + name, deeds[i].what, what) == 0) {
            deeds[i].run(engine, at, line, from);
            return;
        }
    }
}

static void
answer(void *data, const struct script_request *request,
       struct connection *from)
{
    struct canned *engine = data;
    const char *line = request->line;
    const char *path = strstr(line, "/containers/");

    if (strstr(line, "/_ping"))
        answer_ping(engine, from);
    else if (strstr(line, "/containers/json"))
        answer_list(engine, line, from);
    else if (path)
        answer_container(engine, line, path + strlen("/containers/"), from);
    else if (strstr(line, "/events"))
        answer_events(engine, line, from);
    else if (strstr(line, "/info"))
        script_answer(from, 200, NULL,
                      "{\"NCPU\":4,\"MemTotal\":8589934592,"
                      "\"Name\":\"canned\",\"ServerVersion\":\"20.10.24\"}\n");
    else if (strstr(line, "/version"))
        script_answer(from, 200, NULL,
                      "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\","
                      "\"MinAPIVersion\":\"1.12\",\"Os\":\"linux\"}\n");
}

/* ---- the test's side ---- */

struct canned *
canned_new(unsigned flags, int64_t seconds)
{
    struct canned *engine = script_must(calloc(1, sizeof(*engine)));

    engine->fixed_now = seconds * SECOND_NS;
    engine->script = script_new(NULL, flags);
    script_set_hook(engine->script, answer, engine);
    return engine;
}

void
canned_free(struct canned *engine)
{
    script_free(engine->script);
    while (engine->containers) {
        struct made *made = engine->containers;

        engine->containers = made->next;
        free_made(made);
    }
    for (size_t i = 0; i < CANNED_EVENTS; i++)
        free(engine->events[i].text);
    free(engine);
}

struct script *
canned_script(struct canned *engine)
{
    return engine->script;
}

void
canned_put(struct canned *engine, const struct canned_container *as)
{
    struct made *made = script_must(calloc(1, sizeof(*made)));
    struct made **at;

    canned_id(as->name, made->id);
    made->name = copy(as->name, "");
    made->image = copy(as->image, "busybox:latest");
    made->state = copy(as->state, "running");
    made->health = copy(as->health, "");
    made->project = copy(as->project, "");
    made->exit_code = as->exit_code;
    made->public_port = as->public_port;
    made->private_port = as->private_port;
    made->memory = (uint64_t)1 << 20;

    script_lock(engine->script);
    made->since = now(engine) - as->age * SECOND_NS;
    at = find(engine, as->name, strlen(as->name));
    if (*at) {
        struct made *old = *at;

        made->next = old->next;
        made->cpu = old->cpu;
        made->system = old->system;
        *at = made;
        free_made(old);
    } else {
        made->next = engine->containers;
        made->system = 1000 * SECOND_NS;
        engine->containers = made;
    }
    script_unlock(engine->script);
}

void
canned_remove(struct canned *engine, const char *name)
{
    struct made **at;

    script_lock(engine->script);
    at = find(engine, name, strlen(name));
    if (*at) {
        struct made *made = *at;

        *at = made->next;
        free_made(made);
    }
    script_unlock(engine->script);
}

void
canned_event(struct canned *engine, const char *name, const char *action)
{
    char id[CANNED_ID_SIZE];
    const struct made *made;

    canned_id(name, id);
    script_lock(engine->script);
    made = *find(engine, name, strlen(name));
    tell(engine, id, name, made ? made->image : "busybox:latest", action);
    script_unlock(engine->script);
}

void
canned_sample(struct canned *engine, const char *name, double cpu,
              uint64_t memory)
{
    struct bytes out = {.at = NULL};
    struct made *made;
    struct made before;
    char pattern[300];

    script_lock(engine->script);
    made = *find(engine, name, strlen(name));
    if (made) {
        before = *made;
        made->cpu += (uint64_t)(cpu * (double)SECOND_NS);
        made->system += CPUS * SECOND_NS;
        made->memory = memory;
        made->read = (before.read ? before.read : now(engine)) + SECOND_NS;
        json_add_sample(&out, made, &before);
        for (int i = 0; i < 2; i++) {
            snprintf(pattern, sizeof(pattern), "GET *containers/%s/stats*",
                     i == 0 ? made->id : made->name);
            script_push(engine->script, pattern, out.at, out.len);
        }
        free(out.at);
    }
    script_unlock(engine->script);
}
