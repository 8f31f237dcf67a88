#include "config.h"

#include "base/buf.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_CAP 64

void
buf_init(struct buf *buf, size_t limit)
{
    *buf = (struct buf)BUF_INIT(limit);
}

void
buf_release(struct buf *buf)
{
    free(buf->at);
    buf_init(buf, buf->limit);
}

void
buf_clear(struct buf *buf)
{
    buf->len = 0;
    buf->is_full = false;
    if (buf->at)
        buf->at[0] = '\0';
}

/* Room for `len` more bytes and the NUL, or is_full. */
static bool
make_room(struct buf *buf, size_t len)
{
    size_t need;
    size_t cap;

    if (buf->is_full || buf->len > buf->limit || len > buf->limit - buf->len) {
        buf->is_full = true;
        return false;
    }
    need = buf->len + len + 1;
    if (need <= buf->cap)
        return true;
    cap = buf->cap + buf->cap / 2;
    if (cap > buf->limit)
        cap = buf->limit + 1;
    if (cap < FIRST_CAP)
        cap = FIRST_CAP;
    if (cap < need)
        cap = need;
    buf->at = xrealloc(buf->at, cap);
    buf->cap = cap;
    return true;
}

bool
buf_add(struct buf *buf, const void *bytes, size_t len)
{
    if (!make_room(buf, len))
        return false;
    if (len > 0)
        memcpy(buf->at + buf->len, bytes, len);
    buf->len += len;
    buf->at[buf->len] = '\0';
    return true;
}

bool
buf_add_str(struct buf *buf, struct str s)
{
    return buf_add(buf, s.at, s.len);
}

bool
buf_add_text(struct buf *buf, const char *text)
{
    return buf_add(buf, text, strlen(text));
}

bool
buf_add_char(struct buf *buf, char c)
{
    return buf_add(buf, &c, 1);
}

bool
buf_add_repeat(struct buf *buf, char c, size_t count)
{
    if (!make_room(buf, count))
        return false;
    memset(buf->at + buf->len, c, count);
    buf->len += count;
    buf->at[buf->len] = '\0';
    return true;
}

bool
buf_addf(struct buf *buf, const char *format, ...)
{
    va_list args;
    bool ok;

    va_start(args, format);
    ok = buf_addv(buf, format, args);
    va_end(args);
    return ok;
}

bool
buf_addv(struct buf *buf, const char *format, va_list args)
{
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0 || !make_room(buf, (size_t)len)) {
        buf->is_full = true;
        return false;
    }
    (void)vsnprintf(buf->at + buf->len, (size_t)len + 1, format, args);
    buf->len += (size_t)len;
    return true;
}

void
buf_cut(struct buf *buf, size_t len)
{
    if (len >= buf->len)
        return;
    buf->len = len;
    buf->at[len] = '\0';
}

void
buf_drop_front(struct buf *buf, size_t count)
{
    if (count >= buf->len)
        count = buf->len;
    if (count == 0)
        return;
    memmove(buf->at, buf->at + count, buf->len - count);
    buf->len -= count;
    buf->at[buf->len] = '\0';
}

const char *
buf_text(struct buf *buf)
{
    if (!buf->at) {
        buf->at = xmalloc(FIRST_CAP);
        buf->cap = FIRST_CAP;
        buf->at[0] = '\0';
    }
    return buf->at;
}

struct str
buf_str(const struct buf *buf)
{
    return str_make(buf->at ? buf->at : "", buf->len);
}

char *
buf_take(struct buf *buf)
{
    char *taken;

    (void)buf_text(buf);
    taken = buf->at;
    buf_init(buf, buf->limit);
    return taken;
}
