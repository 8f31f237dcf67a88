/*
 * regex.h - regular expressions. The door to PCRE2.
 *
 * Patterns are a person's, texts are anybody's: UTF-8 where it is valid, any
 * bytes otherwise. A match has limits (REGEX_MATCH_LIMIT steps), so a pattern
 * that explodes ends with an error instead of a frozen screen. JIT is used
 * where there is one. Smart case: letter case matters only when the pattern
 * has an upper-case letter (ASCII) outside of an escape such as \S.
 *
 * A struct regex is read-only once it is made; regex_match() uses a scratch of
 * its own, so one thread at a time.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

#define REGEX_PATTERN_SIZE 4096
#define REGEX_MATCH_LIMIT 100000

struct regex;

struct span {
    size_t at, len; /* bytes of the text */
};

/* NULL with "at 5: missing closing parenthesis": behind the fifth character. */
struct regex *regex_new(struct str pattern, struct err *err);
void regex_free(struct regex *regex);

enum regex_answer { REGEX_NO, REGEX_YES, REGEX_TOO_HARD };
/* The first match at or behind `from`. `span` may be NULL. It may be empty; who
 * goes on behind it must take a step of his own. */
enum regex_answer regex_match(const struct regex *regex, struct str text,
                              size_t from, struct span *span);

#endif
