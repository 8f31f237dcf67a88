#include "config.h"

#include "support/test.h"

#include "support/fake_acts.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

static char words[128];
static size_t layers;

const char *
fake_act_words(void)
{
    return words;
}

void
fake_layers(size_t count)
{
    layers = count;
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

struct call *
engine_restart_container(struct engine *engine, const char *id, int seconds,
                         call_done_fn done, void *data)
{
    (void)snprintf(words, sizeof(words), "restart %d", seconds);
    return act_new(engine, id, done, data);
}

struct call *
engine_pause_container(struct engine *engine, const char *id, call_done_fn done,
                       void *data)
{
    (void)snprintf(words, sizeof(words), "pause");
    return act_new(engine, id, done, data);
}

struct call *
engine_unpause_container(struct engine *engine, const char *id,
                         call_done_fn done, void *data)
{
    (void)snprintf(words, sizeof(words), "unpause");
    return act_new(engine, id, done, data);
}

struct call *
engine_rename_container(struct engine *engine, const char *id, const char *name,
                        call_done_fn done, void *data)
{
    (void)snprintf(words, sizeof(words), "rename %s", name);
    return act_new(engine, id, done, data);
}

/* The removal of an image has more to tell than an act that is done. */
struct image_end {
    void (*done)(void *data, const struct image_removal *removal,
                 const struct err *err);
    void *data;
};

static void
image_ended(void *data, const struct err *err)
{
    const struct image_removal removal = {.untagged = 1, .deleted = layers};
    struct image_end end = *(struct image_end *)data;

    free(data);
    end.done(end.data, err ? NULL : &removal, err);
}

struct call *
engine_remove_image(struct engine *engine, const char *name, bool force,
                    void (*done)(void *data,
                                 const struct image_removal *removal,
                                 const struct err *err),
                    void *data)
{
    struct image_end *end = xcalloc(1, sizeof(*end));

    *end = (struct image_end){done, data};
    (void)snprintf(words, sizeof(words), "remove image %s%s", name,
                   force ? " force" : "");
    return act_new(engine, name, image_ended, end);
}
