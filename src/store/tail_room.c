/* How much of a log is here: older lines, and a transfer that must wait. */
#include "config.h"

#include "store/tail_parts.h"

#include "engine/engine.h"
#include "store/write.h"

#define MORE 8
/* With less memory free than this nothing older is asked for. */
#define OLDER_LEAST ((size_t)256 << 10)
/* Lines of both streams may be written out of order, so far apart at most. */
#define OUT_OF_ORDER 16
#define JOINT_LINES 100000

/* ---- a transfer that must wait ---- */

void
tail_keep_room(struct tail *tail)
{
    bool must_wait = tail->is_stream && tail->call && !tail->asks_more &&
                     logbook_is_full(tail->book);

    if (must_wait == tail->is_paused)
        return;
    tail->is_paused = must_wait;
    if (tail->call && tail->is_stream)
        call_pause(tail->call, must_wait);
    store_note_log(tail->store, &tail->ref);
}

void
tail_hold(struct tail *tail, uint64_t line)
{
    logbook_hold(tail->book, line);
    tail_keep_room(tail);
}

bool
tail_is_paused(const struct tail *tail)
{
    return tail->is_paused;
}

/* ---- older lines ---- */

static void
set_older(struct tail *tail, enum tail_older state)
{
    tail->older_state = state;
    store_note_log(tail->store, &tail->ref);
}

void
tail_drop_older(struct tail *tail)
{
    older_close(tail->older);
    tail->older = NULL;
    if (tail->older_state == OLDER_READING)
        tail->older_state = OLDER_UNKNOWN;
}

/* Records that we took, those of older lines among them. */
static long
count_taken(const struct tail *tail)
{
    uint64_t count = tail->replay.taken + tail->older_taken;

    return count < TAIL_MOST ? (long)count : TAIL_MOST;
}

/* All at once of Podman: before 4.7 the time it takes for a tail goes by the
 * square of its lines, and many never come. */
static long
next_tail(const struct tail *tail)
{
    long lines = TAIL_LINES;

    if (engine_info(tail->engine)->is_podman)
        return TAIL_ALL;

    while (lines < 2 * count_taken(tail))
        lines *= MORE;
    return lines;
}

/* Nothing before the window is wanted, or there is nothing. */
static bool
begins_the_log(const struct tail_window *window)
{
    return window->since != 0 || window->lines < 0;
}

/* Where older lines end and ours go on: a time such that our first lines are
 * not younger, at least some of them, and those behind them all are. A few more
 * on each side, for the streams may be out of order. Many may share a time in
 * whole seconds (Podman). False when there is none. */
static bool
find_joint(const struct tail *tail, int64_t *joint)
{
    uint64_t first = logbook_first(tail->book);
    size_t clear = 0;
    struct logbook_line line;

    *joint = 0;
    for (size_t i = 0; i < JOINT_LINES && clear < OUT_OF_ORDER; i++) {
        if (!logbook_line_at(tail->book, first + i, &line) || line.time == 0)
            break;
        if (i < OUT_OF_ORDER || line.time <= *joint) {
            if (line.time > *joint)
                *joint = line.time;
            clear = 0;
        } else {
            clear++;
        }
    }
    return clear > 0;
}

/* The engine sent the last records of the log without those that are younger
 * than our first line: when these and what we have are fewer than were asked
 * for there are no more. */
static enum tail_older
judge_older(const struct tail *tail, long asked)
{
    const struct logbook *older = older_log(tail->older);
    uint64_t count = older_count(tail->older);
    struct logbook_line line, ours;

    if (logbook_has_lost(older))
        return OLDER_FULL;
    if (asked == TAIL_ALL ||
        count + (uint64_t)count_taken(tail) < (uint64_t)asked)
        return OLDER_NONE;
    /* What it begins with we had: there is nothing before. */
    if (!logbook_line_at(older, logbook_first(older), &line) ||
        !logbook_line_at(tail->book, logbook_first(tail->book), &ours) ||
        (line.time == ours.time && str_equal(line.text, ours.text)))
        return OLDER_NONE;
    return OLDER_UNKNOWN;
}

static void
older_came(void *data, const struct err *err)
{
    struct tail *tail = data;
    enum tail_older state = OLDER_UNKNOWN;

    if (!err) {
        state = judge_older(tail, tail->older_asked);
        if (logbook_has_lost(tail->book)) /* our first lines, meanwhile */
            state = OLDER_FULL;
        else if (logbook_put_before(tail->book, older_log(tail->older),
                                    older_until(tail->older)))
            tail->older_taken += older_count(tail->older);
    }
    older_close(tail->older);
    tail->older = NULL;
    set_older(tail, state);
}

void
tail_read_older(struct tail *tail)
{
    size_t limit = logbooks_limit(tail->books);
    size_t used = logbooks_bytes(tail->books);
    struct logbook_line line;
    struct older_request request = {
        .id = tail->ref.key,
        .has_tty = tail->has_tty,
        .memory = limit > used ? limit - used : 0,
        .judge = logbooks_judge(tail->books),
    };

    if (tail_older(tail) != OLDER_UNKNOWN || tail->state == TAIL_BROKEN ||
        tail->state == TAIL_FAILED ||
        !logbook_line_at(tail->book, logbook_first(tail->book), &line))
        return;
    if (count_taken(tail) < tail_first_lines(tail)) {
        set_older(tail, OLDER_NONE);
        return;
    }
    if (logbook_has_lost(tail->book) || request.memory < OLDER_LEAST) {
        set_older(tail, OLDER_FULL);
        return;
    }
    if (!find_joint(tail, &request.until))
        return;
    tail->older_asked = request.tail = next_tail(tail);
    set_older(tail, OLDER_READING);
    tail->older = older_open(tail->engine, &request, older_came, tail);
}

enum tail_older
tail_older(const struct tail *tail)
{
    if (logbook_has_lost(tail->book))
        return OLDER_FULL;
    return tail->is_successor || begins_the_log(&tail->window)
               ? OLDER_NONE
               : tail->older_state;
}
