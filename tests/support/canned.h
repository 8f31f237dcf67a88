/*
 * canned.h - a small whole engine: containers that can be listed, inspected,
 * followed, started, stopped, killed and removed, with their events and
 * stats, for tests that need an engine to look at and none to be tested.
 *
 * It answers as 20.10.24 does (API 1.41): ping, version, info, the list
 * (running ones or `all=1`), inspect by id or name, events with `since` (from
 * the last 256), stats, start, stop, kill, remove, and the errors of these in
 * the engine's own words. Acts change the containers at once and tell of it in
 * events. It is made on script.h: rules added to canned_script() come first,
 * so any answer can be spoiled, and what was asked can be read there.
 *
 *     struct canned *engine = canned_new(0, 0);
 *     canned_put(engine, &(struct canned_container){.name = "web"});
 *     ... script_url(canned_script(engine)) ...
 *     canned_put(engine, &(struct canned_container){.name = "web",
 *                                                   .state = "exited"});
 *     canned_event(engine, "web", "die");
 *     canned_free(engine);
 */
#ifndef SUPPORT_CANNED_H
#define SUPPORT_CANNED_H

#include "support/script.h"

#define CANNED_ID_SIZE 65
#define CANNED_EVENTS 256 /* that the engine remembers */

struct canned_container {
    const char *name;
    const char *image;   /* NULL: "busybox:latest" */
    const char *state;   /* NULL: "running"; or "exited", "paused", "created" */
    int exit_code;       /* of an exited one */
    const char *health;  /* "healthy", "unhealthy", "starting", or NULL */
    const char *project; /* of compose, or NULL */
    int public_port;     /* published to private_port/tcp; 0: none */
    int private_port;
    int age; /* seconds since it was started or ended */
};

struct canned;

/* `flags` are those of script_new(). `now` is the engine's time in seconds
 * since 1970, which then stands still but for a millisecond an event; 0: the
 * time of this machine. */
struct canned *canned_new(unsigned flags, int64_t now);
void canned_free(struct canned *engine);
struct script *canned_script(struct canned *engine);

/* The id of a container of that name, there or not. */
void canned_id(const char *name, char id[CANNED_ID_SIZE]);

/* What the list and inspect say from now on; no event. */
void canned_put(struct canned *engine, const struct canned_container *as);
void canned_remove(struct canned *engine, const char *name);
/* One event of a container, also of one that is gone. */
void canned_event(struct canned *engine, const char *name, const char *action);
/* One more second of its life on its open stats streams: `cpu` is the part of
 * one core that it used in it (0.5 is 50 %). */
void canned_sample(struct canned *engine, const char *name, double cpu,
                   uint64_t memory);

#endif
