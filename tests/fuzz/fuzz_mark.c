/*
 * Marks of lines, as any container may write them: each line from memory of
 * exactly its size, behind whatever the lines before it were.
 */
#include "config.h"

#include "store/mark.h"

#include "fuzz/fuzz.h"

#include <stdlib.h>

static uint8_t
mark_copy(struct str text, uint8_t before)
{
    char *copy = malloc(text.len + 1);
    struct logbook_line line = {0};
    uint8_t mark;

    assert(copy);
    if (text.len > 0)
        memcpy(copy, text.at, text.len);
    line.text = str_make(copy, text.len);
    mark = mark_line(&line, before);
    free(copy);
    return mark;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = str_make((const char *)data, size), text;
    uint8_t mark = 0;

    while (str_cut(&rest, '\n', &text)) {
        uint8_t before = mark;

        mark = mark_copy(text, before);
        assert(mark != 0 && mark_level(mark) < LEVEL_COUNT);
        assert(before != 0 || !mark_follows(mark));
        assert(!mark_follows(mark) || mark_level(mark) == mark_level(before));
    }
    return 0;
}
