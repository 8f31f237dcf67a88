/*
 * sync_source.h - where numbers come from, behind one interface. Only the
 * files of sync and their tests include it, through sync_parts.h.
 *
 *   sync_stats.c    the planner: who is sampled how often, by which source
 *   sync_streams.c  a stream for each container
 *   sync_polls.c    single readings, a few at once
 *   sync_crowd.c    Podman's one stream for all
 *   sync_cgroups.c  the kernel's files, of containers on this machine, and
 *   sync_networks.c whose network they have
 *
 * Every container that is up has a tier. The planner gives it to the first
 * source of its table that fits the engine and the tier and has not been
 * refused for this container; a source that finds out only later whether it
 * fits says so with stats_replan(). From begin() to end() the source hands in
 * its samples, or says that it cannot go on: stats_failed() (again after a
 * pause), stats_refused() (by this source not again before the container is
 * started anew or the engine is connected to anew; the next one takes over at
 * once). Both take the container from the source.
 *
 * A source may read one container at a time or all together: it keeps what it
 * was given in a list of its own. All count in the units of sample.h, so that
 * a container may change from one source to another.
 */
#ifndef STORE_SYNC_SOURCE_H
#define STORE_SYNC_SOURCE_H

#include "engine/cgroup_reader.h"
#include "engine/engine.h"
#include "loop/timer.h"
#include "loop/worker.h"
#include "store/sync.h"

struct sync;
struct item;
struct buf;

enum tier {
    TIER_REST, /* up, and nobody looks */
    TIER_SEEN, /* selected or visible */
};

struct stats_source {
    const char *name; /* "streams" */
    /* Reads those that nobody sees as often as those that are seen; or a
     * change of tier is an end() and a begin(). */
    bool is_same_for_all;
    /* Whether containers of this tier can be read by it, as far as is known
     * now; asked with each plan. */
    bool (*fits)(const struct sync *sync, enum tier tier);
    /* Why this one, in a few words for a person; false: it is not sure yet. */
    bool (*why)(const struct sync *sync, struct buf *out);
    void (*begin)(struct sync *sync, struct item *item);
    void (*end)(struct sync *sync, struct item *item);
    /* Where it keeps something of its own in struct stats; may be NULL. */
    void (*init)(struct sync *sync);
    void (*release)(struct sync *sync);
    /* The connection is gone, or nothing is to be sampled for now. Every
     * container was taken away before. May be NULL. */
    void (*pause)(struct sync *sync);
};

extern const struct stats_source stats_cgroups, stats_crowd, stats_streams,
    stats_polls;

/* One container being read by a call. It outlives its item by the time that
 * the call needs to end. */
struct reader;

typedef struct call *(*stats_read_fn)(struct engine *engine, const char *id,
                                      void (*each)(void *data,
                                                   const struct sample *sample),
                                      call_done_fn done, void *data);

/* `ended` runs when the call has, with NULL for an item that was left
 * meanwhile. Samples go into the store. */
void reader_start(struct sync *sync, struct item *item, stats_read_fn read,
                  void (*ended)(struct sync *sync, struct item *item,
                                const struct err *err));
void reader_stop(struct item *item);

/* Single readings. A round each stats_seen_ms takes all that are seen and that
 * part of the rest which is due, so that we and the engine wake once for all;
 * at most `polls` are under way. When a round is not over by the next one,
 * rounds come at half the pace, down to one in stats_rest_ms. */
struct polls {
    struct list seen, rest;  /* items by poll_link */
    struct list due, flying; /* items by due_link: to be read, being read */
    size_t rest_count, open;
    double credit;        /* of the rest that are due */
    uint64_t period;      /* between rounds now */
    uint64_t began, took; /* the last round */
    struct timer *round;
};

/* Podman's one stream for all that are up. */
struct crowd {
    struct call *call;
    size_t count;    /* containers that are read by it */
    bool has_worked; /* the call that is under way */
    bool is_leaving; /* it was cancelled */
    bool is_refused; /* in this connection */
    struct timer *retry;
};

#define CGROUPS_SLICE 64

/* Whether the containers are on this machine. */
enum nearness {
    NEAR_UNKNOWN, /* none was looked at */
    NEAR,         /* one was found */
    NEAR_NOT,
};

/* Every stats_seen_ms a round reads all members, slice by slice, each on a
 * worker. What a worker has (the host, and the readers of its slice) the loop
 * does not touch before it is done. */
struct cgroups {
    enum nearness nearness;
    struct err why_not;       /* when NEAR_NOT */
    int version;              /* of cgroup, when NEAR */
    struct cgroup_host *host; /* NULL: nothing is open */
    struct list members;      /* struct member, by link */
    struct timer *round;
    unsigned number;       /* of the round */
    struct worker *worker; /* NULL: none is under way */
    struct member *slice[CGROUPS_SLICE];
    size_t slice_count;
    struct err failed; /* of the slice; kind and words of its first failure */
};

struct stats {
    enum stats_choice choice;
    bool is_wanted;
    bool is_paused;     /* nobody can see them now */
    struct err refusal; /* the last one; text "": none in this connection */
    size_t up_count;
    unsigned plan_number;
    struct timer *plan;
    struct polls polls;
    struct crowd crowd;
    struct cgroups cgroups;
};

/* ---- sync_cgroups.c, for sync */

/* "; control groups: ..." where they were looked for and cannot be read. */
void cgroups_say_why_not(const struct sync *sync, struct buf *out);
/* Inspect said this of the container. */
void cgroups_note(struct sync *sync, struct item *item,
                  const struct cgroup_facts *facts);

/* ---- sync_networks.c, for control groups */

/* Look for the network of one that shares another's: what its facts say of it
 * is what is known now. That one may be found, end or start again at any time.
 * Whether they changed. */
bool networks_look(struct sync *sync, struct item *item);

/* ---- sync_stats.c, for sync */

void stats_init(struct sync *sync);
void stats_release(struct sync *sync);
/* Something changed in who is up, who is seen, what fits or whether we may
 * ask. */
void stats_replan(struct sync *sync, uint64_t delay);
void stats_set_up(struct sync *sync, struct item *item, bool is_up);
void stats_choose(struct sync *sync, enum stats_choice choice);
void stats_stop_all(struct sync *sync);
/* A new connection: what was refused may be granted now. */
void stats_resume(struct sync *sync);

/* ---- sync_stats.c, for sources */

void stats_sampled(struct sync *sync, struct item *item,
                   const struct sample *sample);
/* `err` NULL: it ended, and that was no failure. Engines that forbid it are
 * not asked again. */
void stats_failed(struct sync *sync, struct item *item, const struct err *err);
void stats_refused(struct sync *sync, struct item *item);

#endif
