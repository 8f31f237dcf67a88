#include "config.h"

#include "store/records.h"

#include "base/timestamp.h"

#include <inttypes.h>
#include <stdio.h>

void
record_time(char out[EVENT_TIME_SIZE], int64_t time)
{
    snprintf(out, EVENT_TIME_SIZE, "%" PRId64 ".%09" PRId64, time / SECOND_NS,
             time % SECOND_NS);
}

void
records_init(struct records *records, bool has_tty,
             const struct record_sink *sink, void *data)
{
    *records = (struct records){
        .sink = sink,
        .data = data,
        .has_tty = has_tty,
    };
}

static void
begin(struct records *records, enum log_stream stream, int64_t time)
{
    records->is_inside = true;
    records->len = 0;
    records->time = time;
    records->sink->begin(records->data, stream, time);
}

static void
end(struct records *records)
{
    records->is_inside = false;
    records->stamp_len = 0;
    records->sink->end(records->data);
}

static void
text(struct records *records, struct str piece)
{
    records->len += piece.len;
    if (piece.len > 0)
        records->sink->text(records->data, piece);
}

/* The stamp's time; false when it is none. */
static bool
read_stamp(struct str stamp, int64_t *time)
{
    return stamp.len > 1 && stamp.at[stamp.len - 1] == ' ' &&
           timestamp_parse(str_make(stamp.at, stamp.len - 1), time);
}

/* What was gathered is a stamp, or else the beginning of a text. */
static void
judge_stamp(struct records *records, enum log_stream stream)
{
    struct str stamp = str_make(records->stamp, records->stamp_len);
    struct str last = str_make(records->last, records->last_len);
    int64_t time = 0;
    bool is_stamp =
        records->continues ? str_equal(stamp, last) : read_stamp(stamp, &time);

    if (records->continues)
        time = records->time;
    records->continues = false;
    begin(records, stream, time);
    if (!is_stamp) {
        text(records, stamp);
        return;
    }
    memcpy(records->last, stamp.at, stamp.len);
    records->last_len = stamp.len;
}

/* Take bytes up to the space behind the stamp, or until it cannot be one. */
static void
gather_stamp(struct records *records, enum log_stream stream, struct str *piece)
{
    while (piece->len > 0) {
        char byte = *piece->at;

        if (byte == '\n' || records->stamp_len == RECORD_STAMP_SIZE) {
            judge_stamp(records, stream);
            return;
        }
        records->stamp[records->stamp_len++] = byte;
        piece->at++;
        piece->len--;
        if (byte == ' ') {
            judge_stamp(records, stream);
            return;
        }
    }
}

/* Of a log without frames: up to the end of the record, or all. */
static void
take_text(struct records *records, struct str *piece)
{
    size_t left = RECORD_PART - records->len;
    size_t len = piece->len < left ? piece->len : left;
    const char *newline = memchr(piece->at, '\n', len);

    if (newline)
        len = (size_t)(newline - piece->at) + 1;
    text(records, str_make(piece->at, len));
    piece->at += len;
    piece->len -= len;
    if (newline || records->len >= RECORD_PART) {
        records->continues = !newline;
        end(records);
    }
}

static bool
begins_later_record(const struct records *records, struct str piece)
{
    const char *space;
    int64_t time;

    if (piece.len > RECORD_STAMP_SIZE)
        piece.len = RECORD_STAMP_SIZE;
    space = memchr(piece.at, ' ', piece.len);
    return space &&
           read_stamp(str_make(piece.at, (size_t)(space - piece.at) + 1),
                      &time) &&
           time > records->time;
}

static void
feed_tty(struct records *records, struct str piece)
{
    if (records->is_inside && piece.len > 0 &&
        begins_later_record(records, piece))
        end(records);
    while (piece.len > 0) {
        if (records->is_inside)
            take_text(records, &piece);
        else
            gather_stamp(records, LOG_STDOUT, &piece);
    }
}

void
records_feed(struct records *records, enum log_stream stream, struct str piece,
             bool is_last)
{
    if (records->has_tty) {
        feed_tty(records, piece);
        return;
    }
    /* The engine's own word has no time. */
    if (!records->is_inside && stream == LOG_SYSTEM)
        begin(records, stream, 0);
    if (!records->is_inside)
        gather_stamp(records, stream, &piece);
    if (records->is_inside)
        text(records, piece);
    if (!is_last)
        return;
    if (!records->is_inside)
        judge_stamp(records, stream);
    end(records);
}
