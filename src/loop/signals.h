/*
 * signals.h - signals as events of the loop.
 */
#ifndef LOOP_SIGNALS_H
#define LOOP_SIGNALS_H

#include "loop/loop.h"

struct signal_watch;

struct signal_watch *signal_watch_new(struct loop *loop, int number,
                                      void (*caught)(void *data, int number),
                                      void *data);
void signal_watch_free(struct signal_watch *watch);

#endif
