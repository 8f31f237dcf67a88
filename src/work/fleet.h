/*
 * fleet.h - the engines that this run watches: a store, and for each engine
 * its connection and its sync.
 */
#ifndef WORK_FLEET_H
#define WORK_FLEET_H

#include "engine/engine.h"
#include "store/store.h"
#include "store/sync.h"
#include "store/tail.h"

struct fleet;

struct fleet *fleet_new(struct loop *loop);
/* Closes all; `closed` runs once, later, then the memory is gone. */
void fleet_close(struct fleet *fleet, void (*closed)(void *data), void *data);

struct store *fleet_store(const struct fleet *fleet);
/* Takes the pinged engine and begins to follow it; its index. */
unsigned fleet_add(struct fleet *fleet, const char *name, struct engine *engine,
                   bool with_stats);
/* The engine that a ref belongs to, or NULL. */
struct engine *fleet_engine(const struct fleet *fleet, const struct ref *ref);

/* The log of a container, followed; close it with tail_close() before the fleet
 * is closed. All logs share LOGBOOKS_LIMIT. NULL when the ref is of no engine.
 */
struct tail *fleet_tail(struct fleet *fleet, const struct ref *ref);
/* The same with another window than the usual. */
struct tail *fleet_tail_window(struct fleet *fleet, const struct ref *ref,
                               const struct tail_window *window);
/* How many old lines fleet_tail() asks for, instead of TAIL_LINES; 0: none.
 * Logs that are open keep what they have. */
void fleet_set_log_lines(struct fleet *fleet, long lines);
/* Bytes that all logs together may take. */
void fleet_set_log_memory(struct fleet *fleet, size_t limit);

/* These reach every engine's sync (sync.h). */
void fleet_show(struct fleet *fleet, const struct ref *refs, size_t count);
void fleet_mark(struct fleet *fleet, const struct ref *ref);
void fleet_refresh(struct fleet *fleet);
void fleet_want_images(struct fleet *fleet, bool wanted);
void fleet_choose_stats(struct fleet *fleet, enum stats_choice choice);
void fleet_pause_stats(struct fleet *fleet, bool is_paused);
void fleet_suspend(struct fleet *fleet);
void fleet_resume(struct fleet *fleet);

/* For the tests' clock. */
size_t fleet_marks(const struct fleet *fleet);
size_t fleet_requests(const struct fleet *fleet);
bool fleet_is_idle(const struct fleet *fleet);

#endif
