/*
 * Following a log: through restarts and lost connections, nothing twice and
 * nothing missing in silence.
 */
#include "config.h"

#include "support/test.h"

#include "support/fake_engine.h"
#include "support/values.h"

#include "base/buf.h"
#include "base/mem.h"
#include "loop/timer.h"
#include "store/tail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T0 "2026-11-21T08:29:58.999999999Z "
#define T1 "2026-11-21T08:30:00.000000001Z "
#define T2 "2026-11-21T08:30:00.000000002Z "
#define T3 "2026-11-21T08:30:00.000000003Z "
#define T4 "2026-11-21T08:30:00.000000004Z "
#define SINCE_2 "1795249800.000000002"
#define NS_OF(nanosecond) (INT64_C(1795249800000000000) + (nanosecond))
#define PATIENCE 200 /* turns */

struct fixture {
    struct loop *loop;
    struct store *store;
    struct engine *engine;
    struct logbooks *books;
    struct tail *tail;
    struct timer *tick; /* so that a turn never waits for long */
    struct ref ref;
    size_t told; /* CHANGE_LOG of ref */
};

static void
nothing(void *data)
{
    (void)data;
}

static void
heard(void *data, const struct change *changes, size_t count)
{
    struct fixture *f = data;

    for (size_t i = 0; i < count; i++)
        if (changes[i].what & CHANGE_LOG && ref_equal(&changes[i].ref, &f->ref))
            f->told++;
}

static void
turn(struct fixture *f, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)loop_turn(f->loop, false);
}

static void
set_link(struct fixture *f, enum link_state state)
{
    struct link link = {.state = state};

    store_set_link(f->store, 0, &link);
    turn(f, 1);
}

/* What the engine knows. `run` is when it was started; T3 is of that run,
 * though older, and T2 of the one before. */
static void
set_truth(struct fixture *f, enum container_state state, int64_t run)
{
    f->engine->at[0].state = state;
    f->engine->at[0].started = run;
    f->engine->at[0].finished = run > NS_OF(0) ? NS_OF(2) : 0;
}

/* And the store too. */
static void
set_state(struct fixture *f, enum container_state state, int64_t run)
{
    struct container value = value_of(f->engine->at[0].id, state);

    set_truth(f, state, run);
    value.has_tty = f->engine->at[0].has_tty;
    value.started = run;
    value.finished = f->engine->at[0].finished;
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    turn(f, 1);
}

static int
set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    f->loop = loop_new();
    f->store = store_new(f->loop);
    (void)store_add_engine(f->store, "local");
    (void)store_subscribe(f->store, heard, f);
    f->engine = fake_engine_new(f->loop);
    (void)fake_add(f->engine, STATE_RUNNING);
    f->books = logbooks_new(1 << 20);
    f->tick = timer_new(f->loop, "tick", nothing, NULL);
    timer_start(f->tick, 2, 2);
    f->ref = ref_make(0, REF_CONTAINER, f->engine->at[0].id);
    set_link(f, LINK_LIVE);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    tail_close(f->tail);
    assert_int_equal(logbooks_bytes(f->books), 0);
    turn(f, 3);
    timer_free(f->tick);
    logbooks_free(f->books);
    store_free(f->store);
    fake_engine_free(f->engine);
    loop_free(f->loop);
    free(f);
    return 0;
}

static void
open_tail(struct fixture *f)
{
    f->tail = tail_open(f->loop, f->store, f->engine, f->books, &f->ref);
}

static struct call *
stream_of(struct fixture *f)
{
    return fake_find(f->engine, FAKE_LOGS, f->ref.key);
}

/* The engine ends it, and is asked why. */
static void
end_stream(struct fixture *f)
{
    fake_end(stream_of(f), NULL);
    assert_null(stream_of(f));
    fake_answer(fake_find(f->engine, FAKE_INSPECT, f->ref.key));
}

static struct call *
next_stream(struct fixture *f)
{
    for (int i = 0; i < PATIENCE && !stream_of(f); i++)
        (void)loop_turn(f->loop, true);
    assert_non_null(stream_of(f));
    return stream_of(f);
}

/* Running, with its stream. */
static struct call *
open_running(struct fixture *f, bool has_tty)
{
    f->engine->at[0].has_tty = has_tty;
    set_state(f, STATE_RUNNING, 1);
    open_tail(f);
    assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
    return stream_of(f);
}

/* Lines in one text, "=" before a seam, "+" before one that is open. */
static void
assert_log(struct fixture *f, const char *expected)
{
    const struct logbook *book = tail_log(f->tail);
    struct buf out = BUF_INIT(65535);
    struct logbook_line line;

    for (uint64_t n = logbook_first(book); n < logbook_end(book); n++) {
        assert_true(logbook_line_at(book, n, &line));
        (void)buf_addf(&out, "%s%s%.*s|", line.kind == LOGBOOK_SEAM ? "=" : "",
                       line.is_open ? "+" : "", STR_ARGS(line.text));
    }
    assert_string_equal(buf_text(&out), expected);
    buf_release(&out);
}

static void
say(struct call *call, const char *record)
{
    fake_log(call, LOG_STDOUT, record, !call->logs.has_tty);
}

static void
store_that_knows_of_the_tty_is_not_asked_again(void **state)
{
    struct fixture *f = *state;

    for (int has_tty = 0; has_tty < 2; has_tty++) {
        struct call *call = open_running(f, has_tty);

        assert_int_equal(f->engine->made[FAKE_INSPECT], 0);
        assert_int_equal(call->logs.has_tty, has_tty);
        assert_int_equal(call->logs.tail, TAIL_LINES);
        assert_true(call->logs.follow);
        assert_string_equal(call->since, "");
        tail_close(f->tail);
        turn(f, 2);
    }
    f->tail = NULL;
}

static void
engine_is_asked_for_the_tty_otherwise(void **state)
{
    struct fixture *f = *state;
    struct call *inspect;

    f->engine->at[0].has_tty = true;
    open_tail(f);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    assert_null(stream_of(f));
    inspect = fake_find(f->engine, FAKE_INSPECT, f->ref.key);
    fake_answer(inspect);
    assert_true(next_stream(f)->logs.has_tty);
}

static void
records_become_lines_and_changes(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);
    struct logbook_line line;
    size_t told;

    turn(f, 1);
    told = f->told;
    fake_log(call, LOG_STDOUT, T1 "o", false);
    fake_log(call, LOG_STDOUT, "ne\n", true);
    fake_log(call, LOG_STDERR, T2 "two\n", true);
    fake_log(call, LOG_SYSTEM, "Error grabbing logs: EOF", true);
    fake_log(call, LOG_SYSTEM, "Error again\n", true);
    assert_log(f, "one|two|Error grabbing logs: EOF|Error again|");
    assert_true(logbook_line_at(tail_log(f->tail),
                                logbook_first(tail_log(f->tail)) + 1, &line));
    assert_int_equal(line.stream, LOG_STDERR);
    assert_int_equal(line.time, INT64_C(1795249800000000002));
    turn(f, 1);
    assert_int_equal(f->told, told + 1);
    turn(f, 1);
    assert_int_equal(f->told, told + 1);
}

static void
parts_of_a_long_line_are_joined(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);

    say(call, T1 "part one, ");
    say(call, T1 "part two\n");
    fake_log(call, LOG_STDOUT, T2 "a", true);
    fake_log(call, LOG_STDERR, T2 "x", true);
    fake_log(call, LOG_STDOUT, T2 "b\n", true);
    fake_log(call, LOG_STDERR, T2 "y\n", true);
    assert_log(f, "part one, part two|ab|xy|");
}

static void
log_of_a_stopped_container_ends(void **state)
{
    struct fixture *f = *state;

    set_state(f, STATE_EXITED, 1);
    open_tail(f);
    say(stream_of(f), T1 "one\n");
    fake_end(stream_of(f), NULL);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    assert_log(f, "one|");
    turn(f, 3);
    assert_int_equal(f->engine->made[FAKE_LOGS], 1);
}

static void
restart_is_followed_without_doubles(void **state)
{
    static const struct {
        bool has_tty;
        const char *before[4], *after[4];
        const char *log;
    } rows[] = {
        {false,
         {T1 "one\n", T2 "two\n"},
         {T2 "two\n", T3 "three\n"},
         "one|two|=restarted|three|"},
        /* Nothing new, no seam. */
        {false, {T1 "one\n", T2 "two\n"}, {T2 "two\n"}, "one|two|"},
        /* Several records of one time. */
        {false,
         {T2 "a\n", T2 "b\n"},
         {T2 "a\n", T2 "b\n", T2 "c\n", T3 "d\n"},
         "a|b|c|=restarted|d|"},
        {false,
         {T2 "part ", T2 "two\n"},
         {T2 "part ", T2 "two\n", T3 "new\n"},
         "part two|=restarted|new|"},
        /* What has no stamp belongs to the record before. */
        {false,
         {T2 "two\n", "odd\n"},
         {T2 "two\n", "odd\n", T3 "new\n"},
         "two|odd|=restarted|new|"},
        {false,
         {T2 "no newline"},
         {T2 "no newline", T3 "new\n"},
         "no newline|=restarted|new|"},
        {true,
         {T1 "one\r\n" T2 "two\r\n"},
         {T2 "two\r\n" T3 "three\r\n"},
         "one|two|=restarted|three|"},
        {true,
         {T1 "one\r\n" T2 "/ # "},
         {T2 "/ # ", T3 "/ # exit\r\n"},
         "one|/ # |=restarted|/ # exit|"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct call *call = open_running(f, rows[i].has_tty);

        for (size_t k = 0; k < 4 && rows[i].before[k]; k++)
            say(call, rows[i].before[k]);
        set_truth(f, STATE_RUNNING, NS_OF(4));
        end_stream(f);
        call = stream_of(f);
        assert_string_equal(call->since, SINCE_2);
        assert_true(call->logs.tail > TAIL_LINES);
        for (size_t k = 0; k < 4 && rows[i].after[k]; k++)
            say(call, rows[i].after[k]);
        assert_log(f, rows[i].log);
        assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
        tail_close(f->tail);
        turn(f, 2);
    }
    f->tail = NULL;
}

static void
engine_is_asked_why_the_stream_ended(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);

    say(call, T2 "two\n");
    set_truth(f, STATE_EXITED, 1);
    end_stream(f);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    fake_end(stream_of(f), NULL);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    /* The store hears of it late, and of an older state before. */
    set_truth(f, STATE_RUNNING, 1);
    set_state(f, STATE_PAUSED, 1);
    set_state(f, STATE_EXITED, 1);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    assert_null(stream_of(f));
    set_state(f, STATE_RUNNING, NS_OF(4));
    assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
    say(stream_of(f), T2 "two\n");
    say(stream_of(f), T3 "three\n");
    assert_log(f, "two|=restarted|three|");
}

/* What has no newline is logged when the stream has ended already. */
static void
last_words_are_read_after_the_end(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);

    say(call, T1 "one\n");
    set_truth(f, STATE_EXITED, 1);
    end_stream(f);
    say(stream_of(f), T1 "one\n");
    say(stream_of(f), T2 "two");
    fake_end(stream_of(f), NULL);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    assert_log(f, "one|+two|");
    turn(f, 3);
    assert_int_equal(f->engine->made[FAKE_LOGS], 2);
    /* The same when it runs again before anybody looked. */
    tail_close(f->tail);
    turn(f, 2);
    call = open_running(f, false);
    say(call, T1 "one\n");
    set_truth(f, STATE_RUNNING, NS_OF(4));
    end_stream(f);
    say(stream_of(f), T1 "one\n");
    say(stream_of(f), T2 "two");
    say(stream_of(f), T3 "three\n");
    assert_log(f, "one|two|=restarted|three|");
}

static void
last_stream_of_a_container_that_starts_again_is_followed(void **state)
{
    struct fixture *f = *state;

    say(open_running(f, false), T1 "one\n");
    set_truth(f, STATE_EXITED, 1);
    end_stream(f);
    set_state(f, STATE_RUNNING, NS_OF(4));
    assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
    say(stream_of(f), T1 "one\n");
    say(stream_of(f), T3 "three\n");
    assert_log(f, "one|=restarted|three|");
    /* Had it been too early, it would be opened again. */
    end_stream(f);
    say(next_stream(f), T3 "three\n");
    say(stream_of(f), T4 "four\n");
    assert_log(f, "one|=restarted|three|four|");
}

static void
stream_that_always_ends_is_opened_less_and_less(void **state)
{
    struct fixture *f = *state;
    uint64_t before = loop_now(f->loop);

    (void)open_running(f, false);
    for (int i = 0; i < 3; i++) {
        (void)next_stream(f);
        end_stream(f);
    }
    /* 100 and 200 ms between them. */
    assert_true(loop_now(f->loop) - before >= 290);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    /* But at once for a new run, and never once it has stopped. */
    set_state(f, STATE_RUNNING, 2);
    assert_non_null(stream_of(f));
    end_stream(f);
    set_state(f, STATE_EXITED, 2);
    fake_end(stream_of(f), NULL);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
}

static void
store_must_do_where_no_inspect_is_allowed(void **state)
{
    struct fixture *f = *state;

    say(open_running(f, false), T1 "one\n");
    fake_end(stream_of(f), NULL);
    fake_fail(fake_find(f->engine, FAKE_INSPECT, NULL), ERR_DENIED);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    say(next_stream(f), T1 "one\n");
    say(stream_of(f), T2 "two\n");
    assert_log(f, "one|two|");
}

static void
broken_stream_goes_on_where_it_was(void **state)
{
    static const enum err_kind kinds[] = {ERR_UNREACHABLE, ERR_TIMED_OUT,
                                          ERR_MALFORMED};
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct call *call = open_running(f, false);

        say(call, T1 "one\n");
        say(call, T2 "two\n");
        fake_log(call, LOG_STDOUT, T2 "ha", false);
        fake_fail(call, kinds[i]);
        assert_int_equal(tail_state(f->tail), TAIL_BROKEN);
        assert_string_equal(tail_error(f->tail)->text, "it failed");
        call = next_stream(f);
        assert_string_equal(tail_error(f->tail)->text, "");
        assert_string_equal(call->since, SINCE_2);
        say(call, T2 "two\n");
        fake_log(call, LOG_STDOUT, T2 "h", false);
        fake_log(call, LOG_STDOUT, "alf\n", true);
        say(call, T3 "three\n");
        assert_log(f, "one|two|half|three|");
        tail_close(f->tail);
        turn(f, 2);
    }
    f->tail = NULL;
}

static void
lost_engine_is_waited_for(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);

    say(call, T2 "two\n");
    set_link(f, LINK_DOWN);
    fake_fail(call, ERR_UNREACHABLE);
    for (int i = 0; i < 80; i++)
        (void)loop_turn(f->loop, true);
    assert_null(stream_of(f));
    set_link(f, LINK_LISTING);
    assert_null(stream_of(f));
    set_link(f, LINK_LIVE);
    say(stream_of(f), T2 "two\n");
    say(stream_of(f), T3 "three\n");
    assert_log(f, "two|three|");
}

/* Streams that begin with this record, until it is taken. */
static struct call *
ask_for_more(struct fixture *f, const char *record)
{
    long tail = 0;

    for (;;) {
        struct call *call = stream_of(f);

        assert_true(call->logs.tail > tail);
        assert_string_not_equal(call->since, "");
        tail = call->logs.tail;
        say(call, record);
        if (!call->is_cancelled)
            return call;
        turn(f, 2);
    }
}

static void
what_went_meanwhile_is_said(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);

    say(call, T2 "two\n");
    fake_fail(call, ERR_UNREACHABLE);
    (void)next_stream(f);
    call = ask_for_more(f, T4 "four\n");
    assert_log(f, "two|=lines are missing|four|");
    /* After whole seconds nobody can tell. */
    say(call, "2026-11-21T08:31:00Z five\n");
    fake_fail(call, ERR_UNREACHABLE);
    (void)next_stream(f);
    (void)ask_for_more(f, "2026-11-21T08:31:01Z six\n");
    assert_log(f, "two|=lines are missing|four|five|six|");
}

/* The two streams of a container are written a little out of order. */
static void
records_out_of_order_come_once(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);

    say(call, T1 "one\n");
    fake_log(call, LOG_STDERR, T3 "three\n", true);
    say(call, T2 "two\n");
    fake_fail(call, ERR_UNREACHABLE);
    call = next_stream(f);
    assert_string_equal(call->since, SINCE_2);
    fake_log(call, LOG_STDERR, T3 "three\n", true);
    say(call, T2 "two\n");
    say(call, T2 "again\n");
    say(call, T4 "four\n");
    assert_log(f, "one|three|two|again|four|");
}

/* The tail began in the midst of what we have: it is no proof of a gap. */
static void
tail_that_is_too_short_is_asked_for_again(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);

    say(call, T1 "one\n");
    say(call, T2 "a\n");
    say(call, T2 "b\n");
    say(call, T3 "three\n");
    fake_fail(call, ERR_UNREACHABLE);
    call = next_stream(f);
    say(call, T2 "b\n");
    say(call, T3 "three\n");
    say(call, T4 "four\n");
    assert_log(f, "one|a|b|three|");
    assert_true(call->is_cancelled);
    turn(f, 2);
    assert_true(stream_of(f)->logs.tail >= 80000);
    say(stream_of(f), T2 "a\n");
    say(stream_of(f), T2 "b\n");
    say(stream_of(f), T3 "three\n");
    say(stream_of(f), T4 "four\n");
    assert_log(f, "one|a|b|three|four|");
    /* The next time it begins with few again. */
    fake_fail(stream_of(f), ERR_UNREACHABLE);
    assert_int_equal(next_stream(f)->logs.tail, 10000);
}

/* The tail may have cut more of them: nobody knows which come again. */
static void
log_of_one_time_is_read_anew(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);

    say(call, T1 "b\n");
    say(call, T1 "c\n");
    fake_fail(call, ERR_UNREACHABLE);
    call = next_stream(f);
    assert_string_not_equal(call->since, "");
    say(call, T1 "b\n");
    say(call, T1 "c\n");
    assert_log(f, "b|c|");
    say(call, T1 "more\n");
    assert_true(call->is_cancelled);
    assert_log(f, "b|c|");
    turn(f, 2);
    call = stream_of(f);
    assert_string_equal(call->since, "");
    assert_log(f, "b|c|");
    say(call, T1 "a\n");
    say(call, T1 "b\n");
    say(call, T1 "c\n");
    say(call, T2 "two\n");
    assert_log(f, "a|b|c|two|");
}

static void
open_window(struct fixture *f, const struct tail_window *window, int64_t made)
{
    struct container value = value_of(f->engine->at[0].id, STATE_RUNNING);

    value.created = made;
    value.started = NS_OF(1);
    set_truth(f, STATE_RUNNING, NS_OF(1));
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    turn(f, 1);
    f->tail = tail_open_window(f->loop, f->store, f->engine, f->books, &f->ref,
                               window);
}

/* By since= alone the engine would look at every record there is. */
static void
what_came_since_is_found_from_the_end(void **state)
{
    static const struct {
        const char *what;
        int64_t made;
        bool is_short, is_all;
    } rows[] = {
        {"the end reaches back so far", 1, false, false},
        {"it is asked for more", 1, true, false},
        {"the container is younger", NS_OF(2), false, true},
    };
    const struct tail_window window = {.since = NS_OF(2)};
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct call *call;

        print_message("# %s\n", rows[i].what);
        open_window(f, &window, rows[i].made);
        call = stream_of(f);
        assert_int_equal(call->logs.tail == TAIL_ALL, rows[i].is_all);
        if (rows[i].is_short) {
            long lines = call->logs.tail;

            /* Those of one time may be out of order. */
            say(call, T1 "one\n");
            assert_false(call->is_cancelled);
            say(call, T3 "three\n");
            assert_true(call->is_cancelled);
            assert_log(f, "");
            turn(f, 2);
            call = stream_of(f);
            assert_true(call->logs.tail > lines);
        }
        assert_string_equal(call->since, "");
        if (!rows[i].is_all) {
            say(call, T0 "zero\n");
            say(call, T1 "one\n");
        }
        say(call, T2 "two\n");
        say(call, T3 "three\n");
        assert_log(f, "two|three|");
        assert_int_equal(tail_older(f->tail), OLDER_NONE);
        /* From here on it is a stream like others. */
        fake_fail(call, ERR_UNREACHABLE);
        call = next_stream(f);
        assert_string_not_equal(call->since, "");
        tail_close(f->tail);
        turn(f, 2);
    }
    f->tail = NULL;
}

/* All of it, in the end: a log may have been rotated. */
static void
log_without_anything_older_is_read_whole(void **state)
{
    const struct tail_window window = {.since = NS_OF(2)};
    struct fixture *f = *state;
    int times = 0;

    open_window(f, &window, 1);
    while (stream_of(f)->logs.tail != TAIL_ALL) {
        assert_true(++times < 6);
        say(stream_of(f), T2 "two\n");
        turn(f, 2);
    }
    say(stream_of(f), T2 "two\n");
    assert_log(f, "two|");
}

/* Not even when the stream breaks before the first of them. */
static void
who_wants_new_lines_gets_all_of_them(void **state)
{
    const struct tail_window window = {.lines = TAIL_NONE};
    struct fixture *f = *state;
    struct call *call;

    open_window(f, &window, 1);
    assert_int_equal(stream_of(f)->logs.tail, 0);
    fake_fail(stream_of(f), ERR_UNREACHABLE);
    call = next_stream(f);
    assert_true(call->logs.tail > 0);
    say(call, T1 "one\n");
    say(call, "2999-01-01T08:30:00.000000001Z meanwhile\n");
    assert_log(f, "meanwhile|");
}

static struct call *
older_of(struct fixture *f)
{
    struct list *link;

    for (link = f->engine->calls.next; link != &f->engine->calls;
         link = link->next) {
        struct call *call = LIST_OWNER(link, struct call, link);

        if (call->kind == FAKE_LOGS && !call->is_cancelled &&
            call->until[0] != '\0')
            return call;
    }
    return NULL;
}

static void
older_lines_come_before(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false), *older;
    const struct logbook *book;
    uint64_t first;

    tail_read_older(f->tail); /* of what? */
    say(call, T1 "one\n");
    /* There is no more where less came than was asked for. */
    tail_read_older(f->tail);
    assert_null(older_of(f));
    assert_int_equal(tail_older(f->tail), OLDER_NONE);
    tail_close(f->tail);
    turn(f, 2);

    call = open_running(f, false);
    book = tail_log(f->tail);
    /* The first record is the end of a line that the tail cut. */
    for (int i = 0; i < TAIL_LINES - 1; i++)
        say(call, i == 0 ? T2 " two\n" : i < 20 ? T3 "x\n" : T4 "y\n");
    say(call, T4 "four\n");
    first = logbook_first(book);
    tail_read_older(f->tail);
    tail_read_older(f->tail);
    assert_int_equal(f->engine->open[FAKE_LOGS], 2);
    older = older_of(f);
    assert_int_equal(older->logs.tail, 8 * TAIL_LINES);
    assert_false(older->logs.follow);
    assert_string_equal(older->since, "");
    assert_string_equal(older->until, "1795249800.000000003");
    say(older, T1 "one\n");
    say(older, T2 "line");
    say(older, T2 " two\n");
    for (int i = 1; i < 20; i++)
        say(older, T3 "x\n");
    say(call, T4 "five\n");
    fake_end(older, NULL);
    assert_int_equal(tail_older(f->tail), OLDER_NONE);
    assert_int_equal(logbook_first(book), first - 1);
    assert_int_equal(logbook_end(book), first + TAIL_LINES + 1);
    {
        struct logbook_line line;

        assert_true(logbook_line_at(book, first - 1, &line));
        assert_true(str_is(line.text, "one"));
        assert_true(logbook_line_at(book, first, &line));
        assert_true(str_is(line.text, "line two"));
        assert_true(logbook_line_at(book, first + 1, &line));
        assert_true(str_is(line.text, "x"));
        assert_true(logbook_line_at(book, first + TAIL_LINES, &line));
        assert_true(str_is(line.text, "five"));
    }
    tail_read_older(f->tail);
    assert_null(older_of(f));
}

static void
older_lines_that_do_not_fit_are_told(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);
    char text[200];

    logbooks_set_limit(f->books, 512 << 10);
    for (int i = 0; i < TAIL_LINES; i++)
        say(call, i < 20 ? T2 "two\n" : T3 "three\n");
    tail_read_older(f->tail);
    call = older_of(f);
    snprintf(text, sizeof(text), "%s%150s\n", T1, "one");
    for (int i = 0; i < 5000; i++)
        say(call, text);
    for (int i = 0; i < 20; i++)
        say(call, T2 "two\n");
    fake_end(call, NULL);
    assert_int_equal(tail_older(f->tail), OLDER_FULL);
    assert_true(logbooks_bytes(f->books) <= 512 << 10);
    assert_true(logbook_end(tail_log(f->tail)) -
                    logbook_first(tail_log(f->tail)) >
                1000);
    /* One that fails may be tried again; one that is closed is no more. */
    tail_close(f->tail);
    turn(f, 2);
    call = open_running(f, false);
    for (int i = 0; i < TAIL_LINES; i++)
        say(call, i < 20 ? T2 "two\n" : T3 "three\n");
    tail_read_older(f->tail);
    fake_fail(older_of(f), ERR_UNREACHABLE);
    assert_int_equal(tail_older(f->tail), OLDER_UNKNOWN);
    tail_read_older(f->tail);
    assert_non_null(older_of(f));
}

static void
transfer_waits_for_who_reads_back(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);
    const struct logbook *book = tail_log(f->tail);
    uint64_t first = logbook_first(book);
    char text[200];

    snprintf(text, sizeof(text), "%s%150s\n", T1, "one");
    say(call, text);
    tail_hold(f->tail, first);
    for (int i = 0; i < 20000 && !tail_is_paused(f->tail); i++)
        say(call, text);
    assert_true(tail_is_paused(f->tail));
    assert_true(call->is_paused);
    assert_int_equal(logbook_first(book), first);
    assert_true(logbooks_bytes(f->books) < (1 << 20) + (128 << 10));
    /* He reads on: there is room again. */
    tail_hold(f->tail, logbook_end(book) - 1);
    assert_false(tail_is_paused(f->tail));
    assert_false(call->is_paused);
    assert_true(logbooks_bytes(f->books) <= 1 << 20);
    while (!tail_is_paused(f->tail))
        say(call, text);
    tail_hold(f->tail, 0);
    assert_false(call->is_paused);
    for (int i = 0; i < 20000; i++)
        say(call, text);
    assert_false(tail_is_paused(f->tail));
    assert_true(logbook_has_lost(book));
}

static void
container_made_again_goes_on_behind_a_seam(void **state)
{
    struct fixture *f = *state;
    struct container value;
    struct call *call = open_running(f, false);
    struct ref old = f->ref;
    size_t second;

    say(call, T1 "one\n");
    /* Others have other names. */
    second = fake_add(f->engine, STATE_RUNNING);
    value = value_of(f->engine->at[second].id, STATE_RUNNING);
    value.name = "another";
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    fake_end(call, NULL);
    store_drop_container(f->store, &old);
    turn(f, 1);
    fake_fail(fake_find(f->engine, FAKE_INSPECT, old.key), ERR_MISSING);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    /* It is renamed when it is ready, as compose does. */
    value.name = value_of(old.key, STATE_RUNNING).name;
    value.started = NS_OF(4);
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    turn(f, 1);
    assert_string_equal(tail_ref(f->tail)->key, f->engine->at[second].id);
    f->ref = *tail_ref(f->tail);
    call = stream_of(f);
    assert_string_equal(call->since, "");
    assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
    say(call, T3 "three\n");
    assert_log(f, "one|=made again|three|");
    fake_fail(call, ERR_UNREACHABLE);
    say(next_stream(f), T3 "three\n");
    say(stream_of(f), T4 "four\n");
    assert_log(f, "one|=made again|three|four|");
}

static void
suspended_program_holds_no_stream(void **state)
{
    struct fixture *f = *state;

    say(open_running(f, false), T2 "two\n");
    set_link(f, LINK_SUSPENDED);
    turn(f, 2);
    assert_int_equal(f->engine->open[FAKE_LOGS], 0);
    assert_int_equal(tail_state(f->tail), TAIL_BROKEN);
    set_link(f, LINK_LIVE);
    say(stream_of(f), T2 "two\n");
    say(stream_of(f), T3 "three\n");
    assert_log(f, "two|three|");
}

static void
refusal_is_final_until_something_changes(void **state)
{
    static const enum err_kind kinds[] = {ERR_UNSUPPORTED, ERR_DENIED,
                                          ERR_SERVER, ERR_MISSING};
    struct fixture *f = *state;
    struct link link = {.state = LINK_LIVE};

    for (size_t i = 0; i < COUNT(kinds); i++) {
        fake_fail(open_running(f, false), kinds[i]);
        assert_int_equal(tail_state(f->tail), TAIL_FAILED);
        assert_string_equal(tail_error(f->tail)->text, "it failed");
        /* Not for a word beside the link, nor for another health. */
        err_set(&link.why, "word %zu", i);
        store_set_link(f->store, 0, &link);
        set_state(f, STATE_PAUSED, 1);
        set_state(f, STATE_RUNNING, 1);
        assert_null(stream_of(f));
        /* But for a new run, and a new connection. */
        set_state(f, STATE_RUNNING, 2);
        fake_fail(stream_of(f), kinds[i]);
        set_link(f, LINK_DOWN);
        set_link(f, LINK_LIVE);
        assert_non_null(stream_of(f));
        assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
        tail_close(f->tail);
        turn(f, 2);
    }
    f->tail = NULL;
}

static void
removed_container_keeps_its_last_lines(void **state)
{
    struct fixture *f = *state;

    say(open_running(f, false), T1 "last words\n");
    fake_end(stream_of(f), NULL);
    store_drop_container(f->store, &f->ref);
    turn(f, 1);
    fake_fail(fake_find(f->engine, FAKE_INSPECT, NULL), ERR_MISSING);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    assert_string_equal(tail_error(f->tail)->text, "");
    assert_log(f, "last words|");
    /* Or between an inspect and what would be read last. */
    tail_close(f->tail);
    turn(f, 2);
    say(open_running(f, false), T1 "last words\n");
    set_truth(f, STATE_REMOVING, 1);
    end_stream(f);
    fake_fail(stream_of(f), ERR_CONFLICT);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    /* Or while it waits to be opened again. */
    tail_close(f->tail);
    turn(f, 2);
    (void)open_running(f, false);
    end_stream(f);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    store_drop_container(f->store, &f->ref);
    turn(f, 1);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
}

static void
closed_tail_hears_no_more(void **state)
{
    struct fixture *f = *state;
    struct call *call = open_running(f, false);

    say(call, T1 "one\n");
    tail_close(f->tail);
    f->tail = NULL;
    assert_int_equal(logbooks_bytes(f->books), 0);
    say(call, T2 "two\n");
    turn(f, 2);
    /* While it is asked for its TTY, too; and while it waits. */
    store_drop_container(f->store, &f->ref);
    open_tail(f);
    assert_int_equal(f->engine->open[FAKE_INSPECT], 1);
    tail_close(f->tail);
    turn(f, 2);
    call = open_running(f, false);
    fake_fail(call, ERR_UNREACHABLE);
    tail_close(f->tail);
    f->tail = NULL;
    tail_close(NULL);
    assert_int_equal(f->engine->open[FAKE_LOGS], 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(store_that_knows_of_the_tty_is_not_asked_again),
        TEST(engine_is_asked_for_the_tty_otherwise),
        TEST(records_become_lines_and_changes),
        TEST(parts_of_a_long_line_are_joined),
        TEST(log_of_a_stopped_container_ends),
        TEST(restart_is_followed_without_doubles),
        TEST(engine_is_asked_why_the_stream_ended),
        TEST(last_words_are_read_after_the_end),
        TEST(last_stream_of_a_container_that_starts_again_is_followed),
        TEST(store_must_do_where_no_inspect_is_allowed),
        TEST(stream_that_always_ends_is_opened_less_and_less),
        TEST(broken_stream_goes_on_where_it_was),
        TEST(lost_engine_is_waited_for),
        TEST(what_went_meanwhile_is_said),
        TEST(records_out_of_order_come_once),
        TEST(tail_that_is_too_short_is_asked_for_again),
        TEST(log_of_one_time_is_read_anew),
        TEST(what_came_since_is_found_from_the_end),
        TEST(log_without_anything_older_is_read_whole),
        TEST(who_wants_new_lines_gets_all_of_them),
        TEST(older_lines_come_before),
        TEST(older_lines_that_do_not_fit_are_told),
        TEST(transfer_waits_for_who_reads_back),
        TEST(container_made_again_goes_on_behind_a_seam),
        TEST(suspended_program_holds_no_stream),
        TEST(refusal_is_final_until_something_changes),
        TEST(removed_container_keeps_its_last_lines),
        TEST(closed_tail_hears_no_more),
    };

    return cmocka_run_group_tests_name("tail", tests, NULL, NULL);
}
