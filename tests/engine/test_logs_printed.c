/*
 * `bayplan logs` beside a real engine, against what `docker logs` says.
 */
#include "config.h"

#include "engine/docker.h"
#include "support/test.h"

#include "base/timestamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OUTPUT_SIZE ((size_t)1 << 20)

static char printed[OUTPUT_SIZE], expected[OUTPUT_SIZE];

static int
set_up(void **state)
{
    (void)state;
    docker_clean();
    return 0;
}

static void
run_to_its_end(const char *name, const char *json)
{
    docker_run(NULL, name, json);
    docker_await_end(name);
}

static int
run(char out[OUTPUT_SIZE], const char *line)
{
    return docker_run_shell(out, OUTPUT_SIZE, line);
}

static int
print(const char *words)
{
    char line[1024];

    (void)snprintf(line, sizeof(line),
                   "exec " BAYPLAN " logs -H $ENGINE %s 2>&1", words);
    return run(printed, line);
}

static void
lines_are_those_of_docker_logs(void **state)
{
    static const char *const rows[] = {"plain", "tty", "--tail 3 plain",
                                       "--tail all tty"};
    /* The last is not in Podman's language. */
    size_t count = COUNT(rows) - docker_is_podman();
    char line[1024];

    (void)state;
    run_to_its_end("plain", "\"Cmd\":[\"sh\",\"-c\",\"seq 3000; echo; echo "
                            "' x'; head -c 40000 /dev/zero | tr '\\\\0' y; "
                            "echo\"]");
    run_to_its_end("tty", "\"Tty\":true,\"Cmd\":[\"sh\",\"-c\",\"seq 3000\"]");
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(print(rows[i]), 0);
        (void)snprintf(line, sizeof(line), "$LOGS %s | tr -d '\\r'", rows[i]);
        assert_int_equal(run(expected, line), 0);
        assert_true(strlen(expected) > 3);
        assert_string_equal(printed, expected);
    }
}

/* Of a log that is longer than its end that is asked for first, and of one that
 * is not as old. */
static void
only_those_since_a_time_are_printed(void **state)
{
    static const int seconds_before[] = {2, 3600};
    cJSON *answer;
    int64_t finished;

    (void)state;
    run_to_its_end("many", "\"Cmd\":[\"sh\",\"-c\",\"seq 15000; sleep 4; "
                           "seq 70000 70010\"]");
    answer = docker_get("/containers/many/json");
    assert_true(timestamp_parse(str_of(docker_text(answer, "State.FinishedAt")),
                                &finished));
    cJSON_Delete(answer);
    for (size_t i = 0; i < COUNT(seconds_before); i++) {
        char since[TIMESTAMP_SIZE], line[1024];

        timestamp_format(since, finished - seconds_before[i] * SECOND_NS);
        (void)snprintf(line, sizeof(line), "--since %s many", since);
        assert_int_equal(print(line), 0);
        (void)snprintf(line, sizeof(line), "$LOGS --since %s many", since);
        assert_int_equal(run(expected, line), 0);
        assert_true(strlen(expected) > 60);
        assert_string_equal(printed, expected);
    }
}

static void
several_logs_come_in_the_order_of_their_times(void **state)
{
    (void)state;
    run_to_its_end("bb", "\"Cmd\":[\"echo\",\"first\"]");
    run_to_its_end("a-long", "\"Cmd\":[\"echo\",\"second\"]");
    assert_int_equal(docker_send("POST", NULL, "/containers/bb/start"), 204);
    run_to_its_end("cc", "\"Cmd\":[\"true\"]");
    assert_int_equal(print("--tail 2 a-long bb cc"), 0);
    assert_string_equal(printed, "bb     | first\na-long | second\n"
                                 "bb     | first\n");
}

static void
only_some_lines_are_printed(void **state)
{
    static const struct {
        const char *words, *printed;
    } rows[] = {
        {"--grep 'line [13]' some", "line 1\nline 3\n"},
        {"--grep '!line' some", "ERROR boom\n\tat Cart.total(Cart.java:31)\n"},
        {"--grep Cart.java some",
         "ERROR boom\n\tat Cart.total(Cart.java:31)\n"},
        {"--level warn some", "ERROR boom\n\tat Cart.total(Cart.java:31)\n"},
        {"--level fatal some", ""},
        {"--grep nothing some", ""},
        {"--tail 1 --grep line some", "line 3\n"},
    };

    (void)state;
    run_to_its_end("some", "\"Cmd\":[\"printf\",\"line 1\\nline 2\\nERROR "
                           "boom\\n\\tat Cart.total(Cart.java:31)\\nline "
                           "3\\n\"]");
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(print(rows[i].words), 0);
        assert_string_equal(printed, rows[i].printed);
    }
}

static void
each_line_is_an_object(void **state)
{
    cJSON *object;

    (void)state;
    run_to_its_end("web",
                   "\"Cmd\":[\"sh\",\"-c\",\"echo 'level=warn x' >&2\"]");
    assert_int_equal(print("--json web"), 0);
    object = cJSON_Parse(printed);
    assert_non_null(object);
    assert_string_equal(docker_text(object, "name"), "web");
    assert_int_equal(strlen(docker_text(object, "id")), DOCKER_ID_SIZE - 1);
    assert_string_equal(docker_text(object, "stream"), "stderr");
    assert_string_equal(docker_text(object, "level"), "warn");
    assert_string_equal(docker_text(object, "text"), "level=warn x");
    assert_int_equal(strlen(docker_text(object, "time")), 30);
    cJSON_Delete(object);
}

static void
what_cannot_be_read_says_why(void **state)
{
    (void)state;
    run_to_its_end("mute", "\"Cmd\":[\"echo\",\"x\"],\"HostConfig\":{"
                           "\"LogConfig\":{\"Type\":\"none\"}}");
    assert_int_equal(print("mute"), 1);
    assert_non_null(strstr(printed, "bayplan: mute: "));
    assert_non_null(strstr(printed, docker_is_podman()
                                        ? "cannot read logs"
                                        : "does not support reading"));
    assert_int_equal(print("nobody"), 1);
    assert_string_equal(printed, "bayplan: there is no container 'nobody'\n");
}

static void
a_reader_that_has_seen_enough_ends_it_well(void **state)
{
    (void)state;
    run_to_its_end("many", "\"Cmd\":[\"seq\",\"200000\"]");
    assert_int_equal(run(printed, BAYPLAN " logs -H $ENGINE many | head -n 1"),
                     0);
    assert_string_equal(printed, "1\n");
}

/* The shell's sleep is how slowly the reader begins; nothing depends on it. */
/* It need not say one more line for that. */
static void
a_reader_that_has_gone_ends_what_is_followed(void **state)
{
    (void)state;
    docker_run(NULL, "said", "\"Cmd\":[\"sh\",\"-c\",\"seq 3; sleep 100000\"]");
    assert_int_equal(
        run(printed, BAYPLAN " logs -H $ENGINE --follow said | head -n 2"), 0);
    assert_string_equal(printed, "1\n2\n");
}

static void
a_slow_reader_misses_nothing(void **state)
{
    (void)state;
    run_to_its_end("many", "\"Cmd\":[\"seq\",\"200000\"]");
    assert_int_equal(
        run(printed, BAYPLAN " logs -H $ENGINE many | (sleep 1; cksum)"), 0);
    assert_int_equal(run(expected, "seq 200000 | cksum"), 0);
    assert_string_equal(printed, expected);
}

static void
followed_it_goes_on_through_a_restart(void **state)
{
    (void)state;
    docker_run(NULL, "again",
               "\"StopSignal\":\"SIGKILL\",\"Cmd\":[\"sh\",\"-c\",\"n=$(cat /n "
               "2>/dev/null || echo 0); echo $((n+1)) >/n; echo run $n; "
               "exec sleep 1000\"]");
    assert_int_equal(
        run(printed,
            "sh -c 'echo $$; exec " BAYPLAN " logs -H $ENGINE --follow again "
            "2>/dev/null' | { read -r pid; read -r line && echo \"$line\" && "
            "docker -H $ENGINE restart -t 0 again >/dev/null && "
            "read -r line && echo \"$line\"; kill $pid; }"),
        0);
    assert_string_equal(printed, "run 0\nrun 1\n");
}

/* Nothing is missing and nothing comes twice, whether the container runs on
 * (live-restore, Podman) or is started again. */
static void
followed_it_goes_on_when_the_engine_comes_back(void **state)
{
    static const struct {
        bool keeps;
        const char *config, *way, *end;
    } rows[] = {
        {false, "{}", "kill", "2 20"},
        {true, "{\"live-restore\":true}", "stop", "1 150"},
    };
    char line[1024];

    (void)state;
    if (!docker_is_ours()) {
        skip();
        return;
    }
    for (size_t i = docker_is_podman() ? 1 : 0; i < COUNT(rows); i++) {
        docker_configure(rows[i].config);
        docker_control("stop");
        docker_control("start");
        docker_run(NULL, "counts", DOCKER_COUNTING);
        (void)snprintf(
            line, sizeof(line),
            "sh -c 'echo $$; exec " BAYPLAN " logs -H $ENGINE --follow counts "
            "2>/dev/null' | { read -r pid; while read -r line; do "
            "echo \"$line\"; case $line in '1 20') "
            "\"$BAYPLAN_TEST_ENGINE_CTL\" %s; "
            "\"$BAYPLAN_TEST_ENGINE_CTL\" start; %s;; "
            "'%s') kill $pid; break;; esac; done; }",
            rows[i].way,
            rows[i].keeps ? ":" : "docker -H $ENGINE start counts >/dev/null",
            rows[i].end);
        assert_int_equal(run(printed, line), 0);
        assert_non_null(strstr(printed, rows[i].end));
        assert_int_equal(run(expected, "$LOGS counts"), 0);
        assert_true(strlen(printed) <= strlen(expected));
        expected[strlen(printed)] = '\0';
        assert_string_equal(printed, expected);
        docker_clean();
    }
    docker_configure("{}");
    docker_control("stop");
    docker_control("start");
}

#define CASE(f) cmocka_unit_test_setup(f, set_up)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(lines_are_those_of_docker_logs),
        CASE(only_those_since_a_time_are_printed),
        CASE(several_logs_come_in_the_order_of_their_times),
        CASE(only_some_lines_are_printed),
        CASE(each_line_is_an_object),
        CASE(what_cannot_be_read_says_why),
        CASE(a_reader_that_has_seen_enough_ends_it_well),
        CASE(a_reader_that_has_gone_ends_what_is_followed),
        CASE(a_slow_reader_misses_nothing),
        CASE(followed_it_goes_on_through_a_restart),
        CASE(followed_it_goes_on_when_the_engine_comes_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
