/*
 * inspect.h - the engine's full answer about a container or an image, as a
 * tree (widgets/tree.h).
 *
 * Follows the cursor of the list beside it and is read anew when what it shows
 * changes; folds, place and search stay. What was unmasked is masked again as
 * soon as it is about something else.
 */
#ifndef VIEWS_INSPECT_H
#define VIEWS_INSPECT_H

#include "ui/views/reading.h"
#include "ui/widgets/tree.h"

#define INSPECT_COPIES 3

struct inspect {
    struct view view;
    struct reading reading;
    struct tree tree;
    struct buf searched;   /* "": no search */
    struct err search_err; /* why what is being typed is no pattern, or "" */
    struct buf copies[INSPECT_COPIES]; /* as they were when the menu opened */
};

/* inspect_copy.c: the menu of what can be copied of the line under the cursor;
 * a document that comes meanwhile changes nothing of it. */
void inspect_copy_init(struct inspect *inspect);
void inspect_copy_release(struct inspect *inspect);
void inspect_open_copy_menu(struct inspect *inspect);

#endif
