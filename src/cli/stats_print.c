#include "config.h"

#include "cli/stats_print.h"

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define NAME_WIDTH 30
#define CELL_SIZE (2 * FORMAT_SIZE + 8)

/* ---- JSON */

static void
number_add(struct buf *out, const char *name, bool is_known, uint64_t number)
{
    if (is_known)
        (void)buf_addf(out, ",\"%s\":%" PRIu64, name, number);
    else
        (void)buf_addf(out, ",\"%s\":null", name);
}

static void
percent_add(struct buf *out, const char *name, bool is_known, double percent)
{
    (void)buf_addf(out, ",\"%s\":", name);
    (void)json_add_double(out, is_known ? percent : NAN);
}

bool
stats_print_json(struct buf *out, const char *id, const char *name,
                 const struct usage *usage)
{
    static const struct usage nothing = {0};
    const struct usage *u = usage ? usage : &nothing;
    bool has_limit = u->has_memory && u->memory_limit > 0;

    (void)buf_add_text(out, "{\"id\":");
    (void)json_add_string(out, str_of(id));
    (void)buf_add_text(out, ",\"name\":");
    (void)json_add_string(out, str_of(name));
    percent_add(out, "cpu_percent", u->has_cpu, u->cpu_percent);
    number_add(out, "memory_bytes", u->has_memory, u->memory);
    number_add(out, "memory_limit_bytes", has_limit, u->memory_limit);
    percent_add(out, "memory_percent", has_limit, u->memory_percent);
    number_add(out, "network_rx_bytes", u->has_network, u->network_rx);
    number_add(out, "network_tx_bytes", u->has_network, u->network_tx);
    number_add(out, "block_read_bytes", u->has_block, u->block_read);
    number_add(out, "block_write_bytes", u->has_block, u->block_write);
    number_add(out, "pids", u->has_pids, u->pids);
    number_add(out, "pids_limit", u->has_pids && u->pids_limit > 0,
               u->pids_limit);
    number_add(out, "throttled_ns", u->has_throttling, u->throttled_time);
    percent_add(out, "throttled_percent", u->has_throttled_percent,
                (double)u->throttled_percent);
    number_add(out, "oom_kills", u->has_oom_kills, u->oom_kills);
    percent_add(out, "memory_pressure_percent", u->has_memory_pressure,
                (double)u->memory_pressure);
    (void)buf_add_text(out, "}\n");
    return !out->is_full;
}

/* ---- the table */

static void
cells_add(struct buf *out, struct str name, const char *const cells[6])
{
    size_t width = text_width(name);

    (void)buf_add_str(out, name);
    if (width < NAME_WIDTH)
        (void)buf_add_repeat(out, ' ', NAME_WIDTH - width);
    (void)buf_addf(out, "   %8s   %21s   %7s   %17s   %17s   %5s\n", cells[0],
                   cells[1], cells[2], cells[3], cells[4], cells[5]);
}

bool
stats_print_head(struct buf *out)
{
    static const char *const cells[6] = {
        "CPU %", "MEM USAGE / LIMIT", "MEM %", "NET I/O", "BLOCK I/O", "PIDS"};

    cells_add(out, str_of("NAME"), cells);
    return !out->is_full;
}

typedef void (*format_fn)(char out[FORMAT_SIZE], uint64_t bytes);

static void
pair_say(char cell[CELL_SIZE], bool is_known, format_fn format, uint64_t first,
         uint64_t second)
{
    char one[FORMAT_SIZE], other[FORMAT_SIZE];

    format(one, first);
    format(other, second);
    if (is_known)
        (void)snprintf(cell, CELL_SIZE, "%s / %s", one, other);
    else
        (void)snprintf(cell, CELL_SIZE, "-");
}

static void
percent_say(char cell[CELL_SIZE], bool is_known, double percent)
{
    if (is_known)
        (void)snprintf(cell, CELL_SIZE, "%.2f%%", percent);
    else
        (void)snprintf(cell, CELL_SIZE, "-");
}

bool
stats_print_row(struct buf *out, const char *name, const struct usage *usage)
{
    static const struct usage nothing = {0};
    const struct usage *u = usage ? usage : &nothing;
    char cells[6][CELL_SIZE];
    const char *const row[6] = {cells[0], cells[1], cells[2],
                                cells[3], cells[4], cells[5]};
    struct buf clean = BUF_INIT(4096);

    percent_say(cells[0], u->has_cpu, u->cpu_percent);
    pair_say(cells[1], u->has_memory, format_memory_docker, u->memory,
             u->memory_limit);
    percent_say(cells[2], u->has_memory && u->memory_limit > 0,
                u->memory_percent);
    pair_say(cells[3], u->has_network, format_traffic_docker, u->network_rx,
             u->network_tx);
    pair_say(cells[4], u->has_block, format_traffic_docker, u->block_read,
             u->block_write);
    if (u->has_pids)
        (void)snprintf(cells[5], CELL_SIZE, "%" PRIu64, u->pids);
    else
        (void)snprintf(cells[5], CELL_SIZE, "-");
    (void)text_clean(&clean, str_of(name));
    cells_add(out, buf_str(&clean), row);
    buf_release(&clean);
    return !out->is_full;
}
