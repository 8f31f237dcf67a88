#include "config.h"

#include "net/lines.h"

#include <string.h>

/* One byte more than a line may have: the "\r" of a line at the limit may
 * come before its "\n". */
void
lines_init(struct lines *lines, size_t limit)
{
    buf_init(&lines->rest, limit + 1);
}

void
lines_release(struct lines *lines)
{
    buf_release(&lines->rest);
}

static bool
too_long(const struct lines *lines, struct err *err)
{
    return err_set_kind(err, ERR_LIMIT, "a line is longer than %zu bytes",
                        lines->rest.limit - 1);
}

static bool
hand_over(const struct lines *lines, struct str line, line_fn each, void *data,
          struct err *err)
{
    if (line.len > 0 && line.at[line.len - 1] == '\r')
        line.len--;
    if (line.len == 0)
        return true;
    if (line.len >= lines->rest.limit)
        return too_long(lines, err);
    return each(data, line, err);
}

bool
lines_feed(struct lines *lines, struct str chunk, line_fn each, void *data,
           struct err *err)
{
    while (chunk.len > 0) {
        const char *end = memchr(chunk.at, '\n', chunk.len);
        struct str piece = {chunk.at,
                            end ? (size_t)(end - chunk.at) : chunk.len};
        size_t used = piece.len + (end ? 1 : 0);

        /* A line that lies in this chunk as a whole is not copied. */
        if (!end || lines->rest.len > 0) {
            if (!buf_add_str(&lines->rest, piece))
                return too_long(lines, err);
            piece = buf_str(&lines->rest);
        }
        if (end) {
            if (!hand_over(lines, piece, each, data, err))
                return false;
            buf_clear(&lines->rest);
        }
        chunk.at += used;
        chunk.len -= used;
    }
    return true;
}

bool
lines_finish(struct lines *lines, line_fn each, void *data, struct err *err)
{
    bool ok = hand_over(lines, buf_str(&lines->rest), each, data, err);

    buf_clear(&lines->rest);
    return ok;
}
