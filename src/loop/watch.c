#include "config.h"

#include "loop/watch.h"

#include "base/mem.h"
#include "loop/private.h"

#include <stdlib.h>

struct watch {
    uv_poll_t uv; /* first: loop_close_and_free() */
    struct loop *loop;
    int events; /* asked for now */
    void (*ready)(void *data, int events);
    void *data;
};

struct watch *
watch_new(struct loop *loop, int fd, void (*ready)(void *data, int events),
          void *data)
{
    struct watch *watch = xcalloc(1, sizeof(*watch));

    if (uv_poll_init(&loop->uv, &watch->uv, fd) < 0) {
        free(watch);
        return NULL;
    }
    watch->loop = loop;
    watch->ready = ready;
    watch->data = data;
    return watch;
}

void
watch_free(struct watch *watch)
{
    if (watch)
        loop_close_and_free((uv_handle_t *)&watch->uv);
}

static void
on_poll(uv_poll_t *uv, int status, int uv_events)
{
    struct watch *watch = (struct watch *)(void *)uv;
    int events = WATCH_NONE;

    loop_note_event(watch->loop);
    if (status < 0) {
        /* libuv has stopped the handle; watch_set() starts it again. */
        watch->events = WATCH_NONE;
        events |= WATCH_ERROR;
    }
    if (uv_events & UV_READABLE)
        events |= WATCH_READ;
    if (uv_events & UV_WRITABLE)
        events |= WATCH_WRITE;
    watch->ready(watch->data, events);
}

void
watch_set(struct watch *watch, int events)
{
    int uv_events = 0;

    if (events == watch->events)
        return;
    watch->events = events;
    if (events & WATCH_READ)
        uv_events |= UV_READABLE;
    if (events & WATCH_WRITE)
        uv_events |= UV_WRITABLE;
    if (events & WATCH_PEER)
        uv_events |= UV_DISCONNECT;
    if (uv_events == 0)
        (void)uv_poll_stop(&watch->uv);
    else
        (void)uv_poll_start(&watch->uv, uv_events, on_poll);
}
