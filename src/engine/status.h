/*
 * status.h - what the prose of a list's `Status` says.
 *
 *     Up 3 hours (healthy)
 *     Up About a minute (health: starting)
 *     Exited (137) 2 weeks ago
 *     Restarting (3) Less than a second ago
 *     Created
 *
 * Source: moby, container/state.go (State.String) and go-units duration.go
 * (HumanDuration); Podman writes the same words. Text that is none of these
 * leaves everything unknown; it is never an error, as only inspect is exact.
 */
#ifndef ENGINE_STATUS_H
#define ENGINE_STATUS_H

#include "engine/container.h"

struct status {
    int exit_code; /* or EXIT_UNKNOWN */
    enum container_health health;
    int64_t age; /* seconds, the least that the words can mean; -1 unknown */
};

struct status status_parse(struct str prose);
/* "starting", "healthy", "unhealthy"; all else is HEALTH_NONE. */
enum container_health health_from_name(struct str name);

#endif
