#include "config.h"

#include "cli/narrow.h"

#include "base/timestamp.h"

bool
narrow_has_container(struct filter *filter, const struct container *container)
{
    const struct cell_context context = {.now_wall = timestamp_now()};
    const struct container_row row = {
        .ref = ref_make(0, REF_CONTAINER, container->id), .value = container};

    return !filter || filter_matches(filter, &row, &context);
}

bool
narrow_has_image(struct filter *filter, const struct image *image,
                 const char *reference, size_t used_by)
{
    const struct cell_context context = {.now_wall = timestamp_now()};
    const struct image_row row = {.ref = ref_make(0, REF_IMAGE, image->id),
                                  .value = image,
                                  .reference = reference ? reference : "",
                                  .used_by = used_by};

    return !filter || filter_matches(filter, &row, &context);
}

bool
narrow_was_easy(const struct filter *filter, struct err *err)
{
    if (!filter || !filter_is_too_hard(filter))
        return true;
    return err_set_kind(err, ERR_LIMIT,
                        "--filter: the regular expression takes too long");
}
