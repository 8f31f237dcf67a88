#include "config.h"

#include "work/column.h"

#include "base/format.h"
#include "base/timestamp.h"
#include "work/column_say.h"

#define DIGEST_PREFIX "sha256:"

void
short_id_say(struct buf *out, const char *id)
{
    struct str digits = str_of(id);

    if (str_starts(digits, DIGEST_PREFIX)) {
        digits.at += strlen(DIGEST_PREFIX);
        digits.len -= strlen(DIGEST_PREFIX);
    }
    if (digits.len > WIDTH_ID)
        digits.len = WIDTH_ID;
    (void)buf_add_str(out, digits);
}

static enum tone
name_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;

    (void)context;
    (void)buf_add_text(out, row->value->name);
    return state_is_up(row->value->state) ? TONE_PLAIN : TONE_DIM;
}

static enum tone
image_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;
    const char *image = row->value->image;

    (void)context;
    /* The engine falls back to the digest when the name went to another
     * image. */
    if (str_starts(str_of(image), DIGEST_PREFIX))
        short_id_say(out, image);
    else
        (void)buf_add_text(out, image);
    return TONE_PLAIN;
}

static enum tone
project_say(struct buf *out, const void *data,
            const struct cell_context *context)
{
    const struct container_row *row = data;

    (void)context;
    (void)buf_add_text(out, row->value->project);
    return TONE_PLAIN;
}

static enum tone
id_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;

    (void)context;
    short_id_say(out, row->value->id);
    return TONE_DIM;
}

static enum tone
ports_cell_say(struct buf *out, const void *data,
               const struct cell_context *context)
{
    const struct container_row *row = data;

    (void)context;
    ports_say(out, row->value);
    return TONE_PLAIN;
}

/* ---- the table */

#define LIVE_NUMBER .is_right = true, .is_live = true, .starts_descending = true

const struct column container_columns[] = {
    {.name = "name",
     .title = "NAME",
     .help = "the container's name",
     .width_min = 8,
     .width_max = 32,
     .priority = 0,
     .is_steady = true,
     .say = name_say,
     .compare = name_compare,
     .say_group = name_say_group,
     .compare_groups = name_compare_groups},
    {.name = "state",
     .title = "STATE",
     .help = "what it does, since when and how well, or how it ended",
     .width_min = 11,
     .width_max = WIDTH_STATE,
     .priority = 1,
     .say = state_say,
     .compare = state_compare,
     .say_group = state_say_group},
    {.name = "health",
     .title = "HEALTH",
     .help = "what its health check says",
     .width_min = 9,
     .width_max = 9,
     .priority = 13,
     .say = health_say,
     .compare = health_compare,
     .is_known = health_is_known},
    {.name = "restarts",
     .title = "RESTARTS",
     .help = "how often its restart policy started it again",
     .width_min = WIDTH_RESTARTS,
     .width_max = WIDTH_RESTARTS,
     .priority = 12,
     .is_right = true,
     .starts_descending = true,
     .say = restarts_say,
     .compare = restarts_compare,
     .is_known = restarts_are_known},
    {.name = "cpu",
     .title = "CPU %",
     .help = "100 is one full core; an old number has its age behind it",
     .width_min = WIDTH_CPU,
     .width_max = WIDTH_CPU,
     .priority = 2,
     LIVE_NUMBER,
     .say = cpu_say,
     .compare = cpu_compare,
     .is_known = cpu_is_known,
     .say_group = cpu_say_group,
     .compare_groups = cpu_compare_groups},
    {.name = "trend",
     .title = "TREND",
     .help = "CPU over the last two minutes",
     .width_min = WIDTH_TREND,
     .width_max = WIDTH_TREND,
     .priority = 4,
     .is_live = true,
     .starts_descending = true,
     .say = trend_say,
     .compare = cpu_compare,
     .is_known = cpu_is_known},
    {.name = "memory",
     .title = "MEM/LIMIT",
     .help = "memory without the file cache, and the limit if one is set",
     .width_min = WIDTH_PAIR,
     .width_max = WIDTH_PAIR,
     .priority = 3,
     LIVE_NUMBER,
     .say = memory_say,
     .compare = memory_compare,
     .is_known = memory_is_known,
     .say_group = memory_say_group,
     .compare_groups = memory_compare_groups},
    {.name = "network",
     .title = "DOWN/UP",
     .help = "network, bytes a second received and sent",
     .width_min = WIDTH_PAIR,
     .width_max = WIDTH_PAIR,
     .priority = 7,
     LIVE_NUMBER,
     .say = network_say,
     .compare = network_compare,
     .is_known = network_is_known},
    {.name = "disk",
     .title = "READ/WRITE",
     .help = "disk, bytes a second read and written",
     .width_min = WIDTH_PAIR,
     .width_max = WIDTH_PAIR,
     .priority = 9,
     LIVE_NUMBER,
     .say = disk_say,
     .compare = disk_compare,
     .is_known = disk_is_known},
    {.name = "pids",
     .title = "PIDS",
     .help = "processes and threads",
     .width_min = WIDTH_PIDS,
     .width_max = WIDTH_PIDS,
     .priority = 8,
     LIVE_NUMBER,
     .say = pids_say,
     .compare = pids_compare,
     .is_known = pids_are_known},
    {.name = "throttled",
     .title = "THROT%",
     .help = "CPU periods, in %, that its limit cut short",
     .width_min = WIDTH_LIMIT,
     .width_max = WIDTH_LIMIT,
     .priority = 14,
     .is_optional = true,
     LIVE_NUMBER,
     .say = throttled_say,
     .compare = throttled_compare,
     .is_known = throttled_is_known},
    {.name = "pressure",
     .title = "MEMPR%",
     .help = "time, in %, that a process waited for memory (cgroup v2)",
     .width_min = WIDTH_LIMIT,
     .width_max = WIDTH_LIMIT,
     .priority = 15,
     .is_optional = true,
     LIVE_NUMBER,
     .say = pressure_say,
     .compare = pressure_compare,
     .is_known = pressure_is_known},
    {.name = "ooms",
     .title = "OOMS",
     .help = "processes killed for memory since the start (cgroup files)",
     .width_min = WIDTH_PIDS,
     .width_max = WIDTH_PIDS,
     .priority = 16,
     .is_optional = true,
     LIVE_NUMBER,
     .say = ooms_say,
     .compare = ooms_compare,
     .is_known = ooms_are_known},
    {.name = "pids-share",
     .title = "PIDS%",
     .help = "processes and threads, in % of their limit",
     .width_min = WIDTH_LIMIT,
     .width_max = WIDTH_LIMIT,
     .priority = 17,
     .is_optional = true,
     LIVE_NUMBER,
     .say = pids_share_say,
     .compare = pids_share_compare,
     .is_known = pids_share_is_known},
    {.name = "ports",
     .title = "PORTS",
     .help = "ports of the host and where they lead, then unpublished ones",
     .width_min = 12,
     .width_max = 24,
     .priority = 5,
     .has_words = true,
     .is_steady = true,
     .say = ports_cell_say,
     .compare = ports_compare,
     .is_known = ports_are_known},
    {.name = "image",
     .title = "IMAGE",
     .help = "the image as it was named when the container was created",
     .width_min = 10,
     .width_max = 32,
     .priority = 6,
     .is_steady = true,
     .say = image_say,
     .compare = image_compare},
    {.name = "project",
     .title = "PROJECT",
     .help = "the compose project",
     .width_min = 7,
     .width_max = 16,
     .priority = 10,
     .is_steady = true,
     .say = project_say,
     .compare = project_compare,
     .is_known = project_is_known},
    {.name = "id",
     .title = "ID",
     .help = "the first digits of the container's id",
     .width_min = WIDTH_ID,
     .width_max = WIDTH_ID,
     .priority = 11,
     .is_steady = true,
     .say = id_say,
     .compare = id_compare},
};
_Static_assert(sizeof(container_columns) / sizeof(container_columns[0]) ==
                   CONTAINER_COLUMNS,
               "CONTAINER_COLUMNS is not what there is");
const size_t container_column_count = CONTAINER_COLUMNS;

const struct column *
column_find(const struct column *columns, size_t count, struct str name)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (str_is(name, columns[i].name))
            return &columns[i];
    return NULL;
}

/* ---- the clock */

static uint64_t
sooner(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0)
        return a + b;
    return a < b ? a : b;
}

/* An age of `ms`: how long until it is written otherwise. */
static uint64_t
age_tick_ms(uint64_t ms)
{
    int64_t seconds = (int64_t)(ms / 1000);

    return (uint64_t)format_age_next(seconds) * 1000 - ms % 1000;
}

uint64_t
since_tick_ms(int64_t since, const struct cell_context *context)
{
    if (since == TIMESTAMP_NONE)
        return 0;
    /* The engine's clock goes ahead of ours: its age is 0 for so long. */
    if (since > context->now_wall)
        return age_tick_ms(0) + (uint64_t)(since - context->now_wall) / 1000000;
    return age_tick_ms((uint64_t)(context->now_wall - since) / 1000000);
}

static uint64_t
usage_tick_ms(const struct container_row *row,
              const struct cell_context *context)
{
    uint64_t age = usage_age_ms(row, context);

    if (!row->usage || !state_is_up(row->value->state))
        return 0;
    if (!usage_is_stale(row, context))
        return USAGE_FRESH_MS + 1 - age;
    return age_tick_ms(age);
}

uint64_t
row_tick_ms(const struct container_row *row, const struct cell_context *context)
{
    uint64_t act = 0;

    if (context->jobs)
        act = jobs_tick_ms(context->jobs, &row->ref, context->now_loop);
    /* The words of an act stand where the state's age was. */
    if (act == 0)
        act = since_tick_ms(state_since(row->value), context);
    return sooner(act, usage_tick_ms(row, context));
}
