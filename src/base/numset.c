#include "config.h"

#include "base/numset.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BITS 64
/* Words before the window are given back when there are so many. */
#define GONE_MOST 1024

void
numset_clear(struct numset *set)
{
    set->gone = set->count = 0;
    set->first = 0;
}

void
numset_release(struct numset *set)
{
    free(set->words);
    *set = (struct numset)NUMSET_INIT;
}

static bool
is_empty(const struct numset *set)
{
    return set->gone == set->count;
}

/* Behind the last word, in words since number 0. */
static uint64_t
end_of(const struct numset *set)
{
    return set->first + (set->count - set->gone);
}

static uint64_t
word_at(const struct numset *set, uint64_t index)
{
    if (!set)
        return UINT64_MAX;
    if (index < set->first || index >= end_of(set))
        return 0;
    return set->words[set->gone + (size_t)(index - set->first)];
}

static uint64_t *
word_of(struct numset *set, uint64_t number)
{
    uint64_t index = number / WORD_BITS;

    if (index < set->first || index >= end_of(set))
        return NULL;
    return &set->words[set->gone + (size_t)(index - set->first)];
}

static uint64_t
bit_of(uint64_t number)
{
    return UINT64_C(1) << number % WORD_BITS;
}

/* Give back what is before the window. */
static void
close_up(struct numset *set)
{
    set->count -= set->gone;
    memmove(set->words, set->words + set->gone,
            set->count * sizeof(*set->words));
    set->gone = 0;
}

static void
reach_down(struct numset *set, size_t more)
{
    size_t count = set->count - set->gone;

    if (set->gone < more) {
        set->words = array_grow(set->words, &set->cap, count + more,
                                sizeof(*set->words));
        memmove(set->words + more, set->words + set->gone,
                count * sizeof(*set->words));
        set->gone = more;
        set->count = more + count;
    }
    set->gone -= more;
    set->first -= more;
    memset(set->words + set->gone, 0, more * sizeof(*set->words));
}

/* Make the window reach over this word. */
static void
reach(struct numset *set, uint64_t index)
{
    size_t need, more;

    if (is_empty(set)) {
        set->gone = set->count = 0;
        set->first = index;
    }
    if (index < set->first)
        reach_down(set, (size_t)(set->first - index));
    if (index < end_of(set))
        return;
    if (set->gone > GONE_MOST && set->gone > set->count / 2)
        close_up(set);
    need = set->gone + (size_t)(index - set->first) + 1;
    set->words = array_grow(set->words, &set->cap, need, sizeof(*set->words));
    more = need - set->count;
    memset(set->words + set->count, 0, more * sizeof(*set->words));
    set->count = need;
}

void
numset_add(struct numset *set, uint64_t number)
{
    assert(number != 0);
    reach(set, number / WORD_BITS);
    *word_of(set, number) |= bit_of(number);
}

void
numset_remove(struct numset *set, uint64_t number)
{
    uint64_t *word = word_of(set, number);

    if (word)
        *word &= ~bit_of(number);
}

bool
numset_has(const struct numset *set, uint64_t number)
{
    return (word_at(set, number / WORD_BITS) & bit_of(number)) != 0;
}

void
numset_add_all(struct numset *set, const struct numset *from)
{
    for (uint64_t index = from->first; index < end_of(from); index++) {
        uint64_t word = word_at(from, index);

        if (word == 0)
            continue;
        reach(set, index);
        *word_of(set, index * WORD_BITS) |= word;
    }
}

void
numset_drop_before(struct numset *set, uint64_t number)
{
    uint64_t index = number / WORD_BITS;

    while (!is_empty(set) && set->first < index) {
        set->first++;
        set->gone++;
    }
    if (!is_empty(set) && set->first == index)
        set->words[set->gone] &= ~(bit_of(number) - 1);
}

/* ---- questions ---------------------------------------------------------- */

size_t
numset_rank(const struct numset *set, const struct numset *also,
            uint64_t number)
{
    uint64_t last = number / WORD_BITS, index;
    size_t rank = 0;

    for (index = set->first; index < end_of(set) && index < last; index++)
        rank += (size_t)__builtin_popcountll(word_at(set, index) &
                                             word_at(also, index));
    if (index == last)
        rank += (size_t)__builtin_popcountll(
            word_at(set, index) & word_at(also, index) & (bit_of(number) - 1));
    return rank;
}

uint64_t
numset_next(const struct numset *set, const struct numset *also,
            uint64_t number)
{
    uint64_t index = number / WORD_BITS;
    uint64_t mask = ~(bit_of(number) - 1);

    if (index < set->first) {
        index = set->first;
        mask = UINT64_MAX;
    }
    for (; index < end_of(set); index++, mask = UINT64_MAX) {
        uint64_t word = word_at(set, index) & word_at(also, index) & mask;

        if (word)
            return index * WORD_BITS + (uint64_t)__builtin_ctzll(word);
    }
    return 0;
}

uint64_t
numset_previous(const struct numset *set, const struct numset *also,
                uint64_t number)
{
    uint64_t index = number / WORD_BITS;
    uint64_t mask = bit_of(number) - 1;

    if (index >= end_of(set)) {
        index = end_of(set);
        mask = 0;
    }
    for (index++; index-- > set->first; mask = UINT64_MAX) {
        uint64_t word = word_at(set, index) & word_at(also, index) & mask;

        if (word)
            return index * WORD_BITS + 63 - (uint64_t)__builtin_clzll(word);
    }
    return 0;
}
