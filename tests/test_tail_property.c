/*
 * Whatever the pieces, the breaks, the restarts and the lengths of tails: the
 * lines are those of the log, in order, none twice and none missing.
 *
 * A random log grows; the engine of the test sends what was asked for, in
 * random pieces, and breaks off at random. The seed is in the failure's words.
 */
#include "config.h"

#include "support/test.h"

#include "support/fake_engine.h"
#include "support/values.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "loop/timer.h"
#include "store/tail.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS 60
/* Where a stream breaks between two records that are out of order, the second
 * is asked for only when there are older ones to begin with. */
#define SENT_LEAST 40
#define PATIENCE 10000 /* turns of a millisecond or more */
#define STEPS 300
#define RECORDS 6000
#define TEXT_SIZE 32
#define BYTES ((size_t)1 << 20)
#define BEGIN (INT64_C(1795249800) * SECOND_NS)
/* The tails of this engine are so much shorter than what was asked for, so that
 * they are often too short. */
#define SHORTER 500
/* Between records of which some are clearly older than others. */
#define STEP_NS (20 * INT64_C(1000000))

struct record {
    int64_t time;
    enum log_stream stream;
    char text[TEXT_SIZE];
};

struct fixture {
    unsigned seed, random;
    bool has_tty;
    struct loop *loop;
    struct timer *tick; /* so that a turn never waits for long */
    struct store *store;
    struct engine *engine;
    struct logbooks *books;
    struct tail *tail;
    struct ref ref;
    int64_t now, run, step; /* between two records, at least */
    struct record *records;
    size_t count, first; /* `first`: where the tail began */
    /* The stream that is open: its next record, and what came of that. */
    struct call *call;
    uint64_t number; /* the call's: the next one may stand at its address */
    size_t next, at;
    size_t sent; /* in all streams */
    int64_t since;
    bool has_window;
};

/* Numerical Recipes' generator: the same numbers for the same seed. */
static unsigned
pick(struct fixture *f, unsigned below)
{
    f->random = f->random * 1664525U + 1013904223U;
    return (f->random >> 8) % below;
}

static void
add_record(struct fixture *f, int64_t time, enum log_stream stream,
           const char *end)
{
    struct record *record = &f->records[f->count];

    assert_true(f->count < RECORDS);
    record->time = time;
    record->stream = stream;
    snprintf(record->text, TEXT_SIZE, "%zu%s", f->count, end);
    f->count++;
}

/* A line, one in parts of one time, lines of one time, or two streams out of
 * order. */
static void
grow(struct fixture *f)
{
    unsigned kind = pick(f, 6), parts = 1 + pick(f, 4);

    f->now += f->step * (1 + pick(f, 3));
    if (f->has_tty) {
        add_record(f, f->now, LOG_STDOUT, "\r\n");
    } else if (kind == 0) {
        for (unsigned i = 0; i < parts; i++)
            add_record(f, f->now, LOG_STDOUT, ".");
        add_record(f, f->now, LOG_STDOUT, "\n");
    } else if (kind == 1) {
        for (unsigned i = 0; i < parts; i++)
            add_record(f, f->now, (enum log_stream)pick(f, 2), "\n");
    } else if (kind == 2) {
        f->now += 2;
        add_record(f, f->now, LOG_STDERR, "\n");
        add_record(f, f->now - 1, LOG_STDOUT, "\n");
    } else {
        add_record(f, f->now, (enum log_stream)pick(f, 2), "\n");
    }
}

static int64_t
time_of(const char *words)
{
    int64_t seconds = 0, ns = 0;

    if (!words || words[0] == '\0')
        return 0;
    assert_int_equal(sscanf(words, "%" SCNd64 ".%" SCNd64, &seconds, &ns), 2);
    return seconds * SECOND_NS + ns;
}

/* What is open, if anything is; a new stream begins where its tail does. */
static bool
find_stream(struct fixture *f)
{
    struct call *call = fake_find(f->engine, FAKE_LOGS, NULL);
    size_t tail;

    if (call == f->call && (!call || f->number == call->number))
        return call != NULL;
    f->call = call;
    f->number = call ? call->number : 0;
    if (!call)
        return false;
    tail = (size_t)call->logs.tail;
    f->since = time_of(call->since);
    if (f->since != 0 || f->has_window)
        tail /= SHORTER;
    f->next = f->count > tail ? f->count - tail : 0;
    f->at = 0;
    if (f->since == 0)
        f->first = f->next;
    return true;
}

static size_t
encode(const struct record *record, char *out, size_t size)
{
    char time[TIMESTAMP_SIZE];

    timestamp_format(time, record->time);
    return (size_t)snprintf(out, size, "%.19s.%09" PRId64 "Z %s", time,
                            record->time % SECOND_NS, record->text);
}

/* Some bytes, of one record at most. False when there are none. */
static bool
send(struct fixture *f, bool is_whole)
{
    char bytes[128], piece[128];
    size_t len, some;

    if (!find_stream(f))
        return false;
    while (f->next < f->count && f->records[f->next].time < f->since)
        f->next++;
    if (f->next == f->count)
        return false;
    len = encode(&f->records[f->next], bytes, sizeof(bytes));
    some = is_whole ? len - f->at : 1 + pick(f, (unsigned)(len - f->at));
    memcpy(piece, bytes + f->at, some);
    piece[some] = '\0';
    f->at += some;
    fake_log(f->call, f->records[f->next].stream, piece,
             !f->has_tty && f->at == len);
    if (f->at == len) {
        f->sent++;
        f->next++;
        f->at = 0;
    }
    return true;
}

static void
turn(struct fixture *f)
{
    for (int i = 0; i < 3; i++)
        (void)loop_turn(f->loop, false);
}

static void
set_link(struct fixture *f, enum link_state state)
{
    struct link link = {.state = state};

    store_set_link(f->store, 0, &link);
    turn(f);
}

static void
break_off(struct fixture *f)
{
    if (!find_stream(f))
        return;
    set_link(f, LINK_DOWN);
    if (find_stream(f))
        fake_fail(f->call, ERR_UNREACHABLE);
    f->call = NULL;
    for (unsigned i = pick(f, 60); i > 0; i--)
        grow(f);
    set_link(f, LINK_LIVE);
}

static void
send_all(struct fixture *f)
{
    for (int i = 0; i < 8; i++) { /* the tail may be asked for again */
        while (send(f, pick(f, 2)))
            continue;
        turn(f);
    }
}

/* The stream ends cleanly when all was sent. */
static void
restart(struct fixture *f)
{
    send_all(f);
    if (!find_stream(f))
        return;
    f->engine->at[0].started = f->run = f->now + 1;
    fake_end(f->call, NULL);
    f->call = NULL;
    fake_answer(fake_find(f->engine, FAKE_INSPECT, NULL));
}

static void
nothing(void *data)
{
    (void)data;
}

static void
begin(struct fixture *f, unsigned seed, int64_t step)
{
    struct link link = {.state = LINK_LIVE};
    struct container value;

    f->seed = seed;
    f->random = seed * 2654435761U;
    f->has_tty = seed % 3 == 0;
    f->count = f->first = f->sent = 0;
    f->call = NULL;
    f->has_window = false;
    f->step = step;
    f->now = BEGIN + 1000;
    f->loop = loop_new();
    f->tick = timer_new(f->loop, "tick", nothing, NULL);
    timer_start(f->tick, 1, 1);
    f->store = store_new(f->loop);
    (void)store_add_engine(f->store, "local");
    store_set_link(f->store, 0, &link);
    f->engine = fake_engine_new(f->loop);
    (void)fake_add(f->engine, STATE_RUNNING);
    f->engine->at[0].has_tty = f->has_tty;
    f->engine->at[0].started = 1;
    value = value_of(f->engine->at[0].id, STATE_RUNNING);
    value.has_tty = f->has_tty;
    value.started = 1;
    value.is_inspected = true;
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    turn(f);
    f->books = logbooks_new(64 << 20);
    f->ref = ref_make(0, REF_CONTAINER, f->engine->at[0].id);
    for (unsigned i = pick(f, 1200); i > 0; i--)
        grow(f);
}

static void
open_tail(struct fixture *f, const struct tail_window *window)
{
    f->tail = tail_open_window(f->loop, f->store, f->engine, f->books, &f->ref,
                               window);
}

static void
finish(struct fixture *f)
{
    tail_close(f->tail);
    turn(f);
    assert_int_equal(logbooks_bytes(f->books), 0);
    logbooks_free(f->books);
    timer_free(f->tick);
    store_free(f->store);
    fake_engine_free(f->engine);
    loop_free(f->loop);
}

/* The lines, without seams. */
static void
say_lines(struct buf *out, const struct logbook *book)
{
    struct logbook_line line;

    for (uint64_t n = logbook_first(book); n < logbook_end(book); n++) {
        assert_true(logbook_line_at(book, n, &line));
        if (line.kind == LOGBOOK_SEAM)
            continue;
        (void)buf_addf(out, "%d %" PRId64 " ", (int)line.stream,
                       line.time - BEGIN);
        (void)buf_add_str(out, line.text);
        (void)buf_add_char(out, '\n');
    }
}

/* What the log has from a record on of those that are not older than `since`.
 */
static void
assert_whole(struct fixture *f, size_t first, int64_t since)
{
    struct logbook *book = logbook_new(f->books);
    struct buf lines = BUF_INIT(BYTES), expected = BUF_INIT(BYTES);
    size_t at = 0;

    for (size_t i = first; i < f->count; i++)
        if (f->records[i].time >= since)
            logbook_add(book, f->records[i].stream, f->records[i].time,
                        str_of(f->records[i].text));
    say_lines(&expected, book);
    say_lines(&lines, tail_log(f->tail));
    while (at < lines.len && at < expected.len &&
           buf_text(&lines)[at] == buf_text(&expected)[at])
        at++;
    if (at < lines.len || at < expected.len)
        fail_msg("seed %u, %zu records from %zu: '%.120s', not '%.120s'",
                 f->seed, f->count, first,
                 buf_text(&lines) + (at > 60 ? at - 60 : 0),
                 buf_text(&expected) + (at > 60 ? at - 60 : 0));
    buf_release(&lines);
    buf_release(&expected);
    logbook_free(book);
}

/* Growing, sending, breaking and restarting at random, to an end. */
static void
live(struct fixture *f)
{
    for (int step = 0; step < STEPS && f->count + 100 < RECORDS; step++) {
        unsigned what = pick(f, 40);

        if (what < 12)
            grow(f);
        else if (what < 37)
            (void)send(f, false);
        else if (what < 39 && f->sent >= SENT_LEAST)
            break_off(f);
        else if (what < 39)
            continue;
        else
            restart(f);
        turn(f);
    }
    for (int i = 0; i < PATIENCE && !find_stream(f); i++)
        (void)loop_turn(f->loop, true);
    send_all(f);
}

static void
lines_are_those_of_the_log(void **state)
{
    const struct tail_window usual = {0};
    struct fixture *f = xcalloc(1, sizeof(*f));

    (void)state;
    f->records = xcalloc(RECORDS, sizeof(*f->records));
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        begin(f, seed, 1);
        open_tail(f, &usual);
        live(f);
        assert_whole(f, f->first, 0);
        finish(f);
    }
    free(f->records);
    free(f);
}

/* Those of a window, too, which begins anywhere. */
static void
lines_are_those_since_a_time(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    (void)state;
    f->records = xcalloc(RECORDS, sizeof(*f->records));
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct tail_window window = {.since = BEGIN};

        begin(f, seed, STEP_NS);
        f->has_window = true;
        if (f->count > 0)
            window.since =
                f->records[pick(f, (unsigned)f->count)].time + pick(f, 2);
        open_tail(f, &window);
        live(f);
        assert_whole(f, 0, window.since);
        finish(f);
    }
    free(f->records);
    free(f);
}

static void
send_older(struct fixture *f)
{
    struct call *call = NULL;
    struct list *link;
    int64_t until;

    for (link = f->engine->calls.next; link != &f->engine->calls;
         link = link->next) {
        struct call *other = LIST_OWNER(link, struct call, link);

        if (other->kind == FAKE_LOGS && other->until[0])
            call = other;
    }
    if (!call) {
        fail_msg("older lines were not asked for");
        return;
    }
    until = time_of(call->until);
    for (size_t i = f->count > (size_t)call->logs.tail
                        ? f->count - (size_t)call->logs.tail
                        : 0;
         i < f->count && f->records[i].time <= until; i++) {
        char bytes[128];

        (void)encode(&f->records[i], bytes, sizeof(bytes));
        fake_log(call, f->records[i].stream, bytes, !f->has_tty);
    }
    fake_end(call, NULL);
}

/* However it is cut, and whatever comes meanwhile. */
static void
older_lines_make_the_log_whole(void **state)
{
    const struct tail_window usual = {0};
    struct fixture *f = xcalloc(1, sizeof(*f));

    (void)state;
    f->records = xcalloc(RECORDS, sizeof(*f->records));
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        begin(f, seed, 1);
        open_tail(f, &usual);
        send_all(f);
        while (tail_older(f->tail) == OLDER_UNKNOWN) {
            tail_read_older(f->tail);
            for (unsigned i = pick(f, 30); i > 0; i--)
                grow(f);
            send_all(f);
            if (tail_older(f->tail) == OLDER_READING)
                send_older(f);
        }
        send_all(f);
        assert_int_equal(tail_older(f->tail), OLDER_NONE);
        assert_whole(f, 0, 0);
        finish(f);
    }
    free(f->records);
    free(f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_those_of_the_log),
        cmocka_unit_test(lines_are_those_since_a_time),
        cmocka_unit_test(older_lines_make_the_log_whole),
    };

    return cmocka_run_group_tests_name("tail property", tests, NULL, NULL);
}
