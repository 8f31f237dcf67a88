#include "config.h"

#include "store/sync_parts.h"

#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>

static void next_list(void *data);

void
image_lister_init(struct sync *sync)
{
    sync->images.next = timer_new(sync->loop, "list images", next_list, sync);
}

static void
forget_got(struct image_lister *images)
{
    for (size_t i = 0; i < images->count; i++)
        image_free(images->got[i]);
    images->count = 0;
}

void
image_lister_release(struct sync *sync)
{
    struct image_lister *images = &sync->images;

    timer_free(images->next);
    forget_got(images);
    free(images->got);
}

/* Not wanted, or not to be had, or not now. */
static bool
may_list(const struct sync *sync)
{
    return sync->images.is_wanted && !sync->images.is_refused &&
           sync->phase == PHASE_UP && sync->lister.is_complete;
}

static void
listed(void *data, struct image *image)
{
    struct sync *sync = data;
    struct image_lister *images = &sync->images;

    if (sync->phase != PHASE_UP || images->count == STORE_IMAGES) {
        images->is_full = sync->phase == PHASE_UP;
        image_free(image);
        return;
    }
    images->got = array_grow(images->got, &images->cap, images->count + 1,
                             sizeof(struct image *));
    images->got[images->count++] = image;
}

static void
complete(struct sync *sync)
{
    struct image_lister *images = &sync->images;
    uint64_t took = loop_now(sync->loop) - images->started;
    uint64_t pause = sync->limits.safety_ms;
    struct err err = ERR_INIT;

    images->pause = 0;
    store_set_images(sync->store, sync->index, images->got, images->count);
    images->count = 0;
    if (images->is_full) {
        err_set_kind(&err, ERR_LIMIT,
                     "the engine has more than %d images; the others are not "
                     "shown",
                     STORE_IMAGES);
        store_set_images_error(sync->store, sync->index, &err);
    }
    if (pause < 100 * took)
        pause = 100 * took;
    if (images->is_due)
        pause = sync->limits.images_gather_ms;
    timer_start(images->next, pause, 0);
}

/* What is known stays. Whoever is refused asks no more in this connection. */
static void
fail(struct sync *sync, const struct err *why)
{
    const struct sync_limits *limits = &sync->limits;
    struct image_lister *images = &sync->images;

    log_line("sync: listing images: %s", why->text);
    store_set_images_error(sync->store, sync->index, why);
    images->is_due = false;
    if (why->kind == ERR_DENIED || why->kind == ERR_UNSUPPORTED) {
        images->is_refused = true;
        return;
    }
    images->pause *= 2;
    if (images->pause < limits->images_retry_min_ms)
        images->pause = limits->images_retry_min_ms;
    if (images->pause > limits->images_retry_max_ms)
        images->pause = limits->images_retry_max_ms;
    timer_start(images->next, images->pause, 0);
}

static void
ended(void *data, const struct err *err)
{
    struct sync *sync = data;
    struct image_lister *images = &sync->images;

    images->call = NULL;
    if (!may_list(sync))
        images->is_due = false;
    else if (err && err->kind == ERR_CANCELLED)
        timer_start(images->next, 0, 0);
    else if (err)
        fail(sync, err);
    else
        complete(sync);
    forget_got(images);
    sync_call_ended(sync);
}

static void
next_list(void *data)
{
    struct sync *sync = data;
    struct image_lister *images = &sync->images;

    images->is_due = false;
    if (!may_list(sync))
        return;
    images->is_full = false;
    images->started = loop_now(sync->loop);
    sync->calls++;
    images->call = engine_list_images(sync->engine, listed, ended, sync);
}

/* One that is under way may have been too early: another follows it. One that
 * failed is tried again when its pause is over, whatever happens meanwhile. */
static void
request(struct sync *sync, uint64_t delay)
{
    struct image_lister *images = &sync->images;

    if (!may_list(sync) || images->is_due || images->pause > 0)
        return;
    images->is_due = true;
    if (!images->call)
        timer_start(images->next, delay, 0);
}

void
image_lister_mark(struct sync *sync)
{
    request(sync, sync->limits.images_gather_ms);
}

void
image_lister_event(struct sync *sync, const struct event *event)
{
    bool is_image = event->type == EVENT_IMAGE &&
                    strcmp(event->action, "push") != 0 &&
                    strcmp(event->action, "save") != 0;
    /* Without a name for the new image there is no other event. */
    bool is_commit =
        event->type == EVENT_CONTAINER && strcmp(event->action, "commit") == 0;

    if (is_image || is_commit)
        image_lister_mark(sync);
}

void
image_lister_resume(struct sync *sync)
{
    struct image_lister *images = &sync->images;

    images->is_refused = false;
    images->pause = 0;
    request(sync, 0);
}

void
image_lister_pause(struct sync *sync)
{
    struct image_lister *images = &sync->images;

    timer_stop(images->next);
    images->is_due = false;
    if (images->call)
        call_cancel(images->call);
}

bool
image_lister_is_idle(const struct sync *sync)
{
    return !sync->images.call && !sync->images.is_due;
}

void
sync_want_images(struct sync *sync, bool wanted)
{
    if (sync->is_closing || sync->images.is_wanted == wanted)
        return;
    sync->images.is_wanted = wanted;
    if (wanted)
        image_lister_resume(sync);
    else
        image_lister_pause(sync);
}
