/*
 * why.h - why did it end: all that is known of a container's last end, or of
 * its last start, in one place.
 *
 * Out of the engine's full answer (state, exit code and what that means, error,
 * times, restarts, health checks with their outputs), the end of its log and
 * the last events of it that came. Split in two: why.c is the view, why_say.c
 * its words.
 */
#ifndef VIEWS_WHY_H
#define VIEWS_WHY_H

#include "ui/views/reading.h"
#include "ui/widgets/pager.h"

#define WHY_LOG_LINES 20
#define WHY_EVENTS 20

struct json;
struct tail;

struct why {
    struct view view;
    struct reading reading;
    struct json *document; /* the answer; NULL: none yet */
    struct tail *tail;     /* its log; NULL: not asked for */
    struct pager pager;
    bool is_stale; /* the pager is not what is known now */
};

/* why_say.c: fill the pager anew out of the document, the log and the events.
 */
void why_say(struct why *why);

#endif
