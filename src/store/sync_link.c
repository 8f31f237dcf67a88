#include "config.h"

#include "store/sync_parts.h"

#include "base/log.h"
#include "base/timestamp.h"

#include <inttypes.h>
#include <stdio.h>

/* The engine's Date has whole seconds, and a request may be slow. */
#define SINCE_MARGIN (2 * SECOND_NS)
/* Without a Date our own clock must do, which may be ahead. */
#define CLOCK_MARGIN (60 * SECOND_NS)

static void replay_over(void *data);

static void
retry_over(void *data)
{
    link_reconnect(data);
}

void
link_init(struct sync *sync)
{
    sync->backoff = sync->limits.backoff_min_ms;
    sync->retry = timer_new(sync->loop, "reconnect", retry_over, sync);
    sync->replay = timer_new(sync->loop, "replay", replay_over, sync);
}

void
link_release(struct sync *sync)
{
    timer_free(sync->retry);
    timer_free(sync->replay);
}

void
link_publish(struct sync *sync)
{
    store_set_link(sync->store, sync->index, &sync->link);
}

/* Stop all that asks the engine for something; what is under way is told to
 * end, but for inspects, which may still bring their answer. */
void
link_hang_up(struct sync *sync)
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
    image_lister_pause(sync);
    marks_pause(sync);
    fetch_pause(sync);
    stats_stop_all(sync);
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
link_lost(struct sync *sync, const struct err *why)
{
    uint64_t delay;

    if (sync->phase != PHASE_UP && sync->phase != PHASE_PINGING)
        return;
    delay = next_delay(sync);
    sync->phase = PHASE_WAITING;
    link_hang_up(sync);
    timer_start(sync->retry, delay, 0);
    sync->link.state = LINK_DOWN;
    sync->link.why = *why;
    sync->link.next_try = loop_now(sync->loop) + delay;
    if (sync->link.stale_since == 0)
        sync->link.stale_since = timestamp_now();
    link_publish(sync);
    log_line("sync: lost: %s; next try in %" PRIu64 " ms", why->text, delay);
}

void
link_say(struct sync *sync, const struct err *why)
{
    sync->link.why = *why;
    link_publish(sync);
}

void
link_check_live(struct sync *sync)
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
    link_publish(sync);
}

/* Nothing that is known can be trusted any more. */
static void
look_at_all(struct sync *sync)
{
    sync->link.state = LINK_LISTING;
    link_publish(sync);
    marks_retry_now(sync);
    fetch_want_all(sync);
    lister_request(sync);
    image_lister_resume(sync);
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
    link_check_live(sync);
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
    link_check_live(sync);
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
    store_add_event(sync->store, sync->index, event);
    if (event_marks_container(event))
        marks_event(sync, event);
    else if (event->container[0] != '\0')
        marks_network_event(sync, event);
    image_lister_event(sync, event);
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
    link_say(sync, &refused);
    if (!sync->lister.call)
        lister_wait(sync);
    link_check_live(sync);
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
    /* It would be replayed, and end the next stream too. */
    if (err->kind == ERR_MALFORMED)
        sync->recent_count = 0;
    if (sync->phase == PHASE_UP && !sync->is_opened && err->kind == ERR_DENIED)
        begin_polling(sync, err);
    else if (sync->phase == PHASE_UP)
        link_lost(sync, err);
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

void
link_open(struct sync *sync)
{
    const struct engine_info *info = engine_info(sync->engine);
    char since[EVENT_TIME_SIZE];

    if (!is_same_engine(&sync->link.info, info))
        sync->recent_count = 0;
    sync->link.info = *info;
    sync->link.state = LINK_LISTING;
    sync->link.next_try = 0;
    link_publish(sync);
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
            link_lost(sync, err);
        else
            link_open(sync);
    }
    sync_call_ended(sync);
}

/* The engine may be another one by now, so it is asked for its version first;
 * and the streams of the last connection must have ended. */
void
link_reconnect(struct sync *sync)
{
    sync->phase = PHASE_PINGING;
    sync->link.next_try = 0;
    link_publish(sync);
    sync->must_connect =
        sync->ping || sync->events || sync->lister.call || sync->images.call;
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
        link_reconnect(sync);
    } else if (sync->phase == PHASE_UP) {
        look_at_all(sync);
    }
}
