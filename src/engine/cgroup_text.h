/*
 * cgroup_text.h - what the kernel writes into the files of a control group and
 * into /proc, read into numbers.
 *
 * Sources: the kernel's Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst,
 * accounting/psi.rst, filesystems/proc.rst. Every function takes the whole
 * text of a file and returns false when it does not say what was asked for;
 * the numbers are left alone then.
 */
#ifndef ENGINE_CGROUP_TEXT_H
#define ENGINE_CGROUP_TEXT_H

#include "base/str.h"

#include <stdint.h>

/* "4096\n"; "max", of a limit, is UINT64_MAX. */
bool cgroup_number(struct str text, uint64_t *number);
/* The number behind `key` in lines of "key number". */
bool cgroup_member(struct str text, const char *key, uint64_t *number);

/* blkio.throttle.io_service_bytes: "8:0 Read 4096". */
bool cgroup_blkio(struct str text, uint64_t *read, uint64_t *written);
/* io.stat: "8:0 rbytes=4096 wbytes=0 rios=1". Both of them count nothing when
 * there was no traffic, which is no failure. */
bool cgroup_io(struct str text, uint64_t *read, uint64_t *written);

/* memory.pressure: microseconds of "some avg10=0.00 ... total=123". */
bool cgroup_pressure(struct str text, uint64_t *microseconds);
/* The first process of cgroup.procs. */
bool cgroup_first_process(struct str text, uint64_t *pid);

/* /proc/PID/net/dev: what came in and went out by the interfaces that the
 * engine has put there, as far as their names tell: neither `lo` nor what a
 * container makes itself (bridges and cables of an engine inside it) nor what
 * the kernel puts in every network. False when there is none. */
bool cgroup_network(struct str text, uint64_t *rx, uint64_t *tx);

/* /proc/stat: nanoseconds of all processors since boot, as the engine adds them
 * up for system_cpu_usage, and how many are online. */
bool cgroup_processors(struct str text, uint64_t *ns, uint32_t *online);
/* /proc/meminfo: bytes of "MemTotal: 123 kB". */
bool cgroup_memory_total(struct str text, uint64_t *bytes);

#endif
