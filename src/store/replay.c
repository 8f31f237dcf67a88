#include "config.h"

#include "store/replay.h"

#include "base/timestamp.h"

#include <inttypes.h>
#include <stdio.h>

void
replay_init(struct replay *replay, struct logbook *book)
{
    *replay = (struct replay){.book = book};
}

/* Whole seconds (Podman) do not tell whether since= was met. */
static bool
is_exact(int64_t time)
{
    return time % SECOND_NS != 0;
}

static void
add_seams(struct replay *replay, int64_t time)
{
    if (replay->is_old && !replay->has_met && is_exact(replay->time))
        logbook_add_seam(replay->book, "lines are missing");
    replay->is_old = false;
    if (replay->restarted == 0)
        return;
    if (!is_exact(time))
        time += SECOND_NS - 1;
    if (time < replay->restarted)
        return;
    if (replay->time != 0)
        logbook_add_seam(replay->book, "restarted");
    replay->restarted = 0;
}

/* Whether we have this one already, at least its beginning. */
static bool
is_known(struct replay *replay, int64_t time)
{
    if (!replay->is_old || time > replay->time)
        return false;
    replay->is_skipped = true;
    if (time < replay->time)
        return true;
    replay->has_met = true;
    if (replay->to_skip > 0) {
        replay->to_skip--;
        return true;
    }
    replay->is_skipped = false;
    return replay->bytes > 0;
}

static void
record_begins(void *data, enum log_stream stream, int64_t time)
{
    struct replay *replay = data;

    replay->stream = stream;
    replay->at = 0;
    replay->is_skipped = replay->has_newline = false;
    if (time == 0) /* it has no stamp */
        time = replay->time;
    if (stream == LOG_SYSTEM || is_known(replay, time))
        return;
    add_seams(replay, time);
    if (time != replay->time)
        replay->whole = 0;
    replay->time = time;
    replay->bytes = 0;
}

static void
record_has_text(void *data, struct str piece)
{
    struct replay *replay = data;
    size_t known;

    if (replay->is_skipped)
        return;
    replay->has_newline = piece.at[piece.len - 1] == '\n';
    if (replay->stream == LOG_SYSTEM) {
        logbook_add(replay->book, LOG_SYSTEM, 0, piece);
        return;
    }
    known = replay->bytes > replay->at ? replay->bytes - replay->at : 0;
    replay->at += piece.len;
    if (known >= piece.len)
        return;
    piece.at += known;
    piece.len -= known;
    replay->bytes = replay->at;
    logbook_add(replay->book, replay->stream, replay->time, piece);
}

static void
record_ends(void *data)
{
    struct replay *replay = data;

    if (replay->stream == LOG_SYSTEM) {
        if (!replay->has_newline)
            logbook_add(replay->book, LOG_SYSTEM, 0, str_of("\n"));
    } else if (!replay->is_skipped) {
        replay->whole++;
        replay->bytes = 0;
    }
}

static const struct record_sink sink = {
    .begin = record_begins,
    .text = record_has_text,
    .end = record_ends,
};

void
replay_begin(struct replay *replay, bool has_tty)
{
    records_init(&replay->records, has_tty, &sink, replay);
    replay->is_old = replay->time != 0;
    replay->has_met = false;
    replay->to_skip = replay->whole;
}

bool
replay_feed(struct replay *replay, enum log_stream stream, struct str piece,
            bool is_last)
{
    records_feed(&replay->records, stream, piece, is_last);
    return replay->time != 0 && !replay->is_old;
}

bool
replay_since(const struct replay *replay, char since[EVENT_TIME_SIZE])
{
    if (replay->time == 0)
        return false;
    snprintf(since, EVENT_TIME_SIZE, "%" PRId64 ".%09" PRId64,
             replay->time / SECOND_NS, replay->time % SECOND_NS);
    return true;
}
