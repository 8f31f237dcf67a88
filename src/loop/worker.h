/*
 * worker.h - work on a thread beside the loop: reading many small files,
 * searching a large text.
 *
 * `run` works on another thread, on `data` alone: what that points at is its
 * own until `done`, or sealed. It knows neither the loop nor anything that
 * lives there, writes no log, and asks worker_is_cancelled() often enough that
 * nobody waits for it. `done` runs exactly once, on the loop, in a later turn;
 * also after worker_cancel(), however far `run` came by then: it may not have
 * run at all. After `done` the worker is gone.
 *
 * Threads are libuv's pool of four, so long work is cut in slices: one worker
 * each, the next one started by the last one's `done`.
 */
#ifndef LOOP_WORKER_H
#define LOOP_WORKER_H

#include "loop/loop.h"

struct worker;

struct worker *
worker_start(struct loop *loop,
             void (*run)(const struct worker *worker, void *data),
             void (*done)(void *data, bool is_cancelled), void *data);
/* The results are not wanted any more. */
void worker_cancel(struct worker *worker);
/* For `run`. */
bool worker_is_cancelled(const struct worker *worker);

#endif
