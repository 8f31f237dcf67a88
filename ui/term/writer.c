/*
 * writer.c - non-blocking bytes.
 */
#include "config.h"

#include "ui/term/writer.h"

#include <errno.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

void
writer_init(struct writer *writer, int fd)
{
    *writer = (struct writer){.fd = fd};
    buf_init(&writer->waiting, WRITER_LIMIT);
}

void
writer_release(struct writer *writer)
{
    buf_release(&writer->waiting);
}

struct buf *
writer_room(struct writer *writer)
{
    return &writer->waiting;
}

static void
drop(struct writer *writer)
{
    buf_clear(&writer->waiting);
    writer->sent = 0;
}

bool
writer_push(struct writer *writer)
{
    while (!writer->is_broken && !writer_is_empty(writer)) {
        ssize_t sent = write(writer->fd, writer->waiting.at + writer->sent,
                             writer->waiting.len - writer->sent);

        if (sent > 0) {
            writer->sent += (size_t)sent;
            writer->total += (uint64_t)sent;
        } else if (sent == 0 || errno == EAGAIN) {
            return true;
        } else if (errno != EINTR) {
            writer->is_broken = true;
        }
    }
    drop(writer);
    return !writer->is_broken;
}

bool
writer_is_empty(const struct writer *writer)
{
    return writer->sent == writer->waiting.len;
}

static int64_t
milliseconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
writer_finish(struct writer *writer, int ms)
{
    int64_t deadline = milliseconds() + ms;

    while (writer_push(writer) && !writer_is_empty(writer)) {
        struct pollfd writable = {.fd = writer->fd, .events = POLLOUT};
        int64_t left = deadline - milliseconds();

        if (left <= 0 || (poll(&writable, 1, (int)left) <= 0 && errno != EINTR))
            break;
    }
    drop(writer);
}
