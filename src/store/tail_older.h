/*
 * tail_older.h - the lines of a log before those that are there.
 *
 * The store's own; only src/store includes it. The engine is asked for the last
 * so many records up to the time of the first line, inclusive, which it finds
 * without a look at what is older; they are read into a log of their own, which
 * takes as much memory as is free, and its end is what is kept. It is then put
 * before the other (logbook_put_before()).
 */
#ifndef STORE_TAIL_OLDER_H
#define STORE_TAIL_OLDER_H

#include "store/logbook.h"
#include "store/records.h"

struct engine;
struct older;

struct older_request {
    const char *id;
    bool has_tty;
    long tail;     /* records, counted from the end of the log */
    int64_t until; /* time of the first line */
    size_t memory; /* bytes */
    logbook_judge_fn judge;
};

/* `done` runs once, unless it is closed before; then older_close() is due. */
struct older *older_open(struct engine *engine,
                         const struct older_request *request,
                         void (*done)(void *data, const struct err *err),
                         void *data);
/* NULL is fine. */
void older_close(struct older *older);

struct logbook *older_log(struct older *older);
/* Records that came. */
uint64_t older_count(const struct older *older);
int64_t older_until(const struct older *older);

#endif
