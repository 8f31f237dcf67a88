#include "config.h"

#include "base/timestamp.h"

#include <stdio.h>
#include <time.h>

#define FRACTION_DIGITS 9
#define DAY_SECONDS INT64_C(86400)

static bool
take_char(struct str *rest, char c)
{
    if (rest->len == 0 || rest->at[0] != c)
        return false;
    *rest = str_make(rest->at + 1, rest->len - 1);
    return true;
}

/* Exactly `count` digits, with a value from `least` to `most`. */
static bool
take_number(struct str *rest, size_t count, int least, int most, int *number)
{
    unsigned long long value;

    if (rest->len < count || !str_to_u64(str_make(rest->at, count), &value))
        return false;
    *rest = str_make(rest->at + count, rest->len - count);
    *number = (int)value;
    return *number >= least && *number <= most;
}

/* hh:mm:ss; a leap second counts as the first of the next minute. */
static bool
take_clock(struct str *rest, int64_t *seconds)
{
    int hour;
    int minute;
    int second;

    if (!take_number(rest, 2, 0, 23, &hour) || !take_char(rest, ':') ||
        !take_number(rest, 2, 0, 59, &minute) || !take_char(rest, ':') ||
        !take_number(rest, 2, 0, 60, &second))
        return false;
    *seconds = (hour * 60 + minute) * 60 + second;
    return true;
}

static bool
is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days from 1970-01-01 to a day of the Gregorian calendar. The year is made
 * to begin in March, so that the leap day is its last. */
static int64_t
days_since_1970(int year, int month, int day)
{
    int64_t years = month > 2 ? year : year - 1;
    int64_t months = month > 2 ? month - 3 : month + 9;

    years += 400; /* whole cycles, so that year 0 divides without a sign */
    return years * 365 + years / 4 - years / 100 + years / 400 +
           (153 * months + 2) / 5 + day - 1 - 146097 - 719468;
}

/* The point in time, kept within what int64_t can say (year 2262). */
static int64_t
nanoseconds(int64_t seconds, int64_t fraction)
{
    if (seconds < 0)
        return TIMESTAMP_NONE;
    if (seconds >= INT64_MAX / SECOND_NS)
        return INT64_MAX;
    return seconds * SECOND_NS + fraction;
}

/* ".123456789"; nothing is no fraction. */
static bool
take_fraction(struct str *rest, int64_t *fraction)
{
    size_t digits = 0;

    *fraction = 0;
    if (!take_char(rest, '.'))
        return true;
    while (rest->len > 0 && rest->at[0] >= '0' && rest->at[0] <= '9') {
        if (++digits > FRACTION_DIGITS)
            return false;
        *fraction = *fraction * 10 + (rest->at[0] - '0');
        *rest = str_make(rest->at + 1, rest->len - 1);
    }
    for (size_t i = digits; i < FRACTION_DIGITS; i++)
        *fraction *= 10;
    return digits > 0;
}

/* "Z" or "+02:00": the seconds that local time is ahead of UTC. */
static bool
take_offset(struct str *rest, int64_t *ahead)
{
    int sign = 1;
    int hour;
    int minute;

    *ahead = 0;
    if (take_char(rest, 'Z') || take_char(rest, 'z'))
        return true;
    if (take_char(rest, '-'))
        sign = -1;
    else if (!take_char(rest, '+'))
        return false;
    if (!take_number(rest, 2, 0, 23, &hour) || !take_char(rest, ':') ||
        !take_number(rest, 2, 0, 59, &minute))
        return false;
    *ahead = sign * (hour * 60 + minute) * 60;
    return true;
}

bool
timestamp_parse(struct str text, int64_t *ns)
{
    int64_t clock;
    int64_t fraction;
    int64_t ahead;
    int year;
    int month;
    int day;

    if (!take_number(&text, 4, 0, 9999, &year) || !take_char(&text, '-') ||
        !take_number(&text, 2, 1, 12, &month) || !take_char(&text, '-') ||
        !take_number(&text, 2, 1, days_in_month(year, month), &day))
        return false;
    if (!take_char(&text, 'T') && !take_char(&text, 't'))
        return false;
    if (!take_clock(&text, &clock) || !take_fraction(&text, &fraction) ||
        !take_offset(&text, &ahead) || text.len > 0)
        return false;
    *ns = nanoseconds(days_since_1970(year, month, day) * DAY_SECONDS + clock -
                          ahead,
                      fraction);
    return true;
}

/* One of `names`, three letters each; its place from 1. */
static bool
take_name(struct str *rest, const char *names, int *place)
{
    for (*place = 1; *names; names += 3, (*place)++) {
        if (rest->len < 3 || memcmp(rest->at, names, 3) != 0)
            continue;
        *rest = str_make(rest->at + 3, rest->len - 3);
        return true;
    }
    return false;
}

bool
timestamp_parse_http(struct str text, int64_t *ns)
{
    static const char days[] = "MonTueWedThuFriSatSun";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t clock;
    int weekday;
    int year;
    int month;
    int day;

    if (!take_name(&text, days, &weekday) || !take_char(&text, ',') ||
        !take_char(&text, ' ') || !take_number(&text, 2, 1, 31, &day) ||
        !take_char(&text, ' ') || !take_name(&text, months, &month) ||
        !take_char(&text, ' ') || !take_number(&text, 4, 0, 9999, &year) ||
        !take_char(&text, ' ') || !take_clock(&text, &clock) ||
        !str_is(text, " GMT") || day > days_in_month(year, month))
        return false;
    *ns =
        nanoseconds(days_since_1970(year, month, day) * DAY_SECONDS + clock, 0);
    return true;
}

void
timestamp_format(char out[TIMESTAMP_SIZE], int64_t ns)
{
    int64_t seconds = ns / SECOND_NS - (ns % SECOND_NS < 0);
    time_t when = (time_t)seconds;
    struct tm tm;

    out[0] = '\0';
    if (gmtime_r(&when, &tm))
        (void)strftime(out, TIMESTAMP_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

int64_t
timestamp_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * SECOND_NS + now.tv_nsec;
}
