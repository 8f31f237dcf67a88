/*
 * What running containers use: last, smoothed, kept and summed.
 */
#include "config.h"

#include "support/test.h"
#include "support/values.h"

#include "base/mem.h"
#include "base/ring.h"
#include "base/timestamp.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct fixture {
    struct loop *loop;
    struct store *store;
    struct ref ref;
    unsigned told; /* of `ref`, in the last turn */
};

static void
heard(void *data, const struct change *changes, size_t count)
{
    struct fixture *f = data;

    for (size_t i = 0; i < count; i++)
        if (ref_equal(&changes[i].ref, &f->ref))
            f->told = changes[i].what;
}

static int
set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    f->loop = loop_new();
    f->store = store_new(f->loop);
    f->ref = ref_make(0, REF_CONTAINER, "a");
    (void)store_subscribe(f->store, heard, f);
    assert_int_equal(store_add_engine(f->store, "local"), 0);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    store_free(f->store);
    loop_free(f->loop);
    free(f);
    return 0;
}

static void
turn(struct fixture *f)
{
    f->told = 0;
    (void)loop_turn(f->loop, false);
}

static void
totals_follow_the_numbers(void **state)
{
    struct fixture *f = *state;
    const struct totals *totals = store_totals(f->store, 0);
    struct ref a = put_value(f->store, 0, "a", STATE_RUNNING);
    struct ref b = put_value(f->store, 0, "b", STATE_RUNNING);

    put_sample_at(f->store, &a, 1, 50);
    turn(f);
    /* Its memory is known, its CPU only with the next one. */
    assert_int_equal(totals->sampled, 0);
    assert_int_equal(totals->memory, 1000);
    put_sample_at(f->store, &a, 2, 50);
    put_sample_at(f->store, &b, 1, 25);
    put_sample_at(f->store, &b, 2, 25);
    turn(f);
    assert_int_equal(totals->sampled, 2);
    assert_int_equal(totals->memory, 2000);
    assert_true(fabs(totals->cpu_percent - 75) < 0.01);
    assert_true(fabs(totals->network_rx_rate - 200) < 0.01);
    /* Its next run is not waited for. */
    (void)put_value(f->store, 0, "a", STATE_RESTARTING);
    turn(f);
    assert_int_equal(totals->sampled, 2);
    assert_int_equal(totals->memory, 1000);
    (void)put_value(f->store, 0, "a", STATE_RUNNING);
    put_sample_at(f->store, &a, 3, 50);
    turn(f);
    assert_int_equal(totals->sampled, 2);
    (void)put_value(f->store, 0, "a", STATE_EXITED);
    turn(f);
    assert_int_equal(totals->sampled, 1);
    assert_true(fabs(totals->cpu_percent - 25) < 0.01);
    store_drop_container(f->store, &b);
    turn(f);
    assert_int_equal(totals->sampled, 0);
    assert_true(totals->cpu_percent == 0);
}

/* One that never runs for long is not waited for again and again. */
static void
run_that_ended_too_soon_is_not_awaited(void **state)
{
    struct fixture *f = *state;
    const struct totals *totals = store_totals(f->store, 0);
    struct ref ref = put_value(f->store, 0, "a", STATE_RUNNING);

    put_sample_at(f->store, &ref, 1, 50);
    turn(f);
    assert_int_equal(totals->sampled, 0);
    (void)put_value(f->store, 0, "a", STATE_RESTARTING);
    turn(f);
    assert_int_equal(totals->sampled, 1);
    (void)put_value(f->store, 0, "a", STATE_RUNNING);
    put_sample_at(f->store, &ref, 3, 50);
    turn(f);
    assert_int_equal(totals->sampled, 1);
}

static void
stopped_container_has_no_usage(void **state)
{
    static const struct {
        enum container_state state;
        bool keeps;
    } rows[] = {{STATE_RUNNING, true},     {STATE_PAUSED, true},
                {STATE_RESTARTING, false}, {STATE_EXITED, false},
                {STATE_CREATED, false},    {STATE_DEAD, false},
                {STATE_REMOVING, false}};
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        char id[16];
        struct ref ref;
        const struct container_row *row;

        snprintf(id, sizeof(id), "c%zu", i);
        ref = put_value(f->store, 0, id, STATE_RUNNING);
        put_sample_at(f->store, &ref, 1, 50);
        put_sample_at(f->store, &ref, 2, 50);
        row = store_find_container(f->store, &ref);
        assert_non_null(row->usage);
        assert_int_equal(store_history(f->store, &ref)->count, 2);
        (void)put_value(f->store, 0, id, rows[i].state);
        assert_int_equal(row->usage != NULL, rows[i].keeps);
        assert_int_equal(row->cpu_smooth > 0, rows[i].keeps);
        assert_int_equal(store_history(f->store, &ref) != NULL, rows[i].keeps);
        /* A sample that comes late does not change that. */
        put_sample_at(f->store, &ref, 3, 50);
        assert_int_equal(row->usage != NULL, rows[i].keeps);
    }
}

static void
restart_that_nobody_saw_ends_the_numbers(void **state)
{
    struct fixture *f = *state;
    struct container value = value_of("a", STATE_RUNNING);
    struct ref ref = put_value(f->store, 0, "a", STATE_RUNNING);

    put_sample_at(f->store, &ref, 1, 50);
    value.started = 5 * SECOND_NS;
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    assert_null(store_find_container(f->store, &ref)->usage);
}

static void
sample_of_zeros_ends_the_numbers(void **state)
{
    static const struct sample zeros = {0};
    struct fixture *f = *state;
    struct ref ref = put_value(f->store, 0, "a", STATE_RUNNING);

    put_sample_at(f->store, &ref, 1, 50);
    turn(f);
    store_put_sample(f->store, &ref, &zeros);
    assert_null(store_find_container(f->store, &ref)->usage);
    turn(f);
    assert_int_equal(f->told, CHANGE_USAGE);
    /* And again: nothing new. */
    store_put_sample(f->store, &ref, &zeros);
    turn(f);
    assert_int_equal(f->told, 0);
}

static void
history_keeps_the_last_samples(void **state)
{
    struct fixture *f = *state;
    struct ref ref = put_value(f->store, 0, "a", STATE_RUNNING);
    const struct ring *history;
    const struct moment *first;

    assert_null(store_history(f->store, &ref));
    for (int64_t i = 1; i <= HISTORY_SAMPLES + 20; i++)
        put_sample_at(f->store, &ref, i, 50);
    history = store_history(f->store, &ref);
    assert_int_equal(history->count, HISTORY_SAMPLES);
    first = ring_at(history, 0);
    assert_int_equal(first->read, 1021 * SECOND_NS);
}

/* From 0 to 100 %: after n half-lives 1 - 2^-n of it is shown. */
static void
smoothed_value_has_a_half_life_of_five_seconds(void **state)
{
    static const struct {
        int64_t seconds;
        double smooth;
    } rows[] = {{5, 50}, {10, 75}, {15, 87.5}, {20, 93.75}};
    struct fixture *f = *state;
    struct ref ref = put_value(f->store, 0, "a", STATE_RUNNING);
    struct sample sample = sample_at(0, 0);
    size_t next = 0;

    store_put_sample(f->store, &ref, &sample);
    sample = sample_at(1, 0);
    store_put_sample(f->store, &ref, &sample);
    for (int64_t i = 1; i <= 20; i++) {
        double smooth;

        sample = sample_at(i + 1, 0);
        sample.cpu_total = (uint64_t)(i * SECOND_NS);
        store_put_sample(f->store, &ref, &sample);
        if (i != rows[next].seconds)
            continue;
        smooth = store_find_container(f->store, &ref)->cpu_smooth;
        assert_true(fabs(smooth - rows[next].smooth) < 0.1);
        next++;
    }
    assert_int_equal(next, COUNT(rows));
}

static void
long_gap_makes_the_next_sample_a_first_one(void **state)
{
    static const struct {
        int64_t seconds;
        bool has_cpu;
    } rows[] = {{1, true}, {15, true}, {30, true}, {31, false}, {600, false}};
    struct fixture *f = *state;
    struct ref ref = put_value(f->store, 0, "a", STATE_RUNNING);
    int64_t now = 1;

    put_sample_at(f->store, &ref, now, 50);
    for (size_t i = 0; i < COUNT(rows); i++) {
        now += rows[i].seconds;
        put_sample_at(f->store, &ref, now, 50);
        assert_int_equal(store_find_container(f->store, &ref)->usage->has_cpu,
                         rows[i].has_cpu);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(totals_follow_the_numbers),
        TEST(run_that_ended_too_soon_is_not_awaited),
        TEST(stopped_container_has_no_usage),
        TEST(restart_that_nobody_saw_ends_the_numbers),
        TEST(sample_of_zeros_ends_the_numbers),
        TEST(history_keeps_the_last_samples),
        TEST(smoothed_value_has_a_half_life_of_five_seconds),
        TEST(long_gap_makes_the_next_sample_a_first_one),
    };

    return cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
