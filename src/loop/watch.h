/*
 * watch.h - hear of a file descriptor that can be read or written.
 */
#ifndef LOOP_WATCH_H
#define LOOP_WATCH_H

#include "loop/loop.h"

enum watch_events {
    WATCH_NONE = 0,
    WATCH_READ = 1,
    WATCH_WRITE = 2,
    WATCH_ERROR = 4, /* given to the callback only; the watch has stopped */
    WATCH_PEER = 8,  /* asked for: to hear when the other end goes, which is an
                      * error of a pipe, and no event at all of a socket whose
                      * peer sends no more */
};

struct watch;

/* `ready` gets a mask of enum watch_events. The descriptor stays the
 * caller's; it must be open until watch_free(), and is non-blocking from now
 * on. The watch starts with no events. NULL when the descriptor cannot be
 * polled (a regular file) or is watched already. */
struct watch *watch_new(struct loop *loop, int fd,
                        void (*ready)(void *data, int events), void *data);
void watch_free(struct watch *watch);
/* WATCH_READ | WATCH_WRITE, WATCH_PEER, or WATCH_NONE to pause. */
void watch_set(struct watch *watch, int events);

#endif
