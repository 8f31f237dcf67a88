#include "config.h"

#include "store/sync_parts.h"

#include "base/log.h"

static void next_list(void *data);

void
lister_init(struct sync *sync)
{
    sync->lister.next = timer_new(sync->loop, "list", next_list, sync);
}

void
lister_release(struct sync *sync)
{
    timer_free(sync->lister.next);
}

void
lister_pause(struct sync *sync)
{
    struct lister *lister = &sync->lister;

    lister->again = false;
    lister->is_complete = false;
    timer_stop(lister->next);
    if (lister->call)
        call_cancel(lister->call);
}

/* Whether a list contradicts what we know. Only what both kinds of answer say
 * in the same way is compared: the list takes ports and health from a stopped
 * container, and shows an image's id once its name belongs to another. */
static bool
disagree(const struct container *row, const struct container *listed)
{
    if (row->state != listed->state || strcmp(row->name, listed->name) != 0)
        return true;
    if (row->state == STATE_RUNNING)
        return row->health != listed->health;
    return row->state == STATE_EXITED && row->exit_code != EXIT_UNKNOWN &&
           listed->exit_code != EXIT_UNKNOWN &&
           row->exit_code != listed->exit_code;
}

static void
put_new(struct sync *sync, struct item *item, struct container *container)
{
    items_put(sync, item, container);
    if (item->is_known)
        fetch_want(sync, item);
}

/* The state of the list's element decides before the store takes it. */
static void
compare(struct sync *sync, struct item *item, struct container *container)
{
    struct ref ref = ref_make(sync->index, REF_CONTAINER, item->id);
    const struct container_row *row = store_find_container(sync->store, &ref);

    if (disagree(row->value, container))
        marks_must(sync, item);
    else
        marks_judge(sync, item, container);
    container_free(container);
}

static void
listed(void *data, struct container *container)
{
    struct sync *sync = data;
    struct item *item;

    if (sync->phase != PHASE_UP || !(item = items_get(sync, container->id))) {
        container_free(container);
        return;
    }
    item->seen = sync->lister.number;
    if (!item->is_known && item->gone == sync->lister.number) {
        /* The list is older than the inspect that did not find it. */
        marks_must(sync, item);
        container_free(container);
    } else if (!item->is_known) {
        marks_judge(sync, item, container);
        put_new(sync, item, container);
    } else if (item->is_denied) {
        items_put(sync, item, container);
    } else {
        compare(sync, item, container);
    }
    items_tidy(sync, item);
}

static void
compare_missing(struct sync *sync, struct item *item)
{
    unsigned number = sync->lister.number;

    if (item->seen == number)
        return;
    if (!item->is_known)
        marks_judge(sync, item, NULL);
    else if (item->is_denied)
        items_drop(sync, item);
    else if (item->born != number)
        marks_must(sync, item);
}

/* What was found gone during the list need not be remembered any more. */
static void
tidy_all(struct sync *sync)
{
    struct map_entry *entry, *next;

    for (entry = map_first(sync->items); entry; entry = next) {
        next = map_next(entry);
        items_tidy(sync, map_value(entry));
    }
}

static void
compare_all_missing(struct sync *sync)
{
    struct map_entry *entry;

    for (entry = map_first(sync->items); entry; entry = map_next(entry))
        compare_missing(sync, map_value(entry));
    tidy_all(sync);
}

void
lister_wait(struct sync *sync)
{
    struct lister *lister = &sync->lister;
    uint64_t pause = sync->limits.safety_ms;

    if (sync->is_polling)
        pause = sync->limits.poll_ms;
    else if (pause < 100 * lister->took)
        pause = 100 * lister->took;
    timer_start(lister->next, pause, 0);
}

/* The list failed while the events flow: they are trusted, and it is tried
 * again later. Where there are no events, nothing is left. */
static void
fail(struct sync *sync, const struct err *why)
{
    struct lister *lister = &sync->lister;

    log_line("sync: list: %s", why->text);
    if (!lister->is_complete || sync->is_polling) {
        link_lost(sync, why);
        return;
    }
    lister->again = false;
    lister->has_failed = true;
    link_say(sync, why);
    marks_list_ended(sync, false);
    timer_start(lister->next, sync->limits.poll_ms, 0);
}

static void
complete(struct sync *sync)
{
    struct lister *lister = &sync->lister;
    bool is_first = !lister->is_complete;

    lister->took = loop_now(sync->loop) - lister->started;
    lister->is_complete = true;
    lister->has_failed = false;
    compare_all_missing(sync);
    if (is_first)
        image_lister_resume(sync);
    if (lister->again) {
        lister->again = false;
        lister_request(sync);
        return;
    }
    marks_list_ended(sync, true);
    lister_wait(sync);
}

static void
ended(void *data, const struct err *err)
{
    struct sync *sync = data;

    sync->lister.call = NULL;
    if (err)
        tidy_all(sync);
    if (sync->phase == PHASE_UP) {
        if (err)
            fail(sync, err);
        else
            complete(sync);
        link_check_live(sync);
        stats_replan(sync, 0);
        fetch_pump(sync);
    }
    sync_call_ended(sync);
}

void
lister_request(struct sync *sync)
{
    struct lister *lister = &sync->lister;

    if (lister->call) {
        lister->again = true;
        return;
    }
    timer_stop(lister->next);
    lister->number++;
    lister->is_full = false;
    lister->started = loop_now(sync->loop);
    sync->calls++;
    lister->call =
        engine_list_containers(sync->engine, true, listed, ended, sync);
}

static void
next_list(void *data)
{
    lister_request(data);
}
