/*
 * sieve_rig.h - a log that a test fills, and a sieve over it.
 */
#ifndef SUPPORT_SIEVE_RIG_H
#define SUPPORT_SIEVE_RIG_H

#include "support/test.h"

#include "base/buf.h"
#include "work/sieve.h"

struct rig {
    struct loop *loop;
    struct logbooks *books;
    struct logbook *book;
    struct sieve *sieve;
    unsigned changes; /* that were said */
};

void rig_init(struct rig *rig, size_t limit);
void rig_release(struct rig *rig);
void rig_note_change(void *rig);
void rig_say(struct rig *rig, enum log_stream stream, const char *text);
/* Until all has been looked at, by any sieve over this log. */
void rig_settle(struct rig *rig, struct sieve *sieve);

/* With blanks between. */
void sieve_add_patterns(struct sieve *sieve, const char *patterns);
/* "1 2 5": what is shown, forwards; backwards it is the same. */
void sieve_say_shown(const struct sieve *sieve, struct buf *out);

#endif
