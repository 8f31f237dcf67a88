#include "support/test.h"

#include "engine/status.h"

static void
prose_is_understood(void **state)
{
    static const struct {
        const char *prose;
        int exit_code;
        enum container_health health;
        int64_t age;
    } rows[] = {
        {"Up Less than a second", -1, HEALTH_NONE, 0},
        {"Up 1 second", -1, HEALTH_NONE, 1},
        {"Up About a minute (health: starting)", -1, HEALTH_STARTING, 60},
        {"Up 3 hours (healthy)", -1, HEALTH_HEALTHY, 10800},
        {"Up 2 weeks (unhealthy)", -1, HEALTH_UNHEALTHY, 1209600},
        {"Up 5 months (Paused)", -1, HEALTH_NONE, INT64_C(12960000)},
        {"Up 4 minutes ago", -1, HEALTH_NONE, 240},
        {"Exited (0) 2 years ago", 0, HEALTH_NONE, INT64_C(63072000)},
        {"Exited (137) About an hour ago", 137, HEALTH_NONE, 3600},
        {"Exited (255)", 255, HEALTH_NONE, -1},
        {"Restarting (3) Less than a second ago", 3, HEALTH_NONE, 0},
        {"Exited (healthy) 1 day ago", -1, HEALTH_NONE, 86400},
        {"Exited (-1) 1 day ago", -1, HEALTH_NONE, 86400},
        {"Exited (99999999999) 1 day ago", -1, HEALTH_NONE, 86400},
        {"Created", -1, HEALTH_NONE, -1},
        {"Dead", -1, HEALTH_NONE, -1},
        {"Removal In Progress", -1, HEALTH_NONE, -1},
        {"", -1, HEALTH_NONE, -1},
        {"Up", -1, HEALTH_NONE, -1},
        {"Up ", -1, HEALTH_NONE, -1},
        {"Up (", -1, HEALTH_NONE, -1},
        {"Up )(", -1, HEALTH_NONE, -1},
        {"Up About", -1, HEALTH_NONE, -1},
        {"Up 99999999999999999999 hours", -1, HEALTH_NONE, -1},
        {"Up 3 fortnights", -1, HEALTH_NONE, -1},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct status status = status_parse(str_of(rows[i].prose));

        print_message("# %s\n", rows[i].prose);
        assert_int_equal(status.exit_code, rows[i].exit_code);
        assert_int_equal(status.health, rows[i].health);
        assert_int_equal(status.age, rows[i].age);
    }
}

static void
states_have_names_both_ways(void **state)
{
    int i;

    (void)state;
    for (i = STATE_UNKNOWN; i <= STATE_DEAD; i++)
        assert_int_equal(state_from_name(state_name((enum container_state)i)),
                         i);
    assert_int_equal(state_from_name("Running"), STATE_UNKNOWN);
    assert_int_equal(state_from_name("stopped"), STATE_EXITED);
    assert_string_equal(health_name(HEALTH_NONE), "");
    assert_true(state_is_up(STATE_PAUSED));
    assert_false(state_is_up(STATE_EXITED));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_is_understood),
        cmocka_unit_test(states_have_names_both_ways),
    };

    return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
