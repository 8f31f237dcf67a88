/* Questions whose answer is one document: a container, the engine's host. */
#include "engine/call.h"

#include <limits.h>

struct question {
    struct call call;
    struct buf answer;
    struct container *container;
    struct engine_host host;
    inspect_done_fn inspected;
    void (*host_read)(void *data, const struct engine_host *host,
                      const struct err *err);
    void *data;
};

static struct question *
question_of(struct call *call)
{
    return (struct question *)(void *)call;
}

static bool
answer_body(struct call *call, struct str bytes, struct err *err)
{
    return buf_add_str(&question_of(call)->answer, bytes) ||
           err_set_kind(err, ERR_LIMIT,
                        "the engine's answer is larger than %zu MiB",
                        CALL_ANSWER_SIZE >> 20);
}

static void
answer_release(struct call *call)
{
    buf_release(&question_of(call)->answer);
}

static struct question *
question_new(struct engine *engine, const struct call_table *table, void *data)
{
    struct question *question = call_new(engine, table, sizeof(*question));

    buf_init(&question->answer, CALL_ANSWER_SIZE);
    question->data = data;
    return question;
}

/* ---- a container ---- */

static bool
inspect_finish(struct call *call, struct err *err)
{
    struct question *question = question_of(call);

    question->container =
        container_decode_inspected(buf_str(&question->answer), err);
    return question->container || err_while(err, "the engine's answer");
}

static void
inspect_done(struct call *call, const struct err *err)
{
    struct question *question = question_of(call);

    question->inspected(question->data, question->container, err);
}

static const struct call_table inspect_table = {
    .body = answer_body,
    .finish = inspect_finish,
    .done = inspect_done,
    .release = answer_release,
};

struct call *
engine_inspect_container(struct engine *engine, const char *id,
                         uint64_t timeout_ms, inspect_done_fn done, void *data)
{
    struct question *question = question_new(engine, &inspect_table, data);
    struct http_spec spec = {
        .method = "GET",
        .kind = HTTP_CONTROL,
        .timeout_ms = timeout_ms,
    };
    struct buf path = call_container_path(id, "/json");

    question->inspected = done;
    return call_send(&question->call, spec, &path);
}

/* ---- the engine's host ---- */

static bool
host_finish(struct call *call, struct err *err)
{
    struct question *question = question_of(call);
    struct json *root = json_parse(buf_str(&question->answer), err);
    uint64_t cpus = 0;

    if (!root)
        return err_while(err, "the engine's answer");
    if (json_u64(json_find(root, "NCPU"), &cpus) && cpus <= UINT_MAX)
        question->host.cpus = (unsigned)cpus;
    (void)json_u64(json_find(root, "MemTotal"), &question->host.memory);
    json_free(root);
    return true;
}

static void
host_done(struct call *call, const struct err *err)
{
    struct question *question = question_of(call);

    question->host_read(question->data, err ? NULL : &question->host, err);
}

static const struct call_table host_table = {
    .body = answer_body,
    .finish = host_finish,
    .done = host_done,
    .release = answer_release,
};

struct call *
engine_read_host(struct engine *engine,
                 void (*done)(void *data, const struct engine_host *host,
                              const struct err *err),
                 void *data)
{
    struct question *question = question_new(engine, &host_table, data);
    struct http_spec spec = {.method = "GET", .kind = HTTP_CONTROL};
    struct buf path = BUF_INIT(CALL_PATH_SIZE);

    question->host_read = done;
    (void)buf_add_text(&path, "/info");
    return call_send(&question->call, spec, &path);
}
