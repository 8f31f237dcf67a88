/*
 * matches.h - which lines of a log match a pattern.
 *
 * A line is matched as it is read, without escape sequences; seams never
 * match, and a line that still grows waits for its end. What is found is a
 * set of line numbers, which takes in new lines and loses those that have
 * gone, or begins anew where older lines were put in front, whenever
 * matches_update() is called.
 *
 * A few lines are matched at once; where many wait, a worker goes through the
 * sealed chunks, slice by slice, so that a key that comes meanwhile is answered
 * as ever. `changed` says, in a later turn, that there is something new or that
 * it is time for the next matches_update(); until nothing is left to look at.
 *
 * A pattern that is too hard for a line (base/regex.h) does not match it; after
 * MATCHES_HARD such lines it is given up: no line matches any more.
 *
 * One log for each struct matches; it must stay until matches_free().
 */
#ifndef WORK_MATCHES_H
#define WORK_MATCHES_H

#include "base/numset.h"
#include "base/regex.h"
#include "loop/loop.h"
#include "store/logbook.h"

#define MATCHES_HARD 100

struct matches;

/* NULL with the words of regex_new(). `changed` may be NULL. */
struct matches *matches_new(struct loop *loop, struct str pattern,
                            void (*changed)(void *data), void *data,
                            struct err *err);
/* What is under way is cancelled. */
void matches_free(struct matches *matches);

void matches_update(struct matches *matches, const struct logbook *book);
/* Lines below this one have been looked at, but for those that still grow. */
uint64_t matches_upto(const struct matches *matches);
/* Whether there is more to look at than was. */
bool matches_is_busy(const struct matches *matches);
const struct numset *matches_lines(const struct matches *matches);
/* How many lines the pattern was too hard for, and whether it was given up. */
size_t matches_hard(const struct matches *matches);
bool matches_is_given_up(const struct matches *matches);
/* The pattern, for the places of a match in a line. */
const struct regex *matches_regex(const struct matches *matches);

#endif
