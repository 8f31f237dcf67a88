#include "config.h"

#include "work/kind_private.h"

#include "base/timestamp.h"
#include "work/column_say.h"

/* ---- fields ---- */

static void
say_name(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct image_row *row = data;

    (void)context;
    field_add_piece(out, row->reference);
    for (size_t i = 0; i < row->value->digest_count; i++)
        field_add_piece(out, row->value->digests[i]);
}

static void
say_labels(struct buf *out, const void *data,
           const struct cell_context *context)
{
    const struct image_row *row = data;
    const struct image *value = row->value;

    (void)context;
    for (size_t i = 0; i + 1 < value->label_count; i += 2) {
        (void)buf_addf(out, "%s=", value->labels[i]);
        field_add_piece(out, value->labels[i + 1]);
    }
}

static void
say_used(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct image_row *row = data;

    (void)context;
    (void)buf_addf(out, "%zu%c", row->used_by, '\0');
}

static void
say_id(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct image_row *row = data;

    (void)context;
    field_add_piece(out, row->value->id);
}

static const struct field image_fields[] = {
    {.name = "name",
     .help = "the reference, or a digest",
     .type = FIELD_TEXT,
     .say = say_name},
    {.name = "label",
     .help = "a label's name, or name=value",
     .type = FIELD_LABEL,
     .say = say_labels},
    {.name = "used",
     .help = "how many containers are made from it",
     .type = FIELD_NUMBER,
     .say = say_used},
    {.name = "host",
     .help = "the engine",
     .type = FIELD_TEXT,
     .say = field_say_host},
    {.name = "id", .help = "the image's id", .type = FIELD_TEXT, .say = say_id},
};

/* ---- rows ---- */

static const void *
image_at(const struct store *store, size_t index)
{
    return store_image_at(store, index);
}

static const void *
image_find(const struct store *store, const struct ref *ref)
{
    return store_find_image(store, ref);
}

static const char *
image_name(const void *data)
{
    const struct image_row *row = data;

    return row->reference;
}

static const char *
image_id(const void *data)
{
    const struct image_row *row = data;

    return row->value->id;
}

static bool
image_leads(const void *data)
{
    const struct image_row *row = data;

    return row->reference[0] != '\0';
}

/* What nobody can name and nobody uses only takes room. */
static bool
image_is_wrong(const void *data, const struct cell_context *context)
{
    const struct image_row *row = data;

    (void)context;
    return row->reference[0] == '\0' && row->used_by == 0;
}

static uint64_t
image_tick_ms(const void *data, const struct cell_context *context)
{
    const struct image_row *row = data;

    return since_tick_ms(row->value->created, context);
}

const struct kind image_kind = {
    .ref_kind = REF_IMAGE,
    .name = "images",
    .singular = "image",
    .columns = image_columns,
    .column_count = IMAGE_COLUMNS,
    .fields = image_fields,
    .field_count = sizeof(image_fields) / sizeof(image_fields[0]),
    .count = store_image_count,
    .at = image_at,
    .find = image_find,
    .row_name = image_name,
    .row_id = image_id,
    .leads = image_leads,
    .is_wrong = image_is_wrong,
    .tick_ms = image_tick_ms,
};
