/*
 * journal_private.h - what journal.c, which writes, and journal_read.c share.
 */
#ifndef WORK_JOURNAL_PRIVATE_H
#define WORK_JOURNAL_PRIVATE_H

#include "work/journal.h"

struct journal {
    char *path;
    char *old_path; /* journal.1 */
    bool is_told;   /* that it cannot be written */
};

#endif
