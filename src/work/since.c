#include "config.h"

#include "work/since.h"

#include "base/timestamp.h"

#include <time.h>

/* Longer ago than this is before everything. */
#define SECONDS_MOST (INT64_C(100) * 366 * 86400)

static const struct unit {
    char letter;
    int64_t seconds;
} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
#define UNITS (sizeof(units) / sizeof(units[0]))

/* Digits off the front; at most so many that nothing overflows. */
static bool
take_number(struct str *rest, int64_t *number)
{
    size_t len = 0;

    *number = 0;
    for (; len < rest->len && rest->at[len] >= '0' && rest->at[len] <= '9';
         len++) {
        if (*number > SECONDS_MOST)
            return false;
        *number = *number * 10 + (rest->at[len] - '0');
    }
    *rest = str_make(rest->at + len, rest->len - len);
    return len > 0;
}

static const struct unit *
find_unit(char letter)
{
    for (size_t i = 0; i < UNITS; i++)
        if (units[i].letter == letter)
            return &units[i];
    return NULL;
}

static bool
parse_ago(struct str text, int64_t *seconds)
{
    const struct unit *unit;
    int64_t number;

    for (*seconds = 0; text.len > 0;) {
        if (!take_number(&text, &number) || text.len == 0 ||
            !(unit = find_unit(text.at[0])) ||
            number > SECONDS_MOST / unit->seconds)
            return false;
        *seconds += number * unit->seconds;
        if (*seconds > SECONDS_MOST)
            return false;
        text = str_make(text.at + 1, text.len - 1);
    }
    return true;
}

/* By the local clock; what is not said of it is that of `now`, or zero. */
static bool
parse_local(struct str text, int64_t now, int64_t *time)
{
    static const char *const forms[] = {"%H:%M:%S", "%H:%M", "%Y-%m-%d",
                                        "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"};
    char word[32];

    if (text.len >= sizeof(word))
        return false;
    memcpy(word, text.at, text.len);
    word[text.len] = '\0';
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        time_t clock = (time_t)(now / SECOND_NS);
        struct tm tm;
        const char *end;
        time_t result;

        if (!localtime_r(&clock, &tm))
            return false;
        tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
        tm.tm_isdst = -1;
        end = strptime(word, forms[i], &tm);
        if (!end || *end != '\0')
            continue;
        result = mktime(&tm);
        if (result <= 0)
            return false;
        *time = (int64_t)result * SECOND_NS;
        return true;
    }
    return false;
}

bool
since_parse(struct str text, int64_t now, int64_t *time, struct err *err)
{
    long long number;
    int64_t seconds;

    text = str_trim(text);
    if (text.len > 0 && parse_ago(text, &seconds)) {
        *time = now - seconds * SECOND_NS;
        if (*time <= 0)
            *time = 1;
        return true;
    }
    if (str_to_i64(text, &number) && number > 0 &&
        number < INT64_MAX / SECOND_NS) {
        *time = number * SECOND_NS;
        return true;
    }
    if ((timestamp_parse(text, time) && *time != TIMESTAMP_NONE) ||
        parse_local(text, now, time))
        return true;
    return err_set_kind(err, ERR_USAGE,
                        "'%.*s' is no time: 10m, 2h30m, 08:30, 2026-11-21 or "
                        "2026-11-21T08:30:00Z",
                        (int)(text.len < 100 ? text.len : 100), text.at);
}
