/*
 * Work beside the loop: that it ends once, on the loop, whatever happens.
 */
#include "config.h"

#include "support/test.h"

#include "loop/worker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define CROWD 64 /* more than there are threads */

struct errand {
    pthread_t loop_thread;
    bool was_beside, was_on_loop;
    atomic_bool is_running;
    size_t *ended;
    int done, cancelled;
};

static void
run_once(const struct worker *worker, void *data)
{
    struct errand *errand = data;

    (void)worker;
    errand->was_beside = !pthread_equal(pthread_self(), errand->loop_thread);
}

static void
run_until_cancelled(const struct worker *worker, void *data)
{
    struct errand *errand = data;

    atomic_store(&errand->is_running, true);
    while (!worker_is_cancelled(worker)) {
    }
}

static void
done(void *data, bool is_cancelled)
{
    struct errand *errand = data;

    errand->was_on_loop = pthread_equal(pthread_self(), errand->loop_thread);
    errand->done++;
    errand->cancelled += is_cancelled;
    ++*errand->ended;
}

static void
make_errands(struct errand *errands, size_t count, size_t *ended)
{
    memset(errands, 0, count * sizeof(*errands));
    *ended = 0;
    for (size_t i = 0; i < count; i++) {
        errands[i].loop_thread = pthread_self();
        errands[i].ended = ended;
    }
}

static void
work_runs_beside_and_ends_on_the_loop(void **state)
{
    struct loop *loop = loop_new();
    struct errand errand;
    size_t ended;

    (void)state;
    make_errands(&errand, 1, &ended);
    (void)worker_start(loop, run_once, done, &errand);
    assert_int_equal(errand.done, 0);
    while (loop_turn(loop, true)) {
    }
    assert_true(errand.was_beside);
    assert_true(errand.was_on_loop);
    assert_int_equal(errand.done, 1);
    assert_int_equal(errand.cancelled, 0);
    loop_free(loop);
}

static void
work_under_way_hears_that_it_is_cancelled(void **state)
{
    struct loop *loop = loop_new();
    struct errand errand;
    struct worker *worker;
    size_t ended;

    (void)state;
    make_errands(&errand, 1, &ended);
    worker = worker_start(loop, run_until_cancelled, done, &errand);
    while (!atomic_load(&errand.is_running)) {
    }
    worker_cancel(worker);
    assert_int_equal(errand.done, 0);
    while (loop_turn(loop, true)) {
    }
    assert_int_equal(errand.done, 1);
    assert_int_equal(errand.cancelled, 1);
    loop_free(loop);
}

/* All threads are busy until they are cancelled; most errands wait. */
static void
every_errand_ends_once_also_when_it_never_ran(void **state)
{
    struct loop *loop = loop_new();
    struct errand errands[CROWD];
    struct worker *workers[CROWD];
    size_t ended;

    (void)state;
    make_errands(errands, CROWD, &ended);
    for (size_t i = 0; i < CROWD; i++)
        workers[i] = worker_start(loop, run_until_cancelled, done, &errands[i]);
    for (size_t i = 0; i < CROWD; i++)
        worker_cancel(workers[i]);
    while (loop_turn(loop, true)) {
    }
    assert_int_equal(ended, CROWD);
    for (size_t i = 0; i < CROWD; i++) {
        assert_int_equal(errands[i].done, 1);
        assert_int_equal(errands[i].cancelled, 1);
    }
    loop_free(loop);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_runs_beside_and_ends_on_the_loop),
        cmocka_unit_test(work_under_way_hears_that_it_is_cancelled),
        cmocka_unit_test(every_errand_ends_once_also_when_it_never_ran),
    };

    return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
