/*
 * What jobs say: questions, refusals, results and the journal.
 */
#include "config.h"

#include "support/jobs_world.h"

#include "store/write.h"

#include <locale.h>
#include <stdio.h>

/* ---- questions */

static void
the_question_says_what_will_remove_itself(void **state)
{
    static const struct {
        size_t count; /* victims */
        size_t autos; /* the first of them */
        enum action action;
        const char *text;
    } rows[] = {
        {1, 1, ACTION_STOP,
         "Stop c0? c0 will be removed when it stops (auto-remove)."},
        {2, 2, ACTION_STOP,
         "Stop c0 and c1? c0 and c1 will be removed when they stop "
         "(auto-remove)."},
        {1, 1, ACTION_KILL,
         "Send SIGKILL to c0? c0 will be removed when it stops "
         "(auto-remove)."},
        {3, 0, ACTION_STOP, "Stop c0, c1 and c2?"},
        {4, 1, ACTION_STOP,
         "Stop c0, c1, c2 and c3? c0 will be removed when it stops "
         "(auto-remove)."},
        {9, 0, ACTION_STOP, "Stop c0, c1, c2 and 6 more?"},
    };
    struct world *world = *state;
    struct ref refs[9];
    size_t i, k;

    for (i = 0; i < COUNT(refs); i++) {
        char name[8];

        (void)snprintf(name, sizeof(name), "c%zu", i);
        refs[i] = container_add(world, name, STATE_RUNNING);
    }
    for (i = 0; i < COUNT(rows); i++) {
        unsigned job = propose(world, rows[i].action, refs, rows[i].count);

        turn(world);
        for (k = 0; k < rows[i].count; k++) {
            fake_inspected(inspect_of(world, &refs[k]), STATE_RUNNING,
                           k < rows[i].autos, -1);
            turn(world);
        }
        assert_question(world, job, rows[i].text);
        jobs_cancel(world->jobs, job);
        turn(world);
        assert_int_equal(job_state(the_job(world, job)), JOB_DONE);
    }
    /* A question answered with no is no act. */
    assert_int_equal(journal_lines(world), 0);
    assert_int_equal(acts_open(world), 0);
}

static void
a_large_removal_wants_its_number(void **state)
{
    struct world *world = *state;
    struct ref refs[11];
    char text[ASK_TEXT_SIZE];
    unsigned job;
    size_t i;

    for (i = 0; i < COUNT(refs); i++)
        refs[i] = container_add(world, "old", STATE_EXITED);
    job = propose(world, ACTION_REMOVE, refs, 10);
    assert_int_equal(job_ask(the_job(world, job), text), ASK_YES);
    assert_string_equal(text, "");
    jobs_cancel(world->jobs, job);
    job = propose(world, ACTION_REMOVE, refs, 11);
    assert_int_equal(job_ask(the_job(world, job), text), ASK_TYPE);
    assert_string_equal(text, "11");
    assert_question(world, job,
                    "Remove old, old, old and 8 more? Volumes "
                    "stay.");
}

/* ---- while the question is open */

/* The same container under another name. */
static void
rename_to(struct world *world, const struct ref *ref, const char *name)
{
    struct container value =
        *store_find_container(world->fleet.store, ref)->value;

    value.name = name;
    assert_true(
        store_put_container(world->fleet.store, 0, container_new(&value)));
}

static void
the_question_follows_a_name_and_leaves_alone_what_went(void **state)
{
    struct world *world = *state;
    struct ref refs[] = {container_add(world, "web", STATE_RUNNING),
                         container_add(world, "db", STATE_RUNNING)};
    unsigned job = propose(world, ACTION_STOP, refs, 2);

    look(world, STATE_RUNNING);
    turn(world);
    rename_to(world, &refs[0], "api");
    assert_true(jobs_look_again(world->jobs, job));
    assert_question(world, job, "Stop api and db?");
    store_drop_container(world->fleet.store, &refs[1]);
    assert_true(jobs_look_again(world->jobs, job));
    assert_question(world, job,
                    "Stop api and db? Left alone: db does not exist any "
                    "more.");
    store_drop_container(world->fleet.store, &refs[0]);
    assert_false(jobs_look_again(world->jobs, job));
    turn(world);
    assert_result(world, job,
                  "api and db have gone meanwhile; nothing is left to stop");
    assert_false(job_failed(the_job(world, job)));
    assert_int_equal(journal_lines(world), 0);
    assert_false(jobs_look_again(world->jobs, job));
}

static void
the_engine_calls_a_container_by_its_name(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    unsigned job = propose(world, ACTION_STOP, &web, 1);
    struct err err = ERR_INIT;

    look(world, STATE_RUNNING);
    turn(world);
    jobs_confirm(world->jobs, job);
    turn(world);
    (void)err_set_kind(&err, ERR_SERVER,
                       "cannot stop container: %s: container %s: tried to kill",
                       web.key, web.key);
    fake_end(act_of(world, &web), &err);
    turn(world);
    assert_result(world, job,
                  "stopping web: cannot stop container: web: container web: "
                  "tried to kill");
}

/* ---- what makes no sense */

static void
an_act_that_makes_no_sense_is_refused(void **state)
{
    static const struct {
        enum action action;
        enum container_state state;
        const char *reason; /* NULL: it can be done */
    } rows[] = {
        {ACTION_START, STATE_EXITED, NULL},
        {ACTION_START, STATE_CREATED, NULL},
        {ACTION_START, STATE_RUNNING, "web is running already"},
        {ACTION_START, STATE_PAUSED, "web is paused"},
        {ACTION_START, STATE_RESTARTING, "web is restarting already"},
        {ACTION_START, STATE_REMOVING, "web is being removed"},
        {ACTION_START, STATE_DEAD, "web is dead: it can only be removed"},
        {ACTION_STOP, STATE_RUNNING, NULL},
        {ACTION_STOP, STATE_PAUSED, NULL},
        {ACTION_STOP, STATE_RESTARTING, NULL},
        {ACTION_STOP, STATE_UNKNOWN, NULL},
        {ACTION_STOP, STATE_EXITED, "web is not running"},
        {ACTION_STOP, STATE_CREATED, "web is not running"},
        {ACTION_KILL, STATE_RUNNING, NULL},
        {ACTION_KILL, STATE_EXITED, "web is not running"},
        {ACTION_REMOVE, STATE_EXITED, NULL},
        {ACTION_REMOVE, STATE_CREATED, NULL},
        {ACTION_REMOVE, STATE_DEAD, NULL},
        {ACTION_REMOVE, STATE_RUNNING, "web is running: stop it first"},
        {ACTION_REMOVE, STATE_PAUSED, "web is paused: stop it first"},
        {ACTION_REMOVE, STATE_RESTARTING, "web is restarting: stop it first"},
        {ACTION_REMOVE, STATE_REMOVING, "web is being removed already"},
        {ACTION_RESTART, STATE_RUNNING, NULL},
        {ACTION_RESTART, STATE_PAUSED, NULL},
        {ACTION_RESTART, STATE_EXITED, NULL},
        {ACTION_RESTART, STATE_DEAD, "web is dead: it can only be removed"},
        {ACTION_RESTART, STATE_REMOVING, "web is being removed"},
        {ACTION_PAUSE, STATE_RUNNING, NULL},
        {ACTION_PAUSE, STATE_PAUSED, NULL},
        {ACTION_PAUSE, STATE_EXITED, "web is not running"},
        {ACTION_PAUSE, STATE_RESTARTING, "web is restarting"},
        {ACTION_REMOVE_OPTIONS, STATE_EXITED, NULL},
        {ACTION_REMOVE_OPTIONS, STATE_REMOVING, "web is being removed already"},
        {ACTION_FILTER, STATE_RUNNING, "'filter' is no act on a container"},
    };
    struct world *world = *state;
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        struct ref web = container_add(world, "web", rows[i].state);
        const char *reason = jobs_refuse(world->jobs, rows[i].action, &web);
        struct err err = ERR_INIT;

        if (!rows[i].reason) {
            assert_null(reason);
            continue;
        }
        assert_string_equal(reason, rows[i].reason);
        assert_null(
            jobs_propose(world->jobs, rows[i].action, &web, 1, NULL, &err));
        assert_string_equal(err.text, rows[i].reason);
    }
    assert_int_equal(jobs_open_count(world->jobs), 0);
}

static void
what_is_gone_is_refused(void **state)
{
    struct world *world = *state;
    const struct ref gone = ref_make(0, REF_CONTAINER, "0123");
    const struct ref image = ref_make(0, REF_IMAGE, "0123");
    struct err err = ERR_INIT;

    assert_string_equal(jobs_refuse(world->jobs, ACTION_STOP, &gone),
                        "the container does not exist any more");
    assert_null(jobs_propose(world->jobs, ACTION_STOP, &gone, 1, NULL, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_null(jobs_propose(world->jobs, ACTION_STOP, &image, 1, NULL, &err));
    assert_string_equal(err.text, "'stop' is no act on an image");
    assert_null(
        jobs_propose(world->jobs, ACTION_REMOVE, &image, 1, NULL, &err));
    assert_string_equal(err.text, "the image does not exist any more");
    assert_null(jobs_propose(world->jobs, ACTION_STOP, NULL, 0, NULL, &err));
    assert_string_equal(err.text, "nothing is chosen");
}

static void
of_several_the_sensible_ones_are_acted_on(void **state)
{
    struct world *world = *state;
    struct ref refs[4] = {container_add(world, "web", STATE_RUNNING),
                          container_add(world, "old", STATE_EXITED),
                          container_add(world, "db", STATE_RUNNING)};
    struct err err = ERR_INIT;
    unsigned job;

    refs[3] = refs[0]; /* twice is once */
    job = propose(world, ACTION_STOP, refs, 4);
    assert_int_equal(job_victim_count(the_job(world, job)), 3);
    assert_int_equal(job_victim(the_job(world, job), 1)->state, VICTIM_REFUSED);
    assert_null(job_victim(the_job(world, job), 3));
    assert_question(world, job,
                    "Stop web and db? Left alone: old is not running.");
    jobs_confirm(world->jobs, job);
    look(world, STATE_RUNNING);
    fake_end(act_of(world, &refs[0]), NULL);
    fake_end(act_of(world, &refs[2]), NULL);
    turn(world);
    assert_result(world, job, "2 stopped, 1 refused: old is not running");
    assert_true(job_failed(the_job(world, job)));
    assert_journal(world, "stop|old|old is not running|docker stop old\n"
                          "stop|web|done|docker stop web\n"
                          "stop|db|done|docker stop db\n");

    refs[0] = container_add(world, "a", STATE_EXITED);
    assert_null(jobs_propose(world->jobs, ACTION_STOP, refs, 2, NULL, &err));
    assert_string_equal(err.text, "none of the 2: a is not running");
}

static void
what_changed_meanwhile_is_left_alone(void **state)
{
    struct world *world = *state;
    struct ref refs[2] = {container_add(world, "web", STATE_RUNNING),
                          container_add(world, "db", STATE_RUNNING)};
    unsigned job = propose(world, ACTION_STOP, refs, 2);

    turn(world);
    fake_fail(inspect_of(world, &refs[0]), ERR_MISSING);
    fake_inspected(inspect_of(world, &refs[1]), STATE_EXITED, false, -1);
    turn(world);
    assert_question(world, job,
                    "Stop web and db? Left alone: web does not exist any "
                    "more; db is not running.");
    jobs_confirm(world->jobs, job);
    turn(world);
    assert_int_equal(world->fleet.engine->made[FAKE_ACT], 0);
    assert_result(world, job,
                  "2 refused: web does not exist any more; db is not running");
    assert_int_equal(journal_lines(world), 2);
    assert_int_equal(world->ends, 1);
}

static void
a_removal_of_what_is_gone_is_done(void **state)
{
    struct world *world = *state;
    struct ref old = container_add(world, "old", STATE_EXITED);
    unsigned job = propose(world, ACTION_REMOVE, &old, 1);

    turn(world);
    fake_fail(inspect_of(world, NULL), ERR_MISSING);
    jobs_confirm(world->jobs, job);
    turn(world);
    assert_result(world, job, "old: already gone");
    assert_false(job_failed(the_job(world, job)));
    assert_journal(world, "remove|old|already gone|docker rm old\n");
}

static void
what_runs_meanwhile_is_not_removed(void **state)
{
    struct world *world = *state;
    struct ref old = container_add(world, "old", STATE_EXITED);
    unsigned job = propose(world, ACTION_REMOVE, &old, 1);

    look(world, STATE_RUNNING);
    jobs_confirm(world->jobs, job);
    turn(world);
    assert_int_equal(world->fleet.engine->made[FAKE_ACT], 0);
    assert_result(world, job, "old is running: stop it first");
}

/* ---- what the engine answers */

static void
the_engines_answer_is_the_result(void **state)
{
    static const struct {
        enum action action;
        enum container_state state;
        enum err_kind kind;
        const char *text; /* of the engine */
        const char *result;
        bool failed;
    } rows[] = {
        {ACTION_STOP, STATE_RUNNING, ERR_UNCHANGED, "not modified",
         "web: already stopped", false},
        {ACTION_START, STATE_EXITED, ERR_UNCHANGED, "not modified",
         "web: already running", false},
        {ACTION_REMOVE, STATE_EXITED, ERR_MISSING, "No such container: web",
         "web: already gone", false},
        {ACTION_REMOVE, STATE_EXITED, ERR_IN_PROGRESS,
         "removal of container web is already in progress",
         "web: removal already in progress", false},
        {ACTION_REMOVE, STATE_EXITED, ERR_CONFLICT,
         "You cannot remove a running container",
         "removing web: You cannot remove a running container", true},
        {ACTION_STOP, STATE_RUNNING, ERR_MISSING, "No such container: web",
         "stopping web: No such container: web", true},
        {ACTION_STOP, STATE_RUNNING, ERR_IN_PROGRESS, "is marked for removal",
         "stopping web: is marked for removal", true},
        {ACTION_STOP, STATE_RUNNING, ERR_SERVER, "cannot stop: oops",
         "stopping web: cannot stop: oops", true},
        {ACTION_STOP, STATE_RUNNING, ERR_CANCELLED, "the engine is closed",
         "stopping web: the engine is closed", true},
        {ACTION_KILL, STATE_RUNNING, ERR_CONFLICT, "web is not running",
         "sending SIGKILL to web: web is not running", true},
        {ACTION_START, STATE_EXITED, ERR_REJECTED, "port is taken",
         "starting web: port is taken", true},
    };
    struct world *world = *state;
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        struct ref web = container_add(world, "web", rows[i].state);
        unsigned job = propose(world, rows[i].action, &web, 1);
        struct err err = ERR_INIT;

        look(world, rows[i].state);
        jobs_confirm(world->jobs, job);
        turn(world);
        (void)err_set_kind(&err, rows[i].kind, "%s", rows[i].text);
        fake_end(act_of(world, &web), &err);
        turn(world);
        assert_result(world, job, rows[i].result);
        assert_int_equal(job_failed(the_job(world, job)), rows[i].failed);
        assert_int_equal(world->ends, i + 1);
        assert_int_equal(journal_lines(world), i + 1);
        assert_int_equal(world->fleet.marks, i + 1);
    }
}

static void
what_was_asked_for_is_what_is_sent_and_written(void **state)
{
    static const struct {
        enum action action;
        enum container_state state;
        struct job_args args;
        const char *sent, *question, *result, *journal;
    } rows[] = {
        {ACTION_STOP,
         STATE_RUNNING,
         {.timeout = 5},
         "stop 5",
         "Stop web?",
         "stopped web",
         "stop|web|done|docker stop -t 5 web\n"},
        {ACTION_STOP,
         STATE_RUNNING,
         {.timeout = 0},
         "stop 0",
         "Stop web?",
         "stopped web",
         "stop|web|done|docker stop -t 0 web\n"},
        {ACTION_KILL,
         STATE_RUNNING,
         {.signal = "SIGHUP", .timeout = 5},
         "kill SIGHUP",
         "Send SIGHUP to web?",
         "sent SIGHUP to web",
         "kill|web|done|docker kill -s HUP web\n"},
        {ACTION_REMOVE,
         STATE_EXITED,
         {.signal = "SIGHUP", .timeout = 5},
         "remove",
         "Remove web? Volumes stay.",
         "removed web",
         "remove|web|done|docker rm web\n"},
        {ACTION_REMOVE_OPTIONS,
         STATE_EXITED,
         {.volumes = true},
         "remove volumes",
         "Remove web? Volumes without a name go, too; the others stay.",
         "removed web",
         "remove|web|done|docker rm -v web\n"},
        {ACTION_REMOVE_OPTIONS,
         STATE_RUNNING,
         {.force = true, .volumes = true},
         "remove force volumes",
         "Remove web by force? web is running. Volumes without a name go, "
         "too; the others stay.",
         "removed web",
         "remove|web|done|docker rm -f -v web\n"},
        {ACTION_RESTART,
         STATE_RUNNING,
         {.timeout = -1},
         "restart -1",
         "Restart web?",
         "restarted web",
         "restart|web|done|docker restart web\n"},
        {ACTION_RESTART,
         STATE_EXITED,
         {.timeout = 3, .hidden = 2},
         "restart 3",
         "Restart web? 2 hidden marked rows are left alone.",
         "restarted web",
         "restart|web|done|docker restart -t 3 web\n"},
        {ACTION_STOP,
         STATE_RUNNING,
         {.timeout = -1, .hidden = 1},
         "stop -1",
         "Stop web? A hidden marked row is left alone.",
         "stopped web",
         "stop|web|done|docker stop web\n"},
        {ACTION_PAUSE,
         STATE_RUNNING,
         {.timeout = -1},
         "pause",
         NULL,
         "paused web",
         "pause|web|done|docker pause web\n"},
        {ACTION_PAUSE,
         STATE_PAUSED,
         {.timeout = -1},
         "unpause",
         NULL,
         "unpaused web",
         "unpause|web|done|docker unpause web\n"},
        {ACTION_RENAME,
         STATE_RUNNING,
         {.name = "web_2.old-1"},
         "rename web_2.old-1",
         NULL,
         "renamed web to web_2.old-1",
         "rename|web|done|docker rename web web_2.old-1\n"},
    };
    struct world *world = *state;
    struct buf expected = BUF_INIT(4096);
    char text[ASK_TEXT_SIZE];
    size_t i;

    for (i = 0; i < COUNT(rows); i++) {
        struct ref web = container_add(world, "web", rows[i].state);
        struct err err = ERR_INIT;
        const struct job *job = jobs_propose(world->jobs, rows[i].action, &web,
                                             1, &rows[i].args, &err);
        unsigned number;

        assert_non_null(job);
        number = job_number(job);
        look(world, rows[i].state);
        if (rows[i].question)
            assert_question(world, number, rows[i].question);
        else
            assert_int_equal(job_ask(job, text), ASK_NONE);
        jobs_confirm(world->jobs, number);
        turn(world);
        assert_string_equal(fake_act_words(), rows[i].sent);
        fake_end(act_of(world, &web), NULL);
        turn(world);
        assert_result(world, number, rows[i].result);
        assert_true(buf_add_text(&expected, rows[i].journal));
    }
    assert_journal(world, buf_text(&expected));
    buf_release(&expected);
}

static void
what_is_no_signal_is_refused(void **state)
{
    static const char *const signals[] = {"", "SIG TERM", "SIG;x",
                                          "SIGSIGSIGSIGSIGSIGSIGSIGSIGSIGSIG"};
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    size_t i;

    for (i = 0; i < COUNT(signals); i++) {
        const struct job_args args = {.signal = signals[i], .timeout = -1};
        struct err err = ERR_INIT;

        assert_null(
            jobs_propose(world->jobs, ACTION_KILL, &web, 1, &args, &err));
        assert_int_equal(err.kind, ERR_USAGE);
    }
}

static void
what_is_no_name_is_refused(void **state)
{
    static const char *const names[] = {NULL, "",    "-a",  "a b",     "a/b",
                                        ".a", "a+b", "web", "\xc3\xa4"};
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    struct ref two[2] = {web, container_add(world, "db", STATE_RUNNING)};
    const struct job_args good = {.name = "new"};
    struct err err = ERR_INIT;
    size_t i;

    for (i = 0; i < COUNT(names); i++) {
        const struct job_args args = {.name = names[i]};

        assert_null(
            jobs_propose(world->jobs, ACTION_RENAME, &web, 1, &args, NULL));
    }
    assert_null(jobs_propose(world->jobs, ACTION_RENAME, two, 2, &good, &err));
    assert_string_equal(err.text,
                        "only one container at a time can be renamed");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(the_question_says_what_will_remove_itself),
        IN_A_WORLD(a_large_removal_wants_its_number),
        IN_A_WORLD(the_question_follows_a_name_and_leaves_alone_what_went),
        IN_A_WORLD(the_engine_calls_a_container_by_its_name),
        IN_A_WORLD(an_act_that_makes_no_sense_is_refused),
        IN_A_WORLD(what_is_gone_is_refused),
        IN_A_WORLD(of_several_the_sensible_ones_are_acted_on),
        IN_A_WORLD(what_changed_meanwhile_is_left_alone),
        IN_A_WORLD(a_removal_of_what_is_gone_is_done),
        IN_A_WORLD(what_runs_meanwhile_is_not_removed),
        IN_A_WORLD(the_engines_answer_is_the_result),
        IN_A_WORLD(what_was_asked_for_is_what_is_sent_and_written),
        IN_A_WORLD(what_is_no_signal_is_refused),
        IN_A_WORLD(what_is_no_name_is_refused),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("jobs say", tests, NULL, NULL);
}
