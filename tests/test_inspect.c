/*
 * The inspect view: what it asks the engine and when, and how it looks.
 */
#include "config.h"

#include "support/fake_reading.h"
#include "support/golden.h"
#include "support/world.h"

#include "store/write.h"
#include "ui/views/panes.h"
#include "ui/views/views.h"

#include <locale.h>

static const char answer[] =
    "{\"Id\":\"4f1c\",\"Created\":\"2026-11-21T08:49:25.565805522Z\","
    "\"Path\":\"nginx\",\"Args\":[\"-g\",\"daemon off;\"],"
    "\"State\":{\"Status\":\"running\",\"Running\":true,\"Pid\":7986,"
    "\"ExitCode\":0,\"Error\":\"\",\"Health\":null},"
    "\"HostConfig\":{\"Memory\":1795212382342796626,"
    "\"NanoCpus\":1e9,\"Binds\":[]},"
    "\"Config\":{\"Env\":[\"PATH=/bin\",\"DB_PASSWORD=hunter2\","
    "\"EVIL=\\u001b]0;title\\u0007\\u202eback\"],"
    "\"Labels\":{\"com.docker.compose.project\":\"shop\"}}}";

struct rig {
    struct world world;
    struct ref web, db;
};

/* Open it for the container under the cursor. */
static void
inspect(struct rig *rig)
{
    struct view *panes = (struct view *)(uintptr_t)app_view(rig->world.app);
    struct err err;
    struct ref ref;

    assert_true(panes->ops->subject(panes, &ref));
    if (!panes_open_detail(panes, &inspect_view, &ref, &err))
        fail_msg("%s", err.text);
}

/* Move the cursor of the list, and come back. */
static void
move(struct rig *rig, const char *key)
{
    world_press(&rig->world, "1");
    world_press(&rig->world, key);
    (void)world_picture(&rig->world, false);
    world_press(&rig->world, "S-Tab");
}

/* With two containers, the first of them inspected and answered. */
static void
rig_init(struct rig *rig, int width, int height)
{
    world_init(&rig->world, width, height);
    rig->db = world_put_plain(&rig->world, "db");
    rig->web = world_put_plain(&rig->world, "web");
    world_turn(&rig->world);
    (void)world_picture(&rig->world, false);
    inspect(rig);
    fake_reading_wait(&rig->world);
    fake_reading_answer(&rig->world, answer);
}

static void
rig_release(struct rig *rig)
{
    world_release(&rig->world);
    fake_reading_forget();
}

static bool
is_shown(struct rig *rig, const char *words)
{
    return strstr(world_picture(&rig->world, false), words) != NULL;
}

/* ---- when it asks ------------------------------------------------------- */

static void
nothing_is_asked_before_the_cursor_rests(void **state)
{
    struct rig rig;
    uint64_t began;

    (void)state;
    rig_init(&rig, 100, 30);
    assert_int_equal(fake_reading_made(), 1);
    began = loop_now(rig.world.loop);
    move(&rig, "j");
    move(&rig, "k");
    move(&rig, "j");
    assert_true(is_shown(&rig, "Inspect web"));
    assert_true(is_shown(&rig, "asking the engine"));
    /* On a machine that is slow enough it has rested by now. */
    if (loop_now(rig.world.loop) - began < DETAIL_REST_MS)
        assert_int_equal(fake_reading_made(), 1);
    fake_reading_wait(&rig.world);
    assert_string_equal(fake_reading_id(), rig.web.key);
    fake_reading_answer(&rig.world, answer);
    assert_true(is_shown(&rig, "Status") || is_shown(&rig, "State"));
    rig_release(&rig);
}

static void
it_follows_the_cursor_of_the_list(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    move(&rig, "j");
    fake_reading_wait(&rig.world);
    assert_string_equal(fake_reading_id(), rig.web.key);
    fake_reading_answer(&rig.world, answer);
    assert_true(is_shown(&rig, "Inspect web"));
    rig_release(&rig);
}

static void
new_value_is_read_and_keeps_folds_and_place(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    world_press(&rig.world, "/ P i d Enter");
    assert_true(is_shown(&rig, "Pid: 7986"));
    (void)world_put(&rig.world,
                    &(struct piece_of_world){
                        .value = {.name = "db", .state = STATE_EXITED}});
    world_turn(&rig.world);
    fake_reading_wait(&rig.world);
    /* Meanwhile what is there stays. */
    assert_true(is_shown(&rig, "Pid: 7986"));
    fake_reading_answer(&rig.world, "{\"State\":{\"Pid\":0}}");
    assert_true(is_shown(&rig, ">    Pid: 0"));
    rig_release(&rig);
}

static void
change_during_a_call_causes_one_more(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    for (int i = 0; i < 3; i++) {
        (void)world_put(
            &rig.world,
            &(struct piece_of_world){
                .value = {.name = "db", .state = STATE_EXITED}, .age = i});
        world_turn(&rig.world);
    }
    assert_int_equal(fake_reading_made(), 2);
    fake_reading_answer(&rig.world, answer);
    assert_int_equal(fake_reading_made(), 3);
    fake_reading_answer(&rig.world, answer);
    world_turn(&rig.world);
    assert_int_equal(fake_reading_made(), 3);
    rig_release(&rig);
}

static void
what_is_removed_stays_as_it_was_last(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    assert_true(app_open_view(rig.world.app, &inspect_view, NULL));
    fake_reading_wait(&rig.world);
    fake_reading_answer(&rig.world, answer);
    world_drop(&rig.world, &rig.db);
    world_turn(&rig.world);
    assert_true(is_shown(&rig, "Inspect db"));
    assert_true(is_shown(&rig, "removed; as it was last"));
    assert_true(is_shown(&rig, "4f1c"));
    world_press(&rig.world, "C-r");
    assert_int_equal(fake_reading_made(), 2);
    rig_release(&rig);
}

static void
refusal_is_shown_in_the_engines_words(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    move(&rig, "j");
    fake_reading_wait(&rig.world);
    fake_reading_fail(&rig.world, ERR_SERVER, "layer does not exist");
    assert_true(is_shown(&rig, "layer does not exist"));
    world_press(&rig.world, "C-r");
    fake_reading_answer(&rig.world, "no json");
    assert_false(is_shown(&rig, "layer does not exist"));
    assert_true(is_shown(&rig, "JSON"));
    rig_release(&rig);
}

static void
closing_forgets_the_call_that_is_under_way(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    move(&rig, "j");
    fake_reading_wait(&rig.world);
    world_press(&rig.world, "q");
    assert_false(is_shown(&rig, "Inspect"));
    fake_reading_forget(); /* it ends after its view */
    rig_release(&rig);
}

/* ---- what it does ------------------------------------------------------- */

static void
search_is_cleared_before_the_view_closes(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    world_press(&rig.world, "/ e n v Enter");
    assert_true(is_shown(&rig, "/env  1 match"));
    world_press(&rig.world, "Esc");
    assert_true(is_shown(&rig, "Inspect db"));
    assert_false(is_shown(&rig, "/env"));
    world_press(&rig.world, "Esc");
    assert_false(is_shown(&rig, "Inspect db"));
    rig_release(&rig);
}

static void
secrets_are_masked_again_about_something_else(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    world_press(&rig.world, "+");
    assert_false(is_shown(&rig, "hunter2"));
    assert_true(is_shown(&rig, "DB_PASSWORD=********"));
    world_press(&rig.world, "R");
    assert_true(is_shown(&rig, "DB_PASSWORD=hunter2"));
    move(&rig, "j");
    fake_reading_wait(&rig.world);
    fake_reading_answer(&rig.world, answer);
    assert_false(is_shown(&rig, "hunter2"));
    rig_release(&rig);
}

static void
acts_on_the_container_work_from_here(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    world_press(&rig.world, "s");
    assert_string_equal(world_line(&rig.world, 29), " db is running already");
    rig_release(&rig);
}

/* ---- how it looks ------------------------------------------------------- */

static void
pictures_are_as_they_were(void **state)
{
    static const struct {
        const char *name;
        int width, height;
        const char *keys;
    } rows[] = {
        {"inspect-160x48", 160, 48, "+"},
        {"inspect-100x30", 100, 30, "j j j j Enter"},
        {"inspect-80x24", 80, 24, "/ s h o p Enter"},
        {"inspect-40x12", 40, 12, "+ G"},
        {"inspect-20x5", 20, 5, ""},
    };
    size_t failed = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct rig rig;

        rig_init(&rig, rows[i].width, rows[i].height);
        world_press(&rig.world, rows[i].keys);
        failed += !golden_is(&rig.world, rows[i].name);
        rig_release(&rig);
    }
    assert_int_equal(failed, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_asked_before_the_cursor_rests),
        cmocka_unit_test(it_follows_the_cursor_of_the_list),
        cmocka_unit_test(new_value_is_read_and_keeps_folds_and_place),
        cmocka_unit_test(change_during_a_call_causes_one_more),
        cmocka_unit_test(what_is_removed_stays_as_it_was_last),
        cmocka_unit_test(refusal_is_shown_in_the_engines_words),
        cmocka_unit_test(closing_forgets_the_call_that_is_under_way),
        cmocka_unit_test(search_is_cleared_before_the_view_closes),
        cmocka_unit_test(secrets_are_masked_again_about_something_else),
        cmocka_unit_test(acts_on_the_container_work_from_here),
        cmocka_unit_test(pictures_are_as_they_were),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
}
