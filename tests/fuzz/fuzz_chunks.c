/*
 * The index of a log's chunks: whatever is added, dropped, held, put in front
 * and taken, each line that is held is found by its number, keeps its words,
 * and reads alike from the log and from its chunk.
 */
#include "config.h"

#include "store/logbook.h"

#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT ((size_t)256 << 10)
#define TAKEN 4
#define FIRST (UINT64_C(1) << 40)

struct taken {
    struct logbook_chunk *chunk;
    uint64_t number;
    char words[32]; /* of that line, as it was */
    size_t len;
};

/* The same line by both ways. */
static void
check_line(const struct logbook *book, uint64_t number)
{
    struct logbook_chunk *chunk = logbook_take_chunk(book, number);
    struct logbook_line line, same;

    assert(logbook_line_at(book, number, &line));
    assert(line.number == number);
    if (!chunk)
        return;
    assert(!line.is_open);
    assert(number >= logbook_chunk_first(chunk));
    assert(number < logbook_chunk_end(chunk));
    logbook_chunk_line(chunk, number, &same);
    assert(str_equal(line.text, same.text) && line.time == same.time &&
           line.stream == same.stream && line.kind == same.kind);
    logbook_release_chunk(chunk);
}

static void
check(const struct logbook *book)
{
    uint64_t first = logbook_first(book), end = logbook_end(book);
    struct logbook_line line;

    assert(first <= end);
    assert(!logbook_line_at(book, first - 1, &line));
    assert(!logbook_line_at(book, end, &line));
    for (uint64_t number = first; number < end; number += 1 + (end - first) / 8)
        check_line(book, number);
    if (first < end)
        check_line(book, end - 1);
}

static void
give_back(struct taken *taken)
{
    struct logbook_line line;

    if (!taken->chunk)
        return;
    logbook_chunk_line(taken->chunk, taken->number, &line);
    assert(line.text.len >= taken->len &&
           memcmp(line.text.at, taken->words, taken->len) == 0);
    logbook_release_chunk(taken->chunk);
    taken->chunk = NULL;
}

static void
take(struct taken *taken, const struct logbook *book, uint64_t number)
{
    struct logbook_line line;

    give_back(taken);
    taken->chunk = logbook_take_chunk(book, number);
    if (!taken->chunk)
        return;
    taken->number = number;
    logbook_chunk_line(taken->chunk, number, &line);
    taken->len = line.text.len < sizeof(taken->words) ? line.text.len
                                                      : sizeof(taken->words);
    memcpy(taken->words, line.text.at, taken->len);
}

/* What the engine would send of the time before, and of the first lines. */
static void
put_before(struct logbook *book, unsigned count)
{
    struct logbooks *books = logbooks_new(LIMIT);
    struct logbook *older = logbook_new(books);
    uint64_t end = logbook_end(book);
    struct logbook_line line;

    if (logbook_line_at(book, logbook_first(book), &line) &&
        line.kind == LOGBOOK_TEXT) {
        for (; count > 0; count--)
            logbook_add(older, LOG_STDOUT, line.time - 1, str_of("older\n"));
        (void)logbook_put_before(book, older, line.time);
        assert(logbook_end(book) == end);
    }
    logbook_free(older);
    assert(logbooks_bytes(books) == 0);
    logbooks_free(books);
}

struct scene {
    struct logbooks *books;
    struct logbook *book;
    struct taken taken[TAKEN];
    int64_t time;
    uint64_t held;
};

static void
step(struct scene *scene, unsigned char what, unsigned char how)
{
    static char text[40000];
    struct logbook *book = scene->book;
    uint64_t span = logbook_end(book) - logbook_first(book);
    uint64_t some = logbook_first(book) + (span > 0 ? how % span : 0);

    switch (what % 8) {
    case 0:
    case 1:
    case 2:
        scene->time += how & 1;
        memset(text, 'a' + how % 26, sizeof(text));
        text[(size_t)how * 150] = what & 64 ? '\n' : '\r';
        logbook_add(book, (enum log_stream)(what / 8 % 3), scene->time,
                    str_make(text, (size_t)how * 150 + 1));
        break;
    case 3:
        for (unsigned i = 0; i < how; i++)
            logbook_add(book, LOG_STDERR, scene->time, str_of("a line\n"));
        break;
    case 4:
        if (what & 64)
            logbook_add_seam(book, "seam");
        else if (how == 0)
            logbook_clear(book);
        break;
    case 5:
        take(&scene->taken[what / 8 % TAKEN], book, some);
        break;
    case 6:
        scene->held = what & 64 ? some : 0;
        logbook_hold(book, scene->held);
        break;
    default:
        put_before(book, how);
        break;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scene scene = {.books = logbooks_new(LIMIT), .time = 1000};

    scene.book = logbook_new(scene.books);
    logbook_begin_at(scene.book, FIRST);
    for (size_t i = 0; i + 1 < size && i < 400; i += 2) {
        step(&scene, data[i], data[i + 1]);
        check(scene.book);
        /* The chunk in hand and open lines stand beside the limit. */
        if (scene.held == 0)
            assert(logbooks_bytes(scene.books) <= LIMIT + ((size_t)4 << 20));
    }
    logbook_free(scene.book);
    assert(logbooks_bytes(scene.books) == 0);
    for (size_t i = 0; i < TAKEN; i++)
        give_back(&scene.taken[i]);
    logbooks_free(scene.books);
    return 0;
}
