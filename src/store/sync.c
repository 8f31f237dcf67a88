#include "config.h"

#include "store/sync_parts.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/timestamp.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* The engine's Date has whole seconds, and a request may be slow. */
#define SINCE_MARGIN (2 * SECOND_NS)
/* Without a Date our own clock must do, which may be ahead. */
#define CLOCK_MARGIN (60 * SECOND_NS)

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
    .streams = SYNC_STATS_STREAMS,
    .readings = SYNC_STATS_READINGS,
    .stats_age_ms = SYNC_STATS_AGE_MS,
    .stats_retry_min_ms = 1000,
    .stats_retry_max_ms = 30000,
    .scroll_ms = 200,
};

static void open_streams(struct sync *sync);
static void try_connect(void *data);
static void replay_over(void *data);
static void finish(void *data);

static void
publish(struct sync *sync)
{
    store_set_link(sync->store, sync->index, &sync->link);
}

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
    sync->backoff = limits->backoff_min_ms;
    sync->items = map_new();
    sync->finish = timer_new(loop, "close sync", finish, sync);
    sync->retry = timer_new(loop, "reconnect", try_connect, sync);
    sync->replay = timer_new(loop, "replay of events", replay_over, sync);
    marks_init(sync);
    fetch_init(sync);
    lister_init(sync);
    stats_init(sync);
    open_streams(sync);
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
    timer_free(sync->retry);
    timer_free(sync->replay);
    marks_release(sync);
    fetch_release(sync);
    lister_release(sync);
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
        try_connect(sync);
    }
}

/* Stop all that asks the engine for something; what is under way is told to
 * end, but for inspects, which may still bring their answer. */
static void
hang_up(struct sync *sync)
{
    timer_stop(sync->retry);
    timer_stop(sync->replay);
    sync->must_connect = false;
    sync->awaits_replay = false;
    sync->live_since = 0;
    if (sync->ping)
        call_cancel(sync->ping);
    if (sync->events)
        call_cancel(sync->events);
    if (sync->host)
        call_cancel(sync->host);
    lister_pause(sync);
    marks_pause(sync);
    fetch_pause(sync);
    stats_stop_all(sync);
}

static void
turn_off(struct sync *sync)
{
    sync->phase = PHASE_OFF;
    hang_up(sync);
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

/* The delay before the next try. It starts small again only after the link
 * was live for a while: an engine that always ends at once is asked less. */
static uint64_t
next_delay(struct sync *sync)
{
    const struct sync_limits *limits = &sync->limits;
    uint64_t delay;

    if (sync->live_since != 0 &&
        loop_now(sync->loop) - sync->live_since >= limits->backoff_max_ms)
        sync->backoff = limits->backoff_min_ms;
    delay = sync->backoff;
    sync->backoff *= 2;
    if (sync->backoff > limits->backoff_max_ms)
        sync->backoff = limits->backoff_max_ms;
    return delay;
}

void
sync_lost(struct sync *sync, const struct err *why)
{
    uint64_t delay;

    if (sync->phase != PHASE_UP && sync->phase != PHASE_PINGING)
        return;
    delay = next_delay(sync);
    sync->phase = PHASE_WAITING;
    hang_up(sync);
    timer_start(sync->retry, delay, 0);
    sync->link.state = LINK_DOWN;
    sync->link.why = *why;
    sync->link.next_try = loop_now(sync->loop) + delay;
    if (sync->link.stale_since == 0)
        sync->link.stale_since = timestamp_now();
    publish(sync);
    log_line("sync: lost: %s; next try in %" PRIu64 " ms", why->text, delay);
}

void
sync_say(struct sync *sync, const struct err *why)
{
    sync->link.why = *why;
    publish(sync);
}

void
sync_check_live(struct sync *sync)
{
    const struct lister *lister = &sync->lister;

    if (sync->phase != PHASE_UP || !lister->is_complete || lister->call ||
        sync->awaits_replay || (!sync->is_opened && !sync->is_polling))
        return;
    if (sync->live_since == 0)
        sync->live_since = loop_now(sync->loop);
    sync->link.state = LINK_LIVE;
    sync->link.stale_since = 0;
    if (!sync->is_polling && !lister->has_failed && !lister->is_full)
        sync->link.why = (struct err)ERR_INIT;
    publish(sync);
}

/* Nothing that is known can be trusted any more. */
static void
look_at_all(struct sync *sync)
{
    sync->link.state = LINK_LISTING;
    publish(sync);
    marks_retry_now(sync);
    fetch_want_all(sync);
    lister_request(sync);
    fetch_pump(sync);
}

static void
replay_over(void *data)
{
    struct sync *sync = data;

    log_line("sync: events were lost");
    sync->awaits_replay = false;
    timer_stop(sync->replay);
    look_at_all(sync);
}

static const struct event *
last_event(const struct sync *sync)
{
    return &sync->recent[(sync->recent_count - 1) % SYNC_RECENT];
}

/* A time in whole seconds tells two happenings of one second not apart. */
static bool
was_heard(const struct sync *sync, const struct event *event)
{
    size_t count = sync->recent_count;

    if (event->time_ns % SECOND_NS == 0)
        return false;
    if (count > SYNC_RECENT)
        count = SYNC_RECENT;
    for (size_t i = 0; i < count; i++)
        if (event_equal(&sync->recent[i], event))
            return true;
    return false;
}

static void
opened(void *data)
{
    struct sync *sync = data;

    if (sync->phase != PHASE_UP)
        return;
    sync->is_opened = true;
    /* An engine that was restarted has no past: nothing would be replayed. */
    if (sync->awaits_replay)
        timer_start(sync->replay, sync->limits.replay_ms, 0);
    sync_check_live(sync);
}

static void
check_replay(struct sync *sync, const struct event *first)
{
    if (!event_equal(first, last_event(sync))) {
        replay_over(sync);
        return;
    }
    sync->awaits_replay = false;
    timer_stop(sync->replay);
    sync_check_live(sync);
}

static void
happened(void *data, const struct event *event)
{
    struct sync *sync = data;

    if (sync->phase != PHASE_UP)
        return;
    sync->is_opened = true;
    if (sync->awaits_replay)
        check_replay(sync, event);
    if (was_heard(sync, event))
        return;
    sync->recent[sync->recent_count++ % SYNC_RECENT] = *event;
    log_line("sync: %s %s %s", event->time, event->action, event->id);
    if (event_marks_container(event))
        marks_event(sync, event);
}

/* A proxy in front of the engine may keep the events to itself. */
static void
begin_polling(struct sync *sync, const struct err *why)
{
    struct err refused = *why;

    err_while(&refused, "no events, listing every %d s instead",
              (int)(sync->limits.poll_ms / 1000));
    sync->is_polling = true;
    sync->awaits_replay = false;
    sync_say(sync, &refused);
    if (!sync->lister.call)
        lister_wait(sync);
    sync_check_live(sync);
}

static void
events_ended(void *data, const struct err *err)
{
    struct sync *sync = data;
    struct err ended = ERR_INIT;

    sync->events = NULL;
    if (!err) {
        err_set_kind(&ended, ERR_UNREACHABLE, "the engine ended its events");
        err = &ended;
    }
    if (sync->phase != PHASE_UP)
        ;
    else if (!sync->is_opened && err->kind == ERR_DENIED)
        begin_polling(sync, err);
    else
        sync_lost(sync, err);
    sync_call_ended(sync);
}

static bool
is_same_engine(const struct engine_info *a, const struct engine_info *b)
{
    return strcmp(a->version, b->version) == 0 &&
           a->engine_api_minor == b->engine_api_minor &&
           a->is_podman == b->is_podman;
}

/* Where to hear from: the last event, which is replayed; without one, from
 * before the list. */
static void
set_since(const struct sync *sync, char since[EVENT_TIME_SIZE])
{
    int64_t from;

    if (sync->recent_count > 0) {
        snprintf(since, EVENT_TIME_SIZE, "%s", last_event(sync)->time);
        return;
    }
    from = sync->link.info.date ? sync->link.info.date - SINCE_MARGIN
                                : timestamp_now() - CLOCK_MARGIN;
    snprintf(since, EVENT_TIME_SIZE, "%" PRId64 ".%09" PRId64, from / SECOND_NS,
             from % SECOND_NS);
}

static void
open_streams(struct sync *sync)
{
    const struct engine_info *info = engine_info(sync->engine);
    char since[EVENT_TIME_SIZE];

    if (!is_same_engine(&sync->link.info, info))
        sync->recent_count = 0;
    sync->link.info = *info;
    sync->link.state = LINK_LISTING;
    sync->link.next_try = 0;
    publish(sync);
    sync->phase = PHASE_UP;
    sync->is_opened = sync->is_polling = false;
    sync->awaits_replay = sync->recent_count > 0;
    if (!sync->awaits_replay)
        fetch_want_all(sync);
    fetch_resume(sync);
    stats_resume(sync);
    lister_request(sync);
    set_since(sync, since);
    sync->calls++;
    sync->events = engine_follow_events(sync->engine, since, opened, happened,
                                        events_ended, sync);
    marks_resume(sync);
}

static void
pinged(void *data, const struct err *err)
{
    struct sync *sync = data;

    sync->ping = NULL;
    if (sync->phase == PHASE_PINGING && !sync->must_connect) {
        if (err)
            sync_lost(sync, err);
        else
            open_streams(sync);
    }
    sync_call_ended(sync);
}

/* The engine may be another one by now, so it is asked for its version first;
 * and the streams of the last connection must have ended. */
static void
try_connect(void *data)
{
    struct sync *sync = data;

    sync->phase = PHASE_PINGING;
    sync->link.next_try = 0;
    publish(sync);
    sync->must_connect = sync->ping || sync->events || sync->lister.call;
    if (sync->must_connect)
        return;
    sync->calls++;
    sync->ping = engine_ping(sync->engine, pinged, sync);
}

void
sync_refresh(struct sync *sync)
{
    if (sync->phase == PHASE_WAITING) {
        timer_stop(sync->retry);
        try_connect(sync);
    } else if (sync->phase == PHASE_UP) {
        look_at_all(sync);
    }
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
    publish(sync);
}

void
sync_resume(struct sync *sync)
{
    if (sync->is_closing || sync->phase != PHASE_OFF)
        return;
    sync->link.state = LINK_DOWN;
    sync->link.why = (struct err)ERR_INIT;
    sync->backoff = sync->limits.backoff_min_ms;
    try_connect(sync);
}

void
sync_mark(struct sync *sync, const struct ref *ref)
{
    struct item *item;

    if (ref->engine != sync->index || ref->kind != REF_CONTAINER ||
        sync->is_closing || !(item = items_get(sync, ref->key)))
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
sync_want_stats(struct sync *sync, bool wanted)
{
    sync->stats.is_wanted = wanted;
    if (wanted)
        stats_replan(sync, 0);
    else
        stats_stop_all(sync);
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
           sync_marks(sync) == 0 && fetch_is_idle(sync);
}
