#include "config.h"

#include "work/savefile.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OWN_NAME "bayplan-log.XXXXXX"
#define PART_END ".part"

/* ---- opening ------------------------------------------------------------ */

static bool
may_be_written(const char *path, bool replaces, struct err *err)
{
    struct stat info;

    if (stat(path, &info) != 0)
        return errno == ENOENT || err_set_errno(err, errno, "writing %s", path);
    if (!S_ISREG(info.st_mode))
        return err_set(err, "%s is no plain file", path);
    if (!replaces)
        return err_set_kind(err, ERR_CONFLICT, "%s is there already", path);
    return true;
}

bool
savefile_open(struct savefile *file, const char *path, bool replaces,
              struct err *err)
{
    char resolved[PATH_MAX], part[SAVEFILE_PATH];
    int len;

    *file = (struct savefile){.fd = -1, .replaces = replaces};
    if (!may_be_written(path, replaces, err))
        return false;
    if (!realpath(path, resolved))
        (void)snprintf(resolved, sizeof(resolved), "%s", path);
    len = snprintf(part, sizeof(part), "%s.XXXXXX" PART_END, resolved);
    if (len < 0 || (size_t)len >= sizeof(part))
        return err_set(err, "that name is too long");
    file->fd = mkostemps(part, (int)strlen(PART_END), O_CLOEXEC);
    if (file->fd < 0)
        return err_set_errno(err, errno, "writing %s", path);
    file->path = xstrdup(resolved);
    file->part = xstrdup(part);
    return true;
}

static bool
open_own_in(struct savefile *file, const char *folder)
{
    char path[SAVEFILE_PATH];

    if (!folder || folder[0] != '/')
        return false;
    (void)snprintf(path, sizeof(path), "%s/" OWN_NAME, folder);
    file->fd = mkostemp(path, O_CLOEXEC);
    if (file->fd >= 0)
        file->path = xstrdup(path);
    return file->fd >= 0;
}

/* /tmp is memory in many a place, and a log may be longer than that. */
bool
savefile_open_own(struct savefile *file, struct err *err)
{
    const char *const folders[] = {getenv("TMPDIR"), "/var/tmp", "/tmp"};

    *file = (struct savefile){.fd = -1};
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
        if (open_own_in(file, folders[i]))
            return true;
    return err_set_errno(err, errno, "making a file for the command");
}

/* ---- writing ------------------------------------------------------------ */

bool
savefile_write(struct savefile *file, const char *at, size_t len,
               struct err *err)
{
    while (len > 0) {
        ssize_t n = write(file->fd, at, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return err_set_errno(err, n < 0 ? errno : ENOSPC, "writing %s",
                                 file->path);
        at += n;
        len -= (size_t)n;
    }
    return true;
}

/* Another one may have got the name meanwhile: link() does not replace it. File
 * systems without links have no such safety. */
static bool
give_name(const struct savefile *file)
{
    if (!file->replaces) {
        if (link(file->part, file->path) == 0)
            return unlink(file->part) == 0;
        if (errno == EEXIST)
            return false;
    }
    return rename(file->part, file->path) == 0;
}

static void
drop(struct savefile *file)
{
    if (file->fd >= 0)
        (void)close(file->fd);
    file->fd = -1;
    if (file->path)
        (void)unlink(file->part ? file->part : file->path);
}

bool
savefile_keep(struct savefile *file, struct err *err)
{
    /* A disk across a network may be full only now. */
    int rc = close(file->fd);

    file->fd = -1;
    if (rc == 0 && (!file->part || give_name(file))) {
        free(file->part);
        free(file->path);
        file->path = file->part = NULL;
        return true;
    }
    (void)err_set_errno(err, errno, "writing %s", file->path);
    drop(file);
    return false;
}

void
savefile_release(struct savefile *file)
{
    drop(file);
    free(file->part);
    free(file->path);
    *file = (struct savefile){.fd = -1};
}
