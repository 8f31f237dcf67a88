/*
 * sieve_private.h - what the files of the sieve share. Only they include it.
 *
 *   sieve.c        rules and questions
 *   sieve_layer.c  lines through the rules
 */
#ifndef WORK_SIEVE_PRIVATE_H
#define WORK_SIEVE_PRIVATE_H

#include "work/matches.h"
#include "work/sieve.h"

#define STREAMS (LOG_SYSTEM + 1)
#define LEVELS_COUNTED (LEVEL_COUNT - LEVEL_WARN)

struct pattern {
    char *text; /* as it was set */
    bool is_negative;
    struct matches *matches;
};

struct rules {
    enum log_streams streams;
    enum level least;
    bool keeps_unknown; /* lines without a level, in a log without any */
    bool has_levels;    /* some line has said one */
    size_t context;
    bool is_folded;
    struct numset others; /* first lines of traces that are the other way */
    struct pattern patterns[SIEVE_PATTERNS];
    size_t pattern_count;
};

/* A first line and those that belong to it, of one stream. */
struct group {
    uint64_t *members; /* those that pass all but the patterns */
    size_t count, cap;
    size_t size;      /* of all its lines; 0: there is no group yet */
    unsigned matched; /* bits of the patterns that one of its lines matches */
    bool is_kept;
};

/* What came of the lines so far. */
struct layer {
    bool has_levels;
    bool shows_all; /* no rule leaves anything out; `shown` is unused */
    bool has_folds;
    struct numset shown;    /* kept, and the context */
    struct numset unfolded; /* and what is folded away; only with folds */
    struct numset kept;     /* by the patterns; only with them */
    struct numset passing;  /* all but the patterns; only with a context */
    struct numset levels[LEVELS_COUNTED];
    struct group groups[STREAMS];
    uint64_t heads[STREAMS];   /* the first line of the trace, or 0 */
    uint64_t growing[STREAMS]; /* lines that wait for their end, or 0 */
    uint64_t upto;
};

struct sieve {
    struct loop *loop;
    struct timer *again; /* there is more to do than there was time for */
    const struct logbook *book; /* of the last update, or NULL */
    void (*changed)(void *data);
    void *data;
    struct rules rules;
    struct layer now;  /* what is shown */
    struct layer next; /* by the rules as they are; while is_changing */
    bool is_changing;
    uint64_t first, end; /* of the log at the last update */
};

bool rules_have_folds(const struct rules *rules);
/* Whether the trace that begins with this line is. */
bool rules_fold(const struct rules *rules, uint64_t first);

void layer_begin(struct layer *layer, const struct rules *rules);
void layer_release(struct layer *layer);
/* Lines that have gone, and new ones up to `limit`, while there is time. */
void layer_update(struct layer *layer, const struct rules *rules,
                  const struct logbook *book, uint64_t limit);

#endif
