#include "config.h"

#include "cli/ps_print.h"

#include "base/json.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "work/column.h"

#include <inttypes.h>

#define CELL_LIMIT 65536
#define GAP 3 /* cells between two columns */

/* ---- JSON */

static void
text_add(struct buf *out, const char *name, const char *text)
{
    (void)buf_addf(out, "\"%s\":", name);
    if (text && text[0])
        (void)json_add_string(out, str_of(text));
    else
        (void)buf_add_text(out, "null");
}

static void
port_add(struct buf *out, const struct port *port)
{
    (void)buf_add_char(out, '{');
    text_add(out, "ip", port->ip);
    (void)buf_addf(out, ",\"private\":%u,", (unsigned)port->private_port);
    if (port->public_port)
        (void)buf_addf(out, "\"public\":%u,", (unsigned)port->public_port);
    else
        (void)buf_add_text(out, "\"public\":null,");
    text_add(out, "type", port->type);
    (void)buf_add_char(out, '}');
}

bool
ps_print_json(struct buf *out, const struct container *container)
{
    bool is_known = container->state != STATE_UNKNOWN;
    const struct {
        const char *name, *text;
    } texts[] = {
        {"id", container->id},
        {"name", container->name},
        {"image", container->image},
        {"state", is_known ? state_name(container->state) : NULL},
        {"status", container->status},
        {"health", health_name(container->health)},
        {"project", container->project},
    };
    size_t i;

    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        (void)buf_add_char(out, i ? ',' : '{');
        text_add(out, texts[i].name, texts[i].text);
    }
    if (container->created == TIMESTAMP_NONE)
        (void)buf_add_text(out, ",\"created\":null");
    else
        (void)buf_addf(out, ",\"created\":%" PRId64,
                       container->created / SECOND_NS);
    (void)buf_add_text(out, ",\"ports\":[");
    for (i = 0; i < container->port_count; i++) {
        if (i > 0)
            (void)buf_add_char(out, ',');
        port_add(out, &container->ports[i]);
    }
    (void)buf_add_text(out, "]}\n");
    return !out->is_full;
}

/* ---- the table */

/* Those that need no statistics. */
static const char *const table_columns[] = {
    "name", "state", "ports", "image", "project", "id",
};
#define TABLE_COLUMNS (sizeof(table_columns) / sizeof(table_columns[0]))

struct table {
    const struct column *columns[TABLE_COLUMNS];
    size_t widths[TABLE_COLUMNS];
    struct cell_context context;
    struct buf said, clean; /* of the cell in hand */
};

/* What a cell says, harmless, in table->clean. */
static struct str
cell_make(struct table *table, size_t column, const struct container *container)
{
    const struct container_row row = {.value = container};

    buf_clear(&table->said);
    buf_clear(&table->clean);
    (void)table->columns[column]->say(&table->said, &row, &table->context);
    (void)text_clean(&table->clean, buf_str(&table->said));
    return buf_str(&table->clean);
}

static void
cell_add(struct buf *out, const struct table *table, size_t column,
         struct str text)
{
    size_t width = text_width(text);

    (void)buf_add_str(out, text);
    /* Nothing trails behind the last. */
    if (column + 1 < TABLE_COLUMNS)
        (void)buf_add_repeat(out, ' ', table->widths[column] - width + GAP);
    else
        (void)buf_add_char(out, '\n');
}

static void
table_measure(struct table *table, struct container *const *containers,
              size_t count)
{
    size_t i, k;

    for (k = 0; k < TABLE_COLUMNS; k++) {
        table->columns[k] =
            column_find(container_columns, container_column_count,
                        str_of(table_columns[k]));
        table->widths[k] = text_width(str_of(table->columns[k]->title));
        for (i = 0; i < count; i++) {
            size_t width = text_width(cell_make(table, k, containers[i]));

            if (width > table->widths[k])
                table->widths[k] = width;
        }
    }
}

bool
ps_print_table(struct buf *out, struct container *const *containers,
               size_t count, int64_t now)
{
    struct table table = {
        .context.now_wall = now,
        .said = BUF_INIT(CELL_LIMIT),
        .clean = BUF_INIT(4 * CELL_LIMIT),
    };
    size_t i, k;

    table_measure(&table, containers, count);
    for (k = 0; k < TABLE_COLUMNS; k++)
        cell_add(out, &table, k, str_of(table.columns[k]->title));
    for (i = 0; i < count; i++)
        for (k = 0; k < TABLE_COLUMNS; k++)
            cell_add(out, &table, k, cell_make(&table, k, containers[i]));
    buf_release(&table.said);
    buf_release(&table.clean);
    return !out->is_full;
}
