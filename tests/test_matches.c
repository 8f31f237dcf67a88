/*
 * Many lines: matched on a worker, left half-way, and what is too hard.
 */
#include "config.h"

#include "support/sieve_rig.h"

#include "work/matches.h"

#include <stdio.h>

#define TEXT_SIZE 128

#define MANY 60000

static void
put_many(struct rig *rig)
{
    for (int i = 1; i <= MANY; i++) {
        char text[TEXT_SIZE];

        (void)snprintf(text, sizeof(text), "INFO line %d of a long log\n", i);
        rig_say(rig, LOG_STDOUT, text);
    }
}

static void
many_lines_are_matched_on_a_worker(void **state)
{
    struct matches *matches;
    struct err err = ERR_INIT;
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    put_many(&rig);
    matches = matches_new(rig.loop, str_of("line \\d*77 "), rig_note_change,
                          &rig, &err);
    assert_non_null(matches);
    matches_update(matches, rig.book);
    /* It is the worker's, not ours. */
    assert_true(matches_is_busy(matches));
    assert_int_equal(matches_upto(matches), 1);
    while (matches_is_busy(matches)) {
        (void)loop_turn(rig.loop, true);
        matches_update(matches, rig.book);
    }
    assert_true(rig.changes > 0);
    assert_int_equal(numset_rank(matches_lines(matches), NULL, UINT64_MAX),
                     MANY / 100);
    assert_int_equal(numset_next(matches_lines(matches), NULL, 78), 177);
    matches_free(matches);
    rig_release(&rig);
}

/* The log, the pattern and the sieve may go while a worker is at them. */
static void
what_is_under_way_can_be_left(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct rig rig;

        rig_init(&rig, LOGBOOKS_LIMIT);
        put_many(&rig);
        sieve_add_patterns(rig.sieve, "red");
        sieve_update(rig.sieve, rig.book);
        assert_true(sieve_is_busy(rig.sieve));
        if (i % 3 == 0)
            (void)loop_turn(rig.loop, false);
        if (i % 2 == 0)
            sieve_forget(rig.sieve);
        else
            assert_true(sieve_set_pattern(rig.sieve, 0, str_of("blue"), NULL));
        if (i % 2 == 0)
            logbook_clear(rig.book);
        rig_release(&rig);
    }
}

static void
what_was_shown_stays_until_more_is_known(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    put_many(&rig);
    rig_settle(&rig, rig.sieve);
    sieve_add_patterns(rig.sieve, "line\\s7\\b");
    sieve_update(rig.sieve, rig.book);
    assert_int_equal(sieve_rank(rig.sieve, UINT64_MAX), MANY);
    rig_settle(&rig, rig.sieve);
    assert_int_equal(sieve_rank(rig.sieve, UINT64_MAX), 1);
    rig_release(&rig);
}

/* Also where a worker is at the lines that were there. */
static void
older_lines_in_front_are_looked_at(void **state)
{
    struct buf step = BUF_INIT(1 << 20), whole = BUF_INIT(1 << 20);

    (void)state;
    for (int is_under_way = 0; is_under_way < 2; is_under_way++) {
        struct sieve *fresh;
        struct logbook *older;
        struct rig rig;

        rig_init(&rig, LOGBOOKS_LIMIT);
        logbook_begin_at(rig.book, 100000);
        put_many(&rig);
        sieve_add_patterns(rig.sieve, "77 !5");
        sieve_set_context(rig.sieve, 1);
        if (is_under_way)
            sieve_update(rig.sieve, rig.book);
        else
            rig_settle(&rig, rig.sieve);
        older = logbook_new(rig.books);
        for (int i = 1; i <= 900; i++) {
            char text[TEXT_SIZE];

            (void)snprintf(text, sizeof(text), "DEBUG older %d\n", i);
            logbook_add(older, LOG_STDOUT, -5, str_of(text));
        }
        assert_true(logbook_put_before(rig.book, older, 0));
        logbook_free(older);
        rig_settle(&rig, rig.sieve);
        fresh = sieve_new(rig.loop, NULL, NULL);
        sieve_add_patterns(fresh, "77 !5");
        sieve_set_context(fresh, 1);
        rig_settle(&rig, fresh);
        sieve_say_shown(rig.sieve, &step);
        sieve_say_shown(fresh, &whole);
        assert_string_equal(buf_text(&step), buf_text(&whole));
        assert_int_equal(sieve_next(fresh, 0), 99100 + 75);
        sieve_free(fresh);
        rig_release(&rig);
    }
    buf_release(&step);
    buf_release(&whole);
}

static void
a_pattern_that_is_too_hard_is_given_up(void **state)
{
    char text[2048];
    struct matches *matches;
    struct err err = ERR_INIT;
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    memset(text, 'a', sizeof(text));
    memcpy(text + sizeof(text) - 3, "!\n", 3);
    rig_say(&rig, LOG_STDOUT, "aaa\n");
    for (int i = 0; i < MATCHES_HARD + 50; i++)
        rig_say(&rig, LOG_STDOUT, text);
    rig_say(&rig, LOG_STDOUT, "aaa\n");
    matches = matches_new(rig.loop, str_of("(a+)+$"), NULL, NULL, &err);
    assert_non_null(matches);
    do {
        matches_update(matches, rig.book);
        (void)loop_turn(rig.loop, false);
    } while (matches_is_busy(matches));
    assert_int_equal(matches_hard(matches), MATCHES_HARD);
    assert_true(matches_is_given_up(matches));
    assert_int_equal(numset_rank(matches_lines(matches), NULL, UINT64_MAX), 1);
    matches_free(matches);
    rig_release(&rig);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_lines_are_matched_on_a_worker),
        cmocka_unit_test(what_is_under_way_can_be_left),
        cmocka_unit_test(what_was_shown_stays_until_more_is_known),
        cmocka_unit_test(older_lines_in_front_are_looked_at),
        cmocka_unit_test(a_pattern_that_is_too_hard_is_given_up),
    };

    return cmocka_run_group_tests_name("matches", tests, NULL, NULL);
}
