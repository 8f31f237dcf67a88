/*
 * tail.h - follow the log of one container into a struct logbook.
 *
 * The last TAIL_LINES records, then live. Whether it has a TTY is asked of the
 * engine first (inspect) where the store does not know, since that decides the
 * form of the stream. The log is followed through restarts of the container and
 * of the engine: the stream ends cleanly when the container stops, and is
 * opened again when the store says that it is up again (or that the link is
 * back), from the last timestamp inclusive with a tail; the records of that
 * timestamp that are there already are skipped. A seam line stands where the
 * container was "restarted", and where "lines are missing".
 *
 * Changes are told by the store as CHANGE_LOG of the container's ref.
 */
#ifndef STORE_TAIL_H
#define STORE_TAIL_H

#include "store/logbook.h"
#include "store/store.h"

#define TAIL_LINES 500

enum tail_state {
    TAIL_OPENING, /* asked for, or about to be */
    TAIL_FOLLOWING,
    TAIL_ENDED,  /* the container does not run; all of its log is here */
    TAIL_BROKEN, /* the connection; it is tried again */
    TAIL_FAILED, /* the engine refuses: tail_error(), its own words */
};

struct engine;
struct tail;

struct tail *tail_open(struct loop *loop, struct store *store,
                       struct engine *engine, struct logbooks *books,
                       const struct ref *ref);
/* Cancels; its log is gone at once, the rest when its last call has ended. NULL
 * is fine. */
void tail_close(struct tail *tail);

const struct logbook *tail_log(const struct tail *tail);
enum tail_state tail_state(const struct tail *tail);
const struct err *tail_error(const struct tail *tail);

#endif
