#include "config.h"

#include "work/act_fits.h"

static bool
refuse(const struct subject *subject, const char *why, struct err *err)
{
    return err_set_kind(err, ERR_CONFLICT, "%s %s", subject->name, why);
}

/* For what comes to life, or back to it. */
static bool
begin_fits(const struct subject *subject, struct err *err)
{
    if (subject->state == STATE_REMOVING)
        return refuse(subject, "is being removed", err);
    if (subject->state == STATE_DEAD)
        return refuse(subject, "is dead: it can only be removed", err);
    return true;
}

bool
start_fits(const struct subject *subject, const struct act_args *args,
           struct err *err)
{
    (void)args;
    switch (subject->state) {
    case STATE_RUNNING:
        return refuse(subject, "is running already", err);
    case STATE_PAUSED:
        return refuse(subject, "is paused", err);
    case STATE_RESTARTING:
        return refuse(subject, "is restarting already", err);
    default:
        return begin_fits(subject, err);
    }
}

bool
up_fits(const struct subject *subject, const struct act_args *args,
        struct err *err)
{
    (void)args;
    if (state_is_up(subject->state) || subject->state == STATE_UNKNOWN)
        return true;
    return refuse(subject, "is not running", err);
}

/* What is stopped is started, as `docker restart` does. */
bool
restart_fits(const struct subject *subject, const struct act_args *args,
             struct err *err)
{
    (void)args;
    return begin_fits(subject, err);
}

bool
pause_fits(const struct subject *subject, const struct act_args *args,
           struct err *err)
{
    (void)args;
    switch (subject->state) {
    case STATE_RUNNING:
    case STATE_UNKNOWN:
        return true;
    case STATE_PAUSED:
        return refuse(subject, "is paused already", err);
    case STATE_RESTARTING:
        return refuse(subject, "is restarting", err);
    default:
        return refuse(subject, "is not running", err);
    }
}

bool
unpause_fits(const struct subject *subject, const struct act_args *args,
             struct err *err)
{
    (void)args;
    if (subject->state == STATE_PAUSED)
        return true;
    return refuse(subject, "is not paused", err);
}

bool
rename_fits(const struct subject *subject, const struct act_args *args,
            struct err *err)
{
    if (strcmp(subject->name, args->word) == 0)
        return refuse(subject, "is its name already", err);
    if (subject->state == STATE_REMOVING)
        return refuse(subject, "is being removed", err);
    return true;
}

bool
remove_fits(const struct subject *subject, const struct act_args *args,
            struct err *err)
{
    if (state_is_up(subject->state) && !args->force)
        return err_set_kind(err, ERR_CONFLICT, "%s is %s: stop it first",
                            subject->name, state_name(subject->state));
    if (subject->state == STATE_REMOVING)
        return refuse(subject, "is being removed already", err);
    return true;
}
