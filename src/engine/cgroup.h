/*
 * cgroup.h - where the control groups of an engine's containers are on this
 * machine.
 *
 * A container's full id stands in the path of its control groups, whatever the
 * engine, the cgroup driver, the version of the kernel's interface and the
 * parent are:
 *
 *   /docker/ID                                       cgroupfs
 *   /system.slice/docker-ID.scope                    systemd
 *   /user.slice/user-1000.slice/user@1000.service/user.slice/docker-ID.scope
 *   /machine.slice/libpod-ID.scope/container         Podman
 *   /PARENT/ID                                       --cgroup-parent
 *
 * The container's group is the one whose name has the id, not one below it in
 * which its first process may be. /proc/PID/cgroup tells the path in each
 * hierarchy, and that the process belongs to this container: a process of that
 * number on another machine, or one that came later, has another path.
 * /proc/self/mountinfo tells where hierarchies are mounted. Put together they
 * are a layout, a rule by which the groups of other containers are found by
 * their id alone, unless those have a parent of their own.
 *
 * A controller may be in a hierarchy of version 1 or in the one of version 2
 * (on a hybrid system both are there); so each has a place of its own.
 */
#ifndef ENGINE_CGROUP_H
#define ENGINE_CGROUP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define CGROUP_MOUNTS 64 /* most that are looked at */
#define CGROUP_PATH_SIZE ((size_t)4096)

enum cgroup_controller {
    CGROUP_CPU,
    CGROUP_CPUACCT, /* in version 2 part of cpu */
    CGROUP_MEMORY,
    CGROUP_PIDS,
    CGROUP_BLKIO, /* "io" in version 2 */
    CGROUP_CONTROLLERS,
};

/* A hierarchy that is mounted. */
struct cgroup_mount {
    char *point; /* where */
    char *root;  /* which of its groups is there, "/" the topmost */
    bool is_v2;
    unsigned controllers; /* of version 1: bits by enum cgroup_controller */
};

struct cgroup_mounts {
    struct cgroup_mount at[CGROUP_MOUNTS];
    size_t count;
};

/* The folder of a group is `before`, the id, `after`. */
struct cgroup_place {
    char *before; /* NULL: there is none */
    char *after;
    bool is_v2;
};

struct cgroup_layout {
    struct cgroup_place places[CGROUP_CONTROLLERS];
};

/* A line of mountinfo; others than of control groups are passed over. */
void cgroup_mounts_add(struct cgroup_mounts *mounts, struct str line);
void cgroup_mounts_release(struct cgroup_mounts *mounts);

/* `text` is /proc/PID/cgroup of a process of container `id`; `root` stands in
 * front of all paths ("" usually). On false nothing has to be released:
 * ERR_CONFLICT when the text does not name the id, ERR_UNSUPPORTED when the
 * groups cannot be seen from here. */
bool cgroup_layout_learn(struct cgroup_layout *layout,
                         const struct cgroup_mounts *mounts, const char *root,
                         struct str text, const char *id, struct err *err);
void cgroup_layout_release(struct cgroup_layout *layout);
bool cgroup_layout_equal(const struct cgroup_layout *a,
                         const struct cgroup_layout *b);

/* Whether /proc/PID/cgroup is that of a process of the container. */
bool cgroup_names(struct str text, const char *id);

/* Whether processor time comes from version 2. */
bool cgroup_layout_is_v2(const struct cgroup_layout *layout);

/* The path of a file of the container's group; false when the layout has no
 * place for it. */
bool cgroup_path(struct buf *path, const struct cgroup_layout *layout,
                 enum cgroup_controller controller, const char *id,
                 const char *file);

#endif
