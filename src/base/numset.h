/*
 * numset.h - a set of numbers out of a window that slides upwards: of the
 * lines of a log, say, whose oldest go while new ones come.
 *
 * A number costs a bit, whether it is in the set or not. Numbers are added at
 * the upper end in the main, the window reaches down as well; 0 is never a
 * member and stands for "none". Questions go through the words of the window,
 * which is a matter of microseconds for a million numbers.
 *
 * Those that look for a member take a second set: only what is in both counts.
 * NULL stands for the set of all numbers.
 */
#ifndef BASE_NUMSET_H
#define BASE_NUMSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct numset {
    uint64_t *words;
    size_t gone, count, cap; /* words[gone .. count-1] are the window */
    uint64_t first;          /* the number of words[gone], bit 0, over 64 */
};

#define NUMSET_INIT                                                            \
    {                                                                          \
        .words = NULL                                                          \
    }

/* Empty, with no window: the next number that is added begins one. */
void numset_clear(struct numset *set);
void numset_release(struct numset *set);

void numset_add(struct numset *set, uint64_t number);
void numset_remove(struct numset *set, uint64_t number);
bool numset_has(const struct numset *set, uint64_t number);
/* All members of `from`. */
void numset_add_all(struct numset *set, const struct numset *from);
/* Smaller numbers are members no more. */
void numset_drop_before(struct numset *set, uint64_t number);

/* How many are smaller; UINT64_MAX: how many there are. */
size_t numset_rank(const struct numset *set, const struct numset *also,
                   uint64_t number);
/* The least that is not smaller, the greatest that is smaller; 0: none. */
uint64_t numset_next(const struct numset *set, const struct numset *also,
                     uint64_t number);
uint64_t numset_previous(const struct numset *set, const struct numset *also,
                         uint64_t number);

#endif
