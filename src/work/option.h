/*
 * option.h - the options that `set` knows, in one table with type, range and
 * help.
 */
#ifndef WORK_OPTION_H
#define WORK_OPTION_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum option {
    OPTION_ESCAPE_TIME,  /* number, ms */
    OPTION_STOP_TIMEOUT, /* number, seconds; -1: the container's own */
    OPTION_SORT,         /* a container column's name, '-' in front: reverse */
    OPTION_ALL,          /* switch: show stopped containers */
    OPTION_COLOR,        /* choice: auto, always, never */
    OPTION_COUNT,
};

enum option_type { OPTION_NUMBER, OPTION_SWITCH, OPTION_CHOICE, OPTION_WORD };

struct option_info {
    const char *name;
    enum option_type type;
    const char *help;
    long min, max, initial;   /* numbers, switches (0/1), choices (index) */
    const char *const *words; /* choices; NULL-terminated */
    const char *initial_word; /* words */
    /* For words: whether it is one; NULL: any. */
    bool (*check)(struct str word, struct err *err);
};

extern const struct option_info option_table[OPTION_COUNT];

struct options {
    long number[OPTION_COUNT];
    char *word[OPTION_COUNT];
};

void options_init(struct options *options);
void options_release(struct options *options);
/* "escape-time: 5000 is not between 0 and 1000" */
bool options_set(struct options *options, struct str name, struct str value,
                 struct err *err);

#endif
