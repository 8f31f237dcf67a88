/*
 * A sync that keeps to what is shown: who is looked at, and who is not.
 */
#include "config.h"

#include "support/sync_fixture.h"

static struct call *
stream_of(struct fixture *f, size_t number)
{
    return fake_find(f->engine, FAKE_STREAM, f->engine->at[number].id);
}

/* The first so many containers. */
static void
show(struct fixture *f, size_t count)
{
    struct ref shown[FAKE_CONTAINERS];

    for (size_t i = 0; i < count; i++)
        shown[i] = ref_of(f, i);
    sync_show(f->sync, shown, count);
}

static bool
only_two_have_streams(struct fixture *f)
{
    return f->engine->open[FAKE_STREAM] == 2;
}

static bool
all_shown_are_read(struct fixture *f)
{
    for (size_t i = 0; i < 70; i++)
        if (!stream_of(f, i) && f->engine->at[i].readings == 0)
            return false;
    return true;
}

/* More than are seen at once, and others that nobody asks about. */
static void
whoever_keeps_to_the_shown_looks_at_no_others(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < 100; i++)
        (void)fake_add(f->engine, STATE_RUNNING);
    fixture_automate(f, true);
    f->engine->automatic[FAKE_STREAM] = false;
    fixture_open(f);
    sync_keep_to_shown(f->sync);
    show(f, 70);
    sync_want_stats(f->sync, true);
    until(f, all_shown_are_read);
    until(f, is_live);
    assert_int_equal(f->engine->open[FAKE_STREAM], f->limits.seen);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(stream_of(f, i) != NULL, i < f->limits.seen);
        if (i >= 70)
            assert_int_equal(f->engine->at[i].readings, 0);
    }
    assert_int_equal(f->engine->made[FAKE_INSPECT], 70);
    assert_int_equal(f->engine->made[FAKE_HOST], 0);
    /* Whoever is not shown any more is left. */
    show(f, 2);
    until(f, only_two_have_streams);
    assert_non_null(stream_of(f, 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            whoever_keeps_to_the_shown_looks_at_no_others, fixture_set_up,
            fixture_tear_down),
    };

    return cmocka_run_group_tests_name("sync_shown", tests, NULL, NULL);
}
