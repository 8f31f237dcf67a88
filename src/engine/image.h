/*
 * image.h - an image as a value: one element of GET /images/json.
 *
 * One block, immutable, text as the engine sent it (not harmless), as for
 * struct container. An image has any number of references; one without any is
 * dangling. "<none>:<none>" (API below 1.43) is no reference.
 */
#ifndef ENGINE_IMAGE_H
#define ENGINE_IMAGE_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

#define IMAGE_REFERENCES 1024 /* most of one image; more are an error */
#define IMAGE_LABELS 512      /* likewise */

struct image {
    const char *id;     /* "sha256:..." always with the prefix */
    int64_t created;    /* ns since 1970; TIMESTAMP_NONE: not known */
    uint64_t size;      /* bytes, shared layers included */
    int64_t containers; /* as the engine counts them; -1: it does not */
    const char *const *references; /* "nginx:1.25", "host/name:tag" */
    size_t reference_count;
    const char *const *digests; /* "nginx@sha256:..." */
    size_t digest_count;
    size_t label_count;
    const char *const *labels; /* name, value, name, value: two for each */
};

struct image *image_new(const struct image *from);
void image_free(struct image *image);
/* NULL with err filled. */
struct image *image_decode(struct str json, struct err *err);
bool image_equal(const struct image *a, const struct image *b);

#endif
