#include "config.h"

#include "net/http.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "loop/timer.h"
#include "net/http_request.h"
#include "net/http_transport.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* Idle connections that are kept for the next request. */
#define IDLE_MAX 8
/* A unix socket whose queue of connections is full refuses at once. */
#define RETRY_FIRST_MS 10
#define RETRY_DOUBLINGS 5
#define RETRY_MOST_MS 250
#define RETRY_TRIES 12

/*
 * `clock` is for everything that must happen in a later turn: starting what
 * was sent, ending what was cancelled, going on with what was paused,
 * time-outs, second tries, the end of the http itself. So curl is never called
 * from inside its callbacks, and `done` never from inside http_send(),
 * http_cancel() or http_close().
 */
struct http {
    struct loop *loop;
    struct endpoint endpoint;
    struct transport transport;
    struct curl_slist *headers_plain;
    struct curl_slist *headers_json;
    struct timer *clock;

    /* struct http_request; see http_request.h. */
    struct list waiting;
    struct list running;
    struct list ended;
    struct list cancelled;
    size_t count;
    size_t stream_count;
    bool is_resuming; /* a request is held that may go on */
    bool is_closing;
    bool is_in_clock;
};

/* ---- the clock ---- */

static void
wake_at(struct http *http, uint64_t when)
{
    uint64_t now = loop_now(http->loop);

    if (timer_is_running(http->clock) && timer_due(http->clock) <= when)
        return;
    timer_start(http->clock, when > now ? when - now : 0, 0);
}

static uint64_t
sooner(uint64_t a, uint64_t b)
{
    return b != 0 && b < a ? b : a;
}

/* Set the clock for what comes next, or stop it: an idle program sleeps. */
static void
plan(struct http *http)
{
    uint64_t due = UINT64_MAX;
    struct list *link;

    for (link = http->waiting.next; link != &http->waiting; link = link->next) {
        struct http_request *r = LIST_OWNER(link, struct http_request, link);

        due = sooner(sooner(due, r->start_at), r->deadline);
    }
    for (link = http->running.next; link != &http->running; link = link->next)
        due =
            sooner(due, LIST_OWNER(link, struct http_request, link)->deadline);
    if (!list_is_empty(&http->cancelled) || http->is_resuming ||
        http->is_closing)
        due = 0;

    timer_stop(http->clock);
    if (due != UINT64_MAX)
        wake_at(http, due);
}

/* ---- the life of requests ---- */

static void
move(struct http_request *request, struct list *to)
{
    list_remove(&request->link);
    list_add_last(to, &request->link);
}

/* Idle connections and those in use share curl's one limit, so the limit goes
 * along with the requests; else eight streams would end all keep-alive. */
static void
set_in_curl(struct http_request *request, bool is_in_curl)
{
    request->is_in_curl = is_in_curl;
    transport_keep(&request->http->transport, IDLE_MAX + request->http->count);
}

static void
take_from_curl(struct http_request *request)
{
    if (!request->is_in_curl)
        return;
    transport_remove(&request->http->transport, request->easy);
    set_in_curl(request, false);
}

static void
write_log(const struct http_request *request)
{
    if (!log_is_open())
        return;
    log_line(
        "net: %s %s %d, %llu bytes, %llu ms%s%s", request->method,
        request->path, request->status, (unsigned long long)request->bytes,
        (unsigned long long)(loop_now(request->http->loop) - request->sent_at),
        request->has_failed ? ": " : "",
        request->has_failed ? request->err.text : "");
}

static void
deliver(struct http_request *request)
{
    struct http_result result = {
        .status = request->status,
        .bytes = request->bytes,
        .err = request->has_failed ? &request->err : NULL,
        .error_body = buf_str(&request->error_body),
    };

    list_remove(&request->link);
    take_from_curl(request);
    write_log(request);
    request->is_cancelled = true; /* too late from now on */
    request->http->count--;
    if (request->kind == HTTP_STREAM)
        request->http->stream_count--;
    request->callbacks.done(request->data, &result);
    request_free(request);
}

static void
deliver_ended(struct http *http)
{
    while (!list_is_empty(&http->ended))
        deliver(LIST_OWNER(http->ended.next, struct http_request, link));
}

/* What a `done` of these cancels is not in hand yet: it has its later turn. */
static void
deliver_cancelled(struct http *http)
{
    struct list batch;

    list_init(&batch);
    while (!list_is_empty(&http->cancelled))
        move(LIST_OWNER(http->cancelled.next, struct http_request, link),
             &batch);
    while (!list_is_empty(&batch)) {
        struct http_request *request =
            LIST_OWNER(batch.next, struct http_request, link);

        request->has_failed = true;
        (void)err_set_kind(&request->err, ERR_CANCELLED, "cancelled");
        deliver(request);
    }
}

static bool
retry(struct http_request *request, CURLcode code)
{
    struct http *http = request->http;
    uint64_t delay = request->tries < RETRY_DOUBLINGS
                         ? (uint64_t)RETRY_FIRST_MS << request->tries
                         : RETRY_MOST_MS;

    if (request_errno(request, code) != EAGAIN ||
        request->tries >= RETRY_TRIES || request->is_cancelled)
        return false;
    request->tries++;
    request->start_at = loop_now(http->loop) + delay;
    move(request, &http->waiting);
    wake_at(http, request->start_at);
    return true;
}

/* A cancelled one stays where it is, for the clock. */
static void
on_ended(void *data, CURL *easy, CURLcode code)
{
    struct http_request *request = NULL;

    (void)data;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &request);
    set_in_curl(request, false);
    if (request->is_cancelled || retry(request, code))
        return;
    request_judge(request, code);
    move(request, &request->http->ended);
}

/* A stream that has its head, like a request that is done, needs the clock no
 * more. */
static void
on_settled(void *data)
{
    struct http *http = data;

    deliver_ended(http);
    if (http->count == http->stream_count && timer_is_running(http->clock))
        plan(http);
}

static void
start(struct http_request *request)
{
    struct http *http = request->http;
    CURLMcode code;

    if (!endpoint_is_supported(&http->endpoint, &request->err)) {
        request->has_failed = true;
        move(request, &http->ended);
        return;
    }
    code = transport_add(&http->transport, request->easy);
    if (code != CURLM_OK) {
        request->has_failed = true;
        (void)err_set(&request->err, "the request cannot be sent: %s",
                      curl_multi_strerror(code));
        move(request, &http->ended);
        return;
    }
    set_in_curl(request, true);
    move(request, &http->running);
}

static void
time_out(struct list *requests, uint64_t now)
{
    struct list *link = requests->next;

    while (link != requests) {
        struct http_request *r = LIST_OWNER(link, struct http_request, link);

        link = link->next;
        if (r->deadline == 0 || r->deadline > now)
            continue;
        request_time_out(r);
        take_from_curl(r);
        move(r, &r->http->ended);
    }
}

static void
start_waiting(struct http *http, uint64_t now)
{
    struct list *link = http->waiting.next;

    while (link != &http->waiting) {
        struct http_request *r = LIST_OWNER(link, struct http_request, link);

        link = link->next;
        if (r->start_at <= now)
            start(r);
    }
}

static void
resume(struct http_request *request)
{
    CURLcode code;

    request->is_held = false;
    code = curl_easy_pause(request->easy, CURLPAUSE_CONT);
    /* curl would go on behind a piece that was not taken. */
    if (code == CURLE_OK || request->is_cancelled)
        return;
    take_from_curl(request);
    request_judge(request, code);
    move(request, &request->http->ended);
}

/* curl hands over what it kept from inside curl_easy_pause(). Whoever gets it
 * may cancel any request, so the list is begun again after each. */
static void
resume_held(struct http *http)
{
    struct list *link = http->running.next;

    http->is_resuming = false;
    while (link != &http->running) {
        struct http_request *r = LIST_OWNER(link, struct http_request, link);

        link = link->next;
        if (!r->is_held || r->is_paused)
            continue;
        resume(r);
        link = http->running.next;
    }
}

static void
http_free(struct http *http)
{
    transport_release(&http->transport);
    timer_free(http->clock);
    curl_slist_free_all(http->headers_plain);
    curl_slist_free_all(http->headers_json);
    endpoint_release(&http->endpoint);
    free(http);
}

static void
clock_fired(void *data)
{
    struct http *http = data;
    uint64_t now = loop_now(http->loop);

    http->is_in_clock = true;
    deliver_cancelled(http);
    time_out(&http->waiting, now);
    time_out(&http->running, now);
    if (http->is_resuming)
        resume_held(http);
    start_waiting(http, now);
    /* Also delivers what has ended here. */
    transport_run(&http->transport);
    http->is_in_clock = false;
    if (http->is_closing && http->count == 0)
        http_free(http);
    else
        plan(http);
}

/* ---- the interface ---- */

static void
raise_file_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
        limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    /* Where that is refused we have fewer streams, not none. */
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

struct http *
http_new(struct loop *loop, const struct endpoint *endpoint)
{
    static const struct transport_callbacks callbacks = {on_ended, on_settled};
    struct http *http = xcalloc(1, sizeof(*http));

    raise_file_limit();
    http->loop = loop;
    endpoint_copy(&http->endpoint, endpoint);
    list_init(&http->waiting);
    list_init(&http->running);
    list_init(&http->ended);
    list_init(&http->cancelled);
    http->headers_plain = request_headers(false);
    http->headers_json = request_headers(true);
    http->clock = timer_new(loop, "requests", clock_fired, http);
    transport_init(&http->transport, loop, &callbacks, http);
    return http;
}

static void
cancel_all(struct list *requests)
{
    while (!list_is_empty(requests))
        http_cancel(LIST_OWNER(requests->next, struct http_request, link));
}

void
http_close(struct http *http)
{
    if (!http)
        return;
    assert(!http->is_closing);
    if (http->count == 0 && !http->is_in_clock && !http->transport.is_busy) {
        http_free(http);
        return;
    }
    cancel_all(&http->waiting);
    cancel_all(&http->running);
    cancel_all(&http->ended);
    http->is_closing = true;
    wake_at(http, 0);
}

struct http_request *
http_send(struct http *http, const struct http_spec *spec,
          const struct http_callbacks *callbacks, void *data)
{
    static const uint64_t usual_ms[] = {
        [HTTP_CONTROL] = HTTP_CONTROL_MS,
        [HTTP_LIST] = HTTP_LIST_MS,
        [HTTP_ACT] = 0,
        [HTTP_STREAM] = HTTP_HEAD_MS,
    };
    struct http_request *request;

    assert(!http->is_closing);
    request = request_new(&http->endpoint, spec, callbacks, data,
                          spec->body.len > 0 ? http->headers_json
                                             : http->headers_plain);
    request->http = http;
    request->sent_at = request->start_at = loop_now(http->loop);
    request->timeout_ms =
        spec->timeout_ms ? spec->timeout_ms : usual_ms[spec->kind];
    if (request->timeout_ms)
        request->deadline = request->sent_at + request->timeout_ms;
    list_add_last(&http->waiting, &request->link);
    http->count++;
    if (spec->kind == HTTP_STREAM)
        http->stream_count++;
    wake_at(http, 0);
    return request;
}

void
http_cancel(struct http_request *request)
{
    if (request->is_cancelled)
        return;
    request->is_cancelled = true;
    move(request, &request->http->cancelled);
    wake_at(request->http, 0);
}

void
http_pause(struct http_request *request, bool paused)
{
    request->is_paused = paused;
    if (paused || !request->is_held)
        return;
    request->http->is_resuming = true;
    wake_at(request->http, 0);
}

size_t
http_count(const struct http *http)
{
    return http->count;
}

size_t
http_stream_count(const struct http *http)
{
    return http->stream_count;
}

bool
http_escape(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool is_plain = c < 0x80 && (isalnum(c) || strchr("._~-", c)) && c;

        if (is_plain ? !buf_add_char(out, (char)c)
                     : !buf_addf(out, "%%%02X", c))
            return false;
    }
    return true;
}
