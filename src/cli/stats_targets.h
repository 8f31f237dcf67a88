/*
 * stats_targets.h - the containers that `bayplan stats` is about.
 */
#ifndef CLI_STATS_TARGETS_H
#define CLI_STATS_TARGETS_H

#include "cli/stats.h"
#include "store/store.h"

/* A container. */
struct target {
    struct ref ref;
    char *name;    /* as it was at the start */
    bool is_fresh; /* it has numbers that were not printed */
    bool is_done;  /* nothing more is waited for, with --once */
    bool has_usage;
    struct usage usage; /* when it was done */
};

/* In the order of their names. */
struct targets {
    struct target *at;
    size_t count, cap;
    struct map *by_id; /* of pointers into `at` */
};

/* Those of the store that the options are about. ERR_MISSING: one is named
 * that is not there. To be released in any case. */
bool targets_choose(struct targets *targets, const struct store *store,
                    const struct stats_options *options, struct err *err);
void targets_release(struct targets *targets);
/* NULL: it is none of them. */
struct target *targets_find(const struct targets *targets,
                            const struct ref *ref);

#endif
