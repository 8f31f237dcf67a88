#include "config.h"

#include "support/jobs_world.h"

#include "base/mem.h"
#include "store/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TURNS 6

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

/* What getenv() is to journal_open(), which asks once. */
static const char *state_home;

static const char *
state_env(const char *name)
{
    return strcmp(name, "XDG_STATE_HOME") == 0 ? state_home : NULL;
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

int
world_make(void **state)
{
    static const struct jobs_callbacks callbacks = {job_changed};
    struct world *world = xcalloc(1, sizeof(*world));
    struct err err = ERR_INIT;

    (void)snprintf(world->home, sizeof(world->home),
                   "/tmp/bayplan-jobs-XXXXXX");
    if (!mkdtemp(world->home))
        return -1;
    state_home = world->home;
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

void
turn(struct world *world)
{
    size_t i;

    for (i = 0; i < TURNS; i++)
        (void)loop_turn(world->loop, false);
}

void
world_close_jobs(struct world *world)
{
    jobs_close(world->jobs, jobs_are_closed, world);
}

static bool
home_remove(const struct world *world)
{
    static const char *const names[] = {"/bayplan/journal", "/bayplan", ""};
    char name[128];
    size_t i;

    for (i = 0; i < COUNT(names); i++) {
        (void)snprintf(name, sizeof(name), "%s%s", world->home, names[i]);
        (void)remove(name);
    }
    return access(world->home, F_OK) != 0;
}

int
world_end(void **state)
{
    struct world *world = *state;
    bool ok;

    if (!world->is_closed)
        world_close_jobs(world);
    turn(world);
    assert_true(world->is_closed);
    journal_close(world->journal);
    fake_engine_free(world->fleet.engine);
    store_free(world->fleet.store);
    loop_free(world->loop);
    ok = home_remove(world);
    free(world);
    return ok ? 0 : -1;
}

struct ref
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

struct ref
image_add(struct world *world, const char *id, const char *const *references,
          size_t count)
{
    const struct image value = {
        .id = id,
        .containers = -1,
        .references = references,
        .reference_count = count,
    };
    struct image *image = image_new(&value);
    size_t i;

    store_set_images(world->fleet.store, 0, &image, 1);
    for (i = 0; i < store_image_count(world->fleet.store); i++) {
        const struct image_row *row = store_image_at(world->fleet.store, i);

        if (count == 0 || strcmp(row->reference, references[0]) == 0)
            return row->ref;
    }
    fail_msg("the image is not in the store");
    return (struct ref){0};
}

struct call *
inspect_of(const struct world *world, const struct ref *ref)
{
    return fake_find(world->fleet.engine, FAKE_INSPECT, ref ? ref->key : NULL);
}

struct call *
act_of(const struct world *world, const struct ref *ref)
{
    return fake_find(world->fleet.engine, FAKE_ACT, ref ? ref->key : NULL);
}

size_t
acts_open(const struct world *world)
{
    return world->fleet.engine->open[FAKE_ACT];
}

void
look(struct world *world, enum container_state state)
{
    struct call *call;

    turn(world);
    while ((call = inspect_of(world, NULL))) {
        fake_inspected(call, state, false, -1);
        turn(world);
    }
}

unsigned
propose(struct world *world, enum action action, const struct ref *refs,
        size_t count)
{
    struct err err = ERR_INIT;
    const struct job *job =
        jobs_propose(world->jobs, action, refs, count, NULL, &err);

    assert_non_null(job);
    return job_number(job);
}

const struct job *
the_job(const struct world *world, unsigned number)
{
    const struct job *job = jobs_find(world->jobs, number);

    assert_non_null(job);
    return job;
}

void
assert_question(const struct world *world, unsigned number, const char *text)
{
    struct buf out = BUF_INIT(2048);

    job_question(&out, the_job(world, number));
    assert_string_equal(buf_text(&out), text);
    buf_release(&out);
}

void
assert_result(const struct world *world, unsigned number, const char *text)
{
    struct buf out = BUF_INIT(2048);

    assert_int_equal(job_state(the_job(world, number)), JOB_DONE);
    job_result(&out, the_job(world, number));
    assert_string_equal(buf_text(&out), text);
    buf_release(&out);
}

void
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
journal_text(const struct world *world)
{
    struct buf out = BUF_INIT(1 << 20);
    char name[128], line[8192];
    FILE *file;

    (void)snprintf(name, sizeof(name), "%s/bayplan/journal", world->home);
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

void
assert_journal(const struct world *world, const char *text)
{
    char *found = journal_text(world);

    assert_string_equal(found, text);
    free(found);
}

size_t
journal_lines(const struct world *world)
{
    char *text = journal_text(world), *at;
    size_t lines = 0;

    for (at = text; *at; at++)
        lines += *at == '\n';
    free(text);
    return lines;
}
