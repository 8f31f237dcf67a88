#include "config.h"

#include "store/totals.h"

static void
add_usage(struct totals *totals, const struct usage *usage)
{
    if (usage->has_cpu)
        totals->cpu_percent += usage->cpu_percent;
    if (usage->has_memory)
        totals->memory += usage->memory;
    if (usage->has_network_rate) {
        totals->network_rx_rate += usage->network_rx_rate;
        totals->network_tx_rate += usage->network_tx_rate;
    }
}

/* Where a container of this state is counted; NULL: nowhere but in `count`. */
static size_t *
place_of(struct totals *totals, enum container_state state)
{
    switch (state) {
    case STATE_RUNNING:
    case STATE_RESTARTING:
        return &totals->running;
    case STATE_PAUSED:
        return &totals->paused;
    case STATE_EXITED:
    case STATE_DEAD:
        return &totals->exited;
    case STATE_CREATED:
        return &totals->created;
    case STATE_UNKNOWN:
    case STATE_REMOVING:
        return NULL;
    }
    return NULL;
}

void
totals_add(struct totals *totals, const struct container_row *row,
           bool is_awaited)
{
    enum container_state state = row->value->state;
    size_t *place = place_of(totals, state);

    totals->count++;
    if (place)
        ++*place;
    if (state_is_up(state) && row->value->health == HEALTH_UNHEALTHY)
        totals->unhealthy++;
    if (place != &totals->running)
        return;
    /* Between two runs there is nothing to sample, and nothing to wait for. */
    if (state == STATE_RESTARTING || !is_awaited)
        totals->sampled++;
    if (row->usage)
        add_usage(totals, row->usage);
}
