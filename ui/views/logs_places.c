#include "config.h"

#include "ui/views/logs_places.h"

#include "base/escape.h"
#include "base/mem.h"

#include <stdlib.h>

#define SHORT_LINE ((size_t)8 << 10)
#define STRIDE_ROWS 64
#define STRIDE_COLUMNS 4096
/* Bytes behind a place of a line that still grows: what follows closer to its
 * end may be half of a character or of a sequence. */
#define SAFE_END ((size_t)ESCAPE_SIZE + GLYPH_SIZE)

struct place {
    struct ansi ansi; /* its `rest` means nothing */
    size_t offset;    /* of `rest` in the text */
};

struct known {
    uint64_t line; /* 0: none */
    uint32_t rewrites;
    size_t width; /* 0: not wrapped; places are of columns */
    uint64_t used;
    struct place *at; /* every STRIDE rows or columns, from the second on */
    size_t count, cap;
};

struct places {
    struct known lines[PLACES_LINES];
    uint64_t clock;
};

struct places *
places_new(void)
{
    return xcalloc(1, sizeof(struct places));
}

void
places_free(struct places *places)
{
    if (!places)
        return;
    for (size_t i = 0; i < PLACES_LINES; i++)
        free(places->lines[i].at);
    free(places);
}

void
places_clear(struct places *places)
{
    for (size_t i = 0; i < PLACES_LINES; i++)
        places->lines[i].line = 0;
}

/* What is known of this line: nothing, if it is new here. */
static struct known *
find_known(struct places *places, const struct logbook_line *line, size_t width)
{
    struct known *oldest = &places->lines[0];

    places->clock++;
    for (size_t i = 0; i < PLACES_LINES; i++) {
        struct known *known = &places->lines[i];

        if (known->line == line->number && known->width == width &&
            known->rewrites == line->rewrites) {
            known->used = places->clock;
            return known;
        }
        if (known->used < oldest->used)
            oldest = known;
    }
    oldest->line = line->number;
    oldest->rewrites = line->rewrites;
    oldest->width = width;
    oldest->used = places->clock;
    oldest->count = 0;
    return oldest;
}

static bool
next_row(struct ansi *ansi, size_t width)
{
    bool has_row = ansi_skip(ansi, width);

    ansi->blanks = 0;
    return has_row;
}

/* Go on by one stride. False when the line ends before. */
static bool
next_stride(struct ansi *ansi, size_t width)
{
    struct ansi at = *ansi;

    if (width == 0) {
        size_t end = at.column - at.column % STRIDE_COLUMNS + STRIDE_COLUMNS;

        while (at.column < end)
            if (!ansi_skip(&at, end - at.column))
                return false;
    }
    for (size_t row = 0; width > 0 && row < STRIDE_ROWS; row++)
        if (!next_row(&at, width))
            return false;
    *ansi = at;
    return true;
}

static void
begin_at(const struct known *known, size_t index, struct str text,
         struct ansi *ansi)
{
    if (index == 0) {
        ansi_begin(ansi, text);
        return;
    }
    *ansi = known->at[index - 1].ansi;
    ansi->rest = str_make(text.at + known->at[index - 1].offset,
                          text.len - known->at[index - 1].offset);
}

/* The last place at or before stride `wanted` (of those there are); its number.
 * SIZE_MAX: the last of the line. */
static size_t
go_to_stride(struct places *places, const struct logbook_line *line,
             size_t width, size_t wanted, struct ansi *ansi)
{
    struct known *known;

    if (line->text.len < SHORT_LINE) {
        ansi_begin(ansi, line->text);
        return 0;
    }
    known = find_known(places, line, width);
    if (wanted <= known->count) {
        begin_at(known, wanted, line->text, ansi);
        return wanted;
    }
    begin_at(known, known->count, line->text, ansi);
    while (known->count < wanted) {
        struct ansi next = *ansi;

        if (!next_stride(&next, width) ||
            (line->is_open && next.rest.len < SAFE_END))
            break;
        known->at = array_grow(known->at, &known->cap, known->count + 1,
                               sizeof(*known->at));
        known->at[known->count++] = (struct place){
            .ansi = next, .offset = line->text.len - next.rest.len};
        *ansi = next;
    }
    return known->count;
}

size_t
places_count_rows(struct places *places, const struct logbook_line *line,
                  size_t width)
{
    struct ansi ansi;
    size_t rows =
        go_to_stride(places, line, width, SIZE_MAX, &ansi) * STRIDE_ROWS;

    while (next_row(&ansi, width))
        rows++;
    return rows > 0 ? rows : 1;
}

bool
places_find_row(struct places *places, const struct logbook_line *line,
                size_t width, size_t row, struct ansi *found)
{
    size_t at = go_to_stride(places, line, width, row / STRIDE_ROWS, found) *
                STRIDE_ROWS;

    for (; at < row; at++)
        if (!next_row(found, width))
            return false;
    return true;
}

void
places_find_column(struct places *places, const struct logbook_line *line,
                   size_t column, struct ansi *found)
{
    (void)go_to_stride(places, line, 0, column / STRIDE_COLUMNS, found);
    /* A place may stand one behind its column, after a wide character. */
    if (found->column > column)
        (void)go_to_stride(places, line, 0, column / STRIDE_COLUMNS - 1, found);
    if (column > found->column)
        (void)ansi_skip(found, column - found->column);
}

size_t
places_of_byte(struct places *places, const struct logbook_line *line,
               size_t width, size_t at)
{
    struct ansi ansi, next;
    size_t stride = 0, row;

    while (go_to_stride(places, line, width, stride + 1, &next) == stride + 1 &&
           next.at <= at)
        stride++;
    (void)go_to_stride(places, line, width, stride, &ansi);
    row = stride * STRIDE_ROWS;
    for (next = ansi; width == 0 ? ansi_skip(&next, 1) : next_row(&next, width);
         ansi = next) {
        if (next.at > at)
            break;
        row++;
    }
    return width == 0 ? ansi.column : row;
}
