#include "support/test.h"

#include "engine/engine.h"
#include "support/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID "aa00000000000000000000000000000000000000000000000000000000000001"
#define GOOD_PING                                                              \
    "Api-Version: 1.41\r\nServer: Docker/20.10.24+dfsg1 (linux)\r\n"

/* What was heard of one call. */
struct heard {
    struct engine *engine; /* closed by a callback when `closes` */
    struct call *call;     /* cancelled by the first unit when `cancels` */
    bool cancels, closes;
    int opened, units, dones;
    bool worked;
    struct err err;
    struct container *container;
    struct sample sample;
    struct event event;
    struct engine_host host;
    char names[256];
};

struct fixture {
    struct talk talk;
    struct engine *engine;
};

static void
heard_done(void *data, const struct err *err)
{
    struct heard *heard = data;

    heard->dones++;
    heard->worked = err == NULL;
    heard->err = (struct err)ERR_INIT;
    if (err)
        heard->err = *err;
}

static void
heard_unit(struct heard *heard)
{
    heard->units++;
    if (heard->cancels)
        call_cancel(heard->call);
    if (heard->closes && heard->engine) {
        engine_close(heard->engine);
        heard->engine = NULL;
    }
}

static void
heard_opened(void *data)
{
    ((struct heard *)data)->opened++;
}

static void
heard_listed(void *data, struct container *container)
{
    struct heard *heard = data;

    (void)strncat(heard->names, container->name,
                  sizeof(heard->names) - strlen(heard->names) - 1);
    container_free(container);
    heard_unit(heard);
}

static void
heard_event(void *data, const struct event *event)
{
    ((struct heard *)data)->event = *event;
    heard_unit(data);
}

static void
heard_sample(void *data, const struct sample *sample)
{
    ((struct heard *)data)->sample = *sample;
    heard_unit(data);
}

static void
heard_inspected(void *data, struct container *container, const struct err *err)
{
    struct heard *heard = data;

    assert_int_equal(container != NULL, err == NULL);
    heard->container = container;
    heard_done(heard, err);
}

static void
heard_host(void *data, const struct engine_host *host, const struct err *err)
{
    assert_int_equal(host != NULL, err == NULL);
    if (host)
        ((struct heard *)data)->host = *host;
    heard_done(data, err);
}

/* ---- opening and closing ---- */

static void
open_without_ping(struct fixture *f, const struct script_rule *rules)
{
    struct endpoint endpoint;

    (void)unsetenv("DOCKER_API_VERSION");
    talk_open(&f->talk, rules);
    endpoint = talk_endpoint(&f->talk);
    f->engine = engine_new(f->talk.loop, &endpoint);
    endpoint_release(&endpoint);
}

static void
open_engine(struct fixture *f, const struct script_rule *rules)
{
    struct heard heard = {0};

    open_without_ping(f, rules);
    script_set(f->talk.script, "GET /_ping", 200, GOOD_PING, "OK");
    (void)engine_ping(f->engine, heard_done, &heard);
    TALK_UNTIL(&f->talk, heard.dones);
    if (!heard.worked)
        fail_msg("%s", heard.err.text);
}

static void
close_engine(struct fixture *f)
{
    engine_close(f->engine);
    talk_close(&f->talk);
}

/* ---- every call, by number ---- */

enum which {
    LIST,
    LIST_RUNNING,
    INSPECT,
    EVENTS,
    EVENTS_SINCE,
    STATS,
    STATS_ONCE,
    START,
    STOP,
    STOP_GRACE,
    KILL,
    REMOVE,
    REMOVE_FORCED,
    REMOVE_ALL,
    HOST,
};

static struct call *
send_call(struct engine *e, enum which which, const char *id, struct heard *h)
{
    switch (which) {
    case LIST:
    case LIST_RUNNING:
        return engine_list_containers(e, which == LIST, heard_listed,
                                      heard_done, h);
    case INSPECT:
        return engine_inspect_container(e, id, 0, heard_inspected, h);
    case EVENTS:
        return engine_follow_events(e, NULL, heard_opened, heard_event,
                                    heard_done, h);
    case EVENTS_SINCE:
        return engine_follow_events(e, "12.000000001", heard_opened,
                                    heard_event, heard_done, h);
    case STATS:
        return engine_follow_stats(e, id, heard_sample, heard_done, h);
    case STATS_ONCE:
        return engine_read_stats(e, id, heard_sample, heard_done, h);
    case START:
        return engine_start_container(e, id, heard_done, h);
    case STOP:
        return engine_stop_container(e, id, -1, heard_done, h);
    case STOP_GRACE:
        return engine_stop_container(e, id, 7, heard_done, h);
    case KILL:
        return engine_kill_container(e, id, "SIGRTMIN+1", heard_done, h);
    case REMOVE:
        return engine_remove_container(e, id, false, false, heard_done, h);
    case REMOVE_FORCED:
        return engine_remove_container(e, id, true, false, heard_done, h);
    case REMOVE_ALL:
        return engine_remove_container(e, id, true, true, heard_done, h);
    case HOST:
        return engine_read_host(e, heard_host, h);
    }
    return NULL;
}

static void
hear(struct fixture *f, enum which which, const char *id, struct heard *heard)
{
    *heard = (struct heard){.cancels = heard->cancels};
    heard->call = send_call(f->engine, which, id, heard);
    assert_int_equal(heard->dones, 0);
    TALK_UNTIL(&f->talk, heard->dones);
    assert_int_equal(heard->dones, 1);
}

static void
each_call_sends_these_bytes(void **state)
{
    static const struct {
        enum which which;
        const char *id;
        const char *line;
    } rows[] = {
        {LIST, "", "GET /v1.41/containers/json?all=1"},
        {LIST_RUNNING, "", "GET /v1.41/containers/json"},
        {INSPECT, "a1", "GET /v1.41/containers/a1/json"},
        {INSPECT, "a/..?#% \x80",
         "GET "
         "/v1.41/containers/a%2F..%3F%23%25%20%80/"
         "json"},
        {EVENTS, "", "GET /v1.41/events"},
        {EVENTS_SINCE, "", "GET /v1.41/events?since=12.000000001"},
        {STATS, "a1", "GET /v1.41/containers/a1/stats?stream=1"},
        {STATS_ONCE, "a1", "GET /v1.41/containers/a1/stats?stream=0"},
        {START, "a1", "POST /v1.41/containers/a1/start"},
        {STOP, "a1", "POST /v1.41/containers/a1/stop"},
        {STOP_GRACE, "a1", "POST /v1.41/containers/a1/stop?t=7"},
        {KILL, "a1", "POST /v1.41/containers/a1/kill?signal=SIGRTMIN%2B1"},
        {REMOVE, "a1", "DELETE /v1.41/containers/a1"},
        {REMOVE_FORCED, "a1", "DELETE /v1.41/containers/a1?force=1"},
        {REMOVE_ALL, "a1", "DELETE /v1.41/containers/a1?force=1&v=1"},
        {HOST, "", "GET /v1.41/info"},
    };
    struct fixture f;
    struct script_request request;
    struct heard heard = {0};
    char bytes[512];
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        bool is_post = rows[i].line[0] == 'P';

        hear(&f, rows[i].which, rows[i].id, &heard);
        assert_true(script_request(f.talk.script, NULL, i + 1, &request));
        assert_string_equal(request.line, rows[i].line);
        (void)snprintf(bytes, sizeof(bytes), "%s HTTP/1.1\r\n", rows[i].line);
        assert_memory_equal(request.bytes, bytes, strlen(bytes));
        assert_int_equal(strstr(request.bytes, "\r\nContent-Length: 0\r\n") !=
                             NULL,
                         is_post);
        assert_null(strstr(request.bytes, "form-urlencoded"));
        assert_string_equal(strstr(request.bytes, "\r\n\r\n"), "\r\n\r\n");
        container_free(heard.container);
    }
    close_engine(&f);
}

/* ---- versions ---- */

static void
version_is_agreed_on_or_refused_by_name(void **state)
{
    static const struct {
        const char *headers;
        const char *pinned;
        unsigned agreed; /* 0: refused */
        const char *version;
        bool is_podman;
        const char *text;
    } rows[] = {
        {GOOD_PING, NULL, 41, "20.10.24", false, ""},
        {"Api-Version: 1.40\r\n", NULL, 40, "", false, ""},
        {"Api-Version: 1.51\r\nServer: Docker/28.5.2 (linux)\r\n", NULL, 51,
         "28.5.2", false, ""},
        {"Api-Version: 1.55\r\nServer: Docker/29.7.2 (linux)\r\n", NULL, 51,
         "29.7.2", false, ""},
        {"Api-Version: 1.41\r\nServer: Libpod/4.3.1 (linux)\r\n"
         "Libpod-Api-Version: 4.3.1\r\n",
         NULL, 41, "4.3.1", true, ""},
        {GOOD_PING, "1.40", 40, "20.10.24", false, ""},
        {GOOD_PING, "v1.41", 41, "20.10.24", false, ""},
        {GOOD_PING, "", 41, "20.10.24", false, ""},
        {GOOD_PING, "1.42", 0, "", false,
         "DOCKER_API_VERSION asks for API 1.42, but Docker 20.10.24 speaks "
         "1.41 at most"},
        {GOOD_PING, "1.39", 0, "", false,
         "DOCKER_API_VERSION is '1.39'; bayplan speaks API 1.40 to 1.51"},
        {GOOD_PING, "new", 0, "", false,
         "DOCKER_API_VERSION is 'new'; bayplan speaks API 1.40 to 1.51"},
        {"Api-Version: 1.39\r\nServer: Docker/18.09.1 (linux)\r\n", NULL, 0, "",
         false,
         "Docker 18.09.1 speaks API 1.39; bayplan needs 1.40 (Docker 19.03 or "
         "newer)"},
        {"Api-Version: 1.24\r\n", NULL, 0, "", false,
         "the engine speaks API 1.24; bayplan needs 1.40 (Docker 19.03 or "
         "newer)"},
        {"Api-Version: 2.0\r\nServer: Docker/99 (linux)\r\n", NULL, 0, "",
         false, "Docker 99 speaks API 2.0; bayplan speaks 1.40 to 1.51"},
        {"Api-Version: 1.41x\r\n", NULL, 0, "", false,
         "the engine speaks API 1.41x; bayplan speaks 1.40 to 1.51"},
        {NULL, NULL, 0, "", false,
         "what answers there does not say which API it speaks; bayplan needs "
         "API 1.40 (Docker 19.03 or newer)"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct fixture f;
        struct heard heard = {0};
        const struct engine_info *info;

        print_message("# row %zu\n", i);
        open_without_ping(&f, NULL);
        if (rows[i].pinned)
            assert_int_equal(setenv("DOCKER_API_VERSION", rows[i].pinned, 1),
                             0);
        script_set(f.talk.script, "GET /_ping", 200, rows[i].headers, "OK");
        (void)engine_ping(f.engine, heard_done, &heard);
        TALK_UNTIL(&f.talk, heard.dones);
        info = engine_info(f.engine);
        assert_int_equal(heard.worked, rows[i].agreed != 0);
        assert_string_equal(heard.err.text, rows[i].text);
        assert_int_equal(info->api_minor, rows[i].agreed);
        assert_string_equal(info->version, rows[i].version);
        assert_int_equal(info->is_podman, rows[i].is_podman);
        if (!heard.worked)
            assert_int_equal(heard.err.kind, ERR_UNSUPPORTED);
        close_engine(&f);
    }
    (void)unsetenv("DOCKER_API_VERSION");
}

static void
ping_tells_the_engines_time(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_without_ping(&f, NULL);
    script_set(f.talk.script, "GET /_ping", 200,
               GOOD_PING "Ostype: linux\r\n"
                         "Date: Sat, 21 Nov 2026 08:49:51 GMT\r\n",
               "OK");
    (void)engine_ping(f.engine, heard_done, &heard);
    TALK_UNTIL(&f.talk, heard.dones);
    assert_int_equal(engine_info(f.engine)->date, INT64_C(1795250991000000000));
    assert_string_equal(engine_info(f.engine)->date_text,
                        "Sat, 21 Nov 2026 08:49:51 GMT");
    assert_string_equal(engine_info(f.engine)->os, "linux");
    close_engine(&f);
}

static void
last_good_agreement_outlives_a_bad_ping(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set(f.talk.script, "GET /_ping", 500, NULL,
               "{\"message\":\"not yet\"}");
    (void)engine_ping(f.engine, heard_done, &heard);
    TALK_UNTIL(&f.talk, heard.dones);
    assert_string_equal(heard.err.text, "not yet");
    assert_int_equal(heard.err.kind, ERR_SERVER);
    assert_int_equal(engine_info(f.engine)->api_minor, 41);
    close_engine(&f);
}

/* ---- what is refused ---- */

static void
refusal_is_in_the_engines_words(void **state)
{
#define PAGE " with a page that is no answer of an engine"
    static const struct {
        int status;
        const char *headers;
        const char *body;
        enum err_kind kind;
        const char *text;
    } rows[] = {
        {404, NULL, "{\"message\":\"No such container: a1\"}", ERR_MISSING,
         "No such container: a1"},
        {404, NULL,
         "{\"cause\":\"no such container\",\"message\":\"no container with "
         "name or ID \\\"a1\\\" found: no such container\",\"response\":404}",
         ERR_MISSING,
         "no container with name or ID \"a1\" found: no such container"},
        {404, NULL, "{\"message\":\"page not found\"}", ERR_UNSUPPORTED,
         "page not found"},
        {404, NULL, "Not Found\n", ERR_UNSUPPORTED, "Not Found"},
        {404, NULL, "", ERR_UNSUPPORTED,
         "the engine answered 404 with no reason"},
        {404, NULL, "<html>no</html>", ERR_UNSUPPORTED,
         "the engine answered 404" PAGE},
        {409, NULL, "{\"message\":\"You cannot remove a running container\"}",
         ERR_CONFLICT, "You cannot remove a running container"},
        {409, NULL,
         "{\"message\":\"removal of container a1 is already in progress\"}",
         ERR_IN_PROGRESS, "removal of container a1 is already in progress"},
        {409, NULL,
         "{\"message\":\"Container a1 is marked for removal and cannot be "
         "started\"}",
         ERR_IN_PROGRESS,
         "Container a1 is marked for removal and cannot be started"},
        {500, NULL, "{\"message\":\"a1 is marked for removal\"}",
         ERR_IN_PROGRESS, "a1 is marked for removal"},
        {400, NULL, "{\"message\":\"Invalid signal: x\"}", ERR_REJECTED,
         "Invalid signal: x"},
        {400, NULL,
         "{\"message\":\"client version 1.41 is too old. Minimum supported "
         "API version is 1.44\"}",
         ERR_UNSUPPORTED,
         "client version 1.41 is too old. Minimum supported API version is "
         "1.44"},
        {400, NULL, "  client version 1.5 is too old. \n", ERR_UNSUPPORTED,
         "client version 1.5 is too old."},
        {401, NULL, "{\"message\":\"who are you\"}", ERR_DENIED, "who are you"},
        {403, NULL, "", ERR_DENIED, "the engine answered 403 with no reason"},
        {418, NULL, "{\"error\":\"tea\"}", ERR_REJECTED,
         "the engine answered 418 with no reason"},
        {500, NULL, "{\"message\":7}", ERR_SERVER,
         "the engine answered 500 with no reason"},
        {500, NULL, "{\"mess", ERR_SERVER,
         "the engine answered 500 with no reason"},
        {500, NULL, "[]", ERR_SERVER, "the engine answered 500 with no reason"},
        {500, NULL, "{\"message\":\"driver failed\\n\"}", ERR_SERVER,
         "driver failed"},
        {502, NULL, " <!DOCTYPE html><h1>Bad Gateway</h1>", ERR_SERVER,
         "the engine answered 502" PAGE},
        {503, NULL, "", ERR_SERVER, "the engine answered 503 with no reason"},
    };
#undef PAGE
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "GET *", rows[i].status, rows[i].headers,
                   rows[i].body);
        print_message("# %s\n", rows[i].body);
        hear(&f, INSPECT, "a1", &heard);
        assert_false(heard.worked);
        assert_string_equal(heard.err.text, rows[i].text);
        assert_int_equal(heard.err.kind, rows[i].kind);
    }
    close_engine(&f);
}

static void
page_is_known_by_its_type(void **state)
{
    static const struct script_rule rules[] = {
        {"GET *json",
         .steps = {SCRIPT_SEND("HTTP/1.1 500 Oops\r\n"
                               "Content-Type: text/html; charset=utf-8\r\n"
                               "Content-Length: 4\r\n\r\nOops")}},
        {NULL},
    };
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, rules);
    hear(&f, INSPECT, "a1", &heard);
    assert_string_equal(heard.err.text, "the engine answered 500 with a page "
                                        "that is no answer of an engine");
    close_engine(&f);
}

static void
nothing_to_do_is_said_as_such(void **state)
{
    static const struct {
        enum which which;
        enum err_kind kind;
        const char *text;
    } rows[] = {
        {START, ERR_UNCHANGED, "it is already running"},
        {STOP, ERR_UNCHANGED, "it is already stopped"},
        {KILL, ERR_OTHER, "the engine answered 304 with no reason"},
    };
    static const struct script_rule rules[] = {
        {"POST *", .steps = {SCRIPT_SEND("HTTP/1.1 304 Not Modified\r\n\r\n")}},
        {NULL},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, rules);
    for (i = 0; i < COUNT(rows); i++) {
        hear(&f, rows[i].which, "a1", &heard);
        assert_string_equal(heard.err.text, rows[i].text);
        assert_int_equal(heard.err.kind, rows[i].kind);
    }
    close_engine(&f);
}

static void
acts_work(void **state)
{
    static const enum which acts[] = {START, STOP,   STOP_GRACE,
                                      KILL,  REMOVE, REMOVE_ALL};
    static const struct script_rule rules[] = {
        {"*/containers/*",
         .steps = {SCRIPT_SEND("HTTP/1.1 204 No Content\r\n\r\n")}},
        {NULL},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, rules);
    for (i = 0; i < COUNT(acts); i++) {
        hear(&f, acts[i], "a1", &heard);
        assert_true(heard.worked);
    }
    close_engine(&f);
}

/* ---- lists ---- */

#define ELEMENT(id) "{\"Id\":\"" id "\",\"Names\":[\"/" id "\"]}"

static void
list_comes_element_by_element(void **state)
{
    static const struct script_rule rules[] = {
        {"GET */containers/json*",
         .steps = {SCRIPT_CHUNKED, SCRIPT_CHUNK("[" ELEMENT("a") ",{\"Id"),
                   SCRIPT_WAIT("more"),
                   SCRIPT_CHUNK("\":\"b\",\"Names\":[\"b\"]}]\n"),
                   SCRIPT_LAST_CHUNK}},
        {NULL},
    };
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, rules);
    (void)send_call(f.engine, LIST, "", &heard);
    assert_int_equal(engine_requests(f.engine), 1);
    TALK_UNTIL(&f.talk, heard.units == 1);
    assert_int_equal(heard.dones, 0);
    script_go(f.talk.script, "more");
    TALK_UNTIL(&f.talk, heard.dones);
    assert_true(heard.worked);
    assert_string_equal(heard.names, "ab");
    assert_int_equal(engine_requests(f.engine), 0);
    close_engine(&f);
}

static void
spoilt_list_is_an_error(void **state)
{
    static const struct {
        const char *body;
        int units;
        const char *text;
    } rows[] = {
        {"[]", 0, ""},
        {"[" ELEMENT("a") ",{}]", 1,
         "the list of containers: a container without an id"},
        {"[" ELEMENT("a") ",7]", 1,
         "the list of containers: a container is no object"},
        {"[" ELEMENT("a") ",", 1, "the list of containers: "},
        {"{\"message\":\"x\"}", 0, "the list of containers: "},
        {"<html>", 0, "the list of containers: "},
        {"", 0, "the list of containers: "},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "GET */containers/json*", 200, NULL,
                   rows[i].body);
        hear(&f, LIST, "", &heard);
        print_message("# %s\n", heard.err.text);
        assert_int_equal(heard.units, rows[i].units);
        assert_int_equal(heard.worked, rows[i].text[0] == '\0');
        assert_memory_equal(heard.err.text, rows[i].text, strlen(rows[i].text));
    }
    close_engine(&f);
}

/* ---- documents ---- */

static void
inspect_gives_the_container(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set(f.talk.script, "GET *", 200, NULL,
               "{\"Id\":\"" ID "\",\"Name\":\"/web\"}\n");
    hear(&f, INSPECT, ID, &heard);
    assert_true(heard.worked);
    assert_string_equal(heard.container->name, "web");
    assert_true(heard.container->is_inspected);
    container_free(heard.container);
    script_set(f.talk.script, "GET *", 200, NULL, "{}");
    hear(&f, INSPECT, ID, &heard);
    assert_string_equal(heard.err.text,
                        "the engine's answer: a container without an id");
    close_engine(&f);
}

static void
answer_without_end_is_refused(void **state)
{
    static const struct script_rule rules[] = {
        {"GET *json",
         .steps = {SCRIPT_SEND("HTTP/1.1 200 OK\r\n\r\n"),
                   SCRIPT_REPEAT("{\"a\":[[[[[[[[[[", 400000), SCRIPT_HANG}},
        {NULL},
    };
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, rules);
    hear(&f, INSPECT, ID, &heard);
    assert_int_equal(heard.err.kind, ERR_LIMIT);
    assert_string_equal(heard.err.text,
                        "the engine's answer is larger than 4 MiB");
    close_engine(&f);
}

static void
host_has_processors_and_memory(void **state)
{
    static const struct {
        const char *body;
        unsigned cpus;
        uint64_t memory;
        bool worked;
    } rows[] = {
        {"{\"NCPU\":8,\"MemTotal\":16777216000}", 8, 16777216000, true},
        {"{\"NCPU\":-1,\"MemTotal\":\"much\"}", 0, 0, true},
        {"{}", 0, 0, true},
        {"{", 0, 0, false},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "GET */info", 200, NULL, rows[i].body);
        hear(&f, HOST, "", &heard);
        assert_int_equal(heard.worked, rows[i].worked);
        assert_int_equal(heard.host.cpus, rows[i].cpus);
        assert_int_equal(heard.host.memory, rows[i].memory);
    }
    close_engine(&f);
}

/* ---- streams ---- */

#define EVENT(action, nano)                                                    \
    "{\"Type\":\"container\",\"Action\":\"" action                             \
    "\",\"Actor\":{\"ID\":\"a\"},\"timeNano\":" nano "}\n"

static size_t
push(struct fixture *f, const char *text)
{
    return script_push(f->talk.script, "GET *", text, strlen(text));
}

static void
events_come_as_they_happen(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set_stream(f.talk.script, "GET */events*");
    (void)send_call(f.engine, EVENTS, "", &heard);
    TALK_UNTIL(&f.talk, heard.opened);
    assert_int_equal(engine_streams(f.engine), 1);
    assert_int_equal(engine_requests(f.engine), 0);
    assert_int_equal(push(&f, EVENT("start", "5")), 1);
    TALK_UNTIL(&f.talk, heard.units == 1);
    assert_string_equal(heard.event.action, "start");
    assert_string_equal(heard.event.time, "0.000000005");
    (void)push(&f, EVENT("die", "6") "{\"Type\":\"cont");
    TALK_UNTIL(&f.talk, heard.units == 2);
    (void)push(&f, "ainer\",\"Action\":\"oom\",\"Actor\":{\"ID\":\"a\"},"
                   "\"timeNano\":7}\n");
    TALK_UNTIL(&f.talk, heard.units == 3);
    assert_string_equal(heard.event.action, "oom");
    assert_int_equal(heard.dones, 0);
    (void)script_end(f.talk.script, "GET *");
    TALK_UNTIL(&f.talk, heard.dones);
    assert_int_equal(heard.opened, 1);
    assert_int_equal(heard.err.kind, ERR_UNREACHABLE);
    assert_string_equal(heard.err.text,
                        "the engine ended the stream of events");
    close_engine(&f);
}

static void
malformed_event_ends_the_stream(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set_stream(f.talk.script, "GET */events*");
    (void)send_call(f.engine, EVENTS, "", &heard);
    TALK_UNTIL(&f.talk, heard.opened);
    (void)push(&f, EVENT("start", "5") "{}\n" EVENT("die", "6"));
    TALK_UNTIL(&f.talk, heard.dones);
    assert_int_equal(heard.units, 1);
    assert_string_equal(heard.err.text,
                        "the stream of events: an event without an action");
    close_engine(&f);
}

static void
refused_stream_does_not_open(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set(f.talk.script, "GET */events*", 403, NULL,
               "{\"message\":\"no events for you\"}");
    hear(&f, EVENTS, "", &heard);
    assert_int_equal(heard.opened, 0);
    assert_int_equal(heard.err.kind, ERR_DENIED);
    assert_string_equal(heard.err.text, "no events for you");
    close_engine(&f);
}

#define SAMPLE "{\"read\":\"2026-11-21T08:49:37Z\",\"pids_stats\":{\"current\":"

static void
statistics_end_cleanly(void **state)
{
    struct fixture f;
    struct heard heard = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set_stream(f.talk.script, "GET */stats?stream=1");
    (void)send_call(f.engine, STATS, "a1", &heard);
    TALK_UNTIL(&f.talk, script_streams(f.talk.script, "GET *") == 1);
    (void)push(&f, SAMPLE "3}}\n" SAMPLE "4}}\n");
    TALK_UNTIL(&f.talk, heard.units == 2);
    assert_int_equal(heard.sample.pids, 4);
    (void)script_end(f.talk.script, "GET *");
    TALK_UNTIL(&f.talk, heard.dones);
    assert_true(heard.worked);
    close_engine(&f);
}

static void
one_sample_needs_no_newline(void **state)
{
    static const struct {
        const char *body;
        int units;
        bool worked;
    } rows[] = {
        {SAMPLE "3}}\n", 1, true},
        {SAMPLE "3}}", 1, true},
        {"", 0, true}, /* Podman, of a stopped container */
        {SAMPLE, 0, false},
        {"{}\n", 0, false},
    };
    struct fixture f;
    struct heard heard = {0};
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(rows); i++) {
        script_set(f.talk.script, "GET */stats?stream=0", 200, NULL,
                   rows[i].body);
        hear(&f, STATS_ONCE, "a1", &heard);
        assert_int_equal(heard.units, rows[i].units);
        assert_int_equal(heard.worked, rows[i].worked);
    }
    close_engine(&f);
}

static void
broken_stream_is_an_error(void **state)
{
    static const enum which streams[] = {EVENTS, STATS};
    struct fixture f;
    struct heard heard;
    size_t i;

    (void)state;
    open_engine(&f, NULL);
    script_set_stream(f.talk.script, "GET */events*");
    script_set_stream(f.talk.script, "GET */stats*");
    for (i = 0; i < COUNT(streams); i++) {
        heard = (struct heard){0};
        (void)send_call(f.engine, streams[i], "a1", &heard);
        TALK_UNTIL(&f.talk, script_streams(f.talk.script, "GET *") == 1);
        (void)script_cut(f.talk.script, "GET *", false);
        TALK_UNTIL(&f.talk, heard.dones);
        assert_false(heard.worked);
        assert_int_equal(heard.err.kind, ERR_UNREACHABLE);
    }
    close_engine(&f);
}

/* ---- leaving early ---- */

static void
cancelled_call_is_done_once_and_later(void **state)
{
    static const enum which calls[] = {LIST,  INSPECT, EVENTS,
                                       STATS, START,   HOST};
    static const struct script_rule rules[] = {
        {"GET /_ping", .steps = {SCRIPT_ANSWER(200, "OK")}},
        {"*", .steps = {SCRIPT_HANG}},
        {NULL},
    };
    struct fixture f;
    struct heard heard;
    size_t i;

    (void)state;
    open_engine(&f, rules);
    for (i = 0; i < COUNT(calls); i++) {
        heard = (struct heard){0};
        heard.call = send_call(f.engine, calls[i], "a1", &heard);
        call_cancel(heard.call);
        call_cancel(heard.call);
        assert_int_equal(heard.dones, 0);
        TALK_UNTIL(&f.talk, heard.dones);
        assert_int_equal(heard.dones, 1);
        assert_int_equal(heard.err.kind, ERR_CANCELLED);
    }
    close_engine(&f);
}

static void
nothing_comes_after_a_cancel_from_inside(void **state)
{
    struct fixture f;
    struct heard heard = {.cancels = true};

    (void)state;
    open_engine(&f, NULL);
    script_set(f.talk.script, "GET */containers/json*", 200, NULL,
               "[" ELEMENT("a") "," ELEMENT("b") "," ELEMENT("c") "]");
    hear(&f, LIST, "", &heard);
    assert_string_equal(heard.names, "a");
    assert_int_equal(heard.err.kind, ERR_CANCELLED);
    close_engine(&f);
}

static void
engine_may_be_closed_from_inside(void **state)
{
    struct fixture f;
    struct heard heard = {.closes = true};
    struct heard other = {0};

    (void)state;
    open_engine(&f, NULL);
    script_set(f.talk.script, "GET */containers/json*", 200, NULL,
               "[" ELEMENT("a") "," ELEMENT("b") "]");
    script_set_stream(f.talk.script, "GET */events*");
    (void)send_call(f.engine, EVENTS, "", &other);
    TALK_UNTIL(&f.talk, other.opened);
    heard.engine = f.engine;
    (void)send_call(f.engine, LIST, "", &heard);
    TALK_UNTIL(&f.talk, heard.dones && other.dones);
    assert_string_equal(heard.names, "a");
    assert_int_equal(heard.err.kind, ERR_CANCELLED);
    assert_int_equal(other.err.kind, ERR_CANCELLED);
    assert_int_equal(heard.dones + other.dones, 2);
    talk_close(&f.talk);
}

static void
closing_ends_every_call(void **state)
{
    static const struct script_rule rules[] = {
        {"GET */v1*", .steps = {SCRIPT_HANG}},
        {NULL},
    };
    struct fixture f;
    struct heard heard[4] = {{0}};
    size_t i;

    (void)state;
    open_engine(&f, rules);
    for (i = 0; i < COUNT(heard); i++)
        (void)send_call(f.engine, i % 2 ? EVENTS : INSPECT, "a1", &heard[i]);
    engine_close(f.engine);
    for (i = 0; i < COUNT(heard); i++)
        assert_int_equal(heard[i].dones, 0);
    for (i = 0; i < COUNT(heard); i++) {
        TALK_UNTIL(&f.talk, heard[i].dones);
        assert_int_equal(heard[i].dones, 1);
        assert_int_equal(heard[i].err.kind, ERR_CANCELLED);
    }
    engine_close(NULL);
    talk_close(&f.talk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_call_sends_these_bytes),
        cmocka_unit_test(version_is_agreed_on_or_refused_by_name),
        cmocka_unit_test(ping_tells_the_engines_time),
        cmocka_unit_test(last_good_agreement_outlives_a_bad_ping),
        cmocka_unit_test(refusal_is_in_the_engines_words),
        cmocka_unit_test(page_is_known_by_its_type),
        cmocka_unit_test(nothing_to_do_is_said_as_such),
        cmocka_unit_test(acts_work),
        cmocka_unit_test(list_comes_element_by_element),
        cmocka_unit_test(spoilt_list_is_an_error),
        cmocka_unit_test(inspect_gives_the_container),
        cmocka_unit_test(answer_without_end_is_refused),
        cmocka_unit_test(host_has_processors_and_memory),
        cmocka_unit_test(events_come_as_they_happen),
        cmocka_unit_test(malformed_event_ends_the_stream),
        cmocka_unit_test(refused_stream_does_not_open),
        cmocka_unit_test(statistics_end_cleanly),
        cmocka_unit_test(one_sample_needs_no_newline),
        cmocka_unit_test(broken_stream_is_an_error),
        cmocka_unit_test(cancelled_call_is_done_once_and_later),
        cmocka_unit_test(nothing_comes_after_a_cancel_from_inside),
        cmocka_unit_test(engine_may_be_closed_from_inside),
        cmocka_unit_test(closing_ends_every_call),
    };

    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
