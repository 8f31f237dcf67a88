/*
 * exit_code.h - what the exit code of a container means.
 *
 * 0..124 are the program's own; 125..127 are Docker's and the shell's for a
 * program that did not even run; 128 + N is what an end by signal N looks like
 * (the engine says 137 for SIGKILL, and so do shells). Signal numbers are those
 * of Linux on x86 and arm, which is where containers run, whatever we run on.
 *
 * Nothing here says "out of memory": 137 is any SIGKILL, and only the engine
 * knows whether it was the kernel's (State.OOMKilled).
 */
#ifndef WORK_EXIT_CODE_H
#define WORK_EXIT_CODE_H

#include "base/buf.h"

/* "SIGTERM" for 15; NULL when there is none of that number. */
const char *signal_name(int number);
/* Append what the code means: "SIGKILL: ...". Nothing for codes of the
 * program's own that have no common meaning. */
void exit_code_say(struct buf *out, int code);

#endif
