/*
 * str.h - a piece of somebody else's text: where it starts and how long it is.
 *
 * Not NUL-terminated, never owned, valid as long as what it points into. Any
 * byte may stand in it.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
    const char *at;
    size_t len;
};

/* For printf("%.*s"). */
#define STR_ARGS(s) (int)(s).len, (s).at

static inline struct str
str_of(const char *text)
{
    return (struct str){text, text ? strlen(text) : 0};
}

static inline struct str
str_make(const char *at, size_t len)
{
    return (struct str){at, len};
}

static inline bool
str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool
str_is(struct str s, const char *text)
{
    return str_equal(s, str_of(text));
}

bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);

/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);

/* Take the piece up to `separator` off the front of *rest and step over the
 * separator. False when *rest has ended (its `at` is NULL then). "a,,b" gives
 * "a", "", "b"; "" gives "" once. */
bool str_cut(struct str *rest, char separator, struct str *piece);

/* Whole of `s` as a decimal number; false for anything else or too large. */
bool str_to_u64(struct str s, unsigned long long *number);
bool str_to_i64(struct str s, long long *number);

/* <0, 0, >0: names as people sort them, digits by value: web-2 < web-10. */
int str_compare_natural(struct str a, struct str b);

#endif
