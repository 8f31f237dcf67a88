#include "config.h"

#include "support/test.h"

#include "base/buf.h"
#include "loop/timer.h"
#include "loop/watch.h"
#include "net/http.h"
#include "support/script.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define GUARD_MS 20000
#define BODY_MOST ((size_t)1 << 20)

/* A loop with one http that talks to a script. */
struct fixture {
    struct loop *loop;
    struct script *script;
    struct watch *notice;
    struct timer *guard;
    struct http *http; /* NULL once closed */
    bool is_called_back;
};

/* What a callback does besides counting. */
enum deed { NOTHING, CANCEL, CLOSE, SEND, REFUSE };

/* One request and all that was heard of it. */
struct asked {
    struct fixture *f;
    struct http_request *request;
    enum deed in_head, in_body, in_done;
    struct asked *next; /* what SEND sends */
    int heads, bodies, dones;
    int status;
    struct http_result result;
    struct err err;
    bool has_err;
    struct buf body;
    struct buf error_body;
    char server[64], api_version[16], os_type[16], date[64], type[64];
    bool is_podman;
    bool is_busy;  /* in http_send(), http_cancel() or http_close() */
    uint64_t turn; /* in which it was sent, if by a callback */
};

static void
guard_fired(void *data)
{
    (void)data;
    fail_msg("nothing more happened for %d ms", GUARD_MS);
}

static void
noticed(void *data, int events)
{
    struct fixture *f = data;

    (void)events;
    script_take_notice(f->script);
}

static void
set_up(struct fixture *f, const struct script_rule *rules, unsigned flags)
{
    struct endpoint endpoint;

    f->loop = loop_new();
    f->script = script_new(rules, flags);
    f->notice = watch_new(f->loop, script_notice_fd(f->script), noticed, f);
    watch_set(f->notice, WATCH_READ);
    f->guard = timer_new(f->loop, "guard", guard_fired, f);
    timer_start(f->guard, GUARD_MS, 0);
    assert_true(endpoint_parse(&endpoint, script_url(f->script), NULL));
    f->http = http_new(f->loop, &endpoint);
    endpoint_release(&endpoint);
}

/* Another http in place of the script's. */
static void
set_endpoint(struct fixture *f, const char *url)
{
    struct endpoint endpoint;

    http_close(f->http);
    assert_true(endpoint_parse(&endpoint, url, NULL));
    f->http = http_new(f->loop, &endpoint);
    endpoint_release(&endpoint);
}

static void
tear_down(struct fixture *f)
{
    http_close(f->http);
    watch_free(f->notice);
    timer_free(f->guard);
    loop_run(f->loop);
    loop_free(f->loop);
    script_free(f->script);
}

#define WAIT(condition)                                                        \
    do {                                                                       \
        while (!(condition))                                                   \
            loop_turn(f->loop, true);                                          \
    } while (0)

static void ask(struct fixture *f, struct asked *asked,
                const struct http_spec *spec);

static void
do_deed(struct asked *asked, enum deed deed)
{
    static const struct http_spec next = {"GET", "/next", .kind = HTTP_CONTROL};
    struct fixture *f = asked->f;

    asked->is_busy = true;
    f->is_called_back = true;
    if (deed == CANCEL)
        http_cancel(asked->request);
    if (deed == CLOSE) {
        http_close(f->http);
        f->http = NULL;
    }
    if (deed == SEND)
        ask(f, asked->next, &next);
    f->is_called_back = false;
    asked->is_busy = false;
}

static void
on_head(void *data, const struct http_head *head)
{
    struct asked *asked = data;

    assert_int_equal(asked->heads++, 0);
    assert_int_equal(asked->bodies + asked->dones, 0);
    assert_true(loop_turns(asked->f->loop) != asked->turn);
    asked->status = head->status;
    snprintf(asked->server, sizeof(asked->server), "%s", head->server);
    snprintf(asked->api_version, sizeof(asked->api_version), "%s",
             head->api_version);
    snprintf(asked->os_type, sizeof(asked->os_type), "%s", head->os_type);
    snprintf(asked->date, sizeof(asked->date), "%s", head->date);
    snprintf(asked->type, sizeof(asked->type), "%s", head->content_type);
    asked->is_podman = head->is_podman;
    do_deed(asked, asked->in_head);
}

static bool
on_body(void *data, struct str bytes, struct err *err)
{
    struct asked *asked = data;

    assert_int_equal(asked->heads, 1);
    assert_int_equal(asked->dones, 0);
    asked->bodies++;
    if (asked->body.len < BODY_MOST)
        buf_add_str(&asked->body, bytes);
    if (asked->in_body == REFUSE)
        return err_set_kind(err, ERR_MALFORMED, "not to my taste");
    do_deed(asked, asked->in_body);
    return true;
}

static void
on_done(void *data, const struct http_result *result)
{
    struct asked *asked = data;

    assert_int_equal(asked->dones++, 0);
    assert_false(asked->is_busy);
    assert_true(loop_turns(asked->f->loop) != asked->turn);
    asked->result = *result;
    asked->has_err = result->err != NULL;
    if (result->err)
        asked->err = *result->err;
    buf_add_str(&asked->error_body, result->error_body);
    do_deed(asked, asked->in_done);
}

static void
ask(struct fixture *f, struct asked *asked, const struct http_spec *spec)
{
    static const struct http_callbacks callbacks = {on_head, on_body, on_done};

    asked->f = f;
    buf_init(&asked->body, 2 * BODY_MOST);
    buf_init(&asked->error_body, HTTP_ERROR_SIZE);
    asked->turn = f->is_called_back ? loop_turns(f->loop) : UINT64_MAX;
    asked->is_busy = true;
    asked->request = http_send(f->http, spec, &callbacks, asked);
    asked->is_busy = false;
}

static void
send_one(struct fixture *f, struct asked *asked, const char *method,
         const char *path, enum http_kind kind, uint64_t timeout_ms)
{
    struct http_spec spec = {
        .method = method,
        .path = path,
        .kind = kind,
        .timeout_ms = timeout_ms,
    };

    ask(f, asked, &spec);
}

static void
get(struct fixture *f, struct asked *asked, const char *path)
{
    send_one(f, asked, "GET", path, HTTP_CONTROL, 0);
}

static void
forget(struct asked *asked)
{
    assert_int_equal(asked->dones, 1);
    buf_release(&asked->body);
    buf_release(&asked->error_body);
    *asked = (struct asked){.f = asked->f};
}

static void
assert_err(const struct asked *asked, enum err_kind kind, const char *words)
{
    if (!asked->has_err)
        fail_msg("no error instead of '%s'", words);
    if (asked->err.kind != kind || !strstr(asked->err.text, words))
        fail_msg("kind %d '%s' instead of kind %d '%s'", (int)asked->err.kind,
                 asked->err.text, (int)kind, words);
}

#define OK SCRIPT_ANSWER(200, "ok")
#define OK_HEAD "HTTP/1.1 200 OK\r\n"

static const struct script_rule ok_rules[] = {
    {"GET /stream*", .steps = {SCRIPT_STREAM}},
    {"GET /hang*", .steps = {SCRIPT_HANG}},
    {"*", .steps = {OK}},
    {NULL},
};

/* ---- what is said and heard ---- */

static void
head_body_and_result_come_in_this_order(void **state)
{
    static const struct script_rule rules[] = {
        {"GET /x",
         .steps = {SCRIPT_SEND(OK_HEAD "Server: Docker/20.10.24 (linux)\r\n"
                                       "aPi-vErsion:1.41\r\n"
                                       "Ostype: linux\r\n"
                                       "Date: Sat, 21 Nov 2026 08:00:00 GMT\r\n"
                                       "Content-Type:  text/plain  \r\n"
                                       "Content-Length: 5\r\n\r\nhello")}},
        {"GET /podman",
         .steps = {SCRIPT_SEND(OK_HEAD "Libpod-Api-Version: 4.3.1\r\n"
                                       "Content-Length: 0\r\n\r\n")}},
        {NULL},
    };
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};

    (void)state;
    set_up(f, rules, 0);
    get(f, &asked, "/x");
    assert_int_equal(http_count(f->http), 1);
    WAIT(asked.dones);
    assert_int_equal(http_count(f->http), 0);
    assert_false(asked.has_err);
    assert_int_equal(asked.status, 200);
    assert_int_equal(asked.result.status, 200);
    assert_int_equal(asked.result.bytes, 5);
    assert_string_equal(buf_text(&asked.body), "hello");
    assert_string_equal(asked.server, "Docker/20.10.24 (linux)");
    assert_string_equal(asked.api_version, "1.41");
    assert_string_equal(asked.os_type, "linux");
    assert_string_equal(asked.date, "Sat, 21 Nov 2026 08:00:00 GMT");
    assert_string_equal(asked.type, "text/plain");
    assert_false(asked.is_podman);
    forget(&asked);

    get(f, &asked, "/podman");
    WAIT(asked.dones);
    assert_true(asked.is_podman);
    assert_string_equal(asked.server, "");
    assert_int_equal(asked.bodies, 0);
    forget(&asked);
    tear_down(f);
}

static void
request_is_exactly_what_the_engine_needs(void **state)
{
    static const struct {
        struct http_spec spec;
        const char *bytes;
    } rows[] = {
        {{"GET", "/v1.41/containers/json?all=1", HTTP_LIST, 0, {NULL, 0}},
         "GET /v1.41/containers/json?all=1 HTTP/1.1\r\nHost: localhost\r\n"
         "Accept: */*\r\nUser-Agent: bayplan\r\n\r\n"},
        {{"HEAD", "/_ping", HTTP_CONTROL, 0, {NULL, 0}},
         "HEAD /_ping HTTP/1.1\r\nHost: localhost\r\n"
         "Accept: */*\r\nUser-Agent: bayplan\r\n\r\n"},
        {{"POST", "/v1.41/containers/a/start", HTTP_ACT, 0, {NULL, 0}},
         "POST /v1.41/containers/a/start HTTP/1.1\r\nHost: localhost\r\n"
         "Accept: */*\r\nUser-Agent: bayplan\r\nContent-Length: 0\r\n\r\n"},
        {{"POST", "/exec", HTTP_CONTROL, 0, {"{\"a\":1}", 7}},
         "POST /exec HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n"
         "Content-Type: application/json\r\nUser-Agent: bayplan\r\n"
         "Content-Length: 7\r\n\r\n{\"a\":1}"},
        {{"DELETE", "/v1.41/containers/a?v=1", HTTP_ACT, 0, {NULL, 0}},
         "DELETE /v1.41/containers/a?v=1 HTTP/1.1\r\nHost: localhost\r\n"
         "Accept: */*\r\nUser-Agent: bayplan\r\n\r\n"},
        {{"GET", "/a/../b/./c%20d", HTTP_CONTROL, 0, {NULL, 0}},
         "GET /a/../b/./c%20d HTTP/1.1\r\nHost: localhost\r\n"
         "Accept: */*\r\nUser-Agent: bayplan\r\n\r\n"},
    };
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    set_up(f, ok_rules, 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct asked asked = {.f = f};
        struct script_request heard;

        ask(f, &asked, &rows[i].spec);
        WAIT(asked.dones);
        assert_false(asked.has_err);
        assert_int_equal(asked.status, 200);
        assert_true(script_request(f->script, NULL, i, &heard));
        assert_string_equal(heard.bytes, rows[i].bytes);
        forget(&asked);
    }
    tear_down(f);
}

static void
large_body_is_sent_without_being_asked_for(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};
    struct script_request heard;
    size_t len = (size_t)3 << 20;
    char *text = malloc(len);

    (void)state;
    memset(text, 'x', len);
    set_up(f, ok_rules, 0);
    ask(f, &asked, &(struct http_spec){"POST", "/x", HTTP_ACT, 0, {text, len}});
    WAIT(asked.dones);
    assert_false(asked.has_err);
    assert_true(script_request(f->script, NULL, 0, &heard));
    assert_null(strstr(heard.bytes, "Expect"));
    assert_int_equal(strlen(heard.body), len);
    forget(&asked);
    tear_down(f);
    free(text);
}

static void
base_path_of_a_tcp_host_stands_before_the_path(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};
    char url[200];

    (void)state;
    set_up(f, ok_rules, SCRIPT_TCP);
    snprintf(url, sizeof(url), "%s/base/", script_url(f->script));
    set_endpoint(f, url);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_false(asked.has_err);
    assert_int_equal(script_count(f->script, "GET /base/x"), 1);
    forget(&asked);
    tear_down(f);
}

static void
proxies_of_the_environment_are_ignored(void **state)
{
    static const char *const names[] = {"http_proxy", "ALL_PROXY", "all_proxy"};
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        setenv(names[i], "http://127.0.0.1:1", 1);
    set_up(f, ok_rules, SCRIPT_TCP);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_false(asked.has_err);
    forget(&asked);
    tear_down(f);
    for (size_t i = 0; i < COUNT(names); i++)
        unsetenv(names[i]);
}

/* ---- answers of every kind ---- */

static const char long_value[] =
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

#define HTML "<html><body>Bad Gateway</body></html>"

static void
each_answer_ends_as_it_should(void **state)
{
    static const struct {
        struct script_step steps[SCRIPT_STEPS_MAX];
        int status;
        const char *body;
        const char *error_body;
        enum err_kind kind; /* when words */
        const char *words;
    } rows[] = {
        {{SCRIPT_ANSWER(200, "whole")}, 200, "whole", "", 0, NULL},
        {{SCRIPT_CHUNKED, SCRIPT_CHUNK("in "), SCRIPT_CHUNK("pieces"),
          SCRIPT_LAST_CHUNK},
         200,
         "in pieces",
         "",
         0,
         NULL},
        {{SCRIPT_CHUNKED, SCRIPT_CHUNK("x"),
          SCRIPT_SEND("0\r\nServer: late\r\n\r\n")},
         200,
         "x",
         "",
         0,
         NULL},
        {{SCRIPT_SEND("HTTP/1.1 200 OK\r\n\r\nto the end"), SCRIPT_CLOSE},
         200,
         "to the end",
         "",
         0,
         NULL},
        {{SCRIPT_SEND("HTTP/1.0 200 OK\r\n\r\nold"), SCRIPT_CLOSE},
         200,
         "old",
         "",
         0,
         NULL},
        {{SCRIPT_SEND("HTTP/1.1 100 Continue\r\nServer: no\r\n\r\n"),
          SCRIPT_SEND("HTTP/1.1 102 Wait\r\n\r\n"), SCRIPT_ANSWER(200, "yes")},
         200,
         "yes",
         "",
         0,
         NULL},
        {{SCRIPT_SEND("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")},
         201,
         "{}",
         "",
         0,
         NULL},
        {{SCRIPT_ANSWER(204, "")}, 204, "", "", 0, NULL},
        {{SCRIPT_ANSWER(304, "")}, 304, "", "", 0, NULL},
        {{SCRIPT_ANSWER(403, "{\"message\":\"no\"}")},
         403,
         "",
         "{\"message\":\"no\"}",
         0,
         NULL},
        {{SCRIPT_ANSWER(404, "gone")}, 404, "", "gone", 0, NULL},
        {{SCRIPT_SEND("HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\n"
                      "Content-Length: 37\r\n\r\n" HTML)},
         500,
         "",
         HTML,
         0,
         NULL},
        {{SCRIPT_SEND("HTTP/1.1 301 Away\r\nLocation: /y\r\n"
                      "Content-Length: 2\r\n\r\nno")},
         301,
         "",
         "no",
         0,
         NULL},
        {{SCRIPT_CLOSE},
         0,
         "",
         "",
         ERR_UNREACHABLE,
         "the connection was closed without an answer"},
        {{SCRIPT_SEND("HTTP/1.1 200 OK\r\nServ"), SCRIPT_CLOSE},
         0,
         "",
         "",
         ERR_UNREACHABLE,
         "the connection"},
        {{SCRIPT_CHUNKED, SCRIPT_CHUNK("some"), SCRIPT_SEND("10\r\nhalf"),
          SCRIPT_CLOSE},
         200,
         "somehalf",
         "",
         ERR_UNREACHABLE,
         "the connection broke in the middle of the answer"},
        {{SCRIPT_CHUNKED, SCRIPT_CHUNK("some"), SCRIPT_CLOSE},
         200,
         "some",
         "",
         ERR_UNREACHABLE,
         "the connection broke in the middle of the answer"},
        {{SCRIPT_SEND("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
          SCRIPT_CLOSE},
         200,
         "half",
         "",
         ERR_UNREACHABLE,
         "the connection broke in the middle of the answer"},
        {{SCRIPT_CHUNKED, SCRIPT_SEND("no size\r\n")},
         200,
         "",
         "",
         ERR_MALFORMED,
         "the answer is broken"},
        {{SCRIPT_SEND("\0\1\2garbage\r\n\r\n"), SCRIPT_CLOSE},
         0,
         "",
         "",
         ERR_MALFORMED,
         "does not speak HTTP"},
        {{SCRIPT_SEND("SSH-2.0-OpenSSH_9.2\r\n"), SCRIPT_CLOSE},
         0,
         "",
         "",
         ERR_MALFORMED,
         "does not speak HTTP"},
        {{SCRIPT_SEND("HTTP/9.9 200 OK\r\n\r\n"), SCRIPT_CLOSE},
         0,
         "",
         "",
         ERR_MALFORMED,
         "does not speak HTTP"},
    };
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct script_rule rules[] = {{.pattern = "*"}, {.pattern = NULL}};
        struct asked asked = {.f = f};

        memcpy(rules[0].steps, rows[i].steps, sizeof(rules[0].steps));
        set_up(f, rules, 0);
        get(f, &asked, "/x");
        WAIT(asked.dones);
        if (rows[i].words)
            assert_err(&asked, rows[i].kind, rows[i].words);
        else if (asked.has_err)
            fail_msg("row %zu: %s", i, asked.err.text);
        assert_int_equal(asked.result.status, rows[i].status);
        assert_int_equal(asked.heads, rows[i].status != 0);
        assert_string_equal(buf_text(&asked.body), rows[i].body);
        assert_string_equal(buf_text(&asked.error_body), rows[i].error_body);
        assert_string_equal(asked.server, "");
        forget(&asked);
        tear_down(f);
    }
}

static void
reset_connection_is_named_as_one(void **state)
{
    static const struct script_rule rules[] = {
        {"GET /before", .steps = {SCRIPT_RESET}},
        {"GET /within",
         .steps = {SCRIPT_CHUNKED, SCRIPT_WAIT("seen"), SCRIPT_RESET}},
        {NULL},
    };
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};

    (void)state;
    set_up(f, rules, SCRIPT_TCP);
    get(f, &asked, "/before");
    WAIT(asked.dones);
    assert_err(&asked, ERR_UNREACHABLE, "the connection broke: ");
    forget(&asked);

    get(f, &asked, "/within");
    WAIT(asked.heads);
    script_go(f->script, "seen");
    WAIT(asked.dones);
    assert_err(&asked, ERR_UNREACHABLE, "the connection broke: ");
    forget(&asked);
    tear_down(f);
}

static void
answer_is_the_same_when_it_comes_byte_by_byte(void **state)
{
    static const char answer[] = "HTTP/1.1 200 OK\r\nServer: slow\r\n"
                                 "Transfer-Encoding: chunked\r\n\r\n"
                                 "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n";
    struct script_rule rules[] = {{.pattern = "*"}, {.pattern = NULL}};
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t cut = 1; cut < sizeof(answer) - 1; cut++) {
        struct asked asked = {.f = f};
        struct script_step steps[] = {
            {.kind = STEP_SEND, .bytes = answer, .len = cut},
            SCRIPT_WAIT("rest"),
            {.kind = STEP_SEND,
             .bytes = answer + cut,
             .len = sizeof(answer) - 1 - cut},
        };

        memcpy(rules[0].steps, steps, sizeof(steps));
        set_up(f, rules, 0);
        get(f, &asked, "/x");
        WAIT(script_count(f->script, NULL) == 1);
        loop_turn(f->loop, false);
        script_go(f->script, "rest");
        WAIT(asked.dones);
        assert_false(asked.has_err);
        assert_string_equal(asked.server, "slow");
        assert_string_equal(buf_text(&asked.body), "onetwo");
        forget(&asked);
        tear_down(f);
    }
}

static void
header_that_is_too_long_is_an_error_with_its_name(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};
    char header[400];

    (void)state;
    set_up(f, NULL, 0);
    snprintf(header, sizeof(header), "Server: %s\r\n", long_value);
    script_set(f->script, "*", 200, header, "x");
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_err(&asked, ERR_LIMIT,
               "the header Server of the answer is longer than 255 bytes");
    assert_int_equal(asked.heads, 0);
    forget(&asked);
    tear_down(f);
}

static void
endless_error_is_read_up_to_its_limit(void **state)
{
    static const struct script_rule rules[] = {
        {"*", .steps = {SCRIPT_SEND("HTTP/1.1 500 Oops\r\n\r\n"),
                        SCRIPT_REPEAT("0123456789abcdef", (size_t)1 << 40)}},
        {NULL},
    };
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};

    (void)state;
    set_up(f, rules, 0);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_false(asked.has_err);
    assert_int_equal(asked.result.status, 500);
    assert_int_equal(asked.error_body.len, HTTP_ERROR_SIZE);
    forget(&asked);
    tear_down(f);
}

static void
large_body_comes_whole(void **state)
{
    static const struct script_rule rules[] = {
        {"*",
         .steps = {SCRIPT_CHUNKED,
                   SCRIPT_REPEAT("20\r\n0123456789abcdef0123456789abcdef\r\n",
                                 (size_t)1 << 20),
                   SCRIPT_LAST_CHUNK}},
        {NULL},
    };
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};

    (void)state;
    set_up(f, rules, 0);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_false(asked.has_err);
    assert_int_equal(asked.result.bytes, (uint64_t)32 << 20);
    forget(&asked);
    tear_down(f);
}

static void
refused_body_ends_the_request_with_the_reason(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f, .in_body = REFUSE};

    (void)state;
    set_up(f, ok_rules, 0);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_err(&asked, ERR_MALFORMED, "not to my taste");
    assert_int_equal(asked.bodies, 1);
    forget(&asked);
    tear_down(f);
}

/* ---- no connection ---- */

static void
missing_engine_is_named_by_what_is_wrong(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    char missing[200], file[200], stale[200], refused[200];
    struct {
        const char *url;
        enum err_kind kind;
        const char *words;
    } rows[] = {
        {missing, ERR_UNREACHABLE, "no such socket"},
        {file, ERR_UNREACHABLE, "connection refused"},
        {stale, ERR_UNREACHABLE, "connection refused"},
        {refused, ERR_UNREACHABLE, "connection refused"},
        {"ssh://host", ERR_UNSUPPORTED, "ssh hosts are not supported yet"},
    };
    struct script *tcp = script_new(NULL, SCRIPT_TCP);
    FILE *made;

    (void)state;
    snprintf(refused, sizeof(refused), "%s", script_url(tcp));
    script_free(tcp);
    set_up(f, ok_rules, 0);
    script_go_down(f->script, false);
    snprintf(stale, sizeof(stale), "%s", script_url(f->script));
    snprintf(missing, sizeof(missing), "%s.no", script_url(f->script));
    snprintf(file, sizeof(file), "%s.file", script_url(f->script));
    assert_non_null(made = fopen(file + strlen("unix://"), "w"));
    fclose(made);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct asked asked = {.f = f};

        set_endpoint(f, rows[i].url);
        get(f, &asked, "/x");
        WAIT(asked.dones);
        assert_err(&asked, rows[i].kind, rows[i].words);
        assert_non_null(strstr(asked.err.text, rows[i].url));
        assert_int_equal(asked.heads, 0);
        forget(&asked);
    }
    unlink(file + strlen("unix://"));
    tear_down(f);
}

/* In a child: a superuser must give up being one to be refused. */
static int
ask_without_permission(const char *url)
{
    static const struct http_spec spec = {"GET", "/x", .kind = HTTP_CONTROL};
    struct fixture fixture = {.loop = loop_new()};
    struct fixture *f = &fixture;
    struct asked asked = {.f = f};
    struct endpoint endpoint;
    int code = 1;

    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 2;
    if (!endpoint_parse(&endpoint, url, NULL))
        return 3;
    f->http = http_new(f->loop, &endpoint);
    endpoint_release(&endpoint);
    ask(f, &asked, &spec);
    WAIT(asked.dones);
    if (asked.has_err && asked.err.kind == ERR_DENIED &&
        strstr(asked.err.text, "permission denied"))
        code = 0;
    forget(&asked);
    http_close(f->http);
    loop_free(f->loop);
    return code;
}

static void
socket_of_others_is_permission_denied(void **state)
{
    char dir[] = "/tmp/bayplan-XXXXXX";
    char url[64];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    int status = -1;
    pid_t child;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(address.sun_path, sizeof(address.sun_path), "%s/s", dir);
    snprintf(url, sizeof(url), "unix://%s/s", dir);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(chmod(address.sun_path, 0), 0);
    assert_int_equal(chmod(dir, 0755), 0);
    child = fork();
    if (child == 0)
        _exit(ask_without_permission(url));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(fd);
    unlink(address.sun_path);
    rmdir(dir);
}

static void
full_queue_is_tried_again(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f}, hasty = {.f = f};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fds[16];
    size_t count = 0;
    int result = 0;

    (void)state;
    set_up(f, ok_rules, SCRIPT_DEAF | SCRIPT_NO_BACKLOG);
    strcpy(address.sun_path, script_socket(f->script));
    while (result == 0 && count < COUNT(fds)) {
        fds[count] = socket(AF_UNIX, SOCK_STREAM, 0);
        fcntl(fds[count], F_SETFL, O_NONBLOCK);
        result =
            connect(fds[count++], (struct sockaddr *)&address, sizeof(address));
    }
    assert_int_not_equal(result, 0);

    get(f, &asked, "/x");
    send_one(f, &hasty, "GET", "/y", HTTP_CONTROL, 40);
    WAIT(hasty.dones);
    assert_err(&hasty, ERR_TIMED_OUT, "no answer within 40 ms");
    assert_int_equal(asked.dones, 0);
    while (count > 0)
        close(fds[--count]);
    script_accept(f->script);
    WAIT(asked.dones);
    assert_false(asked.has_err);
    assert_int_equal(script_count(f->script, "GET /x"), 1);
    assert_int_equal(script_count(f->script, "GET /y"), 0);
    forget(&asked);
    forget(&hasty);
    tear_down(f);
}

/* ---- time-outs ---- */

static void
silent_engine_times_out(void **state)
{
    static const struct {
        const char *path;
        enum http_kind kind;
        unsigned flags;
        int heads;
        const char *words;
    } rows[] = {
        {"/hang", HTTP_CONTROL, 0, 0, "no answer within 30 ms"},
        {"/hang", HTTP_LIST, 0, 0, "no answer within 30 ms"},
        {"/hang", HTTP_ACT, 0, 0, "no answer within 30 ms"},
        {"/hang", HTTP_STREAM, 0, 0, "no answer within 30 ms"},
        {"/x", HTTP_CONTROL, SCRIPT_DEAF, 0, "no answer within 30 ms"},
        {"/x", HTTP_CONTROL, SCRIPT_DEAF | SCRIPT_TCP, 0,
         "no answer within 30 ms"},
        {"/stream", HTTP_LIST, 0, 1, "the answer did not end within 30 ms"},
    };
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct asked asked = {.f = f};

        set_up(f, ok_rules, rows[i].flags);
        send_one(f, &asked, "GET", rows[i].path, rows[i].kind, 30);
        WAIT(asked.dones);
        assert_err(&asked, ERR_TIMED_OUT, rows[i].words);
        assert_int_equal(asked.heads, rows[i].heads);
        forget(&asked);
        tear_down(f);
    }
}

static void
open_stream_may_be_silent(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked stream = {.f = f}, hung = {.f = f};

    (void)state;
    set_up(f, ok_rules, 0);
    send_one(f, &stream, "GET", "/stream", HTTP_STREAM, 30);
    WAIT(stream.heads);
    send_one(f, &hung, "GET", "/hang", HTTP_CONTROL, 60);
    WAIT(hung.dones);
    assert_int_equal(stream.dones, 0);
    assert_int_equal(script_push(f->script, NULL, "late", 4), 1);
    WAIT(stream.bodies);
    assert_string_equal(buf_text(&stream.body), "late");
    assert_int_equal(script_end(f->script, NULL), 1);
    WAIT(stream.dones);
    assert_false(stream.has_err);
    forget(&stream);
    forget(&hung);
    tear_down(f);
}

static void
count_running(void *data, const char *name, uint64_t due, uint64_t period)
{
    (void)period;
    if (due != 0 && strcmp(name, "requests") == 0)
        ++*(int *)data;
}

/* Once its head is there, no time-out of ours waits for anything. (curl's
 * own, for the connection, comes once more and then no more.) */
static void
open_stream_needs_no_timer(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked stream = {.f = f}, asked = {.f = f};
    int running = 0;

    (void)state;
    set_up(f, ok_rules, 0);
    send_one(f, &stream, "GET", "/stream", HTTP_STREAM, 0);
    get(f, &asked, "/x");
    timer_each(f->loop, count_running, &running);
    assert_int_equal(running, 1);
    WAIT(stream.heads && asked.dones);
    running = 0;
    timer_each(f->loop, count_running, &running);
    assert_int_equal(running, 0);
    forget(&asked);
    http_cancel(stream.request);
    WAIT(stream.dones);
    forget(&stream);
    tear_down(f);
}

/* ---- connections ---- */

static void
connections_are_used_again(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked streams[20] = {{.f = f}};

    (void)state;
    set_up(f, ok_rules, 0);
    for (size_t i = 0; i < COUNT(streams); i++)
        send_one(f, &streams[i], "GET", "/stream", HTTP_STREAM, 0);
    WAIT(script_streams(f->script, NULL) == COUNT(streams));
    for (int i = 0; i < 10; i++) {
        struct asked asked = {.f = f};

        get(f, &asked, "/x");
        WAIT(asked.dones);
        assert_false(asked.has_err);
        forget(&asked);
    }
    assert_int_equal(script_connections(f->script), COUNT(streams) + 1);
    http_close(f->http);
    f->http = NULL;
    for (size_t i = 0; i < COUNT(streams); i++) {
        WAIT(streams[i].dones);
        forget(&streams[i]);
    }
    tear_down(f);
}

static void
few_connections_stay_open_when_all_is_done(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked[50] = {{.f = f}};

    (void)state;
    set_up(f, ok_rules, 0);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT(asked); i++)
            get(f, &asked[i], "/x");
        for (size_t i = 0; i < COUNT(asked); i++) {
            WAIT(asked[i].dones);
            assert_false(asked[i].has_err);
            forget(&asked[i]);
        }
    }
    get(f, &asked[0], "/x");
    WAIT(asked[0].dones);
    forget(&asked[0]);
    WAIT(script_open_connections(f->script) <= 9);
    tear_down(f);
}

static void
kept_connection_that_was_closed_meanwhile_does_no_harm(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};

    (void)state;
    set_up(f, ok_rules, 0);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    forget(&asked);
    assert_int_equal(script_cut(f->script, NULL, false), 1);
    WAIT(script_open_connections(f->script) == 0);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_false(asked.has_err);
    assert_int_equal(script_connections(f->script), 2);
    forget(&asked);
    tear_down(f);
}

static void
act_is_never_sent_twice(void **state)
{
    static const struct script_rule rules[] = {
        {"GET *", .steps = {OK}},
        {"*", .steps = {SCRIPT_CLOSE}},
        {NULL},
    };
    static const char *const methods[] = {"POST", "DELETE"};
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(methods); i++) {
        struct asked asked = {.f = f};

        set_up(f, rules, 0);
        get(f, &asked, "/x");
        WAIT(asked.dones);
        forget(&asked);
        send_one(f, &asked, methods[i], "/kill", HTTP_ACT, 0);
        WAIT(asked.dones);
        assert_err(&asked, ERR_UNREACHABLE, "closed without an answer");
        assert_int_equal(script_count(f->script, "* /kill"), 1);
        forget(&asked);
        tear_down(f);
    }
}

static void
restarted_engine_is_reached_again(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked stream = {.f = f}, asked = {.f = f};

    (void)state;
    set_up(f, ok_rules, 0);
    send_one(f, &stream, "GET", "/stream", HTTP_STREAM, 0);
    WAIT(stream.heads);
    script_go_down(f->script, true);
    WAIT(stream.dones);
    assert_err(&stream, ERR_UNREACHABLE, "in the middle of the answer");
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_err(&asked, ERR_UNREACHABLE, "no such socket");
    forget(&asked);
    script_come_up(f->script);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_false(asked.has_err);
    forget(&asked);
    forget(&stream);
    tear_down(f);
}

static void
two_hundred_streams_are_heard_at_once(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    static struct asked streams[200];
    size_t heard;

    (void)state;
    set_up(f, ok_rules, 0);
    for (size_t i = 0; i < COUNT(streams); i++)
        send_one(f, &streams[i], "GET", "/stream", HTTP_STREAM, 0);
    assert_int_equal(http_stream_count(f->http), COUNT(streams));
    WAIT(script_streams(f->script, NULL) == COUNT(streams));
    for (size_t round = 1; round <= 3; round++) {
        script_push(f->script, NULL, "0123456789", 10);
        do {
            loop_turn(f->loop, true);
            heard = 0;
            for (size_t i = 0; i < COUNT(streams); i++)
                heard += streams[i].body.len == round * 10;
        } while (heard < COUNT(streams));
    }
    for (size_t i = 0; i < COUNT(streams); i += 2)
        http_cancel(streams[i].request);
    script_end(f->script, NULL);
    for (size_t i = 0; i < COUNT(streams); i++) {
        WAIT(streams[i].dones);
        if (i % 2 == 0)
            assert_err(&streams[i], ERR_CANCELLED, "cancelled");
        else
            assert_false(streams[i].has_err);
        forget(&streams[i]);
    }
    assert_int_equal(http_stream_count(f->http), 0);
    WAIT(script_open_connections(f->script) == 0);
    tear_down(f);
}

static void
children_do_not_inherit_connections(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked stream = {.f = f};
    int sockets = 0;

    (void)state;
    set_up(f, ok_rules, 0);
    send_one(f, &stream, "GET", "/stream", HTTP_STREAM, 0);
    WAIT(stream.heads);
    for (int fd = 3; fd < 256; fd++) {
        struct sockaddr_un peer = {.sun_family = AF_UNSPEC};
        socklen_t size = sizeof(peer);

        if (getpeername(fd, (struct sockaddr *)&peer, &size) != 0 ||
            peer.sun_family != AF_UNIX ||
            strcmp(peer.sun_path, script_socket(f->script)) != 0)
            continue;
        sockets++;
        assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    }
    assert_int_equal(sockets, 1);
    http_cancel(stream.request);
    WAIT(stream.dones);
    forget(&stream);
    tear_down(f);
}

static void
file_limit_is_raised(void **state)
{
    struct rlimit limit;
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = 128;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    set_up(f, ok_rules, 0);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(limit.rlim_cur, limit.rlim_max);
    tear_down(f);
}

/* ---- cancelling and closing ---- */

enum phase { SENT, HUNG, HEAD, BODY, LATER, DONE };

static const struct {
    const char *name;
    const char *path;
    enum phase phase;
    bool by_callback;
} phases[] = {
    {"before it was started", "/hang", SENT, false},
    {"before the head", "/hang", HUNG, false},
    {"in head()", "/stream", HEAD, true},
    {"in body()", "/stream", BODY, true},
    {"between head and body", "/stream", HEAD, false},
    {"between two pieces", "/stream", BODY, false},
    {"in head() of a whole answer", "/x", HEAD, true},
    {"in body() of a whole answer", "/x", BODY, true},
    {"in done()", "/x", DONE, true},
    {"in done() with an error", "/missing", DONE, true},
};

/* Bring `asked` to the phase; there the deed is done. */
static void
reach(struct fixture *f, struct asked *asked, size_t row, enum deed deed)
{
    enum phase phase = phases[row].phase;
    enum http_kind kind =
        strcmp(phases[row].path, "/stream") == 0 ? HTTP_STREAM : HTTP_CONTROL;

    if (phases[row].by_callback) {
        asked->in_head = phase == HEAD ? deed : NOTHING;
        asked->in_body = phase == BODY ? deed : NOTHING;
        asked->in_done = phase == DONE ? deed : NOTHING;
    }
    send_one(f, asked, "GET", phases[row].path, kind, 0);
    if (phase == HUNG)
        WAIT(script_count(f->script, "GET /hang") > 0);
    if (phase == HEAD || phase == BODY)
        WAIT(asked->heads);
    if (phase == BODY && kind == HTTP_STREAM) {
        WAIT(script_streams(f->script, NULL) > 0);
        script_push(f->script, NULL, "piece", 5);
    }
    if (phase == BODY)
        WAIT(asked->bodies);
    if (!phases[row].by_callback)
        do_deed(asked, deed);
}

static const struct script_rule phase_rules[] = {
    {"GET /missing", .steps = {SCRIPT_CLOSE}},
    {"GET /stream", .steps = {SCRIPT_STREAM}},
    {"GET /hang", .steps = {SCRIPT_HANG}},
    {"*", .steps = {OK}},
    {NULL},
};

static void
cancelled_request_ends_once_in_every_phase(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(phases); i++) {
        struct asked asked = {.f = f}, after = {.f = f};
        int heads, bodies;

        set_up(f, phase_rules, 0);
        reach(f, &asked, i, CANCEL);
        heads = asked.heads;
        bodies = asked.bodies;
        script_push(f->script, NULL, "more", 4);
        WAIT(asked.dones);
        if (phases[i].phase != DONE) {
            assert_err(&asked, ERR_CANCELLED, "cancelled");
            assert_int_equal(asked.heads, heads);
            assert_int_equal(asked.bodies, bodies);
        }
        assert_int_equal(http_count(f->http), 0);

        /* The rest works as before. */
        get(f, &after, "/y");
        WAIT(after.dones);
        assert_false(after.has_err);
        forget(&after);
        forget(&asked);
        tear_down(f);
    }
}

static void
closing_ends_all_requests_once_in_every_phase(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(phases); i++) {
        struct asked asked = {.f = f}, hung = {.f = f}, stream = {.f = f};

        set_up(f, phase_rules, 0);
        send_one(f, &stream, "GET", "/stream", HTTP_STREAM, 0);
        send_one(f, &hung, "GET", "/hang", HTTP_ACT, 0);
        WAIT(stream.heads);
        reach(f, &asked, i, CLOSE);
        WAIT(asked.dones && hung.dones && stream.dones);
        assert_null(f->http);
        if (phases[i].phase != DONE)
            assert_err(&asked, ERR_CANCELLED, "cancelled");
        assert_err(&hung, ERR_CANCELLED, "cancelled");
        assert_err(&stream, ERR_CANCELLED, "cancelled");
        WAIT(script_open_connections(f->script) == 0);
        forget(&asked);
        forget(&hung);
        forget(&stream);
        tear_down(f);
    }
}

static void
callbacks_may_send(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked one = {.f = f, .in_head = SEND};
    struct asked two = {.f = f, .in_body = SEND};
    struct asked three = {.f = f, .in_done = SEND};
    struct asked four = {.f = f};

    (void)state;
    one.next = &two;
    two.next = &three;
    three.next = &four;
    set_up(f, ok_rules, 0);
    get(f, &one, "/x");
    WAIT(one.dones && two.dones && three.dones && four.dones);
    assert_false(one.has_err || two.has_err || three.has_err || four.has_err);
    assert_int_equal(script_count(f->script, "GET /next"), 3);
    forget(&one);
    forget(&two);
    forget(&three);
    forget(&four);
    tear_down(f);
}

/* In `done` of one that is cancelled another one is cancelled, whose `done`
 * has a turn of its own. */
static void
callback_may_cancel_another_request(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked one = {.f = f, .in_done = CANCEL}, two = {.f = f};

    (void)state;
    set_up(f, ok_rules, 0);
    get(f, &one, "/hang");
    get(f, &two, "/hang");
    WAIT(script_count(f->script, NULL) == 2);
    http_cancel(one.request);
    one.request = two.request;
    WAIT(one.dones);
    assert_int_equal(two.dones, 0);
    WAIT(two.dones);
    assert_err(&two, ERR_CANCELLED, "cancelled");
    forget(&one);
    forget(&two);
    tear_down(f);
}

static void
unused_http_is_closed_at_once(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    set_up(f, ok_rules, 0);
    tear_down(f);
    http_close(NULL);
}

static void
text_is_escaped_for_a_path(void **state)
{
    static const struct {
        const char *text;
        const char *escaped;
    } rows[] = {
        {"", ""},
        {"abcXYZ019._~-", "abcXYZ019._~-"},
        {"a b/c?d&e=f%g#h", "a%20b%2Fc%3Fd%26e%3Df%25g%23h"},
        {"{\"a\":[\"b\"]}", "%7B%22a%22%3A%5B%22b%22%5D%7D"},
        {"\303\266\n\177", "%C3%B6%0A%7F"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(100);

        assert_true(http_escape(&out, str_of(rows[i].text)));
        assert_string_equal(buf_text(&out), rows[i].escaped);
        buf_release(&out);
    }
    for (size_t limit = 0; limit < 4; limit++) {
        struct buf out = BUF_INIT(limit);

        assert_false(http_escape(&out, str_of("a/b")));
        buf_release(&out);
    }
    struct buf out = BUF_INIT(100);
    assert_true(http_escape(&out, str_make("\0", 1)));
    assert_string_equal(buf_text(&out), "%00");
    buf_release(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_body_and_result_come_in_this_order),
        cmocka_unit_test(request_is_exactly_what_the_engine_needs),
        cmocka_unit_test(large_body_is_sent_without_being_asked_for),
        cmocka_unit_test(base_path_of_a_tcp_host_stands_before_the_path),
        cmocka_unit_test(proxies_of_the_environment_are_ignored),
        cmocka_unit_test(each_answer_ends_as_it_should),
        cmocka_unit_test(reset_connection_is_named_as_one),
        cmocka_unit_test(answer_is_the_same_when_it_comes_byte_by_byte),
        cmocka_unit_test(header_that_is_too_long_is_an_error_with_its_name),
        cmocka_unit_test(endless_error_is_read_up_to_its_limit),
        cmocka_unit_test(large_body_comes_whole),
        cmocka_unit_test(refused_body_ends_the_request_with_the_reason),
        cmocka_unit_test(missing_engine_is_named_by_what_is_wrong),
        cmocka_unit_test(socket_of_others_is_permission_denied),
        cmocka_unit_test(full_queue_is_tried_again),
        cmocka_unit_test(silent_engine_times_out),
        cmocka_unit_test(open_stream_may_be_silent),
        cmocka_unit_test(open_stream_needs_no_timer),
        cmocka_unit_test(connections_are_used_again),
        cmocka_unit_test(few_connections_stay_open_when_all_is_done),
        cmocka_unit_test(
            kept_connection_that_was_closed_meanwhile_does_no_harm),
        cmocka_unit_test(act_is_never_sent_twice),
        cmocka_unit_test(restarted_engine_is_reached_again),
        cmocka_unit_test(two_hundred_streams_are_heard_at_once),
        cmocka_unit_test(children_do_not_inherit_connections),
        cmocka_unit_test(file_limit_is_raised),
        cmocka_unit_test(cancelled_request_ends_once_in_every_phase),
        cmocka_unit_test(closing_ends_all_requests_once_in_every_phase),
        cmocka_unit_test(callbacks_may_send),
        cmocka_unit_test(callback_may_cancel_another_request),
        cmocka_unit_test(unused_http_is_closed_at_once),
        cmocka_unit_test(text_is_escaped_for_a_path),
    };

    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
