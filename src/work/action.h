/*
 * action.h - the one list of everything that can be asked of the program.
 */
#ifndef WORK_ACTION_H
#define WORK_ACTION_H

#include "base/str.h"

enum action {
    ACTION_NONE,
#define ACTION(NAME, name, help) ACTION_##NAME,
#include "work/action.def"
    ACTION_COUNT,
};

struct action_info {
    const char *name;
    const char *help;
    bool changes; /* something at the engine */
};

const struct action_info *action_info(enum action action);
/* ACTION_NONE when there is none of that name. */
enum action action_find(struct str name);

#endif
