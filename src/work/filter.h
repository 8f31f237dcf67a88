/*
 * filter.h - the language that narrows a list.
 *
 * Terms, parted by white space, all of which must match a row:
 *
 *   web            some cell of the row has "web" in it (smart case: letter
 *                  case matters when the term has an upper-case letter)
 *   "two words"    the same with a blank; '...' too. No escapes.
 *   name:web       only that field (struct kind has the fields: name image
 *                  state health label project port limit host id). What is no
 *                  field is a plain word: nginx:1.25
 *   state:exit     a word of it begins so; also health:
 *   label:k=v      the label k has v in it; label:k some label's name has k
 *   limit:oom      a limit is felt now: throttled pressure oom memory pids
 *   port:8080      that port exactly, of the host or of the container
 *   re:^web-\d$    a regular expression (base/regex.h); name:re:... of a field
 *   !TERM          what TERM matches is left out
 *
 * What changes with each sample is not looked at, or rows would come and go;
 * but for limit:, which asks for just that.
 *
 * A person types a filter letter by letter, and on the way it is often not one
 * yet ("re:(", "name:", an open quote). filter_new() says so with the place,
 * and the caller keeps the filter that it has: the last good one.
 */
#ifndef WORK_FILTER_H
#define WORK_FILTER_H

#include "work/kind.h"

#define FILTER_LIMIT 1024 /* bytes */
#define FILTER_TERMS 32

struct filter;

/* Empty text is a filter that all rows match. NULL with err ("a word is
 * missing behind 'name:'", "re: at 3: missing closing parenthesis") and the
 * byte of `text` at which it is wrong or unfinished in *at. `at` may be NULL.
 */
struct filter *filter_new(const struct kind *kind, struct str text, size_t *at,
                          struct err *err);
void filter_free(struct filter *filter);
bool filter_is_empty(const struct filter *filter);
/* Whether rows may match or not with each sample. */
bool filter_is_live(const struct filter *filter);
/* Append what is to be said when nothing matches: "no field is called stat;
 * did you mean state?", or nothing. */
void filter_hint(struct buf *out, const struct filter *filter);

/* `row` is of the filter's kind. Uses a scratch inside of the filter. */
bool filter_matches(struct filter *filter, const void *row,
                    const struct cell_context *context);
/* Whether a regular expression needed too many steps for some row. No row
 * matches any more then, so that a list does not freeze. */
bool filter_is_too_hard(const struct filter *filter);

#endif
