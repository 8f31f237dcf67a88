/*
 * act_line.h - an act by name: ":stop web db", ":kill -s HUP web",
 * ":remove-options -f -v old", ":rename web web-old".
 *
 * The options are docker's. A container is named by its name or the first
 * digits of its id, an image by its reference ("nginx" is "nginx:latest") or
 * its id; what fits several things is an error that says so.
 */
#ifndef WORK_ACT_LINE_H
#define WORK_ACT_LINE_H

#include "store/store.h"
#include "work/command.h"
#include "work/jobs.h"

struct act_line {
    struct ref refs[COMMAND_WORDS];
    size_t count; /* 0: nothing was named */
    struct job_args args;
    char word[256]; /* what args points to */
};

/* Whether an action can be read by act_line_read(): whatever jobs can do. */
bool act_line_is_for(enum action action);
/* For jobs_propose(). `timeout`: of a stop when the line says none. */
bool act_line_read(struct act_line *line, const struct store *store,
                   enum action action, const struct words *words, int timeout,
                   struct err *err);
/* The names of all that the action could be done to. */
void act_line_complete(const struct store *store, enum action action,
                       const struct words *words, word_fn each, void *data);

/* The one thing of this name, for commands that show it: a container, or where
 * `kinds` (a mask of 1 << REF_...) has it an image. */
bool act_line_find(struct ref *ref, const struct store *store, unsigned kinds,
                   struct str name, struct err *err);

#endif
