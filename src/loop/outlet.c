#include "config.h"

#include "loop/outlet.h"

#include "base/mem.h"
#include "loop/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct outlet {
    int fd;
    int flags;           /* of the descriptor before */
    struct watch *watch; /* NULL: a file, which never waits */
    struct buf waiting;
    size_t sent; /* of it */
    bool is_waiting;
    bool is_broken;
    struct err err;
    void (*drained)(void *data);
    void *data;
};

/* Whether nothing is left, or nothing can be done. */
static bool
send_waiting(struct outlet *outlet)
{
    while (!outlet->is_broken && outlet->sent < outlet->waiting.len) {
        ssize_t sent = write(outlet->fd, outlet->waiting.at + outlet->sent,
                             outlet->waiting.len - outlet->sent);

        if (sent >= 0) {
            outlet->sent += (size_t)sent;
        } else if (errno == EAGAIN && outlet->watch) {
            return false;
        } else if (errno != EINTR) {
            outlet->is_broken = true;
            if (errno != EPIPE)
                (void)err_set_errno(&outlet->err, errno, "writing the output");
        }
    }
    buf_clear(&outlet->waiting);
    outlet->sent = 0;
    return true;
}

static void
writable(struct outlet *outlet)
{
    if (!send_waiting(outlet)) /* which says what is wrong */
        return;
    outlet->is_waiting = false;
    watch_set(outlet->watch, outlet->is_broken ? WATCH_NONE : WATCH_PEER);
    outlet->drained(outlet->data);
}

/* A pipe's end is an error. A socket's peer may only have stopped sending, and
 * reads on. */
static void
peer_ended(struct outlet *outlet, bool is_error)
{
    watch_set(outlet->watch, WATCH_NONE);
    if (!is_error)
        return;
    outlet->is_broken = true;
    outlet->drained(outlet->data);
}

static void
ready(void *data, int events)
{
    struct outlet *outlet = data;

    if (outlet->is_waiting)
        writable(outlet);
    else
        peer_ended(outlet, (events & WATCH_ERROR) != 0);
}

struct outlet *
outlet_new(struct loop *loop, int fd, void (*drained)(void *data), void *data)
{
    struct outlet *outlet = xcalloc(1, sizeof(*outlet));

    outlet->fd = fd;
    outlet->drained = drained;
    outlet->data = data;
    outlet->flags = fcntl(fd, F_GETFL);
    outlet->watch = watch_new(loop, fd, ready, outlet);
    if (outlet->watch)
        watch_set(outlet->watch, WATCH_PEER);
    buf_init(&outlet->waiting, OUTLET_LIMIT);
    return outlet;
}

void
outlet_free(struct outlet *outlet)
{
    if (!outlet)
        return;
    watch_free(outlet->watch);
    if (outlet->flags >= 0)
        (void)fcntl(outlet->fd, F_SETFL, outlet->flags);
    buf_release(&outlet->waiting);
    free(outlet);
}

struct buf *
outlet_room(struct outlet *outlet)
{
    return &outlet->waiting;
}

void
outlet_push(struct outlet *outlet)
{
    if (outlet->is_waiting || send_waiting(outlet))
        return;
    outlet->is_waiting = true;
    watch_set(outlet->watch, WATCH_WRITE);
}

bool
outlet_is_full(const struct outlet *outlet)
{
    return outlet->waiting.len - outlet->sent >= OUTLET_FULL;
}

bool
outlet_is_empty(const struct outlet *outlet)
{
    return outlet->sent == outlet->waiting.len;
}

bool
outlet_is_broken(const struct outlet *outlet)
{
    return outlet->is_broken;
}

const struct err *
outlet_error(const struct outlet *outlet)
{
    return &outlet->err;
}
