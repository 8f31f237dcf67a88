#include "config.h"

#include "engine/cgroup_host.h"

#include "base/mem.h"
#include "engine/cgroup_text.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Less than half a page at once is the end of a file. */
#define SHORT 2048

/* A kernel's file comes whole, or in pieces of a page where it is long. */
bool
cgroup_host_read(struct cgroup_host *host, int fd, struct str *text)
{
    size_t len = 0;

    while (len < sizeof(host->text)) {
        ssize_t got =
            pread(fd, host->text + len, sizeof(host->text) - len, (off_t)len);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        len += (size_t)got;
        if (got < SHORT)
            break;
    }
    *text = str_make(host->text, len);
    return true;
}

int
cgroup_host_open(struct cgroup_host *host)
{
    return open(buf_text(&host->path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

bool
cgroup_host_read_path(struct cgroup_host *host, struct str *text)
{
    int fd = cgroup_host_open(host), why;
    bool is_read;

    if (fd < 0)
        return false;
    is_read = cgroup_host_read(host, fd, text);
    why = errno;
    (void)close(fd);
    errno = why;
    return is_read;
}

void
cgroup_host_set_proc(struct cgroup_host *host, uint64_t pid, const char *name)
{
    buf_clear(&host->path);
    (void)buf_addf(&host->path, "%s/proc/", host->root);
    if (pid > 0)
        (void)buf_addf(&host->path, "%" PRIu64 "/", pid);
    (void)buf_add_text(&host->path, name);
}

struct cgroup_host *
cgroup_host_new(const char *root, size_t most_kept)
{
    struct cgroup_host *host = xcalloc(1, sizeof(*host));

    host->root = xstrdup(root);
    host->most_kept = most_kept;
    host->memory_total = UINT64_MAX;
    host->stat = -1;
    buf_init(&host->path, CGROUP_PATH_SIZE);
    return host;
}

void
cgroup_host_free(struct cgroup_host *host)
{
    if (!host)
        return;
    assert(host->kept == 0);
    if (host->stat >= 0)
        (void)close(host->stat);
    cgroup_mounts_release(&host->mounts);
    cgroup_layout_release(&host->rule);
    buf_release(&host->path);
    free(host->root);
    free(host);
}

/* The table of mounts has a line per container and more; it is read once. */
static bool
look_at_mounts(struct cgroup_host *host, struct err *err)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    FILE *file;

    cgroup_host_set_proc(host, 0, "self/mountinfo");
    file = fopen(buf_text(&host->path), "re");
    if (!file)
        return err_set_errno(err, errno, "%s", buf_text(&host->path));
    while ((len = getline(&line, &size, file)) > 0)
        cgroup_mounts_add(&host->mounts, str_make(line, (size_t)len));
    free(line);
    (void)fclose(file);
    host->knows_mounts = true;
    return true;
}

static void
look_at_memory(struct cgroup_host *host)
{
    struct str text;

    cgroup_host_set_proc(host, 0, "meminfo");
    if (cgroup_host_read_path(host, &text))
        (void)cgroup_memory_total(text, &host->memory_total);
}

bool
cgroup_host_look(struct cgroup_host *host, struct err *err)
{
    struct str text;

    if (!host->knows_mounts) {
        if (!look_at_mounts(host, err))
            return false;
        look_at_memory(host);
    }
    if (host->stat < 0) {
        cgroup_host_set_proc(host, 0, "stat");
        host->stat = cgroup_host_open(host);
    }
    if (host->stat < 0 || !cgroup_host_read(host, host->stat, &text))
        return err_set_errno(err, errno, "/proc/stat");
    if (!cgroup_processors(text, &host->cpu_system, &host->cpu_online))
        return err_set_kind(err, ERR_MALFORMED,
                            "/proc/stat tells nothing of processors");
    return true;
}
