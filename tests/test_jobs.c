/*
 * Acts as jobs: from the answer to the end, many at once, busy rows,
 * cancelling.
 */
#include "config.h"

#include "support/jobs_world.h"

#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#define MANY 40

/* ---- the way of a job */

static void
an_act_goes_from_question_to_journal(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    unsigned job = propose(world, ACTION_STOP, &web, 1);

    assert_int_equal(job_state(the_job(world, job)), JOB_ASKING);
    assert_question(world, job, "Stop web?");
    look(world, STATE_RUNNING);
    assert_int_equal(acts_open(world), 0);
    jobs_confirm(world->jobs, job);
    assert_int_equal(job_state(the_job(world, job)), JOB_WAITING);
    assert_row_says(world, &web, 0, "waiting to stop");
    turn(world);
    assert_int_equal(job_state(the_job(world, job)), JOB_RUNNING);
    assert_string_equal(fake_act_words(), "stop -1");
    assert_true(jobs_is_ticking(world->jobs));
    fake_end(act_of(world, &web), NULL);
    assert_int_equal(world->ends, 0); /* never inside a completion */
    turn(world);
    assert_int_equal(world->ends, 1);
    assert_false(jobs_is_ticking(world->jobs));
    assert_int_equal(jobs_open_count(world->jobs), 0);
    assert_int_equal(world->fleet.marks, 1);
    assert_row_says(world, &web, 0, NULL);
    assert_result(world, job, "stopped web");
    assert_false(job_failed(the_job(world, job)));
    assert_journal(world, "stop|web|done|docker stop web\n");
    /* Late words change nothing. */
    jobs_confirm(world->jobs, job);
    jobs_cancel(world->jobs, job);
    turn(world);
    assert_int_equal(world->ends, 1);
}

static void
a_start_asks_nothing(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_EXITED);
    unsigned job = propose(world, ACTION_START, &web, 1);
    char text[ASK_TEXT_SIZE];

    assert_int_equal(job_state(the_job(world, job)), JOB_WAITING);
    assert_int_equal(job_ask(the_job(world, job), text), ASK_NONE);
    look(world, STATE_EXITED);
    assert_string_equal(fake_act_words(), "start");
    fake_end(act_of(world, &web), NULL);
    turn(world);
    assert_result(world, job, "started web");
    assert_journal(world, "start|web|done|docker start web\n");
}

static void
yes_waits_for_the_inspects(void **state)
{
    struct world *world = *state;
    struct ref refs[2] = {container_add(world, "web", STATE_RUNNING),
                          container_add(world, "db", STATE_RUNNING)};
    unsigned job = propose(world, ACTION_STOP, refs, 2);

    turn(world);
    jobs_confirm(world->jobs, job);
    turn(world);
    fake_inspected(inspect_of(world, &refs[0]), STATE_RUNNING, false, -1);
    turn(world);
    assert_int_equal(job_state(the_job(world, job)), JOB_WAITING);
    assert_int_equal(acts_open(world), 0);
    look(world, STATE_RUNNING);
    assert_int_equal(acts_open(world), 2);
    fake_end(act_of(world, NULL), NULL);
    fake_end(act_of(world, NULL), NULL);
    turn(world);
    assert_result(world, job, "stopped web and db");
}

static void
an_engine_that_does_not_tell_holds_up_for_so_long(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    unsigned job = propose(world, ACTION_STOP, &web, 1);
    uint64_t begun = loop_now(world->loop);

    jobs_confirm(world->jobs, job);
    while (acts_open(world) == 0 && loop_turn(world->loop, true))
        continue;
    assert_true(loop_now(world->loop) - begun >= JOBS_ASK_MS);
    turn(world);
    assert_int_equal(acts_open(world), 1);
    assert_int_equal(world->fleet.engine->open[FAKE_INSPECT], 0);
    /* How long it may take is not known. */
    assert_row_says(world, &web, 2000, "stopping 2 s");
    fake_end(act_of(world, &web), NULL);
    turn(world);
    assert_result(world, job, "stopped web");
}

static void
what_is_not_known_is_said(void **state)
{
    struct world *world = *state;
    struct ref refs[2] = {container_add(world, "web", STATE_RUNNING),
                          container_add(world, "db", STATE_RUNNING)};
    unsigned job = propose(world, ACTION_STOP, refs, 2);

    turn(world);
    fake_fail(inspect_of(world, &refs[1]), ERR_SERVER);
    look(world, STATE_RUNNING);
    assert_question(world, job,
                    "Stop web and db? Not known whether db removes itself: "
                    "it failed.");
    jobs_confirm(world->jobs, job);
    turn(world);
    assert_int_equal(acts_open(world), 2);
    fake_end(act_of(world, NULL), NULL);
    fake_end(act_of(world, NULL), NULL);
    turn(world);
    assert_result(world, job, "stopped web and db");
    assert_journal(world, "stop|web|done|docker stop web\n"
                          "stop|db|done|docker stop db\n");
}

/* ---- many at once */

static void
many_victims_go_five_at_a_time(void **state)
{
    struct world *world = *state;
    struct engine *engine = world->fleet.engine;
    struct ref refs[MANY];
    size_t i, done = 0, seen[MANY] = {0};
    unsigned job;

    for (i = 0; i < MANY; i++)
        refs[i] = container_add(world, "web", STATE_RUNNING);
    job = propose(world, ACTION_STOP, refs, MANY);
    look(world, STATE_RUNNING);
    assert_true(engine->most[FAKE_INSPECT] <= 8);
    jobs_confirm(world->jobs, job);
    turn(world);
    while (done < MANY) {
        struct call *call = act_of(world, NULL);

        assert_non_null(call);
        assert_true(acts_open(world) <= JOBS_PARALLEL);
        assert_true(acts_open(world) == JOBS_PARALLEL ||
                    done + acts_open(world) == MANY);
        for (i = 0; i < MANY; i++)
            seen[i] += strcmp(refs[i].key, call->id) == 0;
        if (++done % 8 == 0)
            fake_fail(call, ERR_SERVER);
        else
            fake_end(call, NULL);
        turn(world);
    }
    for (i = 0; i < MANY; i++)
        assert_int_equal(seen[i], 1);
    assert_int_equal(engine->most[FAKE_ACT], JOBS_PARALLEL);
    assert_int_equal(world->ends, 1);
    assert_int_equal(journal_lines(world), MANY);
    assert_result(world, job,
                  "35 stopped, 5 failed: web: it failed; web: it failed; web: "
                  "it failed; web: it failed; web: it failed");
}

static void
places_are_shared_by_all_jobs(void **state)
{
    struct world *world = *state;
    struct ref refs[8];
    size_t i, done;

    for (i = 0; i < COUNT(refs); i++) {
        refs[i] = container_add(world, "web", STATE_EXITED);
        (void)propose(world, ACTION_START, &refs[i], 1);
    }
    look(world, STATE_EXITED);
    for (done = 0; done < COUNT(refs); done++) {
        assert_true(acts_open(world) <= JOBS_PARALLEL);
        fake_end(act_of(world, NULL), NULL);
        turn(world);
    }
    assert_int_equal(world->fleet.engine->most[FAKE_ACT], JOBS_PARALLEL);
    assert_int_equal(world->ends, COUNT(refs));
}

static void
many_successes_are_counted(void **state)
{
    struct world *world = *state;
    struct ref refs[6];
    struct err err = ERR_INIT;
    unsigned job;
    size_t i;

    (void)err_set_kind(&err, ERR_UNCHANGED, "not modified");
    for (i = 0; i < COUNT(refs); i++)
        refs[i] = container_add(world, "web", STATE_RUNNING);
    job = propose(world, ACTION_STOP, refs, COUNT(refs));
    look(world, STATE_RUNNING);
    jobs_confirm(world->jobs, job);
    for (i = 0; i < COUNT(refs); i++) {
        turn(world);
        fake_end(act_of(world, NULL), i == 0 ? &err : NULL);
    }
    turn(world);
    assert_result(world, job, "stopped 6 containers (1 already stopped)");
}

/* ---- rows that are busy */

static void
a_row_says_what_is_done_to_it(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    unsigned job = propose(world, ACTION_STOP, &web, 1);
    uint64_t now;

    turn(world);
    fake_inspected(inspect_of(world, NULL), STATE_RUNNING, false, 30);
    assert_row_says(world, &web, 0, NULL);
    jobs_confirm(world->jobs, job);
    turn(world);
    now = job_victim(the_job(world, job), 0)->began;
    assert_row_says(world, &web, 7400 - (loop_now(world->loop) - now),
                    "stopping 7 s of 30");
    assert_int_equal(jobs_tick_ms(world->jobs, &web, now + 7400), 600);
    assert_int_equal(jobs_tick_ms(world->jobs, &web, now), 1000);

    /* Anything but a kill is refused meanwhile. */
    assert_string_equal(jobs_refuse(world->jobs, ACTION_STOP, &web),
                        "web is being stopped");
    assert_string_equal(jobs_refuse(world->jobs, ACTION_START, &web),
                        "web is being stopped");
    assert_string_equal(jobs_refuse(world->jobs, ACTION_REMOVE, &web),
                        "web is being stopped");
    assert_null(jobs_refuse(world->jobs, ACTION_KILL, &web));
    fake_end(act_of(world, &web), NULL);
    turn(world);
    assert_int_equal(jobs_tick_ms(world->jobs, &web, now), 0);
}

static void
the_default_grace_is_the_engines(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    unsigned job = propose(world, ACTION_STOP, &web, 1);

    jobs_confirm(world->jobs, job);
    look(world, STATE_RUNNING);
    assert_row_says(world, &web, 0, "stopping 0 s of 10");
    fake_end(act_of(world, &web), NULL);
}

static void
a_kill_does_not_wait_for_the_stop(void **state)
{
    struct world *world = *state;
    struct ref refs[6];
    unsigned stop, kill;
    size_t i;

    for (i = 0; i < COUNT(refs); i++)
        refs[i] = container_add(world, "web", STATE_RUNNING);
    stop = propose(world, ACTION_STOP, refs, COUNT(refs));
    jobs_confirm(world->jobs, stop);
    look(world, STATE_RUNNING);
    assert_int_equal(acts_open(world), JOBS_PARALLEL);
    /* One that is being stopped, one that waits for its place. */
    kill = propose(world, ACTION_KILL, &refs[4], 2);
    jobs_confirm(world->jobs, kill);
    look(world, STATE_RUNNING);
    assert_int_equal(acts_open(world), JOBS_PARALLEL + 1);
    assert_row_says(world, &refs[4], 0, "sending SIGKILL");
    assert_row_says(world, &refs[5], 0, "waiting to kill");
    assert_string_equal(jobs_refuse(world->jobs, ACTION_KILL, &refs[4]),
                        "web is being sent a signal");
    assert_string_equal(fake_act_words(), "kill SIGKILL");

    /* The stop of the first ends before its kill does. */
    fake_end(act_of(world, &refs[4]), NULL);
    turn(world);
    fake_end(act_of(world, &refs[4]), NULL);
    turn(world);
    assert_row_says(world, &refs[4], 0, NULL);
    for (i = 0; i < 4; i++) {
        fake_end(act_of(world, &refs[i]), NULL);
        turn(world);
    }
    while (act_of(world, &refs[5])) {
        fake_end(act_of(world, &refs[5]), NULL);
        turn(world);
    }
    assert_row_says(world, &refs[5], 0, NULL);
    assert_result(world, stop, "stopped 6 containers");
    assert_result(world, kill, "sent SIGKILL to web and web");
    assert_int_equal(journal_lines(world), 8);
    assert_int_equal(world->ends, 2);
}

static void
after_a_kill_the_row_goes_on_stopping(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    unsigned stop = propose(world, ACTION_STOP, &web, 1), kill;
    struct call *call;

    jobs_confirm(world->jobs, stop);
    look(world, STATE_RUNNING);
    call = act_of(world, &web);
    kill = propose(world, ACTION_KILL, &web, 1);
    jobs_confirm(world->jobs, kill);
    look(world, STATE_RUNNING);
    assert_row_says(world, &web, 0, "sending SIGKILL");
    jobs_cancel(world->jobs, kill);
    turn(world);
    assert_row_says(world, &web, 0, "stopping 0 s of 10");
    fake_end(call, NULL);
    turn(world);
    assert_row_says(world, &web, 0, NULL);
}

static void
of_two_questions_the_first_answer_wins(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    unsigned first = propose(world, ACTION_STOP, &web, 1);
    unsigned second = propose(world, ACTION_STOP, &web, 1);

    look(world, STATE_RUNNING);
    jobs_confirm(world->jobs, second);
    jobs_confirm(world->jobs, first);
    turn(world);
    assert_int_equal(acts_open(world), 1);
    assert_result(world, first, "web is being stopped");
    fake_end(act_of(world, &web), NULL);
    turn(world);
    assert_result(world, second, "stopped web");
    assert_int_equal(journal_lines(world), 2);
}

/* ---- cancelling */

static void
a_job_can_be_cancelled_in_every_phase(void **state)
{
    enum phase { PROPOSED, LOOKING, LOOKED, CONFIRMED, ACTING, PHASES };
    static const struct {
        const char *result;
        size_t lines; /* in the journal */
    } rows[PHASES] = {
        [PROPOSED] = {"stop cancelled", 0},
        [LOOKING] = {"stop cancelled", 0},
        [LOOKED] = {"stop cancelled", 0},
        [CONFIRMED] = {"stop cancelled: 7 not begun", 7},
        [ACTING] = {"stop cancelled: 1 stopped, 1 not begun, 5 given up, which "
                    "the engine may still finish",
                    7},
    };
    struct world *world = *state;
    struct ref refs[7];
    unsigned phase;
    size_t i, lines = 0;

    for (i = 0; i < COUNT(refs); i++)
        refs[i] = container_add(world, "web", STATE_RUNNING);
    for (phase = 0; phase < PHASES; phase++) {
        unsigned job = propose(world, ACTION_STOP, refs, COUNT(refs));

        if (phase == LOOKING)
            turn(world);
        if (phase == CONFIRMED || phase == ACTING)
            jobs_confirm(world->jobs, job);
        if (phase == LOOKED || phase == ACTING)
            look(world, STATE_RUNNING);
        if (phase == ACTING) {
            fake_end(act_of(world, NULL), NULL);
            turn(world);
        }
        jobs_cancel(world->jobs, job);
        jobs_cancel(world->jobs, job);
        assert_int_equal(world->ends, phase);
        turn(world);
        assert_int_equal(world->ends, phase + 1);
        assert_result(world, job, rows[phase].result);
        assert_int_equal(world->fleet.engine->open[FAKE_INSPECT], 0);
        assert_int_equal(acts_open(world), 0);
        lines += rows[phase].lines;
        assert_int_equal(journal_lines(world), lines);
        assert_null(jobs_refuse(world->jobs, ACTION_STOP, &refs[0]));
    }
    assert_int_equal(jobs_open_count(world->jobs), 0);
}

static void
jobs_can_be_closed_in_the_midst(void **state)
{
    struct world *world = *state;
    struct ref refs[7], other = container_add(world, "old", STATE_EXITED);
    size_t i, changes;

    for (i = 0; i < COUNT(refs); i++)
        refs[i] = container_add(world, "web", STATE_RUNNING);
    jobs_confirm(world->jobs, propose(world, ACTION_STOP, refs, COUNT(refs)));
    look(world, STATE_RUNNING);
    (void)propose(world, ACTION_REMOVE, &other, 1);
    turn(world);
    changes = world->changes;
    world_close_jobs(world);
    assert_false(world->is_closed);
    turn(world);
    assert_true(world->is_closed);
    /* Nobody is told any more, but the journal is. */
    assert_int_equal(world->changes, changes);
    assert_int_equal(journal_lines(world), COUNT(refs));
}

static void
ended_jobs_are_forgotten_in_the_end(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    unsigned first = 0, last = 0, i;

    for (i = 0; i < JOBS_KEPT + 5; i++) {
        last = propose(world, ACTION_STOP, &web, 1);
        assert_true(last > first);
        if (i == 0)
            first = last;
        jobs_cancel(world->jobs, last);
        turn(world);
    }
    assert_null(jobs_find(world->jobs, first));
    assert_null(jobs_find(world->jobs, last + 1));
    assert_non_null(jobs_find(world->jobs, last));
    assert_non_null(jobs_find(world->jobs, last - JOBS_KEPT + 1));
    assert_null(jobs_find(world->jobs, last - JOBS_KEPT));
}

static void
a_journal_that_cannot_be_written_is_told(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_EXITED);
    char name[128], words[300];
    unsigned job;

    (void)snprintf(name, sizeof(name), "%s/bayplan/journal", world->home);
    assert_int_equal(symlink("/dev/null", name), 0);
    job = propose(world, ACTION_START, &web, 1);
    look(world, STATE_EXITED);
    fake_end(act_of(world, &web), NULL);
    turn(world);
    (void)snprintf(
        words, sizeof(words),
        "started web; the journal was not written: %s is a symbolic link",
        name);
    assert_result(world, job, words);
    job = propose(world, ACTION_START, &web, 1);
    look(world, STATE_EXITED);
    fake_end(act_of(world, &web), NULL);
    turn(world);
    assert_result(world, job, "started web");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(an_act_goes_from_question_to_journal),
        IN_A_WORLD(a_start_asks_nothing),
        IN_A_WORLD(yes_waits_for_the_inspects),
        IN_A_WORLD(an_engine_that_does_not_tell_holds_up_for_so_long),
        IN_A_WORLD(what_is_not_known_is_said),
        IN_A_WORLD(many_victims_go_five_at_a_time),
        IN_A_WORLD(places_are_shared_by_all_jobs),
        IN_A_WORLD(many_successes_are_counted),
        IN_A_WORLD(a_row_says_what_is_done_to_it),
        IN_A_WORLD(the_default_grace_is_the_engines),
        IN_A_WORLD(a_kill_does_not_wait_for_the_stop),
        IN_A_WORLD(after_a_kill_the_row_goes_on_stopping),
        IN_A_WORLD(of_two_questions_the_first_answer_wins),
        IN_A_WORLD(a_job_can_be_cancelled_in_every_phase),
        IN_A_WORLD(jobs_can_be_closed_in_the_midst),
        IN_A_WORLD(ended_jobs_are_forgotten_in_the_end),
        IN_A_WORLD(a_journal_that_cannot_be_written_is_told),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("jobs", tests, NULL, NULL);
}
