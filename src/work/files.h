/*
 * files.h - the small files of ours (places.h): read whole, written whole.
 */
#ifndef WORK_FILES_H
#define WORK_FILES_H

#include "work/places.h"

/* Append all of a plain file. False when it is larger than the buffer's limit,
 * or cannot be read (ERR_MISSING: there is none). */
bool file_read(struct buf *text, const char *path, struct err *err);

/* Append the path of a file in the state folder. */
bool state_file_path(struct buf *out, const char *name, env_fn env,
                     struct err *err);
/* Write it anew, 0600, in one piece: another run of the program sees the old
 * one or the new one. */
bool state_file_write(const char *name, struct str text, env_fn env,
                      struct err *err);

#endif
