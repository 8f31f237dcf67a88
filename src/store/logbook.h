/*
 * logbook.h - lines of containers' logs, in bounded memory.
 *
 * All logs of a program share one limit in bytes (struct logbooks), buffers of
 * open lines included. Lines live in chunks, not one allocation each; when the
 * limit is reached the oldest chunk of the log that was looked at least
 * recently (logbook_line_at(), logbook_new()) goes first, then the oldest of
 * the one in hand; its newest chunk stays. Lines are numbered from 1 in the
 * order in which they began; a number is never used twice and stays with its
 * line, so a view keeps numbers and asks again.
 *
 * logbook_add() takes pieces as the engine's frames bring them: a record ends
 * with "\n" (and the "\r" before it goes), parts of a record over 16 KiB have
 * no "\n" and join with the next piece of the same stream and time; the
 * streams are joined each for itself. A line longer than LOGBOOK_LINE_MAX is
 * cut, and marked so. The last line of a stream may still be growing (is_open).
 *
 * A lone "\r" sends the line back to its beginning, as on a terminal: as soon
 * as something stands behind it, what stood before is forgotten. So a progress
 * bar is one line with its last state, however long it runs, and no text has a
 * "\r" or "\n" in it.
 *
 * Text is as the container wrote it: NOT harmless (base/text.h).
 *
 * A chunk is sealed when all of its lines have ended and a younger one is being
 * written. Its bytes never change again, so a worker may read it without a
 * lock: who takes it on the loop (logbook_take_chunk()), and asks there which
 * lines are in it, keeps it alive while the log drops it, and gives it back on
 * the loop. What is kept so does not count in the limit: take what is being
 * read, not all.
 *
 * Each line has eight bits for whoever reads lines by more than their bytes:
 * logbooks_set_judge() is asked once for each line as it ends.
 */
#ifndef STORE_LOGBOOK_H
#define STORE_LOGBOOK_H

#include "base/str.h"
#include "engine/log.h"

#include <stdint.h>

#define LOGBOOKS_LIMIT ((size_t)64 << 20)
#define LOGBOOK_LINE_MAX ((size_t)1 << 20)

enum logbook_kind {
    LOGBOOK_TEXT,
    LOGBOOK_SEAM, /* ours: "restarted", "lines are missing" */
};

struct logbook_line {
    uint64_t number;
    int64_t time; /* ns since 1970; 0: not known */
    enum log_stream stream;
    enum logbook_kind kind;
    bool is_cut;
    bool is_open;
    /* How often it went back to its beginning; UINT32_MAX when it did and has
     * ended. Text of one number only grows. */
    uint32_t rewrites;
    uint8_t mark;    /* what the judge said; 0 while it is open */
    struct str text; /* valid until the log changes, or with its chunk */
};

struct logbooks;
struct logbook;
struct logbook_chunk;

/* What to remember of a line that has ended: `before` is the mark of the line
 * before in the same stream. Seams are not judged. */
typedef uint8_t (*logbook_judge_fn)(const struct logbook_line *line,
                                    uint8_t before);

struct logbooks *logbooks_new(size_t limit);
/* After all of its logs. */
void logbooks_free(struct logbooks *books);
size_t logbooks_bytes(const struct logbooks *books);
size_t logbooks_limit(const struct logbooks *books);
/* Old lines go at once when it is less than before. */
void logbooks_set_limit(struct logbooks *books, size_t limit);
/* Before the first line. */
void logbooks_set_judge(struct logbooks *books, logbook_judge_fn judge);
logbook_judge_fn logbooks_judge(const struct logbooks *books);

struct logbook *logbook_new(struct logbooks *books);
void logbook_free(struct logbook *book);
/* The numbers go on. */
void logbook_clear(struct logbook *book);

/* `time` is the record's; text without the timestamp in front. */
void logbook_add(struct logbook *book, enum log_stream stream, int64_t time,
                 struct str piece);
/* Ends open lines (the stream ended) and adds a seam with these words. */
void logbook_add_seam(struct logbook *book, const char *words);

/* Number the first line so; before there is one. */
void logbook_begin_at(struct logbook *book, uint64_t number);
/* Put the lines of `older`, which is of the same log, in front, where they get
 * the numbers below. It goes up to the first record that is younger than
 * `time`, and so its last lines take the place of our first ones; the very
 * first may lack its beginning. False, and nothing is done, when we have no
 * younger line or `older` has none. It is empty afterwards. */
bool logbook_put_before(struct logbook *book, struct logbook *older,
                        int64_t time);

/* This line and all behind it stay, whatever the limit: somebody reads there.
 * 0: none. */
void logbook_hold(struct logbook *book, uint64_t number);
/* The limit is passed because of that; who fills the log should wait. */
bool logbook_is_full(const struct logbook *book);

/* Lines first .. end-1 are held; equal when there is none. */
uint64_t logbook_first(const struct logbook *book);
uint64_t logbook_end(const struct logbook *book);
/* False when it has gone or has not come. */
bool logbook_line_at(const struct logbook *book, uint64_t number,
                     struct logbook_line *line);

/* The chunk that has this line in it, for logbook_release_chunk(); NULL when
 * the line is not held or its chunk is not sealed. */
struct logbook_chunk *logbook_take_chunk(const struct logbook *book,
                                         uint64_t number);
void logbook_release_chunk(struct logbook_chunk *chunk);
/* Lines first .. end-1 are in it. */
uint64_t logbook_chunk_first(const struct logbook_chunk *chunk);
uint64_t logbook_chunk_end(const struct logbook_chunk *chunk);
/* This one may be called on a worker. */
void logbook_chunk_line(const struct logbook_chunk *chunk, uint64_t number,
                        struct logbook_line *line);

/* Whether lines went because of the limit. */
bool logbook_has_lost(const struct logbook *book);
/* Grows with every change: a view that drew this state need not draw again. */
uint64_t logbook_generation(const struct logbook *book);

#endif
