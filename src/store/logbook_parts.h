/*
 * logbook_parts.h - what the files of the logbook share. Only they include it.
 *
 *   logbook.c       bytes into lines, and lines out again
 *   logbook_room.c  the chunks in which lines are kept, and the limit of all
 *   logbook_join.c  older lines in front of those that are there
 *
 * An entry is a line's place: it is made when the line begins, so that lines
 * are numbered in the order in which they came, and gets its text when the line
 * ends. Until then the text grows in a buffer of its stream. A chunk that is
 * not the youngest and has no open line in it is sealed: its bytes never change
 * again.
 */
#ifndef STORE_LOGBOOK_PARTS_H
#define STORE_LOGBOOK_PARTS_H

#include "base/buf.h"
#include "base/list.h"
#include "store/logbook.h"

#define STREAMS (LOG_SYSTEM + 1)

enum {
    ENTRY_OPEN = 1 << 0, /* the text is in the buffer of its stream */
    ENTRY_LATE = 1 << 1, /* the text is in chunk->late[stream] */
    ENTRY_CUT = 1 << 2,
    ENTRY_SEAM = 1 << 3,
    ENTRY_REWRITTEN = 1 << 4, /* by a "\r" */
};

struct entry {
    int64_t time;
    uint32_t at; /* of the text in its chunk's room */
    uint32_t len;
    uint8_t stream; /* enum log_stream */
    uint8_t flags;  /* ENTRY_... */
    uint8_t mark;
};

/* Texts grow from the front of `room`, entries from its end. */
struct logbook_chunk {
    unsigned refs;  /* of the book, of older chunks, of those who took it */
    uint64_t first; /* number of its first entry, or that it would have */
    /* Of the first that ever was: a worker finds lines by it, so it stays when
     * the first ones go. */
    uint64_t origin;
    size_t entry_count;
    size_t open_count; /* of its entries */
    size_t text_len;
    size_t size; /* of `room`, in bytes */
    /* Where the text is of a line that began here and ended when this chunk was
     * full: a line of each stream at most. */
    struct logbook_chunk *late[STREAMS];
    struct entry room[];
};

/* The line of a stream that still grows. */
struct open {
    uint64_t number; /* 0: none */
    int64_t time;
    struct buf text;
    bool is_cut;
    bool is_returned; /* a "\r" was the last byte */
    uint32_t rewrites;
    size_t counted; /* of text.cap in books->bytes */
    uint8_t before; /* the mark of the last line of this stream */
};

struct logbooks {
    size_t limit, bytes;
    logbook_judge_fn judge;
    struct list seats; /* the one looked at least recently first */
};

/* A log's place among the others, which looking at the log changes. */
struct seat {
    struct list link;
    struct logbook *book;
};

struct logbook {
    struct logbooks *books;
    struct seat *seat;
    struct logbook_chunk **chunks; /* the first `gone` of them are no more */
    size_t gone, count, cap;
    uint64_t first, end;
    uint64_t held; /* this line and what follows stays; 0: none */
    struct open open[STREAMS];
    bool has_lost;
    uint64_t generation;
};

/* logbook_room.c */
size_t room_chunk_bytes(const struct logbook_chunk *chunk);
void room_drop_oldest(struct logbook *book);
/* Drop all lines. */
void room_clear(struct logbook *book);
/* This log was looked at just now. */
void room_look(const struct logbook *book);
/* Let old lines go until all logs together keep the limit. */
void room_keep_limit(struct logbook *book);
/* The youngest chunk, with room for `need` bytes between its texts and its
 * entries. Older lines may go for it. */
struct logbook_chunk *room_find(struct logbook *book, size_t need);
/* Where the copy stands. There is room. */
uint32_t room_put_text(struct logbook_chunk *chunk, struct str text);
void room_put_entry(struct logbook *book, struct logbook_chunk *chunk,
                    struct entry entry);
/* Of a line that is held: its chunk, and its place in it. */
struct logbook_chunk *room_chunk(const struct logbook *book, uint64_t number);
struct entry *room_entry(struct logbook_chunk *chunk, uint64_t number);

/* logbook.c */
/* No line goes on. */
void logbook_end_lines(struct logbook *book);
/* There is no open line any more. */
void logbook_forget_open(struct logbook *book, struct open *open);

#endif
