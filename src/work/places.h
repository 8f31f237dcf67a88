/*
 * places.h - where our files are: $XDG_STATE_HOME/bayplan (~/.local/state) for
 * what the program writes, $XDG_CONFIG_HOME/bayplan (~/.config) for what its
 * user does. A relative path in those variables is ignored, as the standard
 * says.
 */
#ifndef WORK_PLACES_H
#define WORK_PLACES_H

#include "base/buf.h"
#include "base/err.h"

#define PLACE_LIMIT 4096 /* bytes of a path */

/* getenv() or a test's own. */
typedef const char *(*env_fn)(const char *name);

/* Append the folder's path, without a slash at the end. False: there is no
 * place, or its path is too long. */
bool places_state(struct buf *out, env_fn env, struct err *err);
bool places_config(struct buf *out, env_fn env, struct err *err);

/* Make the folder `path` and every one on the way to it, 0700. `path` is
 * changed meanwhile and is as before afterwards. */
bool places_make(char *path, struct err *err);

#endif
