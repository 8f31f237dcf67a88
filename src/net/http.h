/*
 * http.h - HTTP requests to one endpoint. The door to libcurl.
 *
 * One struct http per engine: a curl multi handle driven by the loop's
 * watches and one timer, HTTP/1.1 only, no proxy, every socket CLOEXEC.
 * Knows nothing of Docker's objects.
 *
 * Life of a request: http_send() returns at once and never calls back. Then,
 * in later turns: `head` once when the status line and headers are in, `body`
 * for each piece, `done` exactly once - also after http_cancel(), then with
 * ERR_CANCELLED in a later turn. After `done` the request is gone. Callbacks
 * may send and cancel requests, and may call http_close().
 *
 * A request whose `body` returns false ends with that err. The body of an
 * answer with a status of 300 and above is not handed to `body` but collected
 * up to HTTP_ERROR_SIZE (the rest is not read) and handed to `done` as
 * `error_body`; such a transfer is whole, so `err` is NULL.
 *
 * Kinds of err: ERR_UNREACHABLE (no connection, or it broke; the words say
 * which), ERR_DENIED (the socket's permissions), ERR_TIMED_OUT, ERR_CANCELLED,
 * ERR_MALFORMED (not HTTP), ERR_UNSUPPORTED (a TLS or ssh endpoint).
 *
 * An act (anything but GET and HEAD) is never sent twice by itself: it gets a
 * connection of its own, since one that was kept may just be closing. A unix
 * socket whose queue is full is tried again for some two seconds.
 *
 * Limits: see enum http_kind. RLIMIT_NOFILE is raised to its hard limit by
 * http_new(). No transfer is paused but by http_pause(): a client that does
 * not read its events slows the engine for everybody.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/err.h"
#include "base/str.h"
#include "loop/loop.h"
#include "net/endpoint.h"

#include <stdint.h>

#define HTTP_ERROR_SIZE ((size_t)64 << 10)
#define HTTP_CONNECT_MS 5000
#define HTTP_HEAD_MS 20000    /* until the head of a stream */
#define HTTP_CONTROL_MS 20000 /* whole control request */
#define HTTP_LIST_MS 60000    /* whole list */

enum http_kind {
    HTTP_CONTROL, /* small question, small answer: HTTP_CONTROL_MS */
    HTTP_LIST,    /* large answer: HTTP_LIST_MS */
    HTTP_ACT,     /* may take as long as the engine takes: timeout_ms or none */
    HTTP_STREAM,  /* no end, silent for hours: HTTP_HEAD_MS to its head only */
};

struct http_head {
    int status;
    /* Valid during the call; "" when the header was not there. */
    const char *server;
    const char *api_version;
    const char *os_type;
    const char *date;
    const char *content_type;
    bool is_podman; /* Libpod-Api-Version was there */
};

struct http_result {
    int status;     /* 0 when no answer came */
    uint64_t bytes; /* of the body */
    /* NULL: the transfer itself was whole; valid during the call. */
    const struct err *err;
    struct str error_body;
};

struct http_callbacks {
    void (*head)(void *data, const struct http_head *head); /* may be NULL */
    bool (*body)(void *data, struct str bytes,
                 struct err *err); /* may be NULL */
    void (*done)(void *data, const struct http_result *result);
};

struct http_spec {
    const char *method; /* static: "GET", "POST", "DELETE", "HEAD" */
    const char *path;   /* "/v1.41/containers/json?all=1", already escaped */
    enum http_kind kind;
    /* The whole answer, for streams its head, within this many ms of
     * http_send(), or ERR_TIMED_OUT. 0: by kind. */
    uint64_t timeout_ms;
    struct str body; /* sent as application/json; len 0: no body */
};

struct http;
struct http_request;

struct http *http_new(struct loop *loop, const struct endpoint *endpoint);
/* Cancels what is under way; their `done` still run, in later turns; then the
 * memory goes, so the loop has to run until it is empty (loop_run()) before
 * loop_free(). The http must not be used by its owner any more. NULL is fine.
 */
void http_close(struct http *http);

struct http_request *http_send(struct http *http, const struct http_spec *spec,
                               const struct http_callbacks *callbacks,
                               void *data);
/* Its callbacks run no more, but `done`. Harmless from inside its `done`. */
void http_cancel(struct http_request *request);

/* Stop reading the body for a while, or go on in a later turn. What was read
 * already may still come: one more call of `body` at most, or the rest of the
 * one that runs. An end that comes meanwhile is told after what came before
 * it; a break may be told at once, and then that is lost. For answers whose
 * sender can wait without others waiting for it. */
void http_pause(struct http_request *request, bool paused);

/* How many requests are under way, streams among them. */
size_t http_count(const struct http *http);
size_t http_stream_count(const struct http *http);

/* Append `text` with everything but [A-Za-z0-9._~-] as %XX. */
struct buf;
bool http_escape(struct buf *out, struct str text);

#endif
