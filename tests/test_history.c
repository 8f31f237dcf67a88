/*
 * Lines that were typed, across runs.
 */
#include "config.h"

#include "support/test.h"

#include "ui/widgets/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char home[64];

static const char *
state_env(const char *name)
{
    return strcmp(name, "XDG_STATE_HOME") == 0 ? home : NULL;
}

static const char *
no_env(const char *name)
{
    (void)name;
    return NULL;
}

static void
path_of(char path[256], const char *name)
{
    (void)snprintf(path, 256, "%s/bayplan%s", home, name);
}

static int
home_make(void **state)
{
    (void)state;
    (void)snprintf(home, sizeof(home), "/tmp/bayplan-history-XXXXXX");
    return mkdtemp(home) ? 0 : -1;
}

static int
home_remove(void **state)
{
    char path[256];

    (void)state;
    path_of(path, "/history");
    (void)remove(path);
    path_of(path, "");
    (void)remove(path);
    return rmdir(home);
}

static void
what_was_typed_is_there_in_the_next_run(void **state)
{
    static const char *const lines[] = {"set sort cpu", "filter w\xc3\xa4 'b c",
                                        "stop web", "set sort cpu"};
    struct history first = {.count = 0}, next = {.count = 0};
    struct err err = ERR_INIT;
    struct stat status;
    char path[256];

    (void)state;
    assert_true(history_load(&first, state_env, &err));
    assert_int_equal(first.count, 0);
    for (size_t i = 0; i < COUNT(lines); i++)
        history_add(&first, str_of(lines[i]));
    assert_true(history_save(&first, state_env, &err));
    path_of(path, "/history");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_true(history_load(&next, state_env, &err));
    assert_int_equal(next.count, 3); /* none twice */
    for (size_t i = 0; i < next.count; i++)
        assert_string_equal(next.lines[i], lines[i + 1]);
    history_release(&first);
    history_release(&next);
}

static void
two_runs_keep_what_both_have_typed(void **state)
{
    static const char *const kept[] = {"stop web", "stop db", "ps"};
    struct history first = {.count = 0}, second = {.count = 0};
    struct history next = {.count = 0};

    (void)state;
    history_add(&first, str_of("stop web"));
    assert_true(history_save(&first, state_env, NULL));
    history_add(&second, str_of("stop db"));
    assert_true(history_save(&second, state_env, NULL));
    history_add(&second, str_of("ps"));
    assert_true(history_save(&second, state_env, NULL));
    assert_true(history_load(&next, state_env, NULL));
    assert_int_equal(next.count, COUNT(kept));
    for (size_t i = 0; i < COUNT(kept); i++)
        assert_string_equal(next.lines[i], kept[i]);
    history_release(&first);
    history_release(&second);
    history_release(&next);
}

static void
no_more_is_kept_than_the_limit(void **state)
{
    struct history history = {.count = 0}, next = {.count = 0};

    (void)state;
    for (int i = 0; i < HISTORY_LINES + 50; i++) {
        char line[1100];

        (void)snprintf(line, sizeof(line), "%d %01024d", i, 0);
        history_add(&history, str_of(line));
    }
    assert_true(history_save(&history, state_env, NULL));
    assert_true(history_load(&next, state_env, NULL));
    assert_int_equal(next.count, HISTORY_LINES);
    assert_int_equal(strncmp(next.lines[0], "50 ", 3), 0);
    history_release(&history);
    history_release(&next);
}

static void
without_a_place_it_says_so(void **state)
{
    struct history history = {.count = 0};
    struct err err = ERR_INIT;

    (void)state;
    assert_true(history_load(&history, no_env, &err));
    assert_false(history_save(&history, no_env, &err));
    assert_string_equal(err.text, "neither XDG_STATE_HOME nor HOME is set");
    history_release(&history);
}

int
main(void)
{
#define IN_A_HOME(test)                                                        \
    cmocka_unit_test_setup_teardown(test, home_make, home_remove)
    const struct CMUnitTest tests[] = {
        IN_A_HOME(what_was_typed_is_there_in_the_next_run),
        IN_A_HOME(two_runs_keep_what_both_have_typed),
        IN_A_HOME(no_more_is_kept_than_the_limit),
        IN_A_HOME(without_a_place_it_says_so),
    };

    return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
