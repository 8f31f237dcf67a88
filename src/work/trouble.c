#include "config.h"

#include "work/trouble.h"

#include "base/timestamp.h"

#define WINDOW_NS (TROUBLE_WINDOW * SECOND_NS)

/* ---- restarts ---- */

/* Whether it began or ended within the window; not known: no. */
static bool
is_recent(const struct container *value, int64_t now)
{
    return (value->started != TIMESTAMP_NONE &&
            value->started > now - WINDOW_NS) ||
           (value->finished != TIMESTAMP_NONE &&
            value->finished > now - WINDOW_NS);
}

unsigned
trouble_restarts(const struct container_row *row,
                 const struct cell_context *context)
{
    const struct container *value = row->value;

    if (value->state != STATE_RUNNING && value->state != STATE_RESTARTING)
        return 0;
    if (!is_recent(value, context->now_wall))
        return 0;
    return value->restart_count >= TROUBLE_RESTARTS ? value->restart_count : 0;
}

/* ---- how it ended ---- */

bool
trouble_ended_well(const struct container_row *row,
                   const struct cell_context *context)
{
    const struct container *value = row->value;

    (void)context;
    if (value->oom_killed)
        return false;
    return value->exit_code == EXIT_UNKNOWN || value->exit_code == 0 ||
           value->exit_code == EXIT_TERMINATED;
}

bool
trouble_is(const struct container_row *row, const struct cell_context *context)
{
    const struct container *value = row->value;

    switch (value->state) {
    case STATE_RESTARTING:
    case STATE_DEAD:
        return true;
    case STATE_RUNNING:
    case STATE_PAUSED:
        return value->health == HEALTH_UNHEALTHY ||
               trouble_restarts(row, context) > 0;
    case STATE_CREATED:
        return value->error[0] != '\0';
    case STATE_EXITED:
        return !trouble_ended_well(row, context);
    case STATE_UNKNOWN:
    case STATE_REMOVING:
        return false;
    }
    return false;
}
