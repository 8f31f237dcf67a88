/*
 * `bayplan stats` beside a canned engine: for whom it waits, what it prints and
 * in which order, and what it ends with.
 */
#include "config.h"

#include "support/canned.h"
#include "support/test.h"

#include "cli/stats.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MS 30000 /* only ever reached by a failure */
#define TEXT_SIZE ((size_t)1 << 20)

/* The command, in a process of its own: the test is the engine meanwhile. */
struct run {
    struct canned *engine;
    pid_t child;
    int out, errors;
    char text[TEXT_SIZE]; /* what it printed so far */
    size_t len;
};

static struct run the_run;

static const char *
no_env(const char *name)
{
    (void)name;
    return NULL;
}

static int
run_here(const char *url, const struct stats_options *options, int out,
         int errors)
{
    const struct locate_choice choice = {.host = url, .env = no_env};
    struct candidates candidates;
    FILE *file = fdopen(errors, "w");
    int status;

    if (!file || !locate_engines(&candidates, &choice, NULL))
        return 99;
    status = stats_run(&candidates, options, out, file);
    candidates_release(&candidates);
    (void)fclose(file);
    return status;
}

static void
start(struct run *run, const struct stats_options *options)
{
    const char *url = script_url(canned_script(run->engine));
    int out[2], errors[2];

    assert_int_equal(pipe(out), 0);
    assert_int_equal(pipe(errors), 0);
    run->len = 0;
    run->text[0] = '\0';
    run->child = fork();
    assert_true(run->child >= 0);
    if (run->child == 0) {
        (void)close(out[0]);
        (void)close(errors[0]);
        _exit(run_here(url, options, out[1], errors[1]));
    }
    (void)close(out[1]);
    (void)close(errors[1]);
    run->out = out[0];
    run->errors = errors[0];
}

/* More of what it prints; false at its end. */
static bool
read_more(struct run *run)
{
    struct pollfd waits = {.fd = run->out, .events = POLLIN};
    ssize_t got;

    assert_int_equal(poll(&waits, 1, PATIENCE_MS), 1);
    assert_true(run->len + 1 < TEXT_SIZE);
    got = read(run->out, run->text + run->len, TEXT_SIZE - run->len - 1);
    assert_true(got >= 0);
    run->len += (size_t)got;
    run->text[run->len] = '\0';
    return got > 0;
}

static void
await_text(struct run *run, const char *words)
{
    while (!strstr(run->text, words))
        assert_true(read_more(run));
}

/* Its exit status; `words` stand in what it complains of, "" for nothing. */
static void
must_end(struct run *run, int expected, const char *words)
{
    char errors[4096];
    ssize_t got;
    int status;

    while (read_more(run))
        ;
    got = read(run->errors, errors, sizeof(errors) - 1);
    errors[got > 0 ? got : 0] = '\0';
    assert_int_equal(waitpid(run->child, &status, 0), run->child);
    run->child = 0;
    (void)close(run->out);
    (void)close(run->errors);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) != expected || !strstr(errors, words) ||
        (*words == '\0' && *errors))
        fail_msg("status %d, '%s'", WEXITSTATUS(status), errors);
}

static void
await_streams(struct run *run, const char *name, size_t count)
{
    struct script *script = canned_script(run->engine);
    char id[CANNED_ID_SIZE], pattern[128];

    canned_id(name, id);
    (void)snprintf(pattern, sizeof(pattern), "GET *%s/stats?stream=1", id);
    for (int i = 0; script_streams(script, pattern) != count; i++) {
        assert_true(i < PATIENCE_MS);
        (void)poll(NULL, 0, 1);
    }
}

static void
put(struct run *run, const char *name, const char *state)
{
    canned_put(run->engine,
               &(struct canned_container){.name = name, .state = state});
}

/* What it says of its end. */
static void
let_die(struct run *run, const char *name)
{
    put(run, name, "exited");
    canned_event(run->engine, name, "die");
}

static int
set_up(void **state)
{
    the_run.engine = canned_new(0, 0);
    *state = &the_run;
    return 0;
}

static int
tear_down(void **state)
{
    struct run *run = *state;

    if (run->child > 0) {
        (void)kill(run->child, SIGKILL);
        (void)waitpid(run->child, NULL, 0);
        (void)close(run->out);
        (void)close(run->errors);
    }
    run->child = 0;
    canned_free(run->engine);
    return 0;
}

/* ---- one reading of each ---- */

static const struct stats_options once = {
    .json = true, .once = true, .source = STATS_STREAM};

/* Whoever is known first waits for those whose names come first. */
static void
each_is_read_once_in_the_order_of_names(void **state)
{
    struct run *run = *state;
    const char *first, *second;

    put(run, "web", "running");
    put(run, "api", "running");
    put(run, "db", "exited");
    start(run, &once);
    await_streams(run, "web", 1);
    canned_sample(run->engine, "web", 0.5, 4096);
    /* It is known now, and not asked for any more. */
    await_streams(run, "web", 0);
    await_streams(run, "api", 1);
    canned_sample(run->engine, "api", 0.25, 8192);
    must_end(run, 0, "");
    first = strstr(run->text, "\"name\":\"api\",\"cpu_percent\":25,"
                              "\"memory_bytes\":8192");
    second = strstr(run->text, "\"name\":\"web\",\"cpu_percent\":50,");
    assert_non_null(first);
    assert_non_null(second);
    assert_true(first < second);
    assert_null(strstr(run->text, "\"db\""));
    assert_int_equal(script_count(canned_script(run->engine), "GET */stats*"),
                     2);
}

/* It is there, and has no numbers. */
static void
who_does_not_run_is_not_waited_for(void **state)
{
    static const char *const states[] = {"exited", "created", "restarting"};
    static const char *const names[] = {"web"};
    struct stats_options options = once;
    struct run *run = *state;

    options.names = names;
    options.name_count = 1;
    for (size_t i = 0; i < COUNT(states); i++) {
        put(run, "web", states[i]);
        put(run, "other", "running");
        start(run, &options);
        must_end(run, 0, "");
        assert_non_null(
            strstr(run->text, "\"name\":\"web\",\"cpu_percent\":null,"));
        assert_null(strstr(run->text, "other"));
    }
    assert_int_equal(script_count(canned_script(run->engine), "GET */stats*"),
                     0);
}

static void
who_ends_meanwhile_is_not_waited_for(void **state)
{
    struct run *run = *state;

    put(run, "web", "running");
    start(run, &once);
    await_streams(run, "web", 1);
    let_die(run, "web");
    must_end(run, 0, "");
    assert_non_null(
        strstr(run->text, "\"name\":\"web\",\"cpu_percent\":null,"));
}

static void
name_that_is_not_there_is_an_error(void **state)
{
    static const char *const names[] = {"web", "wbe"};
    struct stats_options options = once;
    struct run *run = *state;

    options.names = names;
    options.name_count = COUNT(names);
    for (int i = 0; i < 2; i++) {
        options.once = i == 0;
        put(run, "web", "running");
        start(run, &options);
        must_end(run, 1, "bayplan: there is no container 'wbe'\n");
        assert_int_equal(run->len, 0);
    }
}

static void
refusal_is_told_and_the_others_are_read(void **state)
{
    struct run *run = *state;
    char id[CANNED_ID_SIZE], pattern[128];

    put(run, "web", "running");
    put(run, "api", "running");
    canned_id("api", id);
    (void)snprintf(pattern, sizeof(pattern), "GET *%s/stats*", id);
    script_set(canned_script(run->engine), pattern, 403, NULL,
               "{\"message\":\"not by this proxy\"}");
    start(run, &once);
    await_streams(run, "web", 1);
    canned_sample(run->engine, "web", 0.5, 4096);
    must_end(run, 1, "no numbers of api");
    assert_non_null(
        strstr(run->text, "\"name\":\"api\",\"cpu_percent\":null,"));
    assert_non_null(strstr(run->text, "\"name\":\"web\",\"cpu_percent\":50,"));
}

/* What stands in the way is named: here nobody may be asked. */
static void
without_a_source_it_says_why(void **state)
{
    struct stats_options options = once;
    struct run *run = *state;

    options.source = STATS_CGROUP;
    put(run, "web", "running");
    put(run, "api", "running");
    start(run, &options);
    must_end(run, 1, ": by stats-source; ");
    assert_int_equal(script_count(canned_script(run->engine), "GET */stats*"),
                     0);
}

static void
silence_is_given_up(void **state)
{
    static const struct script_rule mute[] = {
        {"GET */stats*", .steps = {SCRIPT_CHUNKED, SCRIPT_HANG}},
        {.pattern = NULL},
    };
    struct stats_options options = once;
    struct run *run = *state;

    options.patience_ms = 100;
    put(run, "web", "running");
    script_add(canned_script(run->engine), mute);
    for (int i = 0; i < 2; i++) {
        options.once = i == 0;
        start(run, &options);
        must_end(run, 1, "no numbers of web for 1 s");
    }
}

/* ---- one sample after another ---- */

static const struct stats_options followed = {.json = true,
                                              .source = STATS_STREAM};

static void
each_sample_has_a_line_until_nobody_runs(void **state)
{
    struct run *run = *state;

    put(run, "web", "running");
    put(run, "api", "running");
    start(run, &followed);
    await_streams(run, "web", 1);
    await_text(run, "\"name\":\"web\",\"cpu_percent\":null,");
    canned_sample(run->engine, "web", 0.5, 4096);
    await_text(run, "\"name\":\"web\",\"cpu_percent\":50,");
    canned_sample(run->engine, "web", 0.75, 4096);
    await_text(run, "\"name\":\"web\",\"cpu_percent\":75,");
    let_die(run, "web");
    await_streams(run, "web", 0);
    canned_sample(run->engine, "api", 0.25, 4096);
    await_text(run, "\"name\":\"api\",\"cpu_percent\":25,");
    let_die(run, "api");
    must_end(run, 0, "");
}

static void
engine_that_goes_away_is_an_error(void **state)
{
    struct stats_options options = followed;
    struct run *run = *state;

    for (int i = 0; i < 2; i++) {
        options.once = i > 0;
        put(run, "web", "running");
        start(run, &options);
        await_streams(run, "web", 1);
        script_go_down(canned_script(run->engine), true);
        must_end(run, 1, "reading the numbers: ");
        script_come_up(canned_script(run->engine));
    }
}

/* Nothing is asked for while nobody reads, and all that was printed comes. */
static void
who_is_not_read_asks_for_nothing(void **state)
{
    struct script *script;
    struct run *run = *state;

    script = canned_script(run->engine);
    put(run, "web", "running");
    start(run, &followed);
    await_streams(run, "web", 1);
    for (int i = 0; script_streams(script, "GET */stats*") > 0; i++) {
        assert_true(i < PATIENCE_MS);
        canned_sample(run->engine, "web", 0.5, 4096);
        (void)poll(NULL, 0, 1);
    }
    await_text(run, "\"name\":\"web\",\"cpu_percent\":50,");
    while (script_streams(script, "GET */stats*") == 0)
        assert_true(read_more(run));
    let_die(run, "web");
    must_end(run, 0, "");
    assert_int_equal(run->text[run->len - 1], '\n');
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(each_is_read_once_in_the_order_of_names),
        CASE(who_does_not_run_is_not_waited_for),
        CASE(who_ends_meanwhile_is_not_waited_for),
        CASE(name_that_is_not_there_is_an_error),
        CASE(refusal_is_told_and_the_others_are_read),
        CASE(without_a_source_it_says_why),
        CASE(silence_is_given_up),
        CASE(each_sample_has_a_line_until_nobody_runs),
        CASE(engine_that_goes_away_is_an_error),
        CASE(who_is_not_read_asks_for_nothing),
    };

    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests_name("stats_run", tests, NULL, NULL);
}
