/*
 * Which lines of a log are shown, and which match a pattern: with few lines and
 * many, at once and bit by bit.
 */
#include "config.h"

#include "support/test.h"

#include "base/buf.h"
#include "store/mark.h"
#include "work/matches.h"
#include "work/sieve.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT_SIZE 128

/* ---- a log and a sieve -------------------------------------------------- */

struct rig {
    struct loop *loop;
    struct logbooks *books;
    struct logbook *book;
    struct sieve *sieve;
    unsigned changes;
};

static void
note_change(void *data)
{
    struct rig *rig = data;

    rig->changes++;
}

static void
rig_init(struct rig *rig, size_t limit)
{
    *rig = (struct rig){.loop = loop_new()};
    rig->books = logbooks_new(limit);
    logbooks_set_judge(rig->books, mark_line);
    rig->book = logbook_new(rig->books);
    rig->sieve = sieve_new(rig->loop, note_change, rig);
}

static void
rig_release(struct rig *rig)
{
    sieve_free(rig->sieve);
    logbook_free(rig->book);
    logbooks_free(rig->books);
    loop_free(rig->loop);
}

static void
say_on(struct rig *rig, enum log_stream stream, const char *text)
{
    logbook_add(rig->book, stream, 1, str_of(text));
}

/* Until all has been looked at. */
static void
settle(struct rig *rig, struct sieve *sieve)
{
    sieve_update(sieve, rig->book);
    while (sieve_is_busy(sieve)) {
        (void)loop_turn(rig->loop, true);
        sieve_update(sieve, rig->book);
    }
}

static void
set_patterns(struct sieve *sieve, const char *patterns)
{
    struct str rest = str_of(patterns), text;
    struct err err = ERR_INIT;

    while (str_cut(&rest, ' ', &text))
        if (text.len > 0)
            assert_true(sieve_set_pattern(sieve, sieve_pattern_count(sieve),
                                          text, &err));
}

/* "1 2 5", forwards; and the same backwards. */
static void
say_shown(const struct sieve *sieve, struct buf *out)
{
    uint64_t number, count = 0, last = 0;

    buf_clear(out);
    for (number = sieve_next(sieve, 0); number != 0;
         number = sieve_next(sieve, number + 1)) {
        assert_int_equal(sieve_previous(sieve, number), last);
        assert_int_equal(sieve_rank(sieve, number), count++);
        (void)buf_addf(out, "%s%llu", last ? " " : "",
                       (unsigned long long)number);
        last = number;
    }
    assert_int_equal(sieve_previous(sieve, UINT64_MAX), last);
    assert_int_equal(sieve_rank(sieve, UINT64_MAX), count);
}

/* ---- what passes -------------------------------------------------------- */

/* Lines 1 to 12. */
static void
put_story(struct rig *rig)
{
    say_on(rig, LOG_STDOUT, "INFO starting\n");           /* 1 */
    say_on(rig, LOG_STDOUT, "DEBUG config red\n");        /* 2 */
    say_on(rig, LOG_STDERR, "WARN no config\n");          /* 3 */
    logbook_add_seam(rig->book, "restarted");             /* 4 */
    say_on(rig, LOG_STDOUT, "ERROR cart is broken\n");    /* 5 */
    say_on(rig, LOG_STDOUT, "ValueError: red\n");         /* 6 */
    say_on(rig, LOG_STDERR, "plain words\n");             /* 7 */
    say_on(rig, LOG_STDOUT, "    at Cart.total(red)\n");  /* 8 */
    say_on(rig, LOG_STDOUT, "INFO \x1b[31mr\x1b[0med\n"); /* 9 */
    say_on(rig, LOG_STDOUT, "TRACE tick\n");              /* 10 */
    say_on(rig, LOG_STDERR, "FATAL the end\n");           /* 11 */
    say_on(rig, LOG_STDOUT, "blue\n");                    /* 12 */
}

static const struct story_row {
    const char *patterns;
    enum log_streams streams;
    enum level least;
    size_t context;
    bool is_folded;
    const char *shown;
} story_rows[] = {
    {"", STREAMS_BOTH, LEVEL_TRACE, 0, false, "1 2 3 4 5 6 7 8 9 10 11 12"},
    {"", STREAMS_STDERR, LEVEL_TRACE, 0, false, "3 4 7 11"},
    {"", STREAMS_STDOUT, LEVEL_TRACE, 0, false, "1 2 4 5 6 8 9 10 12"},
    {"", STREAMS_BOTH, LEVEL_INFO, 0, false, "1 3 4 5 6 7 8 9 11 12"},
    {"", STREAMS_BOTH, LEVEL_WARN, 0, false, "3 4 5 6 8 11"},
    {"", STREAMS_STDERR, LEVEL_FATAL, 0, false, "4 11"},
    {"", STREAMS_BOTH, LEVEL_TRACE, 0, true, "1 2 3 4 5 7 9 10 11 12"},
    /* a trace goes with its first line, whichever of its lines matches */
    {"red", STREAMS_BOTH, LEVEL_TRACE, 0, false, "2 5 6 8 9"},
    {"cart", STREAMS_BOTH, LEVEL_TRACE, 0, false, "5 6 8"},
    {"cart", STREAMS_BOTH, LEVEL_TRACE, 0, true, "5"},
    {"total", STREAMS_BOTH, LEVEL_TRACE, 0, true, "5"},
    {"!red", STREAMS_BOTH, LEVEL_TRACE, 0, false, "1 3 7 10 11 12"},
    {"red !config", STREAMS_BOTH, LEVEL_TRACE, 0, false, "5 6 8 9"},
    {"red broken !nothing", STREAMS_BOTH, LEVEL_TRACE, 0, false, "5 6 8"},
    {"red", STREAMS_STDERR, LEVEL_TRACE, 0, false, ""},
    {"red", STREAMS_BOTH, LEVEL_INFO, 0, false, "5 6 8 9"},
    {"nothing", STREAMS_BOTH, LEVEL_TRACE, 9, false, ""},
    {"^red", STREAMS_BOTH, LEVEL_TRACE, 0, false, ""},
    {"Red", STREAMS_BOTH, LEVEL_TRACE, 0, false, ""},
    {"restarted", STREAMS_BOTH, LEVEL_TRACE, 0, false, ""},
    /* lines around, of those that pass the rest */
    {"no.config", STREAMS_BOTH, LEVEL_TRACE, 1, false, "2 3 5"},
    {"no.config", STREAMS_STDERR, LEVEL_TRACE, 1, false, "3 7"},
    {"blue", STREAMS_BOTH, LEVEL_TRACE, 2, false, "10 11 12"},
    {"starting", STREAMS_BOTH, LEVEL_WARN, 2, false, ""},
    {"cart", STREAMS_BOTH, LEVEL_TRACE, 1, false, "3 5 6 7 8 9"},
    {"cart", STREAMS_BOTH, LEVEL_TRACE, 1, true, "3 5 7"},
    {"starting tick", STREAMS_BOTH, LEVEL_TRACE, 3, false, ""},
};

static void
set_rules(struct sieve *sieve, const struct story_row *row)
{
    set_patterns(sieve, row->patterns);
    sieve_set_streams(sieve, row->streams);
    sieve_set_least(sieve, row->least);
    sieve_set_context(sieve, row->context);
    sieve_set_folded(sieve, row->is_folded);
}

static void
only_what_passes_is_shown(void **state)
{
    struct buf shown = BUF_INIT(4096);
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    put_story(&rig);
    for (size_t i = 0; i < COUNT(story_rows); i++) {
        struct sieve *sieve = sieve_new(rig.loop, NULL, NULL);

        set_rules(sieve, &story_rows[i]);
        settle(&rig, sieve);
        say_shown(sieve, &shown);
        if (!str_is(buf_str(&shown), story_rows[i].shown))
            fail_msg("row %zu shows %s, not %s", i, buf_text(&shown),
                     story_rows[i].shown);
        sieve_free(sieve);
    }
    buf_release(&shown);
    rig_release(&rig);
}

/* One sieve through all rows of rules, back and forth. */
static void
rules_may_change(void **state)
{
    struct buf shown = BUF_INIT(4096);
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    put_story(&rig);
    for (size_t i = 0; i < 3 * COUNT(story_rows); i++) {
        const struct story_row *row = &story_rows[i * 7 % COUNT(story_rows)];

        while (sieve_pattern_count(rig.sieve) > 0)
            assert_true(sieve_set_pattern(rig.sieve, 0, str_of("!"), NULL));
        set_rules(rig.sieve, row);
        settle(&rig, rig.sieve);
        say_shown(rig.sieve, &shown);
        assert_string_equal(buf_text(&shown), row->shown);
    }
    buf_release(&shown);
    rig_release(&rig);
}

static void
a_wrong_pattern_leaves_all_as_it_was(void **state)
{
    struct buf shown = BUF_INIT(4096);
    struct err err = ERR_INIT;
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    put_story(&rig);
    set_patterns(rig.sieve, "red");
    assert_false(sieve_set_pattern(rig.sieve, 0, str_of("red("), &err));
    assert_non_null(strstr(err.text, "parenthesis"));
    settle(&rig, rig.sieve);
    say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "2 5 6 8 9");
    for (size_t i = 1; i < SIEVE_PATTERNS; i++)
        assert_true(sieve_set_pattern(rig.sieve, i, str_of("!x"), &err));
    assert_false(
        sieve_set_pattern(rig.sieve, SIEVE_PATTERNS, str_of("y"), &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    buf_release(&shown);
    rig_release(&rig);
}

static void
a_line_that_grows_is_looked_at_when_it_has_ended(void **state)
{
    struct buf shown = BUF_INIT(4096);
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    set_patterns(rig.sieve, "red");
    say_on(&rig, LOG_STDOUT, "re");
    say_on(&rig, LOG_STDERR, "red\n");
    settle(&rig, rig.sieve);
    say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "2");
    say_on(&rig, LOG_STDOUT, "d\n");
    settle(&rig, rig.sieve);
    say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "1 2");
    assert_true(sieve_set_pattern(rig.sieve, 0, str_of(""), NULL));
    sieve_set_least(rig.sieve, LEVEL_INFO);
    say_on(&rig, LOG_STDOUT, "DEBUG");
    settle(&rig, rig.sieve);
    say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "1 2 3");
    say_on(&rig, LOG_STDOUT, " x\n");
    settle(&rig, rig.sieve);
    say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "1 2");
    buf_release(&shown);
    rig_release(&rig);
}

static void
levels_are_counted_by_first_lines(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    put_story(&rig);
    settle(&rig, rig.sieve);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_WARN), 1);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_ERROR), 1);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_FATAL), 1);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_INFO), 0);
    logbook_clear(rig.book);
    settle(&rig, rig.sieve);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_WARN), 0);
    rig_release(&rig);
}

static void
another_log_begins_anew_by_the_same_rules(void **state)
{
    struct buf shown = BUF_INIT(4096);
    struct logbook *other;
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    put_story(&rig);
    set_patterns(rig.sieve, "red");
    settle(&rig, rig.sieve);
    sieve_forget(rig.sieve);
    assert_int_equal(sieve_next(rig.sieve, 0), 0);
    other = logbook_new(rig.books);
    logbook_add(other, LOG_STDOUT, 1, str_of("blue\nred\n"));
    sieve_update(rig.sieve, other);
    say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "2");
    sieve_forget(rig.sieve);
    logbook_free(other);
    buf_release(&shown);
    rig_release(&rig);
}

/* ---- random lines ------------------------------------------------------- */

static uint32_t
next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void
say_random(struct rig *rig, uint32_t *seed)
{
    static const char *const words[] = {"red", "green", "blue", "", "Red!"};
    static const char *const heads[] = {"INFO ",  "ERROR ", "    at ", "DEBUG ",
                                        "\tfile", "WARN ",  "",        " "};
    static const char *const ends[] = {"\n", "\n", "\n", "\n", "\n", "", "\r"};
    char text[TEXT_SIZE];

    if (next_random(seed) % 60 == 0) {
        logbook_add_seam(rig->book, "seam");
        return;
    }
    (void)snprintf(text, sizeof(text), "%s%s%s %s%s",
                   heads[next_random(seed) % COUNT(heads)],
                   next_random(seed) % 9 ? "" : "\x1b[31m",
                   words[next_random(seed) % COUNT(words)],
                   words[next_random(seed) % COUNT(words)],
                   ends[next_random(seed) % COUNT(ends)]);
    say_on(rig, next_random(seed) % 3 ? LOG_STDOUT : LOG_STDERR, text);
}

/* What comes bit by bit gives what a new sieve makes of the whole; also where
 * lines are dropped between first lines. */
static void
step_by_step_is_as_all_at_once(void **state)
{
    static const char *const patterns[] = {"", "red", "red !blue", "!^\\s+at",
                                           "green$"};
    struct buf step = BUF_INIT(1 << 20), whole = BUF_INIT(1 << 20);
    uint32_t seed = 11;

    (void)state;
    for (int round = 0; round < 120; round++) {
        struct story_row row = {
            .patterns = patterns[next_random(&seed) % COUNT(patterns)],
            .streams = (enum log_streams)(next_random(&seed) % STREAMS_COUNT),
            .least = (enum level)(1 + next_random(&seed) % 5),
            .context = next_random(&seed) % 2 * (next_random(&seed) % 5),
            .is_folded = next_random(&seed) % 4 == 0,
        };
        struct rig rig;

        rig_init(&rig, LOGBOOKS_LIMIT);
        set_rules(rig.sieve, &row);
        for (int i = 0; i < 60; i++) {
            struct sieve *fresh = sieve_new(rig.loop, NULL, NULL);

            for (uint32_t j = next_random(&seed) % 8; j > 0; j--)
                say_random(&rig, &seed);
            settle(&rig, rig.sieve);
            set_rules(fresh, &row);
            settle(&rig, fresh);
            say_shown(rig.sieve, &step);
            say_shown(fresh, &whole);
            if (!buf_text(&step)[0] != !buf_text(&whole)[0] ||
                strcmp(buf_text(&step), buf_text(&whole)) != 0)
                fail_msg("round %d: %s\nnot %s", round, buf_text(&step),
                         buf_text(&whole));
            for (int level = LEVEL_WARN; level < LEVEL_COUNT; level++)
                assert_int_equal(sieve_count(rig.sieve, (enum level)level),
                                 sieve_count(fresh, (enum level)level));
            sieve_free(fresh);
            if (next_random(&seed) % 50 == 0) {
                logbook_clear(rig.book);
                say_on(&rig, LOG_STDOUT, "INFO new\n");
                say_on(&rig, LOG_STDERR, "INFO new\n");
            }
        }
        rig_release(&rig);
    }
    buf_release(&step);
    buf_release(&whole);
}

/* Old lines go while new ones come: what is left is that of a new sieve, as
 * each line here is a first line and has no context. */
static void
lines_that_go_take_nothing_with_them(void **state)
{
    struct buf step = BUF_INIT(1 << 20), whole = BUF_INIT(1 << 20);
    struct rig rig;

    (void)state;
    rig_init(&rig, 300 << 10);
    set_patterns(rig.sieve, "7 !3");
    for (int round = 0; round < 40; round++) {
        struct sieve *fresh = sieve_new(rig.loop, NULL, NULL);

        for (int i = 0; i < 700; i++) {
            char text[TEXT_SIZE];

            (void)snprintf(text, sizeof(text), "ERROR line %d of %d\n", i,
                           round);
            say_on(&rig, LOG_STDOUT, text);
        }
        settle(&rig, rig.sieve);
        set_patterns(fresh, "7 !3");
        settle(&rig, fresh);
        say_shown(rig.sieve, &step);
        say_shown(fresh, &whole);
        assert_string_equal(buf_text(&step), buf_text(&whole));
        assert_int_equal(sieve_count(rig.sieve, LEVEL_ERROR),
                         logbook_end(rig.book) - logbook_first(rig.book));
        sieve_free(fresh);
    }
    assert_true(logbook_has_lost(rig.book));
    buf_release(&step);
    buf_release(&whole);
    rig_release(&rig);
}

/* ---- many lines --------------------------------------------------------- */

#define MANY 60000

static void
put_many(struct rig *rig)
{
    for (int i = 1; i <= MANY; i++) {
        char text[TEXT_SIZE];

        (void)snprintf(text, sizeof(text), "INFO line %d of a long log\n", i);
        say_on(rig, LOG_STDOUT, text);
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
    matches =
        matches_new(rig.loop, str_of("line \\d*77 "), note_change, &rig, &err);
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
        set_patterns(rig.sieve, "red");
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
    settle(&rig, rig.sieve);
    set_patterns(rig.sieve, "line\\s7\\b");
    sieve_update(rig.sieve, rig.book);
    assert_int_equal(sieve_rank(rig.sieve, UINT64_MAX), MANY);
    settle(&rig, rig.sieve);
    assert_int_equal(sieve_rank(rig.sieve, UINT64_MAX), 1);
    rig_release(&rig);
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
    say_on(&rig, LOG_STDOUT, "aaa\n");
    for (int i = 0; i < MATCHES_HARD + 50; i++)
        say_on(&rig, LOG_STDOUT, text);
    say_on(&rig, LOG_STDOUT, "aaa\n");
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
        cmocka_unit_test(only_what_passes_is_shown),
        cmocka_unit_test(rules_may_change),
        cmocka_unit_test(a_wrong_pattern_leaves_all_as_it_was),
        cmocka_unit_test(a_line_that_grows_is_looked_at_when_it_has_ended),
        cmocka_unit_test(levels_are_counted_by_first_lines),
        cmocka_unit_test(another_log_begins_anew_by_the_same_rules),
        cmocka_unit_test(step_by_step_is_as_all_at_once),
        cmocka_unit_test(lines_that_go_take_nothing_with_them),
        cmocka_unit_test(many_lines_are_matched_on_a_worker),
        cmocka_unit_test(what_is_under_way_can_be_left),
        cmocka_unit_test(what_was_shown_stays_until_more_is_known),
        cmocka_unit_test(a_pattern_that_is_too_hard_is_given_up),
    };

    return cmocka_run_group_tests_name("sieve", tests, NULL, NULL);
}
