#include "config.h"

#include "ui/views/containers.h"

#include "ui/views/views.h"

/* ---- what can be copied ------------------------------------------------- */

static const struct container *
value_of(const void *row)
{
    return ((const struct container_row *)row)->value;
}

static void
say_name(struct buf *out, const void *row)
{
    (void)buf_add_text(out, value_of(row)->name);
}

static void
say_id(struct buf *out, const void *row)
{
    (void)buf_add_text(out, value_of(row)->id);
}

static void
say_image(struct buf *out, const void *row)
{
    (void)buf_add_text(out, value_of(row)->image);
}

static void
say_ports(struct buf *out, const void *row)
{
    ports_say(out, value_of(row));
}

static void
say_addresses(struct buf *out, const void *row)
{
    (void)buf_add_text(out, value_of(row)->addresses);
}

static void
say_project(struct buf *out, const void *row)
{
    (void)buf_add_text(out, value_of(row)->project);
}

static const struct listing_copy copies[] = {
    {"name", 'n', say_name},
    {"id", 'i', say_id},
    {"image", 'm', say_image},
    {"ports", 'p', say_ports},
    {"project", 'o', say_project},
    {"IP address", 'a', say_addresses},
    {NULL, 0, NULL},
};

/* ---- the view ----------------------------------------------------------- */

static const struct listing_info info = {
    .kind = &container_kind,
    .title = "Containers",
    .some = "running only",
    .none = "No container is running",
    .sort = OPTION_SORT,
    .all = OPTION_ALL,
    .copies = copies,
};

static bool
open_containers(struct view *view, struct app *app, const char *target,
                struct err *err)
{
    (void)app;
    (void)target;
    (void)err;
    listing_open((struct listing *)view, &info);
    return true;
}

static enum handled
act(struct view *view, enum action action)
{
    struct listing *list = (struct listing *)view;

    if (containers_act(list, action) == HANDLED)
        return HANDLED;
    return listing_act(list, action);
}

static const char *
refuse(const struct view *view, enum action action)
{
    return containers_refuse((const struct listing *)view, action);
}

static const enum keymap_id maps[] = {KEYMAP_CONTAINERS, KEYMAP_LIST};

static const struct bar_entry bar[] = {
    {.action = ACTION_START},
    {.action = ACTION_STOP},
    {.action = ACTION_RESTART},
    {.action = ACTION_PAUSE, .words = "pause"},
    {.action = ACTION_KILL},
    {.action = ACTION_REMOVE},
    {.action = ACTION_LOGS},
    {.action = ACTION_SHELL},
    {.action = ACTION_INSPECT},
    {.action = ACTION_WHY, .words = "why"},
    LISTING_BAR,
    {.action = ACTION_TOGGLE_ALL, .words = "all/running"},
    {.action = ACTION_ONLY_FAULTS, .words = "faults"},
    {.action = ACTION_REMOVE_OPTIONS},
    {.action = ACTION_RENAME},
    {.action = ACTION_COPY},
    {.action = ACTION_CHOOSE_COLUMNS, .words = "columns"},
    {.action = ACTION_REFRESH, .words = "refresh"},
};

const struct view_ops containers_view = {
    .name = "containers",
    .help = "all containers of the engine",
    LISTING_OPS,
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_containers,
    .act = act,
    .refuse = refuse,
};
