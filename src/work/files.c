#include "config.h"

#include "work/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
descriptor_read(struct buf *text, int fd, const char *path, struct err *err)
{
    struct stat status;
    char chunk[16384];
    ssize_t got;

    if (fstat(fd, &status) != 0)
        return err_set_errno(err, errno, "looking at %s", path);
    if (!S_ISREG(status.st_mode))
        return err_set(err, "%s is no plain file", path);
    while ((got = read(fd, chunk, sizeof(chunk))) > 0)
        if (!buf_add(text, chunk, (size_t)got))
            return err_set_kind(err, ERR_LIMIT, "%s is larger than %zu bytes",
                                path, text->limit);
    return got == 0 || err_set_errno(err, errno, "reading %s", path);
}

bool
file_read(struct buf *text, const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool ok;

    if (fd < 0 && errno == ENOTDIR)
        return err_set_kind(err, ERR_MISSING, "opening %s: no such file", path);
    if (fd < 0)
        return err_set_errno(err, errno, "opening %s", path);
    ok = descriptor_read(text, fd, path, err);
    (void)close(fd);
    return ok;
}

static bool
file_write(const char *path, struct str text, struct err *err)
{
    int fd =
        open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    ssize_t written;
    int number;

    if (fd < 0)
        return err_set_errno(err, errno, "opening %s", path);
    do
        written = write(fd, text.at, text.len);
    while (written < 0 && errno == EINTR);
    number = errno;
    if (close(fd) != 0 && written >= 0) {
        number = errno;
        written = -1;
    }
    if (written < 0)
        return err_set_errno(err, number, "writing %s", path);
    if ((size_t)written < text.len)
        return err_set(err, "writing %s: the disk is full", path);
    return true;
}

bool
state_file_path(struct buf *out, const char *name, env_fn env, struct err *err)
{
    if (!places_state(out, env, err))
        return false;
    if (!buf_addf(out, "/%s", name))
        return err_set_kind(err, ERR_LIMIT, "its path is too long");
    return true;
}

bool
state_file_write(const char *name, struct str text, env_fn env, struct err *err)
{
    struct buf path = BUF_INIT(PLACE_LIMIT), fresh = BUF_INIT(PLACE_LIMIT + 16);
    bool is_begun = false, ok = false;

    if (!places_state(&fresh, env, err) || !places_make(fresh.at, err) ||
        !state_file_path(&path, name, env, err))
        goto out;
    (void)buf_addf(&fresh, "/%s.%ld", name, (long)getpid());
    is_begun = true;
    if (!file_write(buf_text(&fresh), text, err))
        goto out;
    ok = rename(buf_text(&fresh), buf_text(&path)) == 0 ||
         err_set_errno(err, errno, "renaming %s", buf_text(&fresh));
out:
    if (!ok && is_begun)
        (void)unlink(buf_text(&fresh));
    buf_release(&path);
    buf_release(&fresh);
    return ok;
}
