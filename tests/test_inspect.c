/*
 * The inspect view: what it asks the engine and when.
 */
#include "config.h"

#include "support/fake_reading.h"
#include "support/world.h"

#include "store/write.h"
#include "ui/views/panes.h"
#include "ui/views/views.h"
#include "ui/widgets/screenshot.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

static void
line_under_the_cursor_is_copied_in_three_forms(void **state)
{
    static const struct {
        const char *keys, *copied, *said;
    } rows[] = {
        {"/ P a t h Enter y v", "nginx", " copied the value, 5 bytes"},
        {"/ P a t h Enter y p", ".Path", " copied the path, 5 bytes"},
        {"/ P a t h Enter y J", "\"nginx\"", " copied the JSON, 7 bytes"},
        {"/ M e m o r y Enter y Enter", "1795212382342796626",
         " copied the value, 19 bytes"},
        {"/ c o m p o s e Enter y p",
         ".Config.Labels[\"com.docker.compose.project\"]",
         " copied the path, 44 bytes"},
        {"/ A r g s Enter y J", "[\n  \"-g\",\n  \"daemon off;\"\n]",
         " copied the JSON, 27 bytes"},
        /* As it is on the screen: masked until it is asked for. */
        {"/ P A S S W Enter y v", "DB_PASSWORD=********",
         " copied the value, 20 bytes"},
        {"/ P A S S W Enter R y v", "DB_PASSWORD=hunter2",
         " copied the value, 19 bytes"},
        /* What a shell would obey has no bare form. */
        {"/ E V I L Enter y J", "\"EVIL=\\u001b]0;title\\u0007\\u202eback\"",
         " copied the JSON, 37 bytes"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct rig rig;

        rig_init(&rig, 100, 30);
        world_press(&rig.world, rows[i].keys);
        assert_string_equal(buf_text(&rig.world.copied), rows[i].copied);
        assert_string_equal(world_line(&rig.world, 29), rows[i].said);
        rig_release(&rig);
    }
}

static void
what_has_no_value_of_its_own_says_so(void **state)
{
    static const struct {
        const char *keys, *said;
    } rows[] = {
        {"/ E V I L Enter y v", "it has control characters: copy it as JSON"},
        {"/ A r g s Enter y v", "there are several: copy them as JSON"},
        {"/ E r r o r Enter y v", "it is empty"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct rig rig;

        rig_init(&rig, 100, 30);
        world_press(&rig.world, rows[i].keys);
        assert_true(is_shown(&rig, rows[i].said));
        assert_int_equal(rig.world.copied.len, 0);
        rig_release(&rig);
    }
}

static void
copy_is_of_what_was_there_when_it_was_asked_for(void **state)
{
    struct rig rig;

    (void)state;
    rig_init(&rig, 100, 30);
    world_press(&rig.world, "/ P a t h Enter y");
    world_press(&rig.world, "C-l"); /* a key of the screen, over the menu */
    (void)world_put(&rig.world,
                    &(struct piece_of_world){
                        .value = {.name = "db", .state = STATE_EXITED}});
    world_turn(&rig.world);
    fake_reading_wait(&rig.world);
    fake_reading_answer(&rig.world, "{\"Path\":\"other\"}");
    world_press(&rig.world, "v");
    assert_string_equal(buf_text(&rig.world.copied), "nginx");
    rig_release(&rig);
}

/* The last byte that fits, and the first that does not. */
static void
copy_that_is_too_long_is_refused_whole(void **state)
{
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        struct buf json = BUF_INIT(1 << 20);
        struct rig rig;

        (void)buf_add_text(&json, "{\"Path\":\"");
        (void)buf_add_repeat(&json, 'x', APP_COPY_MAX + more);
        (void)buf_add_text(&json, "\"}");
        rig_init(&rig, 100, 30);
        world_press(&rig.world, "C-r");
        fake_reading_wait(&rig.world);
        fake_reading_answer(&rig.world, buf_text(&json));
        world_press(&rig.world, "y v");
        if (more == 0) {
            assert_int_equal(rig.world.copied.len, APP_COPY_MAX);
            assert_true(is_shown(&rig, "copied the value, 74994 bytes"));
        } else {
            assert_int_equal(rig.world.copied.len, 0);
            assert_true(is_shown(&rig, "more than 74994 bytes"));
            assert_true(is_shown(&rig, "nothing was copied"));
        }
        rig_release(&rig);
        buf_release(&json);
    }
}

static char *
read_whole(const char *path)
{
    static char text[1 << 16];
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
    return text;
}

static void
screenshot_masks_again_what_is_revealed(void **state)
{
    static const struct {
        const char *keys, *said;
    } rows[] = {
        {"+", "wrote the screen to %s"},
        {"+ R", "wrote the screen to %s; revealed secrets are masked in it"},
    };
    char folder[] = "/tmp/bayplan-screenshot.XXXXXX";

    (void)state;
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct rig rig;
        struct words words = {.count = 2};
        struct err err = ERR_INIT;
        char path[64], said[160];

        (void)snprintf(path, sizeof(path), "%s/%zu.txt", folder, i);
        words.at[0] = str_of("screenshot");
        words.at[1] = str_of(path);
        rig_init(&rig, 100, 30);
        world_press(&rig.world, rows[i].keys);
        assert_true(screenshot_commands[0].run(rig.world.app, &words, &err));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        (void)snprintf(said, sizeof(said), rows[i].said, path);
#pragma GCC diagnostic pop
        assert_string_equal(world_line(&rig.world, 29) + 1, said);
        assert_non_null(strstr(read_whole(path), "DB_PASSWORD=********"));
        assert_null(strstr(read_whole(path), "hunter2"));
        /* And the screen itself is as before. */
        assert_int_equal(is_shown(&rig, "hunter2"), i == 1);
        assert_int_equal(unlink(path), 0);
        rig_release(&rig);
    }
    assert_int_equal(rmdir(folder), 0);
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
        cmocka_unit_test(line_under_the_cursor_is_copied_in_three_forms),
        cmocka_unit_test(what_has_no_value_of_its_own_says_so),
        cmocka_unit_test(copy_is_of_what_was_there_when_it_was_asked_for),
        cmocka_unit_test(copy_that_is_too_long_is_refused_whole),
        cmocka_unit_test(screenshot_masks_again_what_is_revealed),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
}
