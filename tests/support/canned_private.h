/*
 * canned_private.h - the canned engine: what it is (canned.c) and how it is
 * written in JSON (canned_json.c).
 */
#ifndef SUPPORT_CANNED_PRIVATE_H
#define SUPPORT_CANNED_PRIVATE_H

#include "support/canned.h"
#include "support/script_private.h"

#define SECOND_NS 1000000000LL
#define CPUS 4

struct made {
    struct made *next;
    char id[CANNED_ID_SIZE];
    char *name;
    char *image;
    char *state;
    char *health;
    char *project;
    int exit_code;
    int public_port;
    int private_port;
    int64_t since; /* ns: when it was started, or ended */
    uint64_t cpu;  /* counters of its stats */
    uint64_t system;
    uint64_t memory;
    int64_t read;
};

struct event_text {
    int64_t time;
    char *text;
};

struct canned {
    struct script *script;
    int64_t fixed_now;       /* ns; 0: that of this machine */
    int64_t last_time;       /* of an event; no two are at the same time */
    struct made *containers; /* the newest first, as in the list */
    struct event_text events[CANNED_EVENTS];
    size_t event_count; /* ever */
};

bool made_is_up(const struct made *made);

void json_add_member(struct bytes *out, const char *name, const char *text);
/* An element of the list; `now` in ns, for its age. */
void json_add_listed(struct bytes *out, const struct made *made, int64_t now);
void json_add_inspected(struct bytes *out, const struct made *made);
/* The counters of `made`, those of `before` as the engine's own previous
 * reading; zeros when it does not run. */
void json_add_sample(struct bytes *out, const struct made *made,
                     const struct made *before);

#endif
