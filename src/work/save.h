/*
 * save.h - lines of a log into a file, written by a worker.
 *
 * Lines that are held are frozen when the save begins: sealed chunks are kept,
 * whatever the log drops meanwhile, and given back one by one as they are
 * written; only what is not sealed is copied. So it costs no memory but what
 * the log itself lets go before the disk has it, and nothing moves when the
 * view is left or the log goes on.
 *
 * The whole log comes from the engine by a tail of its own through little
 * memory: what is not written yet holds the transfer back.
 *
 * Lines are written as the container wrote them, the parts of long ones joined,
 * without times; seams of ours are left out.
 */
#ifndef WORK_SAVE_H
#define WORK_SAVE_H

#include "base/numset.h"
#include "work/fleet.h"
#include "work/savefile.h"

struct save;

/* `changed` runs as it goes on, at most once a turn; `done` once, never inside
 * a function below: err NULL when all is in the file and that has its name.
 * How far it came may still be asked there; after it the save is gone. */
struct save_owner {
    void (*changed)(void *data);
    void (*done)(void *data, const struct err *err);
    void *data;
};

/* Takes the file. The lines of `book` that are in `shown` (NULL: all). */
struct save *save_lines_new(struct loop *loop, struct savefile *file,
                            const struct logbook *book,
                            const struct numset *shown,
                            const struct save_owner *owner);
/* The whole log, as the engine has it. */
struct save *save_whole_new(struct loop *loop, struct savefile *file,
                            struct fleet *fleet, const struct ref *ref,
                            const struct save_owner *owner);
/* `done` says ERR_CANCELLED; the file goes. */
void save_cancel(struct save *save);

uint64_t save_lines(const struct save *save);
uint64_t save_bytes(const struct save *save);

#endif
