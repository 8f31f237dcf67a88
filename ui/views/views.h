/*
 * views.h - all views, in one table. One file per view; a view is reached by
 * its name and by nothing else.
 */
#ifndef VIEWS_VIEWS_H
#define VIEWS_VIEWS_H

#include "ui/widgets/view.h"

extern const struct view_ops containers_view;

extern const struct view_ops *const views[];
extern const size_t view_count;

/* NULL when there is none of that name. */
const struct view_ops *view_find(struct str name);

#endif
