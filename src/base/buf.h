/*
 * buf.h - text or bytes under construction, with a size at which it is too
 * big.
 *
 * Every buf is born with its limit. An addition that would go over it adds
 * nothing, sets `is_full` and returns false; later additions are refused too
 * until buf_clear(), so a caller may check once at the end. `at` is always
 * NUL-terminated once something was added or buf_text() was called.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>

struct buf {
    char *at;
    size_t len;
    size_t cap;
    size_t limit; /* most bytes it may hold, without the NUL */
    bool is_full;
};

#define BUF_INIT(most)                                                         \
    {                                                                          \
        .limit = (most)                                                        \
    }

void buf_init(struct buf *buf, size_t limit);
void buf_release(struct buf *buf);
void buf_clear(struct buf *buf); /* keeps the memory */

bool buf_add(struct buf *buf, const void *bytes, size_t len);
bool buf_add_str(struct buf *buf, struct str s);
bool buf_add_text(struct buf *buf, const char *text);
bool buf_add_char(struct buf *buf, char c);
bool buf_add_repeat(struct buf *buf, char c, size_t count);
bool buf_addf(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool buf_addv(struct buf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Keep the first `len` bytes. */
void buf_cut(struct buf *buf, size_t len);
/* Remove `count` bytes from the front. */
void buf_drop_front(struct buf *buf, size_t count);

/* "" for an empty buf, never NULL; valid until the next change. */
const char *buf_text(struct buf *buf);
struct str buf_str(const struct buf *buf);
/* The bytes with a NUL behind them, yours to free(); buf is empty after. */
char *buf_take(struct buf *buf);

#endif
