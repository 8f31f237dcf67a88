/*
 * replay.h - one log out of several streams, of which each repeats the end of
 * the one before.
 *
 * The store's own; only src/store includes it. A log only grows at its end, and
 * since= leaves out what is older. So a stream that is opened again with the
 * time of a record that we have begins with the records that we took from there
 * on, one for one, and what follows them is new. What we took last is kept as
 * runs: so many records of one time (parts of a long line share one, and some
 * engines have whole seconds), in their order, since the two streams of a
 * container may be written a little out of order of their times. Where a stream
 * broke inside of a record its bytes are counted.
 *
 * The first of all runs may have been cut by the tail. While there is no other
 * and one more record of its time comes, nobody can tell whether it stands
 * before ours or behind: then the log is read anew.
 *
 * A stream that begins otherwise does not reach back far enough: it was asked
 * for too few records. It is_short then and nothing is taken from it; the owner
 * asks for more. When that is as much as he will ask for, he says so, and what
 * is not older than what we had is taken, behind a seam: "lines are missing".
 */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "engine/event.h"
#include "store/logbook.h"
#include "store/records.h"

/* More than two streams can get out of order by. */
#define REPLAY_RUNS 32

struct run {
    int64_t time;
    size_t count; /* records that began */
};

enum replay_phase {
    REPLAY_NEW,     /* what comes is new */
    REPLAY_MATCHES, /* so far it is what we have, in the same order */
    REPLAY_GUESSES, /* what is older than our last record is what we have */
    REPLAY_SHORT,   /* it began too late; nothing is taken */
    REPLAY_ANEW,    /* its first record takes the place of all */
};

struct replay {
    struct logbook *book;
    struct records records;
    /* What came last, oldest first; all that came before had times up to
     * `left`. How many records the first run of all has is not known: it may
     * be cut by the tail. */
    struct run runs[REPLAY_RUNS];
    size_t run_count;
    int64_t left;   /* INT64_MIN: nothing */
    uint64_t taken; /* records, in all */
    size_t bytes;   /* of the last one */
    bool is_part;   /* it may go on */
    /* The first run is whole: the log began with it. For the owner to set. */
    bool knows_begin;
    bool must_begin_anew; /* what we have cannot be told from what comes */
    /* Of this stream. */
    enum replay_phase phase;
    bool is_last_try;
    bool has_met;    /* REPLAY_GUESSES: a record of the last time came again */
    bool is_new;     /* something new came */
    size_t run, nth; /* the record that must come next */
    /* For the owner to set: what is logged from then on is of another run of
     * the container, and a seam before it says so; then it is 0. */
    int64_t restarted;
    /* For the owner to set before a stream begins: what was logged before is
     * not wanted; 0: all is. */
    int64_t floor;
    bool has_met_floor; /* this stream did not begin above it */
    /* Of the record in hand. */
    enum log_stream stream;
    bool is_skipped;
    bool has_newline;
    size_t at; /* bytes so far */
};

void replay_init(struct replay *replay, struct logbook *book);
/* A stream begins; `is_last_try`: it cannot be asked for more. */
void replay_begin(struct replay *replay, bool has_tty, bool is_last_try);
/* True when something new came of the container, not only of the engine. */
bool replay_feed(struct replay *replay, enum log_stream stream,
                 struct str piece, bool is_last);
/* What to ask for; false: from the beginning. */
bool replay_since(const struct replay *replay, char since[EVENT_TIME_SIZE]);
/* Records that this stream must repeat. */
size_t replay_count(const struct replay *replay);

#endif
