#include "config.h"

#include "ui/views/views.h"

#include "ui/views/panes.h"

const struct view_ops *const views[] = {
    &panes_view,
    &containers_view,
    &images_view,
    &help_view,
    &messages_view,
    &options_view,
    /* details */
    &inspect_view,
    &why_view,
    &journal_view,
    &jobs_view,
};
const size_t view_count = sizeof(views) / sizeof(views[0]);
