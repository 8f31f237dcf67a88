/*
 * heard.h - calls to a scripted engine, and what was heard of each.
 */
#ifndef SUPPORT_HEARD_H
#define SUPPORT_HEARD_H

#include "engine/engine.h"
#include "support/talk.h"

/* Headers of a ping that is agreed to, on API 1.41. */
#define GOOD_PING                                                              \
    "Api-Version: 1.41\r\nServer: Docker/20.10.24+dfsg1 (linux)\r\n"

/* What was heard of one call. */
struct heard {
    struct engine *engine; /* closed by a callback when `closes` */
    struct call *call;     /* cancelled by the first unit when `cancels` */
    bool cancels, closes;
    int opened, units, dones;
    bool worked;
    struct err err;
    struct container *container;
    struct sample sample;
    struct event event;
    struct engine_host host;
    struct image_removal removal;
    char names[256]; /* of what was listed; the text that was read */
};

struct fixture {
    struct talk talk;
    struct engine *engine;
};

/* Every call, by number. */
enum which {
    LIST,
    LIST_RUNNING,
    INSPECT,
    EVENTS,
    EVENTS_SINCE,
    STATS,
    STATS_ONCE,
    START,
    STOP,
    STOP_GRACE,
    KILL,
    REMOVE,
    REMOVE_FORCED,
    REMOVE_ALL,
    HOST,
    RESTART,
    RESTART_GRACE,
    PAUSE,
    UNPAUSE,
    RENAME,
    READ_CONTAINER,
    READ_IMAGE,
    IMAGES,
    REMOVE_IMAGE,
    REMOVE_IMAGE_FORCED,
};

void open_without_ping(struct fixture *f, const struct script_rule *rules);
/* With a ping that was answered as above. */
void open_engine(struct fixture *f, const struct script_rule *rules);
void close_engine(struct fixture *f);

struct call *send_call(struct engine *e, enum which which, const char *id,
                       struct heard *h);
/* Send it and wait until it is done. */
void hear(struct fixture *f, enum which which, const char *id,
          struct heard *heard);
void heard_done(void *data, const struct err *err);

#endif
