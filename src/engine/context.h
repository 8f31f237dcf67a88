/*
 * context.h - the docker client's settings: which context is current, and
 * where the engine of a context is.
 *
 * Below DIR ($DOCKER_CONFIG or ~/.docker): config.json with "currentContext",
 * contexts/meta/SHA256(name)/meta.json with the endpoint, contexts/tls/
 * SHA256(name)/docker/ with certificates. Only read, never written. A file
 * has at most CONTEXT_FILE_SIZE bytes.
 */
#ifndef ENGINE_CONTEXT_H
#define ENGINE_CONTEXT_H

#include "net/endpoint.h"

#define CONTEXT_FILE_SIZE ((size_t)1 << 20)
/* So many are named when one is not found. */
#define CONTEXT_NAMES 20

/* *name is the current context, to be freed, or NULL when none is set. */
bool context_current(char **name, const char *dir, struct err *err);

/* False when there is none of that name (the error lists those that there
 * are), or its file cannot be read or understood. A context with certificates
 * gives ENDPOINT_TLS. */
bool context_read(struct endpoint *endpoint, const char *dir, const char *name,
                  struct err *err);

#endif
