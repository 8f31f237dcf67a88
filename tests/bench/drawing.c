/*
 * drawing.c - how long a frame takes in which everything changed: rendered
 * into cells and compared with the cells before, as ui/term does it. Curses,
 * which turns them into bytes, is not in it.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/scene.h"

#include <string.h>

#define CONTAINERS 200
#define FRAMES 60

static const struct bench_figure figures[] = {
    {"draw-160x48", "160x48, all of it dirty", "ms", NULL, BENCH_MOST, 4},
    {"draw-400x120", "400x120, all of it dirty", "ms", NULL, BENCH_MOST, 8},
};

static const struct size sizes[COUNT(figures)] = {{160, 48}, {400, 120}};

/* Also keeps the new ones. */
static size_t
compare(struct grid *shown, const struct grid *grid)
{
    size_t width = (size_t)grid->size.width * sizeof(struct cell), changed = 0;

    for (int y = 0; y < grid->size.height; y++) {
        ptrdiff_t at = (ptrdiff_t)y * grid->size.width;

        if (grid_row_equal(grid, shown, y))
            continue;
        memcpy(shown->cells + at, grid->cells + at, width);
        changed++;
    }
    return changed;
}

static void
measure(struct bench *bench, size_t number)
{
    struct series times = {0};
    struct world world;
    struct grid shown;
    unsigned seed = 2;

    scene_init(&world, sizes[number], CONTAINERS);
    grid_init(&shown);
    grid_resize(&shown, sizes[number]);
    for (size_t i = 0; i < FRAMES; i++) {
        double began;

        scene_live(&world, CONTAINERS, &seed);
        app_resize(world.app, sizes[number]);
        began = bench_now();
        app_render(world.app, &world.grid);
        if (compare(&shown, &world.grid) == 0)
            bench_fail("nothing changed");
        series_add(&times, bench_now() - began);
        app_shown(world.app);
    }
    bench_alone(bench, &figures[number], bench_value_of(&times, 0.5));
    series_release(&times);
    grid_release(&shown);
    world_release(&world);
}

static void
run(struct bench *bench)
{
    for (size_t i = 0; i < COUNT(figures); i++)
        measure(bench, i);
}

const struct bench_group drawing_group = {
    .name = "drawing",
    .title = "One frame, rendered and compared",
    .figures = figures,
    .figure_count = COUNT(figures),
    .run = run,
};
