#include "config.h"

#include "store/logbook_parts.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

/* Bytes of a chunk, its head included; a longer line has one of its own. */
#define CHUNK_SIZE ((size_t)64 << 10)

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

static size_t
chunk_bytes(const struct chunk *chunk)
{
    return sizeof(*chunk) + chunk->size;
}

static struct entry *
entry_of(struct chunk *chunk, uint64_t number)
{
    size_t slots = chunk->size / sizeof(struct entry);

    return &chunk->room[slots - 1 - (size_t)(number - chunk->first)];
}

static void
drop_oldest(struct logbook *book)
{
    struct chunk *chunk = book->chunks[book->gone++];

    if (chunk->entry_count > 0) {
        book->first = chunk->first + chunk->entry_count;
        book->has_lost = true;
        book->generation++;
    }
    book->books->bytes -= chunk_bytes(chunk);
    free(chunk);
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
        drop_oldest(book);
}

/* The next log that must give up a chunk for `book`; NULL: none has any. */
static struct logbook *
find_payer(struct logbook *book)
{
    const struct list *seats = &book->books->seats;
    struct list *link;

    for (link = seats->next; link != seats; link = link->next) {
        struct logbook *other = LIST_OWNER(link, struct seat, link)->book;

        if (other != book && other->gone < other->count)
            return other;
    }
    /* The chunk that is being written stays, whatever the limit. */
    return book->count - book->gone > 1 ? book : NULL;
}

void
room_keep_limit(struct logbook *book)
{
    struct logbook *payer;

    while (book->books->bytes > book->books->limit &&
           (payer = find_payer(book)))
        drop_oldest(payer);
}

static void
add_chunk(struct logbook *book, size_t need)
{
    size_t size = CHUNK_SIZE - sizeof(struct chunk);
    struct chunk *chunk;

    if (size < need)
        size = need;
    size += sizeof(struct entry) - 1;
    size -= size % sizeof(struct entry);
    chunk = xmalloc(sizeof(*chunk) + size);
    *chunk = (struct chunk){.first = book->end, .size = size};
    if (book->count == book->cap && book->gone > book->count / 2) {
        book->count -= book->gone;
        memmove(book->chunks, book->chunks + book->gone,
                book->count * sizeof(*book->chunks));
        book->gone = 0;
    }
    book->chunks = array_grow(book->chunks, &book->cap, book->count + 1,
                              sizeof(*book->chunks));
    book->chunks[book->count++] = chunk;
    book->books->bytes += chunk_bytes(chunk);
    room_keep_limit(book);
}

struct chunk *
room_find(struct logbook *book, size_t need)
{
    struct chunk *last;

    if (book->gone < book->count) {
        last = book->chunks[book->count - 1];
        if (last->size - last->text_len -
                last->entry_count * sizeof(struct entry) >=
            need)
            return last;
    }
    add_chunk(book, need);
    return book->chunks[book->count - 1];
}

const char *
room_put_text(struct chunk *chunk, struct str text)
{
    char *at = (char *)chunk->room + chunk->text_len;

    if (text.len > 0)
        memcpy(at, text.at, text.len);
    chunk->text_len += text.len;
    return at;
}

void
room_put_entry(struct logbook *book, struct chunk *chunk, struct entry entry)
{
    chunk->entry_count++;
    *entry_of(chunk, book->end++) = entry;
}

struct entry *
room_entry(const struct logbook *book, uint64_t number)
{
    size_t low = book->gone, high = book->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (book->chunks[middle]->first <= number)
            low = middle;
        else
            high = middle;
    }
    return entry_of(book->chunks[low], number);
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
