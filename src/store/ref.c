#include "config.h"

#include "store/ref.h"

#include <stdio.h>

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

struct str
ref_text(char out[REF_TEXT_SIZE], const struct ref *ref)
{
    int len = snprintf(out, REF_TEXT_SIZE, "%u/%u/%s", ref->engine, ref->kind,
                       ref->key);

    return str_make(out, (size_t)len);
}
