/*
 * The why view: what it says about containers that ended in different ways.
 */
#include "config.h"

#include "support/fake_reading.h"
#include "support/fake_tail.h"
#include "support/world.h"

#include "store/write.h"
#include "ui/views/panes.h"
#include "ui/views/views.h"

#include <locale.h>
#include <stdio.h>

/* ---- the rig ------------------------------------------------------------ */

static void
rig_init(struct world *world, int width, int height)
{
    fake_tail_begin();
    fake_tail_set_state(TAIL_ENDED);
    world_init(world, width, height);
    (void)world_put(world,
                    &(struct piece_of_world){.value = {.name = "worker",
                                                       .image = "busybox",
                                                       .state = STATE_EXITED,
                                                       .exit_code = 137},
                                             .age = 125});
    world_turn(world);
    (void)world_picture(world, false);
}

static void
rig_release(struct world *world)
{
    world_release(world);
    fake_reading_forget();
    fake_tail_end();
}

static void
ask_why(struct world *world, const char *answer)
{
    world_press(world, "w");
    fake_reading_wait(world);
    fake_reading_answer(world, answer);
}

static bool
is_shown(struct world *world, const char *words)
{
    return strstr(world_picture(world, false), words) != NULL;
}

/* ---- words -------------------------------------------------------------- */

#define TIMES                                                                  \
    "\"StartedAt\":\"2026-11-21T13:58:00Z\","                                  \
    "\"FinishedAt\":\"2026-11-21T14:00:06.5Z\""

static void
every_end_is_told_apart(void **state)
{
    static const struct {
        const char *answer, *says;
        const char *says_not; /* NULL: anything */
    } rows[] = {
        {"{\"State\":{\"Status\":\"exited\",\"ExitCode\":0," TIMES "}}",
         "0  success", NULL},
        {"{\"State\":{\"Status\":\"exited\",\"ExitCode\":137," TIMES "}}",
         "137  SIGKILL: killed", "out of memory"},
        {"{\"State\":{\"Status\":\"exited\",\"ExitCode\":137,"
         "\"OOMKilled\":true," TIMES "}}",
         "out of memory, says the engine", NULL},
        {"{\"State\":{\"Status\":\"exited\",\"ExitCode\":77," TIMES "}}",
         "exit code  77", NULL},
        {"{\"State\":{\"Status\":\"exited\",\"ExitCode\":0," TIMES "}}",
         "2026-11-21 14:00:06, 2m ago", NULL},
        {"{\"State\":{\"Status\":\"exited\",\"ExitCode\":0," TIMES "}}",
         "ran for    2m", NULL},
        {"{\"State\":{\"Status\":\"running\",\"Running\":true,\"ExitCode\":0,"
         "\"StartedAt\":\"2026-11-21T14:02:00Z\","
         "\"FinishedAt\":\"0001-01-01T00:00:00Z\"}}",
         "running: it has not ended", "exit code"},
        {"{\"State\":{\"Status\":\"created\",\"ExitCode\":127,"
         "\"Error\":\"no such file\\u001b[2J\\nor directory\","
         "\"FinishedAt\":\"0001-01-01T00:00:00Z\"}}",
         "created: it has never run", "\x1b"},
        {"{\"State\":{\"Status\":\"created\",\"ExitCode\":127}}",
         "127  the program was not found", NULL},
        {"{\"State\":{\"Status\":\"exited\",\"ExitCode\":0,\"Error\":"
         "\"port is already allocated\"}}",
         "error     port is already allocated", NULL},
        {"{\"State\":{},\"RestartCount\":3,\"HostConfig\":{\"RestartPolicy\":"
         "{\"Name\":\"on-failure\",\"MaximumRetryCount\":5}}}",
         "3; policy on-failure, at most 5", NULL},
        {"{\"State\":{},\"HostConfig\":{\"AutoRemove\":true}}",
         "it is removed when it ends", NULL},
        {"{\"Config\":{\"StopSignal\":\"SIGQUIT\",\"StopTimeout\":3}}",
         "SIGQUIT, after 3 s SIGKILL", NULL},
        {"{}", "SIGTERM, after 10 s SIGKILL", "exit code"},
        {"[]", "0; policy no", NULL},
        {"{\"State\":{\"Health\":{\"Status\":\"unhealthy\","
         "\"FailingStreak\":5,\"Log\":[{\"Start\":\"2026-11-21T14:00:00Z\","
         "\"ExitCode\":1,\"Output\":\"connection refused\\n\"}]}}}",
         "exit 1", NULL},
        {"{\"State\":{\"Health\":{\"Status\":\"unhealthy\","
         "\"FailingStreak\":5,\"Log\":[{\"Start\":\"2026-11-21T14:00:00Z\","
         "\"ExitCode\":1,\"Output\":\"connection refused\\n\"}]}}}",
         "connection refused", NULL},
        {"{\"State\":{\"Health\":{\"Status\":\"unhealthy\","
         "\"FailingStreak\":5}}}",
         "unhealthy; failed 5 times in a row", NULL},
    };
    size_t failed = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        rig_init(&world, 160, 48);
        ask_why(&world, rows[i].answer);
        if (!is_shown(&world, rows[i].says) ||
            (rows[i].says_not && is_shown(&world, rows[i].says_not))) {
            print_error("row %zu:\n%s", i, world_picture(&world, false));
            failed++;
        }
        rig_release(&world);
    }
    assert_int_equal(failed, 0);
}

static void
only_the_last_lines_of_the_log_are_shown(void **state)
{
    struct world world;

    (void)state;
    rig_init(&world, 100, 60);
    for (int i = 1; i <= 50; i++) {
        char line[32];

        (void)snprintf(line, sizeof(line), "line <%d>\n", i);
        logbook_add(fake_tail_book(), LOG_STDOUT, WORLD_NOW, str_of(line));
    }
    ask_why(&world, "{}");
    assert_false(is_shown(&world, "line <30>"));
    assert_true(is_shown(&world, "line <31>"));
    assert_true(is_shown(&world, "line <50>"));
    rig_release(&world);
}

static void
words_of_a_program_come_without_its_colours(void **state)
{
    struct world world;

    (void)state;
    rig_init(&world, 100, 40);
    logbook_add(fake_tail_book(), LOG_STDOUT, WORLD_NOW,
                str_of("\x1b[1;31mfatal:\x1b[0m no disk\x1b]0;t\x07\n"));
    ask_why(&world, "{\"State\":{\"Status\":\"exited\",\"Health\":{"
                    "\"Status\":\"unhealthy\",\"Log\":[{\"ExitCode\":1,"
                    "\"Output\":\"\\u001b[33mnot \\u001b[mready\"}]}}}");
    assert_true(is_shown(&world, "fatal: no disk\n"));
    assert_true(is_shown(&world, "not ready\n"));
    assert_false(is_shown(&world, "[33m"));
    rig_release(&world);
}

static void
log_that_cannot_be_read_says_why(void **state)
{
    struct world world;

    (void)state;
    rig_init(&world, 160, 48);
    fake_tail_set_state(TAIL_FAILED);
    ask_why(&world, "{}");
    assert_true(is_shown(&world, "does not support reading"));
    rig_release(&world);
}

static void
add_event(struct world *world, const char *name, const char *action)
{
    struct event event = {.type = EVENT_CONTAINER, .time_ns = WORLD_NOW};
    struct ref ref = world_ref(name);

    (void)snprintf(event.id, sizeof(event.id), "%s", ref.key);
    (void)snprintf(event.action, sizeof(event.action), "%s", action);
    store_add_event(world->store, 0, &event);
    world_turn(world);
}

static void
events_of_this_container_are_shown_as_they_come(void **state)
{
    struct world world;

    (void)state;
    rig_init(&world, 160, 48);
    ask_why(&world, "{}");
    assert_true(is_shown(&world, "none since"));
    add_event(&world, "worker", "die");
    add_event(&world, "another", "oom");
    assert_true(is_shown(&world, "14:02:11  die"));
    assert_false(is_shown(&world, "oom"));
    rig_release(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_end_is_told_apart),
        cmocka_unit_test(only_the_last_lines_of_the_log_are_shown),
        cmocka_unit_test(words_of_a_program_come_without_its_colours),
        cmocka_unit_test(log_that_cannot_be_read_says_why),
        cmocka_unit_test(events_of_this_container_are_shown_as_they_come),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("why", tests, NULL, NULL);
}
