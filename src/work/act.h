/*
 * act.h - the acts on a container: their words, when they make no sense, and
 * the call that does them. One table, for jobs.
 */
#ifndef WORK_ACT_H
#define WORK_ACT_H

#include "engine/engine.h"
#include "work/jobs.h"

#define SIGNAL_SIZE 32

/* What was asked for, checked and copied. */
struct act_args {
    char signal[SIGNAL_SIZE]; /* "SIGTERM"; "" but for a kill */
    int timeout;              /* stop: seconds; -1: the container's own */
};

struct act {
    /* Words; a '$' stands for the signal. */
    const char *ask;     /* "Stop" */
    const char *doing;   /* "stopping" */
    const char *done;    /* "stopped" */
    const char *row;     /* in the row's state: "stopping" */
    const char *being;   /* "being stopped" */
    const char *already; /* why the engine changed nothing (304) */
    const char *command; /* docker's: "stop" */
    bool asks;           /* before it is done */
    bool may_end_it;     /* a container with auto-remove goes then */
    bool is_removal;     /* what is gone already is success */
    /* False: it makes no sense in this state; err says why. */
    bool (*fits)(enum container_state state, const char *name, struct err *err);
    struct call *(*call)(struct engine *engine, const char *id,
                         const struct act_args *args, call_done_fn done,
                         void *data);
};

/* NULL when the action is no act on a container. */
const struct act *act_find(enum action action);
bool act_args_take(struct act_args *args, enum action action,
                   const struct job_args *from, struct err *err);

/* Append one of the act's words. */
void act_say(struct buf *out, const char *words, const struct act_args *args);
/* Append the docker command that does the same, quoted for a shell. */
void act_command(struct buf *out, const struct act *act,
                 const struct act_args *args, const char *name);

#endif
