/*
 * event.h - one line of GET /events.
 *
 * Only type, action, actor and time are read: attributes hold all labels and
 * labels overwrite the engine's own attributes, so an exit code or a name
 * read from them could be forged. Ask inspect instead.
 */
#ifndef ENGINE_EVENT_H
#define ENGINE_EVENT_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

#define EVENT_TIME_SIZE 32
#define EVENT_TEXT_SIZE 160
#define EVENT_ID_SIZE 65 /* 64 hex digits */

enum event_type {
    EVENT_CONTAINER,
    EVENT_IMAGE,
    EVENT_VOLUME,
    EVENT_NETWORK,
    EVENT_OTHER,
};

struct event {
    enum event_type type;
    /* Up to the first ':' ("exec_create", "health_status"). */
    char action[EVENT_TEXT_SIZE];
    /* Actor.ID; a container's 64 hex digits. A volume's or an image's name may
     * be longer and is cut: it only tells events apart. */
    char id[EVENT_TEXT_SIZE];
    /* Which container a network got or lost; "" of all other events. Labels of
     * the network may have forged it. */
    char container[EVENT_ID_SIZE];
    /* timeNano as "seconds.nanoseconds", exact, ready for since=. */
    char time[EVENT_TIME_SIZE];
    int64_t time_ns;
};

bool event_decode(struct event *event, struct str line, struct err *err);

/* Whether an event of this action means that the container must be looked at
 * again (architecture, rule 6): create start die pause unpause rename update
 * destroy remove oom health_status. */
bool event_marks_container(const struct event *event);

/* The same happening: time, type, action and id are equal. */
bool event_equal(const struct event *a, const struct event *b);

#endif
