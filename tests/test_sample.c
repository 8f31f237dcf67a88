#include "support/test.h"

#include "engine/sample.h"
#include "support/data.h"

#include <stdio.h>
#include <stdlib.h>

#define SAMPLES 8
#define GIB (UINT64_C(1) << 30)

struct samples {
    struct sample at[SAMPLES];
    size_t count;
};

static struct samples
samples_of(const char *file)
{
    struct samples samples = {.count = 0};
    char *text = data_read(file);
    struct str rest = str_of(text);
    struct str line;
    struct err err = ERR_INIT;

    while (data_line(&rest, &line)) {
        assert_true(samples.count < SAMPLES);
        if (!sample_decode(&samples.at[samples.count++], line, &err))
            fail_msg("%s: %s", file, err.text);
    }
    free(text);
    return samples;
}

/* What `docker stats` printed while the same samples were recorded. */
static void
numbers_are_those_of_docker_stats(void **state)
{
    static const struct {
        const char *cpu;
        const char *memory_percent;
        double kib;
        const char *rx, *tx;
        uint64_t pids;
    } rows[] = {
        {"59.62", "2.06", 1352, "1.59", "2.76", 2},
        {"58.54", "3.13", 2052, "2.15", "3.75", 2},
        {"55.94", "2.26", 1484, "2.71", "4.73", 2},
        {"56.36", "1.96", 1284, "3.31", "5.79", 2},
    };
    struct samples busy = samples_of("engine/20.10/stats-busy.json");
    struct usage usage;
    char text[32];
    size_t i, own;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        /* The engine's previous reading and our own give the same. */
        for (own = 0; own < 2; own++) {
            assert_true(usage_compute(&usage, &busy.at[i + 1],
                                      own ? &busy.at[i] : NULL));
            assert_true(usage.has_cpu);
            (void)snprintf(text, sizeof(text), "%.2f", usage.cpu_percent);
            assert_string_equal(text, rows[i].cpu);
            (void)snprintf(text, sizeof(text), "%.2f", usage.memory_percent);
            assert_string_equal(text, rows[i].memory_percent);
            assert_true((double)usage.memory / 1024 == rows[i].kib);
            (void)snprintf(text, sizeof(text), "%.3g",
                           (double)usage.network_rx / 1e9);
            assert_string_equal(text, rows[i].rx);
            (void)snprintf(text, sizeof(text), "%.3g",
                           (double)usage.network_tx / 1e6);
            assert_string_equal(text, rows[i].tx);
            assert_int_equal(usage.pids, rows[i].pids);
            assert_int_equal(usage.pids_limit, 50);
            assert_int_equal(usage.memory_limit, 64 << 20);
            assert_int_equal(usage.has_network_rate, own);
            assert_int_equal(usage.has_block_rate, own);
        }
    }
}

static void
rates_go_by_the_engines_clock(void **state)
{
    struct samples busy = samples_of("engine/20.10/stats-busy.json");
    struct usage usage;
    double seconds;

    (void)state;
    seconds = (double)(busy.at[2].read - busy.at[1].read) / 1e9;
    assert_true(seconds > 1.003 && seconds < 1.004);
    assert_true(usage_compute(&usage, &busy.at[2], &busy.at[1]));
    assert_true(usage.network_rx_rate * seconds > 560499945.5);
    assert_true(usage.network_rx_rate * seconds < 560499946.5);
    assert_true(usage.block_read_rate == 0);
    /* Twice the same reading has no time between. */
    assert_true(usage_compute(&usage, &busy.at[2], &busy.at[2]));
    assert_false(usage.has_network_rate);
    assert_true(usage.cpu_percent == 0);
}

static void
first_sample_has_no_cpu(void **state)
{
    struct samples busy = samples_of("engine/20.10/stats-busy.json");
    struct usage usage;

    (void)state;
    assert_true(busy.at[0].has_cpu);
    assert_false(busy.at[0].has_previous);
    assert_true(usage_compute(&usage, &busy.at[0], NULL));
    assert_false(usage.has_cpu);
    assert_true(usage.has_memory);
    assert_false(usage.has_network_rate);
}

static void
one_sample_alone_has_cpu(void **state)
{
    struct samples once = samples_of("engine/20.10/stats-once.json");
    struct usage usage;

    (void)state;
    assert_true(usage_compute(&usage, &once.at[0], NULL));
    assert_true(usage.has_cpu);
    /* It was held to half a core. */
    assert_true(usage.cpu_percent > 42 && usage.cpu_percent < 58);
    assert_true(usage.memory_limit > 20 * GIB);
}

static void
restart_gives_zero_and_no_rates(void **state)
{
    struct samples restart = samples_of("engine/20.10/stats-restart.json");
    struct usage usage;
    size_t own;

    (void)state;
    assert_true(restart.at[1].cpu_total < restart.at[0].cpu_total);
    for (own = 0; own < 2; own++) {
        assert_true(
            usage_compute(&usage, &restart.at[1], own ? &restart.at[0] : NULL));
        assert_true(usage.has_cpu);
        assert_true(usage.cpu_percent == 0);
        assert_false(usage.has_network_rate);
        assert_false(usage.has_block_rate);
    }
    /* Counters may have overtaken their old values by then. */
    restart.at[1].network_rx = restart.at[0].network_rx + 1;
    restart.at[1].network_tx = restart.at[0].network_tx + 1;
    assert_true(usage_compute(&usage, &restart.at[1], &restart.at[0]));
    assert_false(usage.has_network_rate);
    assert_true(usage_compute(&usage, &restart.at[2], &restart.at[1]));
    assert_true(usage.cpu_percent > 40);
}

static void
stopped_container_has_no_usage(void **state)
{
    struct samples stopped = samples_of("engine/20.10/stats-stopped.json");
    struct samples busy = samples_of("engine/20.10/stats-busy.json");
    struct usage usage;

    (void)state;
    assert_int_equal(stopped.at[0].read, 0);
    assert_false(stopped.at[0].has_cpu);
    assert_false(stopped.at[0].has_memory);
    assert_false(stopped.at[0].has_network);
    assert_false(usage_compute(&usage, &stopped.at[0], NULL));
    assert_false(usage_compute(&usage, &stopped.at[0], &busy.at[0]));
    /* And the first after its start has nothing before it. */
    assert_true(usage_compute(&usage, &busy.at[0], &stopped.at[0]));
    assert_false(usage.has_cpu);
    assert_false(usage.has_network_rate);
}

static void
network_of_the_host_is_not_known(void **state)
{
    struct samples host = samples_of("engine/20.10/stats-host.json");
    struct usage usage;

    (void)state;
    assert_true(usage_compute(&usage, &host.at[0], NULL));
    assert_false(usage.has_network);
    assert_true(usage.has_memory);
}

static void
second_cgroup_version_is_read(void **state)
{
    struct samples two = samples_of("engine/written/stats-cgroup2.json");
    struct usage usage;

    (void)state;
    assert_true(usage_compute(&usage, &two.at[0], NULL));
    assert_true(usage.has_cpu);
    /* 0.25 s of 8 s of eight processors */
    assert_true(usage.cpu_percent == 25.0);
    assert_int_equal(usage.memory, 8388608);
    assert_true(usage.memory_percent > 0.0499 && usage.memory_percent < 0.0501);
    assert_int_equal(usage.network_rx, 1030);
    assert_int_equal(usage.network_tx, 2040);
    assert_int_equal(usage.block_read, 8292);
    assert_int_equal(usage.block_write, 4096);
    assert_int_equal(usage.pids, 5);
    assert_int_equal(usage.pids_limit, 0);
}

static void
podman_has_no_cache_to_take_off(void **state)
{
    struct samples once = samples_of("engine/podman-4.3.1/stats-once.json");
    struct samples stream = samples_of("engine/podman-4.3.1/stats-web.json");
    struct usage usage;

    (void)state;
    assert_true(usage_compute(&usage, &once.at[0], NULL));
    assert_false(usage.has_cpu);
    assert_int_equal(usage.memory, 241664);
    assert_true(usage.memory_limit > 20 * GIB);
    assert_true(usage.has_block);
    assert_true(usage.has_network);
    assert_int_equal(usage.pids, 1);
    /* Its stream has a reading of its own before the first. */
    assert_true(usage_compute(&usage, &stream.at[0], NULL));
    assert_true(usage.has_cpu);
    assert_true(usage_compute(&usage, &stream.at[1], &stream.at[0]));
    assert_true(usage.has_cpu);
    assert_true(usage.has_network_rate);
}

#define READ "{\"read\":\"2026-11-21T08:49:37Z\","

static void
memory_is_without_the_cache(void **state)
{
    static const struct {
        const char *memory;
        bool is_known;
        uint64_t used, limit;
        double percent;
    } rows[] = {
        {"{}", false, 0, 0, 0},
        {"null", false, 0, 0, 0},
        {"{\"usage\":100}", true, 100, 0, 0},
        {"{\"usage\":100,\"limit\":200}", true, 100, 200, 50},
        {"{\"usage\":100,\"stats\":{\"total_inactive_file\":40,"
         "\"inactive_file\":30}}",
         true, 60, 0, 0},
        {"{\"usage\":100,\"stats\":{\"total_inactive_file\":100,"
         "\"inactive_file\":30}}",
         true, 70, 0, 0},
        {"{\"usage\":100,\"stats\":{\"inactive_file\":100}}", true, 100, 0, 0},
        {"{\"usage\":100,\"stats\":{\"cache\":40}}", true, 100, 0, 0},
        {"{\"usage\":-1}", false, 0, 0, 0},
        {"{\"usage\":18446744073709551615,\"limit\":18446744073709551615}",
         true, UINT64_MAX, UINT64_MAX, 100},
    };
    struct sample sample;
    struct usage usage;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        char line[512];

        (void)snprintf(line, sizeof(line), READ "\"memory_stats\":%s}",
                       rows[i].memory);
        print_message("# %s\n", rows[i].memory);
        assert_true(sample_decode(&sample, str_of(line), NULL));
        assert_true(usage_compute(&usage, &sample, NULL));
        assert_int_equal(usage.has_memory, rows[i].is_known);
        assert_int_equal(usage.memory, rows[i].used);
        assert_int_equal(usage.memory_limit, rows[i].limit);
        assert_true(usage.memory_percent == rows[i].percent);
    }
}

static void
processors_are_counted_either_way(void **state)
{
    static const struct {
        const char *cpu;
        bool is_known;
        uint32_t online;
    } rows[] = {
        {"\"online_cpus\":4,\"cpu_usage\":{\"total_usage\":1,"
         "\"percpu_usage\":[1,1]}",
         true, 4},
        {"\"cpu_usage\":{\"total_usage\":1,\"percpu_usage\":[1,1]}", true, 2},
        {"\"online_cpus\":0,\"cpu_usage\":{\"total_usage\":1,"
         "\"percpu_usage\":[1,1]}",
         true, 2},
        {"\"cpu_usage\":{\"total_usage\":1}", false, 0},
        {"\"online_cpus\":4,\"cpu_usage\":{}", false, 4},
    };
    struct sample sample;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        char line[512];

        (void)snprintf(line, sizeof(line),
                       READ "\"cpu_stats\":{\"system_cpu_usage\":9,%s}}",
                       rows[i].cpu);
        assert_true(sample_decode(&sample, str_of(line), NULL));
        assert_int_equal(sample.has_cpu, rows[i].is_known);
        assert_int_equal(sample.cpu_online, rows[i].online);
    }
}

static void
block_counts_reads_and_writes_only(void **state)
{
    static const char line[] =
        READ "\"blkio_stats\":{\"io_service_bytes_recursive\":["
             "{\"op\":\"Read\",\"value\":1},{\"op\":\"Write\",\"value\":2},"
             "{\"op\":\"Sync\",\"value\":4},{\"op\":\"Total\",\"value\":8},"
             "{\"op\":\"\",\"value\":16},{\"value\":32},{\"op\":\"read\"},"
             "{\"op\":\"read\",\"value\":64},7,null]}}";
    struct sample sample;

    (void)state;
    assert_true(sample_decode(&sample, str_of(line), NULL));
    assert_true(sample.has_block);
    assert_int_equal(sample.block_read, 65);
    assert_int_equal(sample.block_write, 2);
    assert_true(sample_decode(
        &sample,
        str_of(READ "\"blkio_stats\":{\"io_service_bytes_recursive\":null}}"),
        NULL));
    assert_true(sample.has_block);
    assert_true(
        sample_decode(&sample, str_of(READ "\"blkio_stats\":{}}"), NULL));
    assert_false(sample.has_block);
}

static void
waits_are_shares_of_what_passed(void **state)
{
    static const struct {
        struct sample before, now;
        bool is_throttling_known, is_pressure_known;
        double throttled, pressure;
    } rows[] = {
        {.before = {.read = 0}, .now = {.has_throttling = true}},
        {.before = {.has_throttling = true},
         .now = {.has_throttling = true},
         .is_throttling_known = true},
        {.before = {.has_throttling = true,
                    .periods = 10,
                    .throttled_periods = 4},
         .now = {.has_throttling = true, .periods = 20, .throttled_periods = 9},
         .is_throttling_known = true,
         .throttled = 50},
        /* A new run. */
        {.before = {.has_throttling = true,
                    .periods = 10,
                    .throttled_periods = 4},
         .now = {.has_throttling = true, .periods = 3}},
        {.before = {.has_memory_stalled = true, .memory_stalled = 1000},
         .now = {.has_memory_stalled = true, .memory_stalled = 500001000},
         .is_pressure_known = true,
         .pressure = 25},
        {.before = {.has_memory_stalled = true, .memory_stalled = 1000},
         .now = {.has_memory_stalled = true, .memory_stalled = 10},
         .is_pressure_known = true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sample before = rows[i].before, now = rows[i].now;
        struct usage usage;

        print_message("# row %zu\n", i);
        before.read = 1000;
        now.read = before.read + 2000000000;
        assert_true(usage_compute(&usage, &now, &before));
        assert_int_equal(usage.has_throttled_percent,
                         rows[i].is_throttling_known);
        assert_int_equal(usage.has_memory_pressure, rows[i].is_pressure_known);
        assert_true((double)usage.throttled_percent == rows[i].throttled);
        assert_true((double)usage.memory_pressure == rows[i].pressure);
        assert_true(usage_compute(&usage, &now, NULL));
        assert_false(usage.has_throttled_percent);
        assert_false(usage.has_memory_pressure);
    }
}

static void
limits_that_were_reached_are_counted(void **state)
{
    static const char line[] =
        READ "\"cpu_stats\":{\"system_cpu_usage\":9,\"online_cpus\":2,"
             "\"cpu_usage\":{\"total_usage\":1},\"throttling_data\":{"
             "\"periods\":30,\"throttled_periods\":20,\"throttled_time\":"
             "123456789}},\"memory_stats\":{\"usage\":1,\"failcnt\":7}}";
    struct sample sample;
    struct usage usage;

    (void)state;
    assert_true(sample_decode(&sample, str_of(line), NULL));
    assert_true(sample.has_throttling);
    assert_int_equal(sample.periods, 30);
    assert_int_equal(sample.throttled_periods, 20);
    assert_false(sample.has_oom_kills);
    assert_true(usage_compute(&usage, &sample, NULL));
    assert_true(usage.has_throttling);
    assert_int_equal(usage.throttled_time, 123456789);
    assert_true(usage.has_limit_hits);
    assert_int_equal(usage.limit_hits, 7);
    assert_true(
        sample_decode(&sample, str_of(READ "\"memory_stats\":{}}"), NULL));
    assert_false(sample.has_throttling);
    assert_false(sample.has_limit_hits);
}

static void
nonsense_is_refused_with_a_reason(void **state)
{
    static const struct {
        const char *line;
        const char *reason;
    } rows[] = {
        {"[]", "statistics are no object"},
        {"{}", "statistics without a time"},
        {"{\"read\":7}", "statistics without a time"},
        {"{\"read\":\"now\"}", "statistics whose read is no time"},
        {READ "\"preread\":\"then\"}", "statistics whose preread is no time"},
    };
    struct sample sample;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;

        assert_false(sample_decode(&sample, str_of(rows[i].line), &err));
        assert_string_equal(err.text, rows[i].reason);
        assert_int_equal(err.kind, ERR_MALFORMED);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_those_of_docker_stats),
        cmocka_unit_test(rates_go_by_the_engines_clock),
        cmocka_unit_test(first_sample_has_no_cpu),
        cmocka_unit_test(one_sample_alone_has_cpu),
        cmocka_unit_test(restart_gives_zero_and_no_rates),
        cmocka_unit_test(stopped_container_has_no_usage),
        cmocka_unit_test(network_of_the_host_is_not_known),
        cmocka_unit_test(second_cgroup_version_is_read),
        cmocka_unit_test(podman_has_no_cache_to_take_off),
        cmocka_unit_test(memory_is_without_the_cache),
        cmocka_unit_test(processors_are_counted_either_way),
        cmocka_unit_test(block_counts_reads_and_writes_only),
        cmocka_unit_test(waits_are_shares_of_what_passed),
        cmocka_unit_test(limits_that_were_reached_are_counted),
        cmocka_unit_test(nonsense_is_refused_with_a_reason),
    };

    return cmocka_run_group_tests_name("sample", tests, NULL, NULL);
}
