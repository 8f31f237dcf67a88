/*
 * Where a log that is followed begins: with what came since a time, with older
 * lines that are asked for; and a transfer that waits for who reads.
 */
#include "config.h"

#include "support/tailing.h"

#include <stdio.h>

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
    struct tailing *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct call *call;

        print_message("# %s\n", rows[i].what);
        tailing_open_window(f, &window, rows[i].made);
        call = tailing_stream(f);
        assert_int_equal(call->logs.tail == TAIL_ALL, rows[i].is_all);
        if (rows[i].is_short) {
            long lines = call->logs.tail;

            /* Those of one time may be out of order. */
            tailing_say(call, T1 "one\n");
            assert_false(call->is_cancelled);
            tailing_say(call, T3 "three\n");
            assert_true(call->is_cancelled);
            tailing_assert_log(f, "");
            tailing_turn(f, 2);
            call = tailing_stream(f);
            assert_true(call->logs.tail > lines);
        }
        assert_string_equal(call->since, "");
        if (!rows[i].is_all) {
            tailing_say(call, T0 "zero\n");
            tailing_say(call, T1 "one\n");
        }
        tailing_say(call, T2 "two\n");
        tailing_say(call, T3 "three\n");
        tailing_assert_log(f, "two|three|");
        assert_int_equal(tail_older(f->tail), OLDER_NONE);
        /* From here on it is a stream like others. */
        fake_fail(call, ERR_UNREACHABLE);
        call = tailing_next_stream(f);
        assert_string_not_equal(call->since, "");
        tail_close(f->tail);
        tailing_turn(f, 2);
    }
    f->tail = NULL;
}

/* All of it, in the end: a log may have been rotated. */
static void
log_without_anything_older_is_read_whole(void **state)
{
    const struct tail_window window = {.since = NS_OF(2)};
    struct tailing *f = *state;
    int times = 0;

    tailing_open_window(f, &window, 1);
    while (tailing_stream(f)->logs.tail != TAIL_ALL) {
        assert_true(++times < 6);
        tailing_say(tailing_stream(f), T2 "two\n");
        tailing_turn(f, 2);
    }
    tailing_say(tailing_stream(f), T2 "two\n");
    tailing_assert_log(f, "two|");
}

/* Not even when the stream breaks before the first of them. */
static void
who_wants_new_lines_gets_all_of_them(void **state)
{
    const struct tail_window window = {.lines = TAIL_NONE};
    struct tailing *f = *state;
    struct call *call;

    tailing_open_window(f, &window, 1);
    assert_int_equal(tailing_stream(f)->logs.tail, 0);
    fake_fail(tailing_stream(f), ERR_UNREACHABLE);
    call = tailing_next_stream(f);
    assert_true(call->logs.tail > 0);
    tailing_say(call, T1 "one\n");
    tailing_say(call, "2999-01-01T08:30:00.000000001Z meanwhile\n");
    tailing_assert_log(f, "meanwhile|");
}

static void
older_lines_come_before(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false), *older;
    const struct logbook *book;
    uint64_t first;

    tail_read_older(f->tail); /* of what? */
    tailing_say(call, T1 "one\n");
    /* There is no more where less came than was asked for. */
    tail_read_older(f->tail);
    assert_null(tailing_older(f));
    assert_int_equal(tail_older(f->tail), OLDER_NONE);
    tail_close(f->tail);
    tailing_turn(f, 2);

    call = tailing_open_running(f, false);
    book = tail_log(f->tail);
    /* The first record is the end of a line that the tail cut. */
    for (int i = 0; i < TAIL_LINES - 1; i++)
        tailing_say(call, i == 0 ? T2 " two\n" : i < 20 ? T3 "x\n" : T4 "y\n");
    tailing_say(call, T4 "four\n");
    first = logbook_first(book);
    tail_read_older(f->tail);
    tail_read_older(f->tail);
    assert_int_equal(f->engine->open[FAKE_LOGS], 2);
    older = tailing_older(f);
    assert_int_equal(older->logs.tail, 8 * TAIL_LINES);
    assert_false(older->logs.follow);
    assert_string_equal(older->since, "");
    assert_string_equal(older->until, "1795249800.000000003");
    tailing_say(older, T1 "one\n");
    tailing_say(older, T2 "line");
    tailing_say(older, T2 " two\n");
    for (int i = 1; i < 20; i++)
        tailing_say(older, T3 "x\n");
    tailing_say(call, T4 "five\n");
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
    assert_null(tailing_older(f));
}

static void
older_lines_that_do_not_fit_are_told(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);
    char text[200];

    logbooks_set_limit(f->books, 512 << 10);
    for (int i = 0; i < TAIL_LINES; i++)
        tailing_say(call, i < 20 ? T2 "two\n" : T3 "three\n");
    tail_read_older(f->tail);
    call = tailing_older(f);
    snprintf(text, sizeof(text), "%s%150s\n", T1, "one");
    for (int i = 0; i < 5000; i++)
        tailing_say(call, text);
    for (int i = 0; i < 20; i++)
        tailing_say(call, T2 "two\n");
    fake_end(call, NULL);
    assert_int_equal(tail_older(f->tail), OLDER_FULL);
    assert_true(logbooks_bytes(f->books) <= 512 << 10);
    assert_true(logbook_end(tail_log(f->tail)) -
                    logbook_first(tail_log(f->tail)) >
                1000);
    /* One that fails may be tried again; one that is closed is no more. */
    tail_close(f->tail);
    tailing_turn(f, 2);
    call = tailing_open_running(f, false);
    for (int i = 0; i < TAIL_LINES; i++)
        tailing_say(call, i < 20 ? T2 "two\n" : T3 "three\n");
    tail_read_older(f->tail);
    fake_fail(tailing_older(f), ERR_UNREACHABLE);
    assert_int_equal(tail_older(f->tail), OLDER_UNKNOWN);
    tail_read_older(f->tail);
    assert_non_null(tailing_older(f));
}

static void
transfer_waits_for_who_reads_back(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false);
    const struct logbook *book = tail_log(f->tail);
    uint64_t first = logbook_first(book);
    char text[200];

    snprintf(text, sizeof(text), "%s%150s\n", T1, "one");
    tailing_say(call, text);
    tail_hold(f->tail, first);
    for (int i = 0; i < 20000 && !tail_is_paused(f->tail); i++)
        tailing_say(call, text);
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
        tailing_say(call, text);
    tail_hold(f->tail, 0);
    assert_false(call->is_paused);
    for (int i = 0; i < 20000; i++)
        tailing_say(call, text);
    assert_false(tail_is_paused(f->tail));
    assert_true(logbook_has_lost(book));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TAILING_TEST(what_came_since_is_found_from_the_end),
        TAILING_TEST(log_without_anything_older_is_read_whole),
        TAILING_TEST(who_wants_new_lines_gets_all_of_them),
        TAILING_TEST(older_lines_come_before),
        TAILING_TEST(older_lines_that_do_not_fit_are_told),
        TAILING_TEST(transfer_waits_for_who_reads_back),
    };

    return cmocka_run_group_tests_name("tail begin", tests, NULL, NULL);
}
