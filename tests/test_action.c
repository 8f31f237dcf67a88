/*
 * The one list of everything that can be asked of the program.
 */
#include "config.h"

#include "support/test.h"

#include "work/action.h"

static void
each_action_is_found_by_its_name(void **state)
{
    unsigned i;

    (void)state;
    for (i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        const struct action_info *info = action_info((enum action)i);

        assert_true(info->name[0] != '\0');
        assert_true(info->help[0] != '\0');
        assert_int_equal(action_find(str_of(info->name)), i);
    }
}

static void
what_is_no_action_is_none(void **state)
{
    static const char *const names[] = {"", "STOP", "stop ", "sto", "prune"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(names); i++)
        assert_int_equal(action_find(str_of(names[i])), ACTION_NONE);
    assert_string_equal(action_info(ACTION_NONE)->name, "");
    assert_string_equal(action_info(ACTION_COUNT)->name, "");
}

static void
only_acts_change_the_engine(void **state)
{
    static const enum action acts[] = {
        ACTION_START,  ACTION_STOP,           ACTION_RESTART,
        ACTION_PAUSE,  ACTION_KILL,           ACTION_RENAME,
        ACTION_REMOVE, ACTION_REMOVE_OPTIONS, ACTION_SHELL,
    };
    unsigned i;
    size_t j;

    (void)state;
    for (i = 0; i < ACTION_COUNT; i++) {
        bool changes = false;

        for (j = 0; j < COUNT(acts); j++)
            changes |= i == acts[j];
        assert_int_equal(action_info((enum action)i)->changes, changes);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_action_is_found_by_its_name),
        cmocka_unit_test(what_is_no_action_is_none),
        cmocka_unit_test(only_acts_change_the_engine),
    };

    return cmocka_run_group_tests_name("action", tests, NULL, NULL);
}
