/*
 * tone.h - what a piece of text means, for whoever colours it.
 */
#ifndef WORK_TONE_H
#define WORK_TONE_H

enum tone {
    TONE_PLAIN,
    TONE_DIM,     /* of little weight */
    TONE_GOOD,    /* running, healthy */
    TONE_STOPPED, /* exited as it should, created */
    TONE_BUSY,    /* starting, stopping, restarting */
    TONE_TROUBLE, /* unhealthy, failed, out of memory */
    TONE_STALE,   /* older than it should be */
    TONE_COUNT,
};

#endif
