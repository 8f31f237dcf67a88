/*
 * logs_source.h - the log of one container as `bayplan logs` prints it: which
 * of its lines can be printed now.
 *
 * Where there is a pattern or a level a line waits until it is known what
 * belongs to it, or the log is quiet. What was printed, or is passed over, need
 * not be held any more; what was not holds the transfer back when it fills the
 * memory.
 */
#ifndef CLI_LOGS_SOURCE_H
#define CLI_LOGS_SOURCE_H

#include "cli/logs.h"
#include "work/sieve.h"

#define SOURCE_QUIET_MS 200

/* One container. */
struct source {
    struct container *container;
    struct logbooks *books;
    struct tail *tail;
    uint64_t next;         /* the line to be printed next; smaller ones were */
    enum tail_state state; /* when it was looked at last */
    struct sieve *sieve;   /* NULL: all lines are printed */
    uint64_t limit;        /* lines from here on are not sifted yet */
    uint64_t generation;   /* of the log, when it was sifted last */
    uint64_t changed_at;   /* loop_now() */
};

struct store;

/* Reading begins. `heard` runs when there may be more to print. */
void source_open(struct source *source, struct loop *loop, struct store *store,
                 struct engine *engine, unsigned engine_index, size_t memory,
                 const struct logs_options *options, void (*heard)(void *data),
                 void *data);
/* Once in each turn, before its lines are asked for. */
void source_sift(struct source *source, uint64_t now);
/* The next line that can be printed; false: none has come. */
bool source_find_line(struct source *source, struct logbook_line *line);
bool source_has_ended(const struct source *source);
/* And nothing of it is left to be printed. */
bool source_is_done(const struct source *source);
/* Before its store and its engine go; the rest is released after the loop. */
void source_close(struct source *source);
void source_release(struct source *source);

/* Whether only some lines are printed. */
bool source_is_sifted(const struct logs_options *options);

#endif
