/*
 * How long it takes to put 5,000 containers of 200 projects in order: `make
 * tests/bench/bench_rows && tests/bench/bench_rows [COUNT]`. The median of
 * ROUNDS is printed for each order.
 */
#include "config.h"

#include "support/fake_rows.h"

#include "base/mem.h"
#include "work/rows.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 31
#define NOW INT64_C(1795212382000000000)

/* A container and what it points at. */
struct made {
    char id[CONTAINER_ID_LEN + 1];
    char name[48];
    char project[32];
    struct container value;
    struct usage usage;
};

static struct store
store_make(struct made *made, struct container_row *rows, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        struct made *one = &made[i];
        size_t mixed = i * 7919 % count;

        (void)snprintf(one->id, sizeof(one->id), "%064zx", mixed * 0x9e3779b1);
        (void)snprintf(one->name, sizeof(one->name), "shop-frontend-%zu",
                       mixed);
        one->value = fake_container(one->id, one->name,
                                    i % 5 ? STATE_RUNNING : STATE_EXITED);
        one->value.image = "registry.example.com/shop/frontend:1.4.2";
        (void)snprintf(one->project, sizeof(one->project), "shop-%zu",
                       mixed % 200);
        one->value.project = one->project;
        one->value.started = one->value.finished =
            NOW - (int64_t)mixed * 1000000000;
        one->value.exit_code = i % 5 ? EXIT_UNKNOWN : 0;
        one->usage.has_cpu = true;
        rows[i] = fake_row(&one->value);
        rows[i].usage = i % 5 ? &one->usage : NULL;
        rows[i].cpu_smooth = (double)(mixed % 997) / 10;
    }
    return (struct store){.rows = rows, .count = count};
}

static double
milliseconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
    const double *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static void
measure(const char *name, const struct store *store,
        const struct rows_order *order)
{
    const struct cell_context context = {.now_wall = NOW};
    double times[ROUNDS];
    struct rows rows;
    size_t i;

    rows_init(&rows);
    for (i = 0; i < ROUNDS; i++) {
        double begin = milliseconds();

        rows_collect(&rows, store, order, &context);
        times[i] = milliseconds() - begin;
    }
    qsort(times, ROUNDS, sizeof(times[0]), compare);
    printf("%-14s %6zu of %zu rows  %8.2f ms\n", name, rows.count, store->count,
           times[ROUNDS / 2]);
    rows_release(&rows);
}

int
main(int argc, char **argv)
{
    static const char *const filters[] = {"frontend-42", "nothing",
                                          "state:up !42", "re:end-4.*2$"};
    long count = argc > 1 ? strtol(argv[1], NULL, 10) : 5000;
    struct made *made;
    struct container_row *rows;
    struct rows_order order = {.only_running = false};
    struct store store;
    size_t i;

    if (count < 1 || count > STORE_CONTAINERS) {
        (void)fprintf(stderr, "usage: %s [COUNT]\n", argv[0]);
        return 2;
    }
    (void)setlocale(LC_CTYPE, "");
    made = xcalloc((size_t)count, sizeof(*made));
    rows = xcalloc((size_t)count, sizeof(*rows));
    store = store_make(made, rows, (size_t)count);
    for (i = 0; i < container_column_count; i++) {
        order.column = &container_columns[i];
        measure(order.column->name, &store, &order);
    }
    order.column = NULL;
    for (i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
        order.filter =
            filter_new(&container_kind, str_of(filters[i]), NULL, NULL);
        measure(filters[i], &store, &order);
        filter_free(order.filter);
        order.filter = NULL;
    }
    order.only_wrong = true;
    measure("wrong", &store, &order);
    order.only_wrong = false;
    order.group = GROUP_PROJECT;
    measure("project", &store, &order);
    free(rows);
    free(made);
    return 0;
}
