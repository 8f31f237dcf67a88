/*
 * savefile.h - a file that is there whole, or not at all.
 *
 * What is written goes to a file of another name in the same folder
 * ("web.log.XXXXXX.part"), which gets its own name when all is in it; until
 * then, and when that fails, whatever stood under that name is as it was. Files
 * are 0600, since logs have secrets in them. What is no plain file (a device, a
 * pipe, a folder) is not replaced; of a symbolic link the file it leads to is.
 *
 * Or a file without such a name, in $TMPDIR or /var/tmp, for a command to read.
 *
 * All of it may block, as files do: only opening is meant for the loop. One
 * thread at a time.
 */
#ifndef WORK_SAVEFILE_H
#define WORK_SAVEFILE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define SAVEFILE_PATH 4096 /* bytes of a name, its end included */

struct savefile {
    int fd; /* -1: it is closed */
    char *path;
    char *part; /* what it is called until then; NULL: it has its name */
    bool replaces;
};

/* ERR_CONFLICT when there is a file of this name and it may not be replaced. */
bool savefile_open(struct savefile *file, const char *path, bool replaces,
                   struct err *err);
bool savefile_open_own(struct savefile *file, struct err *err);
bool savefile_write(struct savefile *file, const char *at, size_t len,
                    struct err *err);
/* All is in it. On false it has gone. */
bool savefile_keep(struct savefile *file, struct err *err);
/* It goes, where it was not kept; then its memory. */
void savefile_release(struct savefile *file);

#endif
