#include "config.h"

#include "work/save.h"

#include "base/buf.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define MEMORY ((size_t)4 << 20) /* more than a line */
/* Bytes that are written at once, and in a turn. */
#define PIECE ((size_t)64 << 10)
#define TURN ((size_t)1 << 20)

struct save {
    struct loop *loop;
    struct turn_hook hook;
    struct logbooks *books;
    struct tail *tail;
    uint64_t next; /* the line to be written next */
    struct buf waiting;
    int fd;
    char *path;
    uint64_t lines, bytes;
    bool is_over;
    struct save_owner owner;
};

bool
save_open_file(const char *path, bool replaces, int *fd, struct err *err)
{
    int how = replaces ? O_TRUNC : O_EXCL;

    *fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | how, 0600);
    if (*fd >= 0)
        return true;
    if (errno == EEXIST)
        return err_set_kind(err, ERR_CONFLICT, "%s is there already", path);
    return err_set_errno(err, errno, "writing %s", path);
}

static bool
write_waiting(struct save *save, struct err *err)
{
    size_t sent = 0;

    while (sent < save->waiting.len) {
        ssize_t n =
            write(save->fd, save->waiting.at + sent, save->waiting.len - sent);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return err_set_errno(err, n < 0 ? errno : ENOSPC, "writing %s",
                                 save->path);
        sent += (size_t)n;
    }
    save->bytes += sent;
    buf_clear(&save->waiting);
    return true;
}

/* Whether there is more than is written in a turn. */
static bool
take_lines(struct save *save, bool has_ended, bool *has_more, struct err *err)
{
    const struct logbook *book = tail_log(save->tail);
    uint64_t before = save->bytes;
    struct logbook_line line;

    *has_more = false;
    if (save->next < logbook_first(book))
        save->next = logbook_first(book);
    while (logbook_line_at(book, save->next, &line) &&
           (!line.is_open || has_ended)) {
        save->next++;
        if (line.kind == LOGBOOK_SEAM)
            continue;
        (void)buf_add_str(&save->waiting, line.text);
        (void)buf_add_char(&save->waiting, '\n');
        save->lines++;
        if (save->waiting.len >= PIECE && !write_waiting(save, err))
            return false;
        if (save->bytes - before >= TURN) {
            *has_more = true;
            return true;
        }
    }
    return write_waiting(save, err);
}

static void
end(struct save *save, const struct err *err)
{
    save->is_over = true;
    (void)close(save->fd);
    if (err)
        (void)unlink(save->path);
    save->owner.done(save->owner.data, err);
}

static void
go_on(void *data)
{
    struct save *save = data;
    enum tail_state state = tail_state(save->tail);
    bool has_ended = state == TAIL_ENDED;
    uint64_t before = save->lines;
    bool has_more;
    struct err err = ERR_INIT;

    if (save->is_over)
        return;
    if (state == TAIL_FAILED || state == TAIL_BROKEN) {
        err = *tail_error(save->tail);
        end(save, &err);
        return;
    }
    if (!take_lines(save, has_ended, &has_more, &err)) {
        end(save, &err);
        return;
    }
    if (save->lines != before)
        save->owner.changed(save->owner.data);
    if (has_ended && !has_more) {
        end(save, NULL);
        return;
    }
    tail_hold(save->tail, save->next);
    if (has_more)
        loop_wake(save->loop);
}

struct save *
save_new(struct loop *loop, struct fleet *fleet, const struct ref *ref,
         const char *path, int fd, const struct save_owner *owner)
{
    const struct tail_window window = {.lines = TAIL_ALL, .ends = true};
    struct save *save = xcalloc(1, sizeof(*save));

    save->loop = loop;
    save->fd = fd;
    save->path = xstrdup(path);
    save->owner = *owner;
    save->next = 1;
    save->books = logbooks_new(MEMORY);
    buf_init(&save->waiting, PIECE + LOGBOOK_LINE_MAX + 1);
    save->tail =
        tail_open_window(loop, fleet_store(fleet), fleet_engine(fleet, ref),
                         save->books, ref, &window);
    tail_hold(save->tail, save->next);
    loop_add_hook(loop, &save->hook, go_on, save);
    return save;
}

void
save_free(struct save *save)
{
    if (!save)
        return;
    if (!save->is_over) {
        (void)close(save->fd);
        (void)unlink(save->path);
    }
    loop_remove_hook(&save->hook);
    tail_close(save->tail);
    logbooks_free(save->books);
    buf_release(&save->waiting);
    free(save->path);
    free(save);
}

uint64_t
save_lines(const struct save *save)
{
    return save->lines;
}

uint64_t
save_bytes(const struct save *save)
{
    return save->bytes;
}
