/*
 * menu.h - one of a few things, chosen from a list at the bottom of the
 * screen.
 *
 * A dialog. Moves like every list; Enter takes the entry under the cursor, an
 * entry's own key takes it at once, and so does a click; Esc and C-c take
 * none. An entry that cannot be taken now says why. Entries without a key are
 * numbered.
 */
#ifndef WIDGETS_MENU_H
#define WIDGETS_MENU_H

#include "ui/widgets/view.h"

#define MENU_ENTRIES 64

struct menu_entry {
    char key; /* no key of a list (j, g, ...); 0: a digit, while there are */
    const char *words;
    const char *help;   /* behind the words; NULL: nothing */
    const char *refuse; /* why it cannot be taken; NULL: it can */
};

struct menu_owner {
    /* The menu is closed by then. */
    void (*chosen)(void *data, size_t index);
    void *data;
};

/* All text is copied. The cursor stands on entry `index`. */
bool menu_open(struct app *app, const char *title,
               const struct menu_entry *entries, size_t count, size_t index,
               const struct menu_owner *owner, struct err *err);

#endif
