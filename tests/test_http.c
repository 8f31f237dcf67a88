#include "config.h"

#include "support/http_fixture.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OK_HEAD "HTTP/1.1 200 OK\r\n"

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
        {.pattern = NULL},
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

static void
log_has_a_line_for_each_request_and_no_body(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};
    struct http_spec spec = {
        .method = "POST",
        .path = "/x?a=1",
        .kind = HTTP_ACT,
        .body = str_of("{\"password\":1}"),
    };
    char path[200];
    char line[400] = "";
    FILE *log;

    (void)state;
    set_up(f, ok_rules, 0);
    snprintf(path, sizeof(path), "%s/log", script_dir(f->script));
    assert_true(log_open(path, NULL));
    ask(f, &asked, &spec);
    WAIT(asked.dones);
    log_close();
    assert_non_null(log = fopen(path, "r"));
    while (!strstr(line, "net:"))
        assert_non_null(fgets(line, sizeof(line), log));
    assert_non_null(strstr(line, "net: POST /x?a=1 200, 2 bytes, "));
    assert_null(strstr(line, "password"));
    fclose(log);
    unlink(path);
    forget(&asked);
    tear_down(f);
}

/* ---- answers of every kind ---- */

static const char long_value[] =
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

#define HTML "<html><body>Bad Gateway</body></html>"

static const struct {
    struct script_step steps[SCRIPT_STEPS_MAX];
    int status;
    const char *body;
    const char *error_body;
    enum err_kind kind; /* when words */
    const char *words;
} answers[] = {
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

static void
each_answer_ends_as_it_should(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(answers); i++) {
        struct script_rule rules[] = {{.pattern = "*"}, {.pattern = NULL}};
        struct asked asked = {.f = f};

        memcpy(rules[0].steps, answers[i].steps, sizeof(rules[0].steps));
        set_up(f, rules, 0);
        get(f, &asked, "/x");
        WAIT(asked.dones);
        if (answers[i].words)
            assert_err(&asked, answers[i].kind, answers[i].words);
        else if (asked.has_err)
            fail_msg("row %zu: %s", i, asked.err.text);
        assert_int_equal(asked.result.status, answers[i].status);
        assert_int_equal(asked.heads, answers[i].status != 0);
        assert_string_equal(buf_text(&asked.body), answers[i].body);
        assert_string_equal(buf_text(&asked.error_body), answers[i].error_body);
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
        {.pattern = NULL},
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
answer_is_the_same_in_each_cut_in_two(void **state)
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
endless_head_is_refused(void **state)
{
    static const struct script_rule rules[] = {
        {"*", .steps = {SCRIPT_SEND(OK_HEAD),
                        SCRIPT_REPEAT("X-Thing: value\r\n", (size_t)1 << 40)}},
        {.pattern = NULL},
    };
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};

    (void)state;
    set_up(f, rules, 0);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_err(&asked, ERR_LIMIT,
               "the head of the answer is longer than 65536 bytes");
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
        {.pattern = NULL},
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
        {.pattern = NULL},
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
        cmocka_unit_test(log_has_a_line_for_each_request_and_no_body),
        cmocka_unit_test(each_answer_ends_as_it_should),
        cmocka_unit_test(reset_connection_is_named_as_one),
        cmocka_unit_test(answer_is_the_same_in_each_cut_in_two),
        cmocka_unit_test(header_that_is_too_long_is_an_error_with_its_name),
        cmocka_unit_test(endless_head_is_refused),
        cmocka_unit_test(endless_error_is_read_up_to_its_limit),
        cmocka_unit_test(large_body_comes_whole),
        cmocka_unit_test(refused_body_ends_the_request_with_the_reason),
        cmocka_unit_test(text_is_escaped_for_a_path),
    };

    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
