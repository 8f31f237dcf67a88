/*
 * logs_print.h - a line of a log, as text or as a JSON object.
 */
#ifndef CLI_LOGS_PRINT_H
#define CLI_LOGS_PRINT_H

#include "base/buf.h"
#include "engine/container.h"
#include "store/logbook.h"

struct logs_form {
    bool json;
    bool timestamps;
    bool is_harmless;  /* for a terminal */
    size_t name_width; /* bytes that names are padded to; 0: no names */
};

/* False when `out` is full. */
bool logs_print_line(struct buf *out, const struct logs_form *form,
                     const struct container *container,
                     const struct logbook_line *line);

#endif
