#include "config.h"

#include "store/tail_parts.h"

#include "base/mem.h"
#include "engine/engine.h"
#include "loop/timer.h"
#include "store/write.h"

#include <stdlib.h>
#include <string.h>

/* Records that are asked for again after a pause: what came meanwhile, and the
 * last ones that we had. MORE times as many when that does not reach back far
 * enough, but no more than could be kept. */
#define REOPEN_LINES 10000L
#define REOPEN_MOST 640000L
#define MORE 8
/* Lines of a tail have numbers from here, so that older ones have some too. */
#define FIRST_NUMBER (UINT64_C(1) << 40)
#define INSPECT_MS 10000
/* Between one end of the stream and the next opening. */
#define PAUSE_MIN_MS 100
#define PAUSE_MAX_MS 5000

static void open_again(void *data);
static void step(struct tail *tail);
static void inspect(struct tail *tail);
static void follow(struct tail *tail);
static bool go_on_with_successor(struct tail *tail);

static void
tail_free(struct tail *tail)
{
    free(tail->name);
    free(tail);
}

static const struct container_row *
row_of(const struct tail *tail)
{
    return store_find_container(tail->store, &tail->ref);
}

static bool
is_connected(const struct tail *tail)
{
    enum link_state state = store_link(tail->store, tail->ref.engine)->state;

    return state != LINK_DOWN && state != LINK_SUSPENDED;
}

/* A container's first lines may be older than its start, and its last ones
 * younger than its end, by some milliseconds each. */
static int64_t
begin_of_run(const struct container *container)
{
    if (container->finished == 0 || container->finished > container->started)
        return 1;
    return container->finished + (container->started - container->finished) / 2;
}

static void
look(struct tail *tail, const struct container *container)
{
    tail->is_up = state_is_up(container->state);
    tail->run = container->started;
    tail->began = begin_of_run(container);
    if (!tail->name || strcmp(tail->name, container->name) != 0) {
        free(tail->name);
        tail->name = xstrdup(container->name);
    }
    if (!container->is_inspected)
        return;
    tail->knows_tty = true;
    tail->has_tty = container->has_tty;
}

static void
set_state(struct tail *tail, enum tail_state state, const struct err *why)
{
    tail->state = state;
    tail->err = why ? *why : (struct err)ERR_INIT;
    store_note_log(tail->store, &tail->ref);
}

/* The container stopped, or is gone: then another may have its name. */
static void
end(struct tail *tail)
{
    if (!go_on_with_successor(tail))
        set_state(tail, TAIL_ENDED, NULL);
}

/* ---- the stream ---- */

static void
piece_came(void *data, enum log_stream stream, struct str piece, bool is_last)
{
    struct tail *tail = data;
    uint64_t before;

    if (tail->is_closed || tail->asks_more)
        return;
    before = logbook_generation(tail->book);
    if (replay_feed(&tail->replay, stream, piece, is_last)) {
        tail->pause = PAUSE_MIN_MS;
        tail->reopen_lines = REOPEN_LINES;
    }
    if (logbook_generation(tail->book) != before)
        store_note_log(tail->store, &tail->ref);
    if (tail->replay.phase == REPLAY_SHORT) {
        tail->asks_more = true;
        call_cancel(tail->call);
    }
    tail_keep_room(tail);
}

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
        if (tail->has_ended)
            end(tail);
        else
            set_state(tail, TAIL_FAILED, why);
        break;
    default:
        set_state(tail, TAIL_FAILED, why);
        break;
    }
}

/* Whether the records of the first stream are not cut out of more. */
static bool
has_begin(const struct tail *tail)
{
    long lines = tail_first_lines(tail);

    return lines <= 0 || tail->replay.taken < (uint64_t)lines;
}

/* Nobody knows better whether the container stopped or was restarted than the
 * engine: the store may not have heard of it yet. */
static void
log_ended(void *data, const struct err *err)
{
    struct tail *tail = data;
    bool asks_more = tail->asks_more;

    tail->call = NULL;
    tail->is_paused = tail->asks_more = false;
    if (tail->is_closed) {
        tail_free(tail);
    } else if (asks_more && is_connected(tail)) {
        tail->reopen_lines *= MORE;
        follow(tail);
    } else if (err) {
        fail(tail, err);
    } else {
        tail->has_ended = true;
        if (has_begin(tail))
            tail->replay.knows_begin = true;
        if (tail->window.ends)
            set_state(tail, TAIL_ENDED, NULL);
        else if (tail->is_final)
            end(tail);
        else
            inspect(tail);
    }
}

/* What the stream that begins is about. A time that is not known tells nothing,
 * unless the last stream ended as only a stop ends it. */
static void
note_run(struct tail *tail)
{
    bool is_known = tail->run != 0 && tail->followed_run != 0;

    if (is_known && tail->run != tail->followed_run)
        tail->replay.restarted = tail->began;
    else if (!is_known && tail->has_ended)
        tail->replay.restarted = 1;
    tail->followed_run = tail->run;
    tail->is_final = !tail->is_up;
}

static void
show_stream(struct tail *tail)
{
    set_state(tail, tail->is_up ? TAIL_FOLLOWING : TAIL_OPENING, NULL);
}

long
tail_first_lines(const struct tail *tail)
{
    if (tail->is_successor)
        return REOPEN_LINES;
    if (tail->window.lines == TAIL_NONE)
        return 0;
    if (tail->window.lines != 0)
        return tail->window.lines;
    return tail->window.since != 0 ? TAIL_ALL : TAIL_LINES;
}

/* A stream that followed ends without what the container wrote last, if that
 * had no newline: the engine logs it too late (seen with 20.10). So the end of
 * a log is read once more when it is known that nothing can follow. */
static void
follow(struct tail *tail)
{
    struct log_request request = {
        .tail = tail_first_lines(tail),
        .follow = !tail->window.ends,
        .has_tty = tail->has_tty,
    };
    char since[EVENT_TIME_SIZE];

    if (replay_since(&tail->replay, since)) {
        long least = 2 * (long)replay_count(&tail->replay);

        request.since = since;
        request.tail = tail->reopen_lines > least ? tail->reopen_lines : least;
    } else if (tail->window.since != 0 && !tail->is_successor) {
        record_time(since, tail->window.since);
        request.since = since;
    }
    replay_begin(&tail->replay, tail->has_tty, request.tail >= REOPEN_MOST);
    note_run(tail);
    tail->is_stream = true;
    tail->call = engine_follow_logs(tail->engine, tail->ref.key, &request,
                                    piece_came, log_ended, tail);
    show_stream(tail);
}

/* After an end only: a stream that ends again and again is opened less and
 * less, as of a container that waits for its restart. */
static void
follow_or_wait(struct tail *tail)
{
    if (tail->has_ended && tail->is_up && tail->run == tail->followed_run)
        wait(tail);
    else
        follow(tail);
}

static void
inspected(void *data, struct container *container, const struct err *err)
{
    struct tail *tail = data;
    const struct container_row *row;

    tail->call = NULL;
    if (tail->is_closed) {
        tail_free(tail);
    } else if (!err) {
        look(tail, container);
        follow_or_wait(tail);
    } else if (err->kind == ERR_DENIED && tail->knows_tty &&
               (row = row_of(tail))) {
        look(tail, row->value);
        follow_or_wait(tail);
    } else {
        fail(tail, err);
    }
    container_free(container);
}

static void
inspect(struct tail *tail)
{
    tail->is_final = tail->is_stream = false;
    set_state(tail, TAIL_OPENING, NULL);
    tail->call = engine_inspect_container(tail->engine, tail->ref.key,
                                          INSPECT_MS, inspected, tail);
}

/* Whether there is a TTY never changes; mostly the store knows already. */
static void
step(struct tail *tail)
{
    const struct container_row *row = row_of(tail);

    timer_stop(tail->again);
    if (row)
        look(tail, row->value);
    if (tail->knows_tty)
        follow(tail);
    else
        inspect(tail);
}

/* ---- when to open it again ---- */

static void
open_again(void *data)
{
    struct tail *tail = data;

    if (tail->state != TAIL_BROKEN || is_connected(tail))
        step(tail);
}

/* A row that was only listed does not tell one run from another. */
static bool
is_new_run(const struct tail *tail, const struct container *container)
{
    return state_is_up(container->state) &&
           (container->started == 0 || container->started != tail->run);
}

static void
look_at_container(struct tail *tail)
{
    const struct container_row *row = row_of(tail);
    bool is_waiting = tail->state == TAIL_OPENING;

    /* It was started while what was to be its last stream is read. */
    if (tail->call && tail->is_final && row && is_new_run(tail, row->value)) {
        look(tail, row->value);
        note_run(tail);
        show_stream(tail);
    }
    if (tail->call || tail->state == TAIL_BROKEN)
        return;
    if (row && (is_new_run(tail, row->value) ||
                (is_waiting && !state_is_up(row->value->state)))) {
        step(tail);
    } else if (!row && !go_on_with_successor(tail) && is_waiting) {
        timer_stop(tail->again);
        set_state(tail, TAIL_ENDED, NULL);
    }
}

static const struct container_row *
find_successor(const struct tail *tail)
{
    for (size_t i = 0; i < store_container_count(tail->store); i++) {
        const struct container_row *row = store_container_at(tail->store, i);

        if (row->ref.engine == tail->ref.engine &&
            strcmp(row->value->name, tail->name) == 0)
            return row;
    }
    return NULL;
}

static bool
go_on_with_successor(struct tail *tail)
{
    const struct container_row *row;

    if (tail->call || !tail->name || row_of(tail) ||
        !(row = find_successor(tail)))
        return false;
    timer_stop(tail->again);
    tail_drop_older(tail);
    /* Whoever looks at the old one learns that there is another. */
    store_note_log(tail->store, &tail->ref);
    tail->ref = row->ref;
    logbook_add_seam(tail->book, "made again");
    replay_init(&tail->replay, tail->book);
    tail->is_successor = true;
    tail->knows_tty = tail->has_ended = tail->is_final = false;
    tail->followed_run = 0;
    tail->pause = PAUSE_MIN_MS;
    tail->reopen_lines = REOPEN_LINES;
    step(tail);
    return true;
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
        else if (changes[i].what & (CHANGE_VALUE | CHANGE_ADDED) &&
                 ref->kind == REF_CONTAINER && tail->state != TAIL_BROKEN &&
                 go_on_with_successor(tail))
            return;
    }
}

struct tail *
tail_open(struct loop *loop, struct store *store, struct engine *engine,
          struct logbooks *books, const struct ref *ref)
{
    const struct tail_window usual = {0};

    return tail_open_window(loop, store, engine, books, ref, &usual);
}

struct tail *
tail_open_window(struct loop *loop, struct store *store, struct engine *engine,
                 struct logbooks *books, const struct ref *ref,
                 const struct tail_window *window)
{
    struct tail *tail = xcalloc(1, sizeof(*tail));

    tail->window = *window;
    tail->store = store;
    tail->engine = engine;
    tail->ref = *ref;
    tail->books = books;
    tail->book = logbook_new(books);
    logbook_begin_at(tail->book, FIRST_NUMBER);
    tail->reopen_lines = REOPEN_LINES;
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
    tail_drop_older(tail);
    logbook_free(tail->book);
    tail->is_closed = true;
    if (tail->call)
        call_cancel(tail->call);
    else
        tail_free(tail);
}

const struct logbook *
tail_log(const struct tail *tail)
{
    return tail->book;
}

const struct ref *
tail_ref(const struct tail *tail)
{
    return &tail->ref;
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
