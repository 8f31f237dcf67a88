#include "config.h"

#include "work/save_private.h"

#include "base/mem.h"

#include <stdlib.h>

/* A chunk that is sealed, or a copy of lines that are not. */
struct part {
    struct logbook_chunk *chunk; /* NULL: the text */
    uint64_t first, end;
    struct buf text;
    uint64_t lines;
};

struct frozen {
    struct numset shown;
    bool shows_all;
    struct part *parts;
    size_t next, count, cap;
};

static struct part *
add_part(struct frozen *frozen)
{
    frozen->parts = array_grow(frozen->parts, &frozen->cap, frozen->count + 1,
                               sizeof(*frozen->parts));
    frozen->parts[frozen->count] = (struct part){.chunk = NULL};
    return &frozen->parts[frozen->count++];
}

/* Chunks of which nothing is shown are not kept. */
static void
add_chunk(struct frozen *frozen, struct logbook_chunk *chunk, uint64_t first,
          uint64_t end)
{
    uint64_t next =
        frozen->shows_all ? first : numset_next(&frozen->shown, NULL, first);
    struct part *part;

    if (next == 0 || next >= end) {
        logbook_release_chunk(chunk);
        return;
    }
    part = add_part(frozen);
    part->chunk = chunk;
    part->first = first;
    part->end = end;
}

static void
add_copy(struct frozen *frozen, const struct logbook *book, uint64_t number)
{
    struct part *last =
        frozen->count > 0 ? &frozen->parts[frozen->count - 1] : NULL;
    struct logbook_line line;

    if (!frozen->shows_all && !numset_has(&frozen->shown, number))
        return;
    if (!logbook_line_at(book, number, &line) || line.kind == LOGBOOK_SEAM)
        return;
    if (!last || last->chunk || last->text.len >= SAVE_PIECE) {
        last = add_part(frozen);
        buf_init(&last->text, SAVE_PIECE + LOGBOOK_LINE_MAX + 1);
    }
    (void)buf_add_str(&last->text, line.text);
    (void)buf_add_char(&last->text, '\n');
    last->lines++;
}

struct frozen *
frozen_new(const struct logbook *book, const struct numset *shown)
{
    struct frozen *frozen = xcalloc(1, sizeof(*frozen));
    uint64_t number = logbook_first(book);

    frozen->shows_all = !shown;
    if (shown)
        numset_add_all(&frozen->shown, shown);
    while (number < logbook_end(book)) {
        struct logbook_chunk *chunk = logbook_take_chunk(book, number);

        if (chunk) {
            uint64_t end = logbook_chunk_end(chunk);

            add_chunk(frozen, chunk, number, end);
            number = end;
        } else {
            add_copy(frozen, book, number++);
        }
    }
    return frozen;
}

static void
release_part(struct part *part)
{
    logbook_release_chunk(part->chunk);
    buf_release(&part->text);
}

void
frozen_free(struct frozen *frozen)
{
    if (!frozen)
        return;
    for (size_t i = frozen->next; i < frozen->count; i++)
        release_part(&frozen->parts[i]);
    free(frozen->parts);
    numset_release(&frozen->shown);
    free(frozen);
}

bool
frozen_next(struct frozen *frozen, struct save_piece *piece)
{
    struct part *part;

    if (frozen->next == frozen->count)
        return false;
    part = &frozen->parts[frozen->next++];
    if (part->chunk) {
        piece->chunk = part->chunk;
        piece->first = part->first;
        piece->end = part->end;
        piece->shown = frozen->shows_all ? NULL : &frozen->shown;
        return true;
    }
    buf_release(&piece->text);
    piece->text = part->text;
    piece->text_lines = part->lines;
    return true;
}
