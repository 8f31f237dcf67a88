/*
 * Which lines of a log are shown, by which rules, and bit by bit as all at
 * once.
 */
#include "config.h"

#include "support/sieve_rig.h"

#include <stdio.h>

#define TEXT_SIZE 128
#define FOLDS_MOST 8

/* ---- what passes -------------------------------------------------------- */

/* Lines 1 to 12. */
static void
put_story(struct rig *rig)
{
    rig_say(rig, LOG_STDOUT, "INFO starting\n");           /* 1 */
    rig_say(rig, LOG_STDOUT, "DEBUG config red\n");        /* 2 */
    rig_say(rig, LOG_STDERR, "WARN no config\n");          /* 3 */
    logbook_add_seam(rig->book, "restarted");              /* 4 */
    rig_say(rig, LOG_STDOUT, "ERROR cart is broken\n");    /* 5 */
    rig_say(rig, LOG_STDOUT, "ValueError: red\n");         /* 6 */
    rig_say(rig, LOG_STDERR, "plain words\n");             /* 7 */
    rig_say(rig, LOG_STDOUT, "    at Cart.total(red)\n");  /* 8 */
    rig_say(rig, LOG_STDOUT, "INFO \x1b[31mr\x1b[0med\n"); /* 9 */
    rig_say(rig, LOG_STDOUT, "TRACE tick\n");              /* 10 */
    rig_say(rig, LOG_STDERR, "FATAL the end\n");           /* 11 */
    rig_say(rig, LOG_STDOUT, "blue\n");                    /* 12 */
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
    sieve_add_patterns(sieve, row->patterns);
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
        rig_settle(&rig, sieve);
        sieve_say_shown(sieve, &shown);
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
        rig_settle(&rig, rig.sieve);
        sieve_say_shown(rig.sieve, &shown);
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
    sieve_add_patterns(rig.sieve, "red");
    assert_false(sieve_set_pattern(rig.sieve, 0, str_of("red("), &err));
    assert_non_null(strstr(err.text, "parenthesis"));
    rig_settle(&rig, rig.sieve);
    sieve_say_shown(rig.sieve, &shown);
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
    sieve_add_patterns(rig.sieve, "red");
    rig_say(&rig, LOG_STDOUT, "re");
    rig_say(&rig, LOG_STDERR, "red\n");
    rig_settle(&rig, rig.sieve);
    sieve_say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "2");
    rig_say(&rig, LOG_STDOUT, "d\n");
    rig_settle(&rig, rig.sieve);
    sieve_say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "1 2");
    assert_true(sieve_set_pattern(rig.sieve, 0, str_of(""), NULL));
    sieve_set_least(rig.sieve, LEVEL_INFO);
    rig_say(&rig, LOG_STDOUT, "DEBUG");
    rig_settle(&rig, rig.sieve);
    sieve_say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "1 2 3");
    rig_say(&rig, LOG_STDOUT, " x\n");
    rig_settle(&rig, rig.sieve);
    sieve_say_shown(rig.sieve, &shown);
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
    rig_settle(&rig, rig.sieve);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_WARN), 1);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_ERROR), 1);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_FATAL), 1);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_INFO), 0);
    logbook_clear(rig.book);
    rig_settle(&rig, rig.sieve);
    assert_int_equal(sieve_count(rig.sieve, LEVEL_WARN), 0);
    rig_release(&rig);
}

static void
lines_without_a_level_stay_until_one_has_one(void **state)
{
    struct buf shown = BUF_INIT(4096);
    struct rig rig;

    (void)state;
    rig_init(&rig, LOGBOOKS_LIMIT);
    sieve_set_least(rig.sieve, LEVEL_WARN);
    rig_say(&rig, LOG_STDOUT, "one\ntwo\n");
    rig_settle(&rig, rig.sieve);
    sieve_say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "");
    sieve_forget(rig.sieve);
    sieve_keep_unknown(rig.sieve);
    rig_settle(&rig, rig.sieve);
    sieve_say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "1 2");
    assert_false(sieve_has_levels(rig.sieve));
    rig_say(&rig, LOG_STDERR, "three\n");
    rig_say(&rig, LOG_STDOUT, "INFO four\nERROR five\nsix\n");
    rig_settle(&rig, rig.sieve);
    sieve_say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "5");
    assert_true(sieve_has_levels(rig.sieve));
    sieve_set_least(rig.sieve, LEVEL_INFO);
    rig_settle(&rig, rig.sieve);
    sieve_say_shown(rig.sieve, &shown);
    assert_string_equal(buf_text(&shown), "1 2 3 4 5 6");
    buf_release(&shown);
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
    sieve_add_patterns(rig.sieve, "red");
    rig_settle(&rig, rig.sieve);
    sieve_forget(rig.sieve);
    assert_int_equal(sieve_next(rig.sieve, 0), 0);
    other = logbook_new(rig.books);
    logbook_add(other, LOG_STDOUT, 1, str_of("blue\nred\n"));
    sieve_update(rig.sieve, other);
    sieve_say_shown(rig.sieve, &shown);
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
    rig_say(rig, next_random(seed) % 3 ? LOG_STDOUT : LOG_STDERR, text);
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
        uint64_t folded[FOLDS_MOST];
        size_t folds = 0;
        struct rig rig;

        rig_init(&rig, LOGBOOKS_LIMIT);
        set_rules(rig.sieve, &row);
        for (int i = 0; i < 60; i++) {
            struct sieve *fresh = sieve_new(rig.loop, NULL, NULL);

            for (uint32_t j = next_random(&seed) % 8; j > 0; j--)
                say_random(&rig, &seed);
            if (folds < FOLDS_MOST && next_random(&seed) % 20 == 0)
                folded[folds++] = 1 + next_random(&seed) % 40;
            rig_settle(&rig, rig.sieve);
            set_rules(fresh, &row);
            for (size_t j = 0; j < folds; j++) {
                sieve_fold(rig.sieve, folded[j], !row.is_folded);
                sieve_fold(fresh, folded[j], !row.is_folded);
            }
            rig_settle(&rig, rig.sieve);
            rig_settle(&rig, fresh);
            sieve_say_shown(rig.sieve, &step);
            sieve_say_shown(fresh, &whole);
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
                rig_say(&rig, LOG_STDOUT, "INFO new\n");
                rig_say(&rig, LOG_STDERR, "INFO new\n");
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
    sieve_add_patterns(rig.sieve, "7 !3");
    for (int round = 0; round < 40; round++) {
        struct sieve *fresh = sieve_new(rig.loop, NULL, NULL);

        for (int i = 0; i < 700; i++) {
            char text[TEXT_SIZE];

            (void)snprintf(text, sizeof(text), "ERROR line %d of %d\n", i,
                           round);
            rig_say(&rig, LOG_STDOUT, text);
        }
        rig_settle(&rig, rig.sieve);
        sieve_add_patterns(fresh, "7 !3");
        rig_settle(&rig, fresh);
        sieve_say_shown(rig.sieve, &step);
        sieve_say_shown(fresh, &whole);
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_passes_is_shown),
        cmocka_unit_test(rules_may_change),
        cmocka_unit_test(a_wrong_pattern_leaves_all_as_it_was),
        cmocka_unit_test(a_line_that_grows_is_looked_at_when_it_has_ended),
        cmocka_unit_test(levels_are_counted_by_first_lines),
        cmocka_unit_test(lines_without_a_level_stay_until_one_has_one),
        cmocka_unit_test(another_log_begins_anew_by_the_same_rules),
        cmocka_unit_test(step_by_step_is_as_all_at_once),
        cmocka_unit_test(lines_that_go_take_nothing_with_them),
    };

    return cmocka_run_group_tests_name("sieve", tests, NULL, NULL);
}
