/*
 * filter_private.h - a filter's inside: filter.c makes it of text,
 * filter_match.c asks it about rows.
 */
#ifndef WORK_FILTER_PRIVATE_H
#define WORK_FILTER_PRIVATE_H

#include "base/regex.h"
#include "work/filter.h"

struct term {
    bool is_excluding;
    const struct field *field; /* NULL: all cells */
    struct str text;           /* in filter->text */
    struct regex *regex;       /* owned; NULL: plain text */
};

struct filter {
    const struct kind *kind;
    char *text;
    struct term terms[FILTER_TERMS];
    size_t count;
    bool is_too_hard;
    /* Of the row in hand, pieces with a NUL behind each. */
    struct buf cells;
    bool has_cells;
    struct buf field;
};

#endif
