#include "config.h"

#include "base/format.h"

#include <inttypes.h>
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define MINUTE INT64_C(60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* `bytes` in the largest unit that leaves a whole part. */
static void
format_short(char out[FORMAT_SIZE], uint64_t bytes, uint64_t base,
             const char *letters)
{
    uint64_t unit = 1;
    uint64_t tenths;

    if (bytes < base) {
        (void)snprintf(out, FORMAT_SIZE, "%" PRIu64 "B", bytes);
        return;
    }
    while (bytes / unit >= base) {
        unit *= base;
        letters++;
    }
    /* Rounded in integers; the remainder is below 2^60, so times 10 fits. */
    tenths = bytes / unit * 10 + (bytes % unit * 10 + unit / 2) / unit;
    if (tenths >= base * 10 && letters[0] != '\0') {
        tenths = 10; /* 1023.96K is 1.0M */
        letters++;
    }
    /* From 9.95 on a tenth says little. */
    if (tenths < 100)
        (void)snprintf(out, FORMAT_SIZE, "%" PRIu64 ".%" PRIu64 "%c",
                       tenths / 10, tenths % 10, letters[-1]);
    else
        (void)snprintf(out, FORMAT_SIZE, "%" PRIu64 "%c", (tenths + 5) / 10,
                       letters[-1]);
}

void
format_memory(char out[FORMAT_SIZE], uint64_t bytes)
{
    format_short(out, bytes, 1024, "KMGTPE");
}

void
format_traffic(char out[FORMAT_SIZE], uint64_t bytes)
{
    format_short(out, bytes, 1000, "kMGTPE");
}

/* go-units CustomSize(): units from `names`, `digits` significant digits. */
static void
format_docker(char out[FORMAT_SIZE], uint64_t bytes, double base, int digits,
              const char names[][4])
{
    double size = (double)bytes;
    size_t unit = 0;

    while (size >= base) {
        size /= base;
        unit++;
    }
    (void)snprintf(out, FORMAT_SIZE, "%.*g%.3s", digits, size, names[unit]);
}

void
format_memory_docker(char out[FORMAT_SIZE], uint64_t bytes)
{
    static const char names[][4] = {"B",   "KiB", "MiB", "GiB",
                                    "TiB", "PiB", "EiB"};

    format_docker(out, bytes, 1024, 4, names);
}

void
format_traffic_docker(char out[FORMAT_SIZE], uint64_t bytes)
{
    static const char names[][4] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    format_docker(out, bytes, 1000, 3, names);
}

/* Where each unit of an age ends; the docker CLI's HumanDuration(). */
static const struct age_unit {
    int64_t end;
    int64_t seconds;
    const char *name;
} age_units[] = {
    {MINUTE, 1, "s"},
    {HOUR, MINUTE, "m"},
    {48 * HOUR, HOUR, "h"},
    {14 * DAY, DAY, "d"},
    {60 * DAY, 7 * DAY, "w"},
    {730 * DAY, 30 * DAY, "mo"},
    {INT64_MAX, 365 * DAY, "y"},
};

static const struct age_unit *
age_unit_of(int64_t seconds)
{
    size_t i = 0;

    while (i < COUNT(age_units) - 1 && seconds >= age_units[i].end)
        i++;
    return &age_units[i];
}

void
format_age(char out[FORMAT_SIZE], int64_t seconds)
{
    const struct age_unit *unit = age_unit_of(seconds);

    if (seconds < 0)
        seconds = 0;
    (void)snprintf(out, FORMAT_SIZE, "%" PRId64 "%s", seconds / unit->seconds,
                   unit->name);
}

int64_t
format_age_next(int64_t seconds)
{
    const struct age_unit *unit = age_unit_of(seconds);
    int64_t left;

    if (seconds < 0)
        return seconds == INT64_MIN ? INT64_MAX : 1 - seconds;
    left = unit->seconds - seconds % unit->seconds;
    return left < unit->end - seconds ? left : unit->end - seconds;
}
