/*
 * Jobs beyond the plain ones: removals by force, one key that is two acts,
 * images, and acts that are not to be.
 */
#include "config.h"

#include "support/jobs_world.h"

#include "store/write.h"

#include <stdio.h>

#include <locale.h>

/* ---- removals that ask for more than a y */

static void
a_removal_by_force_of_what_runs_is_typed(void **state)
{
    static const struct {
        enum container_state first, second;
        bool force;
        size_t count;
        enum job_ask ask;
        const char *text;
    } rows[] = {
        {STATE_RUNNING, STATE_EXITED, true, 1, ASK_TYPE, "a"},
        {STATE_PAUSED, STATE_EXITED, true, 1, ASK_TYPE, "a"},
        {STATE_UNKNOWN, STATE_EXITED, true, 1, ASK_TYPE, "a"},
        {STATE_EXITED, STATE_RUNNING, true, 1, ASK_YES, ""},
        {STATE_EXITED, STATE_RUNNING, true, 2, ASK_TYPE, "2"},
        {STATE_EXITED, STATE_CREATED, true, 2, ASK_YES, ""},
        {STATE_RUNNING, STATE_EXITED, false, 2, ASK_YES, ""},
    };
    struct world *world = *state;
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        struct ref refs[2] = {container_add(world, "a", rows[i].first),
                              container_add(world, "b", rows[i].second)};
        const struct job_args args = {.force = rows[i].force};
        const struct job *job = jobs_propose(world->jobs, ACTION_REMOVE_OPTIONS,
                                             refs, rows[i].count, &args, NULL);
        char text[ASK_TEXT_SIZE];

        assert_non_null(job);
        assert_int_equal(job_ask(job, text), rows[i].ask);
        assert_string_equal(text, rows[i].text);
        jobs_cancel(world->jobs, job_number(job));
        turn(world);
    }
}

static void
force_is_not_for_what_runs_only_by_now(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_EXITED);
    const struct job_args args = {.force = true};
    const struct job *job =
        jobs_propose(world->jobs, ACTION_REMOVE_OPTIONS, &web, 1, &args, NULL);
    unsigned number = job_number(job);

    look(world, STATE_RUNNING);
    assert_question(world, number,
                    "Remove web by force? Volumes stay. Left alone: web is "
                    "running by now.");
    jobs_confirm(world->jobs, number);
    turn(world);
    assert_int_equal(acts_open(world), 0);
    assert_result(world, number, "web is running by now");
}

/* ---- one key, two acts */

static void
each_row_is_paused_or_unpaused(void **state)
{
    struct world *world = *state;
    struct ref refs[4] = {container_add(world, "web", STATE_RUNNING),
                          container_add(world, "db", STATE_PAUSED),
                          container_add(world, "old", STATE_EXITED),
                          container_add(world, "job", STATE_RUNNING)};
    unsigned job = propose(world, ACTION_PAUSE, refs, 4);
    size_t i;

    turn(world);
    fake_inspected(inspect_of(world, &refs[0]), STATE_RUNNING, false, -1);
    fake_inspected(inspect_of(world, &refs[1]), STATE_PAUSED, false, -1);
    /* Somebody else was faster: that is what was wanted. */
    fake_inspected(inspect_of(world, &refs[3]), STATE_PAUSED, false, -1);
    turn(world);
    assert_row_says(world, &refs[1], 0, "unpausing");
    for (i = 0; i < 2; i++)
        fake_end(act_of(world, &refs[i]), NULL);
    turn(world);
    assert_result(world, job,
                  "1 paused, 1 unpaused, 2 refused: old is not running; "
                  "job is paused already");
    job = propose(world, ACTION_PAUSE, refs, 2);
    turn(world);
    fake_inspected(inspect_of(world, &refs[0]), STATE_RUNNING, false, -1);
    fake_inspected(inspect_of(world, &refs[1]), STATE_PAUSED, false, -1);
    turn(world);
    for (i = 0; i < 2; i++)
        fake_end(act_of(world, &refs[i]), NULL);
    turn(world);
    assert_result(world, job, "paused web; unpaused db");
}

/* ---- images */

#define IMAGE_ID "sha256:0123456789abcdef"

/* A container that is made from the image. */
static struct ref
put_user(struct world *world, size_t number, enum container_state state)
{
    struct container value;
    struct ref ref;
    char name[16];

    (void)snprintf(name, sizeof(name), "c%zu", number);
    ref = container_add(world, name, state);
    value = *store_find_container(world->fleet.store, &ref)->value;
    value.image_id = IMAGE_ID;
    assert_true(
        store_put_container(world->fleet.store, 0, container_new(&value)));
    return ref;
}

static void
an_image_says_what_becomes_of_its_layers(void **state)
{
    static const char *const names[] = {"nginx:1.25", "nginx:latest"};
    static const struct {
        size_t references, layers;
        struct job_args args;
        const char *sent, *question, *result, *journal;
    } rows[] = {
        {1,
         3,
         {0},
         "remove image nginx:1.25",
         "Remove nginx:1.25? Its layers go, too, but for those that another "
         "image has.",
         "removed nginx:1.25; 3 layers deleted",
         "remove|nginx:1.25|done; 3 layers deleted|docker rmi nginx:1.25\n"},
        {2,
         0,
         {.force = true},
         "remove image nginx:1.25 force",
         "Remove nginx:1.25 by force? Only this reference goes, its layers "
         "stay: the image has 1 other.",
         "removed nginx:1.25; its layers stay",
         "remove|nginx:1.25|done; its layers stay|docker rmi -f nginx:1.25\n"},
        {0,
         1,
         {0},
         "remove image sha256:0123456789abcdef",
         "Remove 0123456789ab? Its layers go, too, but for those that another "
         "image has.",
         "removed 0123456789ab; 1 layer deleted",
         "remove|0123456789ab|done; 1 layer deleted|docker rmi "
         "sha256:0123456789abcdef\n"},
    };
    struct world *world = *state;
    struct buf expected = BUF_INIT(4096);
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        struct ref image = image_add(world, "sha256:0123456789abcdef", names,
                                     rows[i].references);
        const struct job *job = jobs_propose(world->jobs, ACTION_REMOVE_OPTIONS,
                                             &image, 1, &rows[i].args, NULL);
        unsigned number = job_number(job);

        turn(world);
        assert_question(world, number, rows[i].question);
        assert_null(inspect_of(world, NULL));
        jobs_confirm(world->jobs, number);
        turn(world);
        assert_string_equal(fake_act_words(), rows[i].sent);
        fake_layers(rows[i].layers);
        fake_end(act_of(world, NULL), NULL);
        turn(world);
        assert_result(world, number, rows[i].result);
        assert_true(buf_add_text(&expected, rows[i].journal));
    }
    assert_journal(world, buf_text(&expected));
    buf_release(&expected);
}

static void
the_question_says_whether_the_engine_will_refuse(void **state)
{
    static const char *const names[] = {"nginx:1.25", "nginx:latest"};
    static const struct {
        size_t references;
        bool force;
        enum container_state users[3]; /* as many as are not unknown */
        const char *question;
    } rows[] = {
        {1,
         false,
         {STATE_RUNNING},
         "Remove nginx:1.25? The engine will refuse: c0 runs on it."},
        {1,
         false,
         {STATE_EXITED},
         "Remove nginx:1.25? The engine will refuse: c0 is made from it."},
        {1,
         false,
         {STATE_EXITED, STATE_RUNNING, STATE_EXITED},
         "Remove nginx:1.25? The engine will refuse: c1, which runs, and 2 "
         "more are made from it."},
        {1,
         true,
         {STATE_EXITED, STATE_EXITED},
         "Remove nginx:1.25 by force? Its layers go, too, but for those that "
         "another image has."},
        {1,
         true,
         {STATE_RUNNING},
         "Remove nginx:1.25 by force? Only its name goes, its layers stay: c0 "
         "runs on it."},
        {2,
         false,
         {STATE_RUNNING},
         "Remove nginx:1.25? Only this reference goes, its layers stay: the "
         "image has 1 other."},
        {0,
         true,
         {STATE_RUNNING},
         "Remove 0123456789ab by force? The engine will refuse: c0 runs on "
         "it."},
    };
    struct world *world = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct job_args args = {.force = rows[i].force};
        struct ref image, users[3];
        const struct job *job;
        struct err err = ERR_INIT;
        size_t count = 0;

        for (; count < 3 && rows[i].users[count] != STATE_UNKNOWN; count++)
            users[count] = put_user(world, count, rows[i].users[count]);
        image = image_add(world, IMAGE_ID, names, rows[i].references);
        job = jobs_propose(world->jobs, ACTION_REMOVE_OPTIONS, &image, 1, &args,
                           &err);
        assert_non_null(job);
        assert_question(world, job_number(job), rows[i].question);
        jobs_cancel(world->jobs, job_number(job));
        turn(world);
        while (count > 0)
            store_drop_container(world->fleet.store, &users[--count]);
    }
}

static void
the_engines_refusal_of_an_image_is_said(void **state)
{
    static const char *const names[] = {"nginx:1.25"};
    struct world *world = *state;
    struct ref image = image_add(world, "sha256:01", names, 1);
    unsigned job = propose(world, ACTION_REMOVE, &image, 1);
    struct err err = ERR_INIT;

    jobs_confirm(world->jobs, job);
    turn(world);
    (void)err_set_kind(&err, ERR_CONFLICT, "conflict: it is in use");
    fake_end(act_of(world, NULL), &err);
    turn(world);
    assert_result(world, job, "removing nginx:1.25: conflict: it is in use");
    assert_true(job_failed(the_job(world, job)));
}

static void
a_reference_that_names_another_image_by_now_stays(void **state)
{
    static const char *const names[] = {"nginx:1.25"};
    struct world *world = *state;
    struct ref image = image_add(world, "sha256:01", names, 1);
    unsigned job = propose(world, ACTION_REMOVE, &image, 1);

    (void)image_add(world, "sha256:02", names, 1);
    jobs_confirm(world->jobs, job);
    turn(world);
    assert_int_equal(acts_open(world), 0);
    assert_result(world, job, "nginx:1.25: already gone");
}

/* ---- read-only */

static void
read_only_refuses_whatever_changes_something(void **state)
{
    static const char why[] = "bayplan was told to change nothing (read-only)";
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    struct err err = ERR_INIT;
    unsigned i;

    assert_false(jobs_is_read_only(world->jobs));
    jobs_set_read_only(world->jobs);
    assert_true(jobs_is_read_only(world->jobs));
    for (i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        enum action action = (enum action)i;

        if (!action_info(action)->changes)
            continue;
        assert_string_equal(jobs_refuse(world->jobs, action, &web), why);
        assert_null(jobs_propose(world->jobs, action, &web, 1, NULL, &err));
        if (action != ACTION_SHELL)
            assert_int_equal(err.kind, ERR_DENIED);
    }
    turn(world);
    assert_int_equal(jobs_open_count(world->jobs), 0);
    assert_int_equal(world->fleet.engine->made[FAKE_ACT], 0);
    assert_int_equal(journal_lines(world), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(a_removal_by_force_of_what_runs_is_typed),
        IN_A_WORLD(force_is_not_for_what_runs_only_by_now),
        IN_A_WORLD(each_row_is_paused_or_unpaused),
        IN_A_WORLD(an_image_says_what_becomes_of_its_layers),
        IN_A_WORLD(the_question_says_whether_the_engine_will_refuse),
        IN_A_WORLD(the_engines_refusal_of_an_image_is_said),
        IN_A_WORLD(a_reference_that_names_another_image_by_now_stays),
        IN_A_WORLD(read_only_refuses_whatever_changes_something),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("jobs options", tests, NULL, NULL);
}
