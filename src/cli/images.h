/*
 * images.h - `bayplan images [--json]`: a line for each reference of an image,
 * as `docker images`, and one for an image without.
 */
#ifndef CLI_IMAGES_H
#define CLI_IMAGES_H

#include "base/buf.h"
#include "engine/image.h"
#include "engine/locate.h"
#include "work/filter.h"

#include <stdio.h>

struct images_options {
    bool json;
    struct filter *filter; /* of images, borrowed; NULL: all */
};

/* The program's exit status, as ps_run(). */
int images_run(const struct candidates *candidates,
               const struct images_options *options, FILE *out, FILE *errors);

/* Append a line: id reference created size_bytes used_by. The reference of a
 * dangling image (NULL) is null. */
bool images_print_json(struct buf *out, const struct image *image,
                       const char *reference, size_t used_by);

#endif
