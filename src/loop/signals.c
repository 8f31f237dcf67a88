#include "config.h"

#include "loop/signals.h"

#include "base/mem.h"
#include "loop/private.h"

struct signal_watch {
    uv_signal_t uv; /* first: loop_close_and_free() */
    struct loop *loop;
    void (*caught)(void *data, int number);
    void *data;
};

static void
on_signal(uv_signal_t *uv, int number)
{
    struct signal_watch *watch = (struct signal_watch *)(void *)uv;

    loop_note_event(watch->loop);
    watch->caught(watch->data, number);
}

struct signal_watch *
signal_watch_new(struct loop *loop, int number,
                 void (*caught)(void *data, int number), void *data)
{
    struct signal_watch *watch = xcalloc(1, sizeof(*watch));
    int rc = uv_signal_init(&loop->uv, &watch->uv);

    if (rc == 0)
        rc = uv_signal_start(&watch->uv, on_signal, number);
    if (rc < 0)
        die("cannot watch signal %d: %s", number, uv_strerror(rc));
    watch->loop = loop;
    watch->caught = caught;
    watch->data = data;
    return watch;
}

void
signal_watch_free(struct signal_watch *watch)
{
    if (watch)
        loop_close_and_free((uv_handle_t *)&watch->uv);
}
