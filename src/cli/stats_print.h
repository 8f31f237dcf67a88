/*
 * stats_print.h - what containers use, as text for scripts and people.
 */
#ifndef CLI_STATS_PRINT_H
#define CLI_STATS_PRINT_H

#include "base/buf.h"
#include "engine/sample.h"

/* Append a line: id name cpu_percent memory_bytes memory_limit_bytes
 * memory_percent network_rx_bytes network_tx_bytes block_read_bytes
 * block_write_bytes pids. What is not known is null; so is all when `usage` is
 * NULL, for a container that does not run. */
bool stats_print_json(struct buf *out, const char *id, const char *name,
                      const struct usage *usage);

/* Append the table's head; a line, harmless, "-" for what is not known. */
bool stats_print_head(struct buf *out);
bool stats_print_row(struct buf *out, const char *name,
                     const struct usage *usage);

#endif
