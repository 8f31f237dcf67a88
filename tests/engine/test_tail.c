/*
 * Logs of a real engine in the logbook: with a TTY and without, long lines,
 * through restarts of the container and of the engine.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "base/buf.h"
#include "base/timestamp.h"
#include "work/fleet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OUTPUT_LIMIT ((size_t)1 << 20)
#define LONG_LINE 40000

struct scene {
    struct caller caller;
    struct fleet *fleet;
    struct tail *tail;
    /* What is waited for. */
    enum tail_state state;
    const char *text; /* that a line begins with */
    uint64_t seen;    /* more lines than that */
};

static bool
is_listed(void *data)
{
    return fleet_is_idle(((struct scene *)data)->fleet);
}

static int
set_up(void **state)
{
    static struct scene scene;

    docker_clean();
    memset(&scene, 0, sizeof(scene));
    caller_open(&scene.caller);
    scene.fleet = fleet_new(scene.caller.loop);
    (void)fleet_add(scene.fleet, "test", scene.caller.engine, false);
    scene.caller.engine = NULL; /* the fleet's now */
    caller_await(&scene.caller, is_listed);
    *state = &scene;
    return 0;
}

static int
tear_down(void **state)
{
    struct scene *scene = *state;

    tail_close(scene->tail);
    fleet_close(scene->fleet, caller_closed, scene);
    (void)caller_ended(&scene->caller);
    caller_close(&scene->caller);
    docker_clean();
    return 0;
}

static void
follow(struct scene *scene, const char *id)
{
    struct ref ref = ref_make(0, REF_CONTAINER, id);

    tail_close(scene->tail);
    scene->tail = fleet_tail(scene->fleet, &ref);
    assert_non_null(scene->tail);
}

static bool
is_in_state(void *data)
{
    struct scene *scene = data;

    return tail_state(scene->tail) == scene->state;
}

static void
expect_state(struct scene *scene, enum tail_state state)
{
    scene->state = state;
    if (!turn_until(scene->caller.loop, CALLER_PATIENCE_MS, is_in_state, scene))
        fail_msg("state %d, not %d: %s", tail_state(scene->tail), state,
                 tail_error(scene->tail)->text);
}

static struct logbook_line
line_at(struct scene *scene, uint64_t number)
{
    struct logbook_line line;

    assert_true(logbook_line_at(tail_log(scene->tail), number, &line));
    return line;
}

/* Counted from the first. */
static struct logbook_line
nth_line(struct scene *scene, uint64_t n)
{
    return line_at(scene, logbook_first(tail_log(scene->tail)) + n - 1);
}

static uint64_t
count_lines(struct scene *scene)
{
    const struct logbook *book = tail_log(scene->tail);

    return logbook_end(book) - logbook_first(book);
}

static bool
has_text(void *data)
{
    struct scene *scene = data;
    const struct logbook *book = tail_log(scene->tail);

    for (uint64_t n = logbook_end(book); n-- > logbook_first(book);)
        if (str_starts(line_at(scene, n).text, scene->text))
            return true;
    return false;
}

static void
expect_text(struct scene *scene, const char *text)
{
    scene->text = text;
    if (!turn_until(scene->caller.loop, CALLER_PATIENCE_MS, has_text, scene))
        fail_msg("no line begins with '%s'", text);
}

/* Lines in one text, "!" before one of stderr, "=" before a seam. */
static void
assert_log(struct scene *scene, const char *expected)
{
    const struct logbook *book = tail_log(scene->tail);
    struct buf out = BUF_INIT(OUTPUT_LIMIT);

    for (uint64_t n = logbook_first(book); n < logbook_end(book); n++) {
        struct logbook_line line = line_at(scene, n);

        (void)buf_add_text(&out, line.kind == LOGBOOK_SEAM   ? "="
                                 : line.stream == LOG_STDERR ? "!"
                                                             : "");
        (void)buf_add_str(&out, line.text);
        assert_true(buf_add_char(&out, '|'));
    }
    assert_string_equal(buf_text(&out), expected);
    buf_release(&out);
}

/* Podman 4.3 joins a last line that has no newline to the one before. */
static void
whole_log_of_what_has_ended(void **state)
{
    static const struct {
        bool lacks_newline;
        const char *options, *log;
    } rows[] = {
        {true,
         "\"Cmd\":[\"sh\",\"-c\",\"echo one; sleep 0.2; echo two >&2; "
         "sleep 0.2; printf three\"]",
         "one|!two|three|"},
        {false, "\"Cmd\":[\"sh\",\"-c\",\"echo one; sleep 0.2; echo two >&2\"]",
         "one|!two|"},
        {true,
         "\"Tty\":true,\"Cmd\":[\"sh\",\"-c\",\"echo one; echo two >&2; "
         "printf '10%%\\\\r20%%\\\\n'; printf '$ '\"]",
         "one|two|20%|$ |"},
        {false,
         "\"Cmd\":[\"sh\",\"-c\",\"printf '\\\\033[31mred\\\\033[0m\\\\n"
         "caf\\\\303\\\\251\\\\n'\"]",
         "\033[31mred\033[0m|caf\303\251|"},
        {false, "\"Cmd\":[\"true\"]", ""},
    };
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE];

    for (size_t i = 0; i < COUNT(rows); i++) {
        if (rows[i].lacks_newline && docker_is_podman())
            continue;
        docker_run(id, "ends", rows[i].options);
        follow(scene, id);
        expect_state(scene, TAIL_ENDED);
        assert_log(scene, rows[i].log);
        /* And when it has long ended. */
        follow(scene, id);
        expect_state(scene, TAIL_ENDED);
        assert_log(scene, rows[i].log);
        assert_int_equal(
            docker_send("DELETE", NULL, "/containers/%s?force=1", id), 204);
    }
}

static void
long_lines_are_whole(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE], options[512];
    struct logbook_line line;

    docker_skip_podman();
    for (int has_tty = 0; has_tty < 2; has_tty++) {
        snprintf(options, sizeof(options),
                 "\"Tty\":%s,\"Cmd\":[\"sh\",\"-c\",\""
                 "head -c %d /dev/zero | tr '\\\\0' x; echo; echo short\"]",
                 has_tty ? "true" : "false", LONG_LINE);
        docker_run(id, "long", options);
        follow(scene, id);
        expect_state(scene, TAIL_ENDED);
        assert_int_equal(count_lines(scene), 2);
        line = nth_line(scene, 1);
        assert_int_equal(line.text.len, LONG_LINE);
        for (size_t i = 0; i < line.text.len; i++)
            assert_int_equal(line.text.at[i], 'x');
        assert_true(line.time > INT64_C(1600000000) * SECOND_NS);
        assert_true(str_is(nth_line(scene, 2).text, "short"));
        assert_int_equal(
            docker_send("DELETE", NULL, "/containers/%s?force=1", id), 204);
    }
}

static void
only_the_last_lines_of_a_long_log_come(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE], first[16];
    uint64_t count;

    docker_run(id, "many", "\"Cmd\":[\"seq\",\"3000\"]");
    /* All was written when it ended. */
    follow(scene, id);
    expect_state(scene, TAIL_ENDED);
    follow(scene, id);
    expect_state(scene, TAIL_ENDED);
    count = count_lines(scene);
    /* Of more lines of one second than that nobody knows which they are. */
    if (!docker_is_podman())
        assert_int_equal(count, TAIL_LINES);
    (void)snprintf(first, sizeof(first), "%d", 3001 - (int)count);
    assert_true(str_is(nth_line(scene, 1).text, first));
    assert_true(str_is(nth_line(scene, count).text, "3000"));
}

static bool
is_older_read(void *data)
{
    return tail_older(((struct scene *)data)->tail) != OLDER_READING;
}

/* Eight times as many each time, until all are there. */
static void
older_lines_come_when_they_are_asked_for(void **state)
{
    static const struct {
        const char *driver;
        bool has_tty;
    } rows[] = {{"json-file", false}, {"json-file", true}, {"local", false}};
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE], options[512];

    docker_skip_podman();
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t last = 0;
        int times = 0;

        snprintf(options, sizeof(options),
                 "\"Tty\":%s,\"HostConfig\":{\"LogConfig\":{\"Type\":"
                 "\"%s\"}},\"Cmd\":[\"seq\",\"40000\"]",
                 rows[i].has_tty ? "true" : "false", rows[i].driver);
        docker_run(id, "many", options);
        follow(scene, id);
        expect_state(scene, TAIL_ENDED);
        follow(scene, id);
        expect_state(scene, TAIL_ENDED);
        while (tail_older(scene->tail) != OLDER_NONE) {
            if (++times >= 10)
                fail_msg("row %zu: %d lines from %.*s on, at %lld and %lld", i,
                         (int)count_lines(scene),
                         STR_ARGS(nth_line(scene, 1).text),
                         (long long)nth_line(scene, 1).time,
                         (long long)nth_line(scene, count_lines(scene)).time);
            last = logbook_first(tail_log(scene->tail));
            tail_read_older(scene->tail);
            caller_await(&scene->caller, is_older_read);
        }
        assert_true(times >= 3);
        assert_true(last >= logbook_first(tail_log(scene->tail)));
        assert_int_equal(count_lines(scene), 40000);
        for (uint64_t n = 1; n <= 40000; n++) {
            char text[16];

            snprintf(text, sizeof(text), "%d", (int)n);
            if (!str_is(nth_line(scene, n).text, text))
                fail_msg("line %d is '%.*s'", (int)n,
                         STR_ARGS(nth_line(scene, n).text));
        }
        assert_int_equal(
            docker_send("DELETE", NULL, "/containers/%s?force=1", id), 204);
    }
}

static void
await_logged(const char *id, const char *text)
{
    bool is_there = false;

    while (!is_there) {
        char *last = docker_read("/containers/%s/logs?stdout=1&tail=1", id);

        /* Behind the eight bytes of its frame. */
        is_there = last[0] != '\0' && strstr(last + 8, text) != NULL;
        free(last);
    }
}

/* A log of three files of 20 KiB is what `docker logs` shows of it. The engine
 * itself loses lines of a log that is rotated faster than it is followed, so
 * the flood is over before that begins. */
static void
rotated_log_is_followed(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE];
    uint64_t first;

    docker_skip_podman();
    docker_run(id, "rotates",
               "\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\","
               "\"Config\":{\"max-size\":\"20k\",\"max-file\":\"3\"}}},"
               "\"Cmd\":[\"sh\",\"-c\",\"trap go=1 USR1; seq 3000; "
               "while [ -z $go ]; do sleep 0.1; done; seq 3001 3200; "
               "exec sleep 1000\"]");
    await_logged(id, "3000");
    follow(scene, id);
    expect_text(scene, "3000");
    assert_int_equal(
        docker_send("POST", NULL, "/containers/%s/kill?signal=USR1", id), 204);
    expect_text(scene, "3200");
    first = count_lines(scene);
    for (uint64_t n = 1; n <= first; n++) {
        char text[16];

        snprintf(text, sizeof(text), "%d", (int)(3200 - first + n));
        assert_true(str_is(nth_line(scene, n).text, text));
    }
    while (tail_older(scene->tail) == OLDER_UNKNOWN) {
        tail_read_older(scene->tail);
        caller_await(&scene->caller, is_older_read);
    }
    assert_int_equal(tail_older(scene->tail), OLDER_NONE);
    assert_true(str_is(nth_line(scene, count_lines(scene)).text, "3200"));
}

/* No line twice, none missing: within a run the numbers go up by one, and a
 * seam stands before each run but the first. By times in whole seconds (Podman)
 * nobody can tell where exactly. */
static void
assert_counted(struct scene *scene, int runs)
{
    bool is_exact = !docker_is_podman();
    const struct logbook *book = tail_log(scene->tail);
    int run = 1, last = 0;
    bool is_seam = false;

    for (uint64_t n = logbook_first(book); n < logbook_end(book); n++) {
        struct logbook_line line = line_at(scene, n);
        char text[64];
        int this_run = 0, number = 0;

        if (line.kind == LOGBOOK_SEAM) {
            assert_true(str_is(line.text, "restarted"));
            is_seam = true;
            continue;
        }
        assert_true(line.text.len < sizeof(text));
        snprintf(text, sizeof(text), "%.*s", STR_ARGS(line.text));
        assert_int_equal(sscanf(text, "%d %d", &this_run, &number), 2);
        if (!is_exact)
            is_seam = this_run == run + 1;
        assert_int_equal(this_run, is_seam ? run + 1 : run);
        assert_int_equal(number, is_seam ? 1 : last + 1);
        run = this_run;
        last = number;
        is_seam = false;
    }
    assert_int_equal(run, runs);
}

static void
restarts_are_followed(void **state)
{
    static const char *const ways[] = {"restart?t=0", "restart?t=0", "stop?t=0",
                                       "kill"};
    static const char *const options[] = {DOCKER_COUNTING,
                                          "\"Tty\":true," DOCKER_COUNTING};
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE], text[32];

    for (size_t i = 0; i < COUNT(options); i++) {
        docker_run(id, "counts", options[i]);
        follow(scene, id);
        expect_text(scene, "1 20");
        for (size_t k = 0; k < COUNT(ways); k++) {
            assert_int_equal(
                docker_send("POST", NULL, "/containers/%s/%s", id, ways[k]),
                204);
            if (k > 1) {
                expect_state(scene, TAIL_ENDED);
                assert_int_equal(
                    docker_send("POST", NULL, "/containers/%s/start", id), 204);
            }
            snprintf(text, sizeof(text), "%zu 20", k + 2);
            expect_text(scene, text);
            assert_int_equal(tail_state(scene->tail), TAIL_FOLLOWING);
        }
        assert_counted(scene, (int)COUNT(ways) + 1);
        assert_int_equal(
            docker_send("DELETE", NULL, "/containers/%s?force=1", id), 204);
    }
}

static void
pause_of_the_program_loses_nothing(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE];

    docker_run(id, "counts", DOCKER_COUNTING);
    follow(scene, id);
    expect_text(scene, "1 10");
    for (int i = 0; i < 3; i++) {
        fleet_suspend(scene->fleet);
        expect_state(scene, TAIL_BROKEN);
        fleet_resume(scene->fleet);
        expect_state(scene, TAIL_FOLLOWING);
    }
    expect_text(scene, "1 60");
    assert_counted(scene, 1);
}

static bool
has_more(void *data)
{
    struct scene *scene = data;

    return count_lines(scene) > scene->seen;
}

/* Whatever the engine kept, in its order, and nothing twice. */
static void
assert_as_told(struct scene *scene, const char *name)
{
    const struct logbook *book = tail_log(scene->tail);
    struct buf ours = BUF_INIT(OUTPUT_LIMIT);
    char *theirs = malloc(OUTPUT_LIMIT);
    char line[64];

    for (uint64_t n = logbook_first(book); n < logbook_end(book); n++) {
        struct logbook_line each = line_at(scene, n);

        if (each.kind != LOGBOOK_SEAM && !each.is_open)
            (void)buf_addf(&ours, "%.*s\n", STR_ARGS(each.text));
    }
    (void)snprintf(line, sizeof(line), "$LOGS %s", name);
    assert_non_null(theirs);
    assert_int_equal(docker_run_shell(theirs, OUTPUT_LIMIT, line), 0);
    assert_true(ours.len <= strlen(theirs));
    theirs[ours.len] = '\0';
    assert_string_equal(buf_text(&ours), theirs);
    buf_release(&ours);
    free(theirs);
}

/* With live-restore the container runs on, as it does with Podman; without, the
 * engine ends it when it comes back or goes. */
static void
engine_that_comes_back_is_followed(void **state)
{
    static const struct {
        bool keeps;
        const char *config, *way;
    } rows[] = {
        {false, "{}", "stop"},
        {false, "{}", "kill"},
        {true, "{\"live-restore\":true}", "stop"},
        {true, "{\"live-restore\":true}", "kill"},
    };
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE];

    if (!docker_is_ours()) {
        skip();
        return;
    }
    for (size_t i = docker_is_podman() ? 2 : 0; i < COUNT(rows); i++) {
        docker_configure(rows[i].config);
        docker_control("stop");
        docker_control("start");
        docker_run(id, "counts", DOCKER_COUNTING);
        follow(scene, id);
        expect_text(scene, "1 20");
        docker_control(rows[i].way);
        docker_control("start");
        if (!rows[i].keeps)
            assert_int_equal(
                docker_send("POST", NULL, "/containers/%s/start", id), 204);
        expect_text(scene, rows[i].keeps ? "1 150" : "2 20");
        /* An engine that takes its time to stop sends as much before it. */
        expect_state(scene, TAIL_FOLLOWING);
        scene->seen = count_lines(scene) + 10;
        caller_await(&scene->caller, has_more);
        assert_as_told(scene, "counts");
        assert_int_equal(
            docker_send("DELETE", NULL, "/containers/%s?force=1", id), 204);
    }
    docker_configure("{}");
    docker_control("stop");
    docker_control("start");
}

static void
what_cannot_be_read_is_said_in_the_engines_words(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE];

    docker_run(id, "mute",
               DOCKER_IDLE
               ",\"HostConfig\":{\"LogConfig\":{\"Type\":\"none\"}}");
    follow(scene, id);
    expect_state(scene, TAIL_FAILED);
    assert_non_null(strstr(tail_error(scene->tail)->text,
                           docker_is_podman()
                               ? "'none' log driver, cannot read logs"
                               : "logging driver does not support reading"));
    memset(id, 'f', 64);
    follow(scene, id);
    expect_state(scene, TAIL_FAILED);
    assert_int_equal(tail_error(scene->tail)->kind, ERR_MISSING);
}

/* Of another container by the same name, behind a seam. */
static void
container_made_again_goes_on(void **state)
{
    struct scene *scene = *state;
    char old[DOCKER_ID_SIZE], new[DOCKER_ID_SIZE];
    const struct logbook *book;
    int seams = 0;

    docker_run(old, "web",
               "\"Cmd\":[\"sh\",\"-c\",\"echo old one; sleep 1000\"]");
    follow(scene, old);
    expect_text(scene, "old one");
    assert_int_equal(docker_send("DELETE", NULL, "/containers/%s?force=1", old),
                     204);
    docker_run(new, "web",
               "\"Cmd\":[\"sh\",\"-c\",\"echo new one; sleep 1000\"]");
    expect_text(scene, "new one");
    assert_string_equal(tail_ref(scene->tail)->key, new);
    book = tail_log(scene->tail);
    for (uint64_t n = logbook_first(book); n < logbook_end(book); n++)
        if (line_at(scene, n).kind == LOGBOOK_SEAM) {
            assert_true(str_is(line_at(scene, n).text, "made again"));
            seams++;
        }
    assert_int_equal(seams, 1);
    assert_int_equal(count_lines(scene), 3);
    expect_state(scene, TAIL_FOLLOWING);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(whole_log_of_what_has_ended),
        CASE(long_lines_are_whole),
        CASE(only_the_last_lines_of_a_long_log_come),
        CASE(older_lines_come_when_they_are_asked_for),
        CASE(rotated_log_is_followed),
        CASE(restarts_are_followed),
        CASE(pause_of_the_program_loses_nothing),
        CASE(what_cannot_be_read_is_said_in_the_engines_words),
        CASE(container_made_again_goes_on),
        CASE(engine_that_comes_back_is_followed),
    };

    return cmocka_run_group_tests_name("tail", tests, NULL, NULL);
}
