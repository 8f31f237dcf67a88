/*
 * The journal view: what was done, at every width.
 */
#include "config.h"

#include "support/golden.h"
#include "support/world.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "work/journal.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct journal_entry entries[] = {
    {.host = "local",
     .act = "stop",
     .target = "web-1",
     .id = "4f1c",
     .result = "done",
     .command = "docker stop web-1"},
    {.host = "local",
     .act = "start",
     .target = "db",
     .id = "4f1d",
     .result = "already running",
     .command = "docker start db"},
    {.host = "local",
     .act = "start",
     .target = "evil\x1b[2J",
     .id = "4f1e",
     .result = "driver failed programming external connectivity on endpoint "
               "web: Bind for 0.0.0.0:8080 failed: port is already allocated",
     .command = "docker start evil"},
    {.host = "local",
     .act = "remove",
     .target = "shop-frontend-production-europe-west-blue-7",
     .id = "4f1f",
     .result = "done; 3 layers deleted",
     .command = "docker rmi shop"},
};

/* The linker gives these names: the journal is the test's own (ld --wrap).
 * NOLINTBEGIN(bugprone-reserved-identifier) */
static size_t repeats, reads;

const struct journal *__wrap_jobs_journal(const struct jobs *jobs);
bool __wrap_journal_read(const struct journal *journal, size_t most,
                         struct journal_page *page, struct err *err);

const struct journal *
__wrap_jobs_journal(const struct jobs *jobs)
{
    (void)jobs;
    return (const struct journal *)(const void *)entries; /* never looked at */
}

bool
__wrap_journal_read(const struct journal *journal, size_t most,
                    struct journal_page *page, struct err *err)
{
    (void)journal;
    (void)most;
    reads++;
    if (repeats == 0)
        return err_set(err, "reading the journal: it is no file of ours");
    page->count = repeats * COUNT(entries);
    page->at = xcalloc(page->count, sizeof(entries[0]));
    page->text = NULL;
    for (size_t i = 0; i < page->count; i++) {
        page->at[i] = entries[i % COUNT(entries)];
        page->at[i].time = WORLD_NOW + (int64_t)i * SECOND_NS;
    }
    return true;
}
/* NOLINTEND(bugprone-reserved-identifier) */

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
    repeats = 20;
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

    (void)state;
    repeats = 20;
    world_init(&world, 100, 30);
    world_press(&world, "@");
    (void)world_picture(&world, false);
    reads = 0;
    world_press(&world, "k");
    (void)world_picture(&world, false);
    world_press(&world, "PgUp");
    (void)world_picture(&world, false);
    assert_int_equal(reads, 0);
    world_release(&world);
}

static void
journal_that_cannot_be_read_says_why(void **state)
{
    struct world world;

    (void)state;
    repeats = 0;
    world_init(&world, 100, 30);
    world_press(&world, "@");
    assert_true(is_shown(&world, "it is no file of ours"));
    world_release(&world);
}

static void
pictures_are_as_they_were(void **state)
{
    static const struct size sizes[] = {
        {160, 48}, {100, 30}, {80, 24}, {40, 12}, {20, 5}};
    size_t failed = 0;

    (void)state;
    repeats = 1;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct world world;
        char name[64];

        world_init(&world, sizes[i].width, sizes[i].height);
        world_press(&world, "@");
        (void)snprintf(name, sizeof(name), "journal-%dx%d", sizes[i].width,
                       sizes[i].height);
        failed += !golden_is(&world, name);
        world_release(&world);
    }
    assert_int_equal(failed, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_good_or_not),
        cmocka_unit_test(newest_entry_is_seen_first),
        cmocka_unit_test(scrolling_does_not_read_again),
        cmocka_unit_test(journal_that_cannot_be_read_says_why),
        cmocka_unit_test(pictures_are_as_they_were),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("journal_view", tests, NULL, NULL);
}
