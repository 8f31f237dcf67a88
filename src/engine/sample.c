#include "engine/sample.h"

#include "base/json.h"
#include "base/timestamp.h"

/* What is read of a sample, less than half of it: most is details of memory and
 * the counters of each device. */
static const struct json_want wanted_use[] = {
    {"total_usage", NULL}, {"percpu_usage", NULL}, {NULL, NULL}};
static const struct json_want wanted_cpu[] = {{"cpu_usage", wanted_use},
                                              {"system_cpu_usage", NULL},
                                              {"online_cpus", NULL},
                                              {"throttling_data", NULL},
                                              {NULL, NULL}};
static const struct json_want wanted_detail[] = {
    {"total_inactive_file", NULL}, {"inactive_file", NULL}, {NULL, NULL}};
static const struct json_want wanted_memory[] = {{"usage", NULL},
                                                 {"limit", NULL},
                                                 {"failcnt", NULL},
                                                 {"stats", wanted_detail},
                                                 {NULL, NULL}};
static const struct json_want wanted_bytes[] = {
    {"rx_bytes", NULL}, {"tx_bytes", NULL}, {NULL, NULL}};
static const struct json_want wanted_networks[] = {{JSON_ANY, wanted_bytes},
                                                   {NULL, NULL}};
static const struct json_want wanted_op[] = {
    {"op", NULL}, {"value", NULL}, {NULL, NULL}};
static const struct json_want wanted_block[] = {
    {"io_service_bytes_recursive", wanted_op}, {NULL, NULL}};
static const struct json_want wanted_sample[] = {
    {"read", NULL},
    {"preread", NULL},
    {"cpu_stats", wanted_cpu},
    {"precpu_stats", wanted_cpu},
    {"memory_stats", wanted_memory},
    {"networks", wanted_networks},
    {"blkio_stats", wanted_block},
    {"pids_stats", NULL},
    {NULL, NULL}};

static bool
read_time(const struct json *root, const char *key, int64_t *ns,
          struct err *err)
{
    const char *text = json_text(json_find(root, key));

    if (text && !timestamp_parse(str_of(text), ns))
        return err_set_kind(err, ERR_MALFORMED,
                            "statistics whose %s is no time", key);
    return true;
}

/* cpu_stats or precpu_stats. False when it does not hold both numbers. */
static bool
read_cpu(const struct json *cpu, uint64_t *total, uint64_t *system)
{
    return json_u64(json_find(json_find(cpu, "cpu_usage"), "total_usage"),
                    total) &&
           json_u64(json_find(cpu, "system_cpu_usage"), system);
}

static uint32_t
online_cpus(const struct json *cpu)
{
    uint64_t count = 0;

    if (!json_u64(json_find(cpu, "online_cpus"), &count) || count == 0)
        count =
            json_count(json_find(json_find(cpu, "cpu_usage"), "percpu_usage"));
    return count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
}

static void
read_cpus(struct sample *sample, const struct json *root)
{
    const struct json *now = json_find(root, "cpu_stats");
    const struct json *before = json_find(root, "precpu_stats");

    sample->cpu_online = online_cpus(now);
    sample->has_cpu = read_cpu(now, &sample->cpu_total, &sample->cpu_system) &&
                      sample->cpu_online > 0;
    sample->has_previous =
        sample->previous_read != 0 &&
        read_cpu(before, &sample->previous_total, &sample->previous_system);
}

/* What the page cache could give back does not count: calculateMemUsage-
 * UnixNoCache(). Podman sends no such detail and shows the whole. */
static uint64_t
without_cache(const struct json *detail, uint64_t usage)
{
    uint64_t cache;

    if (json_u64(json_find(detail, "total_inactive_file"), &cache) &&
        cache < usage)
        return usage - cache;
    if (json_u64(json_find(detail, "inactive_file"), &cache) && cache < usage)
        return usage - cache;
    return usage;
}

static void
read_memory(struct sample *sample, const struct json *memory)
{
    uint64_t usage = 0;

    sample->has_memory = json_u64(json_find(memory, "usage"), &usage);
    if (!sample->has_memory)
        return;
    sample->memory = without_cache(json_find(memory, "stats"), usage);
    (void)json_u64(json_find(memory, "limit"), &sample->memory_limit);
    sample->has_limit_hits =
        json_u64(json_find(memory, "failcnt"), &sample->limit_hits);
}

static void
read_networks(struct sample *sample, const struct json *networks)
{
    const struct json *each;
    uint64_t bytes;

    for (each = json_first(networks); each; each = json_next(each)) {
        if (json_u64(json_find(each, "rx_bytes"), &bytes))
            sample->network_rx += bytes;
        if (json_u64(json_find(each, "tx_bytes"), &bytes))
            sample->network_tx += bytes;
        sample->has_network = true;
    }
}

/* Null and [] both mean that nothing was read or written yet. "Read" is the
 * word of cgroup v1, "read" that of v2; "Total", "Sync" and others would
 * count twice. */
static void
read_block(struct sample *sample, const struct json *block)
{
    const struct json *all = json_find(block, "io_service_bytes_recursive");
    const struct json *each;

    sample->has_block = all != NULL;
    for (each = json_first(all); each; each = json_next(each)) {
        const char *op = json_text(json_find(each, "op"));
        uint64_t bytes;

        if (!op || !json_u64(json_find(each, "value"), &bytes))
            continue;
        if (*op == 'r' || *op == 'R')
            sample->block_read += bytes;
        else if (*op == 'w' || *op == 'W')
            sample->block_write += bytes;
    }
}

/* cgroup v2 writes "max" as 2^64-1; that is no limit. */
static void
read_pids(struct sample *sample, const struct json *pids)
{
    sample->has_pids = json_u64(json_find(pids, "current"), &sample->pids);
    (void)json_u64(json_find(pids, "limit"), &sample->pids_limit);
    if (sample->pids_limit == UINT64_MAX)
        sample->pids_limit = 0;
}

static void
read_throttling(struct sample *sample, const struct json *data)
{
    sample->has_throttling =
        json_u64(json_find(data, "periods"), &sample->periods) &&
        json_u64(json_find(data, "throttled_periods"),
                 &sample->throttled_periods) &&
        json_u64(json_find(data, "throttled_time"), &sample->throttled_time);
}

static bool
read_sample(struct sample *sample, const struct json *root, struct err *err)
{
    *sample = (struct sample){0};
    if (!json_is_object(root))
        return err_set_kind(err, ERR_MALFORMED, "statistics are no object");
    if (!json_text(json_find(root, "read")))
        return err_set_kind(err, ERR_MALFORMED, "statistics without a time");
    if (!read_time(root, "read", &sample->read, err) ||
        !read_time(root, "preread", &sample->previous_read, err))
        return false;
    read_cpus(sample, root);
    read_memory(sample, json_find(root, "memory_stats"));
    read_networks(sample, json_find(root, "networks"));
    read_block(sample, json_find(root, "blkio_stats"));
    read_pids(sample, json_find(root, "pids_stats"));
    if (sample->has_cpu)
        read_throttling(
            sample, json_find(json_find(root, "cpu_stats"), "throttling_data"));
    return true;
}

bool
sample_decode(struct sample *sample, struct str line, struct err *err)
{
    struct json *root = json_parse_wanted(line, wanted_sample, err);
    bool is_whole;

    if (!root)
        return false;
    is_whole = read_sample(sample, root, err);
    json_free(root);
    return is_whole;
}

/* calculateCPUPercentUnix() */
static double
cpu_percent(uint64_t total, uint64_t system, uint64_t previous_total,
            uint64_t previous_system, uint32_t online)
{
    double used = (double)total - (double)previous_total;
    double passed = (double)system - (double)previous_system;

    if (used <= 0 || passed <= 0)
        return 0;
    return used / passed * (double)online * 100;
}

static void
compute_cpu(struct usage *usage, const struct sample *now,
            const struct sample *before)
{
    if (!now->has_cpu)
        return;
    if (before && before->read != 0 && before->has_cpu &&
        before->cpu_is_by_time == now->cpu_is_by_time) {
        usage->has_cpu = true;
        usage->cpu_percent =
            cpu_percent(now->cpu_total, now->cpu_system, before->cpu_total,
                        before->cpu_system, now->cpu_online);
    } else if (now->has_previous) {
        usage->has_cpu = true;
        usage->cpu_percent =
            cpu_percent(now->cpu_total, now->cpu_system, now->previous_total,
                        now->previous_system, now->cpu_online);
    }
}

/* A restart sets every counter to zero; one that has overtaken its old value
 * by now would show a rate that never was. */
static bool
has_restarted(const struct sample *now, const struct sample *before)
{
    return (now->has_cpu && before->has_cpu &&
            now->cpu_total < before->cpu_total) ||
           now->network_rx < before->network_rx ||
           now->network_tx < before->network_tx ||
           now->block_read < before->block_read ||
           now->block_write < before->block_write;
}

/* What `now` counted since `before`, of `whole`, in percent. */
static float
share(uint64_t now, uint64_t before, uint64_t whole)
{
    if (now <= before || whole == 0)
        return 0;
    return (float)((double)(now - before) / (double)whole * 100);
}

static void
compute_waits(struct usage *usage, const struct sample *now,
              const struct sample *before)
{
    if (now->has_throttling && before->has_throttling &&
        now->periods >= before->periods) {
        usage->has_throttled_percent = true;
        usage->throttled_percent =
            share(now->throttled_periods, before->throttled_periods,
                  now->periods - before->periods);
    }
    if (now->has_memory_stalled && before->has_memory_stalled) {
        usage->has_memory_pressure = true;
        usage->memory_pressure =
            share(now->memory_stalled, before->memory_stalled,
                  (uint64_t)(now->read - before->read));
    }
}

static void
compute_rates(struct usage *usage, const struct sample *now,
              const struct sample *before)
{
    double seconds;

    if (!before || before->read == 0 || now->read <= before->read ||
        has_restarted(now, before))
        return;
    /* The engine's clock, never ours: under load samples come late. */
    seconds = (double)(now->read - before->read) / (double)SECOND_NS;
    if (now->has_network && before->has_network) {
        usage->has_network_rate = true;
        usage->network_rx_rate =
            (double)(now->network_rx - before->network_rx) / seconds;
        usage->network_tx_rate =
            (double)(now->network_tx - before->network_tx) / seconds;
    }
    if (now->has_block && before->has_block) {
        usage->has_block_rate = true;
        usage->block_read_rate =
            (double)(now->block_read - before->block_read) / seconds;
        usage->block_write_rate =
            (double)(now->block_write - before->block_write) / seconds;
    }
    compute_waits(usage, now, before);
}

static uint32_t
at_most_u32(uint64_t value)
{
    return value < UINT32_MAX ? (uint32_t)value : UINT32_MAX;
}

bool
usage_compute(struct usage *usage, const struct sample *now,
              const struct sample *before)
{
    *usage = (struct usage){.read = now->read};
    if (now->read == 0)
        return false;
    compute_cpu(usage, now, before);
    usage->has_memory = now->has_memory;
    usage->memory = now->memory;
    usage->memory_limit = now->memory_limit;
    if (now->memory_limit != 0)
        usage->memory_percent =
            (double)now->memory / (double)now->memory_limit * 100;
    usage->has_network = now->has_network;
    usage->network_rx = now->network_rx;
    usage->network_tx = now->network_tx;
    usage->has_block = now->has_block;
    usage->block_read = now->block_read;
    usage->block_write = now->block_write;
    usage->has_pids = now->has_pids;
    usage->pids = now->pids;
    usage->pids_limit = now->pids_limit;
    usage->has_throttling = now->has_throttling;
    usage->throttled_time = now->throttled_time;
    usage->has_oom_kills = now->has_oom_kills;
    usage->oom_kills = at_most_u32(now->oom_kills);
    usage->has_limit_hits = now->has_limit_hits;
    usage->limit_hits = at_most_u32(now->limit_hits);
    compute_rates(usage, now, before);
    return true;
}
