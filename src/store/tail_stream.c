/* One stream after the other: how it is asked for, and what its end means. */
#include "config.h"

#include "store/tail_parts.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "engine/engine.h"
#include "loop/timer.h"
#include "store/write.h"

#include <stdlib.h>
#include <string.h>

/* No more than could be kept is asked for again after a pause, unless all was
 * wanted. */
#define REOPEN_MOST 640000L
#define MORE 8 /* times as many */
#define INSPECT_MS 10000
#define PAUSE_MAX_MS 5000

static void inspect(struct tail *tail);
static void follow(struct tail *tail);

const struct container_row *
tail_row(const struct tail *tail)
{
    return store_find_container(tail->store, &tail->ref);
}

bool
tail_is_connected(const struct tail *tail)
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

void
tail_look(struct tail *tail, const struct container *container)
{
    tail->is_up = state_is_up(container->state);
    tail->run = container->started;
    tail->began = begin_of_run(container);
    if (container->is_inspected || tail->created == 0)
        tail->created = container->created;
    if (!tail->name || strcmp(tail->name, container->name) != 0) {
        free(tail->name);
        tail->name = xstrdup(container->name);
    }
    if (!container->is_inspected)
        return;
    tail->knows_tty = true;
    tail->has_tty = container->has_tty && !engine_info(tail->engine)->is_podman;
}

void
tail_set_state(struct tail *tail, enum tail_state state, const struct err *why)
{
    tail->state = state;
    tail->err = why ? *why : (struct err)ERR_INIT;
    store_note_log(tail->store, &tail->ref);
}

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

/* Podman cannot read a line of its log that is just being written. */
static bool
has_stumbled(const struct tail *tail, const struct err *why)
{
    return engine_info(tail->engine)->is_podman && why->kind == ERR_SERVER &&
           strstr(why->text, "not a valid container log line");
}

static void
fail(struct tail *tail, const struct err *why)
{
    switch (has_stumbled(tail, why) ? ERR_MALFORMED : why->kind) {
    case ERR_UNREACHABLE:
    case ERR_TIMED_OUT:
    case ERR_MALFORMED:
        tail_set_state(tail, TAIL_BROKEN, why);
        wait(tail);
        break;
    case ERR_CANCELLED: /* all streams were told to end */
        tail_set_state(tail, TAIL_BROKEN, NULL);
        if (tail_is_connected(tail))
            wait(tail);
        break;
    case ERR_MISSING:
    case ERR_CONFLICT: /* it is being removed */
        if (tail->has_ended)
            tail_end(tail);
        else
            tail_set_state(tail, TAIL_FAILED, why);
        break;
    default:
        tail_set_state(tail, TAIL_FAILED, why);
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
    } else if (asks_more && tail_is_connected(tail)) {
        tail->reopen_lines *= MORE;
        follow(tail);
    } else if (err) {
        fail(tail, err);
    } else {
        tail->has_ended = true;
        if (has_begin(tail))
            tail->replay.knows_begin = true;
        if (tail->window.ends)
            tail_set_state(tail, TAIL_ENDED, NULL);
        else if (tail->is_final)
            tail_end(tail);
        else
            inspect(tail);
    }
}

void
tail_note_run(struct tail *tail)
{
    bool is_known = tail->run != 0 && tail->followed_run != 0;

    if (is_known && tail->run != tail->followed_run)
        tail->replay.restarted = tail->began;
    else if (!is_known && tail->has_ended)
        tail->replay.restarted = 1;
    tail->followed_run = tail->run;
    tail->is_final = !tail->is_up;
}

void
tail_show_stream(struct tail *tail)
{
    tail_set_state(tail, tail->is_up ? TAIL_FOLLOWING : TAIL_OPENING, NULL);
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

/* Nothing older is wanted; 0: whatever there is. By since= alone the engine
 * would read the whole file, so ever more of its end is asked for until that
 * reaches back so far. Who wants only what comes from now on wants all of it
 * after a broken stream, too; that is by our clock. */
static int64_t
floor_of(const struct tail *tail)
{
    if (tail->is_successor)
        return 0;
    if (tail->window.lines == TAIL_NONE)
        return tail->asked;
    return tail->window.lines == 0 ? tail->window.since : 0;
}

/* To ask for, so that what is not older than the floor is in it. */
static long
lines_to_floor(const struct tail *tail)
{
    bool is_whole = tail->created >= tail->replay.floor;

    return is_whole || tail->reopen_lines > REOPEN_MOST ? TAIL_ALL
                                                        : tail->reopen_lines;
}

/* Where the next stream begins. `since` is the memory of the request's.
 * Returns whether it must do, for more cannot be asked for. */
static bool
ask_for_begin(struct tail *tail, struct log_request *request,
              char since[EVENT_TIME_SIZE])
{
    struct replay *replay = &tail->replay;

    replay->floor = 0;
    if (replay_since(replay, since)) {
        long least = 2 * (long)replay_count(replay);

        request->since = since;
        request->tail = tail->reopen_lines > least ? tail->reopen_lines : least;
        if (request->tail < REOPEN_MOST)
            return false;
        if (tail_first_lines(tail) != TAIL_ALL)
            return true;
        if (request->tail > REOPEN_MOST)
            request->tail = TAIL_ALL;
        return request->tail == TAIL_ALL;
    }
    replay->floor = floor_of(tail);
    if (replay->floor != 0) {
        request->tail = lines_to_floor(tail);
        return request->tail == TAIL_ALL;
    }
    request->tail = tail_first_lines(tail);
    if (tail->window.since != 0 && !tail->is_successor) {
        record_time(since, tail->window.since);
        request->since = since;
    }
    return true;
}

/* Podman reads a tail and then follows from the end of the log as that is then:
 * what is written in between it never sends. Before 4.7 it also joins the parts
 * of a long line in the wrong order. Neither happens when all is asked for; so
 * the first tail is read for itself, and then all since then. Its records have
 * whole seconds, but since= is exact. Returns as ask_for_begin(). */
static bool
ask_podman(struct tail *tail, struct log_request *request,
           char since[EVENT_TIME_SIZE], bool is_last_try)
{
    struct replay *replay = &tail->replay;
    char again[EVENT_TIME_SIZE];

    if (replay->floor != 0) {
        record_time(since, replay->floor);
        request->since = since;
        replay->floor -= replay->floor % SECOND_NS;
    } else if (request->tail <= 0) {
        return is_last_try;
    } else if (!tail->has_ended && !replay_since(replay, again)) {
        request->follow = false;
        return is_last_try;
    }
    request->tail = TAIL_ALL;
    return true;
}

/* A stream that followed ends without what the container wrote last, if that
 * had no newline: the engine logs it too late (seen with 20.10). So the end of
 * a log is read once more when it is known that nothing can follow. */
static void
follow(struct tail *tail)
{
    struct log_request request = {
        .follow = !tail->window.ends,
        .has_tty = tail->has_tty,
    };
    char since[EVENT_TIME_SIZE];
    bool is_last_try = ask_for_begin(tail, &request, since);

    if (engine_info(tail->engine)->is_podman)
        is_last_try = ask_podman(tail, &request, since, is_last_try);
    tail->has_followed = request.follow;
    replay_begin(&tail->replay, tail->has_tty, is_last_try);
    if (tail->asked == 0)
        tail->asked = timestamp_now();
    tail_note_run(tail);
    tail->is_stream = true;
    tail->call = engine_follow_logs(tail->engine, tail->ref.key, &request,
                                    piece_came, log_ended, tail);
    tail_show_stream(tail);
}

/* After an end only: a stream that ends again and again is opened less and
 * less, as of a container that waits for its restart. */
static void
follow_or_wait(struct tail *tail)
{
    if (tail->has_ended && tail->has_followed && tail->is_up &&
        tail->run == tail->followed_run)
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
        tail_look(tail, container);
        follow_or_wait(tail);
    } else if (err->kind == ERR_DENIED && tail->knows_tty &&
               (row = tail_row(tail))) {
        tail_look(tail, row->value);
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
    tail_set_state(tail, TAIL_OPENING, NULL);
    tail->call = engine_inspect_container(tail->engine, tail->ref.key,
                                          INSPECT_MS, inspected, tail);
}

void
tail_step(struct tail *tail)
{
    const struct container_row *row = tail_row(tail);

    timer_stop(tail->again);
    if (row)
        tail_look(tail, row->value);
    if (tail->knows_tty)
        follow(tail);
    else
        inspect(tail);
}
