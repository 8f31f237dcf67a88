/*
 * act.h - the acts on containers and images: their words, when they make no
 * sense, and the call that does them. One table, for jobs.
 *
 * An action may be one act or another: `pause` unpauses what is paused, and
 * `remove` means something else for an image.
 */
#ifndef WORK_ACT_H
#define WORK_ACT_H

#include "engine/engine.h"
#include "store/ref.h"
#include "work/jobs.h"

#define ACT_WORD_SIZE 256
#define SIGNAL_SIZE 32

/* What was asked for, checked and copied. */
struct act_args {
    char word[ACT_WORD_SIZE]; /* kill: "SIGTERM"; rename: the new name; or "" */
    int timeout;         /* stop, restart: seconds; -1: the container's own */
    bool force, volumes; /* of a removal with options */
};

/* What an act is about to be done to. */
struct subject {
    const char *name;
    enum container_state state; /* STATE_UNKNOWN for an image */
};

struct act {
    /* Words; a '$' stands for the word of the arguments. */
    const char *verb;    /* "stop" */
    const char *ask;     /* "Stop" */
    const char *doing;   /* "stopping" */
    const char *done;    /* "stopped" */
    const char *counted; /* behind a number: "sent $"; NULL: as done */
    const char *tail;    /* behind the name: " to $"; or NULL */
    const char *row;     /* in the row's state: "stopping" */
    const char *being;   /* "being stopped" */
    const char *already; /* why the engine changed nothing (304) */
    const char *command; /* docker's: "stop" */
    bool asks;           /* before it is done */
    bool has_grace;      /* the engine waits, and a kill may come between */
    bool may_end_it;     /* a container with auto-remove goes then */
    bool is_removal;     /* what is gone already is success */
    bool is_single;      /* of one thing only */
    /* False: it makes no sense in this state; err says why. NULL: it always
     * does. */
    bool (*fits)(const struct subject *subject, const struct act_args *args,
                 struct err *err);
    /* Of a container; NULL when the act is the removal of an image. */
    struct call *(*call)(struct engine *engine, const char *id,
                         const struct act_args *args, call_done_fn done,
                         void *data);
};

/* NULL when the action is no act on this kind of thing. */
const struct act *act_find(enum action action, enum ref_kind kind,
                           enum container_state state);
bool act_args_take(struct act_args *args, enum action action,
                   const struct job_args *from, struct err *err);
/* What the action could do at most: to ask whether it makes sense at all. */
void act_args_widest(struct act_args *args);

/* Append one of the act's words. */
void act_say(struct buf *out, const char *words, const struct act_args *args);
/* Append the docker command that does the same, quoted for a shell. */
void act_command(struct buf *out, const struct act *act,
                 const struct act_args *args, const char *name);

#endif
