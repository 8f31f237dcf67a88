/*
 * What the kernel writes, in rows: its own examples, and nonsense.
 */
#include "config.h"

#include "support/test.h"

#include "engine/cgroup_text.h"

#define HEADING                                                                \
    "Inter-|   Receive            |  Transmit\n"                               \
    " face |bytes    packets errs drop fifo frame compressed multicast|"       \
    "bytes    packets errs drop fifo colls carrier compressed\n"
#define NINE(rx, tx) rx " 1 0 0 0 0 0 0 " tx " 1 0 0 0 0 0 0\n"

/* A text, whether it is understood, and its one or two numbers. */
struct row {
    const char *text;
    bool is_known;
    uint64_t first, second;
};

static void
check(const struct row *rows, size_t count,
      bool (*read)(struct str text, uint64_t *first, uint64_t *second))
{
    for (size_t i = 0; i < count; i++) {
        uint64_t first = 7, second = 7;

        print_message("# %s\n", rows[i].text);
        assert_int_equal(read(str_of(rows[i].text), &first, &second),
                         rows[i].is_known);
        /* What is not understood changes nothing. */
        assert_int_equal(first, rows[i].is_known ? rows[i].first : 7);
        assert_int_equal(second, rows[i].is_known ? rows[i].second : 7);
    }
}

static bool
read_number(struct str text, uint64_t *first, uint64_t *second)
{
    *second = 0;
    if (cgroup_number(text, first))
        return true;
    *second = 7;
    return false;
}

static void
number_is_the_whole_text(void **state)
{
    static const struct row rows[] = {
        {"4096\n", true, 4096, 0},
        {"0", true, 0, 0},
        {"max\n", true, UINT64_MAX, 0},
        {"18446744073709551615\n", true, UINT64_MAX, 0},
        {"18446744073709551616\n", false, 0, 0},
        {"-1\n", false, 0, 0},
        {"12 13\n", false, 0, 0},
        {"maximum", false, 0, 0},
        {"", false, 0, 0},
        {"\n", false, 0, 0},
    };

    (void)state;
    check(rows, COUNT(rows), read_number);
}

static bool
read_member(struct str text, uint64_t *first, uint64_t *second)
{
    uint64_t a, b;

    if (!cgroup_member(text, "inactive_file", &a) ||
        !cgroup_member(text, "total_inactive_file", &b))
        return false;
    *first = a;
    *second = b;
    return true;
}

static void
member_is_found_by_its_whole_name(void **state)
{
    static const struct row rows[] = {
        {"inactive_file 1\ntotal_inactive_file 2\n", true, 1, 2},
        {"cache 9\ntotal_inactive_file 2\ninactive_file 1", true, 1, 2},
        {"inactive_file_x 3\ninactive_file 1\ntotal_inactive_file 2\n", true, 1,
         2},
        {"total_inactive_file 2\n", false, 0, 0},
        {"inactive_file\ntotal_inactive_file 2\n", false, 0, 0},
        {"inactive_file x\ntotal_inactive_file 2\n", false, 0, 0},
        {"inactive_file 1", false, 0, 0},
        {"", false, 0, 0},
    };

    (void)state;
    check(rows, COUNT(rows), read_member);
}

static void
blkio_counts_reads_and_writes_only(void **state)
{
    static const struct row rows[] = {
        {"8:0 Read 1\n8:0 Write 2\n8:0 Sync 4\n8:0 Async 8\n8:0 Discard 16\n"
         "8:0 Total 3\n8:16 Read 64\nTotal 67\n",
         true, 65, 2},
        {"Total 0\n", true, 0, 0},
        {"", true, 0, 0},
        {"8:0 Read x\n", false, 0, 0},
        {"8:0 Read -1\n", false, 0, 0},
    };

    (void)state;
    check(rows, COUNT(rows), cgroup_blkio);
}

static void
io_counts_all_devices(void **state)
{
    static const struct row rows[] = {
        {"8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 "
         "dios=0\n8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 "
         "dbytes=50331648 dios=3021\n",
         true, 91889664, 613781504},
        {"8:0\n", true, 0, 0},
        {"8:0 rios=3\n", true, 0, 0},
        {"", true, 0, 0},
        {"8:0 rbytes=\n", false, 0, 0},
        {"8:0 rbytes=1 wbytes=many\n", false, 0, 0},
    };

    (void)state;
    check(rows, COUNT(rows), cgroup_io);
}

static bool
read_pressure(struct str text, uint64_t *first, uint64_t *second)
{
    if (!cgroup_pressure(text, first))
        return false;
    *second = 0;
    return true;
}

static void
pressure_is_that_of_some(void **state)
{
    static const struct row rows[] = {
        {"some avg10=0.00 avg60=0.00 avg300=0.00 total=123\n"
         "full avg10=0.00 avg60=0.00 avg300=0.00 total=45\n",
         true, 123, 0},
        {"full avg10=0.00 avg60=0.00 avg300=0.00 total=45\n", false, 0, 0},
        {"some avg10=0.00 total=\n", false, 0, 0},
        {"some\n", false, 0, 0},
        {"", false, 0, 0},
    };

    (void)state;
    check(rows, COUNT(rows), read_pressure);
}

static void
network_is_what_the_engine_has_put_there(void **state)
{
    static const struct row rows[] = {
        {HEADING "    lo: " NINE("9", "9") "  eth0: " NINE("100", "20"), true,
         100, 20},
        {HEADING "  eth0:" NINE("100", "20") "net1: " NINE("1", "2"), true, 101,
         22},
        {HEADING "  tap0: " NINE("5", "6"), true, 5, 6},
        {HEADING
         "  eth0: " NINE("1", "1") "docker0: " NINE("9", "9") "br-1: " NINE(
             "9", "9") "veth1: " NINE("9", "9") "tunl0: " NINE("9", "9"),
         true, 1, 1},
        {HEADING "    lo: " NINE("9", "9"), false, 0, 0},
        {HEADING "  sit0: " NINE("0", "0"), false, 0, 0},
        {HEADING "  eth0: 1 2 3\n", false, 0, 0},
        {HEADING "  eth0: " NINE("x", "1"), false, 0, 0},
        {HEADING, false, 0, 0},
        {"", false, 0, 0},
    };

    (void)state;
    check(rows, COUNT(rows), cgroup_network);
}

static bool
read_processors(struct str text, uint64_t *first, uint64_t *second)
{
    uint32_t online;

    if (!cgroup_processors(text, first, &online))
        return false;
    *second = online;
    return true;
}

static void
processors_are_added_up_as_the_engine_does(void **state)
{
    static const struct row rows[] = {
        /* The seven first; steal and guests are in them or nobody's. */
        {"cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 5\n", true,
         280000000, 1},
        {"cpu  1 1 1 1 1 1 1\ncpu0 1\ncpu1 1\ncpu7 1\n", true, 70000000, 3},
        {"cpu  1 1 1 1 1 1\ncpu0 1\n", false, 0, 0},
        {"cpu  1 1 1 x 1 1 1\ncpu0 1\n", false, 0, 0},
        {"cpu  1 1 1 1 1 1 1\nintr 5\ncpu0 1\n", false, 0, 0},
        {"intr 5\n", false, 0, 0},
        {"", false, 0, 0},
    };

    (void)state;
    check(rows, COUNT(rows), read_processors);
}

static bool
read_total_and_process(struct str text, uint64_t *first, uint64_t *second)
{
    uint64_t total, pid;
    struct str rest = text, line;

    (void)str_cut(&rest, '\n', &line);
    if (!cgroup_memory_total(text, &total) || !cgroup_first_process(rest, &pid))
        return false;
    *first = total;
    *second = pid;
    return true;
}

static void
memory_is_in_kibibytes_and_the_first_process_is_taken(void **state)
{
    static const struct row rows[] = {
        {"MemTotal:       16 kB\n12\n13\n", true, 16384, 12},
        {"MemTotal: 1 kB\n12", true, 1024, 12},
        {"MemTotal: 1 kB\n0\n", false, 0, 0},
        {"MemTotal: 1 kB\n\n12\n", false, 0, 0},
        {"MemTotal: 1 kB\n", false, 0, 0},
        {"MemTotal:\n12\n", false, 0, 0},
        {"MemFree: 1 kB\n12\n", false, 0, 0},
    };

    (void)state;
    check(rows, COUNT(rows), read_total_and_process);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_is_the_whole_text),
        cmocka_unit_test(member_is_found_by_its_whole_name),
        cmocka_unit_test(blkio_counts_reads_and_writes_only),
        cmocka_unit_test(io_counts_all_devices),
        cmocka_unit_test(pressure_is_that_of_some),
        cmocka_unit_test(network_is_what_the_engine_has_put_there),
        cmocka_unit_test(processors_are_added_up_as_the_engine_does),
        cmocka_unit_test(memory_is_in_kibibytes_and_the_first_process_is_taken),
    };

    return cmocka_run_group_tests_name("cgroup_text", tests, NULL, NULL);
}
