#include "engine/call.h"

#include "base/mem.h"
#include "engine/answer.h"

#include <assert.h>
#include <stdlib.h>

void *
call_new(struct engine *engine, const struct call_table *table, size_t size)
{
    struct call *call = xcalloc(1, size);

    assert(!engine->is_closed);
    call->engine = engine;
    call->table = table;
    return call;
}

struct buf
call_path(const char *before, const char *name, const char *then)
{
    struct buf path = BUF_INIT(CALL_PATH_SIZE + 3 * strlen(name));

    (void)buf_add_text(&path, before);
    (void)http_escape(&path, str_of(name));
    (void)buf_add_text(&path, then);
    return path;
}

struct buf
call_container_path(const char *id, const char *then)
{
    return call_path("/containers/", id, then);
}

bool
call_is_over(const struct call *call, struct err *err)
{
    if (!call->is_cancelled && !call->engine->is_closed)
        return false;
    (void)err_set_kind(err, ERR_CANCELLED, "cancelled");
    return true;
}

static void
on_head(void *data, const struct http_head *head)
{
    struct call *call = data;

    call->is_page = str_starts(str_of(head->content_type), "text/html");
    if (head->status < 300 && call->table->opened)
        call->table->opened(call, head);
}

static bool
on_body(void *data, struct str bytes, struct err *err)
{
    struct call *call = data;

    return !call->table->body || call->table->body(call, bytes, err);
}

static bool
judge(struct call *call, const struct http_result *result, struct err *err)
{
    if (result->err)
        return err_copy(err, result->err);
    if (result->status >= 300)
        return answer_refused(result->status, call->is_page, result->error_body,
                              call->table->unchanged, err);
    return !call->table->finish || call->table->finish(call, err);
}

static void
on_done(void *data, const struct http_result *result)
{
    struct call *call = data;
    struct engine *engine = call->engine;
    struct err err = ERR_INIT;
    bool is_good = judge(call, result, &err);

    call->request = NULL;
    call->table->done(call, is_good ? NULL : &err);
    if (call->table->release)
        call->table->release(call);
    free(call);
    engine->call_count--;
    if (engine->is_closed && engine->call_count == 0)
        engine_free(engine);
}

struct call *
call_send_raw(struct call *call, const struct http_spec *spec)
{
    static const struct http_callbacks callbacks = {on_head, on_body, on_done};

    call->engine->call_count++;
    call->request = http_send(call->engine->http, spec, &callbacks, call);
    return call;
}

struct call *
call_send(struct call *call, struct http_spec spec, struct buf *path)
{
    struct buf whole = BUF_INIT(CALL_PATH_SIZE + path->len);

    assert(call->engine->info.api_minor != 0);
    (void)buf_addf(&whole, "/v1.%u", call->engine->info.api_minor);
    (void)buf_add_str(&whole, buf_str(path));
    assert(!path->is_full && !whole.is_full);
    spec.path = buf_text(&whole);
    (void)call_send_raw(call, &spec);
    buf_release(&whole);
    buf_release(path);
    return call;
}

void
call_cancel(struct call *call)
{
    if (call->is_cancelled || !call->request)
        return;
    call->is_cancelled = true;
    http_cancel(call->request);
}
