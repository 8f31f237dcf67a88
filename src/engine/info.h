/*
 * info.h - what an engine says of itself and of its machine.
 */
#ifndef ENGINE_INFO_H
#define ENGINE_INFO_H

#include <stdbool.h>
#include <stdint.h>

/* Of the last good ping. */
struct engine_info {
    char version[64]; /* "20.10.24", from the Server header; may be "" */
    char os[32];
    unsigned api_minor;        /* agreed: 41 for 1.41 */
    unsigned engine_api_minor; /* the engine's newest */
    bool is_podman;
    int64_t date; /* its clock at the ping, ns, whole seconds; 0: none */
    char date_text[48];
};

/* What its machine has. */
struct engine_host {
    unsigned cpus;   /* 0 unknown */
    uint64_t memory; /* bytes; 0 unknown */
};

#endif
