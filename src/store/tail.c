#include "config.h"

#include "store/tail.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "engine/engine.h"
#include "loop/timer.h"
#include "store/records.h"
#include "store/write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Records that are asked for again after a pause: what came meanwhile, and the
 * last one that we had. */
#define REOPEN_LINES 10000
#define INSPECT_MS 10000
/* Between one end of the stream and the next opening. */
#define PAUSE_MIN_MS 100
#define PAUSE_MAX_MS 5000

/* How far we came, so that a stream that is opened again adds nothing twice:
 * the records of the last time that came whole, and the bytes of the one that
 * did not. */
struct place {
    int64_t time;
    size_t whole;
    size_t bytes;
};

struct tail {
    struct store *store;
    struct engine *engine;
    struct ref ref;
    struct logbook *book;
    struct subscriber *subscriber;
    struct timer *again;
    uint64_t pause;
    bool is_closed;

    enum tail_state state;
    struct err err;
    struct call *call; /* inspect or log; NULL: none */
    bool knows_tty, has_tty;
    bool was_live;   /* the link, when it was looked at last */
    int64_t started; /* of the run that the stream was opened for */

    struct records records;
    struct place place;
    size_t to_skip; /* whole records of place.time to come again */
    bool is_replay; /* nothing that is new came since it was opened */
    bool has_met;   /* a record of place.time came again */
    bool has_ended; /* cleanly, since the last new record */
    int64_t ended_run;
    /* Of the record in hand. */
    enum log_stream stream;
    bool is_skipping;
    bool has_newline;
    size_t at; /* bytes so far */
};

static void open_again(void *data);
static void step(struct tail *tail);

static const struct container_row *
row_of(const struct tail *tail)
{
    return store_find_container(tail->store, &tail->ref);
}

static bool
is_up(const struct tail *tail)
{
    const struct container_row *row = row_of(tail);

    return row && state_is_up(row->value->state);
}

static bool
is_connected(const struct tail *tail)
{
    enum link_state state = store_link(tail->store, tail->ref.engine)->state;

    return state != LINK_DOWN && state != LINK_SUSPENDED;
}

static void
set_state(struct tail *tail, enum tail_state state, const struct err *why)
{
    tail->state = state;
    tail->err = why ? *why : (struct err)ERR_INIT;
    store_note_log(tail->store, &tail->ref);
}

/* ---- records ---- */

/* Since the stream that ended. A time that is not known yet is another. */
static bool
is_another_run(const struct tail *tail)
{
    const struct container_row *row = row_of(tail);

    return tail->ended_run == 0 || !row ||
           row->value->started != tail->ended_run;
}

static void
add_seams(struct tail *tail)
{
    /* Whole seconds (Podman) do not tell whether `since` was met. */
    bool is_exact = tail->place.time % SECOND_NS != 0;

    if (tail->is_replay && is_exact && !tail->has_met)
        logbook_add_seam(tail->book, "lines are missing");
    if (tail->has_ended && tail->place.time != 0 && is_another_run(tail))
        logbook_add_seam(tail->book, "restarted");
    tail->has_ended = false;
    tail->is_replay = false;
    tail->pause = PAUSE_MIN_MS;
}

/* Whether we have this one already, at least its beginning. */
static bool
is_known(struct tail *tail, int64_t time)
{
    if (!tail->is_replay || tail->place.time == 0 || time > tail->place.time)
        return false;
    tail->is_skipping = true;
    if (time < tail->place.time)
        return true;
    tail->has_met = true;
    if (tail->to_skip > 0) {
        tail->to_skip--;
        return true;
    }
    tail->is_skipping = false;
    return tail->place.bytes > 0;
}

static void
record_begins(void *data, enum log_stream stream, int64_t time)
{
    struct tail *tail = data;

    tail->stream = stream;
    tail->at = 0;
    tail->is_skipping = tail->has_newline = false;
    if (stream == LOG_SYSTEM || is_known(tail, time))
        return;
    add_seams(tail);
    if (time != tail->place.time)
        tail->place = (struct place){.time = time};
    tail->place.bytes = 0;
}

static void
record_has_text(void *data, struct str piece)
{
    struct tail *tail = data;
    struct place *place = &tail->place;
    size_t known;

    if (tail->is_skipping)
        return;
    tail->has_newline = piece.at[piece.len - 1] == '\n';
    if (tail->stream == LOG_SYSTEM) {
        logbook_add(tail->book, LOG_SYSTEM, 0, piece);
        return;
    }
    known = place->bytes > tail->at ? place->bytes - tail->at : 0;
    tail->at += piece.len;
    if (known >= piece.len)
        return;
    piece.at += known;
    piece.len -= known;
    place->bytes = tail->at;
    logbook_add(tail->book, tail->stream, place->time, piece);
}

static void
record_ends(void *data)
{
    struct tail *tail = data;

    if (tail->stream == LOG_SYSTEM) {
        if (!tail->has_newline)
            logbook_add(tail->book, LOG_SYSTEM, 0, str_of("\n"));
    } else if (!tail->is_skipping) {
        tail->place.whole++;
        tail->place.bytes = 0;
    }
}

static const struct record_sink sink = {
    .begin = record_begins,
    .text = record_has_text,
    .end = record_ends,
};

static void
piece_came(void *data, enum log_stream stream, struct str piece, bool is_last)
{
    struct tail *tail = data;
    uint64_t before;

    if (tail->is_closed)
        return;
    before = logbook_generation(tail->book);
    records_feed(&tail->records, stream, piece, is_last);
    if (logbook_generation(tail->book) != before)
        store_note_log(tail->store, &tail->ref);
}

/* ---- the stream ---- */

/* Wait a little longer each time, until something new comes. */
static void
wait(struct tail *tail)
{
    timer_start(tail->again, tail->pause, 0);
    tail->pause *= 2;
    if (tail->pause > PAUSE_MAX_MS)
        tail->pause = PAUSE_MAX_MS;
}

static void
fail(struct tail *tail, const struct err *why)
{
    switch (why->kind) {
    case ERR_UNREACHABLE:
    case ERR_TIMED_OUT:
    case ERR_MALFORMED:
        set_state(tail, TAIL_BROKEN, why);
        wait(tail);
        break;
    case ERR_CANCELLED: /* all streams were told to end */
        set_state(tail, TAIL_BROKEN, NULL);
        if (is_connected(tail))
            wait(tail);
        break;
    case ERR_MISSING:
    case ERR_CONFLICT: /* it is being removed */
        set_state(tail, tail->has_ended ? TAIL_ENDED : TAIL_FAILED, why);
        break;
    default:
        set_state(tail, TAIL_FAILED, why);
        break;
    }
}

/* The container stopped; or it was restarted, which the store may not know
 * yet. */
static void
end_cleanly(struct tail *tail)
{
    tail->has_ended = true;
    tail->ended_run = tail->started;
    set_state(tail, is_up(tail) ? TAIL_OPENING : TAIL_ENDED, NULL);
    if (is_up(tail))
        wait(tail);
}

static void
log_ended(void *data, const struct err *err)
{
    struct tail *tail = data;

    tail->call = NULL;
    if (tail->is_closed)
        free(tail);
    else if (err)
        fail(tail, err);
    else
        end_cleanly(tail);
}

static void
follow(struct tail *tail)
{
    const struct container_row *row = row_of(tail);
    struct log_request request = {.tail = TAIL_LINES, .follow = true};
    char since[EVENT_TIME_SIZE];

    if (tail->place.time != 0) {
        snprintf(since, sizeof(since), "%" PRId64 ".%09" PRId64,
                 tail->place.time / SECOND_NS, tail->place.time % SECOND_NS);
        request.since = since;
        request.tail = REOPEN_LINES;
    }
    request.has_tty = tail->has_tty;
    records_init(&tail->records, tail->has_tty, &sink, tail);
    tail->is_replay = tail->place.time != 0;
    tail->to_skip = tail->place.whole;
    tail->has_met = tail->is_skipping = false;
    tail->started = row ? row->value->started : 0;
    tail->call = engine_follow_logs(tail->engine, tail->ref.key, &request,
                                    piece_came, log_ended, tail);
    set_state(tail, is_up(tail) ? TAIL_FOLLOWING : TAIL_OPENING, NULL);
}

static void
inspected(void *data, struct container *container, const struct err *err)
{
    struct tail *tail = data;

    tail->call = NULL;
    if (tail->is_closed) {
        free(tail);
    } else if (err) {
        fail(tail, err);
    } else {
        tail->knows_tty = true;
        tail->has_tty = container->has_tty;
        follow(tail);
    }
    container_free(container);
}

/* Whether there is a TTY never changes; mostly the store knows already. */
static void
step(struct tail *tail)
{
    const struct container_row *row = row_of(tail);

    timer_stop(tail->again);
    if (!tail->knows_tty && row && row->value->is_inspected) {
        tail->knows_tty = true;
        tail->has_tty = row->value->has_tty;
    }
    if (tail->knows_tty) {
        follow(tail);
        return;
    }
    set_state(tail, TAIL_OPENING, NULL);
    tail->call = engine_inspect_container(tail->engine, tail->ref.key,
                                          INSPECT_MS, inspected, tail);
}

/* ---- when to open it again ---- */

static void
open_again(void *data)
{
    struct tail *tail = data;

    if (tail->state == TAIL_BROKEN && !is_connected(tail))
        return;
    if (tail->state == TAIL_BROKEN || is_up(tail))
        step(tail);
    else
        set_state(tail, TAIL_ENDED, NULL);
}

/* A new run of the container. */
static bool
is_new_run(const struct tail *tail)
{
    const struct container_row *row = row_of(tail);

    return row && state_is_up(row->value->state) &&
           row->value->started != tail->started;
}

static void
look_at_container(struct tail *tail)
{
    if (tail->call)
        return;
    if (tail->state == TAIL_OPENING && !is_up(tail)) {
        timer_stop(tail->again);
        set_state(tail, TAIL_ENDED, NULL);
    } else if ((tail->state == TAIL_ENDED && is_up(tail)) ||
               (tail->state == TAIL_FAILED && is_new_run(tail))) {
        step(tail);
    }
}

static void
look_at_link(struct tail *tail)
{
    enum link_state state = store_link(tail->store, tail->ref.engine)->state;
    bool is_back = state == LINK_LIVE && !tail->was_live;

    tail->was_live = state == LINK_LIVE;
    if (state == LINK_SUSPENDED && tail->call)
        call_cancel(tail->call);
    if (is_back && !tail->call &&
        (tail->state == TAIL_BROKEN || tail->state == TAIL_FAILED))
        step(tail);
}

static void
changed(void *data, const struct change *changes, size_t count)
{
    struct tail *tail = data;

    for (size_t i = 0; i < count; i++) {
        const struct ref *ref = &changes[i].ref;

        if (ref->engine != tail->ref.engine)
            continue;
        if (ref->kind == REF_ENGINE && changes[i].what & CHANGE_LINK)
            look_at_link(tail);
        else if (changes[i].what &
                     (CHANGE_VALUE | CHANGE_ADDED | CHANGE_GONE) &&
                 ref_equal(ref, &tail->ref))
            look_at_container(tail);
    }
}

struct tail *
tail_open(struct loop *loop, struct store *store, struct engine *engine,
          struct logbooks *books, const struct ref *ref)
{
    struct tail *tail = xcalloc(1, sizeof(*tail));

    tail->store = store;
    tail->engine = engine;
    tail->ref = *ref;
    tail->book = logbook_new(books);
    tail->pause = PAUSE_MIN_MS;
    tail->was_live = store_link(store, ref->engine)->state == LINK_LIVE;
    tail->again = timer_new(loop, "open a log again", open_again, tail);
    tail->subscriber = store_subscribe(store, changed, tail);
    step(tail);
    return tail;
}

void
tail_close(struct tail *tail)
{
    if (!tail)
        return;
    store_unsubscribe(tail->subscriber);
    timer_free(tail->again);
    logbook_free(tail->book);
    tail->is_closed = true;
    if (tail->call)
        call_cancel(tail->call);
    else
        free(tail);
}

const struct logbook *
tail_log(const struct tail *tail)
{
    return tail->book;
}

enum tail_state
tail_state(const struct tail *tail)
{
    return tail->state;
}

const struct err *
tail_error(const struct tail *tail)
{
    return &tail->err;
}
