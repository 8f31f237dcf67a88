/* What a container wrote: GET /containers/{id}/logs. */
#include "engine/call.h"

#include "net/frames.h"

#include <assert.h>

struct logs {
    struct call call;
    struct frames frames;
    bool has_tty;
    void (*each)(void *data, enum log_stream stream, struct str piece,
                 bool is_last);
    call_done_fn done;
    void *data;
};

static struct logs *
logs_of(struct call *call)
{
    return (struct logs *)(void *)call;
}

static bool
frame_came(void *data, enum frame_type type, struct str piece, bool is_last,
           struct err *err)
{
    /* What a program would have read never stands in a log; where it is sent,
     * the engine's own client shows it as output. */
    static const enum log_stream streams[] = {
        [FRAME_STDIN] = LOG_STDOUT,
        [FRAME_STDOUT] = LOG_STDOUT,
        [FRAME_STDERR] = LOG_STDERR,
        [FRAME_SYSTEM] = LOG_SYSTEM,
    };
    struct logs *logs = data;

    if (call_is_over(&logs->call, err))
        return false;
    logs->each(logs->data, streams[type], piece, is_last);
    return true;
}

static bool
logs_body(struct call *call, struct str bytes, struct err *err)
{
    struct logs *logs = logs_of(call);

    if (!logs->has_tty)
        return frames_feed(&logs->frames, bytes, frame_came, logs, err) ||
               err_while(err, "the container's log");
    if (call_is_over(call, err))
        return false;
    logs->each(logs->data, LOG_STDOUT, bytes, false);
    return true;
}

static bool
logs_finish(struct call *call, struct err *err)
{
    return frames_finish(&logs_of(call)->frames, err) ||
           err_while(err, "the container's log");
}

static void
logs_done(struct call *call, const struct err *err)
{
    logs_of(call)->done(logs_of(call)->data, err);
}

static const struct call_table table = {
    .body = logs_body,
    .finish = logs_finish,
    .done = logs_done,
};

static void
add_time(struct buf *path, const char *name, const char *time)
{
    if (!time)
        return;
    (void)buf_add_text(path, name);
    (void)http_escape(path, str_of(time));
}

static struct buf
logs_path(const char *before, const char *id, const struct log_request *request)
{
    struct buf path =
        call_path(before, id, "/logs?stdout=1&stderr=1&timestamps=1");

    if (request->follow)
        (void)buf_add_text(&path, "&follow=1");
    if (request->tail < 0)
        (void)buf_add_text(&path, "&tail=all");
    else
        (void)buf_addf(&path, "&tail=%ld", request->tail);
    add_time(&path, "&since=", request->since);
    add_time(&path, "&until=", request->until);
    return path;
}

/* Podman's own call sends frames of a terminal, too. Docker's, in Podman, does
 * not, and puts times into the midst of lines. */
static struct call *
follow_podman(struct logs *logs, const char *id,
              const struct log_request *request)
{
    struct http_spec spec = {.method = "GET", .kind = HTTP_STREAM};
    struct buf path = logs_path("/v4.0.0/libpod/containers/", id, request);

    assert(!request->has_tty && !path.is_full);
    spec.path = buf_text(&path);
    (void)call_send_raw(&logs->call, &spec);
    buf_release(&path);
    return &logs->call;
}

/* A stream also where nothing follows: a large log takes its time, and its
 * reader may pause. */
struct call *
engine_follow_logs(struct engine *engine, const char *id,
                   const struct log_request *request,
                   void (*each)(void *data, enum log_stream stream,
                                struct str piece, bool is_last),
                   call_done_fn done, void *data)
{
    struct logs *logs = call_new(engine, &table, sizeof(*logs));
    struct http_spec spec = {.method = "GET", .kind = HTTP_STREAM};
    struct buf path;

    frames_init(&logs->frames);
    logs->has_tty = request->has_tty;
    logs->each = each;
    logs->done = done;
    logs->data = data;
    if (engine->info.is_podman)
        return follow_podman(logs, id, request);
    path = logs_path("/containers/", id, request);
    return call_send(&logs->call, spec, &path);
}

void
call_pause(struct call *call, bool paused)
{
    assert(call->table == &table);
    if (!call->is_cancelled && call->request)
        http_pause(call->request, paused);
}
