#include "config.h"

#include "store/logbook_parts.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

/* Bytes of a chunk, its head included; a longer text has one of its own, with
 * room for the beginnings of some lines behind it. */
#define CHUNK_SIZE ((size_t)64 << 10)
#define CHUNK_SLACK ((size_t)4 << 10)

struct logbooks *
logbooks_new(size_t limit)
{
    struct logbooks *books = xcalloc(1, sizeof(*books));

    books->limit = limit;
    list_init(&books->seats);
    return books;
}

void
logbooks_free(struct logbooks *books)
{
    if (!books)
        return;
    assert(list_is_empty(&books->seats));
    free(books);
}

size_t
logbooks_bytes(const struct logbooks *books)
{
    return books->bytes;
}

size_t
room_chunk_bytes(const struct logbook_chunk *chunk)
{
    return sizeof(*chunk) + chunk->size;
}

static size_t
slot_of(const struct logbook_chunk *chunk, uint64_t number)
{
    return chunk->size / sizeof(struct entry) - 1 -
           (size_t)(number - chunk->origin);
}

/* With those that are no lines any more. */
static size_t
entries_of(const struct logbook_chunk *chunk)
{
    return (size_t)(chunk->first - chunk->origin) + chunk->entry_count;
}

struct entry *
room_entry(struct logbook_chunk *chunk, uint64_t number)
{
    return &chunk->room[slot_of(chunk, number)];
}

void
logbook_release_chunk(struct logbook_chunk *chunk)
{
    if (!chunk || --chunk->refs > 0)
        return;
    for (size_t i = 0; i < STREAMS; i++)
        logbook_release_chunk(chunk->late[i]);
    free(chunk);
}

void
room_drop_oldest(struct logbook *book)
{
    struct logbook_chunk *chunk = book->chunks[book->gone++];

    if (chunk->entry_count > 0) {
        book->first = chunk->first + chunk->entry_count;
        book->has_lost = true;
        book->generation++;
    }
    book->books->bytes -= room_chunk_bytes(chunk);
    logbook_release_chunk(chunk);
    if (book->gone == book->count)
        book->gone = book->count = 0;
    for (size_t i = 0; i < STREAMS; i++)
        if (book->open[i].number != 0 && book->open[i].number < book->first)
            logbook_forget_open(book, &book->open[i]);
}

void
room_clear(struct logbook *book)
{
    while (book->gone < book->count)
        room_drop_oldest(book);
}

static bool
is_held(const struct logbook *book)
{
    return book->held != 0 &&
           logbook_chunk_end(book->chunks[book->gone]) > book->held;
}

void
logbook_hold(struct logbook *book, uint64_t number)
{
    book->held = number;
    room_keep_limit(book);
}

bool
logbook_is_full(const struct logbook *book)
{
    return book->books->bytes > book->books->limit && book->held != 0;
}

/* The next log that must give up a chunk for `book`; NULL: none has any. The
 * chunk that is being written stays, whatever the limit. */
static struct logbook *
find_payer(struct logbook *book)
{
    const struct list *seats = &book->books->seats;
    struct list *link;

    for (link = seats->next; link != seats; link = link->next) {
        struct logbook *other = LIST_OWNER(link, struct seat, link)->book;

        if (other != book && other->gone < other->count && !is_held(other))
            return other;
    }
    return book->count - book->gone > 1 && !is_held(book) ? book : NULL;
}

void
room_keep_limit(struct logbook *book)
{
    struct logbook *payer;

    while (book->books->bytes > book->books->limit &&
           (payer = find_payer(book)))
        room_drop_oldest(payer);
}

size_t
logbooks_limit(const struct logbooks *books)
{
    return books->limit;
}

void
logbooks_set_limit(struct logbooks *books, size_t limit)
{
    struct list *last = books->seats.prev;

    books->limit = limit;
    if (last != &books->seats)
        room_keep_limit(LIST_OWNER(last, struct seat, link)->book);
}

void
logbooks_set_judge(struct logbooks *books, logbook_judge_fn judge)
{
    books->judge = judge;
}

logbook_judge_fn
logbooks_judge(const struct logbooks *books)
{
    return books->judge;
}

static void
add_chunk(struct logbook *book, size_t need)
{
    size_t size = CHUNK_SIZE - sizeof(struct logbook_chunk);
    struct logbook_chunk *chunk;

    if (size / 2 < need)
        size = need + CHUNK_SLACK;
    size += sizeof(struct entry) - 1;
    size -= size % sizeof(struct entry);
    chunk = xmalloc(sizeof(*chunk) + size);
    *chunk = (struct logbook_chunk){
        .refs = 1, .first = book->end, .origin = book->end, .size = size};
    if (book->count == book->cap && book->gone > book->count / 2) {
        book->count -= book->gone;
        memmove(book->chunks, book->chunks + book->gone,
                book->count * sizeof(*book->chunks));
        book->gone = 0;
    }
    book->chunks = array_grow(book->chunks, &book->cap, book->count + 1,
                              sizeof(*book->chunks));
    book->chunks[book->count++] = chunk;
    book->books->bytes += room_chunk_bytes(chunk);
    room_keep_limit(book);
}

struct logbook_chunk *
room_find(struct logbook *book, size_t need)
{
    struct logbook_chunk *last;

    if (book->gone < book->count) {
        last = book->chunks[book->count - 1];
        if (last->size - last->text_len -
                entries_of(last) * sizeof(struct entry) >=
            need)
            return last;
    }
    add_chunk(book, need);
    return book->chunks[book->count - 1];
}

uint32_t
room_put_text(struct logbook_chunk *chunk, struct str text)
{
    size_t at = chunk->text_len;

    if (text.len > 0)
        memcpy((char *)chunk->room + at, text.at, text.len);
    chunk->text_len += text.len;
    return (uint32_t)at;
}

void
room_put_entry(struct logbook *book, struct logbook_chunk *chunk,
               struct entry entry)
{
    chunk->entry_count++;
    if (entry.flags & ENTRY_OPEN)
        chunk->open_count++;
    *room_entry(chunk, book->end++) = entry;
}

struct logbook_chunk *
room_chunk(const struct logbook *book, uint64_t number)
{
    size_t low = book->gone, high = book->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (book->chunks[middle]->first <= number)
            low = middle;
        else
            high = middle;
    }
    return book->chunks[low];
}

struct logbook_chunk *
logbook_take_chunk(const struct logbook *book, uint64_t number)
{
    struct logbook_chunk *chunk;

    if (number < book->first || number >= book->end)
        return NULL;
    chunk = room_chunk(book, number);
    if (chunk->open_count > 0 || chunk == book->chunks[book->count - 1])
        return NULL;
    chunk->refs++;
    return chunk;
}

uint64_t
logbook_chunk_first(const struct logbook_chunk *chunk)
{
    return chunk->first;
}

uint64_t
logbook_chunk_end(const struct logbook_chunk *chunk)
{
    return chunk->first + chunk->entry_count;
}

void
logbook_chunk_line(const struct logbook_chunk *chunk, uint64_t number,
                   struct logbook_line *line)
{
    const struct entry *entry = &chunk->room[slot_of(chunk, number)];
    const struct logbook_chunk *home =
        entry->flags & ENTRY_LATE ? chunk->late[entry->stream] : chunk;

    *line = (struct logbook_line){
        .number = number,
        .time = entry->time,
        .stream = (enum log_stream)entry->stream,
        .kind = entry->flags & ENTRY_SEAM ? LOGBOOK_SEAM : LOGBOOK_TEXT,
        .is_cut = (entry->flags & ENTRY_CUT) != 0,
        .is_open = (entry->flags & ENTRY_OPEN) != 0,
        .rewrites = entry->flags & ENTRY_REWRITTEN ? UINT32_MAX : 0,
        .mark = entry->mark,
        .text = str_make((const char *)home->room + entry->at, entry->len),
    };
}

void
room_look(const struct logbook *book)
{
    struct list *seats = &book->books->seats;
    struct list *link = &book->seat->link;

    if (seats->prev == link)
        return;
    list_remove(link);
    list_add_last(seats, link);
}
