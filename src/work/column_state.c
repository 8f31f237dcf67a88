#include "config.h"

#include "work/column_say.h"

#include "base/format.h"
#include "base/timestamp.h"
#include "work/trouble.h"

#include <stdio.h>

int64_t
state_since(const struct container *container)
{
    switch (container->state) {
    case STATE_RUNNING:
        return container->started;
    case STATE_EXITED:
    case STATE_DEAD:
        return container->finished;
    case STATE_CREATED:
        return container->created;
    default:
        /* Of the others the engine tells no time. */
        return TIMESTAMP_NONE;
    }
}

/* "word 3h", or the word alone when the age is not known. */
static void
say_with_age(struct buf *out, const char *word, const struct container *value,
             const struct cell_context *context)
{
    int64_t since = state_since(value);
    int64_t seconds = value->status_age;
    char age[FORMAT_SIZE];

    (void)buf_add_text(out, word);
    if (since != TIMESTAMP_NONE)
        seconds = since < context->now_wall
                      ? (context->now_wall - since) / SECOND_NS
                      : 0;
    else if (seconds < 0)
        return;
    format_age(age, seconds);
    (void)buf_addf(out, " %s", age);
}

static enum tone
exited_say(struct buf *out, const struct container_row *row,
           const struct cell_context *context)
{
    const struct container *value = row->value;
    char word[32] = "exited";

    if (value->exit_code != EXIT_UNKNOWN)
        (void)snprintf(word, sizeof(word), "exit %d", value->exit_code);
    say_with_age(out, word, value, context);
    if (value->oom_killed)
        (void)buf_add_text(out, " (oom)");
    return trouble_ended_well(row, context) ? TONE_STOPPED : TONE_TROUBLE;
}

/* "restarting, exit 1": in between; "restarting x5": again and again, which
 * says more than the code, and there is room for one of them. */
static enum tone
restarting_say(struct buf *out, const struct container_row *row,
               unsigned restarts)
{
    const struct container *value = row->value;
    bool failed = value->state == STATE_RESTARTING && value->exit_code > 0;

    (void)buf_add_text(out, "restarting");
    if (restarts > 0)
        (void)buf_addf(out, " x%u", restarts);
    else if (failed)
        (void)buf_addf(out, ", exit %d", value->exit_code);
    return failed || restarts > 0 ? TONE_TROUBLE : TONE_BUSY;
}

/* The engine keeps the last health of what has stopped. */
static enum tone
value_health_say(struct buf *out, const struct container *value)
{
    if (!state_is_up(value->state))
        return TONE_DIM;
    switch (value->health) {
    case HEALTH_NONE:
        return TONE_DIM;
    case HEALTH_STARTING:
        (void)buf_add_text(out, "starting");
        return TONE_BUSY;
    case HEALTH_HEALTHY:
        (void)buf_add_text(out, "ok");
        return TONE_GOOD;
    case HEALTH_UNHEALTHY:
        (void)buf_add_text(out, "unhealthy");
        return TONE_TROUBLE;
    }
    return TONE_DIM;
}

/* "up 3h ok": the health stands here, too, since a screen that has no room for
 * its column must still show what is unhealthy. */
static enum tone
running_say(struct buf *out, const struct container_row *row,
            const struct cell_context *context)
{
    unsigned restarts = trouble_restarts(row, context);

    if (restarts > 0)
        return restarting_say(out, row, restarts);
    say_with_age(out, "up", row->value, context);
    if (row->value->health == HEALTH_NONE)
        return TONE_GOOD;
    (void)buf_add_char(out, ' ');
    return value_health_say(out, row->value);
}

static enum tone
created_say(struct buf *out, const struct container *value,
            const struct cell_context *context)
{
    bool failed = value->error[0] != '\0';

    say_with_age(out, failed ? "start failed" : "created", value, context);
    return failed ? TONE_TROUBLE : TONE_STOPPED;
}

static enum tone
value_say(struct buf *out, const struct container_row *row,
          const struct cell_context *context)
{
    const struct container *value = row->value;

    switch (value->state) {
    case STATE_RUNNING:
        return running_say(out, row, context);
    case STATE_EXITED:
        return exited_say(out, row, context);
    case STATE_RESTARTING:
        return restarting_say(out, row, trouble_restarts(row, context));
    case STATE_CREATED:
        return created_say(out, value, context);
    case STATE_DEAD:
        say_with_age(out, "dead", value, context);
        return TONE_TROUBLE;
    case STATE_PAUSED:
        (void)buf_add_text(out, "paused");
        return TONE_STOPPED;
    case STATE_REMOVING:
        (void)buf_add_text(out, "removing");
        return TONE_BUSY;
    case STATE_UNKNOWN:
        break;
    }
    (void)buf_add_text(out, "unknown");
    return TONE_DIM;
}

/* Whether nobody knows if it is still so. */
static bool
link_is_down(const struct container_row *row,
             const struct cell_context *context)
{
    const struct link *link;

    if (!context->store)
        return false;
    link = store_link(context->store, row->ref.engine);
    return link->state == LINK_DOWN || link->state == LINK_SUSPENDED;
}

enum tone
state_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;
    enum tone tone;

    if (context->jobs &&
        jobs_say_row(out, context->jobs, &row->ref, context->now_loop))
        return TONE_BUSY;
    tone = value_say(out, row, context);
    return link_is_down(row, context) ? TONE_STALE : tone;
}

enum tone
health_say(struct buf *out, const void *data,
           const struct cell_context *context)
{
    const struct container_row *row = data;
    enum tone tone = value_health_say(out, row->value);

    return link_is_down(row, context) ? TONE_STALE : tone;
}

enum tone
restarts_say(struct buf *out, const void *data,
             const struct cell_context *context)
{
    const struct container_row *row = data;
    uint32_t count = row->value->restart_count;

    (void)context;
    if (!row->value->is_inspected)
        return TONE_DIM;
    if (count <= 99999999)
        (void)buf_addf(out, "%u", (unsigned)count);
    else
        (void)buf_addf(out, "%uk", (unsigned)(count / 1000));
    return count > 0 ? TONE_PLAIN : TONE_DIM;
}
