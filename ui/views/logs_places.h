/*
 * logs_places.h - where rows begin in long lines.
 *
 * Tabs, wide characters and colours make it impossible to find the row N of a
 * wrapped line, or its column N, without a walk through all that stands before.
 * So a long line leaves a place behind every some thousand cells, and the next
 * walk begins at the nearest of them: a line is walked through once, whatever
 * its length, and not at all where nobody looks. Short lines leave none.
 *
 * Places are kept for the lines that were asked for last. They are offsets: the
 * text may move as its line grows. A line that was begun anew ("\r") has other
 * places; logbook_line.rewrites tells.
 */
#ifndef VIEWS_LOGS_PLACES_H
#define VIEWS_LOGS_PLACES_H

#include "store/logbook.h"
#include "ui/cells/ansi.h"

/* Lines of which places are kept. */
#define PLACES_LINES 128

struct places;

struct places *places_new(void);
void places_free(struct places *places);
/* Another log, whose numbers mean other lines. */
void places_clear(struct places *places);

/* How many rows the line takes that is wrapped at `width` cells; at least 1. */
size_t places_count_rows(struct places *places, const struct logbook_line *line,
                         size_t width);
/* Where the row begins; false when the line ends before. */
bool places_find_row(struct places *places, const struct logbook_line *line,
                     size_t width, size_t row, struct ansi *found);
/* In which row this byte of the plain text stands; its column when `width` is
 * 0. */
size_t places_of_byte(struct places *places, const struct logbook_line *line,
                      size_t width, size_t at);
/* Where the first glyph stands that begins at this column or behind, or the end
 * of the line; the one before when it reaches over the column. */
void places_find_column(struct places *places, const struct logbook_line *line,
                        size_t column, struct ansi *found);

#endif
