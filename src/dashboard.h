/*
 * dashboard.h - the program with a screen: it wires the floors together and
 * runs the loop, from the first byte to the engine to the last one to the
 * terminal.
 *
 * The start is ordered for speed: the engine is asked first, the terminal is
 * set up while it answers, and the first frame is drawn when the first list
 * is complete, or without it after FIRST_FRAME_MS.
 *
 * Every way out but a crash goes through the loop: the terminal is put right,
 * acts are cancelled, connections closed. A second signal, or LEAVE_MS, ends
 * it at once.
 */
#ifndef BAYPLAN_DASHBOARD_H
#define BAYPLAN_DASHBOARD_H

#include "cli/arguments.h"
#include "engine/locate.h"

#define FIRST_FRAME_MS 100
#define LEAVE_MS 2000
#define UNREAD_MS 3000 /* a frame that does not leave: sample nothing */

#define STATUS_FAILED 1
#define STATUS_USAGE 2
#define STATUS_NO_ENGINE 3
#define STATUS_SIGNAL 128 /* and the signal's number */

/* The program's exit status; what went wrong was said on stderr. */
int dashboard_run(const struct arguments *arguments,
                  const struct candidates *candidates);

#endif
