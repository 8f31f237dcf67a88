#include "config.h"

#include "store/tail_older.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "engine/engine.h"

#include <stdlib.h>

struct older {
    struct call *call;
    struct logbooks *books;
    struct logbook *book;
    struct records records;
    uint64_t count;
    int64_t until;
    /* Of the record in hand. */
    enum log_stream stream;
    int64_t time;
    bool is_closed;
    void (*done)(void *data, const struct err *err);
    void *data;
};

static void
older_free(struct older *older)
{
    logbook_free(older->book);
    logbooks_free(older->books);
    free(older);
}

static void
record_begins(void *data, enum log_stream stream, int64_t time)
{
    struct older *older = data;

    older->stream = stream;
    if (stream == LOG_SYSTEM)
        return;
    if (time != 0)
        older->time = time;
    if (older->time <= older->until)
        older->count++;
}

static void
record_has_text(void *data, struct str piece)
{
    struct older *older = data;

    if (older->stream != LOG_SYSTEM && older->time != 0 &&
        older->time <= older->until)
        logbook_add(older->book, older->stream, older->time, piece);
}

static void
record_ends(void *data)
{
    (void)data;
}

static const struct record_sink sink = {
    .begin = record_begins,
    .text = record_has_text,
    .end = record_ends,
};

static void
piece_came(void *data, enum log_stream stream, struct str piece, bool is_last)
{
    struct older *older = data;

    if (!older->is_closed)
        records_feed(&older->records, stream, piece, is_last);
}

static void
log_ended(void *data, const struct err *err)
{
    struct older *older = data;

    older->call = NULL;
    if (older->is_closed)
        older_free(older);
    else
        older->done(older->data, err);
}

/* An engine that tells whole seconds knows better itself, and would leave out
 * all of the last one. What it sends too much is not taken. */
static int64_t
last_of_second(int64_t time)
{
    return time % SECOND_NS == 0 ? time + SECOND_NS - 1 : time;
}

struct older *
older_open(struct engine *engine, const struct older_request *request,
           void (*done)(void *data, const struct err *err), void *data)
{
    struct older *older = xcalloc(1, sizeof(*older));
    char until[EVENT_TIME_SIZE];
    struct log_request logs = {
        .tail = request->tail,
        .until = until,
        .has_tty = request->has_tty,
    };

    record_time(until, last_of_second(request->until));
    older->books = logbooks_new(request->memory);
    logbooks_set_judge(older->books, request->judge);
    older->book = logbook_new(older->books);
    records_init(&older->records, request->has_tty, &sink, older);
    older->until = request->until;
    older->done = done;
    older->data = data;
    older->call = engine_follow_logs(engine, request->id, &logs, piece_came,
                                     log_ended, older);
    return older;
}

void
older_close(struct older *older)
{
    if (!older)
        return;
    older->is_closed = true;
    if (older->call)
        call_cancel(older->call);
    else
        older_free(older);
}

struct logbook *
older_log(struct older *older)
{
    return older->book;
}

uint64_t
older_count(const struct older *older)
{
    return older->count;
}

int64_t
older_until(const struct older *older)
{
    return older->until;
}
