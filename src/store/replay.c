#include "config.h"

#include "store/replay.h"

#include "base/timestamp.h"

/* Records of a container's two streams stand out of the order of their times
 * by less. */
#define OUT_OF_ORDER_NS SECOND_NS

void
replay_init(struct replay *replay, struct logbook *book)
{
    *replay = (struct replay){.book = book, .left = INT64_MIN};
}

/* ---- what we have ---- */

static struct run *
last_run(struct replay *replay)
{
    return replay->run_count > 0 ? &replay->runs[replay->run_count - 1] : NULL;
}

static void
drop_run(struct replay *replay)
{
    if (replay->runs[0].time > replay->left)
        replay->left = replay->runs[0].time;
    replay->run_count--;
    memmove(replay->runs, replay->runs + 1,
            replay->run_count * sizeof(replay->runs[0]));
}

/* There is one run, and it may lack its beginning. */
static bool
is_doubtful(const struct replay *replay)
{
    return replay->run_count == 1 && replay->left == INT64_MIN &&
           !replay->knows_begin;
}

static void
note_record(struct replay *replay, int64_t time)
{
    struct run *last = last_run(replay);

    replay->taken++;
    replay->bytes = 0;
    replay->is_part = true;
    if (last && last->time == time) {
        last->count++;
        return;
    }
    if (replay->run_count == REPLAY_RUNS ||
        (replay->run_count == 1 && replay->left == INT64_MIN))
        drop_run(replay);
    replay->runs[replay->run_count++] = (struct run){.time = time, .count = 1};
}

/* The first run that a stream can repeat whole, with all that came after it;
 * run_count: there is none. */
static size_t
first_run(const struct replay *replay)
{
    size_t first = replay->run_count;

    while (first > 0 && replay->runs[first - 1].time > replay->left)
        first--;
    return first;
}

static bool
cannot_go_on(const struct replay *replay)
{
    return replay->must_begin_anew || first_run(replay) == replay->run_count ||
           (is_doubtful(replay) && replay->is_part);
}

bool
replay_since(const struct replay *replay, char since[EVENT_TIME_SIZE])
{
    int64_t time;

    if (replay->run_count == 0 || cannot_go_on(replay))
        return false;
    time = replay->runs[first_run(replay)].time;
    for (size_t i = first_run(replay); i < replay->run_count; i++)
        if (replay->runs[i].time < time)
            time = replay->runs[i].time;
    record_time(since, time);
    return true;
}

size_t
replay_count(const struct replay *replay)
{
    size_t count = 0;

    for (size_t i = first_run(replay); i < replay->run_count; i++)
        count += replay->runs[i].count;
    return count;
}

/* ---- what comes ---- */

/* Whole seconds (Podman) do not tell whether since= was met. */
static bool
is_exact(int64_t time)
{
    return time % SECOND_NS != 0;
}

static void
add_seams(struct replay *replay, int64_t time)
{
    if (replay->phase == REPLAY_GUESSES && !replay->has_met &&
        is_exact(last_run(replay)->time))
        logbook_add_seam(replay->book, "lines are missing");
    replay->phase = REPLAY_NEW;
    if (replay->restarted == 0)
        return;
    if (!is_exact(time))
        time += SECOND_NS - 1;
    if (time < replay->restarted)
        return;
    if (replay->run_count > 0)
        logbook_add_seam(replay->book, "restarted");
    replay->restarted = 0;
}

/* The record is the last that we have; what we do not have of it is new. */
static bool
go_on_with_last(struct replay *replay)
{
    if (!replay->is_part)
        return true;
    replay->is_skipped = false;
    return true;
}

/* Whether this one is what must come next; then it is known. */
static bool
matches(struct replay *replay, int64_t time)
{
    const struct run *run = &replay->runs[replay->run];

    if (replay->run == replay->run_count) { /* all came again */
        replay->must_begin_anew =
            is_doubtful(replay) && time == last_run(replay)->time;
        replay->phase = replay->must_begin_anew ? REPLAY_SHORT : REPLAY_NEW;
        return false;
    }
    if (run->time != time) {
        replay->phase = replay->is_last_try ? REPLAY_GUESSES : REPLAY_SHORT;
        return false;
    }
    if (++replay->nth == run->count) {
        replay->run++;
        replay->nth = 0;
    }
    replay->is_skipped = true;
    return replay->run < replay->run_count || go_on_with_last(replay);
}

/* Whether we have this one, by its time alone. */
static bool
is_guessed(struct replay *replay, int64_t time)
{
    const struct run *last = last_run(replay);

    if (time > last->time)
        return false;
    replay->is_skipped = true;
    if (time < last->time)
        return true;
    replay->has_met = true;
    if (replay->nth == last->count)
        return replay->is_skipped = false;
    return ++replay->nth < last->count || go_on_with_last(replay);
}

/* Whether we have this one already, at least its beginning. */
static bool
is_known(struct replay *replay, int64_t time)
{
    if (replay->phase == REPLAY_MATCHES) {
        if (matches(replay, time))
            return true;
        replay->nth = 0;
    }
    if (replay->phase == REPLAY_SHORT)
        return replay->is_skipped = true;
    return replay->phase == REPLAY_GUESSES && is_guessed(replay, time);
}

/* Whether it is not wanted, or it shows that the stream began too late. */
static bool
is_out_of_floor(struct replay *replay, int64_t time)
{
    int64_t latest = is_exact(time) ? time : time + SECOND_NS - 1;

    if (latest < replay->floor) {
        if (latest < replay->floor - OUT_OF_ORDER_NS)
            replay->has_met_floor = true;
        return replay->is_skipped = true;
    }
    if (replay->has_met_floor)
        return false;
    replay->phase = REPLAY_SHORT;
    return replay->is_skipped = true;
}

static void
forget(struct replay *replay)
{
    replay->phase = REPLAY_NEW;
    replay->run_count = 0;
    replay->left = INT64_MIN;
    replay->taken = 0;
    replay->must_begin_anew = replay->knows_begin = false;
}

static void
record_begins(void *data, enum log_stream stream, int64_t time)
{
    struct replay *replay = data;

    replay->stream = stream;
    replay->at = 0;
    replay->is_skipped = replay->has_newline = false;
    if (time == 0 && replay->run_count > 0) /* it has no stamp */
        time = last_run(replay)->time;
    if (stream == LOG_SYSTEM) {
        replay->is_skipped = replay->phase == REPLAY_SHORT;
        return;
    }
    if (replay->floor != 0 && is_out_of_floor(replay, time))
        return;
    if (replay->phase == REPLAY_ANEW) {
        logbook_clear(replay->book);
        forget(replay);
    }
    if (is_known(replay, time))
        return;
    add_seams(replay, time);
    note_record(replay, time);
    replay->is_new = true;
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
    replay->is_new = true;
    logbook_add(replay->book, replay->stream, last_run(replay)->time, piece);
}

static void
record_ends(void *data)
{
    struct replay *replay = data;

    if (replay->is_skipped)
        return;
    if (replay->stream != LOG_SYSTEM)
        replay->is_part = false;
    else if (!replay->has_newline)
        logbook_add(replay->book, LOG_SYSTEM, 0, str_of("\n"));
}

static const struct record_sink sink = {
    .begin = record_begins,
    .text = record_has_text,
    .end = record_ends,
};

void
replay_begin(struct replay *replay, bool has_tty, bool is_last_try)
{
    records_init(&replay->records, has_tty, &sink, replay);
    replay->phase = replay->run_count > 0 ? REPLAY_MATCHES : REPLAY_NEW;
    if (replay->run_count > 0 && cannot_go_on(replay))
        replay->phase = REPLAY_ANEW;
    replay->is_last_try = is_last_try;
    replay->has_met_floor = is_last_try;
    replay->has_met = replay->is_new = false;
    replay->run = first_run(replay);
    replay->nth = 0;
}

bool
replay_feed(struct replay *replay, enum log_stream stream, struct str piece,
            bool is_last)
{
    records_feed(&replay->records, stream, piece, is_last);
    return replay->is_new;
}
