/*
 * Questions before an act: what is yes, what is no, what is nothing.
 */
#include "config.h"

#include "support/world.h"

#include "store/write.h"

#include <locale.h>
#include <stdio.h>

#define WIDTH 90
#define HEIGHT 16

/* Stop web, and see what the question says. */
static const struct job *
ask_to_stop(struct world *world)
{
    const struct job *job;

    world_init(world, WIDTH, HEIGHT);
    (void)world_put_plain(world, "web");
    world_turn(world);
    world_press(world, "x");
    job = jobs_find(world->jobs, 1);
    assert_non_null(job);
    assert_int_equal(job_state(job), JOB_ASKING);
    assert_string_equal(world_line(world, HEIGHT - 1), " Stop web? y/n");
    return job;
}

/* Without an engine a confirmed job fails; one that was refused is not even
 * begun. */
static bool
was_confirmed(const struct job *job)
{
    assert_int_equal(job_state(job), JOB_DONE);
    return job_victim(job, 0)->state == VICTIM_FAILED;
}

static void
only_y_is_yes(void **state)
{
    static const struct {
        const char *key;
        bool is_yes;
    } rows[] = {
        {"y", true},      {"Y", false},    {"n", false},     {"N", false},
        {"Enter", false}, {"Esc", false},  {"Space", false}, {"q", false},
        {"Q", false},     {"C-c", false},  {"M-y", false},   {"C-y", false},
        {"F1", false},    {"Down", false}, {"x", false},     {"Tab", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;
        const struct job *job = ask_to_stop(&world);

        world_press(&world, rows[i].key);
        if (was_confirmed(job) != rows[i].is_yes)
            fail_msg("%s was taken for %s", rows[i].key,
                     rows[i].is_yes ? "no" : "yes");
        assert_int_equal(world.quits, 0);
        world_release(&world);
    }
}

static void
pasted_text_answers_nothing(void **state)
{
    struct world world;
    const struct job *job = ask_to_stop(&world);

    (void)state;
    world_paste(&world, "y\ny");
    assert_int_equal(job_state(job), JOB_ASKING);
    world_press(&world, "n");
    assert_false(was_confirmed(job));
    world_release(&world);
}

static void
redrawing_and_suspending_leave_the_question_open(void **state)
{
    struct world world;
    const struct job *job = ask_to_stop(&world);

    (void)state;
    world_press(&world, "C-l C-z");
    assert_int_equal(world.redraws, 1);
    assert_int_equal(world.suspends, 1);
    assert_int_equal(job_state(job), JOB_ASKING);
    world_release(&world);
}

static void
the_question_stays_with_its_row_when_the_list_moves(void **state)
{
    struct world world;
    const struct job *job = ask_to_stop(&world);
    struct ref web = world_ref("web");

    (void)state;
    (void)world_put_plain(&world, "aaa");
    world_turn(&world);
    assert_string_equal(world_line(&world, HEIGHT - 1), " Stop web? y/n");
    assert_true(ref_equal(&job_victim(job, 0)->ref, &web));
    assert_int_equal(job_victim_count(job), 1);
    world_release(&world);
}

static void
a_question_about_what_has_gone_closes_itself(void **state)
{
    struct world world;
    const struct job *job = ask_to_stop(&world);
    struct ref web = world_ref("web");

    (void)state;
    world_drop(&world, &web);
    world_turn(&world);
    assert_int_equal(job_state(job), JOB_DONE);
    assert_string_equal(world_line(&world, HEIGHT - 1),
                        " web has gone meanwhile; nothing is left to stop");
    /* The next key is a key of the list again. */
    world_press(&world, "y");
    assert_int_equal(world.quits, 0);
    assert_int_equal(jobs_open_count(world.jobs), 0);
    world_release(&world);
}

static void
a_question_calls_what_was_renamed_by_its_new_name(void **state)
{
    struct world world;
    const struct job *job = ask_to_stop(&world);
    struct ref web = world_ref("web");
    struct container value = *store_find_container(world.store, &web)->value;

    (void)state;
    value.name = "api";
    assert_true(store_put_container(world.store, 0, container_new(&value)));
    world_turn(&world);
    assert_string_equal(world_line(&world, HEIGHT - 1), " Stop api? y/n");
    assert_true(ref_equal(&job_victim(job, 0)->ref, &web));
    world_release(&world);
}

static void
a_signal_is_picked_and_then_asked_about(void **state)
{
    static const struct {
        const char *keys, *question;
    } rows[] = {
        {"K Enter", " Send SIGTERM to web? y/n"},
        {"K j Enter", " Send SIGKILL to web? y/n"},
        {"K G Enter", " Send SIGCONT to web? y/n"},
        {"K 3", " Send SIGINT to web? y/n"},
        {"K j j k 4", " Send SIGHUP to web? y/n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        world_init(&world, WIDTH, HEIGHT);
        (void)world_put_plain(&world, "web");
        world_turn(&world);
        world_press(&world, rows[i].keys);
        assert_string_equal(world_line(&world, HEIGHT - 1), rows[i].question);
        world_release(&world);
    }
}

static void
leaving_the_picker_sends_nothing(void **state)
{
    static const char *const keys[] = {"K Esc", "K q", "K C-c", "K 0 Esc"};

    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct world world;

        world_init(&world, WIDTH, HEIGHT);
        (void)world_put_plain(&world, "web");
        world_turn(&world);
        world_press(&world, keys[i]);
        assert_null(jobs_find(world.jobs, 1));
        assert_int_equal(world.quits, 0);
        assert_non_null(strstr(world_line(&world, HEIGHT - 1), "x stop"));
        world_release(&world);
    }
}

/* Eleven removals, for which their number must be typed. */
static const struct job *
ask_to_type(struct world *world)
{
    struct ref refs[11];
    struct err err;
    const struct job *job;

    world_init(world, WIDTH, HEIGHT);
    for (size_t i = 0; i < COUNT(refs); i++) {
        struct piece_of_world piece = {
            .value = {.state = STATE_EXITED},
            .age = 86400,
        };
        char name[16];

        (void)snprintf(name, sizeof(name), "old-%zu", i);
        piece.value.name = name;
        refs[i] = world_put(world, &piece);
    }
    world_turn(world);
    job =
        jobs_propose(world->jobs, ACTION_REMOVE, refs, COUNT(refs), NULL, &err);
    assert_non_null(job);
    app_ask_job(world->app, job);
    return job;
}

static void
a_removal_of_many_wants_their_number(void **state)
{
    static const struct {
        const char *keys;
        bool is_yes;
    } rows[] = {
        {"1 1 Enter", true}, {"1 2 Backspace 1 Enter", true},
        {"y", false},        {"Enter", false},
        {"1 Enter", false},  {"1 1 1 Enter", false},
        {"1 1 Esc", false},  {"1 1 C-c", false},
        {"y Enter", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;
        const struct job *job = ask_to_type(&world);

        world_press(&world, rows[i].keys);
        if (strcmp(rows[i].keys, "y") == 0) {
            assert_int_equal(job_state(job), JOB_ASKING);
        } else if (was_confirmed(job) != rows[i].is_yes) {
            fail_msg("%s", rows[i].keys);
        }
        world_release(&world);
    }
}

static void
a_pasted_number_does_not_confirm(void **state)
{
    struct world world;
    const struct job *job = ask_to_type(&world);

    (void)state;
    world_paste(&world, "11\n");
    assert_int_equal(job_state(job), JOB_ASKING);
    world_press(&world, "Enter");
    assert_false(was_confirmed(job));
    world_release(&world);
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_y_is_yes),
        cmocka_unit_test(pasted_text_answers_nothing),
        cmocka_unit_test(redrawing_and_suspending_leave_the_question_open),
        cmocka_unit_test(the_question_stays_with_its_row_when_the_list_moves),
        cmocka_unit_test(a_question_about_what_has_gone_closes_itself),
        cmocka_unit_test(a_question_calls_what_was_renamed_by_its_new_name),
        cmocka_unit_test(a_signal_is_picked_and_then_asked_about),
        cmocka_unit_test(leaving_the_picker_sends_nothing),
        cmocka_unit_test(a_removal_of_many_wants_their_number),
        cmocka_unit_test(a_pasted_number_does_not_confirm),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
