#include "config.h"

#include "net/http.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "loop/timer.h"
#include "loop/watch.h"
#include "net/http_request.h"

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
 * Two timers: `curl_timer` is curl's own; `clock` is ours, for everything
 * that must happen in a later turn: starting what was sent, ending what was
 * cancelled, time-outs, second tries, the end of the http itself. So curl is
 * never called from inside its callbacks, and `done` never from inside
 * http_send(), http_cancel() or http_close().
 */
struct http {
    struct loop *loop;
    struct endpoint endpoint;
    CURLM *multi;
    struct curl_slist *headers_plain;
    struct curl_slist *headers_json;
    struct timer *curl_timer;
    struct timer *clock;
    struct list sockets; /* struct http_socket */

    /* struct http_request; see http_request.h. */
    struct list waiting;
    struct list running;
    struct list ended;
    struct list cancelled;
    size_t count;
    size_t stream_count;
    uint64_t socket_serial;
    bool is_closing;
    bool is_busy; /* one of the callbacks below is under way */
};

/* A descriptor that curl wants to hear of: from the first time that curl
 * names it until curl says CURL_POLL_REMOVE, which is before it closes it. */
struct http_socket {
    struct list link;
    struct http *http;
    curl_socket_t fd;
    uint64_t serial; /* as a descriptor's number is soon used again */
    struct watch *watch;
};

static void act(struct http *http, curl_socket_t fd, int events);

/* ---- what curl asks of the loop ---- */

static bool
has_socket(const struct http *http, uint64_t serial)
{
    struct list *link;

    for (link = http->sockets.next; link != &http->sockets; link = link->next) {
        if (LIST_OWNER(link, struct http_socket, link)->serial == serial)
            return true;
    }
    return false;
}

/* The socket may be gone when act() returns. Told of an error, curl looks no
 * further; told that it can read and write, it takes what came before the
 * error and then finds the error by itself. */
static void
socket_ready(void *data, int events)
{
    struct http_socket *socket = data;
    struct http *http = socket->http;
    curl_socket_t fd = socket->fd;
    uint64_t serial = socket->serial;
    int mask = 0;

    if (events & (WATCH_READ | WATCH_ERROR))
        mask |= CURL_CSELECT_IN;
    if (events & (WATCH_WRITE | WATCH_ERROR))
        mask |= CURL_CSELECT_OUT;
    act(http, fd, mask);
    if (events & WATCH_ERROR && has_socket(http, serial))
        act(http, fd, CURL_CSELECT_ERR);
}

static void
socket_free(struct http_socket *socket)
{
    list_remove(&socket->link);
    watch_free(socket->watch);
    free(socket);
}

static struct http_socket *
socket_new(struct http *http, curl_socket_t fd)
{
    struct http_socket *socket = xcalloc(1, sizeof(*socket));

    socket->http = http;
    socket->fd = fd;
    socket->serial = ++http->socket_serial;
    list_init(&socket->link);
    socket->watch = watch_new(http->loop, fd, socket_ready, socket);
    if (!socket->watch) {
        socket_free(socket);
        return NULL;
    }
    list_add_last(&http->sockets, &socket->link);
    curl_multi_assign(http->multi, fd, socket);
    return socket;
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *at)
{
    static const int events[] = {
        [CURL_POLL_NONE] = WATCH_NONE,
        [CURL_POLL_IN] = WATCH_READ,
        [CURL_POLL_OUT] = WATCH_WRITE,
        [CURL_POLL_INOUT] = WATCH_READ | WATCH_WRITE,
    };
    struct http *http = data;
    struct http_socket *socket = at;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (socket)
            socket_free(socket);
        curl_multi_assign(http->multi, fd, NULL);
        return 0;
    }
    if (!socket)
        socket = socket_new(http, fd);
    if (!socket)
        return -1;
    watch_set(socket->watch, events[what]);
    return 0;
}

static int
on_timer(CURLM *multi, long timeout_ms, void *data)
{
    struct http *http = data;

    (void)multi;
    if (timeout_ms < 0)
        timer_stop(http->curl_timer);
    else
        timer_start(http->curl_timer, (uint64_t)timeout_ms, 0);
    return 0;
}

static void
curl_timer_fired(void *data)
{
    act(data, CURL_SOCKET_TIMEOUT, 0);
}

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
    if (!list_is_empty(&http->cancelled) || http->is_closing)
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
    struct http *http = request->http;
    long most = IDLE_MAX + (long)http->count;

    request->is_in_curl = is_in_curl;
    curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, most);
}

static void
take_from_curl(struct http_request *request)
{
    if (!request->is_in_curl)
        return;
    curl_multi_remove_handle(request->http->multi, request->easy);
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

static void
reap(struct http *http)
{
    CURLMsg *message;
    int left;
    bool has_ended = false;

    while ((message = curl_multi_info_read(http->multi, &left))) {
        CURLcode code = message->data.result;
        struct http_request *request = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &request);
        take_from_curl(request);
        /* A cancelled one stays where it is, for the clock. */
        if (request->is_cancelled || retry(request, code))
            continue;
        request_judge(request, code);
        move(request, &http->ended);
        has_ended = true;
    }
    deliver_ended(http);
    if (has_ended && http->count == http->stream_count)
        plan(http);
}

static void
act(struct http *http, curl_socket_t fd, int events)
{
    bool was_busy = http->is_busy;
    int running;

    http->is_busy = true;
    curl_multi_socket_action(http->multi, fd, events, &running);
    reap(http);
    http->is_busy = was_busy;
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
    code = curl_multi_add_handle(http->multi, request->easy);
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
http_free(struct http *http)
{
    curl_multi_cleanup(http->multi);
    while (!list_is_empty(&http->sockets))
        socket_free(LIST_OWNER(http->sockets.next, struct http_socket, link));
    timer_free(http->curl_timer);
    timer_free(http->clock);
    curl_slist_free_all(http->headers_plain);
    curl_slist_free_all(http->headers_json);
    endpoint_release(&http->endpoint);
    free(http);
    curl_global_cleanup();
}

static void
clock_fired(void *data)
{
    struct http *http = data;
    uint64_t now = loop_now(http->loop);

    http->is_busy = true;
    deliver_cancelled(http);
    time_out(&http->waiting, now);
    time_out(&http->running, now);
    start_waiting(http, now);
    /* Also delivers what has ended here. */
    act(http, CURL_SOCKET_TIMEOUT, 0);
    http->is_busy = false;
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
    struct http *http = xcalloc(1, sizeof(*http));

    raise_file_limit();
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        die("libcurl cannot be started");
    http->loop = loop;
    endpoint_copy(&http->endpoint, endpoint);
    list_init(&http->sockets);
    list_init(&http->waiting);
    list_init(&http->running);
    list_init(&http->ended);
    list_init(&http->cancelled);
    http->headers_plain = request_headers(false);
    http->headers_json = request_headers(true);
    http->curl_timer = timer_new(loop, "curl", curl_timer_fired, http);
    http->clock = timer_new(loop, "requests", clock_fired, http);
    http->multi = curl_multi_init();
    if (!http->multi)
        die("out of memory");
    curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
    curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
    curl_multi_setopt(http->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
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
    if (http->count == 0 && !http->is_busy) {
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
