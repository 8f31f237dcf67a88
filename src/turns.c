#include "config.h"

#include "turns.h"

#include "base/mem.h"
#include "base/str.h"
#include "loop/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LINE_SIZE 160

struct turns {
    int fd;
    struct watch *watch;  /* NULL: a file, which never is behind */
    char line[LINE_SIZE]; /* on its way */
    size_t len, written;
    char next[LINE_SIZE]; /* the newest that waits, or "" */
};

/* Make the newest line the one on its way; false when there is none. */
static bool
take_next(struct turns *turns)
{
    if (!turns->next[0])
        return false;
    turns->len = strlen(turns->next);
    turns->written = 0;
    memcpy(turns->line, turns->next, turns->len + 1);
    turns->next[0] = '\0';
    return true;
}

/* Write what is there; true when nothing waits any more. */
static bool
flush(struct turns *turns)
{
    while (turns->written < turns->len || take_next(turns)) {
        ssize_t count = write(turns->fd, turns->line + turns->written,
                              turns->len - turns->written);

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno != EAGAIN; /* the reader has gone: nobody to tell */
        turns->written += (size_t)count;
    }
    return true;
}

static void
ready(void *data, int events)
{
    struct turns *turns = data;

    (void)events;
    if (flush(turns))
        watch_set(turns->watch, WATCH_NONE);
}

struct turns *
turns_new(struct loop *loop, const char *fd, struct err *err)
{
    struct turns *turns;
    unsigned long long number;
    int flags;

    if (!str_to_u64(str_of(fd), &number) || number > 1 << 20 ||
        (flags = fcntl((int)number, F_GETFL)) < 0 ||
        (flags & O_ACCMODE) == O_RDONLY) {
        err_set_kind(err, ERR_USAGE,
                     "BAYPLAN_SYNC: '%s' is no descriptor to write to", fd);
        return NULL;
    }
    (void)fcntl((int)number, F_SETFL, flags | O_NONBLOCK);
    turns = xcalloc(1, sizeof(*turns));
    turns->fd = (int)number;
    turns->watch = watch_new(loop, turns->fd, ready, turns);
    return turns;
}

void
turns_free(struct turns *turns)
{
    if (!turns)
        return;
    watch_free(turns->watch);
    free(turns);
}

void
turns_say(struct turns *turns, const struct turn_numbers *numbers)
{
    if (!turns)
        return;
    (void)snprintf(turns->next, LINE_SIZE,
                   "turn %" PRIu64 " frame %" PRIu64
                   " jobs %zu requests %zu marks %zu\n",
                   numbers->turn, numbers->frame, numbers->jobs,
                   numbers->requests, numbers->marks);
    if (!flush(turns) && turns->watch)
        watch_set(turns->watch, WATCH_WRITE);
}
