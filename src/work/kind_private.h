/*
 * kind_private.h - what the kinds of rows have in common, for their files:
 * kind_container.c and kind_image.c.
 */
#ifndef WORK_KIND_PRIVATE_H
#define WORK_KIND_PRIVATE_H

#include "work/kind.h"

#define IMAGE_COLUMNS 5

/* Append a piece of a field's text. */
void field_add_piece(struct buf *out, const char *text);
/* The name of the row's engine. */
void field_say_host(struct buf *out, const void *row,
                    const struct cell_context *context);

#endif
