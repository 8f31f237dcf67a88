/*
 * cgroup_reader.h - samples of a container out of the kernel's files, without
 * the engine.
 *
 * The counters are those that the engine reads itself, so a sample equals the
 * one of GET /containers/{id}/stats, but for the time between the two; and it
 * knows what that does not tell: OOM kills and memory pressure. What the kernel
 * has no file for, or keeps from us, is not known in the sample.
 *
 * Identity is checked at each open: the path of a group has the container's
 * full id in it, and a process is asked for its groups before its network is
 * believed. Files stay open and are read again by pread() until the host keeps
 * as many as it may; further readers open and close. Measured on kernel 6.18,
 * microseconds a container: 8 by pread and 37 anew in a loop, 28 and 96 in the
 * program once a second, when nothing is in the processor's caches. Of the 8,
 * memory.stat takes 3.3 and net/dev 1.7, so nothing is gained by reading fewer
 * files of rows that nobody sees. A group that went away answers ENODEV for
 * ever, also when another one of the same path came; then it is looked for
 * again. Limits and what the kernel counts seldom are read each CGROUP_SLOW
 * reads, and when the engine says something new of the container.
 *
 * An open network file keeps the whole network of a dead container alive. So
 * the reader of a container that ended is to be freed soon, and none may be
 * kept while the program is stopped.
 */
#ifndef ENGINE_CGROUP_READER_H
#define ENGINE_CGROUP_READER_H

#include "engine/cgroup_host.h"
#include "engine/container.h"
#include "engine/sample.h"

#define CGROUP_SLOW 10

struct cgroup_reader;

/* What the engine says of a container. */
struct cgroup_facts {
    uint64_t pid; /* of its first process; 0: not known */
    /* Whether it has a network of its own or another container's; what goes
     * through the host's is not told, as the engine does not either. */
    bool has_network;
    /* Of the one whose network it shares; "": its own. Where that one was
     * started again, it has another network than what shares the old one; the
     * engine tells the new one's numbers of both. */
    char network_id[CONTAINER_ID_LEN + 1];
    uint64_t network_pid; /* its first process */
};

struct cgroup_reader *cgroup_reader_new(const char *id);
void cgroup_reader_free(struct cgroup_reader *reader, struct cgroup_host *host);
void cgroup_reader_set(struct cgroup_reader *reader,
                       const struct cgroup_facts *facts);
/* ERR_MISSING: there is no such group (any more, yet). ERR_CONFLICT: the
 * process of that number is not the container's. */
bool cgroup_reader_read(struct cgroup_reader *reader, struct cgroup_host *host,
                        struct sample *sample, struct err *err);

#endif
