#include "config.h"

#include "store/sync_parts.h"

#include "base/buf.h"

#include <limits.h>
#include <stdio.h>

/* In the order in which they are asked whether they fit. */
static const struct stats_source *const SOURCES[] = {
    &stats_cgroups,
    &stats_crowd,
    &stats_streams,
    &stats_polls,
};
#define SOURCES_COUNT (sizeof(SOURCES) / sizeof(SOURCES[0]))

static void make_plan(void *data);

void
stats_init(struct sync *sync)
{
    sync->stats.plan =
        timer_new(sync->loop, "plan statistics", make_plan, sync);
    for (size_t i = 0; i < SOURCES_COUNT; i++)
        if (SOURCES[i]->init)
            SOURCES[i]->init(sync);
}

void
stats_release(struct sync *sync)
{
    timer_free(sync->stats.plan);
    for (size_t i = 0; i < SOURCES_COUNT; i++)
        if (SOURCES[i]->release)
            SOURCES[i]->release(sync);
}

static bool
may_sample(const struct sync *sync)
{
    return sync->phase == PHASE_UP && !sync->is_closing &&
           sync->stats.is_wanted && !sync->stats.is_paused;
}

void
stats_replan(struct sync *sync, uint64_t delay)
{
    struct timer *timer = sync->stats.plan;

    if (!may_sample(sync))
        return;
    if (!timer_is_running(timer) ||
        timer_due(timer) > loop_now(sync->loop) + delay)
        timer_start(timer, delay, 0);
}

/* ---- who is read by whom */

static void
leave_source(struct sync *sync, struct item *item)
{
    if (!item->source)
        return;
    item->source->end(sync, item);
    item->source = NULL;
}

/* What the user leaves to choose from. */
static bool
is_allowed(const struct sync *sync, const struct stats_source *source)
{
    switch (sync->stats.choice) {
    case STATS_AUTO:
        return true;
    case STATS_CGROUP:
        return source == &stats_cgroups;
    case STATS_STREAM:
        return source != &stats_cgroups;
    case STATS_POLL:
        return source == &stats_polls;
    }
    return true;
}

static const struct stats_source *
choose_source(const struct sync *sync, enum tier tier, unsigned refused)
{
    for (size_t i = 0; i < SOURCES_COUNT; i++)
        if (!(refused & 1U << i) && is_allowed(sync, SOURCES[i]) &&
            SOURCES[i]->fits(sync, tier))
            return SOURCES[i];
    return NULL;
}

bool
sync_can_sample(const struct sync *sync, const struct ref *ref)
{
    const struct item *item =
        ref->engine == sync->index ? items_find(sync, ref->key) : NULL;

    return item && choose_source(sync, TIER_SEEN, item->refused);
}

/* Let it be read in this tier from now on; or note in *next when it may be
 * asked for. */
static void
plan_item(struct sync *sync, struct item *item, enum tier tier, uint64_t *next)
{
    const struct stats_source *source =
        choose_source(sync, tier, item->refused);
    bool is_same = source == item->source &&
                   (item->tier == tier || !source || source->is_same_for_all);

    item->planned = sync->stats.plan_number;
    if (!is_same)
        leave_source(sync, item);
    item->tier = tier;
    if (is_same || !source)
        return;
    if (item->stats_at > loop_now(sync->loop)) {
        if (item->stats_at < *next)
            *next = item->stats_at;
        return;
    }
    item->source = source;
    source->begin(sync, item);
}

static void
plan_seen(struct sync *sync, uint64_t *next)
{
    size_t left = sync->limits.seen;

    for (size_t i = 0; i < sync->shown_count; i++) {
        struct item *item = items_find(sync, sync->shown[i]);

        if (left == 0 && !sync->keeps_to_shown)
            return;
        if (!item || !item->is_up || item->planned == sync->stats.plan_number)
            continue;
        plan_item(sync, item, left > 0 ? TIER_SEEN : TIER_REST, next);
        left -= left > 0;
    }
}

/* Which source has those that are seen, and why, for a person. */
static void
say_source(struct sync *sync)
{
    const struct stats_source *source = choose_source(sync, TIER_SEEN, 0);
    struct buf words = BUF_INIT(sizeof(sync->link.numbers) - 1);

    (void)buf_addf(&words, "%s: ", source ? source->name : "nowhere");
    if (sync->stats.choice != STATS_AUTO) {
        (void)buf_add_text(&words, "by stats-source");
    } else if (!source || !source->why(sync, &words)) {
        buf_release(&words);
        return;
    }
    cgroups_say_why_not(sync, &words);
    if (*sync->stats.refusal.text)
        (void)buf_addf(&words, "; refused: %.100s", sync->stats.refusal.text);
    if (strcmp(buf_text(&words), sync->link.numbers) != 0) {
        (void)snprintf(sync->link.numbers, sizeof(sync->link.numbers), "%s",
                       buf_text(&words));
        link_publish(sync);
    }
    buf_release(&words);
}

static void
make_plan(void *data)
{
    struct sync *sync = data;
    uint64_t next = UINT64_MAX;
    struct map_entry *entry;

    /* The first frame comes before any numbers. */
    if (!may_sample(sync) || !sync->lister.is_complete)
        return;
    sync->stats.plan_number++;
    plan_seen(sync, &next);
    for (entry = map_first(sync->items); entry; entry = map_next(entry)) {
        struct item *item = map_value(entry);

        if (!item->is_up || item->planned == sync->stats.plan_number)
            continue;
        if (sync->keeps_to_shown)
            leave_source(sync, item);
        else
            plan_item(sync, item, TIER_REST, &next);
    }
    if (next != UINT64_MAX)
        stats_replan(sync, next - loop_now(sync->loop));
    if (sync->stats.up_count > 0)
        say_source(sync);
}

/* ---- what others say */

void
stats_set_up(struct sync *sync, struct item *item, bool is_up)
{
    if (item->is_up == is_up)
        return;
    item->is_up = is_up;
    item->stats_failures = 0;
    item->stats_at = 0;
    item->refused = 0;
    item->samples = 0;
    if (is_up) {
        sync->stats.up_count++;
    } else {
        sync->stats.up_count--;
        leave_source(sync, item);
    }
    stats_replan(sync, 0);
}

void
stats_sampled(struct sync *sync, struct item *item, const struct sample *sample)
{
    struct ref ref = ref_make(sync->index, REF_CONTAINER, item->id);

    item->stats_failures = 0;
    if (item->samples < UINT_MAX)
        item->samples++;
    store_put_sample(sync->store, &ref, sample);
}

void
stats_refused(struct sync *sync, struct item *item)
{
    for (size_t i = 0; i < SOURCES_COUNT; i++)
        if (SOURCES[i] == item->source)
            item->refused |= 1U << i;
    leave_source(sync, item);
    say_source(sync);
    stats_replan(sync, 0);
}

/* Whoever fails is left alone for a while. */
void
stats_failed(struct sync *sync, struct item *item, const struct err *err)
{
    const struct sync_limits *limits = &sync->limits;
    uint64_t pause = limits->stats_retry_min_ms;

    if (err && err->kind == ERR_DENIED) {
        sync->stats.refusal = *err;
        stats_refused(sync, item);
        return;
    }
    for (unsigned i = 0;
         i < item->stats_failures && pause < limits->stats_retry_max_ms; i++)
        pause *= 2;
    if (pause > limits->stats_retry_max_ms)
        pause = limits->stats_retry_max_ms;
    item->stats_failures++;
    item->stats_at = loop_now(sync->loop) + pause;
    leave_source(sync, item);
    stats_replan(sync, 0);
}

void
stats_choose(struct sync *sync, enum stats_choice choice)
{
    if (sync->stats.choice == choice)
        return;
    sync->stats.choice = choice;
    /* Whoever was refused by a source may try it again. */
    stats_resume(sync);
    stats_replan(sync, 0);
}

void
stats_stop_all(struct sync *sync)
{
    struct map_entry *entry;

    timer_stop(sync->stats.plan);
    for (entry = map_first(sync->items); entry; entry = map_next(entry))
        leave_source(sync, map_value(entry));
    for (size_t i = 0; i < SOURCES_COUNT; i++)
        if (SOURCES[i]->pause)
            SOURCES[i]->pause(sync);
}

void
stats_resume(struct sync *sync)
{
    struct map_entry *entry;

    sync->stats.refusal = (struct err)ERR_INIT;
    for (entry = map_first(sync->items); entry; entry = map_next(entry)) {
        struct item *item = map_value(entry);

        item->stats_at = 0;
        item->stats_failures = 0;
        item->refused = 0;
    }
}
