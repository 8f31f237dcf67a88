/*
 * tail_parts.h - what the files of the tail share. Only they include it.
 *
 *   tail.c         when a stream is opened, and whose log it is
 *   tail_stream.c  how it is asked for, and what its end means
 *   tail_room.c    older lines, and a transfer that must wait
 */
#ifndef STORE_TAIL_PARTS_H
#define STORE_TAIL_PARTS_H

#include "store/replay.h"
#include "store/tail.h"
#include "store/tail_older.h"

/* Records that are asked for again after a pause: what came meanwhile, and the
 * last ones that we had. More when that does not reach back far enough. */
#define REOPEN_LINES 10000L
/* Between one end of the stream and the next opening. */
#define PAUSE_MIN_MS 100

struct tail {
    struct store *store;
    struct engine *engine;
    struct logbooks *books;
    struct ref ref;
    struct tail_window window;
    char *name; /* the container's, when it was looked at last; or NULL */
    struct logbook *book;
    struct subscriber *subscriber;
    struct timer *again;
    uint64_t pause;
    bool is_closed;

    enum tail_state state;
    struct err err;
    struct call *call; /* inspect or log; NULL: none */
    bool is_stream;    /* the call is the log */
    struct replay replay;
    bool was_live; /* the link, when it was looked at last */

    /* The container, when it was looked at last. */
    bool knows_tty, has_tty;
    bool is_up;
    int64_t run;   /* when it was started; 0: not known */
    int64_t began; /* what is logged from then on is of this run */
    int64_t created;

    int64_t asked;        /* when the first stream was; 0: not yet */
    int64_t followed_run; /* by the last stream */
    bool is_final;        /* that stream: nothing can follow */
    bool has_ended;       /* a stream did, cleanly */
    bool has_followed;    /* the last stream was to go on */
    bool is_successor;    /* of the container whose log was shown first */
    long reopen_lines;    /* to ask for */
    bool asks_more;       /* they were too few; the stream is cancelled */

    bool is_paused;
    struct older *older; /* being read, or NULL */
    enum tail_older older_state;
    long older_asked;     /* the tail */
    uint64_t older_taken; /* records, in all */
};

/* tail.c */
/* The container stopped, or is gone: then another may have its name. */
void tail_end(struct tail *tail);
void tail_free(struct tail *tail);

/* tail_stream.c */
/* Go on: by a stream, or by an inspect where that must be first. Whether there
 * is a TTY never changes; mostly the store knows already. */
void tail_step(struct tail *tail);
/* Records that the first stream is asked for; TAIL_ALL: as many as there are.
 */
long tail_first_lines(const struct tail *tail);
/* The store's row; NULL: none. */
const struct container_row *tail_row(const struct tail *tail);
bool tail_is_connected(const struct tail *tail);
/* What the container says of itself. */
void tail_look(struct tail *tail, const struct container *container);
/* What the stream that begins is about. A time that is not known tells
 * nothing, unless the last stream ended as only a stop ends it. */
void tail_note_run(struct tail *tail);
void tail_show_stream(struct tail *tail);
void tail_set_state(struct tail *tail, enum tail_state state,
                    const struct err *why);

/* tail_room.c */
/* Pause the stream when what is read fills the memory; else let it go on. */
void tail_keep_room(struct tail *tail);
/* Forget what is being read. */
void tail_drop_older(struct tail *tail);

#endif
