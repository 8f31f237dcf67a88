#include "config.h"

#include "work/trouble.h"

#include "base/timestamp.h"
#include "engine/event.h"

#define WINDOW_NS (TROUBLE_WINDOW * SECOND_NS)

/* The event before *place that is about this container, and not older than
 * `since`; NULL: there is none. *place begins at the count of all events. */
static const struct event *
event_before(const struct container_row *row, const struct store *store,
             size_t *place, int64_t since)
{
    while (*place > 0) {
        const struct event *event =
            store_event_at(store, row->ref.engine, --*place);

        if (event->time_ns < since)
            return NULL;
        if (event->type == EVENT_CONTAINER &&
            strcmp(event->id, row->value->id) == 0)
            return event;
    }
    return NULL;
}

static bool
is_action(const struct event *event, const char *action)
{
    return strcmp(event->action, action) == 0;
}

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

/* How often it ended within the window without having been told to: by a kill
 * event between the start and the end. From the newest to the oldest. */
static unsigned
count_deaths(const struct container_row *row,
             const struct cell_context *context)
{
    const struct event *event;
    unsigned deaths = 0;
    bool is_open = false; /* an end of which the kill was not seen */
    size_t place;

    if (!context->store)
        return 0;
    place = store_event_count(context->store, row->ref.engine);
    while ((event = event_before(row, context->store, &place,
                                 context->now_wall - WINDOW_NS))) {
        bool is_end = is_action(event, "die");

        if (is_end || is_action(event, "start"))
            deaths += is_open;
        else if (!is_action(event, "kill"))
            continue;
        is_open = is_end;
    }
    return deaths + is_open;
}

unsigned
trouble_restarts(const struct container_row *row,
                 const struct cell_context *context)
{
    const struct container *value = row->value;
    unsigned deaths;

    if (value->state != STATE_RUNNING && value->state != STATE_RESTARTING)
        return 0;
    if (!is_recent(value, context->now_wall))
        return 0;
    deaths = count_deaths(row, context);
    if (deaths < value->restart_count)
        deaths = value->restart_count;
    return deaths >= TROUBLE_RESTARTS ? deaths : 0;
}

/* ---- how it ended ---- */

/* Whether the engine said since the last start that it was killed. */
static bool
was_killed(const struct container_row *row, const struct cell_context *context)
{
    const struct event *event;
    size_t place;

    if (!context->store)
        return false;
    place = store_event_count(context->store, row->ref.engine);
    while ((event = event_before(row, context->store, &place, INT64_MIN))) {
        if (is_action(event, "kill"))
            return true;
        if (is_action(event, "start"))
            return false;
    }
    return false;
}

bool
trouble_ended_well(const struct container_row *row,
                   const struct cell_context *context)
{
    const struct container *value = row->value;

    if (value->oom_killed)
        return false;
    switch (value->exit_code) {
    case EXIT_UNKNOWN:
    case 0:
    case EXIT_TERMINATED:
        return true;
    case EXIT_KILLED:
        return was_killed(row, context);
    default:
        return false;
    }
}

/* ---- both ---- */

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
