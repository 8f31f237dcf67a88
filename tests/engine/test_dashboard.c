/*
 * test_dashboard.c - the program as a person uses it: on a terminal, beside a
 * real engine.
 */
#include "config.h"

#include "engine/docker.h"
#include "engine/screen.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WAIT SCREEN_PATIENCE_MS

/* One that does nothing, and takes its time when it is told to stop. */
#define STUBBORN                                                               \
    "\"Cmd\":[\"sh\",\"-c\",\"trap : TERM; while :; do sleep 1; done\"],"      \
    "\"StopTimeout\":60"

static bool
is_in_state(const char *name, const char *state)
{
    cJSON *json = docker_get("/containers/%s/json", name);
    bool is = strcmp(docker_text(json, "State.Status"), state) == 0;

    cJSON_Delete(json);
    return is;
}

static void
containers_are_listed_and_the_running_ones_come_first(void **state)
{
    struct pty *pty;

    (void)state;
    docker_run(NULL, "zulu", DOCKER_IDLE);
    docker_run(NULL, "bravo", DOCKER_IDLE);
    docker_run(NULL, "alpha", "\"Cmd\":[\"sh\",\"-c\",\"exit 3\"]");
    pty = screen_open(120, 30);
    assert_true(pty_wait_text(pty, "exit 3", WAIT));
    assert_true(pty_wait_text(pty, "2 running", WAIT));
    assert_true(screen_line_of(pty, "bravo") < screen_line_of(pty, "zulu"));
    assert_true(screen_line_of(pty, "zulu") < screen_line_of(pty, "alpha"));
    screen_leave(pty);
}

static void
cursor_stays_on_its_container_when_rows_come_and_go(void **state)
{
    struct pty *pty;

    (void)state;
    docker_run(NULL, "bravo", DOCKER_IDLE);
    docker_run(NULL, "delta", DOCKER_IDLE);
    pty = screen_open(120, 30);
    assert_true(pty_wait_text(pty, "delta", WAIT));
    pty_send(pty, "j");
    screen_await(pty, screen_has_cursor, "delta");
    docker_run(NULL, "alpha", DOCKER_IDLE);
    docker_run(NULL, "charlie", DOCKER_IDLE);
    assert_true(pty_wait_text(pty, "alpha", WAIT));
    assert_true(pty_wait_text(pty, "charlie", WAIT));
    screen_await(pty, screen_has_cursor, "delta");
    (void)docker_send("POST", NULL, "/containers/delta/rename?name=aardvark");
    screen_await(pty, screen_has_cursor, "aardvark");
    /* Ended, it is the last row; then the one before it takes the cursor. */
    (void)docker_send("POST", NULL, "/containers/aardvark/kill");
    assert_true(pty_wait_text(pty, "exit 137", WAIT));
    (void)docker_send("DELETE", NULL, "/containers/aardvark");
    assert_true(pty_wait_gone(pty, "aardvark", WAIT));
    screen_await(pty, screen_has_cursor, "charlie");
    screen_leave(pty);
}

static void
filter_and_order_follow_the_keys(void **state)
{
    struct pty *pty;

    (void)state;
    docker_run(NULL, "web-1", DOCKER_IDLE);
    docker_run(NULL, "web-2", DOCKER_IDLE);
    docker_run(NULL, "db", DOCKER_IDLE);
    pty = screen_open(120, 30);
    assert_true(pty_wait_text(pty, "web-2", WAIT));
    assert_true(screen_line_of(pty, "web-1") < screen_line_of(pty, "web-2"));
    pty_send(pty, "I");
    assert_true(pty_wait_text(pty, "NAME\xe2\x86\x93", WAIT));
    assert_true(screen_line_of(pty, "web-2") < screen_line_of(pty, "web-1"));
    pty_send(pty, "/web");
    assert_true(pty_wait_gone(pty, "> db", WAIT));
    assert_true(pty_find(pty, " db ") < 0);
    assert_true(pty_find(pty, "web-1") >= 0);
    pty_send(pty, "\033");
    assert_true(pty_wait_text(pty, " db ", WAIT));
    screen_leave(pty);
}

static void
running_container_is_not_removed(void **state)
{
    struct pty *pty;

    (void)state;
    docker_run(NULL, "web", DOCKER_IDLE);
    pty = screen_open(80, 24);
    screen_choose(pty, "web");
    pty_send(pty, "d");
    assert_true(pty_wait_text(pty, "web is running: stop it first", WAIT));
    assert_true(is_in_state("web", "running"));
    screen_leave(pty);
}

static void
only_y_is_yes(void **state)
{
    static const char *const no[] = {"n", "\r", "\033", "x", " ", "Y"};
    struct pty *pty;

    (void)state;
    docker_run(NULL, "web", DOCKER_IDLE);
    pty = screen_open(80, 24);
    screen_choose(pty, "web");
    for (size_t i = 0; i < COUNT(no); i++) {
        pty_send(pty, "x");
        assert_true(pty_wait_text(pty, "Stop web? y/n", WAIT));
        pty_send(pty, no[i]);
        assert_true(pty_wait_gone(pty, "Stop web?", WAIT));
    }
    assert_true(pty_wait_idle(pty, WAIT));
    assert_true(is_in_state("web", "running"));
    screen_leave(pty);
}

static void
pasted_text_never_acts(void **state)
{
    struct pty *pty;

    (void)state;
    docker_run(NULL, "web", DOCKER_IDLE);
    pty = screen_open(80, 24);
    screen_choose(pty, "web");
    pty_send(pty, "\033[200~xyQ\033[201~");
    /* An honest key behind the paste: what it does is seen, so the paste has
     * been dealt with. */
    pty_send(pty, "x");
    assert_true(pty_wait_text(pty, "Stop web? y/n", WAIT));
    pty_send(pty, "\033[200~y\033[201~");
    pty_send(pty, "n");
    assert_true(pty_wait_gone(pty, "Stop web?", WAIT));
    assert_true(pty_wait_idle(pty, WAIT));
    assert_true(is_in_state("web", "running"));
    screen_leave(pty);
}

static void
stop_from_the_list(struct pty *pty, const char *name)
{
    char question[128];

    screen_choose(pty, name);
    (void)snprintf(question, sizeof(question), "Stop %s? y/n", name);
    pty_send(pty, "x");
    assert_true(pty_wait_text(pty, question, WAIT));
    pty_send(pty, "y");
    assert_true(pty_wait_text(pty, "exit 137", WAIT));
    assert_true(is_in_state(name, "exited"));
    screen_show_all(pty);
}

static void
two_are_stopped_and_one_of_them_removed(void **state)
{
    struct pty *pty;

    (void)state;
    docker_run(NULL, "web-1", DOCKER_IDLE);
    docker_run(NULL, "web-2", DOCKER_IDLE);
    docker_run(NULL, "stays", DOCKER_IDLE);
    pty = screen_open(100, 30);
    stop_from_the_list(pty, "web-1");
    stop_from_the_list(pty, "web-2");
    screen_choose(pty, "web-2");
    pty_send(pty, "d");
    assert_true(pty_wait_text(pty, "Remove web-2?", WAIT));
    pty_send(pty, "y");
    screen_show_all(pty);
    assert_true(pty_wait_text(pty, "1 exited", WAIT));
    assert_int_equal(docker_send("GET", NULL, "/containers/web-2/json"), 404);
    assert_true(is_in_state("web-1", "exited"));
    assert_true(is_in_state("stays", "running"));
    screen_leave(pty);
}

/* Whatever number stands between the two, another one will. */
static void
expect_count_goes_on(struct pty *pty, const char *before, const char *after)
{
    int y = pty_find(pty, after);
    const char *from, *to;
    char seen[40];

    assert_true(y >= 0);
    from = strstr(pty_line(pty, y), before);
    assert_non_null(from);
    to = strstr(from, after);
    assert_non_null(to);
    (void)snprintf(seen, sizeof(seen), "%.*s", (int)(to - from), from);
    assert_true(pty_wait_gone(pty, seen, WAIT));
    assert_true(pty_wait_text(pty, after, WAIT));
}

static void
stopping_counts_and_takes_a_kill_meanwhile(void **state)
{
    struct pty *pty;

    (void)state;
    docker_run(NULL, "slow", STUBBORN);
    pty = screen_open(100, 30);
    screen_choose(pty, "slow");
    pty_send(pty, "x");
    assert_true(pty_wait_text(pty, "Stop slow? y/n", WAIT));
    pty_send(pty, "y");
    assert_true(pty_wait_text(pty, "s of 60", WAIT));
    expect_count_goes_on(pty, "stopping ", "s of 60");
    pty_send(pty, "x");
    assert_true(pty_wait_text(pty, "slow is being stopped", WAIT));
    pty_send(pty, "K");
    assert_true(pty_wait_text(pty, "SIGKILL", WAIT));
    pty_send(pty, "j\r");
    assert_true(pty_wait_text(pty, "SIGKILL to slow? y/n", WAIT));
    pty_send(pty, "y");
    assert_true(pty_wait_text(pty, "exit 137", WAIT));
    screen_leave(pty);
}

static void
death_outside_is_seen(void **state)
{
    struct pty *pty;

    (void)state;
    docker_run(NULL, "web", DOCKER_IDLE);
    pty = screen_open(80, 24);
    assert_true(pty_wait_text(pty, "1 running", WAIT));
    assert_int_equal(docker_send("POST", NULL, "/containers/web/kill"), 204);
    assert_true(pty_wait_text(pty, "exit 137", WAIT));
    assert_int_equal(docker_send("DELETE", NULL, "/containers/web"), 204);
    /* The pane beside still has its log. */
    assert_true(pty_wait_text(pty, "There are no containers", WAIT));
    screen_leave(pty);
}

static void
every_size_has_a_picture(void **state)
{
    static const struct {
        int width, height;
        const char *text;
    } rows[] = {
        {160, 48, "web-1"},   {40, 12, "web-1"},    {20, 5, "web-1"},
        {19, 5, "too small"}, {20, 4, "too small"}, {8, 2, "too"},
        {1, 1, ""},           {300, 90, "web-1"},   {80, 24, "web-1"},
    };
    struct pty *pty;

    (void)state;
    docker_run(NULL, "web-1", DOCKER_IDLE);
    pty = screen_open(80, 24);
    for (size_t i = 0; i < COUNT(rows); i++) {
        pty_resize(pty, rows[i].width, rows[i].height);
        assert_true(pty_wait_text(pty, rows[i].text, WAIT));
    }
    /* Many in a row, as when a window is dragged, with keys among them. */
    for (int i = 0; i < 60; i++) {
        pty_resize(pty, 30 + i * 2, 8 + i % 30);
        pty_send(pty, i % 2 ? "j" : "k");
        (void)pty_pump(pty, 0);
    }
    pty_resize(pty, 100, 30);
    assert_true(pty_wait_idle(pty, WAIT));
    assert_true(pty_wait_text(pty, "web-1", WAIT));
    assert_true(pty_wait_text(pty, "x stop", WAIT));
    screen_leave(pty);
}

static void
screen_outlives_the_engine(void **state)
{
    struct pty *pty;

    (void)state;
    docker_run(NULL, "web", DOCKER_IDLE);
    docker_run(NULL, "gone",
               "\"HostConfig\":{\"AutoRemove\":true}," DOCKER_IDLE);
    pty = screen_open(100, 30);
    assert_true(pty_wait_text(pty, "2 running", WAIT));
    docker_control("kill");
    assert_true(pty_wait_text(pty, "stale since", WAIT));
    /* What was last known stays, the keys work. */
    assert_true(pty_find(pty, "web") >= 0);
    pty_send(pty, "j");
    docker_control("start");
    assert_true(pty_wait_text(pty, " live", 60000));
    assert_true(pty_wait_gone(pty, "stale since", WAIT));
    assert_true(pty_wait_text(pty, "exit 137", 60000));
    /* And it follows events again. */
    assert_int_equal(docker_send("POST", NULL, "/containers/web/start"), 204);
    assert_true(pty_wait_text(pty, "1 running", WAIT));
    screen_leave(pty);
}

/* CPU time of a process so far, in clock ticks. */
static unsigned long
ticks_used(pid_t pid)
{
    char path[64], text[1024];
    unsigned long user = 0, kernel = 0;
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(text, sizeof(text), file));
    (void)fclose(file);
    assert_int_equal(sscanf(strrchr(text, ')') + 2,
                            "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
                            "%lu %lu",
                            &user, &kernel),
                     2);
    return user + kernel;
}

static void
unread_terminal_holds_up_nothing(void **state)
{
    const uint64_t minute = 60000;
    unsigned long used;
    uint64_t end;
    unsigned rounds = 0;
    struct pty *pty;

    (void)state;
    docker_run(NULL, "web", DOCKER_IDLE);
    docker_run(NULL, "other", DOCKER_IDLE);
    pty = screen_open(160, 48);
    assert_true(pty_wait_text(pty, "2 running", WAIT));
    used = ticks_used(pty_pid(pty));
    for (end = pty_now() + minute; pty_now() < end; rounds++) {
        (void)docker_send("POST", NULL, "/containers/web/pause");
        (void)docker_send("POST", NULL, "/containers/web/unpause");
        (void)docker_send("POST", NULL, "/containers/other/rename?name=n%u",
                          rounds);
        (void)docker_send("POST", NULL, "/containers/n%u/rename?name=other",
                          rounds);
    }
    used = ticks_used(pty_pid(pty)) - used;
    /* One that spins takes the whole minute. */
    assert_true(used < 30 * (unsigned long)sysconf(_SC_CLK_TCK));
    assert_int_equal(
        docker_send("POST", NULL, "/containers/web/rename?name=renamed"), 204);
    assert_true(pty_wait_text(pty, "renamed", WAIT));
    assert_true(pty_wait_gone(pty, "> web", WAIT));
    assert_true(pty_wait_text(pty, "2 running", WAIT));
    assert_true(pty_wait_text(pty, "other", WAIT));
    screen_leave(pty);
    (void)printf("# %u rounds of four acts in the minute, %lu ticks of CPU\n",
                 rounds, used);
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
        TEST(containers_are_listed_and_the_running_ones_come_first),
        TEST(cursor_stays_on_its_container_when_rows_come_and_go),
        TEST(filter_and_order_follow_the_keys),
        TEST(running_container_is_not_removed),
        TEST(only_y_is_yes),
        TEST(pasted_text_never_acts),
        TEST(two_are_stopped_and_one_of_them_removed),
        TEST(stopping_counts_and_takes_a_kill_meanwhile),
        TEST(death_outside_is_seen),
        TEST(every_size_has_a_picture),
        TEST(screen_outlives_the_engine),
        TEST(unread_terminal_holds_up_nothing),
    };

    return cmocka_run_group_tests_name("dashboard", tests, NULL, NULL);
}
