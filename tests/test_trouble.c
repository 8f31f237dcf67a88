/*
 * What is wrong with a container, and what is not.
 */
#include "config.h"

#include "support/fake_rows.h"
#include "support/test.h"

#include "base/timestamp.h"
#include "work/trouble.h"

#include <stdio.h>

#define NOW (INT64_C(1795212382) * SECOND_NS)
#define AGO(seconds) (NOW - (seconds)*SECOND_NS)
#define EVENTS 16

/* "die 30, kill 20 x": so many seconds ago, the oldest first; of another
 * container with an x. */
static size_t
events_make(struct event events[EVENTS], const char *words)
{
    struct str rest = str_of(words), piece;
    size_t count = 0;

    while (words[0] && str_cut(&rest, ',', &piece)) {
        struct event *event = &events[count++];
        char other = '\0';
        int seconds = 0;

        assert_true(count <= EVENTS);
        *event = (struct event){.type = EVENT_CONTAINER};
        assert_true(sscanf(piece.at, " %31[a-z] %d %c", event->action, &seconds,
                           &other) >= 2);
        event->time_ns = AGO(seconds);
        (void)snprintf(event->id, sizeof(event->id), "%s",
                       other == 'x' ? "other" : "1");
    }
    return count;
}

static void
wrong_is_what_nobody_wanted(void **state)
{
    static const struct {
        enum container_state state;
        enum container_health health;
        int exit_code;
        bool oom;
        const char *error, *events;
        bool is_wrong;
    } rows[] = {
        {STATE_RUNNING, HEALTH_NONE, -1, false, "", "", false},
        {STATE_RUNNING, HEALTH_STARTING, -1, false, "", "", false},
        {STATE_RUNNING, HEALTH_HEALTHY, -1, false, "", "", false},
        {STATE_RUNNING, HEALTH_UNHEALTHY, -1, false, "", "", true},
        {STATE_PAUSED, HEALTH_UNHEALTHY, -1, false, "", "", true},
        {STATE_PAUSED, HEALTH_NONE, -1, false, "", "", false},
        {STATE_RESTARTING, HEALTH_NONE, 0, false, "", "", true},
        {STATE_DEAD, HEALTH_NONE, 0, false, "", "", true},
        {STATE_REMOVING, HEALTH_NONE, 1, false, "", "", false},
        {STATE_UNKNOWN, HEALTH_NONE, 1, false, "", "", false},
        {STATE_CREATED, HEALTH_NONE, 0, false, "", "", false},
        {STATE_CREATED, HEALTH_NONE, 127, false, "no such file", "", true},
        {STATE_EXITED, HEALTH_NONE, -1, false, "", "", false},
        {STATE_EXITED, HEALTH_NONE, 0, false, "", "", false},
        {STATE_EXITED, HEALTH_UNHEALTHY, 0, false, "", "", false},
        {STATE_EXITED, HEALTH_NONE, 1, false, "", "", true},
        {STATE_EXITED, HEALTH_NONE, 0, true, "", "", true},
        {STATE_EXITED, HEALTH_NONE, 143, false, "", "", false},
        /* SIGKILL: from the engine, or from somewhere else */
        {STATE_EXITED, HEALTH_NONE, 137, false, "", "", true},
        {STATE_EXITED, HEALTH_NONE, 137, true, "", "kill 9, die 8", true},
        {STATE_EXITED, HEALTH_NONE, 137, false, "", "kill 9, die 8", false},
        {STATE_EXITED, HEALTH_NONE, 137, false, "",
         "kill 19, kill 9, die 8, stop 8", false},
        {STATE_EXITED, HEALTH_NONE, 137, false, "", "die 8", true},
        {STATE_EXITED, HEALTH_NONE, 137, false, "", "kill 9 x, die 8", true},
        {STATE_EXITED, HEALTH_NONE, 137, false, "",
         "kill 20, die 19, start 18, die 8", true},
        {STATE_EXITED, HEALTH_NONE, 1, false, "", "kill 9, die 8", true},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct event events[EVENTS];
        struct store store = {.events = events};
        struct cell_context context = {.now_wall = NOW, .store = &store};
        struct container value = fake_container("1", "web", rows[i].state);
        struct container_row row = fake_row(&value);

        store.event_count = events_make(events, rows[i].events);
        value.health = rows[i].health;
        value.exit_code = rows[i].exit_code;
        value.oom_killed = rows[i].oom;
        value.error = rows[i].error;
        if (trouble_is(&row, &context) != rows[i].is_wrong)
            fail_msg("row %zu", i);
    }
}

static void
three_ends_in_ten_minutes_are_too_many(void **state)
{
    static const struct {
        enum container_state state;
        int64_t started; /* s ago; 0: not known */
        uint32_t restart_count;
        const char *events;
        unsigned restarts;
    } rows[] = {
        {STATE_RUNNING, 5, 0, "", 0},
        {STATE_RUNNING, 5, 0, "die 30, start 29, die 20, start 19", 0},
        {STATE_RUNNING, 5, 0, "die 30, start 29, die 20, start 19, die 6", 3},
        {STATE_RESTARTING, 5, 0, "die 30, die 20, die 10", 3},
        {STATE_RUNNING, 5, 9, "die 30, die 20, die 10", 9},
        {STATE_RUNNING, 5, 2, "", 0},
        {STATE_RUNNING, 5, 3, "", 3},
        /* too long ago */
        {STATE_RUNNING, 5, 0, "die 601, die 20, die 10", 0},
        {STATE_RUNNING, 5, 0, "die 599, die 20, die 10", 3},
        {STATE_RUNNING, 601, 5, "", 0},
        {STATE_RUNNING, 0, 5, "", 0},
        /* by somebody's hand */
        {STATE_RUNNING, 5, 0,
         "kill 31, die 30, stop 30, start 29, kill 21, die 20, start 20, "
         "kill 11, die 10, start 10",
         0},
        {STATE_RUNNING, 5, 0,
         "die 40, start 39, kill 31, die 30, start 29, die 20, start 20, "
         "die 10, start 10",
         3},
        /* another one's */
        {STATE_RUNNING, 5, 0, "die 30, die 20 x, die 10", 0},
        /* it is no more */
        {STATE_EXITED, 5, 5, "die 30, die 20, die 10", 0},
        {STATE_PAUSED, 5, 5, "die 30, die 20, die 10", 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct event events[EVENTS];
        struct store store = {.events = events};
        struct cell_context context = {.now_wall = NOW, .store = &store};
        struct container value = fake_container("1", "web", rows[i].state);
        struct container_row row = fake_row(&value);
        unsigned restarts;

        store.event_count = events_make(events, rows[i].events);
        value.restart_count = rows[i].restart_count;
        if (rows[i].started)
            value.started = AGO(rows[i].started);
        restarts = trouble_restarts(&row, &context);
        if (restarts != rows[i].restarts)
            fail_msg("row %zu: %u", i, restarts);
        if (restarts > 0)
            assert_true(trouble_is(&row, &context));
        context.store = NULL;
        assert_true(trouble_restarts(&row, &context) <= value.restart_count);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_is_what_nobody_wanted),
        cmocka_unit_test(three_ends_in_ten_minutes_are_too_many),
    };

    return cmocka_run_group_tests_name("trouble", tests, NULL, NULL);
}
