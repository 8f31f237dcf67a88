/*
 * Which containers a list shows, and in which order.
 */
#include "config.h"

#include "support/fake_rows.h"
#include "support/test.h"

#include "base/buf.h"
#include "work/rows.h"

#include <stdlib.h>

struct sample_row {
    const char *id, *name;
    enum container_state state;
    bool has_cpu;
    double cpu, cpu_smooth;
    const char *image;
};

static const struct sample_row samples[] = {
    {"a1", "web-10", STATE_RUNNING, true, 90, 5, "shop/web:1"},
    {"a2", "web-2", STATE_RUNNING, true, 1, 60, "shop/Web:2"},
    {"a3", "db", STATE_RUNNING, false, 0, 0, "postgres"},
    {"a4", "old", STATE_EXITED, false, 0, 0, "shop/web:0"},
    {"a5", "broken", STATE_EXITED, false, 0, 0, "busybox"},
    {"a6", "cache", STATE_PAUSED, true, 0, 30, "redis"},
};

static struct container values[COUNT(samples)];
static struct usage usages[COUNT(samples)];
static struct container_row made[COUNT(samples)];
static const struct store store = {.rows = made, .count = COUNT(samples)};
static const struct cell_context context = {.now_wall = 1};

static int
rows_make(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(samples); i++) {
        const struct sample_row *sample = &samples[i];

        values[i] = fake_container(sample->id, sample->name, sample->state);
        values[i].image = sample->image;
        made[i] = fake_row(&values[i]);
        made[i].cpu_smooth = sample->cpu_smooth;
        usages[i].has_cpu = sample->has_cpu;
        usages[i].cpu_percent = sample->cpu;
        made[i].usage = sample->has_cpu ? &usages[i] : NULL;
    }
    return 0;
}

static const char *
name_of(const struct ref *ref)
{
    size_t i;

    for (i = 0; i < COUNT(samples); i++)
        if (strcmp(samples[i].id, ref->key) == 0)
            return samples[i].name;
    return "?";
}

/* The names in order, spaces between. */
static void
assert_rows(const struct rows_order *order, const char *names, size_t hidden)
{
    struct buf out = BUF_INIT(1024);
    struct rows rows;
    size_t i;

    rows_init(&rows);
    rows_collect(&rows, &store, order, &context);
    for (i = 0; i < rows.count; i++) {
        assert_true(buf_addf(&out, "%s%s", i ? " " : "", name_of(&rows.at[i])));
        assert_int_equal(rows_find(&rows, &rows.at[i]), i);
    }
    assert_string_equal(buf_text(&out), names);
    assert_int_equal(rows.hidden, hidden);
    rows_release(&rows);
    buf_release(&out);
}

static void
rows_stand_in_a_total_order(void **state)
{
    static const struct {
        const char *column; /* NULL: none */
        bool is_reverse;
        const char *names;
    } rows[] = {
        {NULL, false, "cache db web-2 web-10 broken old"},
        {NULL, true, "web-10 web-2 db cache old broken"},
        {"name", false, "cache db web-2 web-10 broken old"},
        /* by the smoothed value; the unknown is last in both directions */
        {"cpu", false, "web-2 cache web-10 db broken old"},
        {"cpu", true, "web-10 cache web-2 db broken old"},
        {"image", false, "db cache web-2 web-10 broken old"},
        {"id", false, "web-10 web-2 db cache old broken"},
        {"id", true, "cache db web-2 web-10 broken old"},
        {"state", false, "db web-2 web-10 cache broken old"},
        /* of equals, the name decides */
        {"project", false, "cache db web-2 web-10 broken old"},
        {"project", true, "cache db web-2 web-10 broken old"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct rows_order order = {.is_reverse = rows[i].is_reverse};

        if (rows[i].column)
            order.column =
                column_find(container_columns, container_column_count,
                            str_of(rows[i].column));
        assert_rows(&order, rows[i].names, 0);
    }
}

static void
what_does_not_run_can_be_hidden(void **state)
{
    const struct rows_order order = {.only_running = true};

    (void)state;
    assert_rows(&order, "cache db web-2 web-10", 2);
}

static void
the_filter_leaves_out_what_it_does_not_match(void **state)
{
    static const struct {
        const char *filter, *names;
    } rows[] = {
        {"", "cache db web-2 web-10 broken old"},
        {"web", "web-2 web-10 old"},
        {"Web", "web-2"},
        {"exited", "broken old"},
        {"paused", "cache"},
        {"a3", "db"},
        {"nothing", ""},
        /* numbers that change by the second are not looked at */
        {"90.0", ""},
        {"-", "web-2 web-10"},
        {"web !state:exited", "web-2 web-10"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct rows_order order = {
            .filter =
                filter_new(&container_kind, str_of(rows[i].filter), NULL, NULL),
        };
        size_t shown = rows[i].names[0] ? 1 : 0, k;

        assert_non_null(order.filter);
        for (k = 0; rows[i].names[k]; k++)
            shown += rows[i].names[k] == ' ';
        assert_rows(&order, rows[i].names, COUNT(samples) - shown);
        filter_free(order.filter);
    }
}

static void
only_what_is_wrong_can_be_shown(void **state)
{
    const struct rows_order order = {.only_wrong = true};

    (void)state;
    values[0].health = HEALTH_UNHEALTHY;
    values[4].exit_code = 1;
    assert_rows(&order, "web-10 broken", COUNT(samples) - 2);
    values[0].health = HEALTH_NONE;
    values[4].exit_code = EXIT_UNKNOWN;
    assert_rows(&order, "", COUNT(samples));
}

static void
new_numbers_move_rows_only_where_they_count(void **state)
{
    static const struct {
        const char *column;
        enum group_by group;
        bool are_live;
    } rows[] = {
        {NULL, GROUP_NONE, false},   {"name", GROUP_NONE, false},
        {"cpu", GROUP_NONE, true},   {"memory", GROUP_NONE, true},
        {NULL, GROUP_PROJECT, true}, {"state", GROUP_PROJECT, true},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct rows_order order = {.group = rows[i].group};

        if (rows[i].column)
            order.column =
                column_find(container_columns, container_column_count,
                            str_of(rows[i].column));
        assert_int_equal(rows_are_live(&order), rows[i].are_live);
    }
}

static void
rows_of_an_empty_store_are_none(void **state)
{
    const struct store none = {.count = 0};
    const struct rows_order order = {.only_running = false};
    const struct ref ref = ref_make(0, REF_CONTAINER, "a1");
    struct rows rows;

    (void)state;
    rows_init(&rows);
    rows_collect(&rows, &store, &order, &context);
    rows_collect(&rows, &none, &order, &context);
    assert_int_equal(rows.count, 0);
    assert_int_equal(rows.hidden, 0);
    assert_int_equal(rows_find(&rows, &ref), -1);
    rows_release(&rows);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_stand_in_a_total_order),
        cmocka_unit_test(what_does_not_run_can_be_hidden),
        cmocka_unit_test(the_filter_leaves_out_what_it_does_not_match),
        cmocka_unit_test(only_what_is_wrong_can_be_shown),
        cmocka_unit_test(new_numbers_move_rows_only_where_they_count),
        cmocka_unit_test(rows_of_an_empty_store_are_none),
    };

    return cmocka_run_group_tests_name("rows", tests, rows_make, NULL);
}
