/*
 * What the columns of containers say of numbers: how they fit, how old they
 * are, and when they are trouble.
 */
#include "config.h"

#include "support/column_says.h"
#include "support/test.h"

#include "base/text.h"

#include <float.h>
#include <locale.h>

#define NOW_LOOP 1000000
#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

static void
cpu_has_one_decimal_and_its_age_when_old(void **state)
{
    static const struct {
        double percent;
        uint64_t age_ms;
        const char *text;
        enum tone tone;
    } rows[] = {
        {0, 0, "0.0", TONE_PLAIN},
        {12.34, 1000, "12.3", TONE_PLAIN},
        {1234.56, 2500, "1234.6", TONE_PLAIN},
        {9999.96, 0, "10000", TONE_PLAIN},
        {12800, 0, "12800", TONE_PLAIN},
        {DBL_MAX, 0, "999999", TONE_PLAIN},
        {12.34, 2501, "12 2s", TONE_STALE},
        {0.4, 9000, "0 9s", TONE_STALE},
        {123, 59999, "123 59s", TONE_STALE},
        {123, 14 * 60000, "123 14m", TONE_STALE},
        {1234.56, 14 * 60000, "1234.6", TONE_STALE},
    };
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct usage usage = {.has_cpu = true};
    const struct cell_context context = {.now_loop = NOW_LOOP};
    size_t i;

    (void)state;
    row.usage = &usage;
    for (i = 0; i < COUNT(rows); i++) {
        usage.cpu_percent = rows[i].percent;
        row.usage_at = NOW_LOOP - rows[i].age_ms;
        assert_says("cpu", &row, &context, rows[i].text, rows[i].tone);
        assert_true(strlen(rows[i].text) <= column_of("cpu")->width_max);
    }
}

static void
a_limit_is_shown_when_it_is_one(void **state)
{
    static const struct {
        uint64_t used, limit, machine;
        const char *text;
        enum tone tone;
    } rows[] = {
        {128 * MIB, GIB, 16 * GIB, " 128M/1.0G ", TONE_PLAIN},
        {128 * MIB, 16 * GIB, 16 * GIB, " 128M      ", TONE_PLAIN},
        {128 * MIB, GIB, 0, " 128M      ", TONE_PLAIN},
        {412 * MIB, 0, 16 * GIB, " 412M      ", TONE_PLAIN},
        {1000 * MIB, GIB, 16 * GIB, "1000M/1.0G ", TONE_TROUBLE},
    };
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct usage usage = {.has_memory = true};
    struct store store = {.rows = NULL};
    const struct cell_context context = {.store = &store};
    size_t i;

    (void)state;
    row.usage = &usage;
    for (i = 0; i < COUNT(rows); i++) {
        usage.memory = rows[i].used;
        usage.memory_limit = rows[i].limit;
        usage.memory_percent =
            rows[i].limit ? (double)rows[i].used * 100 / (double)rows[i].limit
                          : 0;
        store.totals.host.memory = rows[i].machine;
        assert_says("memory", &row, &context, rows[i].text, rows[i].tone);
    }
}

static void
rates_keep_their_slash_in_place(void **state)
{
    static const struct {
        double in, away;
        const char *text;
        enum tone tone;
    } rows[] = {
        {0, 0, "   0B/0B   ", TONE_DIM},
        {1234567, 80000, " 1.2M/80k  ", TONE_PLAIN},
        {999, 1, " 999B/1B   ", TONE_PLAIN},
        {-5, 12.7, "   0B/12B  ", TONE_PLAIN},
    };
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct usage usage = {.has_network_rate = true, .has_block_rate = true};
    const struct cell_context context = {.now_loop = 0};
    size_t i;

    (void)state;
    row.usage = &usage;
    for (i = 0; i < COUNT(rows); i++) {
        usage.network_rx_rate = usage.block_read_rate = rows[i].in;
        usage.network_tx_rate = usage.block_write_rate = rows[i].away;
        assert_says("network", &row, &context, rows[i].text, rows[i].tone);
        assert_says("disk", &row, &context, rows[i].text, rows[i].tone);
    }
}

static void
pids_are_counted_up_to_their_limit(void **state)
{
    static const struct {
        uint64_t pids, limit;
        const char *text;
        enum tone tone;
    } rows[] = {
        {12, 0, "12", TONE_PLAIN},
        {12, UINT64_MAX, "12", TONE_PLAIN},
        {89, 100, "89", TONE_PLAIN},
        {90, 100, "90", TONE_TROUBLE},
        {99999, 0, "99999", TONE_PLAIN},
        {123456, 0, "123k", TONE_PLAIN},
        {UINT64_MAX, 0, "9999k", TONE_PLAIN},
    };
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct usage usage = {.has_pids = true};
    const struct cell_context context = {.now_loop = 0};
    size_t i;

    (void)state;
    row.usage = &usage;
    for (i = 0; i < COUNT(rows); i++) {
        usage.pids = rows[i].pids;
        usage.pids_limit = rows[i].limit;
        assert_says("pids", &row, &context, rows[i].text, rows[i].tone);
    }
}

static void
old_numbers_are_stale_but_trouble_is_trouble(void **state)
{
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct usage usage = {.has_pids = true, .pids = 50, .pids_limit = 100};
    const struct cell_context context = {.now_loop = NOW_LOOP};

    (void)state;
    row.usage = &usage;
    row.usage_at = NOW_LOOP - 9000;
    assert_says("pids", &row, &context, "50", TONE_STALE);
    usage.pids = 99;
    assert_says("pids", &row, &context, "99", TONE_TROUBLE);
}

static void
unknown_numbers_are_a_dash_and_stopped_ones_nothing(void **state)
{
    static const struct {
        const char *column, *text;
    } rows[] = {
        {"cpu", "-"},
        {"memory", "    -      "},
        {"network", "    -      "},
        {"disk", "    -      "},
        {"pids", "-"},
    };
    struct container up = fake_container("1", "web", STATE_RUNNING);
    struct container down = fake_container("2", "db", STATE_EXITED);
    struct container_row running = fake_row(&up), stopped = fake_row(&down);
    const struct usage empty = {.read = 1};
    const struct cell_context context = {.now_loop = NOW_LOOP};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        running.usage = NULL;
        assert_says(rows[i].column, &running, &context, rows[i].text, TONE_DIM);
        assert_false(column_of(rows[i].column)->is_known(&running));
        running.usage = &empty;
        assert_says(rows[i].column, &running, &context, rows[i].text, TONE_DIM);
        assert_false(column_of(rows[i].column)->is_known(&running));
        assert_says(rows[i].column, &stopped, &context, "", TONE_DIM);
    }
}

static void
numbers_never_leave_their_column(void **state)
{
    static const uint64_t bytes[] = {0,    1,         999,       1000,    1023,
                                     1024, 10239,     999999,    1048575, MIB,
                                     GIB,  INT64_MAX, UINT64_MAX};
    static const double rates[] = {0,   0.4,     999,  999.9,  999950, 1e6,
                                   1e9, 9.99e12, 1e18, 1.8e19, 1e300};
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct usage usage = {.has_cpu = true,
                          .has_memory = true,
                          .has_network_rate = true,
                          .has_block_rate = true,
                          .has_pids = true,
                          .has_throttled_percent = true,
                          .throttled_percent = 100,
                          .has_memory_pressure = true,
                          .memory_pressure = 100,
                          .has_oom_kills = true};
    const struct store store = {.totals.host.memory = UINT64_MAX};
    struct cell_context context = {.now_loop = NOW_LOOP, .store = &store};
    struct buf out = BUF_INIT(256);
    size_t i, k, round;

    (void)state;
    row.usage = &usage;
    for (round = 0; round < COUNT(bytes) * COUNT(rates) * 2; round++) {
        uint64_t size = bytes[round % COUNT(bytes)];
        double rate = rates[round / COUNT(bytes) % COUNT(rates)];

        row.usage_at = round % 2 ? NOW_LOOP : 0;
        usage.cpu_percent = rate;
        usage.memory = usage.pids = size;
        usage.pids_limit = bytes[(round + 3) % COUNT(bytes)];
        usage.oom_kills = (uint32_t)size;
        usage.memory_limit = bytes[(round + 1) % COUNT(bytes)];
        usage.network_rx_rate = usage.block_write_rate = rate;
        usage.network_tx_rate = usage.block_read_rate =
            rates[round % COUNT(rates)];
        for (k = 0; k < container_column_count; k++) {
            if (!container_columns[k].is_right)
                continue;
            buf_clear(&out);
            (void)container_columns[k].say(&out, &row, &context);
            assert_true(text_width(buf_str(&out)) <=
                        container_columns[k].width_max);
        }
    }
    for (i = 0; i < 200; i++) {
        context.now_loop = i * 1000003;
        row.usage_at = 0;
        usage.cpu_percent = 99;
        buf_clear(&out);
        (void)column_of("cpu")->say(&out, &row, &context);
        assert_true(out.len <= column_of("cpu")->width_max);
    }
    buf_release(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cpu_has_one_decimal_and_its_age_when_old),
        cmocka_unit_test(a_limit_is_shown_when_it_is_one),
        cmocka_unit_test(rates_keep_their_slash_in_place),
        cmocka_unit_test(pids_are_counted_up_to_their_limit),
        cmocka_unit_test(old_numbers_are_stale_but_trouble_is_trouble),
        cmocka_unit_test(unknown_numbers_are_a_dash_and_stopped_ones_nothing),
        cmocka_unit_test(numbers_never_leave_their_column),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("column numbers", tests, NULL, NULL);
}
