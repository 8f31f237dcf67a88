/*
 * panes.h - the dashboard: lists at the left, details of the container under
 * the cursor at the right.
 *
 * One view made of views (widgets/view.h). The pane with the focus gets the
 * keys; what a detail does not know acts on the container that it shows, which
 * is the one under the cursor of the containers list. Details follow the
 * cursor of the list that had the focus last; logs and stats are always about
 * a container. A further detail (inspect, why) can be opened in the place of
 * logs and stats; it takes the focus, follows the cursor too, and goes with
 * `q` or Esc. Where the panes stand is cells/layout.h's.
 */
#ifndef VIEWS_PANES_H
#define VIEWS_PANES_H

#include "ui/cells/layout.h"
#include "ui/widgets/app.h"

extern const struct view_ops panes_view;

/* Open this detail about `ref` in the panes that `view` is part of (or is). A
 * detail of the same kind that is open already is aimed anew. False with err
 * when `view` is not part of panes or the detail cannot be opened. */
bool panes_open_detail(struct view *view, const struct view_ops *ops,
                       const struct ref *ref, struct err *err);
/* Give this pane the focus; false when there is none. */
bool panes_focus(struct view *view, enum pane pane);
enum pane panes_focused(const struct view *view);
/* The view in a pane, or NULL. */
struct view *panes_child(const struct view *view, enum pane pane);
/* The list that had the focus last; NULL when `view` is not part of panes. */
struct view *panes_list(const struct view *view);

#endif
