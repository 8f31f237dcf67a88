#include "config.h"

#include "base/format.h"
#include "base/timestamp.h"
#include "work/column_say.h"
#include "work/kind_private.h"

#define WIDTH_SIZE 5
#define WIDTH_AGE 4
#define WIDTH_USED 7

/* An image that lost its name to a newer one keeps that of its repository in
 * its digests: "nginx@sha256:...". */
static enum tone
name_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct image_row *row = data;
    const struct image *value = row->value;
    struct str digest, repository;

    (void)context;
    if (row->reference[0] != '\0') {
        (void)buf_add_text(out, row->reference);
        return TONE_PLAIN;
    }
    digest = str_of(value->digest_count > 0 ? value->digests[0] : "");
    if (str_cut(&digest, '@', &repository) && repository.len > 0 &&
        !str_is(repository, "<none>")) {
        (void)buf_add_str(out, repository);
        (void)buf_add_char(out, ':');
    }
    (void)buf_add_text(out, "<none>");
    return TONE_DIM;
}

static enum tone
size_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct image_row *row = data;
    char size[FORMAT_SIZE];

    (void)context;
    format_traffic(size, row->value->size);
    (void)buf_add_text(out, size);
    return TONE_PLAIN;
}

static enum tone
created_say(struct buf *out, const void *data,
            const struct cell_context *context)
{
    const struct image_row *row = data;
    int64_t age = (context->now_wall - row->value->created) / SECOND_NS;
    char text[FORMAT_SIZE];

    if (row->value->created == TIMESTAMP_NONE)
        return TONE_PLAIN;
    format_age(text, age);
    (void)buf_add_text(out, text);
    return TONE_PLAIN;
}

static enum tone
used_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct image_row *row = data;

    (void)context;
    (void)buf_addf(out, "%zu", row->used_by);
    return row->used_by > 0 ? TONE_PLAIN : TONE_DIM;
}

static enum tone
id_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct image_row *row = data;

    (void)context;
    short_id_say(out, row->value->id);
    return TONE_DIM;
}

/* ---- order ---- */

static int
name_order(const void *left, const void *right)
{
    const struct image_row *a = left, *b = right;

    return str_compare_natural(str_of(a->reference), str_of(b->reference));
}

static int
size_order(const void *left, const void *right)
{
    const struct image_row *a = left, *b = right;

    return (a->value->size > b->value->size) -
           (a->value->size < b->value->size);
}

/* By age, the newest first. */
static int
created_order(const void *left, const void *right)
{
    const struct image_row *a = left, *b = right;

    return (a->value->created < b->value->created) -
           (a->value->created > b->value->created);
}

static int
used_order(const void *left, const void *right)
{
    const struct image_row *a = left, *b = right;

    return (a->used_by > b->used_by) - (a->used_by < b->used_by);
}

static int
id_order(const void *left, const void *right)
{
    const struct image_row *a = left, *b = right;

    return strcmp(a->value->id, b->value->id);
}

static bool
created_is_known(const void *data)
{
    const struct image_row *row = data;

    return row->value->created != TIMESTAMP_NONE;
}

/* ---- the table ---- */

const struct column image_columns[] = {
    {.name = "name",
     .title = "IMAGE",
     .help = "the reference; <none>: no name leads to it",
     .width_min = 12,
     .width_max = 40,
     .priority = 0,
     .is_steady = true,
     .say = name_say,
     .compare = name_order},
    {.name = "size",
     .title = "SIZE",
     .help = "bytes, with the layers that it shares with others",
     .width_min = WIDTH_SIZE,
     .width_max = WIDTH_SIZE,
     .priority = 1,
     .is_right = true,
     .is_steady = true,
     .starts_descending = true,
     .say = size_say,
     .compare = size_order},
    {.name = "created",
     .title = "AGE",
     .help = "since it was built",
     .width_min = WIDTH_AGE,
     .width_max = WIDTH_AGE,
     .priority = 2,
     .is_right = true,
     .say = created_say,
     .compare = created_order,
     .is_known = created_is_known},
    {.name = "used",
     .title = "USED BY",
     .help = "how many containers of any state are made from it",
     .width_min = WIDTH_USED,
     .width_max = WIDTH_USED,
     .priority = 3,
     .is_right = true,
     .starts_descending = true,
     .say = used_say,
     .compare = used_order},
    {.name = "id",
     .title = "ID",
     .help = "the first digits of the image's id",
     .width_min = WIDTH_ID,
     .width_max = WIDTH_ID,
     .priority = 4,
     .is_steady = true,
     .say = id_say,
     .compare = id_order},
};
_Static_assert(sizeof(image_columns) / sizeof(image_columns[0]) ==
                   IMAGE_COLUMNS,
               "IMAGE_COLUMNS is not what there is");
const size_t image_column_count = IMAGE_COLUMNS;
