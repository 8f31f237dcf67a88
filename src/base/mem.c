#include "config.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_DIED 70 /* EX_SOFTWARE of sysexits.h */

static void (*die_hook)(void);

void
die_set_hook(void (*hook)(void))
{
    die_hook = hook;
}

void
die(const char *format, ...)
{
    static const char program[] = "bayplan: ";
    /* On the stack and sent by write(2): memory may be what ran out. */
    char text[512];
    size_t len = sizeof(program) - 1;
    void (*hook)(void) = die_hook;
    va_list args;
    int added;

    die_hook = NULL; /* a hook that dies itself must not run again */
    if (hook)
        hook();
    memcpy(text, program, len);
    va_start(args, format);
    added = vsnprintf(text + len, sizeof(text) - len - 1, format, args);
    va_end(args);
    if (added > 0) {
        size_t room = sizeof(text) - len - 2;

        len += (size_t)added < room ? (size_t)added : room;
    }
    text[len++] = '\n';
    if (write(STDERR_FILENO, text, len) < 0) {
        /* There is nobody left to tell. */
    }
    _exit(EXIT_DIED);
}

static void *
checked(void *at, size_t size)
{
    if (!at)
        die("out of memory (%zu bytes asked for)", size);
    return at;
}

void *
xmalloc(size_t size)
{
    return checked(malloc(size ? size : 1), size);
}

void *
xcalloc(size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        die("out of memory (%zu times %zu bytes asked for)", count, size);
    if (count == 0 || size == 0)
        count = size = 1;
    return checked(calloc(count, size), count * size);
}

void *
xrealloc(void *at, size_t size)
{
    return checked(realloc(at, size ? size : 1), size);
}

char *
xstrdup(const char *text)
{
    return xstrndup(text, strlen(text));
}

char *
xstrndup(const char *text, size_t len)
{
    char *copy;

    if (len == SIZE_MAX)
        die("out of memory (%zu bytes asked for)", len);
    copy = xmalloc(len + 1);
    if (len > 0)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

void *
array_grow(void *at, size_t *cap, size_t need, size_t size)
{
    size_t grown = *cap + *cap / 2;

    if (need <= *cap)
        return at;
    if (grown < need)
        grown = need;
    if (grown < 4)
        grown = 4;
    if (size > 0 && grown > SIZE_MAX / size)
        die("out of memory (%zu times %zu bytes asked for)", grown, size);
    *cap = grown;
    return xrealloc(at, grown * size);
}
