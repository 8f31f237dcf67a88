#include "config.h"

#include "work/sieve_private.h"

#include "base/mem.h"
#include "store/mark.h"
#include "work/budget.h"

#include <stdlib.h>

/* ---- folding ------------------------------------------------------------ */

bool
rules_fold(const struct rules *rules, uint64_t first)
{
    return rules->is_folded != numset_has(&rules->others, first);
}

bool
rules_have_folds(const struct rules *rules)
{
    return rules->is_folded || numset_next(&rules->others, NULL, 1) != 0;
}

/* Of a line of the trace that the stream is in. */
static bool
is_folded_away(const struct layer *layer, const struct rules *rules,
               enum log_stream stream, uint64_t number)
{
    uint64_t head = layer->heads[stream];

    return layer->has_folds && number != head && rules_fold(rules, head);
}

/* ---- life --------------------------------------------------------------- */

void
layer_begin(struct layer *layer, const struct rules *rules)
{
    layer_release(layer);
    layer->has_folds = rules_have_folds(rules);
    layer->shows_all = rules->streams == STREAMS_BOTH &&
                       rules->least <= LEVEL_TRACE && !layer->has_folds &&
                       rules->pattern_count == 0;
}

void
layer_release(struct layer *layer)
{
    numset_release(&layer->shown);
    numset_release(&layer->unfolded);
    numset_release(&layer->kept);
    numset_release(&layer->passing);
    for (size_t i = 0; i < LEVELS_COUNTED; i++)
        numset_release(&layer->levels[i]);
    for (size_t i = 0; i < STREAMS; i++)
        free(layer->groups[i].members);
    *layer = (struct layer){0};
}

/* ---- one line ----------------------------------------------------------- */

static void
put(struct numset *set, uint64_t number, bool is_in)
{
    if (is_in)
        numset_add(set, number);
    else
        numset_remove(set, number);
}

static void
show(struct layer *layer, uint64_t number, bool is_shown)
{
    put(&layer->shown, number, is_shown);
    if (layer->has_folds)
        put(&layer->unfolded, number, is_shown);
}

/* It would be shown, were it not for its trace, which is folded. */
static void
fold_away(struct layer *layer, uint64_t number, bool would_be_shown)
{
    numset_remove(&layer->shown, number);
    put(&layer->unfolded, number, would_be_shown);
}

/* ---- context ------------------------------------------------------------ */

/* Whether the patterns keep it, or a neighbour at most `context` lines away. */
static bool
is_near_kept(const struct layer *layer, size_t context, uint64_t number)
{
    uint64_t before = number, behind = number;

    if (numset_has(&layer->kept, number))
        return true;
    for (size_t i = 0; i < context && (before || behind); i++) {
        if (before)
            before = numset_previous(&layer->passing, NULL, before);
        if (behind)
            behind = numset_next(&layer->passing, NULL, behind + 1);
        if ((before && numset_has(&layer->kept, before)) ||
            (behind && numset_has(&layer->kept, behind)))
            return true;
    }
    return false;
}

/* Lines from..last were kept, or are no more: look at them and around them. */
static void
spread(struct layer *layer, size_t context, uint64_t from, uint64_t last)
{
    for (size_t i = 0; i < context; i++) {
        uint64_t before = numset_previous(&layer->passing, NULL, from);
        uint64_t behind = numset_next(&layer->passing, NULL, last + 1);

        from = before ? before : from;
        last = behind ? behind : last;
    }
    for (uint64_t number = numset_next(&layer->passing, NULL, from);
         number != 0 && number <= last;
         number = numset_next(&layer->passing, NULL, number + 1))
        show(layer, number, is_near_kept(layer, context, number));
}

/* ---- patterns ----------------------------------------------------------- */

/* What is folded away is no neighbour of anything, and nobody's context. */
static void
keep(struct layer *layer, const struct rules *rules, enum log_stream stream,
     uint64_t number, bool is_kept)
{
    bool is_away = is_folded_away(layer, rules, stream, number);

    put(&layer->kept, number, is_kept && !is_away);
    if (is_away)
        fold_away(layer, number, is_kept);
    else if (rules->context == 0)
        show(layer, number, is_kept);
}

static bool
keeps_group(const struct rules *rules, const struct group *group)
{
    for (size_t i = 0; i < rules->pattern_count; i++)
        if (((group->matched >> i & 1) != 0) == rules->patterns[i].is_negative)
            return false;
    return true;
}

/* The group that the line belongs to has it now. */
static struct group *
join_group(struct layer *layer, const struct rules *rules,
           const struct logbook_line *line, bool passes)
{
    struct group *group = &layer->groups[line->stream];

    if (!mark_follows(line->mark) || group->size == SIEVE_GROUP)
        group->count = group->size = group->matched = group->is_kept = 0;
    group->size++;
    for (size_t i = 0; i < rules->pattern_count; i++)
        if (numset_has(matches_lines(rules->patterns[i].matches), line->number))
            group->matched |= 1U << i;
    if (passes) {
        if (group->count == group->cap)
            group->members =
                array_grow(group->members, &group->cap, group->count + 1,
                           sizeof(*group->members));
        group->members[group->count++] = line->number;
    }
    return group;
}

/* A line among others that pass already, as it ended late, moves their
 * neighbours apart. */
static bool
is_late(const struct layer *layer, uint64_t number)
{
    return numset_next(&layer->passing, NULL, number + 1) != 0;
}

static void
ask_patterns(struct layer *layer, const struct rules *rules,
             const struct logbook_line *line, bool passes)
{
    struct group *group = join_group(layer, rules, line, passes);
    bool is_kept = keeps_group(rules, group);
    bool is_other = is_kept != group->is_kept;
    size_t from = is_other || !passes ? 0 : group->count - 1;
    bool is_away;

    group->is_kept = is_kept;
    if (group->count == 0 || (!passes && !is_other))
        return;
    is_away = is_folded_away(layer, rules, line->stream, line->number);
    if (passes && !is_away && rules->context > 0)
        numset_add(&layer->passing, line->number);
    if (is_other || is_kept)
        for (size_t i = from; i < group->count; i++)
            keep(layer, rules, line->stream, group->members[i], is_kept);
    if (rules->context == 0 || (is_away && !is_other))
        return;
    if (is_other || is_kept || is_late(layer, line->number))
        spread(layer, rules->context, group->members[from], line->number);
    else
        show(layer, line->number,
             is_near_kept(layer, rules->context, line->number));
}

/* ---- lines -------------------------------------------------------------- */

static bool
is_of_stream(const struct rules *rules, const struct logbook_line *line)
{
    if (rules->streams == STREAMS_BOTH || line->kind != LOGBOOK_TEXT ||
        line->stream == LOG_SYSTEM)
        return true;
    return (line->stream == LOG_STDERR) == (rules->streams == STREAMS_STDERR);
}

static bool
is_of_level(const struct rules *rules, const struct logbook_line *line)
{
    enum level level = mark_level(line->mark);

    if (line->kind != LOGBOOK_TEXT)
        return true;
    if (level == LEVEL_NONE && rules->keeps_unknown && !rules->has_levels)
        return true;
    return (level == LEVEL_NONE ? LEVEL_INFO : level) >= rules->least;
}

static void
take_line(struct layer *layer, const struct rules *rules,
          const struct logbook_line *line)
{
    enum level level = mark_level(line->mark);
    uint64_t *head = &layer->heads[line->stream];
    bool passes;

    layer->has_levels = layer->has_levels || level != LEVEL_NONE;
    if (level >= LEVEL_WARN && !mark_follows(line->mark))
        numset_add(&layer->levels[level - LEVEL_WARN], line->number);
    if (layer->shows_all)
        return;
    if (line->kind == LOGBOOK_TEXT && (*head == 0 || !mark_follows(line->mark)))
        *head = line->number;
    passes = is_of_stream(rules, line) && is_of_level(rules, line);
    if (rules->pattern_count == 0 && line->kind == LOGBOOK_TEXT &&
        is_folded_away(layer, rules, line->stream, line->number))
        fold_away(layer, line->number, passes);
    else if (rules->pattern_count == 0)
        show(layer, line->number, passes);
    else if (line->kind == LOGBOOK_TEXT)
        ask_patterns(layer, rules, line, passes);
}

/* A line that still grows is shown as one that says no level, where there is no
 * pattern that it may yet match. */
static void
take_growing(struct layer *layer, const struct rules *rules,
             const struct logbook_line *line)
{
    layer->growing[line->stream] = line->number;
    if (!layer->shows_all && rules->pattern_count == 0 &&
        is_of_stream(rules, line) && is_of_level(rules, line))
        show(layer, line->number, true);
}

static void
look_at(struct layer *layer, const struct rules *rules,
        const struct logbook *book, uint64_t number)
{
    struct logbook_line line;

    if (!logbook_line_at(book, number, &line))
        return;
    if (line.is_open)
        take_growing(layer, rules, &line);
    else
        take_line(layer, rules, &line);
}

static void
drop_before(struct layer *layer, uint64_t first)
{
    numset_drop_before(&layer->shown, first);
    numset_drop_before(&layer->unfolded, first);
    /* It stands for the first line, which has gone. */
    if (layer->has_folds && numset_has(&layer->unfolded, first))
        numset_add(&layer->shown, first);
    numset_drop_before(&layer->kept, first);
    numset_drop_before(&layer->passing, first);
    for (size_t i = 0; i < LEVELS_COUNTED; i++)
        numset_drop_before(&layer->levels[i], first);
    for (size_t i = 0; i < STREAMS; i++) {
        struct group *group = &layer->groups[i];
        size_t gone = 0;

        while (gone < group->count && group->members[gone] < first)
            gone++;
        if (gone > 0)
            memmove(group->members, group->members + gone,
                    (group->count - gone) * sizeof(*group->members));
        group->count -= gone;
    }
    if (layer->upto < first)
        layer->upto = first;
}

void
layer_update(struct layer *layer, const struct rules *rules,
             const struct logbook *book, uint64_t limit)
{
    struct budget budget;

    drop_before(layer, logbook_first(book));
    for (size_t i = 0; i < STREAMS; i++) {
        uint64_t number = layer->growing[i];

        layer->growing[i] = 0;
        if (number != 0)
            look_at(layer, rules, book, number);
    }
    budget_begin(&budget);
    while (layer->upto < limit && !budget_is_spent(&budget)) {
        struct logbook_chunk *chunk = logbook_take_chunk(book, layer->upto);
        struct logbook_line line;
        uint64_t end;

        if (!chunk) {
            look_at(layer, rules, book, layer->upto++);
            continue;
        }
        end = logbook_chunk_end(chunk);
        for (; layer->upto < end && layer->upto < limit; layer->upto++) {
            logbook_chunk_line(chunk, layer->upto, &line);
            take_line(layer, rules, &line);
        }
        logbook_release_chunk(chunk);
        budget_ask(&budget);
    }
}
