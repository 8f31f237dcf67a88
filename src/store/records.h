/*
 * records.h - records out of the pieces of a container's log.
 *
 * The store's own; only src/store and its tests include it. The engine was
 * asked for timestamps, so a record is "2026-11-21T08:30:00.123456789Z " and
 * what the container wrote. In a stream of frames a frame is a record; it may
 * lack the "\n" where the engine cut a line that is longer than RECORD_PART
 * bytes, and then the next frame has the same time.
 *
 * With a TTY there are no frames. A record ends with "\n" or after RECORD_PART
 * bytes, behind which the same timestamp stands in the middle of the line. A
 * last line without "\n" (a shell's prompt, before its container was stopped)
 * has the next timestamp anywhere; it is told from text where a piece begins
 * with it, because the engine sends each record for itself.
 */
#ifndef STORE_RECORDS_H
#define STORE_RECORDS_H

#include "base/str.h"
#include "engine/event.h"
#include "engine/log.h"

#include <stdint.h>

#define RECORD_PART ((size_t)16 << 10)
#define RECORD_STAMP_SIZE 40

/* A record begins, has text in any number of pieces, and ends. `time` 0: it
 * has none. */
struct record_sink {
    void (*begin)(void *data, enum log_stream stream, int64_t time);
    void (*text)(void *data, struct str piece);
    void (*end)(void *data);
};

struct records {
    const struct record_sink *sink;
    void *data;
    bool has_tty;
    bool is_inside; /* of a record's text */
    bool continues; /* a part ended, the same stamp must follow */
    size_t len;     /* of the text so far */
    int64_t time;
    char stamp[RECORD_STAMP_SIZE];
    size_t stamp_len; /* gathered so far, with the space */
    char last[RECORD_STAMP_SIZE];
    size_t last_len; /* of the stamp of the record before */
};

/* As since= and until= want it. */
void record_time(char out[EVENT_TIME_SIZE], int64_t time);

void records_init(struct records *records, bool has_tty,
                  const struct record_sink *sink, void *data);
void records_feed(struct records *records, enum log_stream stream,
                  struct str piece, bool is_last);

#endif
