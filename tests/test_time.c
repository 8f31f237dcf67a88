/*
 * Points in time, and numbers for people.
 */
#include "config.h"

#include "support/test.h"

#include "base/format.h"
#include "base/timestamp.h"

#define NS(seconds) (INT64_C(seconds) * SECOND_NS)

static void
times_of_the_engine_are_read_exactly(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t ns;
    } rows[] = {
        {"2026-11-21T08:30:00Z", true, NS(1795249800)},
        {"2026-11-21t08:30:00z", true, NS(1795249800)},
        {"2026-11-21T08:30:00.123456789Z", true, NS(1795249800) + 123456789},
        {"2026-11-21T08:30:00.5Z", true, NS(1795249800) + 500000000},
        {"2026-11-21T10:30:00+02:00", true, NS(1795249800)},
        {"2026-11-21T00:00:00-08:30", true, NS(1795249800)},
        {"1970-01-01T00:00:01Z", true, NS(1)},
        {"2000-02-29T00:00:00Z", true, NS(951782400)},
        {"2016-12-31T23:59:60Z", true, NS(1483228800)},
        {"2100-03-01T00:00:00Z", true, NS(4107542400)},
        /* not known */
        {"0001-01-01T00:00:00Z", true, TIMESTAMP_NONE},
        {"0000-01-01T00:00:00Z", true, TIMESTAMP_NONE},
        {"1969-12-31T23:59:59Z", true, TIMESTAMP_NONE},
        {"1970-01-01T00:00:00+01:00", true, TIMESTAMP_NONE},
        /* past what nanoseconds can say */
        {"2262-04-12T00:00:00Z", true, INT64_MAX},
        {"9999-12-31T23:59:59Z", true, INT64_MAX},
        {"", false, 0},
        {"2026-11-21", false, 0},
        {"2026-11-21T08:30:00", false, 0},
        {"2026-11-21 08:30:00Z", false, 0},
        {"2026-11-21T08:30:00.Z", false, 0},
        {"2026-11-21T08:30:00.1234567890Z", false, 0},
        {"2026-11-21T08:30:00Z ", false, 0},
        {"2026-11-21T08:30:00+0200", false, 0},
        {"2026-13-01T00:00:00Z", false, 0},
        {"2026-00-01T00:00:00Z", false, 0},
        {"2026-02-29T00:00:00Z", false, 0},
        {"2100-02-29T00:00:00Z", false, 0},
        {"2026-11-21T24:00:00Z", false, 0},
        {"2026-11-21T08:60:00Z", false, 0},
        {"-026-11-21T08:30:00Z", false, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t ns = -7;

        if (timestamp_parse(str_of(rows[i].text), &ns) != rows[i].ok)
            fail_msg("'%s'", rows[i].text);
        if (rows[i].ok && ns != rows[i].ns)
            fail_msg("'%s': %lld", rows[i].text, (long long)ns);
    }
}

static void
dates_of_http_are_read(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t ns;
    } rows[] = {
        {"Sat, 21 Nov 2026 08:30:00 GMT", true, NS(1795249800)},
        {"Thu, 01 Jan 1970 00:00:01 GMT", true, NS(1)},
        {"Sat, 21 Nov 2026 08:30:00 UTC", false, 0},
        {"Sat, 21 Nov 2026 08:30:00", false, 0},
        {"Sat, 31 Nov 2026 08:30:00 GMT", false, 0},
        {"Sat, 1 Nov 2026 08:30:00 GMT", false, 0},
        {"sat, 21 nov 2026 08:30:00 GMT", false, 0},
        {"", false, 0},
        {"Sa", false, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t ns = -7;

        if (timestamp_parse_http(str_of(rows[i].text), &ns) != rows[i].ok)
            fail_msg("'%s'", rows[i].text);
        if (rows[i].ok)
            assert_true(ns == rows[i].ns);
    }
}

static void
times_are_written_as_they_are_read(void **state)
{
    static const int64_t rows[] = {
        NS(1),
        NS(1795249800),
        NS(951782400),
        NS(4107542400),
        INT64_MAX / SECOND_NS * SECOND_NS,
    };
    char text[TIMESTAMP_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t ns = 0;

        timestamp_format(text, rows[i]);
        assert_true(timestamp_parse(str_of(text), &ns));
        assert_true(ns == rows[i] || ns == INT64_MAX);
    }
    timestamp_format(text, NS(1795249800) + 999999999);
    assert_string_equal(text, "2026-11-21T08:30:00Z");
    timestamp_format(text, -1);
    assert_string_equal(text, "1969-12-31T23:59:59Z");
    assert_true(timestamp_now() > NS(1700000000));
}

#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

static void
sizes_take_at_most_five_cells(void **state)
{
    static const struct {
        uint64_t bytes;
        const char *memory;
        const char *traffic;
    } rows[] = {
        {0, "0B", "0B"},
        {999, "999B", "999B"},
        {1000, "1000B", "1.0k"},
        {1023, "1023B", "1.0k"},
        {1024, "1.0K", "1.0k"},
        {1536, "1.5K", "1.5k"},
        {12600, "12K", "13k"},
        {99949, "98K", "100k"},
        {99950, "98K", "100k"},
        {999949, "977K", "1000k"},
        {999950, "977K", "1.0M"},
        {1023 * KIB, "1023K", "1.0M"},
        {MIB - 1, "1.0M", "1.0M"},
        {9 * MIB + 972 * KIB, "9.9M", "10M"},
        {9 * MIB + 973 * KIB, "10M", "10M"},
        {64 * MIB, "64M", "67M"},
        {128 * MIB, "128M", "134M"},
        {1229 * MIB, "1.2G", "1.3G"},
        {GIB, "1.0G", "1.1G"},
        {UINT64_MAX, "16E", "18E"},
    };
    char out[FORMAT_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        format_memory(out, rows[i].bytes);
        assert_string_equal(out, rows[i].memory);
        assert_in_range(strlen(out), 2, 5);
        format_traffic(out, rows[i].bytes);
        assert_string_equal(out, rows[i].traffic);
        assert_in_range(strlen(out), 2, 5);
    }
}

static void
sizes_are_printed_as_docker_stats_prints_them(void **state)
{
    static const struct {
        uint64_t bytes;
        const char *memory;
        const char *traffic;
    } rows[] = {
        {0, "0B", "0B"},
        {1, "1B", "1B"},
        {1450, "1.416KiB", "1.45kB"},
        {2043904, "1.949MiB", "2.04MB"},
        {656, "656B", "656B"},
        {13316956160, "12.4GiB", "13.3GB"},
        {16 * GIB, "16GiB", "17.2GB"},
        {100000, "97.66KiB", "100kB"},
        {999900, "976.5KiB", "1e+03kB"}, /* so does Go's %.3g */
        {UINT64_MAX, "16EiB", "18.4EB"},
    };
    char out[FORMAT_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        format_memory_docker(out, rows[i].bytes);
        assert_string_equal(out, rows[i].memory);
        format_traffic_docker(out, rows[i].bytes);
        assert_string_equal(out, rows[i].traffic);
    }
}

#define DAYS(count) (INT64_C(count) * 86400)

static void
ages_change_only_with_their_unit(void **state)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } rows[] = {
        {INT64_MIN, "0s"},
        {-5, "0s"},
        {0, "0s"},
        {5, "5s"},
        {59, "59s"},
        {60, "1m"},
        {3599, "59m"},
        {3600, "1h"},
        {DAYS(2) - 1, "47h"},
        {DAYS(2), "2d"},
        {DAYS(14) - 1, "13d"},
        {DAYS(14), "2w"},
        {DAYS(60) - 1, "8w"},
        {DAYS(60), "2mo"},
        {DAYS(90), "3mo"},
        {DAYS(730) - 1, "24mo"},
        {DAYS(730), "2y"},
        {DAYS(365) * 50, "50y"},
    };
    char out[FORMAT_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        format_age(out, rows[i].seconds);
        assert_string_equal(out, rows[i].text);
    }
}

static void
the_next_age_is_foretold(void **state)
{
    char before[FORMAT_SIZE];
    char after[FORMAT_SIZE];
    int64_t seconds = -3;

    (void)state;
    while (seconds < DAYS(800)) {
        int64_t next = format_age_next(seconds);

        assert_true(next > 0);
        format_age(before, seconds);
        format_age(after, seconds + next - 1);
        assert_string_equal(before, after);
        format_age(after, seconds + next);
        assert_string_not_equal(before, after);
        seconds += next;
    }
    assert_int_equal(format_age_next(61), 59);
    assert_true(format_age_next(INT64_MIN) > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_of_the_engine_are_read_exactly),
        cmocka_unit_test(dates_of_http_are_read),
        cmocka_unit_test(times_are_written_as_they_are_read),
        cmocka_unit_test(sizes_take_at_most_five_cells),
        cmocka_unit_test(sizes_are_printed_as_docker_stats_prints_them),
        cmocka_unit_test(ages_change_only_with_their_unit),
        cmocka_unit_test(the_next_age_is_foretold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
