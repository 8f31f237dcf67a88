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

/* It can be written, or the reader has gone. While bytes wait, write() says
 * what is wrong; a peer that only stopped sending (a socket's) is none that
 * went. */
static void
changed(void *data, int events)
{
    struct outlet *outlet = data;

    if (!outlet->is_waiting) {
        watch_set(outlet->watch, WATCH_NONE);
        outlet->is_broken |= (events & WATCH_ERROR) != 0;
    } else if (!send_waiting(outlet)) {
        return;
    } else {
        watch_set(outlet->watch, outlet->is_broken ? WATCH_NONE : WATCH_PEER);
        outlet->is_waiting = false;
    }
    outlet->drained(outlet->data);
}

struct outlet *
outlet_new(struct loop *loop, int fd, void (*drained)(void *data), void *data)
{
    struct outlet *outlet = xcalloc(1, sizeof(*outlet));

    outlet->fd = fd;
    outlet->drained = drained;
    outlet->data = data;
    outlet->flags = fcntl(fd, F_GETFL);
    outlet->watch = watch_new(loop, fd, changed, outlet);
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
