/* What changes a container. Each is a request without a body whose answer is
 * nothing but a status. Removing an image has more to tell: inspect.c. */
#include "engine/call.h"

struct act {
    struct call call;
    call_done_fn done;
    void *data;
};

static void
act_done(struct call *call, const struct err *err)
{
    struct act *act = (struct act *)(void *)call;

    act->done(act->data, err);
}

static const struct call_table start_table = {
    .unchanged = "it is already running",
    .done = act_done,
};

static const struct call_table stop_table = {
    .unchanged = "it is already stopped",
    .done = act_done,
};

static const struct call_table other_table = {.done = act_done};

static struct call *
send_act(struct engine *engine, const struct call_table *table,
         const char *method, struct buf *path, uint64_t timeout_ms,
         call_done_fn done, void *data)
{
    struct act *act = call_new(engine, table, sizeof(*act));
    struct http_spec spec = {
        .method = method,
        .kind = HTTP_ACT,
        .timeout_ms = timeout_ms,
    };

    act->done = done;
    act->data = data;
    return call_send(&act->call, spec, path);
}

struct call *
engine_start_container(struct engine *engine, const char *id, call_done_fn done,
                       void *data)
{
    struct buf path = call_container_path(id, "/start");

    return send_act(engine, &start_table, "POST", &path, 0, done, data);
}

struct call *
engine_stop_container(struct engine *engine, const char *id, int seconds,
                      call_done_fn done, void *data)
{
    struct buf path = call_container_path(id, "/stop");
    uint64_t timeout_ms = 0;

    if (seconds >= 0) {
        (void)buf_addf(&path, "?t=%d", seconds);
        timeout_ms = (uint64_t)seconds * 1000 + CALL_STOP_MARGIN_MS;
    }
    return send_act(engine, &stop_table, "POST", &path, timeout_ms, done, data);
}

struct call *
engine_kill_container(struct engine *engine, const char *id, const char *signal,
                      call_done_fn done, void *data)
{
    struct buf path = call_container_path(id, "/kill?signal=");

    (void)http_escape(&path, str_of(signal));
    return send_act(engine, &other_table, "POST", &path, 0, done, data);
}

struct call *
engine_remove_container(struct engine *engine, const char *id, bool force,
                        bool volumes, call_done_fn done, void *data)
{
    struct buf path = call_container_path(id, "");

    if (force || volumes)
        (void)buf_addf(&path, "?%s%s%s", force ? "force=1" : "",
                       force && volumes ? "&" : "", volumes ? "v=1" : "");
    return send_act(engine, &other_table, "DELETE", &path, 0, done, data);
}

/* No time-out, as for a start: how long that takes only the engine knows. */
struct call *
engine_restart_container(struct engine *engine, const char *id, int seconds,
                         call_done_fn done, void *data)
{
    struct buf path = call_container_path(id, "/restart");

    if (seconds >= 0)
        (void)buf_addf(&path, "?t=%d", seconds);
    return send_act(engine, &other_table, "POST", &path, 0, done, data);
}

struct call *
engine_pause_container(struct engine *engine, const char *id, call_done_fn done,
                       void *data)
{
    struct buf path = call_container_path(id, "/pause");

    return send_act(engine, &other_table, "POST", &path, 0, done, data);
}

struct call *
engine_unpause_container(struct engine *engine, const char *id,
                         call_done_fn done, void *data)
{
    struct buf path = call_container_path(id, "/unpause");

    return send_act(engine, &other_table, "POST", &path, 0, done, data);
}

struct call *
engine_rename_container(struct engine *engine, const char *id, const char *name,
                        call_done_fn done, void *data)
{
    struct buf before = call_container_path(id, "/rename?name=");
    struct buf path = call_path(buf_text(&before), name, "");

    buf_release(&before);
    return send_act(engine, &other_table, "POST", &path, 0, done, data);
}
