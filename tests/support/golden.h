/*
 * golden.h - pictures in tests/screens. UPDATE=1 writes them anew; then read
 * the difference.
 */
#ifndef SUPPORT_GOLDEN_H
#define SUPPORT_GOLDEN_H

#include "support/world.h"

/* Whether the picture now, with its roles if asked for, is the one of that
 * name; prints where it differs. */
bool golden_is(struct world *world, const char *name, bool roles);
/* The same for any text and a file's whole name. */
bool golden_file_is(const char *name, const char *picture);

#endif
