#include "config.h"

#include "store/tail.h"

#include "base/mem.h"
#include "engine/engine.h"
#include "loop/timer.h"
#include "store/replay.h"
#include "store/write.h"

#include <stdlib.h>

/* Records that are asked for again after a pause: what came meanwhile, and the
 * last one that we had. */
#define REOPEN_LINES 10000
#define INSPECT_MS 10000
/* Between one end of the stream and the next opening. */
#define PAUSE_MIN_MS 100
#define PAUSE_MAX_MS 5000

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

    struct replay replay;
    bool has_ended; /* cleanly, since the last new record */
    int64_t ended_run;
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

/* ---- the stream ---- */

/* Since the stream that ended. A time that is not known yet is another. */
static bool
is_another_run(const struct tail *tail)
{
    const struct container_row *row = row_of(tail);

    return tail->ended_run == 0 || !row ||
           row->value->started != tail->ended_run;
}

static void
piece_came(void *data, enum log_stream stream, struct str piece, bool is_last)
{
    struct tail *tail = data;
    uint64_t before;

    if (tail->is_closed)
        return;
    before = logbook_generation(tail->book);
    tail->replay.is_restarted = tail->has_ended && is_another_run(tail);
    if (replay_feed(&tail->replay, stream, piece, is_last)) {
        tail->has_ended = false;
        tail->pause = PAUSE_MIN_MS;
    }
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

    if (replay_since(&tail->replay, since)) {
        request.since = since;
        request.tail = REOPEN_LINES;
    }
    request.has_tty = tail->has_tty;
    replay_begin(&tail->replay, tail->has_tty);
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
    replay_init(&tail->replay, tail->book);
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
