#include "config.h"

#include "work/sieve_private.h"

#include "base/mem.h"
#include "loop/timer.h"

#include <assert.h>
#include <stdlib.h>

/* A pattern knows more, or there is time again: turn by turn, and not frame by
 * frame. */
static void
go_on(void *data)
{
    struct sieve *sieve = data;

    if (sieve->book)
        sieve_update(sieve, sieve->book);
    if (sieve->changed)
        sieve->changed(sieve->data);
}

struct sieve *
sieve_new(struct loop *loop, void (*changed)(void *data), void *data)
{
    struct sieve *sieve = xcalloc(1, sizeof(*sieve));

    sieve->loop = loop;
    sieve->changed = changed;
    sieve->data = data;
    sieve->again = timer_new(loop, "sieve", go_on, sieve);
    sieve->rules.least = LEVEL_TRACE;
    layer_begin(&sieve->now, &sieve->rules);
    return sieve;
}

static void
release_pattern(struct pattern *pattern)
{
    matches_free(pattern->matches);
    free(pattern->text);
}

void
sieve_free(struct sieve *sieve)
{
    if (!sieve)
        return;
    for (size_t i = 0; i < sieve->rules.pattern_count; i++)
        release_pattern(&sieve->rules.patterns[i]);
    layer_release(&sieve->now);
    layer_release(&sieve->next);
    numset_release(&sieve->rules.others);
    timer_free(sieve->again);
    free(sieve);
}

/* ---- rules -------------------------------------------------------------- */

static void
rules_changed(struct sieve *sieve)
{
    sieve->is_changing = true;
    layer_begin(&sieve->next, &sieve->rules);
}

void
sieve_set_streams(struct sieve *sieve, enum log_streams streams)
{
    if (sieve->rules.streams == streams)
        return;
    sieve->rules.streams = streams;
    rules_changed(sieve);
}

void
sieve_set_least(struct sieve *sieve, enum level least)
{
    if (sieve->rules.least == least)
        return;
    sieve->rules.least = least;
    rules_changed(sieve);
}

void
sieve_keep_unknown(struct sieve *sieve)
{
    sieve->rules.keeps_unknown = true;
}

void
sieve_set_context(struct sieve *sieve, size_t lines)
{
    if (lines > SIEVE_CONTEXT)
        lines = SIEVE_CONTEXT;
    if (sieve->rules.context == lines)
        return;
    sieve->rules.context = lines;
    if (sieve->rules.pattern_count > 0)
        rules_changed(sieve);
}

void
sieve_set_folded(struct sieve *sieve, bool is_folded)
{
    struct rules *rules = &sieve->rules;

    if (rules->is_folded == is_folded &&
        numset_next(&rules->others, NULL, 1) == 0)
        return;
    rules->is_folded = is_folded;
    numset_clear(&rules->others);
    rules_changed(sieve);
}

void
sieve_fold(struct sieve *sieve, uint64_t first, bool is_folded)
{
    struct rules *rules = &sieve->rules;

    if (rules_fold(rules, first) == is_folded)
        return;
    if (is_folded == rules->is_folded)
        numset_remove(&rules->others, first);
    else
        numset_add(&rules->others, first);
    rules_changed(sieve);
}

static struct str
without_sign(struct str text)
{
    return str_starts(text, "!") ? str_make(text.at + 1, text.len - 1) : text;
}

static void
remove_pattern(struct sieve *sieve, size_t index)
{
    struct rules *rules = &sieve->rules;

    if (index == rules->pattern_count)
        return;
    release_pattern(&rules->patterns[index]);
    rules->pattern_count--;
    memmove(&rules->patterns[index], &rules->patterns[index + 1],
            (rules->pattern_count - index) * sizeof(rules->patterns[0]));
    rules_changed(sieve);
}

bool
sieve_set_pattern(struct sieve *sieve, size_t index, struct str text,
                  struct err *err)
{
    struct rules *rules = &sieve->rules;
    struct str bare = without_sign(text);
    struct pattern pattern = {.is_negative = bare.len < text.len};

    assert(index <= rules->pattern_count);
    if (bare.len == 0) {
        remove_pattern(sieve, index);
        return true;
    }
    if (index == SIEVE_PATTERNS)
        return err_set_kind(err, ERR_LIMIT,
                            "there are %d patterns; more are not taken",
                            SIEVE_PATTERNS);
    pattern.matches = matches_new(sieve->loop, bare, go_on, sieve, err);
    if (!pattern.matches)
        return false;
    pattern.text = xstrndup(text.at, text.len);
    if (index < rules->pattern_count)
        release_pattern(&rules->patterns[index]);
    else
        rules->pattern_count++;
    rules->patterns[index] = pattern;
    rules_changed(sieve);
    return true;
}

size_t
sieve_pattern_count(const struct sieve *sieve)
{
    return sieve->rules.pattern_count;
}

struct str
sieve_pattern(const struct sieve *sieve, size_t index)
{
    assert(index < sieve->rules.pattern_count);
    return str_of(sieve->rules.patterns[index].text);
}

enum log_streams
sieve_streams(const struct sieve *sieve)
{
    return sieve->rules.streams;
}

enum level
sieve_least(const struct sieve *sieve)
{
    return sieve->rules.least;
}

bool
sieve_has_levels(const struct sieve *sieve)
{
    return sieve->rules.has_levels;
}

bool
sieve_is_folded(const struct sieve *sieve)
{
    return sieve->rules.is_folded &&
           numset_next(&sieve->rules.others, NULL, 1) == 0;
}

bool
sieve_has_folds(const struct sieve *sieve)
{
    return rules_have_folds(&sieve->rules);
}

bool
sieve_is_trace_folded(const struct sieve *sieve, uint64_t first)
{
    return rules_fold(&sieve->rules, first);
}

/* ---- lines -------------------------------------------------------------- */

void
sieve_forget(struct sieve *sieve)
{
    struct rules *rules = &sieve->rules;

    for (size_t i = 0; i < rules->pattern_count; i++) {
        struct pattern *pattern = &rules->patterns[i];

        matches_free(pattern->matches);
        /* It was a pattern before. */
        pattern->matches =
            matches_new(sieve->loop, without_sign(str_of(pattern->text)), go_on,
                        sieve, NULL);
    }
    numset_clear(&rules->others);
    rules->has_levels = false;
    sieve->is_changing = false;
    layer_release(&sieve->next);
    layer_begin(&sieve->now, rules);
    sieve->book = NULL;
    sieve->first = sieve->end = 0;
    timer_stop(sieve->again);
}

/* Whether lines without a level, which were kept so far, go now. */
static bool
learn_of_levels(struct sieve *sieve)
{
    struct rules *rules = &sieve->rules;

    if (rules->has_levels)
        return false;
    rules->has_levels = true;
    if (!rules->keeps_unknown || rules->least <= LEVEL_INFO)
        return false;
    rules_changed(sieve);
    return true;
}

void
sieve_update(struct sieve *sieve, const struct logbook *book)
{
    const struct rules *rules = &sieve->rules;
    uint64_t limit = logbook_end(book);
    struct layer *layer;

    /* Older lines stand in front of those that were there. */
    if (logbook_first(book) < sieve->first)
        rules_changed(sieve);
    layer = sieve->is_changing ? &sieve->next : &sieve->now;
    sieve->book = book;
    sieve->first = logbook_first(book);
    sieve->end = limit;
    numset_drop_before(&sieve->rules.others, sieve->first);
    for (size_t i = 0; i < rules->pattern_count; i++) {
        struct matches *matches = rules->patterns[i].matches;

        matches_update(matches, book);
        if (matches_upto(matches) < limit)
            limit = matches_upto(matches);
    }
    layer_update(layer, rules, book, limit);
    if (layer->has_levels && learn_of_levels(sieve)) {
        layer = &sieve->next;
        layer_update(layer, rules, book, limit);
    }
    if (layer->upto < limit)
        timer_start(sieve->again, 0, 0);
    if (sieve->is_changing && layer->upto == sieve->end) {
        layer_release(&sieve->now);
        sieve->now = sieve->next;
        sieve->next = (struct layer){0};
        sieve->is_changing = false;
    }
}

bool
sieve_is_busy(const struct sieve *sieve)
{
    return sieve->is_changing || sieve->now.upto < sieve->end;
}

size_t
sieve_hard(const struct sieve *sieve)
{
    size_t hard = 0;

    for (size_t i = 0; i < sieve->rules.pattern_count; i++)
        hard += matches_hard(sieve->rules.patterns[i].matches);
    return hard;
}

/* ---- questions ---------------------------------------------------------- */

uint64_t
sieve_next(const struct sieve *sieve, uint64_t number)
{
    if (number < sieve->first)
        number = sieve->first;
    if (!sieve->now.shows_all)
        return numset_next(&sieve->now.shown, NULL, number);
    return number < sieve->end ? number : 0;
}

uint64_t
sieve_previous(const struct sieve *sieve, uint64_t number)
{
    uint64_t found;

    if (number > sieve->end)
        number = sieve->end;
    found = sieve->now.shows_all
                ? number - (number > 0)
                : numset_previous(&sieve->now.shown, NULL, number);
    return found >= sieve->first ? found : 0;
}

uint64_t
sieve_rank(const struct sieve *sieve, uint64_t number)
{
    if (!sieve->now.shows_all)
        return numset_rank(&sieve->now.shown, NULL, number);
    if (number > sieve->end)
        number = sieve->end;
    return number > sieve->first ? number - sieve->first : 0;
}

const struct numset *
sieve_shown(const struct sieve *sieve)
{
    return sieve->now.shows_all ? NULL : &sieve->now.shown;
}

const struct numset *
sieve_unfolded(const struct sieve *sieve)
{
    return sieve->now.has_folds ? &sieve->now.unfolded : sieve_shown(sieve);
}

bool
sieve_is_folded_away(const struct sieve *sieve, uint64_t number)
{
    return sieve->now.has_folds && numset_has(&sieve->now.unfolded, number) &&
           !numset_has(&sieve->now.shown, number);
}

bool
sieve_is_context(const struct sieve *sieve, uint64_t number)
{
    return sieve->rules.pattern_count > 0 && !sieve->is_changing &&
           !numset_has(&sieve->now.kept, number);
}

size_t
sieve_count(const struct sieve *sieve, enum level level)
{
    if (level < LEVEL_WARN)
        return 0;
    return numset_rank(&sieve->now.levels[level - LEVEL_WARN], NULL,
                       UINT64_MAX);
}
