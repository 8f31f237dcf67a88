#include "config.h"

#include "support/test.h"

#include "support/fake_acts.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

static char words[64];

const char *
fake_act_words(void)
{
    return words;
}

void
fake_inspected(struct call *call, enum container_state state, bool auto_remove,
               int stop_timeout)
{
    struct call ended;
    struct container value = {
        .id = call->id,
        .name = "",
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
        .is_inspected = true,
        .auto_remove = auto_remove,
        .stop_timeout = stop_timeout,
    };
    struct container *container = container_new(&value);

    ended = *call;
    list_remove(&call->link);
    call->engine->open[call->kind]--;
    free(call);
    ended.inspected(ended.data, container, NULL);
}

static struct call *
act_new(struct engine *engine, const char *id, call_done_fn done, void *data)
{
    struct call *call = engine_ping(engine, done, data);

    (void)snprintf(call->id, sizeof(call->id), "%s", id);
    return call;
}

struct call *
engine_start_container(struct engine *engine, const char *id, call_done_fn done,
                       void *data)
{
    (void)snprintf(words, sizeof(words), "start");
    return act_new(engine, id, done, data);
}

struct call *
engine_stop_container(struct engine *engine, const char *id, int seconds,
                      call_done_fn done, void *data)
{
    (void)snprintf(words, sizeof(words), "stop %d", seconds);
    return act_new(engine, id, done, data);
}

struct call *
engine_kill_container(struct engine *engine, const char *id, const char *signal,
                      call_done_fn done, void *data)
{
    (void)snprintf(words, sizeof(words), "kill %s", signal);
    return act_new(engine, id, done, data);
}

struct call *
engine_remove_container(struct engine *engine, const char *id, bool force,
                        bool volumes, call_done_fn done, void *data)
{
    (void)snprintf(words, sizeof(words), "remove%s%s", force ? " force" : "",
                   volumes ? " volumes" : "");
    return act_new(engine, id, done, data);
}
