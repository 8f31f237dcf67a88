/*
 * http_request.h - one request as curl sees it. Private to src/net/http*.c.
 *
 * A request is in exactly one list of its http: `waiting` to be started,
 * `running` in curl's hands, `ended` with its result known, or `cancelled`.
 * Only http.c moves it and only http.c calls `done`; the functions here are
 * what curl calls while the request runs.
 */
#ifndef NET_HTTP_REQUEST_H
#define NET_HTTP_REQUEST_H

#include "base/buf.h"
#include "base/list.h"
#include "net/http.h"

#include <curl/curl.h>

/* The headers that struct http_head hands on. One that does not fit ends the
 * request with ERR_LIMIT. */
struct head_values {
    char server[256];
    char api_version[32];
    char os_type[32];
    char date[64];
    char content_type[256];
    bool is_podman;
};

struct http_request {
    struct list link;
    struct http *http;
    CURL *easy;
    const struct endpoint *endpoint; /* the http's */

    const char *method;
    char *path;
    enum http_kind kind;
    struct http_callbacks callbacks;
    void *data;

    uint64_t sent_at;
    uint64_t start_at; /* while waiting: not before this */
    uint64_t deadline; /* 0: none */
    uint64_t timeout_ms;
    unsigned tries;
    int socket_errno; /* why there was no socket; 0 */
    bool is_in_curl;
    bool is_cancelled; /* or done: nothing may be called but `done` */
    bool is_paused;    /* by its owner */
    bool is_held;      /* curl keeps a piece that came meanwhile */

    size_t head_size;
    bool has_head;
    int status;
    uint64_t bytes;
    struct head_values values;
    struct buf error_body;
    bool is_cut; /* the error's body went on after HTTP_ERROR_SIZE */

    bool has_failed;
    struct err err;
};

/* `headers`: see request_headers(); must outlive the request. */
struct http_request *request_new(const struct endpoint *endpoint,
                                 const struct http_spec *spec,
                                 const struct http_callbacks *callbacks,
                                 void *data, struct curl_slist *headers);
void request_free(struct http_request *request);

/* Header lines of a request with or without a body. */
struct curl_slist *request_headers(bool has_body);

/* What curl's `code` means for the request: fills `has_failed` and `err`. */
void request_judge(struct http_request *request, CURLcode code);
void request_time_out(struct http_request *request);

/* The errno behind a connection that was not made; 0 when unknown. */
int request_errno(const struct http_request *request, CURLcode code);

#endif
