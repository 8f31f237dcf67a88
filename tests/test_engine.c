#include "support/test.h"

#include "support/heard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
        {STATS_ONCE, "a1",
         "GET /v1.41/containers/a1/stats?stream=0&one-shot=1"},
        {START, "a1", "POST /v1.41/containers/a1/start"},
        {STOP, "a1", "POST /v1.41/containers/a1/stop"},
        {STOP_GRACE, "a1", "POST /v1.41/containers/a1/stop?t=7"},
        {KILL, "a1", "POST /v1.41/containers/a1/kill?signal=SIGRTMIN%2B1"},
        {REMOVE, "a1", "DELETE /v1.41/containers/a1"},
        {REMOVE_FORCED, "a1", "DELETE /v1.41/containers/a1?force=1"},
        {REMOVE_ALL, "a1", "DELETE /v1.41/containers/a1?force=1&v=1"},
        {HOST, "", "GET /v1.41/info"},
        {RESTART, "a1", "POST /v1.41/containers/a1/restart"},
        {RESTART_GRACE, "a1", "POST /v1.41/containers/a1/restart?t=7"},
        {PAUSE, "a1", "POST /v1.41/containers/a1/pause"},
        {UNPAUSE, "a1", "POST /v1.41/containers/a1/unpause"},
        {RENAME, "a1",
         "POST /v1.41/containers/a1/rename?name=new%26name%3D%2F%20%C3%A9"},
        {READ_CONTAINER, "a1", "GET /v1.41/containers/a1/json"},
        {READ_IMAGE, "host:5000/name:tag",
         "GET /v1.41/images/host%3A5000%2Fname%3Atag/json"},
        {IMAGES, "", "GET /v1.41/images/json"},
        {REMOVE_IMAGE, "host:5000/name:tag",
         "DELETE /v1.41/images/host%3A5000%2Fname%3Atag"},
        {REMOVE_IMAGE, "n@sha256:ab", "DELETE /v1.41/images/n%40sha256%3Aab"},
        {REMOVE_IMAGE_FORCED, "a1", "DELETE /v1.41/images/a1?force=1"},
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
        {500, NULL,
         "{\"cause\":\"container state "
         "improper\",\"message\":\"\\\"created\\\" is "
         "not running, can't pause: container state improper\","
         "\"response\":500}",
         ERR_CONFLICT,
         "\"created\" is not running, can't pause: container state improper"},
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
        {500, NULL, "{\"message\":\"Container a1 is not paused\"}",
         ERR_CONFLICT, "Container a1 is not paused"},
        {501, NULL,
         "{\"message\":\"configured logging driver does not support "
         "reading\"}",
         ERR_UNSUPPORTED, "configured logging driver does not support reading"},
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
        {.pattern = NULL},
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
        {.pattern = NULL},
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
    static const enum which acts[] = {
        START,   STOP,          STOP_GRACE, KILL,    REMOVE, REMOVE_ALL,
        RESTART, RESTART_GRACE, PAUSE,      UNPAUSE, RENAME,
    };
    static const struct script_rule rules[] = {
        {"*/containers/*",
         .steps = {SCRIPT_SEND("HTTP/1.1 204 No Content\r\n\r\n")}},
        {.pattern = NULL},
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

static void
long_name_is_sent_whole(void **state)
{
    enum { LEN = 20000 };
    static const char *const lines[] = {"DELETE /v1.41/images/",
                                        "GET /v1.41/images/",
                                        "GET /v1.41/containers/"};
    static const enum which calls[] = {REMOVE_IMAGE, READ_IMAGE, INSPECT};
    struct fixture f;
    struct script_request request;
    struct heard heard = {0};
    char name[LEN + 1];
    size_t i;

    (void)state;
    memset(name, '/', LEN);
    name[LEN] = '\0';
    open_engine(&f, NULL);
    for (i = 0; i < COUNT(calls); i++) {
        hear(&f, calls[i], name, &heard);
        assert_true(script_request(f.talk.script, NULL, i + 1, &request));
        assert_memory_equal(request.line, lines[i], strlen(lines[i]));
        assert_true(strlen(request.line) >= strlen(lines[i]) + 3 * LEN);
    }
    close_engine(&f);
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
        cmocka_unit_test(long_name_is_sent_whole),
    };

    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
