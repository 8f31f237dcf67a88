#include "config.h"

#include "work/action.h"

static const struct action_info infos[ACTION_COUNT] = {
    [ACTION_NONE] = {"", "", false},
#define ACTION(NAME, name, help) [ACTION_##NAME] = {name, help, false},
#define ACTION_CHANGES(NAME, name, help) [ACTION_##NAME] = {name, help, true},
#include "work/action.def"
};

const struct action_info *
action_info(enum action action)
{
    if ((unsigned)action >= ACTION_COUNT)
        return &infos[ACTION_NONE];
    return &infos[action];
}

enum action
action_find(struct str name)
{
    unsigned i;

    for (i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
        if (str_is(name, infos[i].name))
            return (enum action)i;
    return ACTION_NONE;
}
