/*
 * cgroup_host.h - this machine: where its control groups are mounted, what its
 * processors did, how much memory it has; and reading the kernel's files.
 *
 * Plain data with descriptors, made for a worker: it knows no loop, and one
 * thread has it at a time.
 */
#ifndef ENGINE_CGROUP_HOST_H
#define ENGINE_CGROUP_HOST_H

#include "engine/cgroup.h"

#include <stdint.h>

#define CGROUP_TEXT_SIZE                                                       \
    ((size_t)1 << 16) /* of a file; the rest is left out                       \
                       */

struct cgroup_host {
    char *root; /* stands in front of all paths; "" usually */
    struct cgroup_mounts mounts;
    bool knows_mounts;
    /* Where the first container was found by its process: how others are found
     * without one. */
    struct cgroup_layout rule;
    bool has_rule;
    uint64_t memory_total; /* bytes; UINT64_MAX: not known */
    uint64_t cpu_system;   /* as in struct sample */
    uint32_t cpu_online;
    int stat;               /* /proc/stat; -1: not open */
    size_t kept, most_kept; /* descriptors of containers that stay open */
    struct buf path;        /* of the file that is read */
    char text[CGROUP_TEXT_SIZE];
};

struct cgroup_host *cgroup_host_new(const char *root, size_t most_kept);
/* All readers of it are freed before. */
void cgroup_host_free(struct cgroup_host *host);
/* Look at the processors, for the reads that follow. */
bool cgroup_host_look(struct cgroup_host *host, struct err *err);

/* All that a file has to say now, valid until the next is read. False with
 * errno. */
bool cgroup_host_read(struct cgroup_host *host, int fd, struct str *text);
/* The same of the file at host->path, open only for this. */
bool cgroup_host_read_path(struct cgroup_host *host, struct str *text);
/* The file at host->path, or -1 with errno. */
int cgroup_host_open(struct cgroup_host *host);
/* host->path becomes that of /proc/PID/NAME, or of /proc/NAME for pid 0. */
void cgroup_host_set_proc(struct cgroup_host *host, uint64_t pid,
                          const char *name);

#endif
