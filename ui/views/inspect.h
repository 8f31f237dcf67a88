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

struct inspect {
    struct view view;
    struct reading reading;
    struct tree tree;
    struct buf searched;   /* "": no search */
    struct err search_err; /* why what is being typed is no pattern, or "" */
};

#endif
