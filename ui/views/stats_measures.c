#include "config.h"

#include "ui/views/stats_measures.h"

#include "base/format.h"
#include "base/ring.h"
#include "base/timestamp.h"
#include "ui/widgets/chart.h"

/* A sample speaks for so long: twice Podman's period and a little. */
#define HOLD_NS (11 * SECOND_NS)
#define BYTES_MOST 1e18 /* more fits no integer, and no machine */

/* ---- CPU ---------------------------------------------------------------- */

static double
cpu_pick(const struct moment *moment)
{
    return (double)moment->cpu;
}

static void
cpu_words(struct buf *out, double percent)
{
    (void)buf_addf(out, "%.*f %%", percent < 99999.95 ? 1 : 0, percent);
}

static double
cpu_limit(const struct measured *measured)
{
    return (double)measured->container->nano_cpus / 1e7;
}

static void
cpu_now(struct buf *out, const struct measured *measured, bool is_short)
{
    double most = cpu_limit(measured);

    cpu_words(out, measured->usage->cpu_percent);
    if (most <= 0)
        most = measured->host->cpus * 100.0;
    if (!is_short && most > 0)
        (void)buf_addf(out, " of %.0f %%", most);
}

/* ---- memory ------------------------------------------------------------- */

static double
memory_pick(const struct moment *moment)
{
    return (double)moment->memory;
}

static void
memory_words(struct buf *out, double bytes)
{
    char text[FORMAT_SIZE];

    format_memory(text, bytes < BYTES_MOST ? (uint64_t)bytes : UINT64_MAX);
    (void)buf_add_text(out, text);
}

/* The engine reports the machine's memory where no limit was set. */
static double
memory_limit(const struct measured *measured)
{
    uint64_t limit = measured->usage->memory_limit;

    return limit < measured->host->memory ? (double)limit : 0;
}

static void
memory_now(struct buf *out, const struct measured *measured, bool is_short)
{
    double limit = memory_limit(measured);

    memory_words(out, (double)measured->usage->memory);
    if (limit <= 0)
        return;
    (void)buf_add_text(out, is_short ? "/" : " of ");
    memory_words(out, limit);
}

/* ---- network and disk --------------------------------------------------- */

static double
network_pick(const struct moment *moment)
{
    return (double)moment->network;
}

static double
disk_pick(const struct moment *moment)
{
    return (double)moment->block;
}

static void
bytes_words(struct buf *out, double rate)
{
    char text[FORMAT_SIZE];

    format_traffic(text,
                   rate < BYTES_MOST ? (uint64_t)rate : (uint64_t)BYTES_MOST);
    (void)buf_add_text(out, text);
}

static void
rate_words(struct buf *out, double rate)
{
    bytes_words(out, rate);
    (void)buf_add_text(out, "/s");
}

static void
both_ways(struct buf *out, double in, const char *in_word, double away,
          const char *away_word, bool is_short)
{
    if (is_short) {
        bytes_words(out, in);
        (void)buf_add_char(out, '/');
        bytes_words(out, away);
        return;
    }
    rate_words(out, in);
    (void)buf_addf(out, " %s ", in_word);
    rate_words(out, away);
    (void)buf_addf(out, " %s", away_word);
}

static void
network_now(struct buf *out, const struct measured *measured, bool is_short)
{
    both_ways(out, measured->usage->network_rx_rate, "in",
              measured->usage->network_tx_rate, "out", is_short);
}

static void
disk_now(struct buf *out, const struct measured *measured, bool is_short)
{
    both_ways(out, measured->usage->block_read_rate, "read",
              measured->usage->block_write_rate, "write", is_short);
}

/* ---- processes ---------------------------------------------------------- */

static double
pids_pick(const struct moment *moment)
{
    return (double)moment->pids;
}

static void
pids_words(struct buf *out, double pids)
{
    (void)buf_addf(out, "%.0f", pids);
}

static double
pids_limit(const struct measured *measured)
{
    return (double)measured->usage->pids_limit;
}

static void
pids_now(struct buf *out, const struct measured *measured, bool is_short)
{
    pids_words(out, (double)measured->usage->pids);
    if (!is_short && measured->usage->pids_limit > 0)
        (void)buf_addf(out, " of %.0f", pids_limit(measured));
}

const struct measure stats_measures[MEASURE_COUNT] = {
    {.name = "cpu",
     .share = 3,
     .pick = cpu_pick,
     .say = cpu_words,
     .say_now = cpu_now,
     .limit = cpu_limit,
     .least_top = 2},
    {.name = "mem",
     .share = 2,
     .pick = memory_pick,
     .say = memory_words,
     .say_now = memory_now,
     .limit = memory_limit,
     .is_of_limit = true,
     .least_top = 1},
    {.name = "net",
     .share = 2,
     .pick = network_pick,
     .say = rate_words,
     .say_now = network_now,
     .least_top = 1000},
    {.name = "disk",
     .share = 2,
     .pick = disk_pick,
     .say = rate_words,
     .say_now = disk_now,
     .least_top = 1000},
    {.name = "pids",
     .share = 1,
     .pick = pids_pick,
     .say = pids_words,
     .say_now = pids_now,
     .limit = pids_limit,
     .least_top = 4},
};

/* ---- the history -------------------------------------------------------- */

void
measure_sum_up(struct measure_sums *sums, const struct measure *measure,
               const struct ring *history)
{
    double total = 0;
    size_t known = 0;

    *sums = (struct measure_sums){CHART_UNKNOWN, CHART_UNKNOWN};
    for (size_t i = 0; history && i < history->count; i++) {
        double number = measure->pick(ring_at(history, i));

        if (number < 0)
            continue;
        total += number;
        known++;
        if (number > sums->peak)
            sums->peak = number;
    }
    if (known > 0)
        sums->average = total / (double)known;
}

static void
fill(double *columns, int from, int to, double number)
{
    for (int i = from > 0 ? from : 0; i < to; i++)
        columns[i] = number;
}

void
measure_fill(double *columns, int count, int64_t span,
             const struct measure *measure, const struct ring *history)
{
    const struct moment *newest = history ? ring_last(history) : NULL;
    const struct moment *before = NULL;
    int64_t piece = count > 0 && span >= count ? span / count : 1;
    int64_t before_at = 0;

    fill(columns, 0, count, CHART_UNKNOWN);
    for (size_t i = 0; newest && i < history->count; i++) {
        const struct moment *moment = ring_at(history, i);
        /* Pieces begin at multiples of their length, so they stay the same
         * while time goes on. */
        int64_t at = count - 1 - (newest->read / piece - moment->read / piece);

        if (at >= count) /* the engine's clock went back */
            continue;
        if (before && at >= 0 && moment->read - before->read <= HOLD_NS)
            fill(columns, before_at >= 0 ? (int)before_at + 1 : 0, (int)at,
                 measure->pick(before));
        if (at >= 0 && measure->pick(moment) > columns[at])
            columns[at] = measure->pick(moment);
        before = moment;
        before_at = at;
    }
}
