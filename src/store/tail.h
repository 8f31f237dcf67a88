/*
 * tail.h - follow the log of one container into a struct logbook.
 *
 * The last TAIL_LINES records, then live. Whether it has a TTY is asked of the
 * engine first (inspect) where the store does not know, since that decides the
 * form of the stream. The log is followed through restarts of the container and
 * of the engine: the stream ends cleanly when the container stops, and is
 * opened again when the store says that it is up again (or that the link is
 * back), from what we have on (replay.h): the tail that is asked for grows
 * until it reaches back so far. A seam line stands where the container was
 * "restarted", and where "lines are missing".
 *
 * When the container is gone and another has got its name (compose up), the
 * log goes on with that one's behind a seam, "made again"; tail_ref() tells.
 *
 * Older lines come when they are asked for, eight times as many each time, as
 * long as they fit in what the logs may take.
 *
 * Who reads somewhere holds what he reads and what follows. When these lines
 * fill the memory the transfer is paused (tail_is_paused()), and nothing is
 * lost.
 *
 * A window (struct tail_window) begins elsewhere: so many records, or what is
 * not older than a time, before which nothing is read then.
 *
 * Changes are told by the store as CHANGE_LOG of the container's ref.
 */
#ifndef STORE_TAIL_H
#define STORE_TAIL_H

#include "store/logbook.h"
#include "store/store.h"

#define TAIL_LINES 500
#define TAIL_ALL (-1)
#define TAIL_NONE (-2) /* only what comes from now on */
#define TAIL_MOST 100000000L

/* Where the log begins, and whether it goes on. Zeros: the last TAIL_LINES, and
 * on. */
struct tail_window {
    long lines;    /* the last ones, TAIL_ALL or _NONE; 0: TAIL_LINES, or all of
                    * those since then */
    int64_t since; /* ns since 1970; 0: whenever */
    bool ends;     /* at the end of what there is; nothing is followed */
};

enum tail_state {
    TAIL_OPENING, /* asked for, or about to be */
    TAIL_FOLLOWING,
    TAIL_ENDED,  /* the container does not run; all of its log is here */
    TAIL_BROKEN, /* the connection; it is tried again */
    TAIL_FAILED, /* the engine refuses: tail_error(), its own words */
};

enum tail_older {
    OLDER_UNKNOWN, /* there may be some */
    OLDER_READING,
    OLDER_NONE, /* the log begins with our first line, or what is left of it */
    OLDER_FULL, /* there are, but they do not fit */
};

struct engine;
struct tail;

struct tail *tail_open(struct loop *loop, struct store *store,
                       struct engine *engine, struct logbooks *books,
                       const struct ref *ref);
/* The same with another window than the usual. */
struct tail *tail_open_window(struct loop *loop, struct store *store,
                              struct engine *engine, struct logbooks *books,
                              const struct ref *ref,
                              const struct tail_window *window);
/* Cancels; its log is gone at once, the rest when its last call has ended. NULL
 * is fine. */
void tail_close(struct tail *tail);

const struct logbook *tail_log(const struct tail *tail);
/* Of whose log the last lines are. */
const struct ref *tail_ref(const struct tail *tail);
enum tail_state tail_state(const struct tail *tail);
const struct err *tail_error(const struct tail *tail);

/* Ask for more of what is before the first line; where that is possible now. */
void tail_read_older(struct tail *tail);
enum tail_older tail_older(const struct tail *tail);

/* This line and what follows is being read; 0: only the end matters. */
void tail_hold(struct tail *tail, uint64_t line);
bool tail_is_paused(const struct tail *tail);

#endif
