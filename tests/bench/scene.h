/*
 * scene.h - a screen full of containers that all have new numbers, without an
 * engine and without a terminal (support/world.h).
 */
#ifndef BENCH_SCENE_H
#define BENCH_SCENE_H

#include "support/world.h"

void scene_init(struct world *world, struct size size, size_t containers);
/* Another second for all of them: no number is as it was. */
void scene_live(struct world *world, size_t containers, unsigned *seed);

#endif
