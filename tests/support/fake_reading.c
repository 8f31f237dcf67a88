#include "config.h"

#include "support/fake_reading.h"

#include "support/world.h"

#include "loop/timer.h"

#include <stdio.h>

#define CALLS 64
#define WAIT_MS 30000

struct call {
    char id[CONTAINER_ID_LEN + 16];
    bool is_cancelled, is_ended;
    text_done_fn done;
    void *data;
};

static struct call calls[CALLS];
static size_t made;
static bool is_away;

/* The linker gives these names. NOLINTBEGIN(bugprone-reserved-identifier) */
struct engine *__wrap_fleet_engine(const struct fleet *fleet,
                                   const struct ref *ref);
struct call *__wrap_engine_read_container(struct engine *engine, const char *id,
                                          text_done_fn done, void *data);
struct call *__wrap_engine_read_image(struct engine *engine, const char *name,
                                      text_done_fn done, void *data);
void __wrap_call_cancel(struct call *call);

struct engine *
__wrap_fleet_engine(const struct fleet *fleet, const struct ref *ref)
{
    (void)fleet;
    (void)ref;
    return is_away ? NULL : (struct engine *)(void *)calls; /* a name only */
}

struct call *
__wrap_engine_read_container(struct engine *engine, const char *id,
                             text_done_fn done, void *data)
{
    struct call *call = &calls[made++];

    (void)engine;
    assert_true(made <= CALLS);
    *call = (struct call){.done = done, .data = data};
    (void)snprintf(call->id, sizeof(call->id), "%s", id);
    return call;
}

struct call *
__wrap_engine_read_image(struct engine *engine, const char *name,
                         text_done_fn done, void *data)
{
    return __wrap_engine_read_container(engine, name, done, data);
}

void
__wrap_call_cancel(struct call *call)
{
    assert_false(call->is_ended);
    call->is_cancelled = true;
}
/* NOLINTEND(bugprone-reserved-identifier) */

static struct call *
oldest_open(void)
{
    for (size_t i = 0; i < made; i++)
        if (!calls[i].is_ended && !calls[i].is_cancelled)
            return &calls[i];
    return NULL;
}

static void
end(struct call *call, const char *text, const struct err *err)
{
    assert_non_null(call);
    call->is_ended = true;
    call->done(call->data, str_of(text), err);
}

void
fake_reading_be_away(bool yes)
{
    is_away = yes;
}

size_t
fake_reading_made(void)
{
    return made;
}

const char *
fake_reading_id(void)
{
    struct call *call = oldest_open();

    return call ? call->id : "";
}

static void
too_long(void *data)
{
    (void)data;
    fail_msg("nothing is asked");
}

void
fake_reading_wait(struct world *world)
{
    struct timer *limit = timer_new(world->loop, "test", too_long, NULL);

    timer_start(limit, WAIT_MS, 0);
    while (!oldest_open())
        (void)loop_turn(world->loop, true);
    timer_free(limit);
}

void
fake_reading_answer(struct world *world, const char *text)
{
    end(oldest_open(), text, NULL);
    world_turn(world);
}

void
fake_reading_fail(struct world *world, enum err_kind kind, const char *words)
{
    struct err err;

    (void)err_set_kind(&err, kind, "%s", words);
    end(oldest_open(), "", &err);
    world_turn(world);
}

void
fake_reading_forget(void)
{
    struct err err;

    (void)err_set_kind(&err, ERR_CANCELLED, "cancelled");
    for (size_t i = 0; i < made; i++)
        if (!calls[i].is_ended && calls[i].is_cancelled)
            end(&calls[i], "", &err);
    assert_null(oldest_open());
    made = 0;
}
