/*
 * nearest.h - "did you mean ...?": the known word that was probably meant by
 * one that is not known.
 *
 * A word is near when few letters were missed, added, mistaken or swapped: one
 * in each three of what was typed. Of equally near ones the first one counts.
 * The words are borrowed until nearest_say().
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/buf.h"

struct nearest {
    struct str typed;
    const char *word; /* NULL: none is near */
    unsigned distance;
};

void nearest_begin(struct nearest *nearest, struct str typed);
void nearest_try(struct nearest *nearest, const char *word);
/* Append "; did you mean project?", or nothing. */
void nearest_say(struct buf *out, const struct nearest *nearest);

#endif
