/*
 * locate.h - which engine, as the docker CLI chooses it.
 *
 * -c/--context, then -H/--host, then DOCKER_HOST, then DOCKER_CONTEXT, then
 * currentContext of config.json, then the usual sockets, each of which is a
 * candidate: /var/run/docker.sock, $XDG_RUNTIME_DIR/docker.sock,
 * ~/.docker/run/docker.sock, ~/.docker/desktop/docker.sock,
 * ~/.colima/default/docker.sock, ~/.orbstack/run/docker.sock,
 * ~/.rd/docker.sock, $XDG_RUNTIME_DIR/podman/podman.sock,
 * /run/podman/podman.sock. A choice that was named is the only candidate.
 * Contexts: $DOCKER_CONFIG or ~/.docker, contexts/meta/SHA256(name)/meta.json.
 */
#ifndef ENGINE_LOCATE_H
#define ENGINE_LOCATE_H

#include "net/endpoint.h"

#include <stddef.h>

#define CANDIDATES_MAX 16

struct candidate {
    struct endpoint endpoint;
    char *name; /* for the header: "local", the context, the host */
    char *why;  /* "DOCKER_HOST", "context 'prod'", "usual place" */
};

struct candidates {
    struct candidate at[CANDIDATES_MAX];
    size_t count;
};

struct locate_choice {
    const char *host;    /* -H, or NULL */
    const char *context; /* -c, or NULL */
    /* getenv(), or a test's own. */
    const char *(*env)(const char *name);
};

/* False: a wrong host, an unknown context (named, with those that exist), a
 * context with TLS or ssh ("not supported yet"), an unreadable config. */
bool locate_engines(struct candidates *candidates,
                    const struct locate_choice *choice, struct err *err);
void candidates_release(struct candidates *candidates);

#endif
