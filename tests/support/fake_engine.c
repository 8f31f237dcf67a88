#include "config.h"

#include "support/test.h"

#include "support/fake_engine.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "loop/timer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define START_NS (INT64_C(1795212382) * SECOND_NS)

static void answer_all(void *data);

struct engine *
fake_engine_new(struct loop *loop)
{
    struct engine *engine = xcalloc(1, sizeof(*engine));

    engine->loop = loop;
    engine->info = (struct engine_info){
        .version = "20.10.24",
        .api_minor = 41,
        .engine_api_minor = 41,
        .date = START_NS,
    };
    engine->time_ns = START_NS + 1;
    engine->answers = timer_new(loop, "fake engine", answer_all, engine);
    list_init(&engine->calls);
    return engine;
}

void
fake_engine_free(struct engine *engine)
{
    assert_true(list_is_empty(&engine->calls));
    timer_free(engine->answers);
    free(engine);
}

size_t
fake_add(struct engine *engine, enum container_state state)
{
    struct fake_container *new = &engine->at[engine->count];

    assert_true(engine->count < FAKE_CONTAINERS);
    snprintf(new->id, sizeof(new->id), "%064zx", engine->count + 0xabc000);
    snprintf(new->name, sizeof(new->name), "web-%zu", engine->count);
    new->state = new->listed_state = state;
    new->is_listed = true;
    return engine->count++;
}

void
fake_set(struct engine *engine, size_t number, enum container_state state,
         bool is_listed)
{
    engine->at[number].state = state;
    if (is_listed)
        engine->at[number].listed_state = state;
}

void
fake_remove(struct engine *engine, size_t number, bool is_listed)
{
    engine->at[number].is_gone = true;
    if (is_listed)
        engine->at[number].is_listed = false;
}

static struct fake_container *
find_container(struct engine *engine, const char *id)
{
    for (size_t i = 0; i < engine->count; i++)
        if (strcmp(engine->at[i].id, id) == 0)
            return &engine->at[i];
    return NULL;
}

static struct call *
call_new(struct engine *engine, enum fake_kind kind, const char *id, void *data)
{
    struct call *call = xcalloc(1, sizeof(*call));

    call->engine = engine;
    call->kind = kind;
    call->turn = loop_turns(engine->loop);
    call->number = ++engine->made_in_all;
    call->data = data;
    if (id)
        snprintf(call->id, sizeof(call->id), "%s", id);
    list_add_last(&engine->calls, &call->link);
    engine->made[kind]++;
    if (++engine->open[kind] > engine->most[kind])
        engine->most[kind] = engine->open[kind];
    if (engine->automatic[kind])
        timer_start(engine->answers, 0, 0);
    return call;
}

/* Off the list, so that what its `done` does meets an engine without it. */
static struct call
take_call(struct call *call)
{
    struct call copy = *call;

    list_remove(&call->link);
    call->engine->open[call->kind]--;
    free(call);
    return copy;
}

struct call *
fake_find(const struct engine *engine, enum fake_kind kind, const char *id)
{
    struct list *link;

    for (link = engine->calls.next; link != &engine->calls; link = link->next) {
        struct call *call = LIST_OWNER(link, struct call, link);

        if (call->kind == kind && !call->is_cancelled &&
            (!id || strcmp(call->id, id) == 0))
            return call;
    }
    return NULL;
}

void
fake_end(struct call *call, const struct err *err)
{
    struct call ended;

    assert_non_null(call);
    ended = take_call(call);
    if (ended.inspected)
        ended.inspected(ended.data, NULL, err);
    else if (ended.host_done)
        ended.host_done(ended.data, NULL, err);
    else
        ended.done(ended.data, err);
}

void
fake_fail(struct call *call, enum err_kind kind)
{
    struct err err = ERR_INIT;

    err_set_kind(&err, kind, "it failed");
    fake_end(call, &err);
}

void
fake_list_element(struct call *call, size_t number)
{
    const struct fake_container *at = &call->engine->at[number];
    struct container value = {
        .id = at->id,
        .name = at->name,
        .image = "alpine",
        .image_id = "",
        .command = "",
        .status = "prose",
        .project = "",
        .service = "",
        .stop_signal = "",
        .error = "",
        .state = at->listed_state,
        .exit_code = EXIT_UNKNOWN,
        .status_age = -1,
    };

    call->each_container(call->data, container_new(&value));
}

static void
answer_inspect(struct call *call)
{
    struct fake_container *at = find_container(call->engine, call->id);
    struct call ended;
    struct container value = {
        .id = call->id,
        .name = at ? at->name : "",
        .image = "alpine",
        .image_id = "",
        .command = "",
        .status = "",
        .project = "",
        .service = "",
        .stop_signal = "",
        .error = "",
        .state = at ? at->state : STATE_UNKNOWN,
        .exit_code =
            at && at->state == STATE_EXITED ? at->exit_code : EXIT_UNKNOWN,
        .status_age = -1,
        .is_inspected = true,
        .has_tty = at && at->has_tty,
        .started = at ? at->started : 0,
        .pid = at ? at->pid : 0,
        .is_on_host_network = at && at->is_on_host_network,
        .network_of = at ? at->network_of : NULL,
        .finished = at ? at->finished : 0,
    };

    if (!at || at->is_gone) {
        fake_fail(call, ERR_MISSING);
        return;
    }
    value.id = at->id;
    ended = take_call(call);
    ended.inspected(ended.data, container_new(&value), NULL);
}

static void
answer_list(struct call *call)
{
    struct engine *engine = call->engine;

    for (size_t i = 0; i < engine->count; i++)
        if (engine->at[i].is_listed)
            fake_list_element(call, i);
    fake_end(call, NULL);
}

void
fake_sample(struct call *call, int64_t seconds)
{
    struct fake_container *at = find_container(call->engine, call->id);
    struct sample sample = {
        .read = START_NS + seconds * SECOND_NS,
        .has_cpu = true,
        .cpu_online = 2,
        .cpu_total = (uint64_t)seconds * 100000000,
        .cpu_system = (uint64_t)seconds * 2000000000,
        .has_memory = true,
        .memory = 1 << 20,
    };

    if (at && call->kind == FAKE_READING)
        at->readings++;
    if (call->kind == FAKE_CROWD) {
        for (size_t i = 0; i < call->engine->count; i++)
            call->each_of_all(call->data, call->engine->at[i].id, &sample);
        return;
    }
    call->each_sample(call->data, &sample);
}

static void
answer_images(struct call *call)
{
    const struct engine *engine = call->engine;

    for (size_t i = 0; i < engine->image_count; i++)
        call->each_image(call->data, image_new(&engine->images[i]));
    fake_end(call, NULL);
}

void
fake_log(struct call *call, enum log_stream stream, const char *text,
         bool is_last)
{
    assert_non_null(call);
    call->each_piece(call->data, stream, str_of(text), is_last);
}

void
fake_answer(struct call *call)
{
    static const struct engine_host host = {.cpus = 2, .memory = 1 << 30};
    struct call ended;

    assert_non_null(call);
    switch (call->kind) {
    case FAKE_PING:
        fake_end(call, NULL);
        break;
    case FAKE_HOST:
        ended = take_call(call);
        ended.host_done(ended.data, &host, NULL);
        break;
    case FAKE_LIST:
        answer_list(call);
        break;
    case FAKE_INSPECT:
        answer_inspect(call);
        break;
    case FAKE_EVENTS:
        call->opened(call->data);
        break;
    case FAKE_STREAM:
        fake_sample(call, 1);
        break;
    case FAKE_READING:
        fake_sample(call, (int64_t)loop_turns(call->engine->loop));
        fake_end(call, NULL);
        break;
    case FAKE_IMAGES:
        answer_images(call);
        break;
    case FAKE_CROWD:
    case FAKE_LOGS:
    case FAKE_KINDS:
        break;
    }
}

static bool
is_answered(const struct call *call)
{
    const struct fake_container *at;

    if (call->turn == UINT64_MAX || !call->engine->automatic[call->kind])
        return false;
    if (call->kind != FAKE_INSPECT)
        return true;
    at = find_container(call->engine, call->id);
    return !at || !at->is_hung;
}

/* The calls that are there now; what they cause waits for the next turn. */
static void
answer_all(void *data)
{
    struct engine *engine = data;
    struct list due, *link, *next;

    list_init(&due);
    for (link = engine->calls.next; link != &engine->calls; link = next) {
        struct call *call = LIST_OWNER(link, struct call, link);

        next = link->next;
        if (!call->is_cancelled && !is_answered(call))
            continue;
        list_remove(link);
        list_add_last(&due, link);
    }
    while (!list_is_empty(&due)) {
        struct call *call = LIST_OWNER(due.next, struct call, link);

        list_remove(&call->link);
        list_add_last(&engine->calls, &call->link);
        if (call->is_cancelled) {
            fake_fail(call, ERR_CANCELLED);
            continue;
        }
        /* Streams go on: opened once, or one sample. */
        call->turn = UINT64_MAX;
        fake_answer(call);
    }
}

struct event
fake_event(struct engine *engine, size_t number, const char *action)
{
    struct event event = {.type = EVENT_CONTAINER};

    engine->time_ns += 1000003;
    event.time_ns = engine->time_ns;
    snprintf(event.time, sizeof(event.time), "%" PRId64 ".%09" PRId64,
             event.time_ns / SECOND_NS, event.time_ns % SECOND_NS);
    snprintf(event.action, sizeof(event.action), "%s", action);
    snprintf(event.id, sizeof(event.id), "%s", engine->at[number].id);
    return event;
}

void
fake_say(struct engine *engine, const struct event *event)
{
    struct call *call = fake_find(engine, FAKE_EVENTS, NULL);

    assert_non_null(call);
    call->each_event(call->data, event);
}

/* engine.h, as far as the store needs it. */

const struct engine_info *
engine_info(const struct engine *engine)
{
    return &engine->info;
}

void
call_cancel(struct call *call)
{
    call->is_cancelled = true;
    timer_start(call->engine->answers, 0, 0);
}

struct call *
engine_ping(struct engine *engine, call_done_fn done, void *data)
{
    struct call *call = call_new(engine, FAKE_PING, NULL, data);

    call->done = done;
    return call;
}

struct call *
engine_read_host(struct engine *engine,
                 void (*done)(void *data, const struct engine_host *host,
                              const struct err *err),
                 void *data)
{
    struct call *call = call_new(engine, FAKE_HOST, NULL, data);

    call->host_done = done;
    return call;
}

struct call *
engine_list_containers(struct engine *engine, bool all,
                       void (*each)(void *data, struct container *container),
                       call_done_fn done, void *data)
{
    struct call *call = call_new(engine, FAKE_LIST, NULL, data);

    assert_true(all);
    call->each_container = each;
    call->done = done;
    return call;
}

struct call *
engine_inspect_container(struct engine *engine, const char *id,
                         uint64_t timeout_ms, inspect_done_fn done, void *data)
{
    struct call *call = call_new(engine, FAKE_INSPECT, id, data);

    assert_true(timeout_ms > 0);
    call->inspected = done;
    return call;
}

struct call *
engine_follow_events(struct engine *engine, const char *since,
                     void (*opened)(void *data),
                     void (*each)(void *data, const struct event *event),
                     call_done_fn done, void *data)
{
    struct call *call = call_new(engine, FAKE_EVENTS, since, data);

    call->opened = opened;
    call->each_event = each;
    call->done = done;
    return call;
}

static struct call *
stats_call(struct engine *engine, enum fake_kind kind, const char *id,
           void (*each)(void *data, const struct sample *sample),
           call_done_fn done, void *data)
{
    struct call *call = call_new(engine, kind, id, data);

    call->each_sample = each;
    call->done = done;
    return call;
}

struct call *
engine_follow_stats(struct engine *engine, const char *id,
                    void (*each)(void *data, const struct sample *sample),
                    call_done_fn done, void *data)
{
    return stats_call(engine, FAKE_STREAM, id, each, done, data);
}

struct call *
engine_poll_stats(struct engine *engine, const char *id,
                  void (*each)(void *data, const struct sample *sample),
                  call_done_fn done, void *data)
{
    return stats_call(engine, FAKE_READING, id, each, done, data);
}

struct call *
engine_follow_all_stats(struct engine *engine,
                        void (*each)(void *data, const char *id,
                                     const struct sample *sample),
                        call_done_fn done, void *data)
{
    struct call *call = call_new(engine, FAKE_CROWD, NULL, data);

    call->each_of_all = each;
    call->done = done;
    return call;
}

struct call *
engine_list_images(struct engine *engine,
                   void (*each)(void *data, struct image *image),
                   call_done_fn done, void *data)
{
    struct call *call = call_new(engine, FAKE_IMAGES, NULL, data);

    call->each_image = each;
    call->done = done;
    return call;
}

struct call *
engine_follow_logs(struct engine *engine, const char *id,
                   const struct log_request *request,
                   void (*each)(void *data, enum log_stream stream,
                                struct str piece, bool is_last),
                   call_done_fn done, void *data)
{
    struct call *call = call_new(engine, FAKE_LOGS, id, data);

    call->logs = *request;
    call->logs.since = call->logs.until = NULL;
    if (request->since)
        snprintf(call->since, sizeof(call->since), "%s", request->since);
    if (request->until)
        snprintf(call->until, sizeof(call->until), "%s", request->until);
    call->each_piece = each;
    call->done = done;
    return call;
}

void
call_pause(struct call *call, bool paused)
{
    assert_int_equal(call->kind, FAKE_LOGS);
    call->is_paused = paused;
}
