/*
 * ps_print.h - containers as text for scripts and people: a JSON object a
 * line, or a table.
 */
#ifndef CLI_PS_PRINT_H
#define CLI_PS_PRINT_H

#include "base/buf.h"
#include "engine/container.h"

/* Append one line: id name image state status health project created ports.
 * What is not known is null. */
bool ps_print_json(struct buf *out, const struct container *container);

/* Append a header and a line for each, all of it harmless. `now`: ns since
 * 1970, for the ages. */
bool ps_print_table(struct buf *out, struct container *const *containers,
                    size_t count, int64_t now);

#endif
