/*
 * A log's records, in frames and without, come out alike in whatever pieces the
 * bytes arrive; no line has an end in it, and the limit is kept.
 */
#include "config.h"

#include "base/buf.h"
#include "store/logbook.h"
#include "store/records.h"

#include "fuzz/fuzz.h"

#define LIMIT ((size_t)1 << 24)
#define BOOK_LIMIT ((size_t)1 << 20)

/* A record as the tail hands it to the logbook. */
struct reader {
    struct logbook *book;
    enum log_stream stream;
    int64_t time;
};

static void
begin(void *data, enum log_stream stream, int64_t time)
{
    struct reader *reader = data;

    reader->stream = stream;
    reader->time = time;
}

static void
text(void *data, struct str piece)
{
    struct reader *reader = data;

    assert(piece.len > 0);
    logbook_add(reader->book, reader->stream, reader->time, piece);
}

static void
end(void *data)
{
    (void)data;
}

static const struct record_sink sink = {begin, text, end};

static void
dump(struct buf *out, const struct logbook *book)
{
    uint64_t n;

    for (n = logbook_first(book); n < logbook_end(book); n++) {
        struct logbook_line line;

        assert(logbook_line_at(book, n, &line));
        assert(line.text.len == 0 ||
               (!memchr(line.text.at, '\n', line.text.len) &&
                !memchr(line.text.at, '\r', line.text.len)));
        (void)buf_addf(out, "%d %lld %d ", (int)line.stream,
                       (long long)line.time, line.is_open);
        (void)buf_add_str(out, line.text);
        (void)buf_add_char(out, '\n');
    }
}

/* Frames are of 64 bytes, by turns of both streams. */
static void
feed(struct buf *out, struct str all, size_t step, bool has_tty)
{
    struct logbooks *books = logbooks_new(BOOK_LIMIT);
    struct reader reader = {.book = logbook_new(books)};
    struct records records;
    struct str frame, piece;
    int count = 0;

    records_init(&records, has_tty, &sink, &reader);
    while (fuzz_take(&all, has_tty ? SIZE_MAX : 64, &frame)) {
        enum log_stream stream = count++ % 2 ? LOG_STDERR : LOG_STDOUT;

        while (fuzz_take(&frame, step, &piece))
            records_feed(&records, stream, piece, frame.len == 0);
    }
    assert(logbooks_bytes(books) <= BOOK_LIMIT);
    if (out)
        dump(out, reader.book);
    logbook_free(reader.book);
    logbooks_free(books);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input input = fuzz_input_of(data, size);
    struct buf whole = BUF_INIT(LIMIT), pieces = BUF_INIT(LIMIT);

    feed(&whole, input.all, SIZE_MAX, false);
    feed(&pieces, input.all, input.step, false);
    assert(str_equal(buf_str(&whole), buf_str(&pieces)));
    /* Without frames a piece's beginning may tell of a record's. */
    feed(NULL, input.all, input.step, true);
    buf_release(&whole);
    buf_release(&pieces);
    return 0;
}
