/* The canned engine is a tool of other tests: what they rely on. */
#include "config.h"

#include "support/test.h"

#include "support/canned.h"

#include <cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define NOON 1795262400 /* 2026-11-21T12:00:00Z */
#define ANSWER_MOST 65536

static int
dial(struct canned *engine)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(address.sun_path, sizeof(address.sun_path), "%s",
             script_socket(canned_script(engine)));
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)),
                     0);
    return fd;
}

static void
say(int fd, const char *line)
{
    char text[300];
    int len = snprintf(text, sizeof(text), "%s HTTP/1.1\r\n\r\n", line);

    assert_int_equal(write(fd, text, (size_t)len), len);
}

/* Read until `end` stands in what came; the status. */
static int
hear(int fd, char answer[ANSWER_MOST], const char *end)
{
    size_t len = 0;
    ssize_t got;

    answer[0] = '\0';
    while (!strstr(answer, end) &&
           (got = read(fd, answer + len, ANSWER_MOST - 1 - len)) > 0) {
        len += (size_t)got;
        answer[len] = '\0';
    }
    assert_non_null(strstr(answer, end));
    return atoi(answer + strlen("HTTP/1.1 "));
}

static int
ask(struct canned *engine, const char *line, char answer[ANSWER_MOST])
{
    int fd = dial(engine);
    int status;

    say(fd, line);
    shutdown(fd, SHUT_WR);
    status = hear(fd, answer, "\r\n\r\n");
    close(fd);
    return status;
}

static cJSON *
body_of(const char *answer)
{
    cJSON *json = cJSON_Parse(strstr(answer, "\r\n\r\n") + 4);

    assert_non_null(json);
    return json;
}

static const char *
member(const cJSON *json, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItem(json, name));
}

static void
put_some(struct canned *engine)
{
    static const struct canned_container some[] = {
        {.name = "web",
         .health = "healthy",
         .public_port = 8080,
         .private_port = 80,
         .project = "shop",
         .age = 7200},
        {.name = "job", .state = "exited", .exit_code = 3, .age = 120},
        {.name = "new", .state = "created"},
    };

    for (size_t i = 0; i < COUNT(some); i++)
        canned_put(engine, &some[i]);
}

static void
list_has_the_running_ones_or_all(void **state)
{
    static char answer[ANSWER_MOST];
    struct canned *engine = canned_new(0, NOON);
    cJSON *json;
    const cJSON *item;

    (void)state;
    put_some(engine);
    assert_int_equal(ask(engine, "GET /v1.41/containers/json", answer), 200);
    json = body_of(answer);
    assert_int_equal(cJSON_GetArraySize(json), 1);
    cJSON_Delete(json);
    assert_int_equal(ask(engine, "GET /v1.41/containers/json?all=1", answer),
                     200);
    json = body_of(answer);
    assert_int_equal(cJSON_GetArraySize(json), 3);
    item = cJSON_GetArrayItem(json, 0);
    assert_string_equal(member(item, "Status"), "Created");
    item = cJSON_GetArrayItem(json, 1);
    assert_string_equal(member(item, "Status"), "Exited (3) 2 minutes ago");
    item = cJSON_GetArrayItem(json, 2);
    assert_string_equal(member(item, "Status"), "Up 2 hours (healthy)");
    cJSON_Delete(json);
    canned_free(engine);
}

static void
container_is_inspected_by_name_and_id(void **state)
{
    static char answer[ANSWER_MOST];
    char line[200];
    char id[CANNED_ID_SIZE];
    struct canned *engine = canned_new(0, NOON);

    (void)state;
    put_some(engine);
    canned_id("job", id);
    assert_int_equal(strlen(id), 64);
    snprintf(line, sizeof(line), "GET /v1.41/containers/%s/json", id);
    for (int i = 0; i < 2; i++) {
        cJSON *json;
        const cJSON *its;

        assert_int_equal(ask(engine, line, answer), 200);
        json = body_of(answer);
        assert_string_equal(member(json, "Id"), id);
        its = cJSON_GetObjectItem(json, "State");
        assert_string_equal(member(its, "Status"), "exited");
        assert_string_equal(member(its, "StartedAt"),
                            "2026-11-21T11:57:59.000000000Z");
        assert_string_equal(member(its, "FinishedAt"),
                            "2026-11-21T11:58:00.000000000Z");
        cJSON_Delete(json);
        snprintf(line, sizeof(line), "GET /v1.41/containers/job/json");
    }
    assert_int_equal(ask(engine, "GET /v1.41/containers/no/json", answer), 404);
    assert_non_null(strstr(answer, "No such container: no"));
    canned_free(engine);
}

static void
acts_change_containers_as_the_engine_does(void **state)
{
    static const struct {
        const char *line;
        int status;
    } rows[] = {
        {"POST /v1.41/containers/web/start", 304},
        {"DELETE /v1.41/containers/web", 409},
        {"POST /v1.41/containers/web/stop?t=1", 204},
        {"POST /v1.41/containers/web/stop?t=1", 304},
        {"POST /v1.41/containers/web/kill?signal=TERM", 409},
        {"POST /v1.41/containers/web/start", 204},
        {"POST /v1.41/containers/web/kill?signal=TERM", 204},
        {"DELETE /v1.41/containers/web", 204},
        {"DELETE /v1.41/containers/web", 404},
        {"POST /v1.41/containers/job/start", 204},
        {"DELETE /v1.41/containers/job?force=1", 204},
        {"GET /v1.41/images/json", 404},
    };
    static char answer[ANSWER_MOST];
    struct canned *engine = canned_new(0, NOON);

    (void)state;
    put_some(engine);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(ask(engine, rows[i].line, answer), rows[i].status);
    canned_free(engine);
}

static void
events_are_repeated_since_a_time_and_then_followed(void **state)
{
    static char answer[ANSWER_MOST];
    struct canned *engine = canned_new(0, NOON);
    int fd = dial(engine);

    (void)state;
    put_some(engine);
    canned_event(engine, "web", "first");
    canned_event(engine, "web", "second");
    canned_event(engine, "web", "third");
    say(fd, "GET /v1.41/events?since=1795262400.001000000");
    assert_int_equal(hear(fd, answer, "third"), 200);
    assert_null(strstr(answer, "\"first\""));
    assert_non_null(strstr(answer, "\"second\""));
    canned_event(engine, "web", "fourth");
    hear(fd, answer, "\"timeNano\":1795262400003000000}\n");
    assert_non_null(strstr(answer, "\"Action\":\"fourth\""));
    assert_int_equal(ask(engine, "POST /containers/web/stop", answer), 204);
    hear(fd, answer, "\"Action\":\"stop\"");
    close(fd);
    canned_free(engine);
}

static void
samples_come_with_the_one_before(void **state)
{
    static char answer[ANSWER_MOST];
    struct canned *engine = canned_new(0, NOON);
    int fd = dial(engine);
    cJSON *json;

    (void)state;
    put_some(engine);
    say(fd, "GET /v1.41/containers/web/stats?stream=1");
    hear(fd, answer, "}\n");
    canned_sample(engine, "web", 0.5, 4096);
    hear(fd, answer, "}\n");
    assert_non_null(strstr(answer, "\"usage\":4096"));
    assert_non_null(strstr(answer, "\"total_usage\":500000000"));
    close(fd);
    assert_int_equal(
        ask(engine, "GET /v1.41/containers/job/stats?stream=0", answer), 200);
    json = body_of(answer);
    assert_string_equal(member(json, "read"), "0001-01-01T00:00:00Z");
    cJSON_Delete(json);
    canned_free(engine);
}

static void
rules_come_before_the_engine(void **state)
{
    static const struct script_rule rules[] = {
        {"POST *", .steps = {SCRIPT_ANSWER(403, "{\"message\":\"no\"}")}},
        {"GET *job/json", .steps = {SCRIPT_WAIT("now"), SCRIPT_PASS}},
        {.pattern = NULL},
    };
    static char answer[ANSWER_MOST];
    struct canned *engine = canned_new(0, NOON);

    (void)state;
    put_some(engine);
    script_add(canned_script(engine), rules);
    assert_int_equal(ask(engine, "POST /containers/web/stop", answer), 403);
    script_go(canned_script(engine), "now");
    assert_int_equal(ask(engine, "GET /containers/job/json", answer), 200);
    assert_int_equal(ask(engine, "GET /_ping", answer), 200);
    assert_non_null(strstr(answer, "Api-Version: 1.41\r\n"));
    assert_non_null(strstr(answer, "Date: Sat, 21 Nov 2026 12:00:00 GMT\r\n"));
    assert_int_equal(script_count(canned_script(engine), "POST *"), 1);
    canned_free(engine);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_has_the_running_ones_or_all),
        cmocka_unit_test(container_is_inspected_by_name_and_id),
        cmocka_unit_test(acts_change_containers_as_the_engine_does),
        cmocka_unit_test(events_are_repeated_since_a_time_and_then_followed),
        cmocka_unit_test(samples_come_with_the_one_before),
        cmocka_unit_test(rules_come_before_the_engine),
    };

    return cmocka_run_group_tests_name("canned", tests, NULL, NULL);
}
