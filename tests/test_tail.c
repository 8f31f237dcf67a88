/*
 * Following a log: through restarts and lost connections, nothing twice and
 * nothing missing in silence.
 */
#include "config.h"

#include "support/tailing.h"
#include "support/values.h"

static void
store_that_knows_of_the_tty_is_not_asked_again(void **state)
{
    struct tailing *f = *state;

    for (int has_tty = 0; has_tty < 2; has_tty++) {
        struct call *call = tailing_open_running(f, has_tty);

        assert_int_equal(f->engine->made[FAKE_INSPECT], 0);
        assert_int_equal(call->logs.has_tty, has_tty);
        assert_int_equal(call->logs.tail, TAIL_LINES);
        assert_true(call->logs.follow);
        assert_string_equal(call->since, "");
        tail_close(f->tail);
        tailing_turn(f, 2);
    }
    f->tail = NULL;
}

static void
engine_is_asked_for_the_tty_otherwise(void **state)
{
    struct tailing *f = *state;
    struct call *inspect;

    f->engine->at[0].has_tty = true;
    tailing_open(f);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    assert_null(tailing_stream(f));
    inspect = fake_find(f->engine, FAKE_INSPECT, f->ref.key);
    fake_answer(inspect);
    assert_true(tailing_next_stream(f)->logs.has_tty);
}

static void
records_become_lines_and_changes(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);
    struct logbook_line line;
    size_t told;

    tailing_turn(f, 1);
    told = f->told;
    fake_log(call, LOG_STDOUT, T1 "o", false);
    fake_log(call, LOG_STDOUT, "ne\n", true);
    fake_log(call, LOG_STDERR, T2 "two\n", true);
    fake_log(call, LOG_SYSTEM, "Error grabbing logs: EOF", true);
    fake_log(call, LOG_SYSTEM, "Error again\n", true);
    tailing_assert_log(f, "one|two|Error grabbing logs: EOF|Error again|");
    assert_true(logbook_line_at(tail_log(f->tail),
                                logbook_first(tail_log(f->tail)) + 1, &line));
    assert_int_equal(line.stream, LOG_STDERR);
    assert_int_equal(line.time, INT64_C(1795249800000000002));
    tailing_turn(f, 1);
    assert_int_equal(f->told, told + 1);
    tailing_turn(f, 1);
    assert_int_equal(f->told, told + 1);
}

static void
parts_of_a_long_line_are_joined(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);

    tailing_say(call, T1 "part one, ");
    tailing_say(call, T1 "part two\n");
    fake_log(call, LOG_STDOUT, T2 "a", true);
    fake_log(call, LOG_STDERR, T2 "x", true);
    fake_log(call, LOG_STDOUT, T2 "b\n", true);
    fake_log(call, LOG_STDERR, T2 "y\n", true);
    tailing_assert_log(f, "part one, part two|ab|xy|");
}

static void
log_of_a_stopped_container_ends(void **state)
{
    struct tailing *f = *state;

    tailing_set_state(f, STATE_EXITED, 1);
    tailing_open(f);
    tailing_say(tailing_stream(f), T1 "one\n");
    fake_end(tailing_stream(f), NULL);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    tailing_assert_log(f, "one|");
    tailing_turn(f, 3);
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
    struct tailing *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct call *call = tailing_open_running(f, rows[i].has_tty);

        for (size_t k = 0; k < 4 && rows[i].before[k]; k++)
            tailing_say(call, rows[i].before[k]);
        tailing_set_truth(f, STATE_RUNNING, NS_OF(4));
        tailing_end_stream(f);
        call = tailing_stream(f);
        assert_string_equal(call->since, SINCE_2);
        assert_true(call->logs.tail > TAIL_LINES);
        for (size_t k = 0; k < 4 && rows[i].after[k]; k++)
            tailing_say(call, rows[i].after[k]);
        tailing_assert_log(f, rows[i].log);
        assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
        tail_close(f->tail);
        tailing_turn(f, 2);
    }
    f->tail = NULL;
}

static void
engine_is_asked_why_the_stream_ended(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);

    tailing_say(call, T2 "two\n");
    tailing_set_truth(f, STATE_EXITED, 1);
    tailing_end_stream(f);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    fake_end(tailing_stream(f), NULL);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    /* The store hears of it late, and of an older state before. */
    tailing_set_truth(f, STATE_RUNNING, 1);
    tailing_set_state(f, STATE_PAUSED, 1);
    tailing_set_state(f, STATE_EXITED, 1);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    assert_null(tailing_stream(f));
    tailing_set_state(f, STATE_RUNNING, NS_OF(4));
    assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
    tailing_say(tailing_stream(f), T2 "two\n");
    tailing_say(tailing_stream(f), T3 "three\n");
    tailing_assert_log(f, "two|=restarted|three|");
}

/* What has no newline is logged when the stream has ended already. */
static void
last_words_are_read_after_the_end(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);

    tailing_say(call, T1 "one\n");
    tailing_set_truth(f, STATE_EXITED, 1);
    tailing_end_stream(f);
    tailing_say(tailing_stream(f), T1 "one\n");
    tailing_say(tailing_stream(f), T2 "two");
    fake_end(tailing_stream(f), NULL);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    tailing_assert_log(f, "one|+two|");
    tailing_turn(f, 3);
    assert_int_equal(f->engine->made[FAKE_LOGS], 2);
    /* The same when it runs again before anybody looked. */
    tail_close(f->tail);
    tailing_turn(f, 2);
    call = tailing_open_running(f, false);
    tailing_say(call, T1 "one\n");
    tailing_set_truth(f, STATE_RUNNING, NS_OF(4));
    tailing_end_stream(f);
    tailing_say(tailing_stream(f), T1 "one\n");
    tailing_say(tailing_stream(f), T2 "two");
    tailing_say(tailing_stream(f), T3 "three\n");
    tailing_assert_log(f, "one|two|=restarted|three|");
}

static void
last_stream_of_a_container_that_starts_again_is_followed(void **state)
{
    struct tailing *f = *state;

    tailing_say(tailing_open_running(f, false), T1 "one\n");
    tailing_set_truth(f, STATE_EXITED, 1);
    tailing_end_stream(f);
    tailing_set_state(f, STATE_RUNNING, NS_OF(4));
    assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
    tailing_say(tailing_stream(f), T1 "one\n");
    tailing_say(tailing_stream(f), T3 "three\n");
    tailing_assert_log(f, "one|=restarted|three|");
    /* Had it been too early, it would be opened again. */
    tailing_end_stream(f);
    tailing_say(tailing_next_stream(f), T3 "three\n");
    tailing_say(tailing_stream(f), T4 "four\n");
    tailing_assert_log(f, "one|=restarted|three|four|");
}

static void
stream_that_always_ends_is_opened_less_and_less(void **state)
{
    struct tailing *f = *state;
    uint64_t before = loop_now(f->loop);

    (void)tailing_open_running(f, false);
    for (int i = 0; i < 3; i++) {
        (void)tailing_next_stream(f);
        tailing_end_stream(f);
    }
    /* 100 and 200 ms between them. */
    assert_true(loop_now(f->loop) - before >= 290);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    /* But at once for a new run, and never once it has stopped. */
    tailing_set_state(f, STATE_RUNNING, 2);
    assert_non_null(tailing_stream(f));
    tailing_end_stream(f);
    tailing_set_state(f, STATE_EXITED, 2);
    fake_end(tailing_stream(f), NULL);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
}

static void
store_must_do_where_no_inspect_is_allowed(void **state)
{
    struct tailing *f = *state;

    tailing_say(tailing_open_running(f, false), T1 "one\n");
    fake_end(tailing_stream(f), NULL);
    fake_fail(fake_find(f->engine, FAKE_INSPECT, NULL), ERR_DENIED);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    tailing_say(tailing_next_stream(f), T1 "one\n");
    tailing_say(tailing_stream(f), T2 "two\n");
    tailing_assert_log(f, "one|two|");
}

static void
broken_stream_goes_on_where_it_was(void **state)
{
    static const enum err_kind kinds[] = {ERR_UNREACHABLE, ERR_TIMED_OUT,
                                          ERR_MALFORMED};
    struct tailing *f = *state;

    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct call *call = tailing_open_running(f, false);

        tailing_say(call, T1 "one\n");
        tailing_say(call, T2 "two\n");
        fake_log(call, LOG_STDOUT, T2 "ha", false);
        fake_fail(call, kinds[i]);
        assert_int_equal(tail_state(f->tail), TAIL_BROKEN);
        assert_string_equal(tail_error(f->tail)->text, "it failed");
        call = tailing_next_stream(f);
        assert_string_equal(tail_error(f->tail)->text, "");
        assert_string_equal(call->since, SINCE_2);
        tailing_say(call, T2 "two\n");
        fake_log(call, LOG_STDOUT, T2 "h", false);
        fake_log(call, LOG_STDOUT, "alf\n", true);
        tailing_say(call, T3 "three\n");
        tailing_assert_log(f, "one|two|half|three|");
        tail_close(f->tail);
        tailing_turn(f, 2);
    }
    f->tail = NULL;
}

static void
lost_engine_is_waited_for(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);

    tailing_say(call, T2 "two\n");
    tailing_set_link(f, LINK_DOWN);
    fake_fail(call, ERR_UNREACHABLE);
    for (int i = 0; i < 80; i++)
        (void)loop_turn(f->loop, true);
    assert_null(tailing_stream(f));
    tailing_set_link(f, LINK_LISTING);
    assert_null(tailing_stream(f));
    tailing_set_link(f, LINK_LIVE);
    tailing_say(tailing_stream(f), T2 "two\n");
    tailing_say(tailing_stream(f), T3 "three\n");
    tailing_assert_log(f, "two|three|");
}

/* Streams that begin with this record, until it is taken. */
static struct call *
ask_for_more(struct tailing *f, const char *record)
{
    long tail = 0;

    for (;;) {
        struct call *call = tailing_stream(f);

        assert_true(call->logs.tail > tail);
        assert_string_not_equal(call->since, "");
        tail = call->logs.tail;
        tailing_say(call, record);
        if (!call->is_cancelled)
            return call;
        tailing_turn(f, 2);
    }
}

static void
what_went_meanwhile_is_said(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);

    tailing_say(call, T2 "two\n");
    fake_fail(call, ERR_UNREACHABLE);
    (void)tailing_next_stream(f);
    call = ask_for_more(f, T4 "four\n");
    tailing_assert_log(f, "two|=lines are missing|four|");
    /* After whole seconds nobody can tell. */
    tailing_say(call, "2026-11-21T08:31:00Z five\n");
    fake_fail(call, ERR_UNREACHABLE);
    (void)tailing_next_stream(f);
    (void)ask_for_more(f, "2026-11-21T08:31:01Z six\n");
    tailing_assert_log(f, "two|=lines are missing|four|five|six|");
}

/* The two streams of a container are written a little out of order. */
static void
records_out_of_order_come_once(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);

    tailing_say(call, T1 "one\n");
    fake_log(call, LOG_STDERR, T3 "three\n", true);
    tailing_say(call, T2 "two\n");
    fake_fail(call, ERR_UNREACHABLE);
    call = tailing_next_stream(f);
    assert_string_equal(call->since, SINCE_2);
    fake_log(call, LOG_STDERR, T3 "three\n", true);
    tailing_say(call, T2 "two\n");
    tailing_say(call, T2 "again\n");
    tailing_say(call, T4 "four\n");
    tailing_assert_log(f, "one|three|two|again|four|");
}

/* The tail began in the midst of what we have: it is no proof of a gap. */
static void
tail_that_is_too_short_is_asked_for_again(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);

    tailing_say(call, T1 "one\n");
    tailing_say(call, T2 "a\n");
    tailing_say(call, T2 "b\n");
    tailing_say(call, T3 "three\n");
    fake_fail(call, ERR_UNREACHABLE);
    call = tailing_next_stream(f);
    tailing_say(call, T2 "b\n");
    tailing_say(call, T3 "three\n");
    tailing_say(call, T4 "four\n");
    tailing_assert_log(f, "one|a|b|three|");
    assert_true(call->is_cancelled);
    tailing_turn(f, 2);
    assert_true(tailing_stream(f)->logs.tail >= 80000);
    tailing_say(tailing_stream(f), T2 "a\n");
    tailing_say(tailing_stream(f), T2 "b\n");
    tailing_say(tailing_stream(f), T3 "three\n");
    tailing_say(tailing_stream(f), T4 "four\n");
    tailing_assert_log(f, "one|a|b|three|four|");
    /* The next time it begins with few again. */
    fake_fail(tailing_stream(f), ERR_UNREACHABLE);
    assert_int_equal(tailing_next_stream(f)->logs.tail, 10000);
}

/* The tail may have cut more of them: nobody knows which come again. */
static void
log_of_one_time_is_read_anew(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);

    tailing_say(call, T1 "b\n");
    tailing_say(call, T1 "c\n");
    fake_fail(call, ERR_UNREACHABLE);
    call = tailing_next_stream(f);
    assert_string_not_equal(call->since, "");
    tailing_say(call, T1 "b\n");
    tailing_say(call, T1 "c\n");
    tailing_assert_log(f, "b|c|");
    tailing_say(call, T1 "more\n");
    assert_true(call->is_cancelled);
    tailing_assert_log(f, "b|c|");
    tailing_turn(f, 2);
    call = tailing_stream(f);
    assert_string_equal(call->since, "");
    tailing_assert_log(f, "b|c|");
    tailing_say(call, T1 "a\n");
    tailing_say(call, T1 "b\n");
    tailing_say(call, T1 "c\n");
    tailing_say(call, T2 "two\n");
    tailing_assert_log(f, "a|b|c|two|");
}

static void
container_made_again_goes_on_behind_a_seam(void **state)
{
    struct tailing *f = *state;
    struct container value;
    struct call *call = tailing_open_running(f, false);
    struct ref old = f->ref;
    size_t second;

    tailing_say(call, T1 "one\n");
    /* Others have other names. */
    second = fake_add(f->engine, STATE_RUNNING);
    value = value_of(f->engine->at[second].id, STATE_RUNNING);
    value.name = "another";
    value.created = NS_OF(3);
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    fake_end(call, NULL);
    store_drop_container(f->store, &old);
    tailing_turn(f, 1);
    fake_fail(fake_find(f->engine, FAKE_INSPECT, old.key), ERR_MISSING);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    /* It is renamed when it is ready, as compose does. */
    value.name = value_of(old.key, STATE_RUNNING).name;
    value.started = NS_OF(4);
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    tailing_turn(f, 1);
    assert_string_equal(tail_ref(f->tail)->key, f->engine->at[second].id);
    f->ref = *tail_ref(f->tail);
    call = tailing_stream(f);
    assert_string_equal(call->since, "");
    assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
    tailing_say(call, T3 "three\n");
    tailing_assert_log(f, "one|=made again|three|");
    fake_fail(call, ERR_UNREACHABLE);
    tailing_say(tailing_next_stream(f), T3 "three\n");
    tailing_say(tailing_stream(f), T4 "four\n");
    tailing_assert_log(f, "one|=made again|three|four|");
}

static void
suspended_program_holds_no_stream(void **state)
{
    struct tailing *f = *state;

    tailing_say(tailing_open_running(f, false), T2 "two\n");
    tailing_set_link(f, LINK_SUSPENDED);
    tailing_turn(f, 2);
    assert_int_equal(f->engine->open[FAKE_LOGS], 0);
    assert_int_equal(tail_state(f->tail), TAIL_BROKEN);
    tailing_set_link(f, LINK_LIVE);
    tailing_say(tailing_stream(f), T2 "two\n");
    tailing_say(tailing_stream(f), T3 "three\n");
    tailing_assert_log(f, "two|three|");
}

static void
refusal_is_final_until_something_changes(void **state)
{
    static const enum err_kind kinds[] = {ERR_UNSUPPORTED, ERR_DENIED,
                                          ERR_SERVER, ERR_MISSING};
    struct tailing *f = *state;
    struct link link = {.state = LINK_LIVE};

    for (size_t i = 0; i < COUNT(kinds); i++) {
        fake_fail(tailing_open_running(f, false), kinds[i]);
        assert_int_equal(tail_state(f->tail), TAIL_FAILED);
        assert_string_equal(tail_error(f->tail)->text, "it failed");
        /* Not for a word beside the link, nor for another health. */
        err_set(&link.why, "word %zu", i);
        store_set_link(f->store, 0, &link);
        tailing_set_state(f, STATE_PAUSED, 1);
        tailing_set_state(f, STATE_RUNNING, 1);
        assert_null(tailing_stream(f));
        /* But for a new run, and a new connection. */
        tailing_set_state(f, STATE_RUNNING, 2);
        fake_fail(tailing_stream(f), kinds[i]);
        tailing_set_link(f, LINK_DOWN);
        tailing_set_link(f, LINK_LIVE);
        assert_non_null(tailing_stream(f));
        assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
        tail_close(f->tail);
        tailing_turn(f, 2);
    }
    f->tail = NULL;
}

static void
removed_container_keeps_its_last_lines(void **state)
{
    struct tailing *f = *state;

    tailing_say(tailing_open_running(f, false), T1 "last words\n");
    fake_end(tailing_stream(f), NULL);
    store_drop_container(f->store, &f->ref);
    tailing_turn(f, 1);
    fake_fail(fake_find(f->engine, FAKE_INSPECT, NULL), ERR_MISSING);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    assert_string_equal(tail_error(f->tail)->text, "");
    tailing_assert_log(f, "last words|");
    /* Or between an inspect and what would be read last. */
    tail_close(f->tail);
    tailing_turn(f, 2);
    tailing_say(tailing_open_running(f, false), T1 "last words\n");
    tailing_set_truth(f, STATE_REMOVING, 1);
    tailing_end_stream(f);
    fake_fail(tailing_stream(f), ERR_CONFLICT);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
    /* Or while it waits to be opened again. */
    tail_close(f->tail);
    tailing_turn(f, 2);
    (void)tailing_open_running(f, false);
    tailing_end_stream(f);
    assert_int_equal(tail_state(f->tail), TAIL_OPENING);
    store_drop_container(f->store, &f->ref);
    tailing_turn(f, 1);
    assert_int_equal(tail_state(f->tail), TAIL_ENDED);
}

static void
closed_tail_hears_no_more(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);

    tailing_say(call, T1 "one\n");
    tail_close(f->tail);
    f->tail = NULL;
    assert_int_equal(logbooks_bytes(f->books), 0);
    tailing_say(call, T2 "two\n");
    tailing_turn(f, 2);
    /* While it is asked for its TTY, too; and while it waits. */
    store_drop_container(f->store, &f->ref);
    tailing_open(f);
    assert_int_equal(f->engine->open[FAKE_INSPECT], 1);
    tail_close(f->tail);
    tailing_turn(f, 2);
    call = tailing_open_running(f, false);
    fake_fail(call, ERR_UNREACHABLE);
    tail_close(f->tail);
    f->tail = NULL;
    tail_close(NULL);
    assert_int_equal(f->engine->open[FAKE_LOGS], 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TAILING_TEST(store_that_knows_of_the_tty_is_not_asked_again),
        TAILING_TEST(engine_is_asked_for_the_tty_otherwise),
        TAILING_TEST(records_become_lines_and_changes),
        TAILING_TEST(parts_of_a_long_line_are_joined),
        TAILING_TEST(log_of_a_stopped_container_ends),
        TAILING_TEST(restart_is_followed_without_doubles),
        TAILING_TEST(engine_is_asked_why_the_stream_ended),
        TAILING_TEST(last_words_are_read_after_the_end),
        TAILING_TEST(last_stream_of_a_container_that_starts_again_is_followed),
        TAILING_TEST(store_must_do_where_no_inspect_is_allowed),
        TAILING_TEST(stream_that_always_ends_is_opened_less_and_less),
        TAILING_TEST(broken_stream_goes_on_where_it_was),
        TAILING_TEST(lost_engine_is_waited_for),
        TAILING_TEST(what_went_meanwhile_is_said),
        TAILING_TEST(records_out_of_order_come_once),
        TAILING_TEST(tail_that_is_too_short_is_asked_for_again),
        TAILING_TEST(log_of_one_time_is_read_anew),
        TAILING_TEST(container_made_again_goes_on_behind_a_seam),
        TAILING_TEST(suspended_program_holds_no_stream),
        TAILING_TEST(refusal_is_final_until_something_changes),
        TAILING_TEST(removed_container_keeps_its_last_lines),
        TAILING_TEST(closed_tail_hears_no_more),
    };

    return cmocka_run_group_tests_name("tail", tests, NULL, NULL);
}
