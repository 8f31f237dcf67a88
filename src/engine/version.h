/*
 * version.h - which API version to speak with the engine that answered.
 *
 * Engines are asked by number, never for "the newest": a later engine may
 * remove what we read from its newest version, and what some requests destroy
 * depends on the version they are sent with.
 */
#ifndef ENGINE_VERSION_H
#define ENGINE_VERSION_H

#include "engine/engine.h"

/* Fill info->version and is_podman from "Docker/20.10.24+dfsg1 (linux)". */
void version_read_server(struct engine_info *info, const char *server);

/* Agree on info->api_minor. `offered` is the Api-Version header, `pinned` the
 * value of DOCKER_API_VERSION or NULL. False, ERR_UNSUPPORTED, with words that
 * name both sides. */
bool version_agree(struct engine_info *info, const char *offered,
                   const char *pinned, struct err *err);

/* Whether the engine answers a single reading of statistics at once. Others
 * take a second, because the reading waits for the next round of their
 * collector (moby, "Make one-shot stats faster", in 25.0, 24.0.7, 23.0.8). */
bool version_reads_fast(const struct engine_info *info);

#endif
