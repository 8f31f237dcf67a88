/*
 * The loop: hooks, timers, watches and signals, and that nothing is left of
 * them at the end.
 */
#include "config.h"

#include "support/test.h"

#include "base/mem.h"
#include "loop/signals.h"
#include "loop/timer.h"
#include "loop/watch.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct fixture {
    struct loop *loop;
    struct timer *timer;
    struct timer *other;
    struct watch *watch;
    struct signal_watch *signals;
    struct turn_hook hooks[3];
    char trace[64]; /* what ran, a letter each */
    int fds[2];
    int count;
    int events;
};

static int
set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    f->loop = loop_new();
    *state = f;
    return pipe(f->fds);
}

/* Frees what the test left; loop_free() asserts that this was all. */
static int
tear_down(void **state)
{
    struct fixture *f = *state;

    timer_free(f->timer);
    timer_free(f->other);
    watch_free(f->watch);
    signal_watch_free(f->signals);
    loop_free(f->loop);
    close(f->fds[0]);
    close(f->fds[1]);
    free(f);
    return 0;
}

static void
trace(struct fixture *f, char letter)
{
    size_t len = strlen(f->trace);

    if (len + 1 < sizeof(f->trace))
        f->trace[len] = letter;
}

static void
run_a(void *data)
{
    trace(data, 'a');
}

static void
run_b(void *data)
{
    trace(data, 'b');
}

static void
run_c(void *data)
{
    trace(data, 'c');
}

static void
fire_t(void *data)
{
    struct fixture *f = data;

    trace(f, 't');
    f->count++;
}

/* ---- hooks */

static void
hooks_run_at_the_end_of_each_turn_in_order(void **state)
{
    struct fixture *f = *state;
    uint64_t turns = loop_turns(f->loop);

    loop_add_hook(f->loop, &f->hooks[0], run_a, f);
    loop_add_hook(f->loop, &f->hooks[1], run_b, f);
    f->timer = timer_new(f->loop, "test", fire_t, f);
    timer_start(f->timer, 1, 0);
    while (f->count == 0)
        loop_turn(f->loop, true);
    /* Whatever the timer changed is delivered by the hooks after it. */
    assert_non_null(strstr(f->trace, "tab"));
    assert_int_equal(loop_turns(f->loop) - turns, (strlen(f->trace) - 1) / 2);
    loop_remove_hook(&f->hooks[0]);
    loop_remove_hook(&f->hooks[1]);
    f->trace[0] = '\0';
    loop_turn(f->loop, false);
    assert_string_equal(f->trace, "");
}

static void
stop_loop(void *data)
{
    struct fixture *f = data;

    trace(f, 's');
    loop_stop(f->loop);
}

static void
a_run_ends_with_the_hooks(void **state)
{
    struct fixture *f = *state;

    loop_add_hook(f->loop, &f->hooks[0], run_a, f);
    f->timer = timer_new(f->loop, "test", stop_loop, f);
    timer_start(f->timer, 2, 0);
    loop_run(f->loop);
    assert_non_null(strstr(f->trace, "sa"));
    loop_remove_hook(&f->hooks[0]);
}

static void
remove_all(void *data)
{
    struct fixture *f = data;

    trace(f, 'r');
    loop_remove_hook(&f->hooks[0]);
    loop_remove_hook(&f->hooks[1]);
    loop_add_hook(f->loop, &f->hooks[2], run_c, f);
}

static void
hooks_may_come_and_go_while_hooks_run(void **state)
{
    struct fixture *f = *state;

    loop_add_hook(f->loop, &f->hooks[0], remove_all, f);
    loop_add_hook(f->loop, &f->hooks[1], run_b, f);
    loop_turn(f->loop, false);
    assert_string_equal(f->trace, "rc");
    loop_turn(f->loop, false);
    assert_string_equal(f->trace, "rcc");
    loop_remove_hook(&f->hooks[2]);
}

static void
wake_twice(void *data)
{
    struct fixture *f = data;

    trace(f, 'w');
    if (++f->count < 3)
        loop_wake(f->loop);
    else
        loop_stop(f->loop);
}

static void
waking_makes_another_turn_come_at_once(void **state)
{
    struct fixture *f = *state;

    /* A watch that never gets ready: without the wake the loop would sleep. */
    f->watch = watch_new(f->loop, f->fds[0], NULL, NULL);
    watch_set(f->watch, WATCH_READ);
    loop_add_hook(f->loop, &f->hooks[0], wake_twice, f);
    loop_run(f->loop);
    assert_in_range(f->count, 3, 4);
    loop_remove_hook(&f->hooks[0]);
    loop_wake(f->loop);
    assert_true(loop_turn(f->loop, true));
}

static void
enter_again(void *data)
{
    loop_turn(data, false);
}

/* What `run` does in a child of its own; the child's wait status. */
static int
status_of(void (*run)(void))
{
    int status;
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);

        dup2(null, STDERR_FILENO);
        run();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void
nest(void)
{
    struct loop *loop = loop_new();
    struct turn_hook hook;

    loop_add_hook(loop, &hook, enter_again, loop);
    loop_turn(loop, false);
}

static void
forget(void)
{
    static struct timer *volatile forgotten; /* so that valgrind can reach it */
    struct loop *loop = loop_new();

    forgotten = timer_new(loop, "forgotten", fire_t, NULL);
    assert_non_null(forgotten);
    (void)signal(SIGABRT, SIG_DFL);
    loop_free(loop);
}

static void
our_own_mistakes_end_the_program(void **state)
{
    int status = status_of(nest);

    (void)state;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 70);
    status = status_of(forget);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

/* ---- timers */

static void
a_timer_fires_once_or_with_its_period(void **state)
{
    struct fixture *f = *state;
    uint64_t start;

    f->timer = timer_new(f->loop, "test", fire_t, f);
    assert_false(timer_is_running(f->timer));
    assert_int_equal(timer_due(f->timer), 0);
    loop_update_now(f->loop);
    start = loop_now(f->loop);
    timer_start(f->timer, 3, 0);
    assert_true(timer_is_running(f->timer));
    assert_int_equal(timer_due(f->timer), start + 3);
    while (loop_turn(f->loop, true))
        continue;
    assert_int_equal(f->count, 1);
    assert_true(loop_now(f->loop) >= start + 3);
    assert_false(timer_is_running(f->timer));

    timer_start(f->timer, 1, 1);
    while (f->count < 4)
        assert_true(loop_turn(f->loop, true));
    timer_stop(f->timer);
    assert_false(loop_turn(f->loop, true));
    assert_int_equal(f->count, 4);
}

static void
start_again_at_once(void *data)
{
    struct fixture *f = data;

    f->count++;
    timer_start(f->timer, 0, 0);
}

static void
a_delay_of_zero_fires_in_the_next_turn_and_starves_nobody(void **state)
{
    struct fixture *f = *state;

    f->timer = timer_new(f->loop, "test", start_again_at_once, f);
    loop_add_hook(f->loop, &f->hooks[0], run_a, f);
    timer_start(f->timer, 0, 0);
    assert_int_equal(f->count, 0);
    for (int i = 1; i <= 5; i++) {
        size_t hooks = strlen(f->trace);

        assert_true(loop_turn(f->loop, true));
        assert_int_equal(f->count, i);
        assert_true(strlen(f->trace) > hooks);
    }
    timer_stop(f->timer);
    loop_turn(f->loop, false);
    assert_int_equal(f->count, 5);
    loop_remove_hook(&f->hooks[0]);
}

static void
a_delay_of_zero_goes_on_with_its_period(void **state)
{
    struct fixture *f = *state;

    f->timer = timer_new(f->loop, "test", fire_t, f);
    timer_start(f->timer, 0, 2);
    while (f->count < 3)
        assert_true(loop_turn(f->loop, true));
    assert_true(timer_is_running(f->timer));
}

static void
free_both(void *data)
{
    struct fixture *f = data;

    f->count++;
    timer_free(f->timer);
    timer_free(f->other);
    f->timer = f->other = NULL;
}

static void
timers_may_be_freed_from_inside_a_callback(void **state)
{
    static const uint64_t delays[] = {0, 1};

    for (size_t i = 0; i < COUNT(delays); i++) {
        struct fixture *f = *state;

        f->count = 0;
        f->timer = timer_new(f->loop, "one", free_both, f);
        f->other = timer_new(f->loop, "two", free_both, f);
        timer_start(f->timer, delays[i], 1);
        timer_start(f->other, delays[i], 1);
        while (loop_turn(f->loop, true))
            continue;
        assert_int_equal(f->count, 1);
        assert_null(f->timer);
    }
    timer_free(NULL);
}

static void
add_name(void *data, const char *name, uint64_t due, uint64_t period)
{
    struct fixture *f = data;

    trace(f, name[0]);
    assert_true(due >= loop_now(f->loop));
    assert_int_equal(period, 5000);
}

static void
the_table_lists_running_timers(void **state)
{
    struct fixture *f = *state;

    f->timer = timer_new(f->loop, "x", fire_t, f);
    f->other = timer_new(f->loop, "y", fire_t, f);
    timer_start(f->other, 9000, 5000);
    timer_each(f->loop, add_name, f);
    assert_string_equal(f->trace, "y");
    timer_start(f->timer, 0, 5000);
    timer_each(f->loop, add_name, f);
    assert_string_equal(f->trace, "yxy");
}

/* ---- watches */

static void
note_events(void *data, int events)
{
    struct fixture *f = data;

    f->count++;
    f->events = events;
}

static void
a_watch_hears_only_what_it_asked_for(void **state)
{
    struct fixture *f = *state;

    f->watch = watch_new(f->loop, f->fds[0], note_events, f);
    assert_int_equal(write(f->fds[1], "x", 1), 1);
    loop_turn(f->loop, false);
    assert_int_equal(f->count, 0);
    watch_set(f->watch, WATCH_READ);
    assert_true(loop_turn(f->loop, true));
    assert_int_equal(f->count, 1);
    assert_int_equal(f->events, WATCH_READ);
    watch_set(f->watch, WATCH_NONE);
    loop_turn(f->loop, false);
    assert_int_equal(f->count, 1);
}

static void
a_closed_reader_is_an_error_for_the_writer(void **state)
{
    struct fixture *f = *state;

    f->watch = watch_new(f->loop, f->fds[1], note_events, f);
    watch_set(f->watch, WATCH_WRITE);
    assert_true(loop_turn(f->loop, true));
    assert_int_equal(f->events, WATCH_WRITE);
    close(f->fds[0]);
    f->fds[0] = dup(f->fds[1]);
    for (int i = 0; i < 10 && !(f->events & WATCH_ERROR); i++)
        loop_turn(f->loop, false);
    assert_true(f->events & WATCH_ERROR);
}

static void
what_cannot_be_polled_gives_no_watch(void **state)
{
    struct fixture *f = *state;
    FILE *file = tmpfile();

    assert_non_null(file);
    assert_null(watch_new(f->loop, fileno(file), note_events, f));
    (void)fclose(file);
}

static void
free_watch(void *data, int events)
{
    struct fixture *f = data;

    (void)events;
    f->count++;
    watch_free(f->watch);
    f->watch = NULL;
}

static void
a_watch_may_be_freed_from_inside_its_callback(void **state)
{
    struct fixture *f = *state;

    f->watch = watch_new(f->loop, f->fds[0], free_watch, f);
    watch_set(f->watch, WATCH_READ);
    assert_int_equal(write(f->fds[1], "x", 1), 1);
    while (loop_turn(f->loop, true))
        continue;
    assert_int_equal(f->count, 1);
    watch_free(NULL);
}

/* ---- signals */

static void
note_signal(void *data, int number)
{
    struct fixture *f = data;

    f->events = number;
    signal_watch_free(f->signals);
    f->signals = NULL;
}

static void
a_signal_is_an_event_of_the_loop(void **state)
{
    struct fixture *f = *state;

    f->signals = signal_watch_new(f->loop, SIGUSR1, note_signal, f);
    assert_int_equal(raise(SIGUSR1), 0);
    assert_int_equal(f->events, 0);
    while (f->events == 0)
        loop_turn(f->loop, true);
    assert_int_equal(f->events, SIGUSR1);
    signal_watch_free(NULL);
}

/* ---- the end */

static void
freeing_the_loop_waits_for_handles_that_are_closing(void **state)
{
    struct loop *loop = loop_new();
    int fds[2];

    (void)state;
    assert_int_equal(pipe(fds), 0);
    for (int i = 0; i < 10; i++) {
        struct timer *timer = timer_new(loop, "test", fire_t, NULL);
        struct watch *watch = watch_new(loop, fds[0], note_events, NULL);

        timer_start(timer, i > 5 ? 0 : 1000000, 1);
        watch_set(watch, WATCH_READ);
        timer_free(timer);
        watch_free(watch);
    }
    loop_free(loop);
    loop_free(NULL);
    close(fds[0]);
    close(fds[1]);
}

#define LOOP_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        LOOP_TEST(hooks_run_at_the_end_of_each_turn_in_order),
        LOOP_TEST(a_run_ends_with_the_hooks),
        LOOP_TEST(hooks_may_come_and_go_while_hooks_run),
        LOOP_TEST(waking_makes_another_turn_come_at_once),
        cmocka_unit_test(our_own_mistakes_end_the_program),
        LOOP_TEST(a_timer_fires_once_or_with_its_period),
        LOOP_TEST(a_delay_of_zero_fires_in_the_next_turn_and_starves_nobody),
        LOOP_TEST(a_delay_of_zero_goes_on_with_its_period),
        LOOP_TEST(timers_may_be_freed_from_inside_a_callback),
        LOOP_TEST(the_table_lists_running_timers),
        LOOP_TEST(a_watch_hears_only_what_it_asked_for),
        LOOP_TEST(a_closed_reader_is_an_error_for_the_writer),
        LOOP_TEST(what_cannot_be_polled_gives_no_watch),
        LOOP_TEST(a_watch_may_be_freed_from_inside_its_callback),
        LOOP_TEST(a_signal_is_an_event_of_the_loop),
        cmocka_unit_test(freeing_the_loop_waits_for_handles_that_are_closing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
