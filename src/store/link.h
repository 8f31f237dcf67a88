/*
 * link.h - how it stands with the connection to an engine. Always on screen.
 */
#ifndef STORE_LINK_H
#define STORE_LINK_H

#include "base/err.h"
#include "engine/info.h"

#define LINK_NUMBERS_SIZE 200

enum link_state {
    LINK_CONNECTING, /* never been live */
    LINK_LISTING,    /* events are read, the list is on its way */
    LINK_LIVE,
    LINK_DOWN,      /* what is shown is stale; next try at next_try, or now */
    LINK_SUSPENDED, /* closed on purpose (C-z) */
};

struct link {
    enum link_state state;
    int64_t stale_since; /* wall clock, ns; 0 while live */
    uint64_t next_try;   /* loop_now(); 0: none waiting */
    /* Of the last failure; text "" when none. Beside LINK_LIVE it says what is
     * amiss all the same: no events, so listed every 5 s; a list that failed;
     * more containers than STORE_CONTAINERS. */
    struct err why;
    struct engine_info info;
    /* Where the numbers of rows in view come from, and why: "streams: Docker
     * 20.10.24 takes a second for a single reading"; "" as long as none do. */
    char numbers[LINK_NUMBERS_SIZE];
};

#endif
