#include "config.h"

#include "net/frames.h"

#include <string.h>

void
frames_init(struct frames *frames)
{
    *frames = (struct frames){.left = 0};
}

static bool
read_head(struct frames *frames, struct err *err)
{
    const unsigned char *head = frames->head;

    if (head[0] > FRAME_SYSTEM || head[1] || head[2] || head[3])
        return err_set_kind(err, ERR_MALFORMED,
                            "the stream is not made of frames (%02x %02x %02x "
                            "%02x where a frame should begin)",
                            head[0], head[1], head[2], head[3]);
    frames->type = (enum frame_type)head[0];
    frames->left = (uint32_t)head[4] << 24 | (uint32_t)head[5] << 16 |
                   (uint32_t)head[6] << 8 | (uint32_t)head[7];
    return true;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* A frame is open while its head is whole: head_len goes back to 0 with the
 * last byte of the payload. */
bool
frames_feed(struct frames *frames, struct str chunk, frame_fn each, void *data,
            struct err *err)
{
    while (chunk.len > 0) {
        size_t take;

        if (frames->head_len < sizeof(frames->head)) {
            take = least(sizeof(frames->head) - frames->head_len, chunk.len);
            memcpy(frames->head + frames->head_len, chunk.at, take);
            frames->head_len += take;
            if (frames->head_len == sizeof(frames->head)) {
                if (!read_head(frames, err))
                    return false;
                if (frames->left == 0)
                    frames->head_len = 0;
            }
        } else {
            take = least(frames->left, chunk.len);
            frames->left -= (uint32_t)take;
            if (frames->left == 0)
                frames->head_len = 0;
            if (!each(data, frames->type, str_make(chunk.at, take),
                      frames->left == 0, err))
                return false;
        }
        chunk.at += take;
        chunk.len -= take;
    }
    return true;
}

bool
frames_finish(const struct frames *frames, struct err *err)
{
    if (frames->head_len == 0)
        return true;
    return err_set_kind(err, ERR_MALFORMED,
                        "the stream ended in the middle of a frame");
}
