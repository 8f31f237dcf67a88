#include "config.h"

#include "engine/cgroup_files.h"

#include "engine/cgroup_text.h"

#define US_NS UINT64_C(1000)

static bool
take_cpuacct(struct cgroup_counts *counts, struct str text)
{
    return cgroup_number(text, &counts->sample.cpu_total);
}

static bool
take_throttling(struct cgroup_counts *counts, struct str text)
{
    struct sample *sample = &counts->sample;

    sample->has_throttling =
        cgroup_member(text, "nr_periods", &sample->periods) &&
        cgroup_member(text, "nr_throttled", &sample->throttled_periods) &&
        cgroup_member(text, "throttled_time", &sample->throttled_time);
    return sample->has_throttling;
}

/* Throttling is there only when the group has the controller. */
static bool
take_cpu_v2(struct cgroup_counts *counts, struct str text)
{
    struct sample *sample = &counts->sample;
    uint64_t used, waited;

    if (!cgroup_member(text, "usage_usec", &used))
        return false;
    sample->cpu_total = used * US_NS;
    sample->has_throttling =
        cgroup_member(text, "nr_periods", &sample->periods) &&
        cgroup_member(text, "nr_throttled", &sample->throttled_periods) &&
        cgroup_member(text, "throttled_usec", &waited);
    if (sample->has_throttling)
        sample->throttled_time = waited * US_NS;
    return true;
}

static bool
take_memory(struct cgroup_counts *counts, struct str text)
{
    counts->sample.has_memory = cgroup_number(text, &counts->memory);
    return counts->sample.has_memory;
}

static bool
take_cache_v1(struct cgroup_counts *counts, struct str text)
{
    return cgroup_member(text, "total_inactive_file", &counts->memory_cache);
}

static bool
take_cache_v2(struct cgroup_counts *counts, struct str text)
{
    return cgroup_member(text, "inactive_file", &counts->memory_cache);
}

static bool
take_memory_limit(struct cgroup_counts *counts, struct str text)
{
    return cgroup_number(text, &counts->sample.memory_limit);
}

static bool
take_failcnt(struct cgroup_counts *counts, struct str text)
{
    struct sample *sample = &counts->sample;

    sample->has_limit_hits = cgroup_number(text, &sample->limit_hits);
    return sample->has_limit_hits;
}

static bool
take_oom_control(struct cgroup_counts *counts, struct str text)
{
    struct sample *sample = &counts->sample;

    sample->has_oom_kills = cgroup_member(text, "oom_kill", &sample->oom_kills);
    return sample->has_oom_kills;
}

/* The engine calls "oom" the failures of version 2. */
static bool
take_memory_events(struct cgroup_counts *counts, struct str text)
{
    struct sample *sample = &counts->sample;

    sample->has_limit_hits = cgroup_member(text, "oom", &sample->limit_hits);
    return take_oom_control(counts, text);
}

static bool
take_pressure(struct cgroup_counts *counts, struct str text)
{
    struct sample *sample = &counts->sample;
    uint64_t waited;

    sample->has_memory_stalled = cgroup_pressure(text, &waited);
    if (sample->has_memory_stalled)
        sample->memory_stalled = waited * US_NS;
    return sample->has_memory_stalled;
}

static bool
take_pids(struct cgroup_counts *counts, struct str text)
{
    counts->sample.has_pids = cgroup_number(text, &counts->sample.pids);
    return counts->sample.has_pids;
}

static bool
take_pids_limit(struct cgroup_counts *counts, struct str text)
{
    uint64_t limit;

    if (!cgroup_number(text, &limit))
        return false;
    counts->sample.pids_limit = limit == UINT64_MAX ? 0 : limit;
    return true;
}

static bool
take_blkio(struct cgroup_counts *counts, struct str text)
{
    struct sample *sample = &counts->sample;

    sample->has_block =
        cgroup_blkio(text, &sample->block_read, &sample->block_write);
    return sample->has_block;
}

static bool
take_io(struct cgroup_counts *counts, struct str text)
{
    struct sample *sample = &counts->sample;

    sample->has_block =
        cgroup_io(text, &sample->block_read, &sample->block_write);
    return sample->has_block;
}

const struct cgroup_file cgroup_files[CGROUP_FILES] = {
    {.name = "cpuacct.usage",
     .controller = CGROUP_CPUACCT,
     .is_needed = true,
     .take = take_cpuacct},
    {.name = "cpu.stat", .controller = CGROUP_CPU, .take = take_throttling},
    {.name = "memory.usage_in_bytes",
     .controller = CGROUP_MEMORY,
     .take = take_memory},
    {.name = "memory.stat", .controller = CGROUP_MEMORY, .take = take_cache_v1},
    {.name = "memory.limit_in_bytes",
     .controller = CGROUP_MEMORY,
     .is_slow = true,
     .take = take_memory_limit},
    {.name = "memory.failcnt",
     .controller = CGROUP_MEMORY,
     .is_slow = true,
     .take = take_failcnt},
    {.name = "memory.oom_control",
     .controller = CGROUP_MEMORY,
     .is_slow = true,
     .take = take_oom_control},
    {.name = "pids.current", .controller = CGROUP_PIDS, .take = take_pids},
    {.name = "pids.max",
     .controller = CGROUP_PIDS,
     .is_slow = true,
     .take = take_pids_limit},
    {.name = "blkio.throttle.io_service_bytes",
     .controller = CGROUP_BLKIO,
     .take = take_blkio},

    {.name = "cpu.stat",
     .controller = CGROUP_CPUACCT,
     .is_v2 = true,
     .is_needed = true,
     .take = take_cpu_v2},
    {.name = "memory.current",
     .controller = CGROUP_MEMORY,
     .is_v2 = true,
     .take = take_memory},
    {.name = "memory.stat",
     .controller = CGROUP_MEMORY,
     .is_v2 = true,
     .take = take_cache_v2},
    {.name = "memory.max",
     .controller = CGROUP_MEMORY,
     .is_v2 = true,
     .is_slow = true,
     .take = take_memory_limit},
    {.name = "memory.events",
     .controller = CGROUP_MEMORY,
     .is_v2 = true,
     .is_slow = true,
     .take = take_memory_events},
    {.name = "memory.pressure",
     .controller = CGROUP_MEMORY,
     .is_v2 = true,
     .take = take_pressure},
    {.name = "pids.current",
     .controller = CGROUP_PIDS,
     .is_v2 = true,
     .take = take_pids},
    {.name = "pids.max",
     .controller = CGROUP_PIDS,
     .is_v2 = true,
     .is_slow = true,
     .take = take_pids_limit},
    {.name = "io.stat",
     .controller = CGROUP_BLKIO,
     .is_v2 = true,
     .take = take_io},
};
