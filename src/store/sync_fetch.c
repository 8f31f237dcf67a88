#include "config.h"

#include "store/sync_parts.h"

#include "base/log.h"

static void idle_over(void *data);

void
fetch_init(struct sync *sync)
{
    list_init(&sync->fetches.todo);
    sync->fetches.round = 1;
    sync->fetches.idle =
        timer_new(sync->loop, "idle inspects", idle_over, sync);
}

void
fetch_release(struct sync *sync)
{
    timer_free(sync->fetches.idle);
}

void
fetch_want(struct sync *sync, struct item *item)
{
    list_remove(&item->todo_link);
    if (!item->fetch && item->place == PLACE_NONE)
        list_add_last(&sync->fetches.todo, &item->todo_link);
}

void
fetch_want_all(struct sync *sync)
{
    struct map_entry *entry;

    sync->fetches.round++;
    for (entry = map_first(sync->items); entry; entry = map_next(entry)) {
        struct item *item = map_value(entry);

        item->is_denied = false;
        if (item->is_known)
            fetch_want(sync, item);
    }
}

static size_t
flying(const struct sync *sync)
{
    size_t sum = 0;

    for (size_t i = 0; i < PURPOSES; i++)
        sum += sync->fetches.flying[i];
    return sum;
}

static void
put_fetched(struct sync *sync, struct item *item, struct container *container)
{
    item->failures = 0;
    item->is_denied = false;
    item->inspected_round = item->fetch_round;
    items_put(sync, item, container);
    if (item->is_known && item->inspected_round != sync->fetches.round)
        fetch_want(sync, item);
}

/* A fetch that told nothing. */
static void
put_back(struct sync *sync, struct item *item, const struct err *err)
{
    bool was_marked = item->purpose == FOR_MARK || item->purpose == FOR_RETRY;

    log_line("sync: inspecting %s: %s", item->id, err->text);
    if (err->kind == ERR_CANCELLED) {
        marks_must(sync, item);
    } else if (err->kind == ERR_DENIED) {
        /* It can be listed, not looked at: the list's word must do. */
        item->is_denied = true;
        if (was_marked)
            marks_want_list(sync);
    } else {
        marks_retry(sync, item);
    }
}

static void
fetched(void *data, struct container *container, const struct err *err)
{
    struct item *item = data;
    struct sync *sync = item->sync;
    struct err wrong = ERR_INIT;

    item->fetch = NULL;
    sync->fetches.flying[item->purpose]--;
    if (container && strcmp(container->id, item->id) != 0) {
        err_set_kind(&wrong, ERR_MALFORMED, "it answers with another id");
        err = &wrong;
        container_free(container);
        container = NULL;
    }
    if (container)
        put_fetched(sync, item, container);
    else if (err->kind == ERR_MISSING)
        items_drop(sync, item);
    else
        put_back(sync, item, err);
    if (item->is_marked_again) {
        item->is_marked_again = false;
        marks_add(sync, item);
    }
    /* marks_add() may have begun the next fetch; then the item is needed. */
    items_tidy(sync, item);
    fetch_pump(sync);
    sync_call_ended(sync);
}

static void
start(struct sync *sync, struct item *item, enum purpose purpose)
{
    struct fetches *fetches = &sync->fetches;

    item->is_for_change = item->expectation != EXPECT_NOTHING;
    marks_remove(sync, item);
    list_remove(&item->todo_link);
    item->purpose = purpose;
    item->fetch_round = fetches->round;
    fetches->flying[purpose]++;
    if (purpose == FOR_MARK)
        marks_count_start(sync);
    sync->calls++;
    item->fetch = engine_inspect_container(
        sync->engine, item->id, sync->limits.fetch_ms, fetched, item);
}

static bool
is_wanted(const struct item *item)
{
    return item && !list_is_empty(&item->todo_link);
}

/* The first row that a person sees and that is still to be inspected. */
static struct item *
next_shown(const struct sync *sync)
{
    if (list_is_empty(&sync->fetches.todo))
        return NULL;
    for (size_t i = 0; i < sync->shown_count; i++) {
        struct item *item = items_find(sync, sync->shown[i]);

        if (is_wanted(item))
            return item;
    }
    return NULL;
}

/* Whether something is left to do that has time. */
static bool
has_idle_work(const struct sync *sync)
{
    const struct fetches *fetches = &sync->fetches;

    if (sync->keeps_to_shown)
        return false;
    return (!fetches->has_host && !sync->host) ||
           (!list_is_empty(&fetches->todo) &&
            fetches->flying[FOR_IDLE] < sync->limits.shown_fetches);
}

void
fetch_pump(struct sync *sync)
{
    struct fetches *fetches = &sync->fetches;
    struct item *item;
    enum purpose purpose;

    if (sync->phase != PHASE_UP)
        return;
    while (flying(sync) < sync->limits.fetches &&
           (item = marks_next(sync, &purpose)))
        start(sync, item, purpose);
    if (!sync->lister.is_complete)
        return;
    while (flying(sync) < sync->limits.fetches &&
           fetches->flying[FOR_SHOWN] < sync->limits.shown_fetches &&
           (item = next_shown(sync)))
        start(sync, item, FOR_SHOWN);
    if (has_idle_work(sync) && !marks_are_ready(sync) && !next_shown(sync)) {
        if (!timer_is_running(fetches->idle))
            timer_start(fetches->idle, sync->limits.idle_ms, 0);
    } else {
        timer_stop(fetches->idle);
    }
}

static void
host_read(void *data, const struct engine_host *host, const struct err *err)
{
    struct sync *sync = data;

    sync->host = NULL;
    if (!err)
        store_set_host(sync->store, sync->index, host);
    else
        log_line("sync: reading what the machine has: %s", err->text);
    sync_call_ended(sync);
}

/* The pump lets this run only when nothing more urgent waits. */
static void
idle_over(void *data)
{
    struct sync *sync = data;
    struct fetches *fetches = &sync->fetches;

    if (!fetches->has_host && !sync->host) {
        fetches->has_host = true;
        sync->calls++;
        sync->host = engine_read_host(sync->engine, host_read, sync);
    } else if (!list_is_empty(&fetches->todo) &&
               flying(sync) < sync->limits.fetches) {
        start(sync, LIST_OWNER(fetches->todo.next, struct item, todo_link),
              FOR_IDLE);
    }
    fetch_pump(sync);
}

void
fetch_cancel(struct sync *sync)
{
    struct map_entry *entry;

    for (entry = map_first(sync->items); entry; entry = map_next(entry)) {
        struct item *item = map_value(entry);

        if (item->fetch)
            call_cancel(item->fetch);
    }
}

void
fetch_pause(struct sync *sync)
{
    timer_stop(sync->fetches.idle);
}

void
fetch_resume(struct sync *sync)
{
    sync->fetches.has_host = false;
}

bool
fetch_is_idle(const struct sync *sync)
{
    bool has_work = sync->keeps_to_shown ? next_shown(sync) != NULL
                                         : !list_is_empty(&sync->fetches.todo);

    return flying(sync) == 0 && !has_work && !sync->host;
}
