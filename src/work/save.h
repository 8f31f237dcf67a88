/*
 * save.h - the whole log of a container into a file, as the engine has it.
 *
 * The log streams by a tail of its own through little memory: what is not
 * written yet holds the transfer back. The file is new, or is replaced when
 * that is asked for, and 0600, since logs have secrets in them. One that could
 * not be finished is removed again.
 *
 * Lines are written as the container wrote them, the parts of long ones joined,
 * without times.
 */
#ifndef WORK_SAVE_H
#define WORK_SAVE_H

#include "work/fleet.h"

#define SAVE_PATH_SIZE 4096

struct save;

/* A file for a log. On false: ERR_CONFLICT when there is one and it may not be
 * replaced. */
bool save_open_file(const char *path, bool replaces, int *fd, struct err *err);

/* Takes the descriptor. `changed` runs as it goes on, at most once a turn;
 * `done` once, in a later turn, err NULL when all is written; then save_free()
 * is due. */
struct save_owner {
    void (*changed)(void *data);
    void (*done)(void *data, const struct err *err);
    void *data;
};
struct save *save_new(struct loop *loop, struct fleet *fleet,
                      const struct ref *ref, const char *path, int fd,
                      const struct save_owner *owner);
/* Before `done` it is cancelled, and the file removed. NULL is fine. */
void save_free(struct save *save);

uint64_t save_lines(const struct save *save);
uint64_t save_bytes(const struct save *save);

#endif
