/*
 * reading.h - the engine's whole answer about what a detail shows.
 *
 * The details that are made of that answer (inspect, why) share when it is
 * asked for: once what the detail is aimed at has rested for DETAIL_REST_MS,
 * so that a cursor that runs over a list asks nothing, and again whenever the
 * store has a new value of it. At most one request is under way; what changes
 * meanwhile causes another one. What is gone is not asked for any more, and
 * the last answer stays.
 */
#ifndef VIEWS_READING_H
#define VIEWS_READING_H

#include "ui/widgets/app.h"

#define READING_NAME_SIZE 256

enum reading_state {
    READING_NOTHING, /* aimed at nothing */
    READING_WAITING, /* no answer yet */
    READING_THERE,
    READING_FAILED, /* reading_error(); an older answer may be there */
    READING_GONE,   /* it does not exist any more */
};

struct reading_call;

struct reading {
    struct app *app;
    struct ref ref;
    char name[READING_NAME_SIZE]; /* as last known; not harmless */
    enum reading_state state;
    struct err err;
    struct timer *rest;
    struct reading_call *call; /* under way, or NULL */
    bool is_stale;             /* it changed since that was sent */
    /* An answer, or a failure: text of length 0 with the err. */
    void (*came)(void *data, struct str text);
    void *data;
};

void reading_init(struct reading *reading, struct app *app,
                  void (*came)(void *data, struct str text), void *data);
void reading_release(struct reading *reading);

/* False: it is aimed at this already. */
bool reading_aim(struct reading *reading, const struct ref *ref);
/* Whether something of what it is aimed at is among these changes. */
bool reading_changed(struct reading *reading, const struct change *changes,
                     size_t count);
/* Ask once more, now. */
void reading_again(struct reading *reading);
/* What stands in its place while there is no answer. Append. */
void reading_say(const struct reading *reading, struct buf *out);

#endif
