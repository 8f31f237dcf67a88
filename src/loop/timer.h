/*
 * timer.h - timers, all of them in one table.
 *
 * An idle program wakes only for the timers in that table, so it can be
 * listed (timer_each) and the debug log says what is running.
 */
#ifndef LOOP_TIMER_H
#define LOOP_TIMER_H

#include "loop/loop.h"

struct timer;

/* `name` is static text for the table. The timer is not started. */
struct timer *timer_new(struct loop *loop, const char *name,
                        void (*fire)(void *data), void *data);
void timer_free(struct timer *timer);

/* Fire once after `delay` milliseconds, then every `period` if not 0. Starting
 * a running timer sets it anew. A delay of 0 fires in the next turn. */
void timer_start(struct timer *timer, uint64_t delay, uint64_t period);
void timer_stop(struct timer *timer);
bool timer_is_running(const struct timer *timer);
/* When it fires next, by loop_now(); 0 when it is not running. */
uint64_t timer_due(const struct timer *timer);

void timer_each(struct loop *loop,
                void (*each)(void *data, const char *name, uint64_t due,
                             uint64_t period),
                void *data);

#endif
