/*
 * sieve.h - which lines of a log are shown.
 *
 * Line numbers go in, those of the shown lines come out. Lines must pass
 *
 *   streams   both, or one of them; what the engine says itself always passes
 *   least     a level; a line that says none counts as info, or is kept as
 *             long as no line of the log has said any (sieve_keep_unknown())
 *   patterns  all of them: text that must be there, or, with "!" in front, that
 *             must not ("\!" begins a pattern with a "!")
 *
 * and `context` lines around what the patterns match are shown, too. Lines that
 * belong to a first line (store/mark.h) go with it: a pattern is asked about
 * all of them together. Folding hides all but the first line of them, of all
 * such traces or of single ones. Seams pass while there is no pattern.
 *
 * sieve_update() takes in what has come and gone, in about as much time as a
 * frame has; the rest is done on a worker or at the next update (`changed`, as
 * in matches.h). While the rules change what was shown before stays, so that
 * nothing flickers. What is shown, in what order and time it came to be known,
 * is a matter of the lines alone: but for lines whose first line has gone, and
 * lines without a level when all with one have, the result is that of a new
 * sieve.
 *
 * Needs no screen. One log at a time; it must stay until sieve_forget() or
 * sieve_free().
 */
#ifndef WORK_SIEVE_H
#define WORK_SIEVE_H

#include "base/numset.h"
#include "base/regex.h"
#include "loop/loop.h"
#include "store/level.h"
#include "store/logbook.h"
#include "work/option.h"

#define SIEVE_PATTERNS 8
#define SIEVE_CONTEXT 100
/* Lines that go with one first line; more are a group of their own. */
#define SIEVE_GROUP 1000

struct sieve;

/* `changed` may be NULL. */
struct sieve *sieve_new(struct loop *loop, void (*changed)(void *data),
                        void *data);
void sieve_free(struct sieve *sieve);

/* ---- rules; they take effect with the next update */

void sieve_set_streams(struct sieve *sieve, enum log_streams streams);
void sieve_set_least(struct sieve *sieve, enum level least);
/* Who sees the log wants its lines rather than nothing; a script wants always
 * the same. */
void sieve_keep_unknown(struct sieve *sieve);
void sieve_set_context(struct sieve *sieve, size_t lines);
/* All traces from now on, whatever was said of single ones; and one of them, by
 * its first line. */
void sieve_set_folded(struct sieve *sieve, bool is_folded);
void sieve_fold(struct sieve *sieve, uint64_t first, bool is_folded);
/* The pattern at `index`, at most sieve_pattern_count(): another one, a further
 * one, or none when `text` is empty or "!". On false all is as before. */
bool sieve_set_pattern(struct sieve *sieve, size_t index, struct str text,
                       struct err *err);
size_t sieve_pattern_count(const struct sieve *sieve);
/* As it was set. */
struct str sieve_pattern(const struct sieve *sieve, size_t index);
enum log_streams sieve_streams(const struct sieve *sieve);
enum level sieve_least(const struct sieve *sieve);
/* Whether a line of the log has said a level. */
bool sieve_has_levels(const struct sieve *sieve);
bool sieve_is_folded(const struct sieve *sieve); /* all of them */
bool sieve_has_folds(const struct sieve *sieve); /* some are */
bool sieve_is_trace_folded(const struct sieve *sieve, uint64_t first);

/* ---- lines */

/* The log is another one from now on, or none. The rules stay. */
void sieve_forget(struct sieve *sieve);
void sieve_update(struct sieve *sieve, const struct logbook *book);
/* There is more to look at than was. */
bool sieve_is_busy(const struct sieve *sieve);
/* How many lines a pattern was too hard for; they count as no match. */
size_t sieve_hard(const struct sieve *sieve);

/* Of what was shown at the last update. 0: there is none. */
uint64_t sieve_next(const struct sieve *sieve, uint64_t number); /* or it */
uint64_t sieve_previous(const struct sieve *sieve, uint64_t number);
/* How many are smaller. */
uint64_t sieve_rank(const struct sieve *sieve, uint64_t number);
/* All of them; NULL: every line. */
const struct numset *sieve_shown(const struct sieve *sieve);
/* The same with the lines that are folded away. */
const struct numset *sieve_unfolded(const struct sieve *sieve);
/* Whether it would be shown if nothing was folded. */
bool sieve_is_folded_away(const struct sieve *sieve, uint64_t number);
/* Shown for its neighbour only. */
bool sieve_is_context(const struct sieve *sieve, uint64_t number);
/* How many lines of this level are held, without those that belong to a first
 * line; of WARN, ERROR and FATAL. */
size_t sieve_count(const struct sieve *sieve, enum level level);

#endif
