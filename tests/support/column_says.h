/*
 * column_says.h - what a column of containers says of a row. Rows are made by
 * hand, as in fake_rows.h.
 */
#ifndef SUPPORT_COLUMN_SAYS_H
#define SUPPORT_COLUMN_SAYS_H

#include "support/fake_rows.h"

/* There must be one. */
const struct column *column_of(const char *name);
/* Fail unless the column says `text` in `tone`. */
void assert_says(const char *column, const struct container_row *row,
                 const struct cell_context *context, const char *text,
                 enum tone tone);

#endif
