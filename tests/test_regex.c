/*
 * Regular expressions: what matches, what is refused, what is given up.
 */
#include "config.h"

#include "support/test.h"

#include "base/regex.h"

static void
patterns_match_where_they_should(void **state)
{
    static const struct {
        const char *pattern, *text;
        enum regex_answer answer;
        size_t at, len;
    } rows[] = {
        {"b+", "abbbc", REGEX_YES, 1, 3},
        {"^web-\\d$", "web-7", REGEX_YES, 0, 5},
        {"^web-\\d$", "web-77", REGEX_NO, 0, 0},
        {"", "abc", REGEX_YES, 0, 0},
        {"", "", REGEX_YES, 0, 0},
        {"x*$", "abc", REGEX_YES, 3, 0},
        /* UTF-8 where it is valid, by bytes in the answer */
        {"\xc3\xb6.", "sch\xc3\xb6n", REGEX_YES, 3, 3},
        {"^.\xc3\xa4", "\xe4\xb8\xad\xc3\xa4", REGEX_YES, 0, 5},
        {"\xc3\x84", "\xc3\xa4", REGEX_YES, 0, 2},
        /* any bytes otherwise */
        {"b",
         "\xff\xfe"
         "b",
         REGEX_YES, 2, 1},
        {"a.c",
         "a\xff"
         "c",
         REGEX_NO, 0, 0},
        /* a start that \K puts behind the end */
        {"(?=ab\\K)", "ab", REGEX_YES, 0, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;
        struct regex *regex = regex_new(str_of(rows[i].pattern), &err);
        struct span span = {0, 0};

        if (!regex) {
            /* Newer libraries refuse \K in a lookahead. */
            assert_non_null(strstr(rows[i].pattern, "\\K"));
            continue;
        }
        assert_int_equal(regex_match(regex, str_of(rows[i].text), 0, &span),
                         rows[i].answer);
        assert_true(span.at + span.len <= strlen(rows[i].text));
        if (!strstr(rows[i].pattern, "\\K")) {
            assert_int_equal(span.at, rows[i].at);
            assert_int_equal(span.len, rows[i].len);
        }
        regex_free(regex);
    }
}

static void
case_matters_only_with_an_upper_case_letter(void **state)
{
    static const struct {
        const char *pattern, *text;
        enum regex_answer answer;
    } rows[] = {
        {"web", "WEB", REGEX_YES},
        {"Web", "web", REGEX_NO},
        {"Web", "Web", REGEX_YES},
        {"web\\S", "WEB1", REGEX_YES},
        {"\\Aweb\\Z", "Web", REGEX_YES},
        {"web\\x4F", "webo", REGEX_YES},
        {"web\\x{4F}", "webo", REGEX_YES},
        {"\\p{Lu}eb",
         "\xc3\x84"
         "EB",
         REGEX_YES},
        {"\\PLeb", "1EB", REGEX_YES},
        {"(?P<Name>web)", "WEB", REGEX_YES},
        {"(?<Name>web)\\k{Name}", "WEBweb", REGEX_YES},
        {"(*UCP)web", "WEB", REGEX_YES},
        {"(?<=a)web", "AWEB", REGEX_YES},
        {"(?<=A)web", "aweb", REGEX_NO},
        {"(A)", "a", REGEX_NO},
        {"[A-Z]", "a", REGEX_NO},
        {"\\\\A", "\\a", REGEX_NO},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;
        struct regex *regex = regex_new(str_of(rows[i].pattern), &err);

        assert_non_null(regex);
        if (regex_match(regex, str_of(rows[i].text), 0, NULL) != rows[i].answer)
            fail_msg("/%s/ on '%s'", rows[i].pattern, rows[i].text);
        regex_free(regex);
    }
}

static void
what_is_no_pattern_says_where_and_why(void **state)
{
    static const struct {
        const char *pattern, *words;
    } rows[] = {
        {"ab(cd", "at 5: missing closing parenthesis"},
        {"\xc3\xb6(", "at 2: missing closing parenthesis"},
        {"*", "at 0: quantifier does not follow a repeatable item"},
        {"[a", "at 2: missing terminating ] for character class"},
        {"a\\", "at 2: \\ at end of pattern"},
        {"\\C", "at 2: "},
        {"\xff", "at 0: "},
        {"(?<Name", "at 7: "},
        {"\\x{", "at "},
        {"\\p{L", "at "},
        {"(?", "at 2: "},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;

        assert_null(regex_new(str_of(rows[i].pattern), &err));
        assert_int_equal(err.kind, ERR_USAGE);
        if (strncmp(err.text, rows[i].words, strlen(rows[i].words)) != 0)
            fail_msg("/%s/ says '%s'", rows[i].pattern, err.text);
    }
}

static void
a_pattern_has_a_limit(void **state)
{
    static char pattern[REGEX_PATTERN_SIZE + 1];
    struct err err = ERR_INIT;
    struct regex *regex;

    (void)state;
    memset(pattern, 'a', sizeof(pattern));
    assert_null(regex_new(str_make(pattern, sizeof(pattern)), &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    regex = regex_new(str_make(pattern, REGEX_PATTERN_SIZE), &err);
    assert_non_null(regex);
    regex_free(regex);
}

static void
a_pattern_that_explodes_is_given_up(void **state)
{
    static const char *const patterns[] = {
        "(a+)+$",
        "(a|aa)+$",
        "(a|aa|b)*[cd]",
    };
    char text[4096];
    size_t i;

    (void)state;
    memset(text, 'a', sizeof(text));
    text[sizeof(text) - 1] = '!';
    for (i = 0; i < COUNT(patterns); i++) {
        struct err err = ERR_INIT;
        struct regex *regex = regex_new(str_of(patterns[i]), &err);
        struct str whole = str_make(text, sizeof(text));

        assert_non_null(regex);
        assert_int_equal(regex_match(regex, whole, 0, NULL), REGEX_TOO_HARD);
        /* And is good for the next text. */
        assert_int_not_equal(regex_match(regex, str_of("ab!"), 0, NULL),
                             REGEX_TOO_HARD);
        regex_free(regex);
    }
}

static void
all_matches_are_found_one_behind_the_other(void **state)
{
    struct err err = ERR_INIT;
    struct regex *regex = regex_new(str_of("\\b\\w"), &err);
    struct str text = str_of("one two  three");
    static const size_t places[] = {0, 4, 9};
    struct span span = {0, 0};
    size_t from = 0, i;

    (void)state;
    assert_non_null(regex);
    for (i = 0; i < COUNT(places); i++) {
        assert_int_equal(regex_match(regex, text, from, &span), REGEX_YES);
        assert_int_equal(span.at, places[i]);
        from = span.at + span.len;
    }
    assert_int_equal(regex_match(regex, text, from, &span), REGEX_NO);
    assert_int_equal(regex_match(regex, text, text.len, &span), REGEX_NO);
    assert_int_equal(regex_match(regex, text, text.len + 1, &span), REGEX_NO);
    assert_int_equal(regex_match(regex, str_make(NULL, 0), 0, &span), REGEX_NO);
    regex_free(regex);
    regex_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_match_where_they_should),
        cmocka_unit_test(case_matters_only_with_an_upper_case_letter),
        cmocka_unit_test(what_is_no_pattern_says_where_and_why),
        cmocka_unit_test(a_pattern_has_a_limit),
        cmocka_unit_test(a_pattern_that_explodes_is_given_up),
        cmocka_unit_test(all_matches_are_found_one_behind_the_other),
    };

    return cmocka_run_group_tests_name("regex", tests, NULL, NULL);
}
