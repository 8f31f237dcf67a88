/*
 * sync_parts.h - what the files of sync share. Only they and their tests
 * include it.
 *
 *   sync.c        opening, closing, suspending; what others ask of it
 *   sync_link.c   the connection: reconnection, events, the gap detector
 *   sync_items.c  what is known of one container: into the store and out of it
 *   sync_marks.c  which containers must be looked at: gathering, bursts
 *   sync_fetch.c  inspects: of marked rows, of seen rows, at an idle pace
 *   sync_list.c   lists, and what they contradict
 *   sync_images.c lists of images
 *   sync_stats.c  who is sampled by which source of numbers (sync_source.h)
 *
 * A struct item is what sync knows of one container id. It exists while the
 * store has a row of it or while it is marked. Each request under way counts
 * in sync->calls; the last one to end lets sync_close() finish.
 */
#ifndef STORE_SYNC_PARTS_H
#define STORE_SYNC_PARTS_H

#include "base/map.h"
#include "loop/timer.h"
#include "store/sync.h"
#include "store/sync_source.h"
#include "store/write.h"

/* Events that are remembered, since an engine may send one twice: once out of
 * its past and once as it happens. */
#define SYNC_RECENT 32

/* Durations in milliseconds. Tests run with their own. */
struct sync_limits {
    size_t fetches;        /* in flight, all together */
    size_t shown_fetches;  /* of them for rows that are seen, not marked */
    size_t failed_fetches; /* of them for rows whose last fetch failed */
    uint64_t fetch_ms;
    uint64_t retry_min_ms, retry_max_ms; /* pause after a failed fetch */
    uint64_t idle_ms;                    /* between fetches at an idle pace */
    size_t marks_list;
    size_t gather_rate; /* at most SYNC_GATHER_RATE */
    uint64_t gather_window_ms, gather_ms;
    uint64_t list_quiet_ms, list_delay_ms;
    uint64_t backoff_min_ms, backoff_max_ms;
    uint64_t replay_ms;
    uint64_t safety_ms, poll_ms;
    size_t seen;  /* rows that are sampled as often as those in view */
    size_t polls; /* single samples in flight */
    /* Stands in front of /proc and of where control groups are mounted; NULL:
     * they are not looked at. */
    const char *cgroup_root;
    size_t cgroup_files; /* that stay open; 0: as many as we may */
    uint64_t stats_seen_ms, stats_rest_ms;
    uint64_t stats_retry_min_ms, stats_retry_max_ms;
    uint64_t scroll_ms; /* how long rows are seen before streams move */
    uint64_t images_gather_ms;
    uint64_t images_retry_min_ms, images_retry_max_ms;
};

extern const struct sync_limits sync_limits_usual;

struct sync *sync_open_limited(struct loop *loop, struct store *store,
                               unsigned engine_index, struct engine *engine,
                               const struct sync_limits *limits);

/* What the last event says of its container's state. */
enum expectation {
    EXPECT_NOTHING,
    EXPECT_PRESENT,
    EXPECT_UP,
    EXPECT_PAUSED,
    EXPECT_DOWN,
    EXPECT_GONE,
};

/* Where a mark stands. */
enum place {
    PLACE_NONE,     /* no mark waits */
    PLACE_WAITING,  /* as events come */
    PLACE_RELEASED, /* gathered long enough: next */
    PLACE_MUST,     /* no list can settle it: next */
    PLACE_RETRY,    /* its fetch failed, the pause is over */
    PLACE_PAUSED,   /* its fetch failed */
    PLACES,
};

/* What a fetch is for. */
enum purpose {
    FOR_MARK,
    FOR_RETRY,
    FOR_SHOWN,
    FOR_IDLE,
    PURPOSES,
};

struct item {
    struct sync *sync;
    char id[REF_KEY_SIZE];
    bool is_known;  /* the store has a row of it */
    bool is_up;     /* by that row */
    bool is_denied; /* the engine refuses to inspect it: lists must do */

    struct list mark_link;
    enum place place;
    bool must_inspect; /* its events say more than a list can confirm */
    enum expectation expectation;
    uint64_t marked_at;

    struct call *fetch;
    enum purpose purpose;
    bool is_for_change;   /* the fetch is for an event that tells the state */
    bool is_marked_again; /* while the fetch is in flight */
    unsigned fetch_round, inspected_round; /* of fetches.round */
    unsigned failures;
    uint64_t retry_at;

    /* In fetches.todo: known, not inspected in this round, neither marked nor
     * in flight. */
    struct list todo_link;

    /* Numbers of lists: when it became known, the last one that had it, and
     * the one during which it was found gone. */
    unsigned born, seen, gone;

    enum tier tier;
    const struct stats_source *source; /* of its numbers; NULL: none */
    unsigned refused;                  /* bits of sources */
    unsigned planned;                  /* number of the last plan */
    unsigned samples;                  /* since it came up */
    unsigned stats_failures;
    uint64_t stats_at; /* not to be read before */
    /* Of its source. */
    struct reader *reader;
    struct list poll_link, due_link;
    uint64_t polled_at;
    struct member *member; /* of cgroups */
    struct cgroup_facts facts;
    bool has_facts;
    bool shares_network; /* another container's */
};

enum phase {
    PHASE_OFF, /* suspended or closing */
    PHASE_WAITING,
    PHASE_PINGING,
    PHASE_UP,
};

enum burst {
    BURST_NONE,
    BURST_QUIET,   /* waiting for the last mark */
    BURST_LISTING, /* its list is under way */
};

struct marks {
    struct list places[PLACES];
    size_t counts[PLACES];
    uint64_t starts[SYNC_GATHER_RATE]; /* of the last fetches; a circle */
    size_t start_count;
    enum burst burst;
    uint64_t burst_since;
    struct timer *gather, *quiet, *retry;
};

struct fetches {
    size_t flying[PURPOSES];
    struct list todo;
    unsigned round; /* grows when everything is to be inspected again */
    struct timer *idle;
    bool has_host; /* asked for in this connection */
};

struct lister {
    struct call *call;
    bool again;       /* another list as soon as this one ends */
    bool is_complete; /* one is, in this connection */
    bool has_failed;  /* the last one, while the events flow */
    bool is_full;     /* the last one had more than the store takes */
    unsigned number;
    uint64_t started, took;
    struct timer *next; /* the safety list, or the poll */
};

struct image_lister {
    bool is_wanted;
    bool is_refused; /* in this connection */
    bool is_due;     /* the images may have changed since the last list began */
    bool is_full;    /* the last one had more than the store takes */
    struct call *call;
    struct image **got; /* of the list under way */
    size_t count, cap;
    uint64_t started;
    uint64_t pause;     /* after one that failed; 0: it did not */
    struct timer *next; /* one that is due, a retry, or the safety list */
};

struct sync {
    struct loop *loop;
    struct store *store;
    unsigned index;
    struct engine *engine;
    struct sync_limits limits;
    struct map *items; /* id -> struct item */
    char (*shown)[REF_KEY_SIZE];
    size_t shown_count, shown_cap;
    bool keeps_to_shown;

    enum phase phase;
    size_t calls;
    bool is_closing;
    void (*closed)(void *data);
    void *closed_data;
    struct timer *finish;

    struct link link;
    uint64_t backoff, live_since;
    struct call *ping, *events, *host;
    struct timer *retry, *replay;
    bool must_connect; /* as soon as the old streams have ended */
    bool is_opened, is_polling;
    bool awaits_replay;               /* of the last event that we had */
    struct event recent[SYNC_RECENT]; /* a circle; the newest is the last */
    size_t recent_count;              /* 0: none that a new connection knows */

    struct marks marks;
    struct fetches fetches;
    struct lister lister;
    struct image_lister images;
    struct stats stats;
};

/* sync.c */
/* Last in every `done`. */
void sync_call_ended(struct sync *sync);

/* sync_link.c */
void link_init(struct sync *sync);
void link_release(struct sync *sync);
/* Ask for events and the list; the engine was pinged just now. */
void link_open(struct sync *sync);
void link_reconnect(struct sync *sync);
void link_lost(struct sync *sync, const struct err *why);
/* Ends everything but inspects, which may still bring their answer. */
void link_hang_up(struct sync *sync);
/* Live, when nothing is missing for it any more. */
void link_check_live(struct sync *sync);
/* A failure that leaves the link as it is. */
void link_say(struct sync *sync, const struct err *why);
void link_publish(struct sync *sync);

/* sync_items.c */
struct item *items_find(const struct sync *sync, const char *id);
/* NULL when the id is none. */
struct item *items_get(struct sync *sync, const char *id);
/* Takes `container`. */
void items_put(struct sync *sync, struct item *item,
               struct container *container);
/* The container is gone. */
void items_drop(struct sync *sync, struct item *item);
/* Frees the item when it has nothing left to say. */
void items_tidy(struct sync *sync, struct item *item);
void items_free(struct sync *sync);

/* sync_marks.c */
void marks_init(struct sync *sync);
void marks_release(struct sync *sync);
/* The connection is gone, marks wait for the next one; there it is. */
void marks_pause(struct sync *sync);
void marks_resume(struct sync *sync);
void marks_event(struct sync *sync, const struct event *event);
/* A network got or lost a container. */
void marks_network_event(struct sync *sync, const struct event *event);
void marks_add(struct sync *sync, struct item *item);
void marks_must(struct sync *sync, struct item *item);
/* Its fetch failed: again after a pause; all of these without a pause. */
void marks_retry(struct sync *sync, struct item *item);
void marks_retry_now(struct sync *sync);
void marks_remove(struct sync *sync, struct item *item);
/* Let a list tell what no inspect can. */
void marks_want_list(struct sync *sync);
/* The next to be fetched; NULL: none, or not now. */
struct item *marks_next(struct sync *sync, enum purpose *purpose);
void marks_count_start(struct sync *sync);
/* Whether marks wait that are to be fetched before all else. */
bool marks_are_ready(const struct sync *sync);
/* The list says `container` (NULL: it lacks the item), the row agrees. */
void marks_judge(struct sync *sync, struct item *item,
                 const struct container *container);
void marks_list_ended(struct sync *sync, bool worked);

/* sync_fetch.c */
void fetch_init(struct sync *sync);
void fetch_release(struct sync *sync);
void fetch_pump(struct sync *sync);
void fetch_cancel(struct sync *sync);
/* The connection is gone; there is a new one. */
void fetch_pause(struct sync *sync);
void fetch_resume(struct sync *sync);
/* To be inspected in its turn, without a mark. */
void fetch_want(struct sync *sync, struct item *item);
void fetch_want_all(struct sync *sync);
bool fetch_is_idle(const struct sync *sync);

/* sync_list.c */
void lister_init(struct sync *sync);
void lister_release(struct sync *sync);
void lister_request(struct sync *sync);
void lister_pause(struct sync *sync);
/* Set the timer of the next one anew. */
void lister_wait(struct sync *sync);

/* sync_images.c */
void image_lister_init(struct sync *sync);
void image_lister_release(struct sync *sync);
/* The connection is gone; containers were listed in a new one. */
void image_lister_pause(struct sync *sync);
void image_lister_resume(struct sync *sync);
/* Images may have changed: by what an event says, by what we did. */
void image_lister_event(struct sync *sync, const struct event *event);
void image_lister_mark(struct sync *sync);
bool image_lister_is_idle(const struct sync *sync);

#endif
