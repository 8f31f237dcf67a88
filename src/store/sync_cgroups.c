#include "config.h"

#include "store/sync_parts.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>
#include <sys/resource.h>

/* Rounds in which a container that is up has no group, after which another
 * source takes it. */
#define ROUNDS_WITHOUT 3
/* Of the descriptors that we may have, groups take three eighths at most: that
 * is enough for 50 containers where we may have the usual 1024. */
#define FILES_SHARE(most) ((most) / 8 * 3)
#define FILES_MOST 16384

/* A container that is read. It outlives its item by the time that a worker has
 * the host, also where it is not in the worker's slice: to close its files is
 * to count in the host. */
struct member {
    struct list link; /* in cgroups->members */
    struct sync *sync;
    struct item *item; /* NULL: its samples are not wanted any more */
    struct cgroup_reader *reader;
    bool has_news; /* the item's facts are not the reader's yet */
    unsigned round, without;

    /* The worker's answer. */
    bool is_done, is_read;
    enum err_kind failure;
    struct sample sample;
};

static void begin_round(void *data);
static void next_slice(struct sync *sync);

static void
cgroups_init(struct sync *sync)
{
    struct cgroups *cgroups = &sync->stats.cgroups;

    list_init(&cgroups->members);
    cgroups->round =
        timer_new(sync->loop, "read control groups", begin_round, sync);
}

/* The rule by which groups are found goes with it. */
static void
close_host(struct cgroups *cgroups)
{
    cgroup_host_free(cgroups->host);
    cgroups->host = NULL;
    if (cgroups->nearness == NEAR)
        cgroups->nearness = NEAR_UNKNOWN;
}

static void
cgroups_release(struct sync *sync)
{
    timer_free(sync->stats.cgroups.round);
    close_host(&sync->stats.cgroups);
}

static bool
cgroups_fit(const struct sync *sync, enum tier tier)
{
    (void)tier;
    return sync->limits.cgroup_root && sync->stats.cgroups.nearness != NEAR_NOT;
}

static bool
cgroups_say_why(const struct sync *sync, struct buf *out)
{
    const struct cgroups *cgroups = &sync->stats.cgroups;

    if (cgroups->nearness != NEAR)
        return false;
    (void)buf_addf(out, "v%d, the containers are on this machine",
                   cgroups->version);
    return true;
}

void
cgroups_say_why_not(const struct sync *sync, struct buf *out)
{
    const struct cgroups *cgroups = &sync->stats.cgroups;
    bool is_elsewhere = cgroups->why_not.kind == ERR_CONFLICT ||
                        cgroups->why_not.kind == ERR_MISSING;

    if (cgroups->nearness == NEAR_NOT)
        (void)buf_addf(out, "; its containers' control groups: %s",
                       is_elsewhere ? "not on this machine"
                                    : cgroups->why_not.text);
}

static size_t
files_allowed(const struct sync *sync)
{
    struct rlimit limit;

    if (sync->limits.cgroup_files > 0)
        return sync->limits.cgroup_files;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return 0;
    if (limit.rlim_cur == RLIM_INFINITY ||
        FILES_SHARE(limit.rlim_cur) > FILES_MOST)
        return FILES_MOST;
    return (size_t)FILES_SHARE(limit.rlim_cur);
}

/* ---- members */

static void
free_member(struct member *member)
{
    list_remove(&member->link);
    cgroup_reader_free(member->reader, member->sync->stats.cgroups.host);
    free(member);
}

/* Whoever is found out first says whether the others can be read. */
static void
hurry(struct sync *sync)
{
    struct cgroups *cgroups = &sync->stats.cgroups;

    if (cgroups->nearness == NEAR_UNKNOWN && !cgroups->worker &&
        !list_is_empty(&cgroups->members))
        timer_start(cgroups->round, 0, sync->limits.stats_seen_ms);
}

static void
cgroups_begin(struct sync *sync, struct item *item)
{
    struct cgroups *cgroups = &sync->stats.cgroups;
    struct member *member = xcalloc(1, sizeof(*member));

    if (!cgroups->host)
        cgroups->host =
            cgroup_host_new(sync->limits.cgroup_root, files_allowed(sync));
    member->sync = sync;
    member->item = item;
    member->reader = cgroup_reader_new(item->id);
    member->has_news = item->has_facts;
    list_add_last(&cgroups->members, &member->link);
    item->member = member;
    if (!timer_is_running(cgroups->round))
        timer_start(cgroups->round, 0, sync->limits.stats_seen_ms);
    if (item->has_facts)
        hurry(sync);
}

static void
cgroups_end(struct sync *sync, struct item *item)
{
    struct cgroups *cgroups = &sync->stats.cgroups;
    struct member *member = item->member;

    item->member = NULL;
    member->item = NULL;
    if (!cgroups->worker)
        free_member(member);
    if (list_is_empty(&cgroups->members) && !cgroups->worker)
        close_host(cgroups);
}

void
cgroups_note(struct sync *sync, struct item *item,
             const struct cgroup_facts *facts)
{
    item->facts = *facts;
    item->has_facts = true;
    if (!item->member)
        return;
    item->member->has_news = true;
    hurry(sync);
}

/* ---- on the worker */

static void
read_slice(const struct worker *worker, void *data)
{
    struct cgroups *cgroups = data;
    struct err err = ERR_INIT;
    bool can_look = cgroup_host_look(cgroups->host, &err);

    for (size_t i = 0; i < cgroups->slice_count; i++) {
        struct member *member = cgroups->slice[i];

        if (worker_is_cancelled(worker))
            return;
        member->is_done = true;
        member->is_read =
            can_look && cgroup_reader_read(member->reader, cgroups->host,
                                           &member->sample, &err);
        if (member->is_read)
            continue;
        member->failure = err.kind;
        if (!*cgroups->failed.text)
            cgroups->failed = err;
    }
}

/* ---- what came of it */

static bool
waits_to_start(const struct sync *sync, const struct item *item)
{
    struct ref ref = ref_make(sync->index, REF_CONTAINER, item->id);
    const struct container_row *row = store_find_container(sync->store, &ref);

    return row && row->value->state == STATE_RESTARTING;
}

/* Where no other source is wanted, it is told why. */
static void
refuse(struct sync *sync, struct member *member)
{
    const struct err *why = &sync->stats.cgroups.failed;

    if (sync->stats.choice == STATS_CGROUP && *why->text)
        sync->stats.refusal = *why;
    stats_refused(sync, member->item);
}

/* Between two runs there is no group, and there are no numbers. Else one that
 * is missing may be on its way. */
static void
is_missing(struct sync *sync, struct member *member)
{
    if (waits_to_start(sync, member->item)) {
        static const struct sample nothing;

        stats_sampled(sync, member->item, &nothing);
        member->without = 0;
    } else if (++member->without >= ROUNDS_WITHOUT ||
               sync->stats.cgroups.nearness == NEAR_UNKNOWN) {
        refuse(sync, member);
    }
}

static void
settle_member(struct sync *sync, struct member *member)
{
    if (!member->item || !member->is_done)
        return;
    if (member->is_read) {
        member->without = 0;
        stats_sampled(sync, member->item, &member->sample);
    } else if (member->failure == ERR_MISSING) {
        is_missing(sync, member);
    } else {
        refuse(sync, member);
    }
}

/* Those that were left while the worker had the host. */
static void
free_left(struct cgroups *cgroups)
{
    struct list *link = cgroups->members.next;

    while (link != &cgroups->members) {
        struct member *member = LIST_OWNER(link, struct member, link);

        link = link->next;
        if (!member->item)
            free_member(member);
    }
}

/* A single container that cannot be found may just have ended. */
static void
judge_nearness(struct sync *sync)
{
    struct cgroups *cgroups = &sync->stats.cgroups;
    size_t asked = 0, missing = 0;

    if (cgroups->nearness != NEAR_UNKNOWN)
        return;
    for (size_t i = 0; i < cgroups->slice_count; i++) {
        const struct member *member = cgroups->slice[i];

        asked += member->is_done;
        missing += member->is_done && !member->is_read &&
                   member->failure == ERR_MISSING;
        if (member->is_done && member->is_read)
            cgroups->nearness = NEAR;
    }
    if (cgroups->nearness == NEAR) {
        cgroups->version = cgroup_layout_is_v2(&cgroups->host->rule) ? 2 : 1;
    } else if (asked > missing || missing > 1) {
        cgroups->nearness = NEAR_NOT;
        cgroups->why_not = cgroups->failed;
        log_line("sync: no control groups: %s", cgroups->failed.text);
    }
    stats_replan(sync, 0);
}

static void
slice_done(void *data, bool is_cancelled)
{
    struct cgroups *cgroups = data;
    struct sync *sync =
        LIST_OWNER(cgroups, struct sync, stats.cgroups); /* it holds us */
    size_t count = cgroups->slice_count;

    cgroups->worker = NULL;
    if (!is_cancelled)
        judge_nearness(sync);
    cgroups->slice_count = 0;
    for (size_t i = 0; i < count; i++)
        settle_member(sync, cgroups->slice[i]);
    free_left(cgroups);
    if (list_is_empty(&cgroups->members))
        close_host(cgroups);
    else if (!is_cancelled)
        next_slice(sync);
    sync_call_ended(sync);
}

/* ---- rounds */

/* Whoever is known by its process, or can be found by the rule that another
 * one has taught. What can never be either goes to another source. */
static bool
can_be_read(const struct sync *sync, const struct item *item)
{
    return (item->has_facts && item->facts.pid > 0) ||
           sync->stats.cgroups.nearness == NEAR;
}

static bool
is_hopeless(const struct item *item)
{
    return item->is_denied || (item->has_facts && item->facts.pid == 0);
}

static void
take_into_slice(struct sync *sync, struct member *member)
{
    struct cgroups *cgroups = &sync->stats.cgroups;

    if (member->item->shares_network && networks_look(sync, member->item))
        member->has_news = true;
    if (member->has_news)
        cgroup_reader_set(member->reader, &member->item->facts);
    member->has_news = false;
    member->round = cgroups->number;
    member->is_done = member->is_read = false;
    cgroups->slice[cgroups->slice_count++] = member;
}

static void
next_slice(struct sync *sync)
{
    struct cgroups *cgroups = &sync->stats.cgroups;
    struct list *link = cgroups->members.next;

    cgroups->failed = (struct err)ERR_INIT;
    while (link != &cgroups->members && cgroups->slice_count < CGROUPS_SLICE) {
        struct member *member = LIST_OWNER(link, struct member, link);

        link = link->next;
        if (member->round == cgroups->number)
            continue;
        if (can_be_read(sync, member->item))
            take_into_slice(sync, member);
        else if (is_hopeless(member->item))
            stats_refused(sync, member->item);
    }
    if (cgroups->slice_count == 0)
        return;
    sync->calls++;
    cgroups->worker = worker_start(sync->loop, read_slice, slice_done, cgroups);
}

static void
begin_round(void *data)
{
    struct sync *sync = data;
    struct cgroups *cgroups = &sync->stats.cgroups;

    if (list_is_empty(&cgroups->members)) {
        timer_stop(cgroups->round);
    } else if (!cgroups->worker) {
        cgroups->number++;
        next_slice(sync);
    }
}

/* What is open goes at once, or with the worker that has it: an open file may
 * keep a dead container's network alive. */
static void
cgroups_pause(struct sync *sync)
{
    struct cgroups *cgroups = &sync->stats.cgroups;

    timer_stop(cgroups->round);
    cgroups->nearness = NEAR_UNKNOWN;
    if (cgroups->worker)
        worker_cancel(cgroups->worker);
    else
        close_host(cgroups);
}

const struct stats_source stats_cgroups = {
    .name = "control groups",
    .is_same_for_all = true,
    .fits = cgroups_fit,
    .why = cgroups_say_why,
    .begin = cgroups_begin,
    .end = cgroups_end,
    .init = cgroups_init,
    .release = cgroups_release,
    .pause = cgroups_pause,
};
