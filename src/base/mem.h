/*
 * mem.h - memory that is there or the program ends.
 *
 * None of these returns NULL. When memory runs out, the die hook runs (the
 * terminal is put right by it), the reason is written to stderr and the
 * program aborts with exit status 70.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *at, size_t size);
char *xstrdup(const char *text);
/* `len` bytes and a NUL behind them. */
char *xstrndup(const char *text, size_t len);

/* Make room for `need` elements of `size` bytes in an array that has room for
 * *cap; grows by half at least. The array may move: at = array_grow(at, ...).
 */
void *array_grow(void *at, size_t *cap, size_t need, size_t size);

/* What to do before the program ends by die(); one hook, NULL for none. It
 * must be safe in a signal handler. */
void die_set_hook(void (*hook)(void));

/* End the program: hook, "bayplan: " and the words on stderr, exit 70. */
_Noreturn void die(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#endif
