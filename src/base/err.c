#include "config.h"

#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ELLIPSIS "..."

/* Make the cut visible, and never leave half a UTF-8 sequence before it. */
static void
mark_cut(char text[ERR_TEXT_SIZE])
{
    size_t end = ERR_TEXT_SIZE - sizeof(ELLIPSIS);

    while (end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80)
        end--;
    memcpy(text + end, ELLIPSIS, sizeof(ELLIPSIS));
}

__attribute__((format(printf, 3, 0))) static void
fill(struct err *err, enum err_kind kind, const char *format, va_list args)
{
    /* The arguments may point into err->text itself. */
    char text[ERR_TEXT_SIZE];
    int len;

    if (!err)
        return;
    len = vsnprintf(text, sizeof(text), format, args);
    if (len < 0)
        text[0] = '\0';
    else if ((size_t)len >= sizeof(text))
        mark_cut(text);
    err->kind = kind;
    memcpy(err->text, text, sizeof(text));
}

bool
err_set(struct err *err, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fill(err, ERR_OTHER, format, args);
    va_end(args);
    return false;
}

bool
err_set_kind(struct err *err, enum err_kind kind, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fill(err, kind, format, args);
    va_end(args);
    return false;
}

static enum err_kind
kind_of_errno(int number)
{
    static const struct {
        int number;
        enum err_kind kind;
    } kinds[] = {
        {EACCES, ERR_DENIED},
        {EPERM, ERR_DENIED},
        {EROFS, ERR_DENIED},
        {ENOENT, ERR_MISSING},
        {ESRCH, ERR_MISSING},
        {ENOTDIR, ERR_MISSING},
        {ETIMEDOUT, ERR_TIMED_OUT},
        {ECANCELED, ERR_CANCELLED},
        {ECONNREFUSED, ERR_UNREACHABLE},
        {ECONNRESET, ERR_UNREACHABLE},
        {ECONNABORTED, ERR_UNREACHABLE},
        {EHOSTUNREACH, ERR_UNREACHABLE},
        {ENETUNREACH, ERR_UNREACHABLE},
        {EPIPE, ERR_UNREACHABLE},
        {EEXIST, ERR_CONFLICT},
        {EINPROGRESS, ERR_IN_PROGRESS},
        {EALREADY, ERR_IN_PROGRESS},
        {ENOSYS, ERR_UNSUPPORTED},
        {ENOTSUP, ERR_UNSUPPORTED},
        {EAFNOSUPPORT, ERR_UNSUPPORTED},
        {EMFILE, ERR_LIMIT},
        {ENFILE, ERR_LIMIT},
        {ENOSPC, ERR_LIMIT},
        {EFBIG, ERR_LIMIT},
        {ENAMETOOLONG, ERR_LIMIT},
        {EILSEQ, ERR_MALFORMED},
    };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (kinds[i].number == number)
            return kinds[i].kind;
    return ERR_OTHER;
}

bool
err_set_errno(struct err *err, int number, const char *format, ...)
{
    char what[ERR_TEXT_SIZE];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(what, sizeof(what), format, args);
    va_end(args);
    return err_set_kind(err, kind_of_errno(number), "%s: %s", what,
                        strerror(number));
}

bool
err_while(struct err *err, const char *format, ...)
{
    char what[ERR_TEXT_SIZE];
    va_list args;

    if (!err)
        return false;
    va_start(args, format);
    (void)vsnprintf(what, sizeof(what), format, args);
    va_end(args);
    return err_set_kind(err, err->kind, "%s: %s", what, err->text);
}

bool
err_copy(struct err *to, const struct err *from)
{
    if (to && to != from)
        *to = *from;
    return false;
}
