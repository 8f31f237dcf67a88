/*
 * Samples out of recorded and written trees of files, and what happens when
 * groups and processes come and go.
 */
#include "config.h"

#include "support/test.h"

#include "engine/cgroup_reader.h"
#include "support/tree.h"

#include <stdio.h>

#define ID "449b652c771a3f9359131fd94e501a158e240a6b3492c6279b897268f2e9faab"
#define OTHER "00000000000000000000000000000000000000000000000000000000000000ff"
#define GROUP "/sys/fs/cgroup/system.slice/docker-" ID ".scope"
#define OTHER_GROUP "/sys/fs/cgroup/system.slice/docker-" OTHER ".scope"
#define PID 4711
#define MANY 100 /* descriptors */

struct scene {
    char *root;
    struct cgroup_host *host;
    struct cgroup_reader *reader;
    struct sample sample;
    struct err err;
};

static void
open_scene(struct scene *scene, const char *tree, uint64_t pid, size_t kept)
{
    struct cgroup_facts facts = {.pid = pid, .has_network = true};

    *scene = (struct scene){.root = tree_new(tree, ID)};
    scene->host = cgroup_host_new(scene->root, kept);
    scene->reader = cgroup_reader_new(ID);
    cgroup_reader_set(scene->reader, &facts);
    assert_true(cgroup_host_look(scene->host, NULL));
}

static void
close_scene(struct scene *scene)
{
    cgroup_reader_free(scene->reader, scene->host);
    cgroup_host_free(scene->host);
    tree_free(scene->root);
}

static bool
read_again(struct scene *scene)
{
    scene->err = (struct err)ERR_INIT;
    return cgroup_reader_read(scene->reader, scene->host, &scene->sample,
                              &scene->err);
}

static void
must_read(struct scene *scene)
{
    if (!read_again(scene))
        fail_msg("%s", scene->err.text);
}

#define FOUR_CPUS                                                              \
    .has_cpu = true, .cpu_total = 1234567000,                                  \
    .cpu_system = UINT64_C(5260000000000), .cpu_online = 4
#define MEMORY .has_memory = true, .memory = 10485760
#define NETWORK .has_network = true, .network_rx = 3000, .network_tx = 2000
#define BLOCK .has_block = true, .block_read = 8193000, .block_write = 6096
#define PIDS .has_pids = true, .pids = 5
#define THROTTLED                                                              \
    .has_throttling = true, .periods = 40, .throttled_periods = 10,            \
    .throttled_time = 250000000
#define KILLS                                                                  \
    .has_limit_hits = true, .limit_hits = 3, .has_oom_kills = true,            \
    .oom_kills = 2
#define STALLED .has_memory_stalled = true, .memory_stalled = 750000000
#define HOST_MEMORY (UINT64_C(16384000) * 1024)

static const struct tree_row {
    const char *tree;
    uint64_t pid;
    struct sample sample;
} tree_rows[] = {
    {"v1-cgroupfs",
     25360,
     {.has_cpu = true,
      .cpu_total = 996991793,
      .cpu_system = UINT64_C(27059110000000),
      .cpu_online = 2,
      .has_memory = true,
      .memory = 22482944,
      .memory_limit = 100663296,
      .has_network = true,
      .network_rx = 586,
      .has_block = true,
      .has_pids = true,
      .pids = 2,
      .pids_limit = 64,
      .has_throttling = true,
      .periods = 72,
      .throttled_periods = 11,
      .throttled_time = 238302924,
      .has_limit_hits = true,
      .has_oom_kills = true}},
    {"v1-systemd",
     PID,
     {FOUR_CPUS, MEMORY, .memory_limit = HOST_MEMORY, NETWORK, BLOCK, PIDS,
      THROTTLED, KILLS}},
    {"v2-systemd",
     PID,
     {FOUR_CPUS, MEMORY, .memory_limit = 67108864, .has_network = true,
      .network_rx = 3040, .network_tx = 2050, BLOCK, PIDS, .pids_limit = 100,
      THROTTLED, KILLS, STALLED}},
    {"v2-cgroupfs",
     PID,
     {FOUR_CPUS, MEMORY, .memory_limit = HOST_MEMORY, NETWORK,
      .has_block = true, PIDS, THROTTLED, KILLS, STALLED}},
    {"v2-recorded-cgroupfs",
     3341,
     {.has_cpu = true,
      .cpu_total = UINT64_C(9353743000),
      .cpu_system = UINT64_C(5260000000000),
      .cpu_online = 4,
      .has_memory = true,
      .memory = 327680,
      .memory_limit = 67108864,
      .has_network = true,
      .network_rx = 876,
      .has_block = true,
      .has_pids = true,
      .pids = 1,
      .pids_limit = 50,
      .has_throttling = true,
      .periods = 182,
      .throttled_periods = 177,
      .throttled_time = UINT64_C(8305346000),
      .has_limit_hits = true,
      .has_oom_kills = true,
      .has_memory_stalled = true}},
    {"v2-recorded-systemd",
     5644,
     {.has_cpu = true,
      .cpu_total = UINT64_C(11022014000),
      .cpu_system = UINT64_C(5260000000000),
      .cpu_online = 4,
      .has_memory = true,
      .memory = 331776,
      .memory_limit = 67108864,
      .has_network = true,
      .network_rx = 876,
      .has_block = true,
      .has_pids = true,
      .pids = 1,
      .pids_limit = 50,
      .has_throttling = true,
      .periods = 212,
      .throttled_periods = 202,
      .throttled_time = UINT64_C(9145325000),
      .has_limit_hits = true,
      .has_oom_kills = true,
      .has_memory_stalled = true}},
    {"v2-rootless",
     PID,
     {FOUR_CPUS, MEMORY, .memory_limit = HOST_MEMORY, NETWORK, PIDS, KILLS}},
    {"v2-podman",
     PID,
     {FOUR_CPUS, MEMORY, .memory_limit = 67108864, NETWORK, BLOCK, PIDS,
      .pids_limit = 100, THROTTLED, KILLS, STALLED}},
    {"v2-nested",
     PID,
     {FOUR_CPUS, MEMORY, .memory_limit = 67108864, NETWORK, BLOCK, PIDS,
      .pids_limit = 100, THROTTLED, KILLS, STALLED}},
};

static void
check_sample(const struct sample *got, const struct sample *expected)
{
#define SAME(member) assert_int_equal(got->member, expected->member)
    SAME(has_cpu);
    SAME(cpu_total);
    SAME(cpu_system);
    SAME(cpu_online);
    SAME(has_memory);
    SAME(memory);
    SAME(memory_limit);
    SAME(has_network);
    SAME(network_rx);
    SAME(network_tx);
    SAME(has_block);
    SAME(block_read);
    SAME(block_write);
    SAME(has_pids);
    SAME(pids);
    SAME(pids_limit);
    SAME(has_throttling);
    SAME(periods);
    SAME(throttled_periods);
    SAME(throttled_time);
    SAME(has_limit_hits);
    SAME(limit_hits);
    SAME(has_oom_kills);
    SAME(oom_kills);
    SAME(has_memory_stalled);
    SAME(memory_stalled);
    SAME(has_previous);
#undef SAME
}

static void
every_layout_gives_its_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tree_rows); i++) {
        /* With descriptors that stay open, and without. */
        for (size_t kept = 0; kept <= MANY; kept += MANY) {
            struct scene scene;

            print_message("# %s, %zu descriptors\n", tree_rows[i].tree, kept);
            open_scene(&scene, tree_rows[i].tree, tree_rows[i].pid, kept);
            for (int again = 0; again < 3; again++) {
                must_read(&scene);
                check_sample(&scene.sample, &tree_rows[i].sample);
                assert_true(scene.sample.read > 0);
            }
            assert_int_equal(scene.host->kept > 0, kept > 0);
            assert_true(scene.host->kept <= kept);
            close_scene(&scene);
        }
    }
}

static void
numbers_follow_the_files(void **state)
{
    struct scene scene;
    struct sample before;
    struct usage usage;

    (void)state;
    open_scene(&scene, "v2-systemd", PID, MANY);
    must_read(&scene);
    before = scene.sample;
    tree_write(scene.root, GROUP "/cpu.stat",
               "usage_usec 2234567\nnr_periods 50\nnr_throttled 15\n"
               "throttled_usec 350000\n");
    tree_write(scene.root, GROUP "/memory.current", "2097152\n");
    tree_write(scene.root, "/proc/stat",
               "cpu  16000 200 8000 500400 1000 0 800 50 0 0\ncpu0 1\ncpu1 1\n"
               "cpu2 1\ncpu3 1\n");
    assert_true(cgroup_host_look(scene.host, NULL));
    must_read(&scene);
    assert_true(usage_compute(&usage, &scene.sample, &before));
    /* A second of the four of four processors. */
    assert_true(usage.cpu_percent == 100.0);
    assert_true(usage.throttled_percent == 50.0F);
    /* A cache that is as large as all of it cannot be taken off. */
    assert_int_equal(usage.memory, 2097152);
    close_scene(&scene);
}

static void
limits_are_read_seldom_and_after_news(void **state)
{
    struct cgroup_facts facts = {.pid = PID, .has_network = true};
    struct scene scene;

    (void)state;
    open_scene(&scene, "v2-systemd", PID, MANY);
    must_read(&scene);
    tree_write(scene.root, GROUP "/memory.max", "1000\n");
    for (int i = 1; i < CGROUP_SLOW; i++) {
        must_read(&scene);
        assert_int_equal(scene.sample.memory_limit, 67108864);
    }
    must_read(&scene);
    assert_int_equal(scene.sample.memory_limit, 1000);
    tree_write(scene.root, GROUP "/memory.max", "2000\n");
    must_read(&scene);
    assert_int_equal(scene.sample.memory_limit, 1000);
    cgroup_reader_set(scene.reader, &facts);
    must_read(&scene);
    assert_int_equal(scene.sample.memory_limit, 2000);
    close_scene(&scene);
}

static void
network_of_the_host_is_not_told(void **state)
{
    struct cgroup_facts facts = {.pid = PID};
    struct scene scene;

    (void)state;
    open_scene(&scene, "v2-systemd", PID, MANY);
    cgroup_reader_set(scene.reader, &facts);
    must_read(&scene);
    assert_false(scene.sample.has_network);
    assert_true(scene.sample.has_memory);
    close_scene(&scene);
}

/* Its own process may have an older one. */
static void
network_that_is_shared_is_the_others(void **state)
{
    struct cgroup_facts facts = {
        .pid = PID, .has_network = true, .network_id = OTHER};
    struct scene scene;

    (void)state;
    for (size_t kept = 0; kept <= MANY; kept += MANY) {
        open_scene(&scene, "v2-systemd", PID, kept);
        facts.network_pid = 4712;
        tree_write(scene.root, "/proc/4712/cgroup",
                   "0::/system.slice/docker-" OTHER ".scope\n");
        tree_write(scene.root, "/proc/4712/net/dev",
                   "eth0: 7 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0\n");
        cgroup_reader_set(scene.reader, &facts);
        must_read(&scene);
        assert_true(scene.sample.has_network);
        assert_int_equal(scene.sample.network_rx, 7);
        /* Whoever has that number now is not the other. */
        tree_write(scene.root, "/proc/4712/cgroup",
                   "0::/system.slice/docker-" ID ".scope\n");
        cgroup_reader_set(scene.reader, &facts);
        must_read(&scene);
        assert_false(scene.sample.has_network);
        facts.network_pid = 0;
        cgroup_reader_set(scene.reader, &facts);
        must_read(&scene);
        assert_false(scene.sample.has_network);
        close_scene(&scene);
    }
}

/* Somebody else's process has the number now. */
static void
process_of_another_is_not_believed(void **state)
{
    struct scene scene;

    (void)state;
    for (size_t kept = 0; kept <= MANY; kept += MANY) {
        open_scene(&scene, "v2-systemd", PID, kept);
        tree_write(scene.root, "/proc/4711/cgroup",
                   "0::/system.slice/docker-" OTHER ".scope\n");
        assert_false(read_again(&scene));
        assert_int_equal(scene.err.kind, ERR_CONFLICT);
        close_scene(&scene);
    }
    /* It is found out at the next open, where files do not stay open. */
    open_scene(&scene, "v2-systemd", PID, 0);
    must_read(&scene);
    assert_true(scene.sample.has_network);
    tree_write(scene.root, "/proc/4711/cgroup", "0::/\n");
    must_read(&scene);
    assert_false(scene.sample.has_network);
    assert_int_equal(scene.sample.memory, 10485760);
    /* The group itself says who is in it. */
    tree_add(scene.root, "v2-systemd", ID);
    must_read(&scene);
    assert_true(scene.sample.has_network);
    close_scene(&scene);
}

static void
others_are_found_by_the_rule(void **state)
{
    struct cgroup_facts facts = {.pid = 0, .has_network = true};
    struct cgroup_reader *other;
    struct sample sample;
    struct scene scene;
    struct err err = ERR_INIT;

    (void)state;
    open_scene(&scene, "v2-systemd", PID, MANY);
    other = cgroup_reader_new(OTHER);
    cgroup_reader_set(other, &facts);
    /* There is no rule before one was found by its process. */
    assert_false(cgroup_reader_read(other, scene.host, &sample, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    must_read(&scene);
    assert_true(scene.host->has_rule);
    assert_false(cgroup_reader_read(other, scene.host, &sample, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    tree_write(scene.root, OTHER_GROUP "/cpu.stat", "usage_usec 5\n");
    tree_write(scene.root, OTHER_GROUP "/cgroup.procs", "99\n");
    tree_write(scene.root, "/proc/99/cgroup",
               "0::/system.slice/docker-" OTHER ".scope\n");
    tree_write(scene.root, "/proc/99/net/dev",
               "eth0: 7 1 1 1 1 1 1 1 8 1 1 1 1 1 1 1\n");
    assert_true(cgroup_reader_read(other, scene.host, &sample, NULL));
    assert_int_equal(sample.cpu_total, 5000);
    assert_false(sample.has_memory);
    assert_false(sample.has_pids);
    assert_true(sample.has_network);
    assert_int_equal(sample.network_tx, 8);
    cgroup_reader_free(other, scene.host);
    close_scene(&scene);
}

/* One with a parent of its own is not where the rule says. */
static void
own_parent_is_learnt_from_its_process(void **state)
{
    struct cgroup_facts facts = {.pid = 99, .has_network = true};
    struct cgroup_reader *other;
    struct sample sample;
    struct scene scene;

    (void)state;
    open_scene(&scene, "v2-systemd", PID, MANY);
    must_read(&scene);
    tree_write(scene.root, "/proc/99/cgroup", "0::/fleet/" OTHER "\n");
    tree_write(scene.root, "/sys/fs/cgroup/fleet/" OTHER "/cpu.stat",
               "usage_usec 6\n");
    other = cgroup_reader_new(OTHER);
    cgroup_reader_set(other, &facts);
    assert_true(cgroup_reader_read(other, scene.host, &sample, NULL));
    assert_int_equal(sample.cpu_total, 6000);
    must_read(&scene);
    assert_int_equal(scene.sample.cpu_total, 1234567000);
    cgroup_reader_free(other, scene.host);
    close_scene(&scene);
}

static void
group_that_went_is_missing_until_it_is_back(void **state)
{
    struct scene scene;

    (void)state;
    /* A file that stays open would not tell that it was removed, as those of
     * the kernel do. */
    open_scene(&scene, "v2-systemd", PID, 0);
    must_read(&scene);
    tree_remove(scene.root, GROUP);
    tree_remove(scene.root, "/proc/4711");
    assert_false(read_again(&scene));
    assert_int_equal(scene.err.kind, ERR_MISSING);
    assert_false(read_again(&scene));
    /* Started again, its process not known yet: by the rule. */
    tree_add(scene.root, "v2-systemd", ID);
    tree_write(scene.root, GROUP "/cpu.stat", "usage_usec 1\n");
    must_read(&scene);
    assert_int_equal(scene.sample.cpu_total, 1000);
    assert_true(scene.sample.has_network);
    close_scene(&scene);
}

static void
machine_without_processors_is_no_machine(void **state)
{
    struct scene scene;

    (void)state;
    open_scene(&scene, "v2-systemd", PID, MANY);
    tree_write(scene.root, "/proc/stat", "intr 1\n");
    assert_false(cgroup_host_look(scene.host, &scene.err));
    assert_int_equal(scene.err.kind, ERR_MALFORMED);
    /* Groups that tell no time. */
    tree_write(scene.root, GROUP "/cpu.stat", "nonsense\n");
    assert_false(read_again(&scene));
    assert_int_equal(scene.err.kind, ERR_MALFORMED);
    assert_int_equal(scene.host->kept, 0);
    close_scene(&scene);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layout_gives_its_numbers),
        cmocka_unit_test(numbers_follow_the_files),
        cmocka_unit_test(limits_are_read_seldom_and_after_news),
        cmocka_unit_test(network_of_the_host_is_not_told),
        cmocka_unit_test(network_that_is_shared_is_the_others),
        cmocka_unit_test(process_of_another_is_not_believed),
        cmocka_unit_test(others_are_found_by_the_rule),
        cmocka_unit_test(own_parent_is_learnt_from_its_process),
        cmocka_unit_test(group_that_went_is_missing_until_it_is_back),
        cmocka_unit_test(machine_without_processors_is_no_machine),
    };

    return cmocka_run_group_tests_name("cgroup_reader", tests, NULL, NULL);
}
