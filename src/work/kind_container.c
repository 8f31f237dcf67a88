#include "config.h"

#include "work/kind_private.h"

#include "work/column_say.h"
#include "work/rows.h"
#include "work/trouble.h"

/* ---- fields of containers ---- */

/* What the column of this name says, as a piece. */
static void
add_cell(struct buf *out, const char *column, const void *row,
         const struct cell_context *context)
{
    (void)column_find(container_columns, container_column_count, str_of(column))
        ->say(out, row, context);
    (void)buf_add_char(out, '\0');
}

static void
say_name(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;

    (void)context;
    field_add_piece(out, row->value->name);
}

static void
say_image(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;

    (void)context;
    field_add_piece(out, row->value->image);
}

static void
say_state(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;

    field_add_piece(out, state_name(row->value->state));
    add_cell(out, "state", row, context);
}

/* The engine keeps the last health of what has stopped, which is none. */
static void
say_health(struct buf *out, const void *data,
           const struct cell_context *context)
{
    const struct container_row *row = data;
    enum container_health health = row->value->health;

    if (!state_is_up(row->value->state))
        health = HEALTH_NONE;
    field_add_piece(out, health == HEALTH_NONE ? "none" : health_name(health));
    add_cell(out, "health", row, context);
}

static void
say_labels(struct buf *out, const void *data,
           const struct cell_context *context)
{
    const struct container_row *row = data;
    const struct container *value = row->value;

    (void)context;
    for (size_t i = 0; i < value->label_count; i++) {
        (void)buf_addf(out, "%s=", value->labels[i].name);
        field_add_piece(out, value->labels[i].value);
    }
}

static void
say_project(struct buf *out, const void *data,
            const struct cell_context *context)
{
    const struct container_row *row = data;

    (void)context;
    field_add_piece(out, row->value->project);
}

/* Each number, and the whole: "80", "8080", "127.0.0.1:8080->80/tcp". */
static void
say_ports(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;
    const struct container *value = row->value;

    (void)context;
    for (size_t i = 0; i < value->port_count; i++) {
        const struct port *port = &value->ports[i];

        (void)buf_addf(out, "%u%c", (unsigned)port->private_port, '\0');
        if (port->public_port)
            (void)buf_addf(out, "%u%c%s:%u->", (unsigned)port->public_port,
                           '\0', port->ip, (unsigned)port->public_port);
        (void)buf_addf(out, "%u/%s%c", (unsigned)port->private_port, port->type,
                       '\0');
    }
}

static void
say_id(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;

    (void)context;
    field_add_piece(out, row->value->id);
}

static const struct field container_fields[] = {
    {.name = "name",
     .help = "the container's name",
     .type = FIELD_TEXT,
     .say = say_name},
    {.name = "image",
     .help = "the image that it was created from",
     .type = FIELD_TEXT,
     .say = say_image},
    {.name = "state",
     .help = "running, exited, paused, ...",
     .type = FIELD_WORD,
     .say = say_state},
    {.name = "health",
     .help = "healthy, unhealthy, starting, none",
     .type = FIELD_WORD,
     .say = say_health},
    {.name = "label",
     .help = "a label's name, or name=value",
     .type = FIELD_LABEL,
     .say = say_labels},
    {.name = "project",
     .help = "the compose project",
     .type = FIELD_TEXT,
     .say = say_project},
    {.name = "port",
     .help = "a port of the host or of the container",
     .type = FIELD_NUMBER,
     .say = say_ports},
    {.name = "limit",
     .help = "limits that are felt now: throttled, pressure, oom, memory, "
             "pids",
     .type = FIELD_WORD,
     .say = limits_say,
     .is_live = true},
    {.name = "host",
     .help = "the engine",
     .type = FIELD_TEXT,
     .say = field_say_host},
    {.name = "id",
     .help = "the container's id",
     .type = FIELD_TEXT,
     .say = say_id},
};

/* ---- rows of containers ---- */

static const void *
container_at(const struct store *store, size_t index)
{
    return store_container_at(store, index);
}

static const void *
container_find(const struct store *store, const struct ref *ref)
{
    return store_find_container(store, ref);
}

static const char *
container_name(const void *data)
{
    const struct container_row *row = data;

    return row->value->name;
}

static const char *
container_id(const void *data)
{
    const struct container_row *row = data;

    return row->value->id;
}

static bool
container_leads(const void *data)
{
    const struct container_row *row = data;

    return state_is_up(row->value->state);
}

static bool
container_is_wrong(const void *data, const struct cell_context *context)
{
    return trouble_is(data, context);
}

static const char *
container_project(const void *data)
{
    const struct container_row *row = data;

    return row->value->project;
}

static void
container_add_numbers(struct group *group, const void *data)
{
    const struct container_row *row = data;
    const struct usage *usage = row->usage;

    if (!usage || !state_is_up(row->value->state))
        return;
    if (usage->has_cpu) {
        group->has_cpu = true;
        group->cpu_percent += usage->cpu_percent;
        group->cpu_smooth += row->cpu_smooth;
    }
    if (usage->has_memory) {
        group->has_memory = true;
        group->memory += usage->memory;
        group->memory_smooth += row->memory_smooth;
    }
}

static uint64_t
container_tick_ms(const void *data, const struct cell_context *context)
{
    return row_tick_ms(data, context);
}

const struct kind container_kind = {
    .ref_kind = REF_CONTAINER,
    .name = "containers",
    .singular = "container",
    .columns = container_columns,
    .column_count = CONTAINER_COLUMNS,
    .fields = container_fields,
    .field_count = sizeof(container_fields) / sizeof(container_fields[0]),
    .count = store_container_count,
    .at = container_at,
    .find = container_find,
    .row_name = container_name,
    .row_id = container_id,
    .leads = container_leads,
    .is_wrong = container_is_wrong,
    .project = container_project,
    .add_numbers = container_add_numbers,
    .tick_ms = container_tick_ms,
};
