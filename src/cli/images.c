#include "config.h"

#include "cli/images.h"

#include "base/format.h"
#include "base/json.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "cli/narrow.h"
#include "cli/outcome.h"
#include "engine/find.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#define IMAGES_OUTPUT ((size_t)1 << 28)
#define IMAGES_MOST 100000
#define ID_DIGITS 12

struct images {
    const struct images_options *options;
    FILE *out;
    struct outcome outcome;
    struct loop *loop;
    struct engine *engine;
    struct image **at;
    size_t count, cap;
    struct map *used; /* image id -> size_t *, containers made of it */
};

/* ---- printing */

bool
images_print_json(struct buf *out, const struct image *image,
                  const char *reference, size_t used_by)
{
    (void)buf_add_text(out, "{\"id\":");
    (void)json_add_string(out, str_of(image->id));
    (void)buf_add_text(out, ",\"reference\":");
    if (reference)
        (void)json_add_string(out, str_of(reference));
    else
        (void)buf_add_text(out, "null");
    if (image->created == TIMESTAMP_NONE)
        (void)buf_add_text(out, ",\"created\":null");
    else
        (void)buf_addf(out, ",\"created\":%" PRId64,
                       image->created / SECOND_NS);
    (void)buf_addf(out, ",\"size_bytes\":%" PRIu64 ",\"used_by\":%zu}\n",
                   image->size, used_by);
    return !out->is_full;
}

static void
row_print(struct buf *out, const struct image *image, const char *reference,
          size_t used_by)
{
    struct buf clean = BUF_INIT(8192);
    char size[FORMAT_SIZE], age[FORMAT_SIZE] = "";
    const char *id = strchr(image->id, ':');

    (void)text_clean(&clean, str_of(reference ? reference : "<none>"));
    format_traffic_docker(size, image->size);
    if (image->created != TIMESTAMP_NONE)
        format_age(age, (timestamp_now() - image->created) / SECOND_NS);
    (void)buf_add_str(out, buf_str(&clean));
    if (text_width(buf_str(&clean)) < 40)
        (void)buf_add_repeat(out, ' ', 40 - text_width(buf_str(&clean)));
    (void)buf_addf(out, "   %-*.*s   %8s   %6s   %zu\n", ID_DIGITS, ID_DIGITS,
                   id ? id + 1 : image->id, size, age, used_by);
    buf_release(&clean);
}

static void
image_print(const struct images *images, struct buf *out,
            const struct image *image)
{
    const size_t *used = map_find(images->used, str_of(image->id));
    size_t used_by = used ? *used : 0, i = 0;

    do {
        const char *reference =
            image->reference_count > 0 ? image->references[i] : NULL;

        if (!narrow_has_image(images->options->filter, image, reference,
                              used_by))
            continue;
        if (images->options->json)
            (void)images_print_json(out, image, reference, used_by);
        else
            row_print(out, image, reference, used_by);
    } while (++i < image->reference_count);
}

static void
print_all(struct images *images)
{
    struct buf out = BUF_INIT(IMAGES_OUTPUT);
    struct err err;
    size_t i;

    if (!images->options->json)
        (void)buf_addf(&out, "%-40s   %-*s   %8s   %6s   %s\n", "REFERENCE",
                       ID_DIGITS, "ID", "SIZE", "AGE", "USED BY");
    for (i = 0; i < images->count; i++)
        image_print(images, &out, images->at[i]);
    if (!narrow_was_easy(images->options->filter, &err)) {
        outcome_fail(&images->outcome, &err);
    } else if (out.is_full) {
        (void)err_set_kind(&err, ERR_LIMIT, "more than %zu bytes to print",
                           IMAGES_OUTPUT);
        outcome_fail(&images->outcome, &err);
    } else if (fwrite(buf_text(&out), 1, out.len, images->out) != out.len ||
               fflush(images->out) != 0) {
        (void)err_set_errno(&err, errno, "writing the images");
        outcome_fail(&images->outcome, &err);
    }
    buf_release(&out);
}

/* ---- asking */

static void
end(struct images *images, const struct err *err, const char *what)
{
    struct err why;

    if (err) {
        why = *err;
        (void)err_while(&why, "listing the %s", what);
        outcome_fail(&images->outcome, &why);
    }
    loop_stop(images->loop);
}

static void
containers_listed(void *data, const struct err *err)
{
    struct images *images = data;

    if (!err && images->outcome.status == OUTCOME_GOOD)
        print_all(images);
    end(images, err, "containers");
}

static void
each_container(void *data, struct container *container)
{
    struct images *images = data;
    struct str id = str_of(container->image_id);
    size_t *used = map_find(images->used, id);

    if (!used) {
        used = xcalloc(1, sizeof(*used));
        (void)map_put(images->used, id, used);
    }
    ++*used;
    container_free(container);
}

static void
images_listed(void *data, const struct err *err)
{
    struct images *images = data;

    if (err || images->outcome.status != OUTCOME_GOOD)
        end(images, err, "images");
    else
        (void)engine_list_containers(images->engine, true, each_container,
                                     containers_listed, images);
}

static void
each_image(void *data, struct image *image)
{
    struct images *images = data;
    struct err err;

    if (images->count == IMAGES_MOST) {
        image_free(image);
        (void)err_set_kind(&err, ERR_LIMIT, "more than %d images", IMAGES_MOST);
        if (images->outcome.status == OUTCOME_GOOD)
            outcome_fail(&images->outcome, &err);
        return;
    }
    images->at = array_grow(images->at, &images->cap, images->count + 1,
                            sizeof(struct image *));
    images->at[images->count++] = image;
}

static void
found(void *data, const struct find_result *result)
{
    struct images *images = data;

    images->engine = result->engine;
    if (images->engine) {
        (void)engine_list_images(images->engine, each_image, images_listed,
                                 images);
        return;
    }
    outcome_report(&images->outcome, result->report);
    loop_stop(images->loop);
}

int
images_run(const struct candidates *candidates,
           const struct images_options *options, FILE *out, FILE *errors)
{
    struct images images = {
        .options = options, .out = out, .outcome = {.errors = errors}};
    size_t i;

    images.loop = loop_new();
    images.used = map_new();
    (void)find_engine(images.loop, candidates, found, &images);
    loop_run(images.loop);
    engine_close(images.engine);
    loop_free(images.loop);
    for (i = 0; i < images.count; i++)
        image_free(images.at[i]);
    free(images.at);
    map_free(images.used, free);
    return (int)images.outcome.status;
}
