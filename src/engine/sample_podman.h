/*
 * sample_podman.h - a line of Podman's one stream of statistics for all
 * containers (GET /libpod/containers/stats): one sample of each.
 *
 * It has no time of all processors, but that of the reading, so CPU is
 * d(CPUNano) / d(SystemNano) * 100 of one processor, which is Podman's own
 * formula. Memory is the whole: Podman tells nothing of the cache in it. Those
 * that do not run have zeros. Podman 4 has NetInput and NetOutput, 5 has
 * Network by interface.
 */
#ifndef ENGINE_SAMPLE_PODMAN_H
#define ENGINE_SAMPLE_PODMAN_H

#include "engine/sample.h"

/* ids are valid during the call. */
bool samples_decode_podman(struct str line,
                           void (*each)(void *data, const char *id,
                                        const struct sample *sample),
                           void *data, struct err *err);

#endif
