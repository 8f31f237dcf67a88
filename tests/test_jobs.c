/*
 * Acts as jobs: questions, refusals, progress, results, the journal.
 */
#include "config.h"

#include "support/fake_acts.h"
#include "support/test.h"

#include "base/mem.h"
#include "store/write.h"
#include "work/fleet.h"
#include "work/jobs.h"
#include "work/journal.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MANY 40

/* Enough turns for everything that waits for no answer. */
#define TURNS 6

static char home[64];

struct fleet {
    struct store *store;
    struct engine *engine;
    size_t marks;
};

struct world {
    struct loop *loop;
    struct fleet fleet;
    struct journal *journal;
    struct jobs *jobs;
    size_t changes; /* callbacks */
    size_t ends;    /* of them, with a job that is done */
    bool is_closed;
};

/* ---- in place of fleet.c */

struct store *
fleet_store(const struct fleet *fleet)
{
    return fleet->store;
}

struct engine *
fleet_engine(const struct fleet *fleet, const struct ref *ref)
{
    return ref->engine == 0 ? fleet->engine : NULL;
}

void
fleet_mark(struct fleet *fleet, const struct ref *ref)
{
    (void)ref;
    fleet->marks++;
}

/* ---- the world */

static const char *
state_env(const char *name)
{
    return strcmp(name, "XDG_STATE_HOME") == 0 ? home : NULL;
}

static void
job_changed(void *data, const struct job *job)
{
    struct world *world = data;

    world->changes++;
    world->ends += job_state(job) == JOB_DONE;
}

static void
jobs_are_closed(void *data)
{
    ((struct world *)data)->is_closed = true;
}

static int
world_make(void **state)
{
    static const struct jobs_callbacks callbacks = {job_changed};
    struct world *world = xcalloc(1, sizeof(*world));
    struct err err = ERR_INIT;

    (void)snprintf(home, sizeof(home), "/tmp/bayplan-jobs-XXXXXX");
    if (!mkdtemp(home))
        return -1;
    world->loop = loop_new();
    world->fleet.store = store_new(world->loop);
    world->fleet.engine = fake_engine_new(world->loop);
    (void)store_add_engine(world->fleet.store, "local");
    world->journal = journal_open(state_env, &err);
    world->jobs =
        jobs_new(world->loop, &world->fleet, world->journal, &callbacks, world);
    *state = world;
    return world->journal ? 0 : -1;
}

static void
turn(struct world *world)
{
    size_t i;

    for (i = 0; i < TURNS; i++)
        (void)loop_turn(world->loop, false);
}

static int
world_end(void **state)
{
    static const char *const names[] = {"/bayplan/journal", "/bayplan", ""};
    struct world *world = *state;
    size_t i;

    if (!world->is_closed)
        jobs_close(world->jobs, jobs_are_closed, world);
    turn(world);
    assert_true(world->is_closed);
    journal_close(world->journal);
    fake_engine_free(world->fleet.engine);
    store_free(world->fleet.store);
    loop_free(world->loop);
    free(world);
    for (i = 0; i < COUNT(names); i++) {
        char name[128];

        (void)snprintf(name, sizeof(name), "%s%s", home, names[i]);
        (void)remove(name);
    }
    return access(home, F_OK) == 0 ? -1 : 0;
}

/* A container in the store and in the engine. */
static struct ref
container_add(struct world *world, const char *name, enum container_state state)
{
    size_t number = fake_add(world->fleet.engine, state);
    const char *id = world->fleet.engine->at[number].id;
    const struct container value = {
        .id = id,
        .name = name,
        .image = "",
        .image_id = "",
        .command = "",
        .status = "",
        .project = "",
        .service = "",
        .stop_signal = "",
        .error = "",
        .state = state,
        .exit_code = EXIT_UNKNOWN,
        .status_age = -1,
        .stop_timeout = -1,
    };

    assert_true(
        store_put_container(world->fleet.store, 0, container_new(&value)));
    return ref_make(0, REF_CONTAINER, id);
}

static struct call *
act_of(const struct world *world, const struct ref *ref)
{
    return fake_find(world->fleet.engine, FAKE_ACT, ref ? ref->key : NULL);
}

static size_t
acts_open(const struct world *world)
{
    return world->fleet.engine->open[FAKE_ACT];
}

/* Every inspect that is asked for says this. */
static void
look(struct world *world, enum container_state state)
{
    struct call *call;

    turn(world);
    while ((call = fake_find(world->fleet.engine, FAKE_INSPECT, NULL))) {
        fake_inspected(call, state, false, -1);
        turn(world);
    }
}

static unsigned
propose(struct world *world, enum action action, const struct ref *refs,
        size_t count)
{
    struct err err = ERR_INIT;
    const struct job *job =
        jobs_propose(world->jobs, action, refs, count, NULL, &err);

    assert_non_null(job);
    return job_number(job);
}

static const struct job *
job_of(const struct world *world, unsigned number)
{
    const struct job *job = jobs_find(world->jobs, number);

    assert_non_null(job);
    return job;
}

static void
assert_question(const struct world *world, unsigned number, const char *text)
{
    struct buf out = BUF_INIT(2048);

    job_question(&out, job_of(world, number));
    assert_string_equal(buf_text(&out), text);
    buf_release(&out);
}

static void
assert_result(const struct world *world, unsigned number, const char *text)
{
    struct buf out = BUF_INIT(2048);

    assert_int_equal(job_state(job_of(world, number)), JOB_DONE);
    job_result(&out, job_of(world, number));
    assert_string_equal(buf_text(&out), text);
    buf_release(&out);
}

static void
assert_row_says(const struct world *world, const struct ref *ref,
                uint64_t later_ms, const char *text)
{
    struct buf out = BUF_INIT(256);
    bool is_busy =
        jobs_say_row(&out, world->jobs, ref, loop_now(world->loop) + later_ms);

    assert_int_equal(is_busy, text != NULL);
    assert_string_equal(buf_text(&out), text ? text : "");
    buf_release(&out);
}

/* The journal, its lines cut down to their last fields from the act on. */
static char *
journal_text(void)
{
    struct buf out = BUF_INIT(1 << 20);
    char name[128], line[8192];
    FILE *file;

    (void)snprintf(name, sizeof(name), "%s/bayplan/journal", home);
    file = fopen(name, "r");
    while (file && fgets(line, sizeof(line), file)) {
        struct str rest = str_of(line), piece;
        size_t field;

        for (field = 0; str_cut(&rest, '\t', &piece); field++)
            if (field >= 2 && field != 4)
                assert_true(buf_addf(&out, "%s%.*s", field > 2 ? "|" : "",
                                     STR_ARGS(piece)));
    }
    if (file)
        (void)fclose(file);
    (void)buf_text(&out);
    return buf_take(&out);
}

static void
assert_journal(const char *text)
{
    char *found = journal_text();

    assert_string_equal(found, text);
    free(found);
}

static size_t
journal_lines(void)
{
    char *text = journal_text(), *at;
    size_t lines = 0;

    for (at = text; *at; at++)
        lines += *at == '\n';
    free(text);
    return lines;
}

/* ---- the way of a job */

static void
an_act_goes_from_question_to_journal(void **state)
{
    struct world *world = *state;
    struct ref web = container_add(world, "web", STATE_RUNNING);
    unsigned job = propose(world, ACTION_STOP, &web, 1);

    assert_int_equal(job_state(job_of(world, job)), JOB_ASKING);
    assert_question(world, job, "Stop web?");
    look(world, STATE_RUNNING);
    assert_int_equal(acts_open(world), 0);
    jobs_confirm(world->jobs, job);
    assert_int_equal(job_state(job_of(world, job)), JOB_WAITING);
    assert_row_says(world, &web, 0, "waiting to stop");
    turn(world);
    assert_int_equal(job_state(job_of(world, job)), JOB_RUNNING);
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
    assert_false(job_failed(job_of(world, job)));
    assert_journal("stop|web|done|docker stop web\n");
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

    assert_int_equal(job_state(job_of(world, job)), JOB_WAITING);
    assert_int_equal(job_ask(job_of(world, job), text), ASK_NONE);
    look(world, STATE_EXITED);
    assert_string_equal(fake_act_words(), "start");
    fake_end(act_of(world, &web), NULL);
    turn(world);
    assert_result(world, job, "started web");
    assert_journal("start|web|done|docker start web\n");
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
    fake_inspected(fake_find(world->fleet.engine, FAKE_INSPECT, refs[0].key),
                   STATE_RUNNING, false, -1);
    turn(world);
    assert_int_equal(job_state(job_of(world, job)), JOB_WAITING);
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
    fake_fail(fake_find(world->fleet.engine, FAKE_INSPECT, refs[1].key),
              ERR_SERVER);
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
    assert_journal("stop|web|done|docker stop web\n"
                   "stop|db|done|docker stop db\n");
}

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
            fake_inspected(
                fake_find(world->fleet.engine, FAKE_INSPECT, refs[k].key),
                STATE_RUNNING, k < rows[i].autos, -1);
            turn(world);
        }
        assert_question(world, job, rows[i].text);
        jobs_cancel(world->jobs, job);
        turn(world);
        assert_int_equal(job_state(job_of(world, job)), JOB_DONE);
    }
    /* A question answered with no is no act. */
    assert_int_equal(journal_lines(), 0);
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
    assert_int_equal(job_ask(job_of(world, job), text), ASK_YES);
    assert_string_equal(text, "");
    jobs_cancel(world->jobs, job);
    job = propose(world, ACTION_REMOVE, refs, 11);
    assert_int_equal(job_ask(job_of(world, job), text), ASK_TYPE);
    assert_string_equal(text, "11");
    assert_question(world, job,
                    "Remove old, old, old and 8 more? Volumes "
                    "stay.");
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
        {ACTION_FILTER, STATE_RUNNING, "this is no act on a container"},
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
    assert_string_equal(err.text, "no container is chosen");
    assert_null(jobs_propose(world->jobs, ACTION_STOP, NULL, 0, NULL, &err));
    assert_string_equal(err.text, "no container is chosen");
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
    assert_int_equal(job_victim_count(job_of(world, job)), 3);
    assert_int_equal(job_victim(job_of(world, job), 1)->state, VICTIM_REFUSED);
    assert_null(job_victim(job_of(world, job), 3));
    assert_question(world, job,
                    "Stop web and db? Left alone: old is not running.");
    jobs_confirm(world->jobs, job);
    look(world, STATE_RUNNING);
    fake_end(act_of(world, &refs[0]), NULL);
    fake_end(act_of(world, &refs[2]), NULL);
    turn(world);
    assert_result(world, job, "old is not running; 2 done");
    assert_true(job_failed(job_of(world, job)));
    assert_journal("stop|old|old is not running|docker stop old\n"
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
    fake_fail(fake_find(world->fleet.engine, FAKE_INSPECT, refs[0].key),
              ERR_MISSING);
    fake_inspected(fake_find(world->fleet.engine, FAKE_INSPECT, refs[1].key),
                   STATE_EXITED, false, -1);
    turn(world);
    assert_question(world, job,
                    "Stop web and db? Left alone: web does not exist any "
                    "more; db is not running.");
    jobs_confirm(world->jobs, job);
    turn(world);
    assert_int_equal(world->fleet.engine->made[FAKE_ACT], 0);
    assert_result(world, job, "web does not exist any more; db is not running");
    assert_int_equal(journal_lines(), 2);
    assert_int_equal(world->ends, 1);
}

static void
a_removal_of_what_is_gone_is_done(void **state)
{
    struct world *world = *state;
    struct ref old = container_add(world, "old", STATE_EXITED);
    unsigned job = propose(world, ACTION_REMOVE, &old, 1);

    turn(world);
    fake_fail(fake_find(world->fleet.engine, FAKE_INSPECT, NULL), ERR_MISSING);
    jobs_confirm(world->jobs, job);
    turn(world);
    assert_result(world, job, "old: already gone");
    assert_false(job_failed(job_of(world, job)));
    assert_journal("remove|old|already gone|docker rm old\n");
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
        assert_int_equal(job_failed(job_of(world, job)), rows[i].failed);
        assert_int_equal(world->ends, i + 1);
        assert_int_equal(journal_lines(), i + 1);
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
         {NULL, 5},
         "stop 5",
         "Stop web?",
         "stopped web",
         "stop|web|done|docker stop -t 5 web\n"},
        {ACTION_STOP,
         STATE_RUNNING,
         {NULL, 0},
         "stop 0",
         "Stop web?",
         "stopped web",
         "stop|web|done|docker stop -t 0 web\n"},
        {ACTION_KILL,
         STATE_RUNNING,
         {"SIGHUP", 5},
         "kill SIGHUP",
         "Send SIGHUP to web?",
         "sent SIGHUP to web",
         "kill|web|done|docker kill -s HUP web\n"},
        {ACTION_REMOVE,
         STATE_EXITED,
         {"SIGHUP", 5},
         "remove",
         "Remove web? Volumes stay.",
         "removed web",
         "remove|web|done|docker rm web\n"},
    };
    struct world *world = *state;
    char *all;
    struct buf expected = BUF_INIT(4096);
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
        assert_question(world, number, rows[i].question);
        jobs_confirm(world->jobs, number);
        turn(world);
        assert_string_equal(fake_act_words(), rows[i].sent);
        fake_end(act_of(world, &web), NULL);
        turn(world);
        assert_result(world, number, rows[i].result);
        assert_true(buf_add_text(&expected, rows[i].journal));
    }
    all = journal_text();
    assert_string_equal(all, buf_text(&expected));
    free(all);
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
        const struct job_args args = {signals[i], -1};
        struct err err = ERR_INIT;

        assert_null(
            jobs_propose(world->jobs, ACTION_KILL, &web, 1, &args, &err));
        assert_int_equal(err.kind, ERR_USAGE);
    }
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
    assert_int_equal(journal_lines(), MANY);
    assert_result(world, job,
                  "stopping web: it failed; stopping web: it failed; stopping "
                  "web: it failed; stopping web: it failed; stopping web: it "
                  "failed; 35 done");
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
    fake_inspected(fake_find(world->fleet.engine, FAKE_INSPECT, NULL),
                   STATE_RUNNING, false, 30);
    assert_row_says(world, &web, 0, NULL);
    jobs_confirm(world->jobs, job);
    turn(world);
    now = job_victim(job_of(world, job), 0)->began;
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
    assert_int_equal(journal_lines(), 8);
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
    assert_int_equal(journal_lines(), 2);
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
        [CONFIRMED] = {"stop cancelled; 7 not begun", 7},
        [ACTING] = {"stop cancelled; 1 done; 1 not begun; 5 given up, which "
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
        assert_int_equal(journal_lines(), lines);
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
    jobs_close(world->jobs, jobs_are_closed, world);
    assert_false(world->is_closed);
    turn(world);
    assert_true(world->is_closed);
    /* Nobody is told any more, but the journal is. */
    assert_int_equal(world->changes, changes);
    assert_int_equal(journal_lines(), COUNT(refs));
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

    (void)snprintf(name, sizeof(name), "%s/bayplan/journal", home);
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
#define IN_A_WORLD(test)                                                       \
    cmocka_unit_test_setup_teardown(test, world_make, world_end)
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(an_act_goes_from_question_to_journal),
        IN_A_WORLD(a_start_asks_nothing),
        IN_A_WORLD(yes_waits_for_the_inspects),
        IN_A_WORLD(an_engine_that_does_not_tell_holds_up_for_so_long),
        IN_A_WORLD(what_is_not_known_is_said),
        IN_A_WORLD(the_question_says_what_will_remove_itself),
        IN_A_WORLD(a_large_removal_wants_its_number),
        IN_A_WORLD(an_act_that_makes_no_sense_is_refused),
        IN_A_WORLD(what_is_gone_is_refused),
        IN_A_WORLD(of_several_the_sensible_ones_are_acted_on),
        IN_A_WORLD(what_changed_meanwhile_is_left_alone),
        IN_A_WORLD(a_removal_of_what_is_gone_is_done),
        IN_A_WORLD(what_runs_meanwhile_is_not_removed),
        IN_A_WORLD(the_engines_answer_is_the_result),
        IN_A_WORLD(what_was_asked_for_is_what_is_sent_and_written),
        IN_A_WORLD(what_is_no_signal_is_refused),
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
