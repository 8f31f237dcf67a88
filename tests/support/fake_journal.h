/*
 * fake_journal.h - a journal without a file: four entries, from WORLD_NOW on a
 * second apart.
 *
 * It takes the place of jobs_journal() and journal_read() at link time (ld
 * --wrap).
 */
#ifndef SUPPORT_FAKE_JOURNAL_H
#define SUPPORT_FAKE_JOURNAL_H

#include <stddef.h>

/* The four so many times; 0: it cannot be read. */
void fake_journal_set(size_t repeats);
/* How often it was read since. */
size_t fake_journal_reads(void);

#endif
