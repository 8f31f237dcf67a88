/*
 * The store: rows, the changes that are told of them, numbers and sums.
 */
#include "config.h"

#include "support/test.h"

#include "base/mem.h"
#include "base/ring.h"
#include "base/timestamp.h"
#include "store/write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define LISTENERS 3

struct listener {
    struct fixture *fixture;
    struct subscriber *subscriber;
    struct change last[16];
    size_t count; /* of the last delivery */
    size_t deliveries;
    void (*act)(struct listener *listener); /* during a delivery */
};

struct fixture {
    struct loop *loop;
    struct store *store;
    struct listener listeners[LISTENERS];
};

static void
heard(void *data, const struct change *changes, size_t count)
{
    struct listener *listener = data;

    listener->deliveries++;
    listener->count = count;
    for (size_t i = 0; i < count && i < COUNT(listener->last); i++)
        listener->last[i] = changes[i];
    if (listener->act)
        listener->act(listener);
}

static void
listen_with(struct fixture *f, size_t i)
{
    f->listeners[i].fixture = f;
    f->listeners[i].subscriber =
        store_subscribe(f->store, heard, &f->listeners[i]);
}

static int
set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    f->loop = loop_new();
    f->store = store_new(f->loop);
    assert_int_equal(store_add_engine(f->store, "local"), 0);
    assert_int_equal(store_add_engine(f->store, "prod"), 1);
    listen_with(f, 0);
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

static struct container
value_of(const char *id, enum container_state state)
{
    return (struct container){
        .id = id,
        .name = id,
        .image = "",
        .image_id = "",
        .command = "",
        .status = "",
        .project = "",
        .service = "",
        .stop_signal = "",
        .error = "",
        .state = state,
        .exit_code = EXIT_UNKNOWN,
        .is_inspected = true,
    };
}

static struct ref
put(struct fixture *f, unsigned engine, const char *id,
    enum container_state state)
{
    struct container value = value_of(id, state);

    assert_true(store_put_container(f->store, engine, container_new(&value)));
    return ref_make(engine, REF_CONTAINER, id);
}

/* A container that uses `percent` of one CPU, at second `at`. */
static struct sample
sample_at(int64_t at, double percent)
{
    return (struct sample){
        .read = (1000 + at) * SECOND_NS,
        .has_cpu = true,
        .cpu_online = 1,
        .cpu_total = (uint64_t)((double)at * percent * 1e7),
        .cpu_system = (uint64_t)(at * SECOND_NS),
        .has_memory = true,
        .memory = 1000,
        .has_network = true,
        .network_rx = (uint64_t)at * 100,
    };
}

static void
put_sample(struct fixture *f, const struct ref *ref, int64_t at, double percent)
{
    struct sample sample = sample_at(at, percent);

    store_put_sample(f->store, ref, &sample);
}

/* What the last delivery told listener 0 of `ref`; 0 for nothing. */
static unsigned
told(struct fixture *f, const struct ref *ref)
{
    const struct listener *listener = &f->listeners[0];

    for (size_t i = 0; i < listener->count; i++)
        if (ref_equal(&listener->last[i].ref, ref))
            return listener->last[i].what;
    return 0;
}

static void
turn(struct fixture *f)
{
    f->listeners[0].count = 0;
    (void)loop_turn(f->loop, false);
}

static void
rows_are_found_by_ref_and_by_place(void **state)
{
    struct fixture *f = *state;
    struct ref a = put(f, 0, "a", STATE_RUNNING);
    struct ref b = put(f, 0, "b", STATE_EXITED);
    struct ref other = put(f, 1, "a", STATE_PAUSED);
    struct ref none = ref_make(1, REF_CONTAINER, "b");
    size_t seen = 0;

    assert_int_equal(store_container_count(f->store), 3);
    for (size_t i = 0; i < 3; i++) {
        const struct container_row *row = store_container_at(f->store, i);

        assert_ptr_equal(store_find_container(f->store, &row->ref), row);
        seen |= 1u << row->value->state;
    }
    assert_int_equal(seen, 1u << STATE_RUNNING | 1u << STATE_EXITED |
                               1u << STATE_PAUSED);
    assert_null(store_find_container(f->store, &none));
    store_drop_container(f->store, &a);
    assert_null(store_find_container(f->store, &a));
    assert_non_null(store_find_container(f->store, &b));
    assert_non_null(store_find_container(f->store, &other));
    assert_int_equal(store_container_count(f->store), 2);
    store_drop_container(f->store, &a);
    assert_int_equal(store_container_count(f->store), 2);
}

static void
thousand_changes_make_one_delivery(void **state)
{
    struct fixture *f = *state;
    char id[16];

    turn(f);
    assert_int_equal(f->listeners[0].deliveries, 0);
    for (int i = 0; i < 1000; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        (void)put(f, 0, id, STATE_CREATED);
    }
    assert_int_equal(f->listeners[0].deliveries, 0);
    turn(f);
    assert_int_equal(f->listeners[0].deliveries, 1);
    assert_int_equal(f->listeners[0].count, 1001); /* and the totals */
    turn(f);
    assert_int_equal(f->listeners[0].deliveries, 1);
}

/* Steps of one turn: a add, v a new value, g gone, u usage. */
static void
do_steps(struct fixture *f, const char *steps, const struct ref *ref)
{
    static int age;

    for (; *steps; steps++) {
        struct container value = value_of(ref->key, STATE_RUNNING);

        value.restart_count = (uint32_t)++age;
        if (*steps == 'g')
            store_drop_container(f->store, ref);
        else if (*steps == 'u')
            put_sample(f, ref, age, 50);
        else
            assert_true(
                store_put_container(f->store, 0, container_new(&value)));
    }
}

static void
changes_of_one_turn_are_merged(void **state)
{
    static const struct {
        const char *before, *steps;
        unsigned what;
    } rows[] = {
        {"", "a", CHANGE_ADDED},
        {"", "av", CHANGE_ADDED | CHANGE_VALUE},
        {"", "ag", 0},
        {"", "aga", CHANGE_ADDED},
        {"", "au", CHANGE_ADDED | CHANGE_USAGE},
        {"a", "v", CHANGE_VALUE},
        {"a", "vvv", CHANGE_VALUE},
        {"a", "u", CHANGE_USAGE},
        {"a", "vu", CHANGE_VALUE | CHANGE_USAGE},
        {"a", "g", CHANGE_GONE},
        {"a", "vug", CHANGE_GONE},
        {"a", "ga", CHANGE_VALUE},
        {"a", "gag", CHANGE_GONE},
        {"a", "gaga", CHANGE_VALUE},
        {"a", "gau", CHANGE_VALUE | CHANGE_USAGE},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        char id[16];
        struct ref ref;

        snprintf(id, sizeof(id), "row%zu", i);
        ref = ref_make(0, REF_CONTAINER, id);
        do_steps(f, rows[i].before, &ref);
        turn(f);
        do_steps(f, rows[i].steps, &ref);
        turn(f);
        assert_int_equal(told(f, &ref), rows[i].what);
    }
}

static void
equal_value_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct ref ref = put(f, 0, "a", STATE_RUNNING);
    struct link link = {.state = LINK_LIVE};
    struct engine_host host = {.cpus = 2, .memory = 7};
    unsigned generation;

    store_set_link(f->store, 0, &link);
    store_set_host(f->store, 0, &host);
    turn(f);
    generation = store_find_container(f->store, &ref)->generation;
    (void)put(f, 0, "a", STATE_RUNNING);
    store_set_link(f->store, 0, &link);
    store_set_host(f->store, 0, &host);
    turn(f);
    assert_int_equal(f->listeners[0].deliveries, 1);
    assert_int_equal(store_find_container(f->store, &ref)->generation,
                     generation);
    (void)put(f, 0, "a", STATE_PAUSED);
    assert_true(store_find_container(f->store, &ref)->generation > generation);
}

static void
link_and_host_are_told_of_their_engine(void **state)
{
    struct fixture *f = *state;
    struct link link = {.state = LINK_DOWN, .next_try = 7};
    struct engine_host host = {.cpus = 4, .memory = 1 << 20};
    struct ref first = ref_make(0, REF_ENGINE, "");
    struct ref second = ref_make(1, REF_ENGINE, "");

    err_set(&link.why, "no answer");
    store_set_link(f->store, 1, &link);
    store_set_host(f->store, 0, &host);
    turn(f);
    assert_int_equal(told(f, &first), CHANGE_TOTALS);
    assert_int_equal(told(f, &second), CHANGE_LINK);
    assert_string_equal(store_link(f->store, 1)->why.text, "no answer");
    assert_int_equal(store_link(f->store, 0)->state, LINK_CONNECTING);
    assert_int_equal(store_totals(f->store, 0)->host.cpus, 4);
    /* The machine stays when the sums are made anew. */
    (void)put(f, 0, "a", STATE_RUNNING);
    turn(f);
    assert_int_equal(store_totals(f->store, 0)->host.cpus, 4);
    assert_string_equal(store_engine_name(f->store, 1), "prod");
    assert_int_equal(store_engine_count(f->store), 2);
}

static void
leave(struct listener *listener)
{
    store_unsubscribe(listener->subscriber);
    listener->subscriber = NULL;
}

static void
make_next_leave(struct listener *listener)
{
    leave(&listener->fixture->listeners[1]);
    listener->act = NULL;
}

static void
bring_another(struct listener *listener)
{
    listen_with(listener->fixture, 2);
    listener->act = NULL;
}

static void
subscriber_may_leave_during_a_delivery(void **state)
{
    struct fixture *f = *state;

    listen_with(f, 1);
    listen_with(f, 2);
    f->listeners[0].act = leave;
    (void)put(f, 0, "a", STATE_RUNNING);
    turn(f);
    f->listeners[0].act = NULL;
    (void)put(f, 0, "b", STATE_RUNNING);
    turn(f);
    assert_int_equal(f->listeners[0].deliveries, 1);
    assert_int_equal(f->listeners[1].deliveries, 2);
    assert_int_equal(f->listeners[2].deliveries, 2);
}

static void
subscriber_that_was_removed_hears_no_more(void **state)
{
    struct fixture *f = *state;

    listen_with(f, 1);
    f->listeners[0].act = make_next_leave;
    (void)put(f, 0, "a", STATE_RUNNING);
    turn(f);
    assert_int_equal(f->listeners[0].deliveries, 1);
    assert_int_equal(f->listeners[1].deliveries, 0);
    store_unsubscribe(NULL);
}

static void
subscriber_that_came_hears_of_later_changes(void **state)
{
    struct fixture *f = *state;

    f->listeners[0].act = bring_another;
    (void)put(f, 0, "a", STATE_RUNNING);
    turn(f);
    assert_int_equal(f->listeners[2].deliveries, 0);
    (void)put(f, 0, "b", STATE_RUNNING);
    turn(f);
    assert_int_equal(f->listeners[2].deliveries, 1);
}

static void
put_another(struct listener *listener)
{
    listener->act = NULL;
    (void)put(listener->fixture, 0, "late", STATE_RUNNING);
}

static void
change_during_a_delivery_comes_in_the_next_turn(void **state)
{
    struct fixture *f = *state;
    struct ref late = ref_make(0, REF_CONTAINER, "late");

    f->listeners[0].act = put_another;
    (void)put(f, 0, "a", STATE_RUNNING);
    (void)loop_turn(f->loop, false);
    (void)loop_turn(f->loop, false);
    assert_int_equal(f->listeners[0].deliveries, 2);
    assert_int_equal(told(f, &late), CHANGE_ADDED);
}

static void
totals_count_every_state(void **state)
{
    static const enum container_state states[] = {
        STATE_CREATED, STATE_RUNNING, STATE_RUNNING, STATE_RESTARTING,
        STATE_PAUSED,  STATE_EXITED,  STATE_DEAD,    STATE_REMOVING,
    };
    struct fixture *f = *state;
    const struct totals *totals = store_totals(f->store, 0);
    struct container sick = value_of("sick", STATE_RUNNING);
    char id[16];

    for (size_t i = 0; i < COUNT(states); i++) {
        snprintf(id, sizeof(id), "c%zu", i);
        (void)put(f, 0, id, states[i]);
    }
    sick.health = HEALTH_UNHEALTHY;
    assert_true(store_put_container(f->store, 0, container_new(&sick)));
    (void)put(f, 1, "elsewhere", STATE_RUNNING);
    turn(f);
    assert_int_equal(totals->count, 9);
    assert_int_equal(totals->created, 1);
    assert_int_equal(totals->running, 4);
    assert_int_equal(totals->paused, 1);
    assert_int_equal(totals->exited, 2);
    assert_int_equal(totals->unhealthy, 1);
    assert_int_equal(totals->sampled, 0);
    assert_int_equal(store_totals(f->store, 1)->count, 1);
}

static void
totals_follow_the_numbers(void **state)
{
    struct fixture *f = *state;
    const struct totals *totals = store_totals(f->store, 0);
    struct ref a = put(f, 0, "a", STATE_RUNNING);
    struct ref b = put(f, 0, "b", STATE_RUNNING);

    put_sample(f, &a, 1, 50);
    turn(f);
    /* Its memory is known, its CPU only with the next one. */
    assert_int_equal(totals->sampled, 0);
    assert_int_equal(totals->memory, 1000);
    put_sample(f, &a, 2, 50);
    put_sample(f, &b, 1, 25);
    put_sample(f, &b, 2, 25);
    turn(f);
    assert_int_equal(totals->sampled, 2);
    assert_int_equal(totals->memory, 2000);
    assert_true(fabs(totals->cpu_percent - 75) < 0.01);
    assert_true(fabs(totals->network_rx_rate - 200) < 0.01);
    (void)put(f, 0, "a", STATE_EXITED);
    turn(f);
    assert_int_equal(totals->sampled, 1);
    assert_true(fabs(totals->cpu_percent - 25) < 0.01);
    store_drop_container(f->store, &b);
    turn(f);
    assert_int_equal(totals->sampled, 0);
    assert_true(totals->cpu_percent == 0);
}

static void
stopped_container_has_no_usage(void **state)
{
    static const struct {
        enum container_state state;
        bool keeps;
    } rows[] = {{STATE_RUNNING, true},    {STATE_PAUSED, true},
                {STATE_RESTARTING, true}, {STATE_EXITED, false},
                {STATE_CREATED, false},   {STATE_DEAD, false},
                {STATE_REMOVING, false}};
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        char id[16];
        struct ref ref;
        const struct container_row *row;

        snprintf(id, sizeof(id), "c%zu", i);
        ref = put(f, 0, id, STATE_RUNNING);
        put_sample(f, &ref, 1, 50);
        put_sample(f, &ref, 2, 50);
        row = store_find_container(f->store, &ref);
        assert_non_null(row->usage);
        assert_int_equal(store_history(f->store, &ref)->count, 2);
        (void)put(f, 0, id, rows[i].state);
        assert_int_equal(row->usage != NULL, rows[i].keeps);
        assert_int_equal(row->cpu_smooth > 0, rows[i].keeps);
        assert_int_equal(store_history(f->store, &ref) != NULL, rows[i].keeps);
        /* A sample that comes late does not change that. */
        put_sample(f, &ref, 3, 50);
        assert_int_equal(row->usage != NULL, rows[i].keeps);
    }
}

static void
restart_that_nobody_saw_ends_the_numbers(void **state)
{
    struct fixture *f = *state;
    struct container value = value_of("a", STATE_RUNNING);
    struct ref ref = put(f, 0, "a", STATE_RUNNING);

    put_sample(f, &ref, 1, 50);
    value.started = 5 * SECOND_NS;
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    assert_null(store_find_container(f->store, &ref)->usage);
}

static void
sample_of_zeros_ends_the_numbers(void **state)
{
    static const struct sample zeros = {0};
    struct fixture *f = *state;
    struct ref ref = put(f, 0, "a", STATE_RESTARTING);

    put_sample(f, &ref, 1, 50);
    turn(f);
    store_put_sample(f->store, &ref, &zeros);
    assert_null(store_find_container(f->store, &ref)->usage);
    turn(f);
    assert_int_equal(told(f, &ref), CHANGE_USAGE);
    /* And again: nothing new. */
    store_put_sample(f->store, &ref, &zeros);
    turn(f);
    assert_int_equal(told(f, &ref), 0);
}

static void
history_keeps_the_last_samples(void **state)
{
    struct fixture *f = *state;
    struct ref ref = put(f, 0, "a", STATE_RUNNING);
    const struct ring *history;
    const struct usage *first;

    assert_null(store_history(f->store, &ref));
    for (int64_t i = 1; i <= HISTORY_SAMPLES + 20; i++)
        put_sample(f, &ref, i, 50);
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
    struct ref ref = put(f, 0, "a", STATE_RUNNING);
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
    struct ref ref = put(f, 0, "a", STATE_RUNNING);
    int64_t now = 1;

    put_sample(f, &ref, now, 50);
    for (size_t i = 0; i < COUNT(rows); i++) {
        now += rows[i].seconds;
        put_sample(f, &ref, now, 50);
        assert_int_equal(store_find_container(f->store, &ref)->usage->has_cpu,
                         rows[i].has_cpu);
    }
}

static void
more_containers_than_the_limit_are_refused(void **state)
{
    struct fixture *f = *state;
    struct container value = value_of("extra", STATE_CREATED);
    char id[16];

    for (int i = 0; i < STORE_CONTAINERS; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        (void)put(f, 0, id, STATE_CREATED);
    }
    assert_false(store_put_container(f->store, 0, container_new(&value)));
    /* Known ones and other engines are as before. */
    (void)put(f, 0, "c7", STATE_EXITED);
    (void)put(f, 1, "extra", STATE_EXITED);
    assert_int_equal(store_container_count(f->store), STORE_CONTAINERS + 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_are_found_by_ref_and_by_place),
        TEST(thousand_changes_make_one_delivery),
        TEST(changes_of_one_turn_are_merged),
        TEST(equal_value_changes_nothing),
        TEST(link_and_host_are_told_of_their_engine),
        TEST(subscriber_may_leave_during_a_delivery),
        TEST(subscriber_that_was_removed_hears_no_more),
        TEST(subscriber_that_came_hears_of_later_changes),
        TEST(change_during_a_delivery_comes_in_the_next_turn),
        TEST(totals_count_every_state),
        TEST(totals_follow_the_numbers),
        TEST(stopped_container_has_no_usage),
        TEST(restart_that_nobody_saw_ends_the_numbers),
        TEST(sample_of_zeros_ends_the_numbers),
        TEST(history_keeps_the_last_samples),
        TEST(smoothed_value_has_a_half_life_of_five_seconds),
        TEST(long_gap_makes_the_next_sample_a_first_one),
        TEST(more_containers_than_the_limit_are_refused),
    };

    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
