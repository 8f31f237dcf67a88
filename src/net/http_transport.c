#include "config.h"

#include "net/http_transport.h"

#include "base/mem.h"
#include "loop/timer.h"
#include "loop/watch.h"

#include <stdlib.h>

/* A descriptor that curl wants to hear of: from the first time that curl
 * names it until curl says CURL_POLL_REMOVE, which is before it closes it. */
struct transport_socket {
    struct list link;
    struct transport *transport;
    curl_socket_t fd;
    uint64_t serial; /* as a descriptor's number is soon used again */
    struct watch *watch;
};

static void
reap(struct transport *transport)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(transport->multi, &left))) {
        /* The message is gone with the handle. */
        CURL *easy = message->easy_handle;
        CURLcode code = message->data.result;

        if (message->msg != CURLMSG_DONE)
            continue;
        curl_multi_remove_handle(transport->multi, easy);
        transport->callbacks.ended(transport->data, easy, code);
    }
    transport->callbacks.settled(transport->data);
}

static void
act(struct transport *transport, curl_socket_t fd, int events)
{
    int running;

    transport->is_busy = true;
    curl_multi_socket_action(transport->multi, fd, events, &running);
    reap(transport);
    transport->is_busy = false;
}

static bool
has_socket(const struct transport *transport, uint64_t serial)
{
    struct list *link = transport->sockets.next;

    for (; link != &transport->sockets; link = link->next) {
        if (LIST_OWNER(link, struct transport_socket, link)->serial == serial)
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
    struct transport_socket *socket = data;
    struct transport *transport = socket->transport;
    curl_socket_t fd = socket->fd;
    uint64_t serial = socket->serial;
    int mask = 0;

    if (events & (WATCH_READ | WATCH_ERROR))
        mask |= CURL_CSELECT_IN;
    if (events & (WATCH_WRITE | WATCH_ERROR))
        mask |= CURL_CSELECT_OUT;
    act(transport, fd, mask);
    if (events & WATCH_ERROR && has_socket(transport, serial))
        act(transport, fd, CURL_CSELECT_ERR);
}

static void
socket_free(struct transport_socket *socket)
{
    list_remove(&socket->link);
    watch_free(socket->watch);
    free(socket);
}

static struct transport_socket *
socket_new(struct transport *transport, curl_socket_t fd)
{
    struct transport_socket *socket = xcalloc(1, sizeof(*socket));

    socket->transport = transport;
    socket->fd = fd;
    socket->serial = ++transport->serial;
    list_init(&socket->link);
    socket->watch = watch_new(transport->loop, fd, socket_ready, socket);
    if (!socket->watch) {
        socket_free(socket);
        return NULL;
    }
    list_add_last(&transport->sockets, &socket->link);
    curl_multi_assign(transport->multi, fd, socket);
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
    struct transport *transport = data;
    struct transport_socket *socket = at;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (socket)
            socket_free(socket);
        curl_multi_assign(transport->multi, fd, NULL);
        return 0;
    }
    if (!socket)
        socket = socket_new(transport, fd);
    if (!socket)
        return -1;
    watch_set(socket->watch, events[what]);
    return 0;
}

static void
timer_fired(void *data)
{
    act(data, CURL_SOCKET_TIMEOUT, 0);
}

static int
on_timer(CURLM *multi, long timeout_ms, void *data)
{
    struct transport *transport = data;

    (void)multi;
    if (timeout_ms < 0)
        timer_stop(transport->timer);
    else
        timer_start(transport->timer, (uint64_t)timeout_ms, 0);
    return 0;
}

void
transport_init(struct transport *transport, struct loop *loop,
               const struct transport_callbacks *callbacks, void *data)
{
    CURLM *multi;

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        die("libcurl cannot be started");
    multi = curl_multi_init();
    if (!multi)
        die("out of memory");
    *transport = (struct transport){
        .loop = loop,
        .multi = multi,
        .timer = timer_new(loop, "curl", timer_fired, transport),
        .callbacks = *callbacks,
        .data = data,
    };
    list_init(&transport->sockets);
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, transport);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, transport);
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
}

/* curl still calls on_socket() and on_timer() while it closes. */
void
transport_release(struct transport *transport)
{
    curl_multi_cleanup(transport->multi);
    while (!list_is_empty(&transport->sockets))
        socket_free(
            LIST_OWNER(transport->sockets.next, struct transport_socket, link));
    timer_free(transport->timer);
    curl_global_cleanup();
}

CURLMcode
transport_add(struct transport *transport, CURL *easy)
{
    return curl_multi_add_handle(transport->multi, easy);
}

void
transport_remove(struct transport *transport, CURL *easy)
{
    curl_multi_remove_handle(transport->multi, easy);
}

void
transport_keep(struct transport *transport, size_t most)
{
    curl_multi_setopt(transport->multi, CURLMOPT_MAXCONNECTS, (long)most);
}

void
transport_run(struct transport *transport)
{
    act(transport, CURL_SOCKET_TIMEOUT, 0);
}
