/*
 * churn.h - an engine on which much happens.
 *
 * churn_begin() starts processes of their own that make, start, stop, kill,
 * pause, rename, oom and remove containers at random until churn_end(). Half
 * of the containers also end by themselves. The containers are made before
 * churn_begin() returns. Call it before the process has a loop.
 */
#ifndef ENGINE_CHURN_H
#define ENGINE_CHURN_H

#include <stddef.h>
#include <sys/types.h>

#define CHURN_PROCESSES 2

struct churn {
    pid_t processes[CHURN_PROCESSES];
    int control; /* they end when this pipe is closed */
    int report;  /* and write a byte into this one for each act */
    unsigned acts;
};

void churn_begin(struct churn *churn, size_t containers, unsigned seed);
/* How many acts the engine was asked for until now. */
unsigned churn_acts(struct churn *churn);
/* Waits for the processes; how many acts there were. */
unsigned churn_end(struct churn *churn);

#endif
