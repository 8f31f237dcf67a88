/*
 * words.h - a line of the command language taken apart: words and quotes.
 *
 * White space parts words, '...' and "..." join, a backslash quotes outside
 * '...'; '#' at a word's begin begins a comment, except behind the first word
 * of a line in front of six hex digits: #1e90ff is a colour.
 */
#ifndef WORK_WORDS_H
#define WORK_WORDS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define COMMAND_WORDS 64
#define COMMAND_SIZE 4096

struct words {
    char text[COMMAND_SIZE]; /* the words, unquoted, NUL-terminated each */
    struct str at[COMMAND_WORDS];
    size_t count;
};

static inline bool
word_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' ||
           c == '\f';
}

/* False: an open quote, too long, too many. */
bool words_split(struct words *words, struct str line, struct err *err);

/* Append the word so that words_split() makes the same of it. */
void words_quote(struct buf *out, struct str word);

#endif
