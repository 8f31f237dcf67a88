/*
 * test_upheaval.c - the screen while containers are made, renamed and removed
 * under it: forty of them at once, and the very one that is being looked at.
 * What is asserted is how it ends, by what the engine itself says.
 */
#include "config.h"

#include "engine/churn.h"
#include "engine/docker.h"
#include "engine/screen.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#define WAIT SCREEN_PATIENCE_MS
#define CHURNING 40
#define TURNS 100 /* of the program's loop while the engine is churning */

/* The screen's word for a state of the engine's. */
static bool
is_said(const char *row, const char *state)
{
    static const struct {
        const char *state, *words;
    } rows[] = {
        {"running", "up "},     {"paused", "paused"}, {"exited", "exit "},
        {"created", "created"}, {"dead", "dead"},
    };

    row += strspn(row, " ");
    if (strcmp(state, "created") == 0 && strncmp(row, "start failed", 12) == 0)
        return true;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (strcmp(rows[i].state, state) == 0)
            return strncmp(row, rows[i].words, strlen(rows[i].words)) == 0;
    return false;
}

/* Whether each container has its row and its state, and there is no other. */
static bool
is_as_the_engine_says(struct pty *pty, void *data)
{
    cJSON *list = docker_get("/containers/json?all=1"), *each;
    char count[32];
    bool is_equal;

    (void)data;
    (void)snprintf(count, sizeof(count), "1 Containers %d, ",
                   cJSON_GetArraySize(list));
    is_equal = pty_find(pty, count) >= 0;
    cJSON_ArrayForEach(each, list)
    {
        const cJSON *names = cJSON_GetObjectItem(each, "Names");
        const char *name = cJSON_GetStringValue(cJSON_GetArrayItem(names, 0));
        const char *row = name ? screen_row_of(pty, name + 1) : NULL;

        is_equal = is_equal && row && is_said(row, docker_text(each, "State"));
    }
    cJSON_Delete(list);
    return is_equal;
}

/* ---- forty at once ------------------------------------------------------ */

static bool
has_turned(struct pty *pty, void *data)
{
    struct pty_sync sync;
    const unsigned long long *until = data;

    return pty_sync(pty, &sync) && sync.turn >= *until;
}

/* Let the program take that many turns, in each order that there is. */
static void
sort_for_turns(struct pty *pty, unsigned turns)
{
    struct pty_sync sync = {0};

    assert_true(pty_wait_text(pty, "keep-", WAIT));
    for (unsigned i = 0; i < 10; i++) {
        unsigned long long until;

        (void)pty_sync(pty, &sync);
        until = sync.turn + turns / 10;
        pty_send(pty, i % 3 == 2 ? "I" : ">");
        assert_true(pty_wait(pty, "turns", has_turned, &until, WAIT));
    }
}

static void
mark(struct pty *pty, const char *name)
{
    screen_choose(pty, name);
    pty_send(pty, " ");
    screen_await(pty, screen_has_mark, name);
    screen_show_all(pty);
}

static void
marks_and_cursor_stay_with_their_containers_among_forty(void **state)
{
    static const char *const names[] = {"keep-a", "keep-b", "keep-c", "keep-d"};
    struct churn churn;
    struct pty *pty;

    (void)state;
    if (!docker_is_ours())
        skip();
    for (size_t i = 0; i < COUNT(names); i++)
        docker_run(NULL, names[i], DOCKER_IDLE);
    churn_begin(&churn, CHURNING, 20261121);
    pty = screen_open(160, 70);
    pty_send(pty, "z");
    assert_true(pty_wait_gone(pty, "2 Images", WAIT));
    mark(pty, "keep-a");
    mark(pty, "keep-b");
    mark(pty, "keep-c");
    screen_choose(pty, "keep-d");
    screen_show_all(pty);

    sort_for_turns(pty, TURNS);
    assert_int_equal(
        docker_send("POST", NULL, "/containers/keep-a/rename?name=kept-a"),
        204);
    assert_int_equal(docker_send("POST", NULL, "/containers/keep-b/kill"), 204);
    assert_int_equal(docker_send("DELETE", NULL, "/containers/keep-c?force=1"),
                     204);
    docker_run(NULL, "keep-c", DOCKER_IDLE);
    assert_int_equal(docker_send("POST", NULL, "/containers/keep-d/pause"),
                     204);
    sort_for_turns(pty, TURNS);

    print_message("# %u acts\n", churn_end(&churn));
    assert_true(pty_wait(pty, "what the engine says", is_as_the_engine_says,
                         NULL, WAIT));
    screen_await(pty, screen_has_mark, "kept-a");
    screen_await(pty, screen_has_mark, "keep-b");
    screen_await(pty, screen_has_cursor, "keep-d");
    /* Another one of the same name is not the one that was marked. */
    assert_false(screen_has_mark(pty, (void *)(uintptr_t) "keep-c"));
    assert_true(pty_find(pty, ", 2 marked") >= 0);
    screen_leave(pty);
}

/* ---- the one that is looked at ------------------------------------------ */

enum upheaval { RENAMED, REMOVED, MADE_ANEW };

#define VICTIM                                                                 \
    "\"Cmd\":[\"sh\",\"-c\",\"echo line of a victim; exec sleep 100000\"],"    \
    "\"StopSignal\":\"SIGKILL\""
#define OTHER                                                                  \
    "\"Cmd\":[\"sh\",\"-c\",\"echo line of another; exec sleep 100000\"],"     \
    "\"StopSignal\":\"SIGKILL\""

static void
upset(enum upheaval how)
{
    if (how == RENAMED) {
        assert_int_equal(
            docker_send("POST", NULL, "/containers/victim/rename?name=renamed"),
            204);
        return;
    }
    assert_int_equal(docker_send("DELETE", NULL, "/containers/victim?force=1"),
                     204);
    if (how == MADE_ANEW)
        docker_run(NULL, "victim", OTHER);
}

static void
assert_state(const char *name, const char *wanted)
{
    cJSON *json;

    if (strcmp(wanted, "gone") == 0) {
        assert_int_equal(docker_send("GET", NULL, "/containers/%s/json", name),
                         404);
        return;
    }
    json = docker_get("/containers/%s/json", name);
    assert_string_equal(docker_text(json, "State.Status"), wanted);
    cJSON_Delete(json);
}

static const struct {
    const char *what;
    const char *keys, *shows; /* before */
    enum upheaval how;
    const char *then; /* on the screen, by itself */
    const char *answer, *said;
    const char *name, *state; /* by the engine */
} upheavals[] = {
    {"renamed under the cursor", "", "> victim", RENAMED, "> renamed", NULL,
     NULL, "renamed", "running"},
    {"removed under the cursor", "", "> victim", REMOVED, "> zulu", NULL, NULL,
     "zulu", "running"},
    {"made anew under the cursor", "", "> victim", MADE_ANEW, "> zulu", NULL,
     NULL, "victim", "running"},
    /* The one that was named is meant, whatever it is called by now. */
    {"renamed under a question", "x", "Stop victim? y/n", RENAMED,
     "Stop renamed? y/n", "y", "exit 137", "renamed", "exited"},
    {"removed under a question", "x", "Stop victim? y/n", REMOVED, "zulu", "y",
     "!y/n", "zulu", "running"},
    {"made anew under a question", "x", "Stop victim? y/n", MADE_ANEW, "zulu",
     "y", "!y/n", "victim", "running"},
    {"renamed under inspect", "i", "Inspect victim", RENAMED, "Inspect renamed",
     NULL, NULL, "renamed", "running"},
    {"removed under inspect", "i", "Inspect victim", REMOVED, "Inspect zulu",
     NULL, NULL, "zulu", "running"},
    {"made anew under inspect", "i", "Inspect victim", MADE_ANEW,
     "Inspect zulu", NULL, NULL, "victim", "running"},
    {"renamed under why", "w", "Why victim", RENAMED, "Why renamed", NULL, NULL,
     "renamed", "running"},
    {"removed under why", "w", "Why victim", REMOVED, "Why zulu", NULL, NULL,
     "zulu", "running"},
    {"made anew under why", "w", "Why victim", MADE_ANEW, "Why zulu", NULL,
     NULL, "victim", "running"},
    {"renamed under its log", "l", "line of a victim", RENAMED, "Logs renamed",
     NULL, NULL, "renamed", "running"},
    {"removed under its log", "l", "line of a victim", REMOVED, "Logs zulu",
     NULL, NULL, "zulu", "running"},
    {"made anew under its log", "l", "line of a victim", MADE_ANEW,
     "line of another", NULL, NULL, "victim", "running"},
};

static void
what_is_looked_at_may_change_its_name_or_go(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(upheavals); i++) {
        struct pty *pty;

        print_message("# %s\n", upheavals[i].what);
        docker_clean();
        docker_run(NULL, "victim", VICTIM);
        docker_run(NULL, "zulu", OTHER);
        pty = screen_open(120, 34);
        screen_await(pty, screen_has_cursor, "victim");
        assert_true(pty_wait_text(pty, " zulu ", WAIT));
        pty_send(pty, upheavals[i].keys);
        assert_true(pty_wait_text(pty, upheavals[i].shows, WAIT));
        upset(upheavals[i].how);
        assert_true(pty_wait_text(pty, upheavals[i].then, WAIT));
        if (upheavals[i].answer) {
            pty_send(pty, upheavals[i].answer);
            if (upheavals[i].said[0] == '!')
                assert_true(pty_wait_gone(pty, upheavals[i].said + 1, WAIT));
            else
                assert_true(pty_wait_text(pty, upheavals[i].said, WAIT));
        }
        assert_true(pty_wait_idle(pty, WAIT));
        assert_state(upheavals[i].name, upheavals[i].state);
        screen_leave(pty);
    }
}

static int
clean(void **state)
{
    (void)state;
    docker_clean();
    return 0;
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, clean, clean)
    const struct CMUnitTest tests[] = {
        TEST(what_is_looked_at_may_change_its_name_or_go),
        TEST(marks_and_cursor_stay_with_their_containers_among_forty),
    };

    return cmocka_run_group_tests_name("upheaval", tests, NULL, NULL);
}
