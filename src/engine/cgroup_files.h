/*
 * cgroup_files.h - which files of a control group tell which numbers.
 *
 * They are those that the engine reads itself (containerd's cgroups, moby's
 * daemon/stats_unix.go), so that the numbers are the same: of blkio, for
 * example, the file that does not count groups below.
 */
#ifndef ENGINE_CGROUP_FILES_H
#define ENGINE_CGROUP_FILES_H

#include "engine/cgroup.h"
#include "engine/sample.h"

/* What was read of a container so far. */
struct cgroup_counts {
    struct sample
        sample; /* without time, memory, network and the host's part */
    uint64_t memory, memory_cache; /* all of it, and what could be given back */
};

struct cgroup_file {
    const char *name;
    enum cgroup_controller controller;
    bool is_v2;
    bool is_needed; /* no numbers without it; else only its own is not known */
    bool is_slow;   /* changes seldom: limits, failures */
    /* False when the text does not tell it. */
    bool (*take)(struct cgroup_counts *counts, struct str text);
};

/* The one that is needed is the first of its version. */
#define CGROUP_FILES 19
extern const struct cgroup_file cgroup_files[CGROUP_FILES];
/* Most files of a version that are not slow. */
#define CGROUP_QUICK_FILES 6

#endif
