#include "engine/status.h"

#define MINUTE 60
#define HOUR 3600
#define DAY 86400
#define COUNT_MAX 1000000

static const struct {
    const char *word; /* how it begins: "second" and "seconds" */
    int64_t seconds;
} units[] = {
    {"second", 1},     {"minute", MINUTE},  {"hour", HOUR},      {"day", DAY},
    {"week", 7 * DAY}, {"month", 30 * DAY}, {"year", 365 * DAY},
};

enum container_health
health_from_name(struct str name)
{
    int health;

    for (health = HEALTH_STARTING; health <= HEALTH_UNHEALTHY; health++)
        if (str_is(name, health_name((enum container_health)health)))
            return (enum container_health)health;
    return HEALTH_NONE;
}

/* Take "(words)" out of the front or the back. False when there is none. */
static bool
take_brackets(struct str *prose, struct str *words)
{
    const char *open = memchr(prose->at, '(', prose->len);
    const char *close;

    if (!open)
        return false;
    close = memchr(open, ')', prose->len - (size_t)(open - prose->at));
    if (!close)
        return false;
    *words = str_make(open + 1, (size_t)(close - open - 1));
    if (close + 1 == prose->at + prose->len)
        prose->len = (size_t)(open - prose->at);
    else
        *prose =
            str_make(close + 1, prose->len - (size_t)(close + 1 - prose->at));
    *prose = str_trim(*prose);
    return true;
}

/* "3 hours ago", "About a minute", "Less than a second ago". */
static int64_t
parse_age(struct str words)
{
    struct str number;
    struct str unit;
    unsigned long long count;
    size_t i;

    if (str_starts(words, "Less than a second"))
        return 0;
    if (str_starts(words, "About ")) {
        (void)str_cut(&words, ' ', &number);
        (void)str_cut(&words, ' ', &number);
        count = 1;
    } else if (!str_cut(&words, ' ', &number) || !str_to_u64(number, &count) ||
               count > COUNT_MAX) {
        return -1;
    }
    if (!str_cut(&words, ' ', &unit))
        return -1;
    for (i = 0; i < sizeof(units) / sizeof(*units); i++)
        if (str_starts(unit, units[i].word))
            return (int64_t)count * units[i].seconds;
    return -1;
}

struct status
status_parse(struct str prose)
{
    struct status status = {EXIT_UNKNOWN, HEALTH_NONE, -1};
    bool is_up = str_starts(prose, "Up ");
    struct str note;
    struct str verb;
    long long code;

    prose = str_trim(prose);
    if (take_brackets(&prose, &note)) {
        if (is_up) {
            if (str_starts(note, "health: "))
                note = str_make(note.at + 8, note.len - 8);
            status.health = health_from_name(note);
        } else if (str_to_i64(note, &code) && code >= 0 && code <= INT32_MAX) {
            status.exit_code = (int)code;
        }
    }
    if (is_up)
        (void)str_cut(&prose, ' ', &verb);
    status.age = parse_age(prose);
    return status;
}
