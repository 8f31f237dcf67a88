/*
 * images.c - the list of images: a row for each reference, as `docker images`,
 * and one for each image that has none.
 */
#include "config.h"

#include "ui/views/listing.h"
#include "ui/views/views.h"

/* Images are listed after the containers, and it may be refused. */
static bool
wait_for_images(struct buf *out, const struct store *store)
{
    const char *why = store_images_error(store, 0)->text;

    if (why[0] == '\0' && store_knows_images(store, 0))
        return false;
    if (why[0] == '\0')
        (void)buf_addf(out, "Asking %s for its images.",
                       store_engine_name(store, 0));
    else
        (void)buf_addf(out, "No images from %s: %s",
                       store_engine_name(store, 0), why);
    return true;
}

static void
say_reference(struct buf *out, const void *row)
{
    (void)buf_add_text(out, ((const struct image_row *)row)->reference);
}

static void
say_id(struct buf *out, const void *row)
{
    (void)buf_add_text(out, ((const struct image_row *)row)->value->id);
}

static void
say_digest(struct buf *out, const void *row)
{
    const struct image *value = ((const struct image_row *)row)->value;

    if (value->digest_count > 0)
        (void)buf_add_text(out, value->digests[0]);
}

static const struct listing_copy copies[] = {
    {"name", 'n', say_reference},
    {"id", 'i', say_id},
    {"digest", 'd', say_digest},
    {NULL, 0, NULL},
};

static const struct listing_info info = {
    .kind = &image_kind,
    .title = "Images",
    .some = "named only",
    .none = "No image has a name",
    .wait = wait_for_images,
    .sort = OPTION_IMAGES_SORT,
    .all = OPTION_IMAGES_ALL,
    .copies = copies,
};

static bool
open_images(struct view *view, struct app *app, const char *target,
            struct err *err)
{
    (void)target;
    (void)err;
    listing_open((struct listing *)view, &info);
    fleet_want_images(app_fleet(app), true);
    return true;
}

static enum handled
act(struct view *view, enum action action)
{
    static const struct job_args plain, by_force = {.force = true};
    struct listing *list = (struct listing *)view;

    switch (action) {
    case ACTION_REMOVE:
        listing_propose(list, action, &plain);
        return HANDLED;
    case ACTION_REMOVE_OPTIONS:
        listing_propose(list, action, &by_force);
        return HANDLED;
    case ACTION_OPEN:
    case ACTION_INSPECT:
        listing_open_detail(list, "inspect");
        return HANDLED;
    default:
        return listing_act(list, action);
    }
}

static const char *
refuse(const struct view *view, enum action action)
{
    const struct listing *list = (const struct listing *)view;

    if (action == ACTION_OPEN || action == ACTION_INSPECT)
        return listing_refuse_detail(list, "inspect");
    return action_info(action)->changes ? listing_refuse_targets(list, action)
                                        : listing_refuse(list, action);
}

static const enum keymap_id maps[] = {KEYMAP_IMAGES, KEYMAP_LIST};

static const struct bar_entry bar[] = {
    {.action = ACTION_REMOVE},
    {.action = ACTION_REMOVE_OPTIONS, .words = "by force"},
    {.action = ACTION_INSPECT},
    LISTING_BAR,
    {.action = ACTION_TOGGLE_ALL, .words = "all/named"},
    {.action = ACTION_ONLY_FAULTS, .words = "dangling"},
    {.action = ACTION_COPY},
    {.action = ACTION_CHOOSE_COLUMNS, .words = "columns"},
    {.action = ACTION_REFRESH, .words = "refresh"},
};

const struct view_ops images_view = {
    .name = "images",
    .help = "all images of the engine",
    LISTING_OPS,
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_images,
    .act = act,
    .refuse = refuse,
};
