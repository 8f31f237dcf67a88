#include "config.h"

#include "bench/bytes.h"

#include <ctype.h>
#include <stdlib.h>

#define ESC '\033'
#define BEL '\a'

/* Behind the sequence that begins at `at`; its count goes to *cells. */
static size_t
skip_sequence(struct str bytes, size_t at, size_t *cells)
{
    size_t begin = at + 1;

    if (at + 1 >= bytes.len)
        return bytes.len;
    if (bytes.at[begin] == ']') { /* OSC */
        while (at < bytes.len && bytes.at[at] != BEL)
            at++;
        return at + 1;
    }
    if (bytes.at[begin] == '(')
        return begin + 2;
    if (bytes.at[begin] != '[')
        return begin + 1;
    for (at = begin + 1;
         at < bytes.len && !isalpha((unsigned char)bytes.at[at]);)
        at++;
    if (at < bytes.len && (bytes.at[at] == 'b' || bytes.at[at] == 'X'))
        *cells += (size_t)strtoul(bytes.at + begin + 1, NULL, 10);
    return at + 1;
}

size_t
bytes_cells(struct str bytes)
{
    size_t cells = 0;

    for (size_t at = 0; at < bytes.len;) {
        unsigned char byte = (unsigned char)bytes.at[at];

        if (byte == ESC) {
            at = skip_sequence(bytes, at, &cells);
            continue;
        }
        /* Of UTF-8 the first byte counts. */
        if (byte >= ' ' && (byte & 0xC0) != 0x80 && byte != 0x7F)
            cells++;
        at++;
    }
    return cells;
}
