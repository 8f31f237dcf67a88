#include "config.h"

#include "store/sync_parts.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "engine/version.h"

#include <stdlib.h>

/* ---- readers, of streams and of single readings */

struct reader {
    struct sync *sync;
    struct item *item; /* NULL: its samples are not wanted any more */
    struct call *call;
    void (*ended)(struct sync *sync, struct item *item, const struct err *err);
};

static void
sampled(void *data, const struct sample *sample)
{
    struct reader *reader = data;

    if (reader->item)
        stats_sampled(reader->sync, reader->item, sample);
}

static void
reader_ended(void *data, const struct err *err)
{
    struct reader *reader = data;
    struct sync *sync = reader->sync;
    struct item *item = reader->item;

    if (item) {
        item->reader = NULL;
        if (err)
            log_line("sync: statistics of %s: %s", item->id, err->text);
    }
    reader->ended(sync, item, err);
    free(reader);
    sync_call_ended(sync);
}

void
reader_start(struct sync *sync, struct item *item, stats_read_fn read,
             void (*ended)(struct sync *sync, struct item *item,
                           const struct err *err))
{
    struct reader *reader = xmalloc(sizeof(*reader));

    *reader = (struct reader){.sync = sync, .item = item, .ended = ended};
    item->reader = reader;
    sync->calls++;
    reader->call = read(sync->engine, item->id, sampled, reader_ended, reader);
}

void
reader_stop(struct item *item)
{
    struct reader *reader = item->reader;

    if (!reader)
        return;
    reader->item = NULL;
    item->reader = NULL;
    call_cancel(reader->call);
}

/* ---- a stream for each container */

/* A stream costs the engine one sample a second for as long as it is open,
 * whether anybody looks or not. */
static bool
streams_fit(const struct sync *sync, enum tier tier)
{
    return tier == TIER_SEEN && (sync->stats.choice == STATS_STREAM ||
                                 !version_reads_fast(&sync->link.info));
}

static bool
streams_say_why(const struct sync *sync, struct buf *out)
{
    (void)buf_addf(out, "Docker %s takes a second for a single reading",
                   sync->link.info.version);
    return true;
}

static void
stream_ended(struct sync *sync, struct item *item, const struct err *err)
{
    if (item)
        stats_failed(sync, item, err);
}

static void
stream_begin(struct sync *sync, struct item *item)
{
    reader_start(sync, item, engine_follow_stats, stream_ended);
}

static void
stream_end(struct sync *sync, struct item *item)
{
    (void)sync;
    reader_stop(item);
}

const struct stats_source stats_streams = {
    .name = "streams",
    .fits = streams_fit,
    .why = streams_say_why,
    .begin = stream_begin,
    .end = stream_end,
};
