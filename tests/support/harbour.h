/*
 * harbour.h - a fleet with everything in it that a screen has to show well:
 * all states, long, wide and hostile names, numbers of every magnitude.
 */
#ifndef SUPPORT_HARBOUR_H
#define SUPPORT_HARBOUR_H

#include "support/world.h"

void harbour_fill(struct world *world);

#endif
