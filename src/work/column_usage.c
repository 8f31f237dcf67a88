#include "config.h"

#include "work/column_say.h"

#include "base/format.h"

#include <stdio.h>

/* From here on a limit is about to bite. */
#define NEAR_LIMIT_PERCENT 90
#define RATE_MOST 1e18 /* bytes a second */

uint64_t
usage_age_ms(const struct container_row *row,
             const struct cell_context *context)
{
    return context->now_loop > row->usage_at ? context->now_loop - row->usage_at
                                             : 0;
}

bool
usage_is_stale(const struct container_row *row,
               const struct cell_context *context)
{
    return usage_age_ms(row, context) > USAGE_FRESH_MS;
}

/* What has no process has no numbers, and an unknown number is a "-": then
 * the cell is said and `usage` is of no use. */
static bool
say_missing(struct buf *out, const struct container_row *row, bool is_known,
            const char *unknown)
{
    if (!state_is_up(row->value->state))
        return true;
    if (is_known)
        return false;
    (void)buf_add_text(out, unknown);
    return true;
}

/* Trouble stays trouble; CPU has the age of all of them. */
static enum tone
stale_or(const struct container_row *row, const struct cell_context *context,
         enum tone tone)
{
    if (tone == TONE_TROUBLE || !usage_is_stale(row, context))
        return tone;
    return TONE_STALE;
}

enum tone
cpu_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;
    const struct usage *usage = row->usage;
    char text[64], age[FORMAT_SIZE];
    double percent;

    if (say_missing(out, row, usage && usage->has_cpu, "-"))
        return TONE_DIM;
    percent = usage->cpu_percent < 999999 ? usage->cpu_percent : 999999;
    if (usage_is_stale(row, context)) {
        format_age(age, (int64_t)(usage_age_ms(row, context) / 1000));
        (void)snprintf(text, sizeof(text), "%.0f %s", percent, age);
        if (strlen(text) <= WIDTH_CPU) {
            (void)buf_add_text(out, text);
            return TONE_STALE;
        }
    }
    (void)buf_addf(out, "%.*f", percent < 9999.95 ? 1 : 0, percent);
    return stale_or(row, context, TONE_PLAIN);
}

/* The engine reports the machine's memory where no limit was set. */
static bool
has_real_limit(const struct container_row *row,
               const struct cell_context *context)
{
    uint64_t machine;

    if (!context->store || row->usage->memory_limit == 0)
        return false;
    machine = store_totals(context->store, row->ref.engine)->host.memory;
    return machine != 0 && row->usage->memory_limit < machine;
}

enum tone
memory_say(struct buf *out, const void *data,
           const struct cell_context *context)
{
    const struct container_row *row = data;
    const struct usage *usage = row->usage;
    char used[FORMAT_SIZE], limit[FORMAT_SIZE];
    enum tone tone = TONE_PLAIN;

    if (say_missing(out, row, usage && usage->has_memory, "    -      "))
        return TONE_DIM;
    format_memory(used, usage->memory);
    if (!has_real_limit(row, context)) {
        (void)buf_addf(out, "%5s%6s", used, "");
        return stale_or(row, context, tone);
    }
    format_memory(limit, usage->memory_limit);
    (void)buf_addf(out, "%5s/%-5s", used, limit);
    if (usage->memory_percent >= NEAR_LIMIT_PERCENT)
        tone = TONE_TROUBLE;
    return stale_or(row, context, tone);
}

/* What no network and no disk reaches is cut, so that it fits an integer. */
static uint64_t
whole_bytes(double rate)
{
    if (rate >= RATE_MOST)
        return (uint64_t)RATE_MOST;
    return rate > 0 ? (uint64_t)rate : 0;
}

static enum tone
rates_say(struct buf *out, double in, double away)
{
    char left[FORMAT_SIZE], right[FORMAT_SIZE];

    format_traffic(left, whole_bytes(in));
    format_traffic(right, whole_bytes(away));
    (void)buf_addf(out, "%5s/%-5s", left, right);
    return in < 1 && away < 1 ? TONE_DIM : TONE_PLAIN;
}

enum tone
network_say(struct buf *out, const void *data,
            const struct cell_context *context)
{
    const struct container_row *row = data;
    const struct usage *usage = row->usage;

    if (say_missing(out, row, usage && usage->has_network_rate, "    -      "))
        return TONE_DIM;
    return stale_or(
        row, context,
        rates_say(out, usage->network_rx_rate, usage->network_tx_rate));
}

enum tone
disk_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;
    const struct usage *usage = row->usage;

    if (say_missing(out, row, usage && usage->has_block_rate, "    -      "))
        return TONE_DIM;
    return stale_or(
        row, context,
        rates_say(out, usage->block_read_rate, usage->block_write_rate));
}

enum tone
pids_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;
    const struct usage *usage = row->usage;
    enum tone tone = TONE_PLAIN;
    unsigned long long pids;

    if (say_missing(out, row, usage && usage->has_pids, "-"))
        return TONE_DIM;
    pids = usage->pids;
    if (pids <= 99999)
        (void)buf_addf(out, "%llu", pids);
    else if (pids / 1000 <= 9999)
        (void)buf_addf(out, "%lluk", pids / 1000);
    else
        (void)buf_add_text(out, "9999k");
    if (usage->pids_limit && (double)usage->pids * 100 >=
                                 (double)usage->pids_limit * NEAR_LIMIT_PERCENT)
        tone = TONE_TROUBLE;
    return stale_or(row, context, tone);
}
