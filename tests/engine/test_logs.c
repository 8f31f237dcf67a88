/*
 * Logs of a real engine, as they are followed: streams, terminals, tails,
 * times, long lines, the ways in which they end, and pauses.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "base/buf.h"
#include "base/timestamp.h"

#include <stdio.h>
#include <string.h>

#define TEXT_LIMIT ((size_t)32 << 20)
#define TIME_LEN 30 /* "2026-11-21T08:30:00.123456789Z" */

/* One log and what came of it: by stream, and frames as they ended. */
struct scene {
    struct caller caller;
    struct call *call;
    struct buf text[LOG_SYSTEM + 1];
    size_t frames, pieces;
    bool pauses;
};

static void
came(void *data, enum log_stream stream, struct str piece, bool is_last)
{
    struct scene *scene = data;

    (void)buf_add_str(&scene->text[stream], piece);
    scene->frames += is_last;
    scene->pieces++;
    if (scene->pauses) {
        scene->pauses = false;
        call_pause(scene->call, true);
    }
}

static bool
has_pieces(void *data)
{
    return ((struct scene *)data)->pieces > 0;
}

static void
clear(struct scene *scene)
{
    for (size_t i = 0; i < COUNT(scene->text); i++)
        buf_clear(&scene->text[i]);
    scene->frames = scene->pieces = 0;
}

static int
set_up(void **state)
{
    static struct scene scene;

    memset(&scene, 0, sizeof(scene));
    docker_clean();
    for (size_t i = 0; i < COUNT(scene.text); i++)
        buf_init(&scene.text[i], TEXT_LIMIT);
    caller_open(&scene.caller);
    *state = &scene;
    return 0;
}

static int
tear_down(void **state)
{
    struct scene *scene = *state;

    caller_close(&scene->caller);
    for (size_t i = 0; i < COUNT(scene->text); i++)
        buf_release(&scene->text[i]);
    docker_clean();
    return 0;
}

/* A container that runs this in a shell; `more`: further members, or "". */
static void
run(const char *name, const char *script, const char *more)
{
    char json[1024];

    (void)snprintf(json, sizeof(json),
                   "\"Cmd\":[\"sh\",\"-c\",\"%s\"],\"StopSignal\":\"SIGKILL\""
                   "%s",
                   script, more);
    docker_run(NULL, name, json);
}

static void
follow(struct scene *scene, const char *name, struct log_request request)
{
    clear(scene);
    scene->call = engine_follow_logs(scene->caller.engine, name, &request, came,
                                     caller_done, scene);
}

/* To its end; whether that was a clean one. */
static bool
read_log(struct scene *scene, const char *name, struct log_request request)
{
    follow(scene, name, request);
    return caller_ended(&scene->caller);
}

/* The records of a stream without their times, which must be such. */
static const char *
without_times(struct scene *scene, enum log_stream stream, char *out,
              size_t size)
{
    struct str rest = buf_str(&scene->text[stream]);
    struct str line;

    out[0] = '\0';
    while (rest.len > 0 && str_cut(&rest, '\n', &line)) {
        int64_t ns = 0;

        assert_true(line.len > TIME_LEN && line.at[TIME_LEN] == ' ');
        assert_true(timestamp_parse(str_make(line.at, TIME_LEN), &ns));
        (void)snprintf(out + strlen(out), size - strlen(out), "%.*s/",
                       (int)line.len - TIME_LEN - 1, line.at + TIME_LEN + 1);
    }
    return out;
}

/* ------------------------------------------------------------------------- */

static void
streams_are_told_apart(void **state)
{
    struct scene *scene = *state;
    char text[100];

    run("web", "echo one; echo two >&2; echo three; printf end", "");
    docker_await_end("web");
    assert_true(read_log(scene, "web",
                         (struct log_request){.tail = 500, .follow = true}));
    assert_int_equal(scene->frames, 4);
    assert_string_equal(without_times(scene, LOG_STDOUT, text, sizeof(text)),
                        "one/three/end/");
    assert_string_equal(without_times(scene, LOG_STDERR, text, sizeof(text)),
                        "two/");
    assert_int_equal(scene->text[LOG_SYSTEM].len, 0);
}

static void
log_of_a_terminal_is_one_stream(void **state)
{
    struct scene *scene = *state;
    char text[100];

    run("web", "echo one; echo two >&2", ",\"Tty\":true");
    docker_await_end("web");
    assert_true(read_log(scene, "web",
                         (struct log_request){.tail = 500, .has_tty = true}));
    assert_string_equal(without_times(scene, LOG_STDOUT, text, sizeof(text)),
                        "one\r/two\r/");
    assert_int_equal(scene->frames, 0);
}

static void
tail_and_since_choose_records(void **state)
{
    struct scene *scene = *state;
    char text[100], since[EVENT_TIME_SIZE];
    int64_t ns;
    static const struct {
        long tail;
        const char *text;
    } rows[] = {{3, "4/5/6/"}, {0, ""}, {-1, "1/2/3/4/5/6/"}};

    run("web", "for i in 1 2 3 4 5 6; do echo $i; sleep 0.01; done", "");
    docker_await_end("web");
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(
            read_log(scene, "web", (struct log_request){.tail = rows[i].tail}));
        assert_string_equal(
            without_times(scene, LOG_STDOUT, text, sizeof(text)), rows[i].text);
    }
    /* Inclusive: the last record but one comes again, to the nanosecond. */
    assert_true(read_log(scene, "web", (struct log_request){.tail = 2}));
    assert_true(timestamp_parse(
        str_make(buf_text(&scene->text[LOG_STDOUT]), TIME_LEN), &ns));
    (void)snprintf(since, sizeof(since), "%lld.%09lld",
                   (long long)(ns / SECOND_NS), (long long)(ns % SECOND_NS));
    assert_true(read_log(scene, "web",
                         (struct log_request){.tail = 500, .since = since}));
    assert_string_equal(without_times(scene, LOG_STDOUT, text, sizeof(text)),
                        "5/6/");
}

static void
long_line_comes_in_several_records_of_one_time(void **state)
{
    struct scene *scene = *state;
    const char *text;

    run("web", "head -c 20000 /dev/zero | tr '\\\\000' x; echo", "");
    docker_await_end("web");
    assert_true(read_log(scene, "web", (struct log_request){.tail = 500}));
    assert_int_equal(scene->frames, 2);
    text = buf_text(&scene->text[LOG_STDOUT]);
    assert_int_equal(scene->text[LOG_STDOUT].len, 20001 + 2 * (TIME_LEN + 1));
    assert_memory_equal(text, text + TIME_LEN + 1 + 16384, TIME_LEN + 1);
}

static void
followed_log_ends_well_whatever_ends_the_container(void **state)
{
    struct scene *scene = *state;
    static const struct {
        const char *method, *path;
        long status;
    } rows[] = {
        {"POST", "stop?t=1", 204},
        {"POST", "restart?t=1", 204},
        {"DELETE", "?force=1", 204},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        run("web", "echo ready; exec sleep 100000", "");
        follow(scene, "web", (struct log_request){.tail = 9, .follow = true});
        caller_await(&scene->caller, has_pieces);
        assert_int_equal(scene->caller.done, 0);
        assert_int_equal(
            docker_send(rows[i].method, NULL, "/containers/web%s%s",
                        rows[i].path[0] == '?' ? "" : "/", rows[i].path),
            rows[i].status);
        if (!caller_ended(&scene->caller))
            fail_msg("%s: %s", rows[i].path, scene->caller.err.text);
        docker_clean();
    }
}

static void
log_that_cannot_be_read_says_so(void **state)
{
    struct scene *scene = *state;

    run("mute", "exec sleep 100000",
        ",\"HostConfig\":{\"LogConfig\":{\"Type\":\"none\"}}");
    assert_false(read_log(scene, "mute",
                          (struct log_request){.tail = 9, .follow = true}));
    assert_int_equal(scene->caller.err.kind, ERR_UNSUPPORTED);
    assert_string_equal(scene->caller.err.text,
                        "configured logging driver does not support reading");
    assert_false(read_log(scene, "nobody", (struct log_request){.tail = 9}));
    assert_int_equal(scene->caller.err.kind, ERR_MISSING);
}

enum { FLOOD = 100000 };

static void
paused_log_loses_nothing(void **state)
{
    struct scene *scene = *state;
    const struct buf *text = &scene->text[LOG_STDOUT];
    size_t whole = FLOOD * (size_t)(TIME_LEN + 1 + 2);
    size_t kept;

    run("flood", "yes | head -n 100000", "");
    docker_await_end("flood");
    scene->pauses = true;
    follow(scene, "flood", (struct log_request){.tail = -1});
    caller_await(&scene->caller, has_pieces);
    kept = text->len;
    for (int i = 0; i < 20; i++) {
        /* What others are told says that time has passed. */
        (void)engine_ping(scene->caller.engine, caller_done, scene);
        assert_true(caller_ended(&scene->caller));
        assert_int_equal(text->len, kept);
    }
    call_pause(scene->call, false);
    assert_true(caller_ended(&scene->caller));
    assert_int_equal(text->len, whole);
    assert_int_equal(scene->frames, FLOOD);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(streams_are_told_apart),
        CASE(log_of_a_terminal_is_one_stream),
        CASE(tail_and_since_choose_records),
        CASE(long_line_comes_in_several_records_of_one_time),
        CASE(followed_log_ends_well_whatever_ends_the_container),
        CASE(log_that_cannot_be_read_says_so),
        CASE(paused_log_loses_nothing),
    };

    return cmocka_run_group_tests_name("logs", tests, NULL, NULL);
}
