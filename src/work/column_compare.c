#include "config.h"

#include "work/column_say.h"

static int
number_compare(double a, double b)
{
    return (a > b) - (a < b);
}

int
name_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return str_compare_natural(str_of(a->value->name), str_of(b->value->name));
}

int
image_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return str_compare_natural(str_of(a->value->image),
                               str_of(b->value->image));
}

int
project_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return str_compare_natural(str_of(a->value->project),
                               str_of(b->value->project));
}

int
id_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return strcmp(a->value->id, b->value->id);
}

int
state_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;
    static const unsigned char places[] = {
        [STATE_RESTARTING] = 0, [STATE_RUNNING] = 1, [STATE_PAUSED] = 2,
        [STATE_REMOVING] = 3,   [STATE_DEAD] = 4,    [STATE_EXITED] = 5,
        [STATE_CREATED] = 6,    [STATE_UNKNOWN] = 7,
    };
    int by = places[a->value->state] - places[b->value->state];
    int64_t since_a = state_since(a->value), since_b = state_since(b->value);

    return by ? by : (since_a < since_b) - (since_a > since_b);
}

int
health_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return (int)b->value->health - (int)a->value->health;
}

int
restarts_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return (a->value->restart_count > b->value->restart_count) -
           (a->value->restart_count < b->value->restart_count);
}

int
cpu_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return number_compare(a->cpu_smooth, b->cpu_smooth);
}

int
memory_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return number_compare(a->memory_smooth, b->memory_smooth);
}

int
network_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return number_compare(a->network_smooth, b->network_smooth);
}

int
disk_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return number_compare(a->block_smooth, b->block_smooth);
}

int
pids_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return (a->usage->pids > b->usage->pids) -
           (a->usage->pids < b->usage->pids);
}

/* The first port that a person can reach, 0 for none. */
static unsigned
first_port(const struct container_row *row)
{
    const struct container *value = row->value;
    size_t i;

    for (i = 0; i < value->port_count; i++)
        if (value->ports[i].public_port)
            return value->ports[i].public_port;
    return 0;
}

int
ports_compare(const void *left, const void *right)
{
    const struct container_row *a = left, *b = right;

    return (int)first_port(a) - (int)first_port(b);
}

bool
health_is_known(const void *data)
{
    const struct container_row *row = data;

    return row->value->health != HEALTH_NONE;
}

bool
restarts_are_known(const void *data)
{
    const struct container_row *row = data;

    return row->value->is_inspected;
}

bool
project_is_known(const void *data)
{
    const struct container_row *row = data;

    return row->value->project[0] != '\0';
}

bool
ports_are_known(const void *data)
{
    const struct container_row *row = data;

    return first_port(row) != 0;
}

bool
cpu_is_known(const void *data)
{
    const struct container_row *row = data;

    return row->usage && row->usage->has_cpu;
}

bool
memory_is_known(const void *data)
{
    const struct container_row *row = data;

    return row->usage && row->usage->has_memory;
}

bool
network_is_known(const void *data)
{
    const struct container_row *row = data;

    return row->usage && row->usage->has_network_rate;
}

bool
disk_is_known(const void *data)
{
    const struct container_row *row = data;

    return row->usage && row->usage->has_block_rate;
}

bool
pids_are_known(const void *data)
{
    const struct container_row *row = data;

    return row->usage && row->usage->has_pids;
}
