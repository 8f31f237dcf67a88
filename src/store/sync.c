#include "config.h"

#include "store/sync_parts.h"

#include "base/mem.h"
#include "base/timestamp.h"

#include <stdio.h>
#include <stdlib.h>

const struct sync_limits sync_limits_usual = {
    .fetches = SYNC_FETCHES,
    .shown_fetches = SYNC_FETCHES / 2,
    .failed_fetches = 2,
    .fetch_ms = SYNC_FETCH_MS,
    .retry_min_ms = 1000,
    .retry_max_ms = 30000,
    .idle_ms = 20,
    .marks_list = SYNC_MARKS_LIST,
    .gather_rate = SYNC_GATHER_RATE,
    .gather_window_ms = 1000,
    .gather_ms = SYNC_GATHER_MS,
    .list_quiet_ms = SYNC_LIST_QUIET_MS,
    .list_delay_ms = SYNC_LIST_DELAY_MS,
    .backoff_min_ms = SYNC_BACKOFF_MIN_MS,
    .backoff_max_ms = SYNC_BACKOFF_MAX_MS,
    .replay_ms = SYNC_REPLAY_MS,
    .safety_ms = SYNC_SAFETY_MS,
    .poll_ms = SYNC_POLL_MS,
    .seen = SYNC_STATS_SEEN,
    .polls = SYNC_STATS_POLLS,
    .stats_seen_ms = SYNC_STATS_SEEN_MS,
    .stats_rest_ms = SYNC_STATS_REST_MS,
    .stats_retry_min_ms = 1000,
    .stats_retry_max_ms = 30000,
    .cgroup_root = "",
    .scroll_ms = 200,
    .images_gather_ms = SYNC_IMAGES_GATHER_MS,
    .images_retry_min_ms = 1000,
    .images_retry_max_ms = 30000,
};

static void finish(void *data);

struct sync *
sync_open_limited(struct loop *loop, struct store *store, unsigned engine_index,
                  struct engine *engine, const struct sync_limits *limits)
{
    struct sync *sync = xcalloc(1, sizeof(*sync));

    sync->loop = loop;
    sync->store = store;
    sync->index = engine_index;
    sync->engine = engine;
    sync->limits = *limits;
    sync->items = map_new();
    sync->finish = timer_new(loop, "close sync", finish, sync);
    link_init(sync);
    marks_init(sync);
    fetch_init(sync);
    lister_init(sync);
    image_lister_init(sync);
    stats_init(sync);
    link_open(sync);
    return sync;
}

struct sync *
sync_open(struct loop *loop, struct store *store, unsigned engine_index,
          struct engine *engine)
{
    return sync_open_limited(loop, store, engine_index, engine,
                             &sync_limits_usual);
}

static void
finish(void *data)
{
    struct sync *sync = data;
    void (*closed)(void *data) = sync->closed;
    void *closed_data = sync->closed_data;

    timer_free(sync->finish);
    link_release(sync);
    marks_release(sync);
    fetch_release(sync);
    lister_release(sync);
    image_lister_release(sync);
    stats_release(sync);
    items_free(sync);
    free(sync->shown);
    free(sync);
    if (closed)
        closed(closed_data);
}

void
sync_call_ended(struct sync *sync)
{
    sync->calls--;
    if (sync->is_closing) {
        if (sync->calls == 0)
            timer_start(sync->finish, 0, 0);
    } else if (sync->must_connect && sync->phase == PHASE_PINGING) {
        link_reconnect(sync);
    }
}

static void
turn_off(struct sync *sync)
{
    sync->phase = PHASE_OFF;
    link_hang_up(sync);
    fetch_cancel(sync);
}

void
sync_close(struct sync *sync, void (*closed)(void *data), void *data)
{
    sync->is_closing = true;
    sync->closed = closed;
    sync->closed_data = data;
    turn_off(sync);
    if (sync->calls == 0)
        timer_start(sync->finish, 0, 0);
}

void
sync_suspend(struct sync *sync)
{
    if (sync->phase == PHASE_OFF)
        return;
    turn_off(sync);
    sync->link.state = LINK_SUSPENDED;
    sync->link.next_try = 0;
    if (sync->link.stale_since == 0)
        sync->link.stale_since = timestamp_now();
    link_publish(sync);
}

void
sync_resume(struct sync *sync)
{
    if (sync->is_closing || sync->phase != PHASE_OFF)
        return;
    sync->link.state = LINK_DOWN;
    sync->link.why = (struct err)ERR_INIT;
    sync->backoff = sync->limits.backoff_min_ms;
    link_reconnect(sync);
}

void
sync_mark(struct sync *sync, const struct ref *ref)
{
    struct item *item;

    if (ref->engine != sync->index || sync->is_closing)
        return;
    if (ref->kind == REF_IMAGE)
        image_lister_mark(sync);
    if (ref->kind != REF_CONTAINER || !(item = items_get(sync, ref->key)))
        return;
    item->must_inspect = true;
    marks_add(sync, item);
}

static bool
is_shown_already(const struct sync *sync, const struct ref *refs, size_t count)
{
    if (count != sync->shown_count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(sync->shown[i], refs[i].key) != 0)
            return false;
    return true;
}

void
sync_show(struct sync *sync, const struct ref *refs, size_t count)
{
    if (sync->is_closing || is_shown_already(sync, refs, count))
        return;
    sync->shown =
        array_grow(sync->shown, &sync->shown_cap, count, sizeof(*sync->shown));
    sync->shown_count = count;
    for (size_t i = 0; i < count; i++) {
        bool is_ours =
            refs[i].engine == sync->index && refs[i].kind == REF_CONTAINER;

        snprintf(sync->shown[i], sizeof(sync->shown[i]), "%s",
                 is_ours ? refs[i].key : "");
    }
    fetch_pump(sync);
    stats_replan(sync, sync->limits.scroll_ms);
}

void
sync_keep_to_shown(struct sync *sync)
{
    sync->keeps_to_shown = true;
}

void
sync_want_stats(struct sync *sync, bool wanted)
{
    sync->stats.is_wanted = wanted;
    if (wanted)
        stats_replan(sync, 0);
    else
        stats_stop_all(sync);
}

void
sync_choose_stats(struct sync *sync, enum stats_choice choice)
{
    stats_choose(sync, choice);
}

void
sync_pause_stats(struct sync *sync, bool is_paused)
{
    if (sync->stats.is_paused == is_paused)
        return;
    sync->stats.is_paused = is_paused;
    if (is_paused)
        stats_stop_all(sync);
    else
        stats_replan(sync, 0);
}

size_t
sync_marks(const struct sync *sync)
{
    const struct fetches *fetches = &sync->fetches;
    size_t sum = fetches->flying[FOR_MARK] + fetches->flying[FOR_RETRY];

    for (size_t i = 0; i < PLACES; i++)
        sum += sync->marks.counts[i];
    return sum;
}

bool
sync_is_idle(const struct sync *sync)
{
    return sync->lister.is_complete && !sync->lister.call && !sync->ping &&
           !sync->awaits_replay && sync_marks(sync) == 0 &&
           fetch_is_idle(sync) && image_lister_is_idle(sync);
}
