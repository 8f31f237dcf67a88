/*
 * outcome.h - how a command without a screen ends, and what it says of that.
 */
#ifndef CLI_OUTCOME_H
#define CLI_OUTCOME_H

#include "base/err.h"
#include "base/str.h"

#include <stdio.h>

enum outcome_status {
    OUTCOME_GOOD = 0,
    OUTCOME_FAILED = 1,
    OUTCOME_NO_ENGINE = 3,
};

struct outcome {
    FILE *errors;
    enum outcome_status status;
};

/* "bayplan: " and the words, harmless, on one line. */
void outcome_fail(struct outcome *outcome, const struct err *err);
/* No engine answered: the lines of the search's report. */
void outcome_report(struct outcome *outcome, struct str report);

#endif
