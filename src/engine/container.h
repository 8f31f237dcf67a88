/*
 * container.h - a container as a value.
 *
 * A struct container is one block of memory of exact size, immutable; an
 * update is a new value. Both answers of the engine, the list's element and
 * inspect, decode to it. What only inspect knows is unknown until
 * `is_inspected`
 * (`exit_code` and `status_age` of a list's element are read out of its
 * `Status` prose, "Exited (137) 2 minutes ago"). Text is as the engine sent it,
 * NOT harmless: it reaches a person only through base/text.h. Text is never
 * NULL; "" is "none".
 */
#ifndef ENGINE_CONTAINER_H
#define ENGINE_CONTAINER_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

#define CONTAINER_ID_LEN 64
#define CONTAINER_LABELS 512 /* most labels kept; more are an error */
#define CONTAINER_PORTS 2048
#define EXIT_UNKNOWN (-1)
#define STOP_TIMEOUT_DEFAULT 10 /* seconds, dockerd's own */

enum container_state {
    STATE_UNKNOWN, /* a word that we do not know */
    STATE_CREATED,
    STATE_RUNNING,
    STATE_PAUSED,
    STATE_RESTARTING,
    STATE_REMOVING,
    STATE_EXITED,
    STATE_DEAD,
};

enum container_health {
    HEALTH_NONE, /* no health check */
    HEALTH_STARTING,
    HEALTH_HEALTHY,
    HEALTH_UNHEALTHY,
};

struct port {
    const char *ip;   /* the host's address, "" when not published */
    const char *type; /* "tcp", "udp", "sctp" */
    uint16_t private_port;
    uint16_t public_port; /* 0: not published */
};

struct label {
    const char *name;
    const char *value;
};

struct container {
    const char *id;       /* 64 hex digits */
    const char *name;     /* without the leading slash */
    const char *image;    /* as it was named when created */
    const char *image_id; /* "sha256:..." */
    const char *command;
    const char *status;  /* the list's prose; "" from inspect */
    const char *project; /* label com.docker.compose.project, or "" */
    const char *service; /* label com.docker.compose.service, or "" */
    enum container_state state;
    enum container_health health;
    int64_t created;    /* ns since 1970 (base/timestamp.h) */
    int exit_code;      /* EXIT_UNKNOWN when not known or still running */
    int64_t status_age; /* seconds in this state by the prose; -1 unknown */

    bool is_inspected;
    /* From inspect only. */
    int64_t started;  /* ns; TIMESTAMP_NONE: never */
    int64_t finished; /* ns; TIMESTAMP_NONE: never */
    bool oom_killed;
    bool auto_remove;
    bool has_tty;
    uint32_t restart_count;
    /* Of its first process as the engine's machine numbers them; 0: it does not
     * run. Nobody sees it, so container_equal() passes it over. */
    uint64_t pid;
    bool is_on_host_network;
    const char *network_of; /* id of the one whose network it shares, or "" */
    uint64_t nano_cpus;     /* most CPU it gets, 1e9 a whole one; 0: no limit */
    int stop_timeout;       /* seconds; -1: the engine's default */
    const char *stop_signal; /* "" the default, SIGTERM */
    const char *error;       /* why the last start failed */
    /* On each of its networks, a space between; IPv6 where there is no IPv4. */
    const char *addresses;

    const struct port *ports; /* sorted by public, private, type, ip */
    size_t port_count;
    const struct label *labels; /* sorted by name */
    size_t label_count;
};

/* One block with everything that `from` points at copied in. */
struct container *container_new(const struct container *from);
void container_free(struct container *container);

/* An element of GET /containers/json and the answer of
 * GET /containers/{id}/json. NULL with err filled. */
struct container *container_decode_listed(struct str json, struct err *err);
struct container *container_decode_inspected(struct str json, struct err *err);

/* Whether everything a person can see of the two is equal. The prose itself
 * does not count, what it says does. */
bool container_equal(const struct container *a, const struct container *b);

/* The value of a label, or NULL. */
const char *container_label(const struct container *container,
                            const char *name);

const char *state_name(enum container_state state); /* "running" */
enum container_state state_from_name(const char *name);
const char *health_name(enum container_health health); /* "" for none */
/* Whether a process of it exists: running, paused, restarting. */
bool state_is_up(enum container_state state);

#endif
