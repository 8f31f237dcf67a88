#include "config.h"

#include "store/ref.h"

struct ref
ref_make(unsigned engine, enum ref_kind kind, const char *key)
{
    struct ref ref = {0};
    size_t len = strlen(key);

    if (len >= sizeof(ref.key))
        return ref;
    ref.engine = (uint16_t)engine;
    ref.kind = (uint16_t)kind;
    memcpy(ref.key, key, len);
    return ref;
}

bool
ref_equal(const struct ref *a, const struct ref *b)
{
    return a->engine == b->engine && a->kind == b->kind &&
           strcmp(a->key, b->key) == 0;
}

/* Write the number and a '/', and step behind them. */
static char *
put_number(char *at, unsigned number)
{
    unsigned unit = 1;

    while (number / unit >= 10)
        unit *= 10;
    for (; unit > 0; unit /= 10)
        *at++ = (char)('0' + number / unit % 10);
    *at++ = '/';
    return at;
}

/* Every look into a table comes through here, so it is done without printf. */
struct str
ref_text(char out[REF_TEXT_SIZE], const struct ref *ref)
{
    size_t len = strlen(ref->key);
    char *at = put_number(put_number(out, ref->engine), ref->kind);

    memcpy(at, ref->key, len);
    return str_make(out, (size_t)(at - out) + len);
}
