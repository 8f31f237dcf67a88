/* Podman's one stream of statistics for all containers. */
#include "config.h"

#include "support/test.h"

#include "engine/sample_podman.h"
#include "support/data.h"

#include <stdio.h>
#include <stdlib.h>

#define SAMPLES 8
#define WORKER                                                                 \
    "9309728bf61909c58fd107dd95ca4498aed54e52096d0fa2803907da915735a8"
#define WEB "fdc0ab637783ddf5ecf0e0aaa7df4cf9fce3a56fc7517e93dc1926934f64847b"

struct samples {
    struct sample at[SAMPLES];
    char ids[SAMPLES][65];
    size_t count;
};

static void
keep(void *data, const char *id, const struct sample *sample)
{
    struct samples *samples = data;

    assert_true(samples->count < SAMPLES);
    (void)snprintf(samples->ids[samples->count], 65, "%s", id);
    samples->at[samples->count++] = *sample;
}

static struct samples
samples_of(const char *file)
{
    struct samples samples = {.count = 0};
    char *text = data_read(file);
    struct str rest = str_of(text), line;
    struct err err = ERR_INIT;

    while (data_line(&rest, &line))
        if (!samples_decode_podman(line, keep, &samples, &err))
            fail_msg("%s: %s", file, err.text);
    free(text);
    return samples;
}

/* "CPU" and "MemUsage" of the recorded lines, which are not read. */
static void
numbers_are_those_that_podman_makes_itself(void **state)
{
    struct samples all = samples_of("engine/podman-4.3.1/stats-all.json");
    static const struct {
        const char *id;
        double percent;
        uint64_t memory;
    } rows[] = {{WORKER, 5.821025446129115, 753664},
                {WEB, 6.269288677023477, 626688}};

    (void)state;
    assert_int_equal(all.count, 6);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct usage usage;

        assert_string_equal(all.ids[i], rows[i].id);
        assert_true(usage_compute(&usage, &all.at[i], NULL));
        assert_false(usage.has_cpu);
        assert_true(usage_compute(&usage, &all.at[2 + i], &all.at[i]));
        assert_true(usage.has_cpu);
        assert_float_equal(usage.cpu_percent, rows[i].percent, 1e-4);
        assert_int_equal(usage.memory, rows[i].memory);
        assert_int_equal(usage.memory_limit, 25276510208);
        assert_true(usage.has_network_rate && usage.has_block_rate);
        assert_int_equal(usage.pids, 2);
        assert_false(usage.has_throttling || usage.has_oom_kills);
    }
}

static void
container_that_stopped_has_zeros(void **state)
{
    struct samples all = samples_of("engine/podman-4.3.1/stats-all.json");
    struct usage usage;

    (void)state;
    assert_string_equal(all.ids[4], WORKER);
    assert_false(usage_compute(&usage, &all.at[4], &all.at[2]));
    assert_true(usage_compute(&usage, &all.at[5], &all.at[3]));
}

static void
network_of_podman_5_stands_by_interface(void **state)
{
    struct samples all = samples_of("engine/written/stats-all-podman-5.json");

    (void)state;
    assert_int_equal(all.count, 2);
    assert_true(all.at[0].has_network);
    assert_int_equal(all.at[0].network_rx, 1030);
    assert_int_equal(all.at[0].network_tx, 204);
    assert_int_equal(all.at[0].block_read, 8192);
    assert_false(all.at[1].has_network);
}

/* One way of counting says nothing beside the other. */
static void
cpu_is_unknown_when_the_way_of_counting_changes(void **state)
{
    struct samples all = samples_of("engine/podman-4.3.1/stats-all.json");
    struct sample before = all.at[0];
    struct usage usage;

    (void)state;
    before.cpu_is_by_time = false;
    assert_true(usage_compute(&usage, &all.at[2], &before));
    assert_false(usage.has_cpu);
    assert_true(usage.has_network_rate);
}

static void
what_is_no_answer_is_refused(void **state)
{
    static const struct {
        const char *line;
        enum err_kind kind;
        size_t samples;
    } rows[] = {
        {"{\"Error\":null,\"Stats\":[]}", ERR_OTHER, 0},
        {"{\"Error\":null,\"Stats\":null}", ERR_OTHER, 0},
        {"{\"Error\":\"\",\"Stats\":[{\"ContainerID\":\"a\"}]}", ERR_OTHER, 1},
        {"{\"Error\":null,\"Stats\":[{},{\"ContainerID\":7}]}", ERR_OTHER, 0},
        {"{\"Error\":null,\"Stats\":[{\"ContainerID\":\"a\",\"SystemNano\":"
         "18446744073709551615}]}",
         ERR_OTHER, 1},
        {"{\"Error\":\"no cgroups\",\"Stats\":null}", ERR_SERVER, 0},
        {"{\"Error\":{},\"Stats\":null}", ERR_SERVER, 0},
        {"[]", ERR_MALFORMED, 0},
        {"{\"Error\":", ERR_MALFORMED, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct samples samples = {.count = 0};
        struct err err = ERR_INIT;
        bool is_good =
            samples_decode_podman(str_of(rows[i].line), keep, &samples, &err);

        if (is_good != (rows[i].kind == ERR_OTHER) ||
            err.kind != rows[i].kind || samples.count != rows[i].samples)
            fail_msg("%s: %s", rows[i].line, err.text);
        for (size_t k = 0; k < samples.count; k++)
            assert_int_equal(samples.at[k].read, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_those_that_podman_makes_itself),
        cmocka_unit_test(container_that_stopped_has_zeros),
        cmocka_unit_test(network_of_podman_5_stands_by_interface),
        cmocka_unit_test(cpu_is_unknown_when_the_way_of_counting_changes),
        cmocka_unit_test(what_is_no_answer_is_refused),
    };

    return cmocka_run_group_tests_name("sample_podman", tests, NULL, NULL);
}
