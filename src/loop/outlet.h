/*
 * outlet.h - bytes on their way out, to whoever may be slow to read them.
 *
 * What is to be written waits in a buffer; while a pipe or a terminal takes no
 * more the loop goes on, so that the engine is read in time. Whoever fills the
 * outlet asks whether it is full first, and waits until `drained`. Files take
 * everything at once.
 *
 * The descriptor stays the caller's and is non-blocking while the outlet has
 * it, since it may be shared with a shell.
 */
#ifndef LOOP_OUTLET_H
#define LOOP_OUTLET_H

#include "base/buf.h"
#include "base/err.h"
#include "loop/loop.h"

/* From here on it is full; one more addition of any size still fits. */
#define OUTLET_FULL ((size_t)64 << 10)
#define OUTLET_LIMIT ((size_t)16 << 20)

struct outlet;

/* `drained` runs when all that waited is written, or when nothing ever will be:
 * also when the reader goes while nothing waits. */
struct outlet *outlet_new(struct loop *loop, int fd,
                          void (*drained)(void *data), void *data);
/* What waits is lost. NULL is fine. */
void outlet_free(struct outlet *outlet);

/* To add to; then push. */
struct buf *outlet_room(struct outlet *outlet);
void outlet_push(struct outlet *outlet);
bool outlet_is_full(const struct outlet *outlet);
bool outlet_is_empty(const struct outlet *outlet);
/* Nobody reads any more (the reader went, which is no failure), or it failed:
 * then `err` says why, and is empty otherwise. */
bool outlet_is_broken(const struct outlet *outlet);
const struct err *outlet_error(const struct outlet *outlet);

#endif
