#include "config.h"

#include "ui/views/views.h"

#include "ui/views/panes.h"

const struct view_ops *const views[] = {
    &panes_view,
    &containers_view,
};
const size_t view_count = sizeof(views) / sizeof(views[0]);

const struct view_ops *
view_find(struct str name)
{
    for (size_t i = 0; i < view_count; i++)
        if (str_is(name, views[i]->name))
            return views[i];
    return NULL;
}
