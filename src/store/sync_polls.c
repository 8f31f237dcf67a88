#include "config.h"

#include "store/sync_parts.h"

#include "base/buf.h"
#include "engine/version.h"

static void begin_round(void *data);

static void
polls_init(struct sync *sync)
{
    struct polls *polls = &sync->stats.polls;

    list_init(&polls->seen);
    list_init(&polls->rest);
    list_init(&polls->due);
    list_init(&polls->flying);
    polls->period = sync->limits.stats_seen_ms;
    polls->round = timer_new(sync->loop, "read statistics", begin_round, sync);
}

static void
polls_release(struct sync *sync)
{
    timer_free(sync->stats.polls.round);
}

/* Engines of streams are polled for the rest: a reading costs them the one
 * sample (2.5 to 3.4 ms of processor time) that a stream costs each second, so
 * one in ten seconds is a tenth of it, and without any nothing could be sorted
 * by CPU. That it takes them a second costs nobody anything; what does not get
 * its turn in time because of it is read less often. */
static bool
polls_fit(const struct sync *sync, enum tier tier)
{
    (void)sync;
    (void)tier;
    return true;
}

static bool
polls_say_why(const struct sync *sync, struct buf *out)
{
    const struct engine_info *info = &sync->link.info;

    (void)buf_addf(out, "%s %s answers them at once",
                   info->is_podman ? "Podman" : "Docker", info->version);
    return true;
}

static bool
round_is_over(const struct polls *polls)
{
    return list_is_empty(&polls->due) && list_is_empty(&polls->flying);
}

static void pump(struct sync *sync);

/* A first reading says nothing of CPU: the second one comes with the next
 * round, before those whose turn it is. */
static void
hasten_second(struct sync *sync, struct item *item)
{
    struct polls *polls = &sync->stats.polls;

    if (item->tier != TIER_REST || item->samples != 1)
        return;
    list_remove(&item->poll_link);
    list_add_last(polls->rest.next, &item->poll_link);
    polls->credit++;
}

static void
poll_ended(struct sync *sync, struct item *item, const struct err *err)
{
    struct polls *polls = &sync->stats.polls;

    polls->open--;
    if (item) {
        list_remove(&item->due_link);
        if (err)
            stats_failed(sync, item, err);
        else
            hasten_second(sync, item);
    }
    if (round_is_over(polls))
        polls->took = loop_now(sync->loop) - polls->began;
    pump(sync);
}

static void
pump(struct sync *sync)
{
    struct polls *polls = &sync->stats.polls;

    while (!list_is_empty(&polls->due) && polls->open < sync->limits.polls) {
        struct item *item = LIST_OWNER(polls->due.next, struct item, due_link);

        list_remove(&item->due_link);
        list_add_last(&polls->flying, &item->due_link);
        polls->open++;
        item->polled_at = loop_now(sync->loop);
        reader_start(sync, item, engine_poll_stats, poll_ended);
    }
}

/* Two readings in a row say nothing: the engine's clock of all CPUs goes in
 * steps of 10 ms. */
static void
make_due(struct sync *sync, struct item *item)
{
    bool is_fresh =
        item->polled_at != 0 &&
        loop_now(sync->loop) - item->polled_at < sync->limits.stats_seen_ms / 2;

    if (list_is_empty(&item->due_link) && !is_fresh)
        list_add_last(&sync->stats.polls.due, &item->due_link);
}

/* Those that waited longest. Whoever is taken goes to the end. */
static void
take_rest(struct sync *sync)
{
    struct polls *polls = &sync->stats.polls;
    double most = (double)polls->rest_count;

    polls->credit +=
        most * (double)polls->period / (double)sync->limits.stats_rest_ms;
    if (polls->credit > most)
        polls->credit = most;
    while (polls->credit >= 1) {
        struct list *link = polls->rest.next;

        list_remove(link);
        list_add_last(&polls->rest, link);
        polls->credit--;
        make_due(sync, LIST_OWNER(link, struct item, poll_link));
    }
}

/* What the engine did not answer in time is asked for less often, until a
 * round takes a quarter of its time again. */
static void
set_pace(struct sync *sync, bool was_late)
{
    struct polls *polls = &sync->stats.polls;
    const struct sync_limits *limits = &sync->limits;
    uint64_t period = polls->period;

    if (was_late)
        period *= 2;
    else if (polls->took < period / 4)
        period /= 2;
    if (period < limits->stats_seen_ms)
        period = limits->stats_seen_ms;
    if (period > limits->stats_rest_ms)
        period = limits->stats_rest_ms;
    if (period == polls->period)
        return;
    polls->period = period;
    timer_start(polls->round, period, period);
}

static void
begin_round(void *data)
{
    struct sync *sync = data;
    struct polls *polls = &sync->stats.polls;
    bool was_late = !list_is_empty(&polls->due);
    struct list *link;

    set_pace(sync, was_late);
    if (was_late)
        return;
    polls->began = loop_now(sync->loop);
    for (link = polls->seen.next; link != &polls->seen; link = link->next)
        make_due(sync, LIST_OWNER(link, struct item, poll_link));
    take_rest(sync);
    pump(sync);
}

/* Whoever comes into view is read at once; of the rest a new one is the next
 * in turn. */
static void
poll_begin(struct sync *sync, struct item *item)
{
    struct polls *polls = &sync->stats.polls;

    if (item->tier == TIER_SEEN) {
        list_add_last(&polls->seen, &item->poll_link);
        make_due(sync, item);
    } else {
        list_add_last(polls->rest.next, &item->poll_link);
        polls->rest_count++;
    }
    if (!timer_is_running(polls->round))
        timer_start(polls->round, polls->period, polls->period);
    pump(sync);
}

static void
poll_end(struct sync *sync, struct item *item)
{
    struct polls *polls = &sync->stats.polls;

    if (item->tier == TIER_REST)
        polls->rest_count--;
    list_remove(&item->poll_link);
    list_remove(&item->due_link);
    reader_stop(item);
    if (list_is_empty(&polls->seen) && list_is_empty(&polls->rest))
        timer_stop(polls->round);
}

static void
polls_pause(struct sync *sync)
{
    struct polls *polls = &sync->stats.polls;

    timer_stop(polls->round);
    polls->credit = 0;
    polls->period = sync->limits.stats_seen_ms;
}

const struct stats_source stats_polls = {
    .name = "single readings",
    .fits = polls_fit,
    .why = polls_say_why,
    .begin = poll_begin,
    .end = poll_end,
    .init = polls_init,
    .release = polls_release,
    .pause = polls_pause,
};
