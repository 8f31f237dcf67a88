/*
 * What the columns of containers say, in every situation.
 */
#include "config.h"

#include "support/fake_rows.h"
#include "support/test.h"

#include "base/text.h"
#include "base/timestamp.h"
#include "work/column.h"

#include <float.h>
#include <locale.h>

#define NOW_S INT64_C(1795212382)
#define NOW (NOW_S * SECOND_NS)
#define NOW_LOOP 1000000
#define AGO(seconds) (NOW - (seconds)*SECOND_NS)
#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

static const struct column *
column_of(const char *name)
{
    const struct column *column =
        column_find(container_columns, container_column_count, str_of(name));

    assert_non_null(column);
    return column;
}

static void
assert_says(const char *column, const struct container_row *row,
            const struct cell_context *context, const char *text,
            enum tone tone)
{
    struct buf out = BUF_INIT(4096);
    enum tone said = column_of(column)->say(&out, row, context);

    assert_string_equal(buf_text(&out), text);
    if (text[0])
        assert_int_equal(said, tone);
    buf_release(&out);
}

static void
columns_stand_in_their_order_and_fit_themselves(void **state)
{
    static const char *const names[] = {
        "name",   "state",      "health", "restarts", "cpu",       "trend",
        "memory", "network",    "disk",   "pids",     "throttled", "pressure",
        "ooms",   "pids-share", "ports",  "image",    "project",   "id",
    };
    size_t i, k;

    (void)state;
    assert_int_equal(container_column_count, COUNT(names));
    for (i = 0; i < COUNT(names); i++) {
        const struct column *column = &container_columns[i];

        assert_string_equal(column->name, names[i]);
        assert_true(column->width_min <= column->width_max);
        assert_true(strlen(column->title) <= column->width_min);
        assert_true(column->help[0] != '\0');
        if (column->is_right)
            assert_int_equal(column->width_min, column->width_max);
        for (k = 0; k < i; k++)
            assert_int_not_equal(column->priority,
                                 container_columns[k].priority);
    }
    assert_null(
        column_find(container_columns, container_column_count, str_of("CPU")));
}

static void
the_state_says_since_when_or_how_it_ended(void **state)
{
    static const struct {
        enum container_state state;
        int64_t started, finished, age; /* ns, ns, s of the prose */
        int exit_code;
        bool oom;
        const char *error;
        const char *text;
        enum tone tone;
    } rows[] = {
        /* by exact times, from inspect */
        {STATE_RUNNING, AGO(3 * 3600), 0, -1, -1, false, "", "up 3h",
         TONE_GOOD},
        {STATE_RUNNING, AGO(5), 0, 7200, -1, false, "", "up 5s", TONE_GOOD},
        {STATE_EXITED, AGO(900), AGO(120), -1, 137, false, "", "exit 137 2m",
         TONE_TROUBLE},
        {STATE_EXITED, AGO(900), AGO(120), -1, 137, true, "",
         "exit 137 2m (oom)", TONE_TROUBLE},
        {STATE_EXITED, AGO(900), AGO(120), -1, 0, false, "", "exit 0 2m",
         TONE_STOPPED},
        {STATE_EXITED, AGO(900), AGO(120), -1, 143, false, "", "exit 143 2m",
         TONE_STOPPED},
        {STATE_EXITED, AGO(900), AGO(120), -1, 1, false, "", "exit 1 2m",
         TONE_TROUBLE},
        {STATE_DEAD, AGO(900), AGO(60), -1, 1, false, "", "dead 1m",
         TONE_TROUBLE},
        /* by the list's prose */
        {STATE_RUNNING, 0, 0, 10800, -1, false, "", "up 3h", TONE_GOOD},
        {STATE_RUNNING, 0, 0, -1, -1, false, "", "up", TONE_GOOD},
        {STATE_EXITED, 0, 0, 120, 137, false, "", "exit 137 2m", TONE_TROUBLE},
        {STATE_EXITED, 0, 0, -1, -1, false, "", "exited", TONE_STOPPED},
        /* an engine whose clock goes ahead */
        {STATE_RUNNING, NOW + 90 * SECOND_NS, 0, -1, -1, false, "", "up 0s",
         TONE_GOOD},
        {STATE_PAUSED, AGO(60), 0, 60, -1, false, "", "paused", TONE_STOPPED},
        {STATE_RESTARTING, 0, 0, 3, -1, false, "", "restarting", TONE_BUSY},
        {STATE_RESTARTING, 0, 0, 3, 0, false, "", "restarting", TONE_BUSY},
        {STATE_RESTARTING, 0, 0, 3, 137, false, "", "restarting, exit 137",
         TONE_TROUBLE},
        {STATE_REMOVING, 0, 0, -1, -1, false, "", "removing", TONE_BUSY},
        {STATE_CREATED, 0, 0, -1, -1, false, "", "created 2d", TONE_STOPPED},
        {STATE_CREATED, 0, 0, -1, 127, false, "no such file", "start failed 2d",
         TONE_TROUBLE},
        {STATE_UNKNOWN, 0, 0, -1, -1, false, "", "unknown", TONE_DIM},
    };
    const struct cell_context context = {.now_wall = NOW};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct container value = fake_container("1", "web", rows[i].state);
        struct container_row row = fake_row(&value);

        value.created = AGO(2 * 86400);
        value.started = rows[i].started;
        value.finished = rows[i].finished;
        value.status_age = rows[i].age;
        value.exit_code = rows[i].exit_code;
        value.oom_killed = rows[i].oom;
        value.error = rows[i].error;
        assert_says("state", &row, &context, rows[i].text, rows[i].tone);
        assert_true(strlen(rows[i].text) <= column_of("state")->width_max);
    }
}

static void
without_a_link_what_is_known_is_stale(void **state)
{
    static const struct {
        enum link_state link;
        enum tone state, health;
    } rows[] = {
        {LINK_LISTING, TONE_TROUBLE, TONE_TROUBLE},
        {LINK_LIVE, TONE_TROUBLE, TONE_TROUBLE},
        {LINK_DOWN, TONE_STALE, TONE_STALE},
        {LINK_SUSPENDED, TONE_STALE, TONE_STALE},
    };
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    struct store store = {.rows = NULL};
    const struct cell_context context = {.now_wall = NOW, .store = &store};
    size_t i;

    (void)state;
    value.health = HEALTH_UNHEALTHY;
    for (i = 0; i < COUNT(rows); i++) {
        store.link.state = rows[i].link;
        assert_says("state", &row, &context, "up unhealthy", rows[i].state);
        assert_says("health", &row, &context, "unhealthy", rows[i].health);
    }
}

static void
an_act_under_way_stands_in_the_state(void **state)
{
    struct container value = fake_container("1", "web", STATE_RUNNING);
    struct container other = fake_container("2", "db", STATE_RUNNING);
    struct container_row row = fake_row(&value), idle = fake_row(&other);
    const struct jobs jobs = {row.ref, "stopping 7 s of 10", 300};
    const struct cell_context context = {.now_wall = NOW, .jobs = &jobs};

    (void)state;
    assert_says("state", &row, &context, "stopping 7 s of 10", TONE_BUSY);
    assert_says("state", &idle, &context, "up", TONE_GOOD);
    assert_int_equal(row_tick_ms(&row, &context), 300);
}

static void
the_health_of_what_runs_stands_behind_its_age(void **state)
{
    static const struct {
        enum container_state state;
        enum container_health health;
        const char *text;
        enum tone tone;
    } rows[] = {
        {STATE_RUNNING, HEALTH_NONE, "up 3h", TONE_GOOD},
        {STATE_RUNNING, HEALTH_STARTING, "up 3h starting", TONE_BUSY},
        {STATE_RUNNING, HEALTH_HEALTHY, "up 3h ok", TONE_GOOD},
        {STATE_RUNNING, HEALTH_UNHEALTHY, "up 3h unhealthy", TONE_TROUBLE},
        {STATE_PAUSED, HEALTH_UNHEALTHY, "paused", TONE_STOPPED},
        {STATE_EXITED, HEALTH_UNHEALTHY, "exited", TONE_STOPPED},
    };
    const struct cell_context context = {.now_wall = NOW};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct container value = fake_container("1", "web", rows[i].state);
        struct container_row row = fake_row(&value);

        value.started = AGO(3 * 3600);
        value.health = rows[i].health;
        assert_says("state", &row, &context, rows[i].text, rows[i].tone);
    }
}

static void
health_is_of_what_runs(void **state)
{
    static const struct {
        enum container_state state;
        enum container_health health;
        const char *text;
        enum tone tone;
    } rows[] = {
        {STATE_RUNNING, HEALTH_NONE, "", TONE_DIM},
        {STATE_RUNNING, HEALTH_STARTING, "starting", TONE_BUSY},
        {STATE_RUNNING, HEALTH_HEALTHY, "ok", TONE_GOOD},
        {STATE_PAUSED, HEALTH_UNHEALTHY, "unhealthy", TONE_TROUBLE},
        {STATE_EXITED, HEALTH_UNHEALTHY, "", TONE_DIM},
    };
    const struct cell_context context = {.now_wall = NOW};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct container value = fake_container("1", "web", rows[i].state);
        struct container_row row = fake_row(&value);

        value.health = rows[i].health;
        assert_says("health", &row, &context, rows[i].text, rows[i].tone);
    }
}

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
ports_are_short(void **state)
{
    static const struct {
        struct port ports[8];
        const char *text;
    } rows[] = {
        {{{NULL, NULL, 0, 0}}, ""},
        {{{"", "tcp", 443, 0},
          {"0.0.0.0", "tcp", 80, 8080},
          {"::", "tcp", 80, 8080}},
         "8080->80 443"},
        {{{"127.0.0.1", "tcp", 80, 8080}}, "127.0.0.1:8080->80"},
        {{{"::1", "udp", 53, 53}}, "[::1]:53->53/udp"},
        {{{"0.0.0.0", "tcp", 7000, 8000},
          {"::", "tcp", 7000, 8000},
          {"0.0.0.0", "tcp", 7001, 8001},
          {"::", "tcp", 7001, 8001},
          {"0.0.0.0", "tcp", 7002, 8002},
          {"0.0.0.0", "tcp", 7009, 8003}},
         "8000-8002->7000-7002 8003->7009"},
        {{{"", "tcp", 7000, 0},
          {"", "tcp", 7001, 0},
          {"", "udp", 7001, 0},
          {"", "tcp", 7003, 0}},
         "7000-7001 7003 7001/udp"},
        {{{"0.0.0.0", "tcp", 53, 53}, {"0.0.0.0", "udp", 53, 53}},
         "53->53 53->53/udp"},
        {{{"0.0.0.0", "udp", 9000, 9000},
          {"::", "udp", 9000, 9000},
          {"0.0.0.0", "udp", 9001, 9001},
          {"::", "udp", 9001, 9001},
          {"127.0.0.1", "tcp", 80, 8080},
          {"0.0.0.0", "sctp", 7, 7}},
         "127.0.0.1:8080->80 9000-9001->9000-9001/udp 7->7/sctp"},
        {{{"", "udp", 53, 0}, {"", "sctp", 7, 0}, {"", "tcp", 53, 0}},
         "53 53/udp 7/sctp"},
        {{{"0.0.0.0", "tcp", 80, 8001}, {"0.0.0.0", "tcp", 80, 8002}},
         "8001->80 8002->80"},
        {{{"10.0.0.1", "tcp", 80, 80}, {"10.0.0.2", "tcp", 80, 80}},
         "10.0.0.1:80->80 10.0.0.2:80->80"},
        {{{"0.0.0.0", "tcp", 65535, 65535}, {"", "tcp", 1, 0}},
         "65535->65535 1"},
    };
    const struct cell_context context = {.now_loop = 0};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct container value = fake_container("1", "web", STATE_RUNNING);
        struct container_row row = fake_row(&value);

        value.ports = rows[i].ports;
        while (value.port_count < COUNT(rows[i].ports) &&
               value.ports[value.port_count].type)
            value.port_count++;
        assert_says("ports", &row, &context, rows[i].text, TONE_PLAIN);
    }
}

static void
names_of_things_are_said_as_they_are(void **state)
{
    struct container value =
        fake_container("0123456789abcdef0123", "web\033[2J", STATE_RUNNING);
    struct container_row row = fake_row(&value);
    const struct cell_context context = {.now_loop = 0};
    struct buf out = BUF_INIT(256), clean = BUF_INIT(256);

    (void)state;
    value.image = "shop/web:1.4";
    value.project = "shop";
    assert_says("name", &row, &context, "web\033[2J", TONE_PLAIN);
    assert_says("image", &row, &context, "shop/web:1.4", TONE_PLAIN);
    assert_says("project", &row, &context, "shop", TONE_PLAIN);
    assert_says("id", &row, &context, "0123456789ab", TONE_DIM);
    value.image = "sha256:fedcba98765432100123456789";
    assert_says("image", &row, &context, "fedcba987654", TONE_PLAIN);
    value.image = "sha256:fed";
    assert_says("image", &row, &context, "fed", TONE_PLAIN);
    value.id = "01";
    assert_says("id", &row, &context, "01", TONE_DIM);
    value.state = STATE_EXITED;
    assert_says("name", &row, &context, "web\033[2J", TONE_DIM);
    /* They reach a person through the door of base/text.h only. */
    (void)column_of("name")->say(&out, &row, &context);
    assert_true(text_clean(&clean, buf_str(&out)));
    assert_null(strchr(buf_text(&clean), '\033'));
    buf_release(&clean);
    buf_release(&out);
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

static void
a_row_ticks_only_as_fast_as_its_words(void **state)
{
    static const struct {
        enum container_state state;
        int64_t since; /* ns ago */
        bool has_usage;
        uint64_t usage_age_ms;
        uint64_t tick_ms;
    } rows[] = {
        {STATE_RUNNING, 0, false, 0, 0},
        {STATE_PAUSED, 5 * SECOND_NS, false, 0, 0},
        {STATE_RUNNING, 5 * SECOND_NS + 300000000, false, 0, 700},
        {STATE_RUNNING, 90 * SECOND_NS, false, 0, 30000},
        {STATE_EXITED, 90 * SECOND_NS, false, 0, 30000},
        /* numbers become stale, then their age ticks */
        {STATE_RUNNING, 90 * SECOND_NS, true, 1000, 1501},
        {STATE_RUNNING, 90 * SECOND_NS, true, 3100, 900},
        {STATE_RUNNING, 90 * SECOND_NS, true, 110000, 10000},
        /* what is stopped has no numbers */
        {STATE_EXITED, 90 * SECOND_NS, true, 1000, 30000},
        /* the engine's clock goes ahead by 2 s */
        {STATE_RUNNING, -2 * SECOND_NS, false, 0, 3000},
    };
    const struct cell_context context = {.now_wall = NOW, .now_loop = NOW_LOOP};
    const struct usage usage = {.has_cpu = true};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct container value = fake_container("1", "web", rows[i].state);
        struct container_row row = fake_row(&value);

        if (rows[i].since != 0)
            value.started = value.finished = NOW - rows[i].since;
        row.usage = rows[i].has_usage ? &usage : NULL;
        row.usage_at = NOW_LOOP - rows[i].usage_age_ms;
        assert_int_equal(row_tick_ms(&row, &context), rows[i].tick_ms);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_stand_in_their_order_and_fit_themselves),
        cmocka_unit_test(the_state_says_since_when_or_how_it_ended),
        cmocka_unit_test(without_a_link_what_is_known_is_stale),
        cmocka_unit_test(an_act_under_way_stands_in_the_state),
        cmocka_unit_test(the_health_of_what_runs_stands_behind_its_age),
        cmocka_unit_test(health_is_of_what_runs),
        cmocka_unit_test(cpu_has_one_decimal_and_its_age_when_old),
        cmocka_unit_test(a_limit_is_shown_when_it_is_one),
        cmocka_unit_test(rates_keep_their_slash_in_place),
        cmocka_unit_test(pids_are_counted_up_to_their_limit),
        cmocka_unit_test(old_numbers_are_stale_but_trouble_is_trouble),
        cmocka_unit_test(unknown_numbers_are_a_dash_and_stopped_ones_nothing),
        cmocka_unit_test(ports_are_short),
        cmocka_unit_test(names_of_things_are_said_as_they_are),
        cmocka_unit_test(numbers_never_leave_their_column),
        cmocka_unit_test(a_row_ticks_only_as_fast_as_its_words),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("column", tests, NULL, NULL);
}
