/*
 * The stats pane: the numbers of one container, in pictures and by rows.
 */
#include "config.h"

#include "support/detail.h"

#include "base/ring.h"
#include "base/timestamp.h"
#include "store/write.h"
#include "ui/views/stats_measures.h"
#include "ui/views/views.h"
#include "ui/widgets/chart.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

#define SAMPLES 150

static const struct piece_of_world web = {
    .value = {.name = "web-1",
              .image = "shop/web:1.4",
              .state = STATE_RUNNING,
              .nano_cpus = 2000000000},
    .age = 3 * 3600,
    .cpu = -1,
};

/* Two and a half minutes in which it works, rests, and works. */
static void
put_samples(struct world *world, const struct ref *ref, uint64_t limit)
{
    struct sample sample = {
        .read = WORLD_NOW - SAMPLES * SECOND_NS,
        .has_cpu = true,
        .cpu_online = 8,
        .has_memory = true,
        .memory_limit = limit,
        .has_network = true,
        .has_block = true,
        .has_pids = true,
        .pids_limit = 100,
    };

    for (int i = 0; i < SAMPLES; i++) {
        double wave = 0.5 + 0.5 * sin(i / 9.0);

        sample.read += SECOND_NS;
        sample.cpu_system += 8 * (uint64_t)SECOND_NS;
        sample.cpu_total += (uint64_t)(wave * 1.2 * (double)SECOND_NS);
        sample.memory = (300 + 2 * (uint64_t)i) * MEBI;
        sample.network_rx += (uint64_t)(wave * 1.2e6);
        sample.network_tx += 80123;
        sample.block_write += i % 30 == 0 ? 7777777 : 0;
        sample.pids = i < 75 ? 12 : 24;
        store_put_sample(world->store, ref, &sample);
    }
}

static void
the_numbers_are_readable_at_every_size(void **state)
{
    static const struct size sizes[] = {{100, 40}, {100, 5}, {64, 12}, {48, 8},
                                        {40, 5},   {30, 5},  {30, 12}, {20, 2}};
    struct world world;
    struct detail detail;
    bool is_right = true;
    struct ref ref;

    (void)state;
    world_init(&world, 80, 24);
    ref = world_put(&world, &web);
    put_samples(&world, &ref, 1024 * MEBI);
    world_turn(&world);
    detail_init(&detail, &world, &stats_view);
    detail_aim(&detail, &ref);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        char name[64];

        (void)snprintf(name, sizeof(name), "stats-%dx%d", sizes[i].width,
                       sizes[i].height);
        is_right &=
            detail_is_as_painted(&detail, name, sizes[i], sizes[i].width == 64);
    }
    assert_true(is_right);
    detail_release(&detail);
    world_release(&world);
}

static void
without_utf8_the_graphs_are_ascii(void **state)
{
    struct world world;
    struct detail detail;
    struct ref ref;

    (void)state;
    assert_non_null(setlocale(LC_ALL, "C"));
    world_init(&world, 80, 24);
    ref = world_put(&world, &web);
    put_samples(&world, &ref, 512 * MEBI);
    world_turn(&world);
    detail_init(&detail, &world, &stats_view);
    detail_aim(&detail, &ref);
    assert_true(detail_is_as_painted(&detail, "stats-ascii",
                                     (struct size){64, 12}, true));
    detail_release(&detail);
    world_release(&world);
    assert_non_null(setlocale(LC_ALL, ""));
}

static void
where_there_are_no_numbers_it_says_why(void **state)
{
    static const struct {
        struct piece_of_world piece;
        const char *words;
    } rows[] = {
        {{.value = {.name = "a", .state = STATE_RUNNING}, .cpu = -1},
         "no numbers yet"},
        {{.value = {.name = "b", .state = STATE_CREATED}},
         "b does not run: it is created"},
        {{.value = {.name = "c", .state = STATE_EXITED, .exit_code = 137}},
         "c does not run: it is exited with code 137"},
        {{.value = {.name = "d",
                    .state = STATE_EXITED,
                    .exit_code = EXIT_UNKNOWN}},
         "d does not run: it is exited"},
    };
    const struct ref nothing = ref_make(0, REF_NONE, "");
    struct world world;
    struct detail detail;
    struct ref ref;

    (void)state;
    world_init(&world, 80, 24);
    detail_init(&detail, &world, &stats_view);
    for (size_t i = 0; i < COUNT(rows); i++) {
        ref = world_put(&world, &rows[i].piece);
        detail_aim(&detail, &ref);
        assert_non_null(
            strstr(detail_picture(&detail, (struct size){60, 3}, false),
                   rows[i].words));
    }
    world_drop(&world, &ref);
    assert_non_null(strstr(detail_picture(&detail, (struct size){60, 3}, false),
                           "d is gone"));
    detail_aim(&detail, &nothing);
    assert_string_equal(detail_picture(&detail, (struct size){60, 1}, false),
                        "[Stats] []\nno container is chosen\n");
    detail_release(&detail);
    world_release(&world);
}

static void
old_numbers_say_how_old_they_are(void **state)
{
    struct piece_of_world piece = web;
    struct world world;
    struct detail detail;
    struct ref ref;

    (void)state;
    piece.cpu = 1;
    piece.stale = 9000;
    world_init(&world, 80, 24);
    ref = world_put(&world, &piece);
    detail_init(&detail, &world, &stats_view);
    detail_aim(&detail, &ref);
    assert_non_null(strstr(detail_picture(&detail, (struct size){60, 5}, false),
                           "[9s old]"));
    assert_true(stats_view.next_tick(detail.view) > loop_now(world.loop));
    assert_true(stats_view.next_tick(detail.view) <=
                loop_now(world.loop) + 1000);
    detail_release(&detail);
    world_release(&world);
}

static void
news_of_other_containers_draw_nothing(void **state)
{
    struct world world;
    struct detail detail;
    struct change change = {.what = CHANGE_USAGE};
    struct ref ref;

    (void)state;
    world_init(&world, 80, 24);
    ref = world_put_plain(&world, "web");
    detail_init(&detail, &world, &stats_view);
    detail_aim(&detail, &ref);
    (void)detail_picture(&detail, (struct size){60, 5}, false);
    change.ref = world_ref("db");
    stats_view.changed(detail.view, &change, 1);
    assert_false(detail.view->dirty);
    change.ref = ref;
    stats_view.changed(detail.view, &change, 1);
    assert_true(detail.view->dirty);
    detail_release(&detail);
    world_release(&world);
}

/* ---- the history -------------------------------------------------------- */

#define NONE CHART_UNKNOWN

static void
columns_are_pieces_of_time(void **state)
{
    static const struct {
        const char *what;
        int seconds[5]; /* of the samples; 0: no more */
        double columns[6];
    } rows[] = {
        {"one a second", {101, 102, 103, 104, 105}, {NONE, 1, 2, 3, 4, 5}},
        {"one is late", {101, 102, 104, 105}, {NONE, 1, 2, 2, 3, 4}},
        {"two at once", {104, 105, 105}, {NONE, NONE, NONE, NONE, 1, 3}},
        {"a long silence", {90, 105}, {NONE, NONE, NONE, NONE, NONE, 2}},
        {"held from before", {99, 104, 105}, {1, 1, 1, 1, 2, 3}},
        {"the clock went back",
         {105, 101, 102},
         {NONE, NONE, NONE, NONE, 2, 3}},
        {"none", {0}, {NONE, NONE, NONE, NONE, NONE, NONE}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double columns[6];
        struct ring ring;

        print_message("# %s\n", rows[i].what);
        ring_init(&ring, sizeof(struct moment), HISTORY_SAMPLES);
        for (int j = 0; j < 5 && rows[i].seconds[j]; j++) {
            struct moment moment = {.read = rows[i].seconds[j] * SECOND_NS,
                                    .cpu = (float)(j + 1)};

            ring_push(&ring, &moment);
        }
        measure_fill(columns, 6, 6 * SECOND_NS, &stats_measures[0], &ring);
        for (int j = 0; j < 6; j++)
            assert_true(columns[j] == rows[i].columns[j]);
        ring_release(&ring);
    }
}

static void
average_and_peak_leave_out_what_is_not_known(void **state)
{
    static const struct moment moments[] = {
        {.cpu = MOMENT_UNKNOWN}, {.cpu = 10}, {.cpu = 40}};
    struct measure_sums sums;
    struct ring ring;

    (void)state;
    ring_init(&ring, sizeof(struct moment), HISTORY_SAMPLES);
    measure_sum_up(&sums, &stats_measures[0], NULL);
    assert_true(sums.peak < 0 && sums.average < 0);
    for (size_t i = 0; i < COUNT(moments); i++)
        ring_push(&ring, &moments[i]);
    measure_sum_up(&sums, &stats_measures[0], &ring);
    assert_true(sums.peak == 40);
    assert_true(sums.average == 25);
    ring_release(&ring);
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_numbers_are_readable_at_every_size),
        cmocka_unit_test(without_utf8_the_graphs_are_ascii),
        cmocka_unit_test(where_there_are_no_numbers_it_says_why),
        cmocka_unit_test(old_numbers_say_how_old_they_are),
        cmocka_unit_test(news_of_other_containers_draw_nothing),
        cmocka_unit_test(columns_are_pieces_of_time),
        cmocka_unit_test(average_and_peak_leave_out_what_is_not_known),
    };

    return cmocka_run_group_tests_name("stats", tests, set_up, NULL);
}
