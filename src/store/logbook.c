#include "config.h"

#include "store/logbook_parts.h"

#include "base/mem.h"

#include <stdlib.h>

/* What an open line may leave behind as room for the next one. */
#define OPEN_KEPT ((size_t)32 << 10)

struct logbook *
logbook_new(struct logbooks *books)
{
    struct logbook *book = xcalloc(1, sizeof(*book));

    book->books = books;
    book->first = book->end = 1;
    book->seat = xcalloc(1, sizeof(*book->seat));
    book->seat->book = book;
    list_add_last(&books->seats, &book->seat->link);
    for (size_t i = 0; i < STREAMS; i++)
        buf_init(&book->open[i].text, LOGBOOK_LINE_MAX);
    return book;
}

void
logbook_forget_open(struct logbook *book, struct open *open)
{
    open->number = 0;
    open->is_cut = open->is_returned = false;
    open->rewrites = 0;
    if (open->text.cap > OPEN_KEPT)
        buf_release(&open->text);
    buf_clear(&open->text);
    book->books->bytes -= open->counted;
    book->books->bytes += open->text.cap;
    open->counted = open->text.cap;
}

void
logbook_clear(struct logbook *book)
{
    room_clear(book);
    for (size_t i = 0; i < STREAMS; i++)
        logbook_forget_open(book, &book->open[i]);
    book->has_lost = false;
    book->generation++;
}

void
logbook_free(struct logbook *book)
{
    if (!book)
        return;
    logbook_clear(book);
    for (size_t i = 0; i < STREAMS; i++) {
        buf_release(&book->open[i].text);
        book->books->bytes -= book->open[i].counted;
    }
    list_remove(&book->seat->link);
    free(book->seat);
    free(book->chunks);
    free(book);
}

/* The line whose text is `text` has ended. */
static void
judge(struct logbook *book, struct entry *entry, struct str text)
{
    logbook_judge_fn fn = book->books->judge;
    uint8_t *before = &book->open[entry->stream].before;
    struct logbook_line line = {
        .time = entry->time,
        .stream = (enum log_stream)entry->stream,
        .is_cut = (entry->flags & ENTRY_CUT) != 0,
        .text = text,
    };

    if (fn && !(entry->flags & ENTRY_SEAM))
        entry->mark = *before = fn(&line, *before);
}

static void
add_whole(struct logbook *book, struct entry entry, struct str text)
{
    struct logbook_chunk *chunk = room_find(book, text.len + sizeof(entry));

    entry.at = room_put_text(chunk, text);
    entry.len = (uint32_t)text.len;
    judge(book, &entry, text);
    room_put_entry(book, chunk, entry);
}

static void
begin_line(struct logbook *book, enum log_stream stream, int64_t time)
{
    struct logbook_chunk *chunk = room_find(book, sizeof(struct entry));
    struct open *open = &book->open[stream];

    open->number = book->end;
    open->time = time;
    room_put_entry(book, chunk,
                   (struct entry){.time = time,
                                  .stream = (uint8_t)stream,
                                  .flags = ENTRY_OPEN});
}

static void
end_line(struct logbook *book, struct open *open)
{
    struct str text = buf_str(&open->text);
    struct logbook_chunk *chunk, *home;
    struct entry *entry;

    if (open->number == 0)
        return;
    home = room_find(book, text.len);
    /* Making room may have cost the line its place. */
    if (open->number == 0)
        return;
    chunk = room_chunk(book, open->number);
    entry = room_entry(chunk, open->number);
    entry->at = room_put_text(home, text);
    entry->len = (uint32_t)text.len;
    entry->flags = open->is_cut ? ENTRY_CUT : 0;
    if (open->rewrites > 0)
        entry->flags |= ENTRY_REWRITTEN;
    if (chunk != home) {
        entry->flags |= ENTRY_LATE;
        chunk->late[entry->stream] = home;
        home->refs++;
    }
    chunk->open_count--;
    judge(book, entry, text);
    logbook_forget_open(book, open);
}

/* Bytes without "\r" and "\n". */
static void
grow_line(struct logbook *book, struct open *open, struct str bytes)
{
    size_t left;

    if (bytes.len == 0)
        return;
    if (open->is_returned) {
        buf_clear(&open->text);
        open->rewrites++;
        open->is_returned = open->is_cut = false;
    }
    left = LOGBOOK_LINE_MAX - open->text.len;
    if (bytes.len > left) {
        bytes.len = left;
        open->is_cut = true;
    }
    (void)buf_add_str(&open->text, bytes);
    book->books->bytes += open->text.cap - open->counted;
    open->counted = open->text.cap;
}

/* A piece of one line; a "\r" sends it back to its beginning as soon as
 * something stands behind it. */
static void
write_line(struct logbook *book, struct open *open, struct str rest)
{
    while (rest.len > 0) {
        const char *back = memchr(rest.at, '\r', rest.len);
        size_t len = back ? (size_t)(back - rest.at) : rest.len;

        grow_line(book, open, str_make(rest.at, len));
        if (!back)
            break;
        open->is_returned = true;
        rest = str_make(back + 1, rest.len - len - 1);
    }
    room_keep_limit(book);
}

/* Whether a line that came in one piece can be stored as it stands; then
 * without the "\r" at its end. */
static bool
is_plain(struct str *line)
{
    size_t len = line->len;

    while (len > 0 && line->at[len - 1] == '\r')
        len--;
    if (len > LOGBOOK_LINE_MAX || (len > 0 && memchr(line->at, '\r', len)))
        return false;
    line->len = len;
    return true;
}

void
logbook_add(struct logbook *book, enum log_stream stream, int64_t time,
            struct str piece)
{
    struct open *open = &book->open[stream];
    struct entry entry = {.time = time, .stream = (uint8_t)stream};

    if (piece.len == 0)
        return;
    book->generation++;
    if (open->number != 0 && open->time != time)
        end_line(book, open);
    while (piece.len > 0) {
        const char *newline = memchr(piece.at, '\n', piece.len);
        size_t len = newline ? (size_t)(newline - piece.at) : piece.len;
        struct str line = str_make(piece.at, len);

        piece.at += len + (newline ? 1 : 0);
        piece.len -= len + (newline ? 1 : 0);
        if (newline && open->number == 0 && is_plain(&line)) {
            add_whole(book, entry, line);
            continue;
        }
        if (open->number == 0)
            begin_line(book, stream, time);
        write_line(book, open, line);
        if (newline)
            end_line(book, open);
    }
}

void
logbook_end_lines(struct logbook *book)
{
    for (size_t i = 0; i < STREAMS; i++)
        end_line(book, &book->open[i]);
}

void
logbook_add_seam(struct logbook *book, const char *words)
{
    struct entry entry = {.stream = LOG_SYSTEM, .flags = ENTRY_SEAM};

    book->generation++;
    logbook_end_lines(book);
    add_whole(book, entry, str_of(words));
}

uint64_t
logbook_first(const struct logbook *book)
{
    return book->first;
}

uint64_t
logbook_end(const struct logbook *book)
{
    return book->end;
}

bool
logbook_line_at(const struct logbook *book, uint64_t number,
                struct logbook_line *line)
{
    room_look(book);
    if (number < book->first || number >= book->end)
        return false;
    logbook_chunk_line(room_chunk(book, number), number, line);
    if (line->is_open) {
        const struct open *open = &book->open[line->stream];

        line->is_cut = open->is_cut;
        line->rewrites = open->rewrites;
        line->text = buf_str(&open->text);
    }
    return true;
}

bool
logbook_has_lost(const struct logbook *book)
{
    return book->has_lost;
}

uint64_t
logbook_generation(const struct logbook *book)
{
    return book->generation;
}
