/*
 * http_transport.h - curl's multi handle on our loop: its sockets become
 * watches and its time-outs one timer. Private to src/net/http*.c.
 *
 * What curl calls while it runs (head, body) is called from here; what must
 * not happen inside of that (adding and removing handles) is the caller's to
 * put off. When curl is done with a handle, the handle has been taken out
 * before `ended` hears of it; `settled` runs after the last `ended`, with
 * curl at rest, and may do anything but release the transport.
 */
#ifndef NET_HTTP_TRANSPORT_H
#define NET_HTTP_TRANSPORT_H

#include "base/list.h"
#include "loop/loop.h"

#include <curl/curl.h>

struct transport_callbacks {
    void (*ended)(void *data, CURL *easy, CURLcode code);
    void (*settled)(void *data);
};

struct transport {
    struct loop *loop;
    CURLM *multi;
    struct timer *timer;
    struct list sockets; /* struct transport_socket */
    uint64_t serial;     /* of the last socket */
    struct transport_callbacks callbacks;
    void *data;
    bool is_busy; /* curl or a callback is under way */
};

void transport_init(struct transport *transport, struct loop *loop,
                    const struct transport_callbacks *callbacks, void *data);
void transport_release(struct transport *transport);

CURLMcode transport_add(struct transport *transport, CURL *easy);
void transport_remove(struct transport *transport, CURL *easy);
/* How many connections may be open, in use or not, before curl closes idle
 * ones. */
void transport_keep(struct transport *transport, size_t most);
/* Let curl do what it can do now. */
void transport_run(struct transport *transport);

#endif
