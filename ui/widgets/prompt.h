/*
 * prompt.h - a line at the bottom of the screen in which something is typed.
 *
 * A dialog. Its owner, a view below it, hears of every change, so that a
 * filter works while it is typed; then once how it ended: Enter keeps the
 * text, Esc and C-c do not, nor does Backspace in an empty line.
 */
#ifndef WIDGETS_PROMPT_H
#define WIDGETS_PROMPT_H

#include "ui/widgets/history.h"
#include "ui/widgets/view.h"

struct prompt_owner {
    void (*changed)(void *data, struct str text); /* may be NULL */
    void (*done)(void *data, struct str text, bool is_kept);
    /* What is typed means nothing yet: it is coloured so. May be NULL. */
    bool (*is_wrong)(const void *data);
    /* As note(), about what is typed so far. May be NULL. */
    void (*hint)(const void *data, struct str text, struct buf *out);
    /* Tab: append what the line shall be; false: nothing is known. May be
     * NULL. */
    bool (*complete)(void *data, struct str text, struct buf *out);
    /* Fetched back with the arrows; borrowed, or NULL. */
    const struct history *history;
    /* What stands at the right end ("7 of 50"); append. May be NULL. */
    void (*note)(const void *data, struct buf *out);
    void *data;
};

/* `label` is static text: "/". */
bool prompt_open(struct app *app, const char *label, struct str text,
                 const struct prompt_owner *owner, struct err *err);

#endif
