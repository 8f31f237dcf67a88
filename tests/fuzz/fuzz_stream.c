/*
 * Lines and frames come out alike in whatever pieces the bytes arrive.
 */
#include "config.h"

#include "base/buf.h"
#include "net/frames.h"
#include "net/lines.h"

#include "fuzz/fuzz.h"

#define LIMIT ((size_t)1 << 24)
#define LINE_LIMIT 256

static bool
add_line(void *data, struct str line, struct err *err)
{
    (void)err;
    assert(line.len > 0 && line.len <= LINE_LIMIT);
    assert(!memchr(line.at, '\n', line.len));
    (void)buf_add_str(data, line);
    return buf_add_char(data, '\n');
}

static bool
feed_lines(struct buf *out, struct str text, size_t step)
{
    struct lines lines;
    struct str piece;
    bool ok = true;

    lines_init(&lines, LINE_LIMIT);
    while (ok && fuzz_take(&text, step, &piece))
        ok = lines_feed(&lines, piece, add_line, out, NULL);
    ok = ok && lines_finish(&lines, add_line, out, NULL);
    lines_release(&lines);
    return ok;
}

static bool
add_piece(void *data, enum frame_type type, struct str piece, bool is_last,
          struct err *err)
{
    (void)err;
    assert(type <= FRAME_SYSTEM);
    (void)buf_add_str(data, piece);
    return !is_last || buf_addf(data, "<%d>", (int)type);
}

static bool
feed_frames(struct buf *out, struct str text, size_t step)
{
    struct frames frames;
    struct str piece;
    bool ok = true;

    frames_init(&frames);
    while (ok && fuzz_take(&text, step, &piece))
        ok = frames_feed(&frames, piece, add_piece, out, NULL);
    return ok && frames_finish(&frames, NULL);
}

static void
check_alike(const struct fuzz_input *input,
            bool (*feed)(struct buf *out, struct str text, size_t step))
{
    struct buf whole = BUF_INIT(LIMIT);
    struct buf pieces = BUF_INIT(LIMIT);
    bool ok = feed(&whole, input->all, SIZE_MAX);

    assert(feed(&pieces, input->all, input->step) == ok);
    assert(str_equal(buf_str(&whole), buf_str(&pieces)));
    buf_release(&whole);
    buf_release(&pieces);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input input = fuzz_input_of(data, size);

    check_alike(&input, feed_lines);
    check_alike(&input, feed_frames);
    return 0;
}
