/*
 * Points in time as a person says them.
 */
#include "config.h"

#include "support/test.h"

#include "base/timestamp.h"
#include "work/since.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* 2026-11-21T08:33:02.5Z */
#define NOW (INT64_C(1795249982) * SECOND_NS + SECOND_NS / 2)

static void
what_is_said_is_understood(void **state)
{
    static const struct {
        const char *text;
        int64_t time;
    } rows[] = {
        {"10m", NOW - 600 * SECOND_NS},
        {" 90s ", NOW - 90 * SECOND_NS},
        {"1h30m", NOW - 5400 * SECOND_NS},
        {"2d", NOW - 2 * 86400 * SECOND_NS},
        {"1w1s", NOW - 604801 * SECOND_NS},
        {"99y", 0},
        {"5200w", 1}, /* before everything */
        {"1795212382", INT64_C(1795212382) * SECOND_NS},
        {"2026-11-21T08:30:00Z", INT64_C(1795249800) * SECOND_NS},
        {"2026-11-21T09:30:00.000000001+01:00",
         INT64_C(1795249800) * SECOND_NS + 1},
        {"2026-11-21", INT64_C(1795219200) * SECOND_NS},
        {"08:30", INT64_C(1795249800) * SECOND_NS},
        {"08:30:15", INT64_C(1795249815) * SECOND_NS},
        {"2026-11-21 08:30", INT64_C(1795249800) * SECOND_NS},
        {"", 0},
        {"0", 0},
        {"-5m", 0},
        {"m", 0},
        {"10", INT64_C(10) * SECOND_NS},
        {"10m5", 0},
        {"10 m", 0},
        {"24:61", 0},
        {"yesterday", 0},
        {"99999999999999999999s", 0},
        {"9223372036854775807", 0},
        {"9223372036854775807w", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t time = 0;
        struct err err;
        bool good = since_parse(str_of(rows[i].text), NOW, &time, &err);

        if (good != (rows[i].time != 0) || (good && time != rows[i].time))
            fail_msg("'%s': %lld", rows[i].text, (long long)time);
        if (!good && (err.kind != ERR_USAGE || !strstr(err.text, "no time")))
            fail_msg("'%s': %s", rows[i].text, err.text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_is_understood),
    };

    (void)setenv("TZ", "UTC", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
