#include "config.h"

#include "store/sync_parts.h"

#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>

/* A round of the rotation takes this share of the greatest age; the rest is
 * for the engine, which needs one to two seconds for a sample. */
#define ROUND_SHARE 0.75
#define TURNS 60 /* of the rotation's timer in the greatest age */

/* Where numbers come from. A source reads one container until it ends or is
 * cancelled; cheaper ones (cgroup files, Podman's one stream for all) fit in
 * here. */
struct stats_source {
    const char *name;
    bool is_lasting; /* goes on by itself; else one sample, then the end */
    struct call *(*read)(struct engine *engine, const char *id,
                         void (*each)(void *data, const struct sample *sample),
                         call_done_fn done, void *data);
};

static const struct stats_source STREAM = {
    .name = "stream",
    .is_lasting = true,
    .read = engine_follow_stats,
};

static const struct stats_source READING = {
    .name = "reading",
    .read = engine_read_stats,
};

/* One container being read. It outlives its item by the time that the call
 * needs to end. */
struct reader {
    struct sync *sync;
    struct item *item; /* NULL: its samples are not wanted any more */
    const struct stats_source *source;
    struct call *call;
};

static void make_plan(void *data);
static void turn_rotation(void *data);

void
stats_init(struct sync *sync)
{
    struct stats *stats = &sync->stats;

    list_init(&stats->rest);
    stats->plan = timer_new(sync->loop, "plan statistics", make_plan, sync);
    stats->rotation =
        timer_new(sync->loop, "sample in rotation", turn_rotation, sync);
}

void
stats_release(struct sync *sync)
{
    timer_free(sync->stats.plan);
    timer_free(sync->stats.rotation);
}

void
stats_replan(struct sync *sync, uint64_t delay)
{
    struct timer *timer = sync->stats.plan;

    if (sync->is_closing || !sync->stats.is_wanted)
        return;
    if (!timer_is_running(timer) ||
        timer_due(timer) > loop_now(sync->loop) + delay)
        timer_start(timer, delay, 0);
}

static void
stop_reader(struct item *item)
{
    struct reader *reader = item->reader;

    if (!reader)
        return;
    reader->item = NULL;
    item->reader = NULL;
    call_cancel(reader->call);
}

static void
leave_rotation(struct sync *sync, struct item *item)
{
    if (list_is_empty(&item->rest_link))
        return;
    list_remove(&item->rest_link);
    sync->stats.rest_count--;
}

/* In front of those that were sampled already. */
static void
join_rotation(struct sync *sync, struct item *item)
{
    if (!list_is_empty(&item->rest_link))
        return;
    list_add_last(sync->stats.rest.next, &item->rest_link);
    sync->stats.rest_count++;
}

void
stats_set_up(struct sync *sync, struct item *item, bool is_up)
{
    if (item->is_up == is_up)
        return;
    item->is_up = is_up;
    item->stats_failures = 0;
    item->stats_at = 0;
    if (is_up) {
        sync->stats.up_count++;
    } else {
        sync->stats.up_count--;
        stop_reader(item);
        leave_rotation(sync, item);
    }
    stats_replan(sync, 0);
}

/* Whoever fails is left alone for a while; whoever is refused, until the next
 * connection. */
static void
put_off(struct sync *sync, struct item *item, const struct err *err)
{
    const struct sync_limits *limits = &sync->limits;
    uint64_t pause = limits->stats_retry_min_ms;

    if (err && err->kind == ERR_DENIED) {
        item->stats_at = UINT64_MAX;
        return;
    }
    for (unsigned i = 0;
         i < item->stats_failures && pause < limits->stats_retry_max_ms; i++)
        pause *= 2;
    if (pause > limits->stats_retry_max_ms)
        pause = limits->stats_retry_max_ms;
    item->stats_failures++;
    item->stats_at = loop_now(sync->loop) + pause;
}

static void
sampled(void *data, const struct sample *sample)
{
    struct reader *reader = data;
    struct sync *sync = reader->sync;
    struct ref ref;

    if (!reader->item)
        return;
    reader->item->stats_failures = 0;
    ref = ref_make(sync->index, REF_CONTAINER, reader->item->id);
    store_put_sample(sync->store, &ref, sample);
}

static void
reader_ended(void *data, const struct err *err)
{
    struct reader *reader = data;
    struct sync *sync = reader->sync;
    struct item *item = reader->item;

    if (!reader->source->is_lasting)
        sync->stats.readings--;
    if (item) {
        item->reader = NULL;
        if (err)
            log_line("sync: statistics of %s: %s", item->id, err->text);
        if (err || reader->source->is_lasting)
            put_off(sync, item, err);
        if (reader->source->is_lasting)
            stats_replan(sync, 0);
    }
    free(reader);
    sync_call_ended(sync);
}

static void
start_reader(struct sync *sync, struct item *item,
             const struct stats_source *source)
{
    struct reader *reader = xmalloc(sizeof(*reader));

    *reader = (struct reader){.sync = sync, .item = item, .source = source};
    item->reader = reader;
    sync->calls++;
    if (!source->is_lasting)
        sync->stats.readings++;
    reader->call =
        source->read(sync->engine, item->id, sampled, reader_ended, reader);
}

/* Give it a stream now; or note in *next when it may be asked for. */
static void
plan_stream(struct sync *sync, struct item *item, uint64_t *next)
{
    item->planned = sync->stats.plan_number;
    leave_rotation(sync, item);
    if (item->reader && item->reader->source->is_lasting)
        return;
    if (item->stats_at > loop_now(sync->loop)) {
        if (item->stats_at < *next)
            *next = item->stats_at;
        return;
    }
    stop_reader(item);
    start_reader(sync, item, &STREAM);
}

static void
plan_rest(struct sync *sync, struct item *item)
{
    if (item->reader && item->reader->source->is_lasting)
        stop_reader(item);
    join_rotation(sync, item);
}

/* Those that are seen first; then all, when there are few enough. */
static void
plan_all(struct sync *sync, uint64_t *next)
{
    struct stats *stats = &sync->stats;
    bool are_few = stats->up_count <= sync->limits.streams;
    size_t left = sync->limits.streams;
    struct map_entry *entry;

    stats->plan_number++;
    for (size_t i = 0; i < sync->shown_count && left > 0; i++) {
        struct item *item = items_find(sync, sync->shown[i]);

        if (!item || !item->is_up || item->planned == stats->plan_number)
            continue;
        plan_stream(sync, item, next);
        left--;
    }
    for (entry = map_first(sync->items); entry; entry = map_next(entry)) {
        struct item *item = map_value(entry);

        if (!item->is_up || item->planned == stats->plan_number)
            continue;
        if (are_few)
            plan_stream(sync, item, next);
        else
            plan_rest(sync, item);
    }
}

static void
make_plan(void *data)
{
    struct sync *sync = data;
    struct stats *stats = &sync->stats;
    uint64_t next = UINT64_MAX, now = loop_now(sync->loop);
    uint64_t turn = sync->limits.stats_age_ms / TURNS;

    /* The first frame comes before any numbers. */
    if (sync->phase != PHASE_UP || !sync->lister.is_complete)
        return;
    plan_all(sync, &next);
    if (next != UINT64_MAX)
        stats_replan(sync, next - now);
    if (stats->rest_count == 0) {
        timer_stop(stats->rotation);
    } else if (!timer_is_running(stats->rotation)) {
        stats->turned_at = now;
        stats->credit = 0;
        timer_start(stats->rotation, turn ? turn : 1, turn ? turn : 1);
    }
}

/* Whoever waited longest of those that can be read now goes to the end. */
static struct item *
take_from_rotation(struct sync *sync)
{
    struct list *head = &sync->stats.rest, *link;
    uint64_t now = loop_now(sync->loop);

    for (link = head->next; link != head; link = link->next) {
        struct item *item = LIST_OWNER(link, struct item, rest_link);

        if (item->reader || item->stats_at > now)
            continue;
        list_remove(link);
        list_add_last(head, link);
        return item;
    }
    return NULL;
}

static void
turn_rotation(void *data)
{
    struct sync *sync = data;
    struct stats *stats = &sync->stats;
    uint64_t now = loop_now(sync->loop);
    double most = (double)stats->rest_count;
    double round = (double)sync->limits.stats_age_ms * ROUND_SHARE;

    stats->credit += most * (double)(now - stats->turned_at) / round;
    stats->turned_at = now;
    if (stats->credit > most)
        stats->credit = most;
    while (stats->credit >= 1 && stats->readings < sync->limits.readings) {
        struct item *item = take_from_rotation(sync);

        if (!item)
            return;
        stats->credit--;
        start_reader(sync, item, &READING);
    }
}

void
stats_stop_all(struct sync *sync)
{
    struct map_entry *entry;

    timer_stop(sync->stats.plan);
    timer_stop(sync->stats.rotation);
    for (entry = map_first(sync->items); entry; entry = map_next(entry))
        stop_reader(map_value(entry));
}

void
stats_resume(struct sync *sync)
{
    struct map_entry *entry;

    for (entry = map_first(sync->items); entry; entry = map_next(entry)) {
        struct item *item = map_value(entry);

        item->stats_at = 0;
        item->stats_failures = 0;
    }
}
