/* Questions whose answer is one document: a container, the engine's host, the
 * whole text about something, what an image's removal took away. */
#include "engine/call.h"

#include <limits.h>

struct question {
    struct call call;
    struct buf answer;
    struct container *container;
    struct engine_host host;
    struct image_removal removal;
    inspect_done_fn inspected;
    text_done_fn read;
    void (*removed)(void *data, const struct image_removal *removal,
                    const struct err *err);
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

/* ---- the whole text ---- */

static void
text_done(struct call *call, const struct err *err)
{
    struct question *question = question_of(call);
    struct str text = buf_str(&question->answer);

    question->read(question->data, err ? str_of("") : text, err);
}

static const struct call_table text_table = {
    .body = answer_body,
    .done = text_done,
    .release = answer_release,
};

static struct call *
read_text(struct engine *engine, struct buf *path, text_done_fn done,
          void *data)
{
    struct question *question = question_new(engine, &text_table, data);
    struct http_spec spec = {.method = "GET", .kind = HTTP_CONTROL};

    question->read = done;
    return call_send(&question->call, spec, path);
}

struct call *
engine_read_container(struct engine *engine, const char *id, text_done_fn done,
                      void *data)
{
    struct buf path = call_container_path(id, "/json");

    return read_text(engine, &path, done, data);
}

struct call *
engine_read_image(struct engine *engine, const char *name, text_done_fn done,
                  void *data)
{
    struct buf path = call_path("/images/", name, "/json");

    return read_text(engine, &path, done, data);
}

/* ---- an image's removal ---- */

/* [{"Untagged": "nginx:1.25"}, {"Deleted": "sha256:..."}]. A digest that goes
 * with its reference ("nginx@sha256:...") is no reference of its own. */
static bool
removal_finish(struct call *call, struct err *err)
{
    struct question *question = question_of(call);
    struct json *root = json_parse(buf_str(&question->answer), err);
    const struct json *each;
    bool is_list = json_is_array(root);

    if (!root)
        return err_while(err, "the engine's answer");
    for (each = json_first(root); is_list && each; each = json_next(each)) {
        const char *untagged = json_text(json_find(each, "Untagged"));

        if (untagged && !strchr(untagged, '@'))
            question->removal.untagged++;
        if (json_text(json_find(each, "Deleted")))
            question->removal.deleted++;
    }
    json_free(root);
    return is_list || err_set_kind(err, ERR_MALFORMED,
                                   "the engine's answer: it is no list");
}

static void
removal_done(struct call *call, const struct err *err)
{
    struct question *question = question_of(call);

    question->removed(question->data, err ? NULL : &question->removal, err);
}

static const struct call_table removal_table = {
    .body = answer_body,
    .finish = removal_finish,
    .done = removal_done,
    .release = answer_release,
};

struct call *
engine_remove_image(struct engine *engine, const char *name, bool force,
                    void (*done)(void *data,
                                 const struct image_removal *removal,
                                 const struct err *err),
                    void *data)
{
    struct question *question = question_new(engine, &removal_table, data);
    struct http_spec spec = {.method = "DELETE", .kind = HTTP_ACT};
    struct buf path = call_path("/images/", name, force ? "?force=1" : "");

    question->removed = done;
    return call_send(&question->call, spec, &path);
}
