/* How much of a log is here: older lines, and a transfer that must wait. */
#include "config.h"

#include "store/tail_parts.h"

#include "engine/engine.h"
#include "store/write.h"

#define MORE 8
/* With less memory free than this nothing older is asked for. */
#define OLDER_LEAST ((size_t)256 << 10)
#define OLDER_MOST 100000000L

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

    return count < OLDER_MOST ? (long)count : OLDER_MOST;
}

static long
next_tail(const struct tail *tail)
{
    long lines = TAIL_LINES;

    while (lines < 2 * count_taken(tail))
        lines *= MORE;
    return lines;
}

static bool
find_first_time(const struct tail *tail, int64_t *time)
{
    struct logbook_line line;

    if (!logbook_line_at(tail->book, logbook_first(tail->book), &line) ||
        line.kind == LOGBOOK_SEAM || line.time == 0)
        return false;
    *time = line.time;
    return true;
}

/* The engine sent the last records of the log without those that are younger
 * than our first line: when these and what we have are fewer than were asked
 * for there are no more. */
static enum tail_older
judge_older(const struct tail *tail, long asked)
{
    const struct logbook *older = older_log(tail->older);
    uint64_t count = older_count(tail->older);
    struct logbook_line line;

    if (logbook_has_lost(older))
        return OLDER_FULL;
    if (count + (uint64_t)count_taken(tail) < (uint64_t)asked)
        return OLDER_NONE;
    if (!logbook_line_at(older, logbook_first(older), &line) ||
        line.time >= older_until(tail->older))
        return OLDER_NONE;
    return OLDER_UNKNOWN;
}

static void
older_came(void *data, const struct err *err)
{
    struct tail *tail = data;
    enum tail_older state = OLDER_UNKNOWN;
    int64_t first = 0;

    if (!err) {
        state = judge_older(tail, tail->older_asked);
        /* Our first lines may have gone meanwhile. */
        if (!find_first_time(tail, &first) || first != older_until(tail->older))
            state = OLDER_FULL;
        else if (logbook_put_before(tail->book, older_log(tail->older), first))
            tail->older_taken += older_count(tail->older);
        else
            state = OLDER_UNKNOWN;
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
    struct older_request request = {
        .id = tail->ref.key,
        .has_tty = tail->has_tty,
        .memory = limit > used ? limit - used : 0,
        .judge = logbooks_judge(tail->books),
    };

    if (tail->older_state != OLDER_UNKNOWN || tail->is_successor ||
        tail->state == TAIL_BROKEN || tail->state == TAIL_FAILED ||
        !find_first_time(tail, &request.until))
        return;
    if (logbook_has_lost(tail->book) || request.memory < OLDER_LEAST) {
        set_older(tail, OLDER_FULL);
        return;
    }
    tail->older_asked = request.tail = next_tail(tail);
    set_older(tail, OLDER_READING);
    tail->older = older_open(tail->engine, &request, older_came, tail);
}

enum tail_older
tail_older(const struct tail *tail)
{
    if (logbook_has_lost(tail->book))
        return OLDER_FULL;
    return tail->is_successor ? OLDER_NONE : tail->older_state;
}
