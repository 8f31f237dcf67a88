/*
 * sample.h - one reading of a container's counters, and the numbers that
 * `docker stats` makes of two of them.
 *
 * Source of the formulas: docker/cli, cli/command/container/stats_helpers.go
 * (calculateCPUPercentUnix, calculateMemUsageUnixNoCache, calculateBlockIO,
 * calculateNetwork), the same from 20.10 to 28. They stand in sample.c and
 * nowhere else.
 *
 *   CPU %  = d(total_usage) / d(system_cpu_usage) * online_cpus * 100,
 *            0 when either difference is not above zero
 *   memory = usage - total_inactive_file (cgroup v1) or inactive_file (v2),
 *            when that is there and less than usage; else usage
 *   limit  = memory_stats.limit, 0 when the engine has no memory controller
 *   net    = sums over networks; block = sums of io_service_bytes_recursive
 *            whose op begins with r/R and w/W
 *
 * Beyond `docker stats`: the share of its CPU periods in which a container was
 * throttled, as cAdvisor shows it, and the share of time in which a process of
 * it waited for memory ("some" of the kernel's pressure stall information).
 */
#ifndef ENGINE_SAMPLE_H
#define ENGINE_SAMPLE_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

struct sample {
    int64_t read; /* ns since 1970 by the engine; 0: not running (zeros) */

    bool has_cpu;
    uint64_t cpu_total;  /* ns of CPU used since its start */
    uint64_t cpu_system; /* ns of all CPUs of the host since boot */
    uint32_t cpu_online;
    /* cpu_system is the time of the reading, of one CPU: Podman's own answers
     * (sample_podman.h) have no other. */
    bool cpu_is_by_time;
    /* The engine's own previous reading, when it sent one with a time. */
    bool has_previous;
    int64_t previous_read;
    uint64_t previous_total;
    uint64_t previous_system;

    bool has_memory;
    uint64_t memory; /* bytes, the cache taken off as above */
    uint64_t memory_limit;

    bool has_network;                /* false with --network host or none */
    uint64_t network_rx, network_tx; /* bytes since start */
    bool has_block;
    uint64_t block_read, block_write; /* bytes since start */
    bool has_pids;
    uint64_t pids;
    uint64_t pids_limit; /* 0: none */

    /* Held back by its CPU limit; zeros without one. */
    bool has_throttling;
    uint64_t periods, throttled_periods; /* of its quota, since its start */
    uint64_t throttled_time;             /* ns */
    bool has_limit_hits;                 /* from the engine: when there were */
    uint64_t limit_hits;     /* v1: memory was full; v2: and none came free */
    bool has_oom_kills;      /* from the control group only */
    uint64_t oom_kills;      /* processes killed for memory */
    bool has_memory_stalled; /* likewise, and of cgroup v2 only */
    uint64_t memory_stalled; /* ns in which a process waited for memory */
};

/* What a person is shown. A member is known when its flag says so. */
struct usage {
    int64_t read; /* of the newer sample */
    bool has_cpu;
    double cpu_percent; /* 100 = one full core */
    bool has_memory;
    uint64_t memory, memory_limit; /* limit 0: unknown */
    double memory_percent;         /* 0 without limit */
    bool has_network, has_block;   /* totals */
    uint64_t network_rx, network_tx, block_read, block_write;
    bool has_network_rate, has_block_rate;
    double network_rx_rate, network_tx_rate; /* bytes a second */
    double block_read_rate, block_write_rate;
    bool has_pids;
    uint64_t pids, pids_limit;
    bool has_throttling, has_oom_kills, has_limit_hits; /* totals */
    uint32_t oom_kills, limit_hits;
    uint64_t throttled_time; /* ns */
    /* In the time between the two samples. */
    bool has_throttled_percent, has_memory_pressure;
    float throttled_percent; /* of its periods, those that ended in a wait */
    float memory_pressure;   /* % of the time that it waited for memory */
};

/* A line of GET /containers/{id}/stats. */
bool sample_decode(struct sample *sample, struct str line, struct err *err);

/* The numbers of `now`, with differences to `before` (our own last sample of
 * the same container) or, where that is NULL, to the engine's previous
 * reading in `now`. CPU is unknown without either (the first sample of a
 * stream). Counters that went backwards (a restart) give 0 % and no rates.
 * False when `now` is the zero sample of a container that does not run. */
bool usage_compute(struct usage *usage, const struct sample *now,
                   const struct sample *before);

#endif
