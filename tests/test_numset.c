/*
 * Sets of numbers against an array of booleans.
 */
#include "config.h"

#include "support/test.h"

#include "base/numset.h"

#include <string.h>

#define MOST 5000

struct model {
    bool has[MOST], also[MOST];
};

static uint64_t
model_next(const struct model *model, uint64_t number)
{
    for (; number < MOST; number++)
        if (model->has[number] && model->also[number])
            return number;
    return 0;
}

static uint64_t
model_previous(const struct model *model, uint64_t number)
{
    if (number > MOST)
        number = MOST;
    while (number-- > 0)
        if (model->has[number] && model->also[number])
            return number;
    return 0;
}

static size_t
model_rank(const struct model *model, uint64_t number)
{
    size_t rank = 0;

    for (uint64_t i = 0; i < number && i < MOST; i++)
        rank += model->has[i] && model->also[i];
    return rank;
}

static uint32_t
next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void
compare(const struct model *model, const struct numset *set,
        const struct numset *also, uint64_t number)
{
    assert_int_equal(numset_has(set, number),
                     number < MOST && model->has[number]);
    assert_int_equal(numset_rank(set, also, number), model_rank(model, number));
    assert_int_equal(numset_next(set, also, number), model_next(model, number));
    assert_int_equal(numset_previous(set, also, number),
                     model_previous(model, number));
}

/* One random change. */
static void
change(struct model *model, struct numset *set, uint32_t *seed, uint64_t *least)
{
    uint64_t number = *least + next_random(seed) % (MOST - *least);

    switch (next_random(seed) % 40) {
    case 0:
        *least += next_random(seed) % 200;
        if (*least >= MOST - 100)
            *least = MOST - 100;
        numset_drop_before(set, *least);
        for (uint64_t i = 0; i < *least; i++)
            model->has[i] = false;
        break;
    case 1:
    case 2:
        numset_remove(set, number);
        model->has[number] = false;
        break;
    default:
        numset_add(set, number);
        model->has[number] = true;
    }
}

static void
what_is_in_a_set_is_what_was_put_there(void **state)
{
    struct numset also = NUMSET_INIT;
    static struct model model;
    uint32_t seed = 7;

    (void)state;
    for (uint64_t i = 0; i < MOST; i++) {
        model.also[i] = i % 3 != 0;
        if (model.also[i])
            numset_add(&also, i);
    }
    for (int round = 0; round < 20; round++) {
        struct numset set = NUMSET_INIT;
        uint64_t least = 1;

        memset(model.has, 0, sizeof(model.has));
        for (int i = 0; i < 400; i++) {
            change(&model, &set, &seed, &least);
            compare(&model, &set, &also, next_random(&seed) % (MOST + 200));
        }
        compare(&model, &set, &also, UINT64_MAX);
        numset_release(&set);
    }
    numset_release(&also);
}

static void
all_of_one_set_is_added_to_another(void **state)
{
    struct numset all = NUMSET_INIT, some = NUMSET_INIT;

    (void)state;
    numset_add(&all, 100);
    numset_add_all(&all, &some);
    numset_add(&some, 3);
    numset_add(&some, 640);
    numset_add_all(&all, &some);
    assert_int_equal(numset_rank(&all, NULL, UINT64_MAX), 3);
    assert_int_equal(numset_next(&all, NULL, 0), 3);
    assert_int_equal(numset_next(&all, NULL, 4), 100);
    assert_int_equal(numset_previous(&all, NULL, UINT64_MAX), 640);
    numset_clear(&all);
    assert_int_equal(numset_next(&all, NULL, 0), 0);
    assert_int_equal(numset_previous(&all, &some, UINT64_MAX), 0);
    numset_add(&all, UINT64_C(1) << 60);
    assert_true(numset_has(&all, UINT64_C(1) << 60));
    numset_release(&all);
    numset_release(&some);
}

/* Words that slid out of the window are given back, however long it slides. */
static void
a_window_that_slides_does_not_grow(void **state)
{
    struct numset set = NUMSET_INIT;
    size_t cap;

    (void)state;
    for (uint64_t i = 1; i < 200000; i++) {
        numset_add(&set, i);
        numset_drop_before(&set, i > 1000 ? i - 1000 : 0);
    }
    cap = set.cap;
    for (uint64_t i = 200000; i < 2000000; i++) {
        numset_add(&set, i);
        numset_drop_before(&set, i - 1000);
    }
    assert_int_equal(set.cap, cap);
    assert_int_equal(numset_rank(&set, NULL, UINT64_MAX), 1001);
    numset_release(&set);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_in_a_set_is_what_was_put_there),
        cmocka_unit_test(all_of_one_set_is_added_to_another),
        cmocka_unit_test(a_window_that_slides_does_not_grow),
    };

    return cmocka_run_group_tests_name("numset", tests, NULL, NULL);
}
