#include "config.h"

#include "work/kind_private.h"

const struct kind *
kind_of(enum ref_kind ref_kind)
{
    static const struct kind *const kinds[] = {&container_kind, &image_kind};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (kinds[i]->ref_kind == ref_kind)
            return kinds[i];
    return NULL;
}

void
field_add_piece(struct buf *out, const char *text)
{
    (void)buf_add(out, text, strlen(text) + 1);
}

void
field_say_host(struct buf *out, const void *row,
               const struct cell_context *context)
{
    if (context->store)
        field_add_piece(
            out, store_engine_name(context->store, row_ref(row)->engine));
}
