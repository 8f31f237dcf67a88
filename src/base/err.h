/*
 * err.h - why something failed, in words for the person at the screen.
 *
 * A function that can fail returns bool and takes `struct err *` last. On
 * true it leaves the err alone; on false it has filled it exactly once. A
 * caller that knows more of the purpose puts its words in front:
 *
 *     if (!endpoint_parse(&endpoint, url, err))
 *         return err_while(err, "reading host '%s'", name);
 *
 * The finished text reads "stopping web: it is already stopped". The kind is
 * for code that must tell cases apart; it never replaces the text.
 *
 * A struct err owns nothing; it may be copied, and err may be NULL wherever
 * the caller does not want to know.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>

#define ERR_TEXT_SIZE 512

enum err_kind {
    ERR_OTHER,
    ERR_USAGE,       /* the user's words do not fit the grammar */
    ERR_CANCELLED,   /* we were told to stop */
    ERR_TIMED_OUT,   /* no answer in time */
    ERR_UNREACHABLE, /* no connection, or it broke */
    ERR_DENIED,      /* not allowed: EACCES, 401, 403 */
    ERR_MISSING,     /* no such thing: ENOENT, 404 */
    ERR_CONFLICT,    /* the thing's state forbids it: 409 */
    ERR_UNCHANGED,   /* it is so already: 304 */
    ERR_IN_PROGRESS, /* somebody is doing it already */
    ERR_REJECTED,    /* the engine calls the request wrong: other 4xx */
    ERR_SERVER,      /* the engine itself failed: 5xx */
    ERR_UNSUPPORTED, /* too old, or not built yet */
    ERR_MALFORMED,   /* bytes that are not what they should be */
    ERR_LIMIT,       /* one of our named limits was reached */
};

struct err {
    enum err_kind kind;
    char text[ERR_TEXT_SIZE]; /* NUL-terminated; cut with "..." when longer */
};

#define ERR_INIT                                                               \
    {                                                                          \
        .kind = ERR_OTHER                                                      \
    }

/* Fill `err` with kind ERR_OTHER. Always false, so `return err_set(...)`. */
bool err_set(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

bool err_set_kind(struct err *err, enum err_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The words for errno value `number` after what was tried; the kind follows
 * from the number (EACCES is ERR_DENIED and so on). */
bool err_set_errno(struct err *err, int number, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Put "doing this: " in front of a filled err. Always false. */
bool err_while(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Copy, where `to` may be NULL. Always false. */
bool err_copy(struct err *to, const struct err *from);

#endif
