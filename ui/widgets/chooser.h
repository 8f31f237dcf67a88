/*
 * chooser.h - which columns a table shows, in which order, how wide.
 *
 * A dialog with a line per column: Space shows or hides it, K and J move it up
 * and down, - and + make it narrower and wider, 0 as wide as it needs, r all
 * as they come. Enter keeps, Esc and C-c do not.
 */
#ifndef WIDGETS_CHOOSER_H
#define WIDGETS_CHOOSER_H

#include "ui/widgets/table.h"
#include "ui/widgets/view.h"

#define CHOOSER_WIDTH_MAX 200 /* cells of a column */

struct chooser_owner {
    /* `count` 0: all of them as they come. The dialog is closed by then. */
    void (*chosen)(void *data, const struct table_choice *choice, size_t count);
    void *data;
};

/* Begins with what the table shows now, which is only read here. */
bool chooser_open(struct app *app, const struct table *table,
                  const struct chooser_owner *owner, struct err *err);

#endif
