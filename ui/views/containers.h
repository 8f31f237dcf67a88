/*
 * containers.h - the list of containers: containers.c is the view,
 * containers_acts.c what is done to containers. All that lists have in common
 * is in listing.h.
 *
 * Order and filter by state are options (work/option.h): `<` and `A` set what
 * `set sort` and `set all` set.
 */
#ifndef VIEWS_CONTAINERS_H
#define VIEWS_CONTAINERS_H

#include "ui/views/listing.h"

enum handled containers_act(struct listing *list, enum action action);
const char *containers_refuse(const struct listing *list, enum action action);

#endif
