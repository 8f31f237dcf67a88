#include "config.h"

#include "store/numbers.h"

#include "store/store.h"

#include <math.h>

void
numbers_init(struct numbers *numbers)
{
    *numbers = (struct numbers){0};
    ring_init(&numbers->history, sizeof(struct moment), HISTORY_SAMPLES);
}

void
numbers_release(struct numbers *numbers)
{
    ring_release(&numbers->history);
}

void
numbers_clear(struct numbers *numbers)
{
    numbers_release(numbers);
    numbers_init(numbers);
}

/* Let `smooth` follow `value` by `share`, which is 1 for a first value. */
static void
follow(double *smooth, double value, double share)
{
    *smooth += (value - *smooth) * share;
}

static void
smooth_usage(struct numbers *numbers, const struct usage *usage)
{
    double share = 1;

    if (numbers->is_known) {
        double seconds =
            (double)(usage->read - numbers->usage.read) / (double)SECOND_NS;

        share = seconds > 0 ? 1 - exp2(-seconds / NUMBERS_HALF_LIFE) : 0;
    }
    if (usage->has_cpu)
        follow(&numbers->cpu_smooth, usage->cpu_percent,
               numbers->usage.has_cpu ? share : 1);
    if (usage->has_memory)
        follow(&numbers->memory_smooth, (double)usage->memory, share);
    if (usage->has_network_rate)
        follow(&numbers->network_smooth,
               usage->network_rx_rate + usage->network_tx_rate,
               numbers->usage.has_network_rate ? share : 1);
    if (usage->has_block_rate)
        follow(&numbers->block_smooth,
               usage->block_read_rate + usage->block_write_rate,
               numbers->usage.has_block_rate ? share : 1);
}

static float
known(bool is_known, double number)
{
    return is_known && isfinite(number) ? (float)number : MOMENT_UNKNOWN;
}

static struct moment
moment_of(const struct usage *usage)
{
    return (struct moment){
        .read = usage->read,
        .cpu = known(usage->has_cpu, usage->cpu_percent),
        .memory = known(usage->has_memory, (double)usage->memory),
        .network = known(usage->has_network_rate,
                         usage->network_rx_rate + usage->network_tx_rate),
        .block = known(usage->has_block_rate,
                       usage->block_read_rate + usage->block_write_rate),
        .pids = known(usage->has_pids, (double)usage->pids),
    };
}

bool
numbers_put(struct numbers *numbers, const struct sample *sample)
{
    const struct sample *before = NULL;
    struct moment moment;
    struct usage usage;

    if (numbers->is_known && sample->read - numbers->sample.read <= NUMBERS_GAP)
        before = &numbers->sample;
    if (!usage_compute(&usage, sample, before)) {
        numbers_clear(numbers);
        return false;
    }
    smooth_usage(numbers, &usage);
    numbers->usage = usage;
    numbers->is_known = true;
    numbers->sample = *sample;
    moment = moment_of(&usage);
    ring_push(&numbers->history, &moment);
    return true;
}
