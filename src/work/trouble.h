/*
 * trouble.h - whether something is wrong with a container.
 *
 * Wrong is: unhealthy; restarting, or it keeps doing so; dead; a start that
 * failed; an end by lack of memory, or by an exit code other than 0 that
 * nobody asked for. 143 is SIGTERM, which somebody sent. 137 is SIGKILL, which
 * the kernel sends as well, so there must have been a word of the engine's
 * that it killed or stopped the container (an event, while the store has it).
 */
#ifndef WORK_TROUBLE_H
#define WORK_TROUBLE_H

#include "work/column.h"

#define EXIT_TERMINATED 143 /* 128 + SIGTERM */
#define EXIT_KILLED 137     /* 128 + SIGKILL */

/* So often within so many seconds is too often. */
#define TROUBLE_RESTARTS 3
#define TROUBLE_WINDOW 600

bool trouble_is(const struct container_row *row,
                const struct cell_context *context);
/* How often it came back or ended lately, of one that is up and keeps
 * restarting; else 0. */
unsigned trouble_restarts(const struct container_row *row,
                          const struct cell_context *context);
/* Whether it ended as it was meant to, or was told to. */
bool trouble_ended_well(const struct container_row *row,
                        const struct cell_context *context);

#endif
