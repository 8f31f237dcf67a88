#include "config.h"

#include "bench/scene.h"

#include <stdio.h>
#include <stdlib.h>

#define PROJECT_MEMBERS 25
#define DAY 86400

static struct ref
put(struct world *world, size_t index, unsigned *seed)
{
    char name[64], project[32];

    /* Not in the order of their names. */
    (void)snprintf(name, sizeof(name), "shop-frontend-%04zu",
                   index * 7919 % 10000);
    (void)snprintf(project, sizeof(project), "shop-%zu",
                   index / PROJECT_MEMBERS);
    return world_put(
        world, &(struct piece_of_world){
                   .value = {.name = name,
                             .image = "registry.example.com/shop/frontend:1.4",
                             .project = project,
                             .state = index % 5 ? STATE_RUNNING : STATE_EXITED},
                   .age = 5 * DAY + (int64_t)index,
                   .cpu = rand_r(seed) % 1000 / 10.0,
                   .memory = (uint64_t)(rand_r(seed) % 1000) << 20,
                   .limit = (uint64_t)1 << 30,
                   .rx = (uint64_t)rand_r(seed),
                   .tx = (uint64_t)rand_r(seed),
                   .in = (uint64_t)rand_r(seed),
                   .out = (uint64_t)rand_r(seed),
                   .pids = (uint64_t)(rand_r(seed) % 100)});
}

void
scene_live(struct world *world, size_t containers, unsigned *seed)
{
    for (size_t i = 0; i < containers; i++)
        (void)put(world, i, seed);
    world_turn(world);
}

void
scene_init(struct world *world, struct size size, size_t containers)
{
    unsigned seed = 1;

    world_init(world, size.width, size.height);
    scene_live(world, containers, &seed);
    (void)world_picture(world, false);
}
