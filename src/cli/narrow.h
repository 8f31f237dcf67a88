/*
 * narrow.h - `--filter EXPRESSION`: which of what an engine lists is printed.
 * The language is that of the lists on screen (work/filter.h).
 */
#ifndef CLI_NARROW_H
#define CLI_NARROW_H

#include "work/filter.h"

/* Whether it is one of those; a NULL filter wants all. */
bool narrow_has_container(struct filter *filter,
                          const struct container *container);
/* `reference` is NULL for an image without one. */
bool narrow_has_image(struct filter *filter, const struct image *image,
                      const char *reference, size_t used_by);
/* Afterwards: false with err when a regular expression took too many steps, so
 * that what it left out means nothing. */
bool narrow_was_easy(const struct filter *filter, struct err *err);

#endif
