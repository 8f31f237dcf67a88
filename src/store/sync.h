/*
 * sync.h - keeps the store equal to one engine, at the least cost.
 *
 * Connection: T0 is the engine's Date at the ping less 2 s; /events?since=T0
 * and the full list at the same time. Every event is a mark and nothing more;
 * a marked container is fetched by inspect, never by the list, because the
 * list lags behind its own events. 404 is gone. A mark is fetched as soon as
 * its id has no fetch in flight, one that comes meanwhile causes another; at
 * most SYNC_FETCHES in flight, each with a time-out. Above 20 fetches a second
 * marks are gathered for 100 ms; above 64 waiting marks one full list is made
 * 200 ms after the last mark (but a second after the first at the latest, or a
 * steady stream of events would never be listed), then inspects of the rows
 * that still contradict their event.
 *
 * A list's answer puts rows that are new; a known row is never overwritten by
 * a list, it is marked when the two disagree; a row that the list lacks is
 * marked. After the first frame visible rows are inspected first
 * (sync_show()), then the rest at an idle pace, each once.
 *
 * Reconnection: back-off 0.2 to 5 s, /events?since=<last timeNano>. When the
 * first replayed line is not the last event that we had, or none comes within
 * SYNC_REPLAY_MS, events were lost: all rows are listed and inspected again. A
 * safety list every max(60 s, 100 times the last list's duration). An engine
 * (a proxy in front of it) that refuses /events is listed every 5 s instead;
 * rows that it refuses to inspect take the list's word.
 *
 * Statistics, when wanted: rows that are seen are sampled once a second, of
 * the rest a tenth each second (sync_source.h). On engines that answer single
 * readings at once (25, 24.0.7, 23.0.8 and newer) all of them are polled, a
 * few at a time; on others what is seen has a stream. Streams are aborted,
 * never paused.
 */
#ifndef STORE_SYNC_H
#define STORE_SYNC_H

#include "engine/engine.h"
#include "store/store.h"

#define SYNC_FETCHES 8
#define SYNC_FETCH_MS 10000
#define SYNC_MARKS_LIST 64
#define SYNC_GATHER_RATE 20
#define SYNC_GATHER_MS 100
#define SYNC_LIST_QUIET_MS 200
#define SYNC_LIST_DELAY_MS 1000
#define SYNC_REPLAY_MS 250
#define SYNC_POLL_MS 5000
#define SYNC_BACKOFF_MIN_MS 200
#define SYNC_BACKOFF_MAX_MS 5000
#define SYNC_SAFETY_MS 60000
#define SYNC_IMAGES_GATHER_MS 500
#define SYNC_STATS_SEEN 128 /* rows that count as seen */
#define SYNC_STATS_POLLS 8  /* single samples in flight at most */
#define SYNC_STATS_SEEN_MS 1000
#define SYNC_STATS_REST_MS 10000

/* Which source numbers may come from (sync_source.h). */
enum stats_choice {
    STATS_AUTO,   /* the cheapest that works */
    STATS_CGROUP, /* control groups or none: the engine is not asked */
    STATS_STREAM, /* streams, for what is seen */
    STATS_POLL,   /* single readings */
};

struct sync;

/* `engine` is pinged already; it stays the caller's and must outlive sync
 * until `closed` of sync_close() has run. */
struct sync *sync_open(struct loop *loop, struct store *store,
                       unsigned engine_index, struct engine *engine);
/* Cancels everything; `closed` runs once, in a later turn, then the memory is
 * gone. */
void sync_close(struct sync *sync, void (*closed)(void *data), void *data);

/* The rows that a person sees now, in order, with the selected one first: they
 * are inspected and sampled before all others. */
void sync_show(struct sync *sync, const struct ref *refs, size_t count);
/* Nothing else is looked at without a reason: it is neither inspected, unless
 * an event marks it, nor sampled, and what the machine has is not asked for.
 * For a command that is about some containers; right after sync_open(). */
void sync_keep_to_shown(struct sync *sync);
/* Whether numbers of it are on their way or will be; false: every source has
 * refused it, or is not wanted (struct link says where they come from). */
bool sync_can_sample(const struct sync *sync, const struct ref *ref);
/* Whether numbers are wanted at all; not until this is called (a list on the
 * command line wants none). */
void sync_want_stats(struct sync *sync, bool wanted);
void sync_choose_stats(struct sync *sync, enum stats_choice choice);
/* Nobody can see numbers for now: nothing is sampled until they can again. */
void sync_pause_stats(struct sync *sync, bool is_paused);

/* Look at this container again, or at the images for any image, as an event
 * would; for the end of an act. */
void sync_mark(struct sync *sync, const struct ref *ref);
/* Look at everything again (C-r); at once also while waiting to reconnect. */
void sync_refresh(struct sync *sync);

/* Before the program stops (C-z) all streams are closed; on the way back they
 * are opened with the gap detector. */
void sync_suspend(struct sync *sync);
void sync_resume(struct sync *sync);

/* Whether images are wanted; not until this is called. They are listed once the
 * containers are, and again after events that change them (pull, import, load,
 * tag, untag, delete, commit, prune and the like; gathered for 500 ms), and for
 * safety as the containers are. */
void sync_want_images(struct sync *sync, bool wanted);

/* For the tests' clock: marks waiting or in flight, requests under way that
 * are not streams, and whether the first list is complete. */
size_t sync_marks(const struct sync *sync);
bool sync_is_idle(const struct sync *sync);

#endif
