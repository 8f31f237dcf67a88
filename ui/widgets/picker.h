/*
 * picker.h - one of a few things, chosen from a list at the bottom of the
 * screen.
 *
 * A dialog. Moves like every list; Enter takes the one under the cursor, a
 * digit that one, Esc and C-c none.
 */
#ifndef WIDGETS_PICKER_H
#define WIDGETS_PICKER_H

#include "ui/widgets/view.h"

struct picker_item {
    const char *name;
    const char *help;
};

struct picker_owner {
    void (*chosen)(void *data, size_t index);
    void *data;
};

/* `title` is copied; `items` is borrowed. */
bool picker_open(struct app *app, const char *title,
                 const struct picker_item *items, size_t count,
                 const struct picker_owner *owner, struct err *err);

#endif
