/*
 * replay.h - one log out of several streams, of which each repeats the end of
 * the one before.
 *
 * The store's own; only src/store includes it. A stream that is opened again
 * begins with the last timestamp that we had, because since= includes it. What
 * is known of that time is counted: by record, and by byte where a stream broke
 * inside of one. So nothing stands twice in the log, and a first record that is
 * younger tells that lines are missing. A seam says so before the first record
 * that is new.
 */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "engine/event.h"
#include "store/logbook.h"
#include "store/records.h"

struct replay {
    struct logbook *book;
    struct records records;
    /* How far we came: the last time, the records of it that came whole, and
     * the bytes of the one that did not. */
    int64_t time; /* 0: nothing came */
    size_t whole;
    size_t bytes;
    /* Of this stream. */
    bool is_old;  /* nothing that is new came yet */
    bool has_met; /* a record of the last time came again */
    /* For the owner to set: what is logged from then on is of another run of
     * the container, and a seam before it says so; then it is 0. */
    int64_t restarted;
    size_t to_skip; /* whole records still to come again */
    /* Of the record in hand. */
    enum log_stream stream;
    bool is_skipped;
    bool has_newline;
    size_t at; /* bytes so far */
};

void replay_init(struct replay *replay, struct logbook *book);
/* A stream begins. */
void replay_begin(struct replay *replay, bool has_tty);
/* True when something new came of the container, not only of the engine. */
bool replay_feed(struct replay *replay, enum log_stream stream,
                 struct str piece, bool is_last);
/* What to ask for; false: from the beginning. */
bool replay_since(const struct replay *replay, char since[EVENT_TIME_SIZE]);

#endif
