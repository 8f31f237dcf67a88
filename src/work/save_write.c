#include "config.h"

#include "work/save_private.h"

/* Bytes that are written at once. */
#define AT_ONCE ((size_t)64 << 10)

void
save_piece_init(struct save_piece *piece)
{
    *piece = (struct save_piece){.first = 0};
    buf_init(&piece->text, SAVE_PIECE + LOGBOOK_LINE_MAX + 1);
}

void
save_piece_release(struct save_piece *piece)
{
    logbook_release_chunk(piece->chunk);
    piece->chunk = NULL;
    buf_release(&piece->text);
}

void
save_piece_add(struct save_piece *piece, const struct logbook_line *line)
{
    if (line->kind == LOGBOOK_SEAM)
        return;
    (void)buf_add_str(&piece->text, line->text);
    (void)buf_add_char(&piece->text, '\n');
    piece->text_lines++;
}

/* ---- on a worker -------------------------------------------------------- */

static bool
put(struct save_piece *piece, struct buf *room)
{
    if (!savefile_write(piece->file, room->at, room->len, &piece->err))
        return false;
    piece->bytes += room->len;
    buf_clear(room);
    return true;
}

static bool
write_chunk(const struct worker *worker, struct save_piece *piece)
{
    struct buf room = BUF_INIT(AT_ONCE + LOGBOOK_LINE_MAX + 1);
    bool is_good = true;

    for (uint64_t number = piece->first; is_good && number < piece->end;
         number++) {
        struct logbook_line line;

        if (worker_is_cancelled(worker))
            break;
        logbook_chunk_line(piece->chunk, number, &line);
        if (line.kind == LOGBOOK_SEAM ||
            (piece->shown && !numset_has(piece->shown, number)))
            continue;
        (void)buf_add_str(&room, line.text);
        (void)buf_add_char(&room, '\n');
        piece->lines++;
        if (room.len >= AT_ONCE)
            is_good = put(piece, &room);
    }
    is_good = is_good && put(piece, &room);
    buf_release(&room);
    return is_good;
}

void
save_piece_write(const struct worker *worker, struct save_piece *piece)
{
    piece->lines = piece->text_lines;
    piece->bytes = 0;
    piece->is_good = put(piece, &piece->text);
    if (piece->is_good && piece->chunk)
        piece->is_good = write_chunk(worker, piece);
    if (piece->is_good && piece->is_last && !worker_is_cancelled(worker))
        piece->is_good = savefile_keep(piece->file, &piece->err);
}
