/*
 * save_private.h - what the files of a save share. Only they include it.
 *
 *   save.c         its life: pieces, one after another, and the end
 *   save_frozen.c  lines that are held, as they were when it began
 *   save_write.c   one piece into the file, on a worker
 */
#ifndef WORK_SAVE_PRIVATE_H
#define WORK_SAVE_PRIVATE_H

#include "base/buf.h"
#include "loop/worker.h"
#include "work/save.h"

/* Bytes of text in a piece; a line more may be in it. */
#define SAVE_PIECE ((size_t)1 << 20)

/* What a worker writes: these bytes, then the lines first..end-1 of a chunk. It
 * is the worker's own until that has ended. */
struct save_piece {
    struct buf text;
    uint64_t text_lines;
    struct logbook_chunk *chunk; /* NULL: none */
    uint64_t first, end;
    const struct numset *shown; /* NULL: all */
    struct savefile *file;
    bool is_last; /* the file gets its name behind it */
    /* Afterwards. */
    uint64_t lines, bytes;
    bool is_good;
    struct err err;
};

void save_piece_init(struct save_piece *piece);
void save_piece_release(struct save_piece *piece);
/* A line at the end of its text. */
void save_piece_add(struct save_piece *piece, const struct logbook_line *line);
/* On the worker that has it. */
void save_piece_write(const struct worker *worker, struct save_piece *piece);

/* Lines as they were. */
struct frozen;

struct frozen *frozen_new(const struct logbook *book,
                          const struct numset *shown);
void frozen_free(struct frozen *frozen);
/* Move what comes next into the piece, which is empty; false: all was. */
bool frozen_next(struct frozen *frozen, struct save_piece *piece);

#endif
