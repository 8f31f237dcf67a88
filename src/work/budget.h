/*
 * budget.h - so much time for work that goes on in a later turn, so that a key
 * that comes meanwhile is answered within a frame. Asking the clock costs more
 * than most of the work, so it is asked at every BUDGET_STEPSth question.
 */
#ifndef WORK_BUDGET_H
#define WORK_BUDGET_H

#include "base/timestamp.h"

#define BUDGET_NS (8 * (SECOND_NS / 1000))
#define BUDGET_STEPS 16

struct budget {
    int64_t until;
    unsigned steps;
    bool is_spent;
};

/* ns, since whenever */
int64_t budget_clock(void);

static inline void
budget_begin(struct budget *budget)
{
    *budget = (struct budget){.until = budget_clock() + BUDGET_NS};
}

/* Ask the clock; after a large step. */
static inline void
budget_ask(struct budget *budget)
{
    budget->is_spent = budget_clock() >= budget->until;
}

/* Before a small step. */
static inline bool
budget_is_spent(struct budget *budget)
{
    if (!budget->is_spent && ++budget->steps % BUDGET_STEPS == 0)
        budget_ask(budget);
    return budget->is_spent;
}

#endif
