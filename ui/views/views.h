/*
 * views.h - all views, in one table; the first is the one that the program
 * opens with. One file per view, or one group of files.
 */
#ifndef VIEWS_VIEWS_H
#define VIEWS_VIEWS_H

#include "ui/widgets/view.h"
#include "work/command.h"

extern const struct view_ops containers_view;
extern const struct view_ops images_view;
extern const struct view_ops help_view;
extern const struct view_ops inspect_view;
extern const struct view_ops why_view;
extern const struct view_ops journal_view;
extern const struct view_ops jobs_view;
extern const struct view_ops messages_view;
extern const struct view_ops options_view;
/* Details: panes that show what the list's cursor aims them at. */
extern const struct view_ops logs_view;
extern const struct view_ops stats_view;

extern const struct view_ops *const views[];
extern const size_t view_count;

/* `filter EXPRESSION` (listing_filter.c); the context is a struct app. */
extern const struct command filter_commands[];
extern const size_t filter_command_count;

#endif
