/*
 * Where control groups are: from what /proc says of a process to the paths of
 * a container's files, and of another container's by the same rule.
 */
#include "config.h"

#include "support/test.h"

#include "engine/cgroup.h"

#define ID "449b652c771a3f9359131fd94e501a158e240a6b3492c6279b897268f2e9faab"
#define OTHER "00000000000000000000000000000000000000000000000000000000000000ff"

#define V2 "26 23 0:24 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw\n"
#define V1                                                                     \
    "30 25 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup "              \
    "rw,cpu,cpuacct\n"                                                         \
    "31 25 0:28 / /sys/fs/cgroup/memory rw shared:1 master:2 - cgroup cgroup " \
    "rw,memory\n"                                                              \
    "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"

static struct cgroup_mounts
mounts_of(const char *text)
{
    struct cgroup_mounts mounts = {.count = 0};
    struct str rest = str_of(text), line;

    while (str_cut(&rest, '\n', &line))
        cgroup_mounts_add(&mounts, line);
    return mounts;
}

static void
groups_are_found_whatever_the_engine(void **state)
{
    static const struct {
        const char *mounts, *cgroup;
        const char *folder; /* of processor time, of the other container */
        bool is_v2;
    } rows[] = {
        {V2, "0::/docker/" ID "\n", "/sys/fs/cgroup/docker/" OTHER, true},
        {V2, "0::/system.slice/docker-" ID ".scope\n",
         "/sys/fs/cgroup/system.slice/docker-" OTHER ".scope", true},
        {V2,
         "0::/user.slice/user-1000.slice/user@1000.service/user.slice/docker-"
         "" ID ".scope\n",
         "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/"
         "user.slice/docker-" OTHER ".scope",
         true},
        {V2, "0::/machine.slice/libpod-" ID ".scope/container\n",
         "/sys/fs/cgroup/machine.slice/libpod-" OTHER ".scope", true},
        {V2, "0::/fleet/" ID "/init.scope\n", "/sys/fs/cgroup/fleet/" OTHER,
         true},
        {V2, "0::/" ID "\n", "/sys/fs/cgroup/" OTHER, true},
        {V2, "0::/system.slice:docker:" ID "\n",
         "/sys/fs/cgroup/system.slice:docker:" OTHER, true},
        {V1,
         "9:cpu,cpuacct:/docker/" ID "\n7:memory:/docker/" ID
         "\n1:name=systemd:/docker/" ID "\n0::/docker/" ID "\n",
         "/sys/fs/cgroup/cpu,cpuacct/docker/" OTHER, false},
        /* Version 1 is there and has nothing to do with it. */
        {V1, "9:cpu,cpuacct:/\n0::/docker/" ID "\n",
         "/sys/fs/cgroup/unified/docker/" OTHER, true},
        /* A part of the hierarchy is mounted, a blank in the name. */
        {"26 23 0:24 /docker /my\\040groups rw - cgroup2 cgroup2 rw\n",
         "0::/docker/" ID "\n", "/my groups/" OTHER, true},
        {"26 23 0:24 /other /a rw - cgroup2 cgroup2 rw\n" V2,
         "0::/docker/" ID "\n", "/sys/fs/cgroup/docker/" OTHER, true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct cgroup_mounts mounts = mounts_of(rows[i].mounts);
        struct buf path = BUF_INIT(CGROUP_PATH_SIZE);
        struct buf expected = BUF_INIT(CGROUP_PATH_SIZE);
        struct cgroup_layout layout;
        struct err err = ERR_INIT;

        print_message("# %s", rows[i].cgroup);
        if (!cgroup_layout_learn(&layout, &mounts, "/root",
                                 str_of(rows[i].cgroup), ID, &err))
            fail_msg("%s", err.text);
        assert_true(cgroup_names(str_of(rows[i].cgroup), ID));
        assert_false(cgroup_names(str_of(rows[i].cgroup), OTHER));
        assert_true(
            cgroup_path(&path, &layout, CGROUP_CPUACCT, OTHER, "cpu.stat"));
        assert_true(buf_addf(&expected, "/root%s/cpu.stat", rows[i].folder));
        assert_string_equal(buf_text(&path), buf_text(&expected));
        assert_int_equal(cgroup_layout_is_v2(&layout), rows[i].is_v2);
        cgroup_layout_release(&layout);
        cgroup_mounts_release(&mounts);
        buf_release(&expected);
        buf_release(&path);
    }
}

static void
what_is_not_the_container_is_refused(void **state)
{
    static const struct {
        const char *mounts, *cgroup;
        enum err_kind kind;
    } rows[] = {
        {V2, "0::/docker/" OTHER "\n", ERR_CONFLICT},
        {V2, "0::/user.slice/session-1.scope\n", ERR_CONFLICT},
        {V2, "", ERR_CONFLICT},
        {V2, "nonsense\n0:\n0::\n::\n", ERR_CONFLICT},
        /* A longer name is another one. */
        {V2, "0::/docker/x" ID "\n", ERR_CONFLICT},
        {V2, "0::/docker/" ID "x\n", ERR_CONFLICT},
        {V2, "0::/docker/" ID "-1/a\n", ERR_CONFLICT},
        /* Above the root of our namespace. */
        {V2, "0::/../../docker/" ID "\n", ERR_UNSUPPORTED},
        {"", "0::/docker/" ID "\n", ERR_UNSUPPORTED},
        {"26 23 0:24 /other /a rw - cgroup2 cgroup2 rw\n",
         "0::/docker/" ID "\n", ERR_UNSUPPORTED},
        {V1, "7:memory:/docker/" ID "\n", ERR_UNSUPPORTED},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct cgroup_mounts mounts = mounts_of(rows[i].mounts);
        struct cgroup_layout layout;
        struct err err = ERR_INIT;

        print_message("# %s", rows[i].cgroup);
        assert_false(cgroup_layout_learn(&layout, &mounts, "",
                                         str_of(rows[i].cgroup), ID, &err));
        assert_int_equal(err.kind, rows[i].kind);
        cgroup_mounts_release(&mounts);
    }
}

static void
lines_that_are_no_mount_of_groups_are_passed_over(void **state)
{
    static const char *const rows[] = {
        "",
        "26",
        "26 23 0:24 / /sys/fs/cgroup rw",
        "26 23 0:24 / /sys/fs/cgroup rw -",
        "26 23 0:24 / /sys/fs/cgroup rw - cgroup2",
        "26 23 0:24 / - cgroup2 cgroup2 rw",
        "26 23 0:24 x /sys/fs/cgroup rw - cgroup2 cgroup2 rw",
        "26 23 0:24 / x rw - cgroup2 cgroup2 rw",
        "31 23 0:28 / /sys/fs/cgroup rw - tmpfs cgroup2 rw,mode=755",
    };
    struct cgroup_mounts mounts = {.count = 0};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        print_message("# %s\n", rows[i]);
        cgroup_mounts_add(&mounts, str_of(rows[i]));
        assert_int_equal(mounts.count, 0);
    }
    /* There is a most. */
    for (size_t i = 0; i < 2 * (size_t)CGROUP_MOUNTS; i++)
        cgroup_mounts_add(&mounts, str_of(V2));
    assert_int_equal(mounts.count, CGROUP_MOUNTS);
    cgroup_mounts_release(&mounts);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_found_whatever_the_engine),
        cmocka_unit_test(what_is_not_the_container_is_refused),
        cmocka_unit_test(lines_that_are_no_mount_of_groups_are_passed_over),
    };

    return cmocka_run_group_tests_name("cgroup", tests, NULL, NULL);
}
