/*
 * rc.h - files of commands: the user's rc, what `source` names, and the state
 * file. Line by line; a line that is wrong is reported ("rc:3: set: there is
 * no option 'colour'") and the rest still loads. The program never writes the
 * user's rc.
 */
#ifndef WORK_RC_H
#define WORK_RC_H

#include "work/command.h"
#include "work/places.h"

#define RC_SIZE (1L << 20) /* bytes of one file */
#define RC_DEPTH 8         /* a file that sources a file that ... */

struct rc {
    const struct commands *commands; /* not of rc_load_options() */
    env_fn env;
    /* A line that was wrong. */
    void (*report)(void *data, const char *text);
    void *data;
    unsigned depth; /* 0 */
};

/* False when the file itself cannot be read (ERR_MISSING: there is none). */
bool rc_load(struct rc *rc, const char *path, struct err *err);
/* Whether it could be read; nothing in it is done. */
bool rc_check(const char *path, struct err *err);
/* $XDG_CONFIG_HOME/bayplan/rc, which need not exist, or `path`, which must. */
bool rc_load_user(struct rc *rc, const char *path, struct err *err);

/* What that file says of options; its other lines are passed over. */
bool rc_load_options(struct options *options, const struct rc *rc,
                     const char *path, struct err *err);

/* `source FILE`; the context is a struct rc. A relative path is one in the
 * folder of the user's rc, "~/" is the home. */
extern const struct command rc_commands[];
extern const size_t rc_command_count;

#endif
