/*
 * A log of Podman, which tells whole seconds, loses lines between a tail and
 * what follows it, and sends frames also of a terminal.
 */
#include "support/tailing.h"

#define S0 "2026-11-21T08:30:00Z "
#define S1 "2026-11-21T08:30:01Z "

static int
set_up(void **state)
{
    int status = tailing_set_up(state);

    ((struct tailing *)*state)->engine->info.is_podman = true;
    return status;
}

static void
tail_is_read_before_it_is_followed(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, true);

    assert_false(call->logs.has_tty); /* it has frames */
    assert_int_equal(call->logs.tail, TAIL_LINES);
    assert_false(call->logs.follow);
    tailing_say(call, S0 "one\n");
    tailing_say(call, S1 "two\n");
    tailing_end_stream(f);
    call = tailing_stream(f); /* without a pause */
    assert_string_equal(call->since, "1795249801.000000000");
    assert_int_equal(call->logs.tail, TAIL_ALL);
    assert_true(call->logs.follow);
    assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
    tailing_say(call, S1 "two\n");
    tailing_say(call, S1 "three\n");
    tailing_assert_log(f, "one|two|three|");
    fake_fail(call, ERR_UNREACHABLE);
    call = tailing_next_stream(f);
    assert_string_not_equal(call->since, "");
    assert_int_equal(call->logs.tail, TAIL_ALL);
    assert_true(call->logs.follow);
}

static void
log_that_was_empty_is_followed_from_its_begin(void **state)
{
    struct tailing *f = *state;
    struct call *call;

    (void)tailing_open_running(f, false);
    tailing_end_stream(f);
    call = tailing_stream(f);
    assert_string_equal(call->since, "");
    assert_int_equal(call->logs.tail, TAIL_ALL);
    assert_true(call->logs.follow);
}

static void
what_comes_from_now_on_has_whole_seconds(void **state)
{
    struct tailing *f = *state;
    const struct tail_window window = {.since = NS_OF(500000000)};
    struct call *call;

    tailing_open_window(f, &window, NS_OF(0));
    if (!tailing_stream(f))
        fake_answer(fake_find(f->engine, FAKE_INSPECT, f->ref.key));
    call = tailing_stream(f);
    assert_string_equal(call->since, "1795249800.500000000");
    assert_int_equal(call->logs.tail, TAIL_ALL);
    tailing_say(call, S0 "one\n");
    tailing_assert_log(f, "one|");
}

/* It knows the time better than it says. */
static void
older_lines_come_whole(void **state)
{
    struct tailing *f = *state;
    struct call *call = tailing_open_running(f, false), *older;
    struct logbook_line line;

    for (int i = 0; i < TAIL_LINES; i++)
        tailing_say(call, i < 200 ? S0 "x\n" : S1 "y\n");
    tail_read_older(f->tail);
    older = tailing_older(f);
    assert_string_equal(older->until, "1795249800.999999999");
    assert_int_equal(older->logs.tail, TAIL_ALL);
    for (int i = 0; i < 300; i++)
        tailing_say(older, S0 "x\n");
    tailing_say(older, S1 "y\n"); /* is not taken */
    fake_end(older, NULL);
    assert_int_equal(tail_older(f->tail), OLDER_NONE);
    for (uint64_t n = 0; n < 600; n++) {
        assert_true(logbook_line_at(
            tail_log(f->tail), logbook_first(tail_log(f->tail)) + n, &line));
        assert_true(str_is(line.text, n < 300 ? "x" : "y"));
    }
    assert_int_equal(
        logbook_end(tail_log(f->tail)) - logbook_first(tail_log(f->tail)), 600);
}

static void
line_that_is_being_written_is_waited_for(void **state)
{
    struct tailing *f = *state;
    struct err err = ERR_INIT;

    (void)tailing_open_running(f, false);
    (void)err_set_kind(&err, ERR_SERVER,
                       "'x' is not a valid container log line");
    fake_end(tailing_stream(f), &err);
    assert_int_equal(tail_state(f->tail), TAIL_BROKEN);
    (void)tailing_next_stream(f);
    (void)err_set_kind(&err, ERR_SERVER, "another reason");
    fake_end(tailing_stream(f), &err);
    assert_int_equal(tail_state(f->tail), TAIL_FAILED);
}

int
main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up, tailing_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(tail_is_read_before_it_is_followed),
        TEST(log_that_was_empty_is_followed_from_its_begin),
        TEST(what_comes_from_now_on_has_whole_seconds),
        TEST(older_lines_come_whole),
        TEST(line_that_is_being_written_is_waited_for),
    };

    return cmocka_run_group_tests_name("tail of Podman", tests, NULL, NULL);
}
