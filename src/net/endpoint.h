/*
 * endpoint.h - where an engine listens.
 *
 * Host forms are the docker CLI's (opts/hosts.go): unix:///path (empty path is
 * /var/run/docker.sock), tcp://host[:port][/base] (2375),
 * host[:port], ssh://[user@]host[:port][/path]. http:// and npipe:// and fd://
 * are refused by name. TLS and ssh parse, so that messages can name them, but
 * cannot be connected to yet: endpoint_is_supported() says so by name.
 */
#ifndef NET_ENDPOINT_H
#define NET_ENDPOINT_H

#include "base/err.h"

#include <stdint.h>

enum endpoint_kind {
    ENDPOINT_UNIX,
    ENDPOINT_TCP,
    ENDPOINT_TLS,
    ENDPOINT_SSH,
};

struct endpoint {
    enum endpoint_kind kind;
    char *url;  /* normalised, with its port: for messages */
    char *path; /* unix: the socket; else the base path, "" for none */
    char *host; /* NULL for unix */
    uint16_t port;
};

/* On false nothing has to be released. */
bool endpoint_parse(struct endpoint *endpoint, const char *url,
                    struct err *err);
void endpoint_copy(struct endpoint *to, const struct endpoint *from);
void endpoint_release(struct endpoint *endpoint);

/* False with "ssh hosts are not supported yet: ..." */
bool endpoint_is_supported(const struct endpoint *endpoint, struct err *err);
/* What a person can do about a connection that failed, given the kind of the
 * error: "add yourself to the docker group ...", or NULL. */
const char *endpoint_advice(const struct endpoint *endpoint,
                            enum err_kind kind);

#endif
