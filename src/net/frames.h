/*
 * frames.h - Docker's multiplexed stream: [type u8][0 0 0][length u32 BE]
 * and that many bytes, cut at random by the transport.
 *
 * Source of the format: Docker Engine API, ContainerAttach, "Stream format".
 * A payload is handed on in the pieces in which it comes; `is_last` says that
 * the frame ends with this one. A type above 3 or bytes 1..3 other than zero
 * are ERR_MALFORMED.
 */
#ifndef NET_FRAMES_H
#define NET_FRAMES_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

enum frame_type {
    FRAME_STDIN,
    FRAME_STDOUT,
    FRAME_STDERR,
    FRAME_SYSTEM, /* the daemon's own error text */
};

typedef bool (*frame_fn)(void *data, enum frame_type type, struct str piece,
                         bool is_last, struct err *err);

struct frames {
    unsigned char head[8];
    size_t head_len;
    uint32_t left; /* bytes of the payload still to come */
    enum frame_type type;
};

void frames_init(struct frames *frames);
bool frames_feed(struct frames *frames, struct str chunk, frame_fn each,
                 void *data, struct err *err);
/* False when the stream ended inside a frame. */
bool frames_finish(const struct frames *frames, struct err *err);

#endif
