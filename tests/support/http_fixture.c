#include "config.h"

#include "support/http_fixture.h"

#include "loop/timer.h"
#include "loop/watch.h"

#include <stdio.h>
#include <string.h>

#define GUARD_MS 20000
#define BODY_MOST ((size_t)1 << 20)

static void
guard_fired(void *data)
{
    (void)data;
    fail_msg("nothing more happened for %d ms", GUARD_MS);
}

static void
noticed(void *data, int events)
{
    struct fixture *f = data;

    (void)events;
    script_take_notice(f->script);
}

void
set_up(struct fixture *f, const struct script_rule *rules, unsigned flags)
{
    struct endpoint endpoint;

    f->loop = loop_new();
    f->script = script_new(rules, flags);
    f->notice = watch_new(f->loop, script_notice_fd(f->script), noticed, f);
    watch_set(f->notice, WATCH_READ);
    f->guard = timer_new(f->loop, "guard", guard_fired, f);
    timer_start(f->guard, GUARD_MS, 0);
    assert_true(endpoint_parse(&endpoint, script_url(f->script), NULL));
    f->http = http_new(f->loop, &endpoint);
    endpoint_release(&endpoint);
}

void
set_endpoint(struct fixture *f, const char *url)
{
    struct endpoint endpoint;

    http_close(f->http);
    assert_true(endpoint_parse(&endpoint, url, NULL));
    f->http = http_new(f->loop, &endpoint);
    endpoint_release(&endpoint);
}

void
tear_down(struct fixture *f)
{
    http_close(f->http);
    watch_free(f->notice);
    timer_free(f->guard);
    loop_run(f->loop);
    loop_free(f->loop);
    script_free(f->script);
}

void
do_deed(struct asked *asked, enum deed deed)
{
    static const struct http_spec next = {"GET", "/next", .kind = HTTP_CONTROL};
    struct fixture *f = asked->f;

    asked->is_busy = true;
    f->is_called_back = true;
    if (deed == CANCEL)
        http_cancel(asked->request);
    if (deed == CLOSE) {
        http_close(f->http);
        f->http = NULL;
    }
    if (deed == SEND)
        ask(f, asked->next, &next);
    f->is_called_back = false;
    asked->is_busy = false;
}

static void
on_head(void *data, const struct http_head *head)
{
    struct asked *asked = data;

    assert_int_equal(asked->heads++, 0);
    assert_int_equal(asked->bodies + asked->dones, 0);
    assert_true(loop_turns(asked->f->loop) != asked->turn);
    asked->status = head->status;
    snprintf(asked->server, sizeof(asked->server), "%s", head->server);
    snprintf(asked->api_version, sizeof(asked->api_version), "%s",
             head->api_version);
    snprintf(asked->os_type, sizeof(asked->os_type), "%s", head->os_type);
    snprintf(asked->date, sizeof(asked->date), "%s", head->date);
    snprintf(asked->type, sizeof(asked->type), "%s", head->content_type);
    asked->is_podman = head->is_podman;
    do_deed(asked, asked->in_head);
}

static bool
on_body(void *data, struct str bytes, struct err *err)
{
    struct asked *asked = data;

    assert_int_equal(asked->heads, 1);
    assert_int_equal(asked->dones, 0);
    asked->bodies++;
    if (asked->body.len < BODY_MOST)
        buf_add_str(&asked->body, bytes);
    if (asked->in_body == REFUSE)
        return err_set_kind(err, ERR_MALFORMED, "not to my taste");
    do_deed(asked, asked->in_body);
    return true;
}

static void
on_done(void *data, const struct http_result *result)
{
    struct asked *asked = data;

    assert_int_equal(asked->dones++, 0);
    assert_false(asked->is_busy);
    assert_true(loop_turns(asked->f->loop) != asked->turn);
    asked->result = *result;
    asked->has_err = result->err != NULL;
    if (result->err)
        asked->err = *result->err;
    buf_add_str(&asked->error_body, result->error_body);
    do_deed(asked, asked->in_done);
}

void
ask(struct fixture *f, struct asked *asked, const struct http_spec *spec)
{
    static const struct http_callbacks callbacks = {on_head, on_body, on_done};

    asked->f = f;
    buf_init(&asked->body, 2 * BODY_MOST);
    buf_init(&asked->error_body, HTTP_ERROR_SIZE);
    asked->turn = f->is_called_back ? loop_turns(f->loop) : UINT64_MAX;
    asked->is_busy = true;
    asked->request = http_send(f->http, spec, &callbacks, asked);
    asked->is_busy = false;
}

void
send_one(struct fixture *f, struct asked *asked, const char *method,
         const char *path, enum http_kind kind, uint64_t timeout_ms)
{
    struct http_spec spec = {
        .method = method,
        .path = path,
        .kind = kind,
        .timeout_ms = timeout_ms,
    };

    ask(f, asked, &spec);
}

void
get(struct fixture *f, struct asked *asked, const char *path)
{
    send_one(f, asked, "GET", path, HTTP_CONTROL, 0);
}

void
forget(struct asked *asked)
{
    assert_int_equal(asked->dones, 1);
    buf_release(&asked->body);
    buf_release(&asked->error_body);
    *asked = (struct asked){.f = asked->f};
}

void
assert_err(const struct asked *asked, enum err_kind kind, const char *words)
{
    if (!asked->has_err)
        fail_msg("no error instead of '%s'", words);
    if (asked->err.kind != kind || !strstr(asked->err.text, words))
        fail_msg("kind %d '%s' instead of kind %d '%s'", (int)asked->err.kind,
                 asked->err.text, (int)kind, words);
}

const struct script_rule ok_rules[] = {
    {"GET /stream*", .steps = {SCRIPT_STREAM}},
    {"GET /hang*", .steps = {SCRIPT_HANG}},
    {"*", .steps = {OK}},
    {.pattern = NULL},
};
