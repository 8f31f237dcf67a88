/*
 * The store: rows, and the changes that are told of them.
 */
#include "config.h"

#include "support/test.h"
#include "support/values.h"

#include "base/mem.h"

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
    struct ref a = put_value(f->store, 0, "a", STATE_RUNNING);
    struct ref b = put_value(f->store, 0, "b", STATE_EXITED);
    struct ref other = put_value(f->store, 1, "a", STATE_PAUSED);
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
        (void)put_value(f->store, 0, id, STATE_CREATED);
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
            put_sample_at(f->store, ref, age, 50);
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
    struct ref ref = put_value(f->store, 0, "a", STATE_RUNNING);
    struct link link = {.state = LINK_LIVE};
    struct engine_host host = {.cpus = 2, .memory = 7};
    unsigned generation;

    store_set_link(f->store, 0, &link);
    store_set_host(f->store, 0, &host);
    turn(f);
    generation = store_find_container(f->store, &ref)->generation;
    (void)put_value(f->store, 0, "a", STATE_RUNNING);
    store_set_link(f->store, 0, &link);
    store_set_host(f->store, 0, &host);
    turn(f);
    assert_int_equal(f->listeners[0].deliveries, 1);
    assert_int_equal(store_find_container(f->store, &ref)->generation,
                     generation);
    (void)put_value(f->store, 0, "a", STATE_PAUSED);
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
    assert_int_equal(told(f, &first), CHANGE_HOST | CHANGE_TOTALS);
    assert_int_equal(told(f, &second), CHANGE_LINK);
    assert_string_equal(store_link(f->store, 1)->why.text, "no answer");
    assert_int_equal(store_link(f->store, 0)->state, LINK_CONNECTING);
    assert_int_equal(store_totals(f->store, 0)->host.cpus, 4);
    /* The machine stays when the sums are made anew. */
    (void)put_value(f->store, 0, "a", STATE_RUNNING);
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
    (void)put_value(f->store, 0, "a", STATE_RUNNING);
    turn(f);
    f->listeners[0].act = NULL;
    (void)put_value(f->store, 0, "b", STATE_RUNNING);
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
    (void)put_value(f->store, 0, "a", STATE_RUNNING);
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
    (void)put_value(f->store, 0, "a", STATE_RUNNING);
    turn(f);
    assert_int_equal(f->listeners[2].deliveries, 0);
    (void)put_value(f->store, 0, "b", STATE_RUNNING);
    turn(f);
    assert_int_equal(f->listeners[2].deliveries, 1);
}

static void
put_another(struct listener *listener)
{
    listener->act = NULL;
    (void)put_value(listener->fixture->store, 0, "late", STATE_RUNNING);
}

static void
change_during_a_delivery_comes_in_the_next_turn(void **state)
{
    struct fixture *f = *state;
    struct ref late = ref_make(0, REF_CONTAINER, "late");

    f->listeners[0].act = put_another;
    (void)put_value(f->store, 0, "a", STATE_RUNNING);
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
        (void)put_value(f->store, 0, id, states[i]);
    }
    sick.health = HEALTH_UNHEALTHY;
    assert_true(store_put_container(f->store, 0, container_new(&sick)));
    (void)put_value(f->store, 1, "elsewhere", STATE_RUNNING);
    turn(f);
    assert_int_equal(totals->count, 9);
    assert_int_equal(totals->created, 1);
    assert_int_equal(totals->running, 4);
    assert_int_equal(totals->paused, 1);
    assert_int_equal(totals->exited, 2);
    assert_int_equal(totals->unhealthy, 1);
    /* Only the restarting one, which has nothing to wait for. */
    assert_int_equal(totals->sampled, 1);
    assert_int_equal(store_totals(f->store, 1)->count, 1);
}

static void
more_containers_than_the_limit_are_refused(void **state)
{
    struct fixture *f = *state;
    struct container value = value_of("extra", STATE_CREATED);
    char id[16];

    for (int i = 0; i < STORE_CONTAINERS; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        (void)put_value(f->store, 0, id, STATE_CREATED);
    }
    assert_false(store_put_container(f->store, 0, container_new(&value)));
    /* Known ones and other engines are as before. */
    (void)put_value(f->store, 0, "c7", STATE_EXITED);
    (void)put_value(f->store, 1, "extra", STATE_EXITED);
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
        TEST(more_containers_than_the_limit_are_refused),
    };

    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
