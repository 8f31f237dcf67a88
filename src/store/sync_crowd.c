#include "config.h"

#include "store/sync_parts.h"

#include "base/buf.h"
#include "base/log.h"

/* Podman's one stream for all that run. It costs Podman a reading of the
 * control groups of each, once a second, whoever is in view. */

static void open_stream(void *data);

static void
crowd_init(struct sync *sync)
{
    sync->stats.crowd.retry =
        timer_new(sync->loop, "statistics of all", open_stream, sync);
}

static void
crowd_release(struct sync *sync)
{
    timer_free(sync->stats.crowd.retry);
}

static bool
crowd_fits(const struct sync *sync, enum tier tier)
{
    (void)tier;
    return sync->link.info.is_podman && !sync->stats.crowd.is_refused;
}

static bool
crowd_say_why(const struct sync *sync, struct buf *out)
{
    (void)buf_addf(out, "Podman %s has it", sync->link.info.version);
    return true;
}

static void
crowd_sampled(void *data, const char *id, const struct sample *sample)
{
    struct sync *sync = data;
    struct item *item = items_find(sync, id);

    sync->stats.crowd.has_worked = true;
    if (item && item->source == &stats_crowd)
        stats_sampled(sync, item, sample);
}

/* One that never brought anything is not asked for again in this connection;
 * one that broke is opened again. */
static void
crowd_ended(void *data, const struct err *err)
{
    struct sync *sync = data;
    struct crowd *crowd = &sync->stats.crowd;

    crowd->call = NULL;
    if (err && err->kind != ERR_CANCELLED)
        log_line("sync: statistics of all: %s", err->text);
    if (!crowd->has_worked && !crowd->is_leaving) {
        crowd->is_refused = true;
        stats_replan(sync, 0);
    } else if (crowd->count > 0) {
        timer_start(crowd->retry, sync->limits.stats_retry_min_ms, 0);
    }
    crowd->is_leaving = false;
    sync_call_ended(sync);
}

static void
open_stream(void *data)
{
    struct sync *sync = data;
    struct crowd *crowd = &sync->stats.crowd;

    if (crowd->call || crowd->count == 0)
        return;
    crowd->has_worked = false;
    sync->calls++;
    crowd->call =
        engine_follow_all_stats(sync->engine, crowd_sampled, crowd_ended, sync);
}

static void
crowd_begin(struct sync *sync, struct item *item)
{
    struct crowd *crowd = &sync->stats.crowd;

    (void)item;
    if (crowd->count++ == 0 && !timer_is_running(crowd->retry))
        open_stream(sync);
}

static void
crowd_end(struct sync *sync, struct item *item)
{
    struct crowd *crowd = &sync->stats.crowd;

    (void)item;
    if (--crowd->count > 0)
        return;
    timer_stop(crowd->retry);
    if (!crowd->call || crowd->is_leaving)
        return;
    crowd->is_leaving = true;
    call_cancel(crowd->call);
}

static void
crowd_reset(struct sync *sync)
{
    sync->stats.crowd.is_refused = false;
}

const struct stats_source stats_crowd = {
    .name = "one stream for all",
    .is_same_for_all = true,
    .fits = crowd_fits,
    .why = crowd_say_why,
    .begin = crowd_begin,
    .end = crowd_end,
    .init = crowd_init,
    .release = crowd_release,
    .pause = crowd_reset,
};
