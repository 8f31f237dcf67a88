#include "config.h"

#include "engine/cgroup_reader.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "engine/cgroup_files.h"
#include "engine/cgroup_text.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define NO_FILE (-1)   /* not open */
#define NOT_THERE (-2) /* there is no such file, or it cannot be read */
#define MOST_KEPT (CGROUP_QUICK_FILES + 1) /* and the network's */

struct cgroup_reader {
    char *id;
    struct cgroup_facts facts;
    struct cgroup_layout own;           /* when it is not the host's rule */
    const struct cgroup_layout *layout; /* NULL: closed */
    bool keeps;                         /* its descriptors */
    unsigned reads;                     /* counted to CGROUP_SLOW */
    int fds[CGROUP_FILES];
    int network;
    struct cgroup_counts counts; /* those of slow files stay in it */
};

struct cgroup_reader *
cgroup_reader_new(const char *id)
{
    struct cgroup_reader *reader = xcalloc(1, sizeof(*reader));

    reader->id = xstrdup(id);
    for (size_t i = 0; i < CGROUP_FILES; i++)
        reader->fds[i] = NO_FILE;
    reader->network = NO_FILE;
    return reader;
}

static void
close_fd(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = NO_FILE;
}

static void
close_reader(struct cgroup_reader *reader, struct cgroup_host *host)
{
    for (size_t i = 0; i < CGROUP_FILES; i++)
        close_fd(&reader->fds[i]);
    close_fd(&reader->network);
    if (reader->keeps)
        host->kept -= MOST_KEPT;
    reader->keeps = false;
    reader->layout = NULL;
    reader->counts = (struct cgroup_counts){.memory = 0};
}

void
cgroup_reader_free(struct cgroup_reader *reader, struct cgroup_host *host)
{
    if (!reader)
        return;
    close_reader(reader, host);
    cgroup_layout_release(&reader->own);
    free(reader->id);
    free(reader);
}

void
cgroup_reader_set(struct cgroup_reader *reader,
                  const struct cgroup_facts *facts)
{
    reader->facts = *facts;
    reader->reads = 0;
    close_fd(&reader->network);
}

/* ---- finding the group ---- */

/* The first that is found by its process is the rule for others. */
static void
use_layout(struct cgroup_reader *reader, struct cgroup_host *host,
           struct cgroup_layout *learnt)
{
    if (!host->has_rule) {
        host->rule = *learnt;
        host->has_rule = true;
        reader->layout = &host->rule;
    } else if (cgroup_layout_equal(learnt, &host->rule)) {
        cgroup_layout_release(learnt);
        reader->layout = &host->rule;
    } else {
        cgroup_layout_release(&reader->own);
        reader->own = *learnt;
        reader->layout = &reader->own;
    }
}

static bool
learn_layout(struct cgroup_reader *reader, struct cgroup_host *host,
             struct err *err)
{
    struct cgroup_layout learnt;
    struct str text;

    if (reader->facts.pid == 0)
        return err_set_kind(err, ERR_MISSING, "no process of it is known");
    cgroup_host_set_proc(host, reader->facts.pid, "cgroup");
    if (!cgroup_host_read_path(host, &text))
        return err_set_errno(err, errno, "%s", buf_text(&host->path));
    if (!cgroup_layout_learn(&learnt, &host->mounts, host->root, text,
                             reader->id, err))
        return err_while(err, "%s", buf_text(&host->path));
    use_layout(reader, host, &learnt);
    return true;
}

/* From its process, else by what was learnt of it or of another before. */
static bool
open_reader(struct cgroup_reader *reader, struct cgroup_host *host,
            struct err *err)
{
    struct err why = ERR_INIT;

    if (!learn_layout(reader, host, &why)) {
        reader->facts.pid = 0; /* it was one of an earlier run */
        if (reader->own.places[CGROUP_CPUACCT].before)
            reader->layout = &reader->own;
        else if (host->has_rule)
            reader->layout = &host->rule;
        else
            return err_copy(err, &why);
    }
    reader->reads = 0;
    if (host->kept + MOST_KEPT <= host->most_kept) {
        host->kept += MOST_KEPT;
        reader->keeps = true;
    }
    return true;
}

/* ---- its files ---- */

static bool
is_gone(int number)
{
    return number == ENOENT || number == ENODEV || number == ESRCH;
}

/* False with errno. */
static bool
read_file(struct cgroup_reader *reader, struct cgroup_host *host,
          const struct cgroup_file *file, int *fd, struct str *text)
{
    if (*fd >= 0)
        return cgroup_host_read(host, *fd, text);
    errno = ENOENT;
    if (!cgroup_path(&host->path, reader->layout, file->controller, reader->id,
                     file->name))
        return false;
    if (!reader->keeps || file->is_slow)
        return cgroup_host_read_path(host, text);
    *fd = cgroup_host_open(host);
    return *fd >= 0 && cgroup_host_read(host, *fd, text);
}

/* One that could be read before and is gone tells that the whole group is. */
static bool
take_file(struct cgroup_reader *reader, struct cgroup_host *host, size_t index,
          struct err *err)
{
    const struct cgroup_file *file = &cgroup_files[index];
    int *fd = &reader->fds[index];
    bool was_open = *fd >= 0;
    struct str text;

    if (read_file(reader, host, file, fd, &text)) {
        if (file->take(&reader->counts, text))
            return true;
        if (file->is_needed)
            return err_set_kind(err, ERR_MALFORMED, "%s tells no number",
                                file->name);
    } else if (file->is_needed || (was_open && is_gone(errno))) {
        if (errno == ENODEV || errno == ESRCH)
            errno = ENOENT;
        return err_set_errno(err, errno, "%s", file->name);
    }
    close_fd(fd);
    *fd = NOT_THERE;
    return true;
}

static bool
read_files(struct cgroup_reader *reader, struct cgroup_host *host,
           struct err *err)
{
    bool is_slow_due = reader->reads == 0;

    assert(reader->layout);
    for (size_t i = 0; i < CGROUP_FILES; i++) {
        const struct cgroup_file *file = &cgroup_files[i];
        const struct cgroup_place *place =
            &reader->layout->places[file->controller];

        if (!place->before || place->is_v2 != file->is_v2 ||
            reader->fds[i] == NOT_THERE || (file->is_slow && !is_slow_due))
            continue;
        if (!take_file(reader, host, i, err))
            return false;
    }
    reader->reads = (reader->reads + 1) % CGROUP_SLOW;
    return true;
}

/* ---- its network ---- */

/* A process that is in the group now; 0: none. */
static uint64_t
find_process(struct cgroup_reader *reader, struct cgroup_host *host)
{
    uint64_t pid;
    struct str text;

    if (!cgroup_path(&host->path, reader->layout, CGROUP_CPUACCT, reader->id,
                     "cgroup.procs") ||
        !cgroup_host_read_path(host, &text) ||
        !cgroup_first_process(text, &pid))
        return 0;
    return pid;
}

/* The process is asked whose it is after its file was opened: before, another
 * one could take its number in between. */
static bool
open_network(struct cgroup_reader *reader, struct cgroup_host *host)
{
    struct cgroup_facts *facts = &reader->facts;
    bool is_shared = *facts->network_id != '\0';
    const char *id = is_shared ? facts->network_id : reader->id;
    uint64_t *pid = is_shared ? &facts->network_pid : &facts->pid;
    struct str text;

    if (*pid == 0 && !is_shared)
        *pid = find_process(reader, host);
    if (*pid == 0)
        return false;
    cgroup_host_set_proc(host, *pid, "net/dev");
    reader->network = cgroup_host_open(host);
    cgroup_host_set_proc(host, *pid, "cgroup");
    if (reader->network >= 0 && cgroup_host_read_path(host, &text) &&
        cgroup_names(text, id))
        return true;
    close_fd(&reader->network);
    *pid = 0;
    return false;
}

static void
read_network(struct cgroup_reader *reader, struct cgroup_host *host)
{
    struct sample *sample = &reader->counts.sample;
    struct str text;

    sample->has_network = false;
    if (!reader->facts.has_network ||
        (reader->network < 0 && !open_network(reader, host)))
        return;
    sample->has_network =
        cgroup_host_read(host, reader->network, &text) &&
        cgroup_network(text, &sample->network_rx, &sample->network_tx);
    if (!reader->keeps)
        close_fd(&reader->network);
}

/* ------------------------------------------------------------------------- */

static void
fill_sample(const struct cgroup_counts *counts, const struct cgroup_host *host,
            struct sample *sample)
{
    *sample = counts->sample;
    sample->read = timestamp_now();
    sample->has_cpu = true;
    sample->cpu_system = host->cpu_system;
    sample->cpu_online = host->cpu_online;
    sample->memory = counts->memory;
    if (counts->memory_cache < sample->memory)
        sample->memory -= counts->memory_cache;
    if (sample->memory_limit > host->memory_total)
        sample->memory_limit = host->memory_total;
}

bool
cgroup_reader_read(struct cgroup_reader *reader, struct cgroup_host *host,
                   struct sample *sample, struct err *err)
{
    bool was_open = reader->layout != NULL;
    struct err why = ERR_INIT;

    if (!was_open && !open_reader(reader, host, err))
        return false;
    if (!read_files(reader, host, &why)) {
        close_reader(reader, host);
        /* It may have been started again since. */
        if (was_open && why.kind == ERR_MISSING)
            return cgroup_reader_read(reader, host, sample, err);
        return err_copy(err, &why);
    }
    read_network(reader, host);
    fill_sample(&reader->counts, host, sample);
    return true;
}
