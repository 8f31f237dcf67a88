/* Older lines in front of those that are there. */
#include "config.h"

#include "store/logbook_parts.h"

#include "base/mem.h"

#include <stdlib.h>

void
logbook_begin_at(struct logbook *book, uint64_t number)
{
    book->first = book->end = number;
}

/* The first line that is younger; 0: there is none, or one before it may still
 * grow. */
static uint64_t
find_end_of_time(const struct logbook *book, int64_t time)
{
    struct logbook_line line;

    for (uint64_t number = book->first; number < book->end; number++) {
        logbook_chunk_line(room_chunk(book, number), number, &line);
        if (line.kind == LOGBOOK_SEAM || line.time > time)
            return number;
        if (line.is_open)
            return 0;
    }
    return 0;
}

/* Let go of the lines before this one, which is there. */
static void
drop_before(struct logbook *book, uint64_t number)
{
    struct logbook_chunk *chunk = room_chunk(book, number);
    size_t count = (size_t)(number - chunk->first);
    bool has_lost = book->has_lost;

    while (book->chunks[book->gone] != chunk)
        room_drop_oldest(book);
    book->has_lost = has_lost;
    chunk->entry_count -= count;
    chunk->first = book->first = number;
}

/* All chunks of `older` go before those of `book`. */
static void
join_chunks(struct logbook *book, struct logbook *older)
{
    size_t old = older->count - older->gone, ours = book->count - book->gone;
    struct logbook_chunk **all;
    size_t cap = 0;

    all = array_grow(NULL, &cap, old + ours, sizeof(struct logbook_chunk *));
    for (size_t i = 0; i < old; i++)
        all[i] = older->chunks[older->gone + i];
    for (size_t i = 0; i < ours; i++)
        all[old + i] = book->chunks[book->gone + i];
    free(book->chunks);
    book->chunks = all;
    book->count = old + ours;
    book->cap = cap;
    book->gone = 0;
    older->count = older->gone = 0;
}

bool
logbook_put_before(struct logbook *book, struct logbook *older, int64_t time)
{
    uint64_t end = find_end_of_time(book, time);
    uint64_t shift;

    if (end == 0 || older->first == older->end)
        return false;
    logbook_end_lines(older);
    drop_before(book, end);
    shift = end - older->end; /* modulo 2^64 */
    for (size_t i = older->gone; i < older->count; i++) {
        size_t bytes = room_chunk_bytes(older->chunks[i]);

        older->chunks[i]->first += shift;
        older->chunks[i]->origin += shift;
        older->books->bytes -= bytes;
        book->books->bytes += bytes;
    }
    book->first = older->first + shift;
    join_chunks(book, older);
    older->first = older->end;
    book->generation++;
    room_keep_limit(book);
    return true;
}
