/*
 * What the columns of containers say, in every situation. Their numbers are
 * those of test_column_numbers.c.
 */
#include "config.h"

#include "support/column_says.h"
#include "support/test.h"

#include "base/text.h"
#include "base/timestamp.h"

#include <locale.h>

#define NOW_S INT64_C(1795212382)
#define NOW (NOW_S * SECOND_NS)
#define NOW_LOOP 1000000
#define AGO(seconds) (NOW - (seconds)*SECOND_NS)

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
        cmocka_unit_test(ports_are_short),
        cmocka_unit_test(names_of_things_are_said_as_they_are),
        cmocka_unit_test(a_row_ticks_only_as_fast_as_its_words),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("column", tests, NULL, NULL);
}
