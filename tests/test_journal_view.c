/*
 * The journal view: what was done.
 */
#include "config.h"

#include "support/fake_journal.h"
#include "support/world.h"

#include "work/jobs.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static bool
is_shown(struct world *world, const char *words)
{
    return strstr(world_picture(world, false), words) != NULL;
}

static void
results_are_good_or_not(void **state)
{
    static const struct {
        const char *result;
        bool is_good;
    } rows[] = {
        {"done", true},
        {"done; its layers stay", true},
        {"already running", true},
        {"already gone", true},
        {"removal already in progress", true},
        {"", false},
        {"donely", false},
        {"port is already allocated", false},
        {"given up; the engine may still finish it", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (jobs_result_is_good(rows[i].result) != rows[i].is_good)
            fail_msg("%s", rows[i].result);
}

static void
newest_entry_is_seen_first(void **state)
{
    struct world world;

    (void)state;
    fake_journal_set(20);
    world_init(&world, 100, 30);
    world_press(&world, "@");
    assert_true(is_shown(&world, "14:03:30"));
    assert_false(is_shown(&world, "14:02:11"));
    world_press(&world, "g");
    assert_true(is_shown(&world, "14:02:11"));
    assert_true(is_shown(&world, "of 80"));
    world_press(&world, "q");
    assert_false(is_shown(&world, "Journal"));
    world_release(&world);
}

static void
scrolling_does_not_read_again(void **state)
{
    struct world world;
    size_t before;

    (void)state;
    fake_journal_set(20);
    world_init(&world, 100, 30);
    world_press(&world, "@");
    (void)world_picture(&world, false);
    before = fake_journal_reads();
    world_press(&world, "k");
    (void)world_picture(&world, false);
    world_press(&world, "PgUp");
    (void)world_picture(&world, false);
    assert_int_equal(fake_journal_reads(), before);
    world_release(&world);
}

static void
journal_that_cannot_be_read_says_why(void **state)
{
    struct world world;

    (void)state;
    fake_journal_set(0);
    world_init(&world, 100, 30);
    world_press(&world, "@");
    assert_true(is_shown(&world, "it is no file of ours"));
    world_release(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_good_or_not),
        cmocka_unit_test(newest_entry_is_seen_first),
        cmocka_unit_test(scrolling_does_not_read_again),
        cmocka_unit_test(journal_that_cannot_be_read_says_why),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("journal_view", tests, NULL, NULL);
}
