/* Columns of what limits do to a container: how often it waits for them, and
 * how near they are. */
#include "config.h"

#include "work/column_say.h"

#include <stdio.h>

/* From here on waiting is felt, in % of the time or of the periods. */
#define FELT_PERCENT 10
#define NEAR_LIMIT_PERCENT 90
#define COUNT_MOST 9999

static enum tone
stale_or(const struct container_row *row, const struct cell_context *context,
         enum tone tone)
{
    return tone != TONE_TROUBLE && usage_is_stale(row, context) ? TONE_STALE
                                                                : tone;
}

/* What does not run says nothing, what is not known "-". */
static enum tone
say_unknown(struct buf *out, const struct container_row *row,
            const char *unknown)
{
    if (state_is_up(row->value->state))
        (void)buf_add_text(out, unknown);
    return TONE_DIM;
}

static bool
is_up_with_usage(const struct container_row *row)
{
    return row->usage && state_is_up(row->value->state);
}

static enum tone
share_say(struct buf *out, const struct container_row *row,
          const struct cell_context *context, double percent)
{
    (void)buf_addf(out, "%.1f", percent);
    if (percent >= FELT_PERCENT)
        return TONE_TROUBLE;
    return stale_or(row, context, percent > 0 ? TONE_PLAIN : TONE_DIM);
}

/* ---- CPU ---- */

bool
throttled_is_known(const void *data)
{
    const struct container_row *row = data;

    return row->usage && row->usage->has_throttled_percent;
}

enum tone
throttled_say(struct buf *out, const void *data,
              const struct cell_context *context)
{
    const struct container_row *row = data;

    if (!is_up_with_usage(row) || !throttled_is_known(row))
        return say_unknown(out, row, "-");
    return share_say(out, row, context, (double)row->usage->throttled_percent);
}

static int
compare(double a, double b)
{
    return (a > b) - (a < b);
}

int
throttled_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return compare((double)a->usage->throttled_percent,
                   (double)b->usage->throttled_percent);
}

/* ---- memory ---- */

bool
pressure_is_known(const void *data)
{
    const struct container_row *row = data;

    return row->usage && row->usage->has_memory_pressure;
}

enum tone
pressure_say(struct buf *out, const void *data,
             const struct cell_context *context)
{
    const struct container_row *row = data;

    if (!is_up_with_usage(row) || !pressure_is_known(row))
        return say_unknown(out, row, "-");
    return share_say(out, row, context, (double)row->usage->memory_pressure);
}

int
pressure_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return compare((double)a->usage->memory_pressure,
                   (double)b->usage->memory_pressure);
}

bool
ooms_are_known(const void *data)
{
    const struct container_row *row = data;

    return row->usage && row->usage->has_oom_kills;
}

enum tone
ooms_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;
    uint32_t kills;

    if (!is_up_with_usage(row) || !ooms_are_known(row))
        return say_unknown(out, row, "-");
    kills = row->usage->oom_kills;
    if (kills > COUNT_MOST)
        (void)buf_addf(out, ">%d", COUNT_MOST);
    else
        (void)buf_addf(out, "%u", (unsigned)kills);
    return kills > 0 ? TONE_TROUBLE : stale_or(row, context, TONE_DIM);
}

int
ooms_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return compare(a->usage->oom_kills, b->usage->oom_kills);
}

/* ---- processes ---- */

bool
pids_share_is_known(const void *data)
{
    const struct container_row *row = data;

    return row->usage && row->usage->has_pids && row->usage->pids_limit > 0;
}

static double
pids_percent(const struct container_row *row)
{
    return (double)row->usage->pids * 100 / (double)row->usage->pids_limit;
}

enum tone
pids_share_say(struct buf *out, const void *data,
               const struct cell_context *context)
{
    const struct container_row *row = data;
    double percent;

    if (!is_up_with_usage(row) || !pids_share_is_known(row))
        return say_unknown(out, row, "-");
    percent = pids_percent(row);
    (void)buf_addf(out, "%.1f", percent < COUNT_MOST ? percent : COUNT_MOST);
    return percent >= NEAR_LIMIT_PERCENT ? TONE_TROUBLE
                                         : stale_or(row, context, TONE_PLAIN);
}

int
pids_share_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return compare(pids_percent(a), pids_percent(b));
}

/* ---- all of them, as words for the filter ---- */

void
limits_say(struct buf *out, const void *data,
           const struct cell_context *context)
{
    static const struct {
        const char *word;
        enum tone (*say)(struct buf *out, const void *row,
                         const struct cell_context *context);
    } limits[] = {
        {"throttled", throttled_say},
        {"pressure", pressure_say},
        {"oom", ooms_say},
        {"memory", memory_say},
        {"pids", pids_share_say},
    };
    struct buf cell = BUF_INIT(128);

    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
        if (limits[i].say(&cell, data, context) == TONE_TROUBLE) {
            (void)buf_add_text(out, limits[i].word);
            (void)buf_add_char(out, '\0');
        }
    buf_release(&cell);
}
