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
    OPTION_IMAGES_SORT,  /* an image column's name, the same way */
    OPTION_IMAGES_ALL,   /* switch: show images without a name */
    OPTION_COLOR,        /* choice: auto, always, never */
    OPTION_GROUP,        /* choice: enum group_by (rows.h) */
    OPTION_WRAP,         /* switch: long lines of a log */
    OPTION_TIMESTAMPS,   /* choice: enum log_times */
    OPTION_STREAMS,      /* choice: enum log_streams */
    OPTION_LOG_LEVEL,    /* choice: enum level (store/level.h), less 1 */
    OPTION_LOG_CONTEXT,  /* number: lines around those of `&` */
    OPTION_LOG_LINES,    /* number: how many old ones are asked for */
    OPTION_LOG_MEMORY,   /* number, MiB: of all logs together */
    OPTION_STATS_SOURCE, /* choice: enum stats_choice (store/sync.h) */
    OPTION_MOUSE,        /* switch */
    OPTION_READ_ONLY,    /* switch that cannot be switched off */
    OPTION_COUNT,
};

/* What a log says of the time of its lines. */
enum log_times {
    TIMES_OFF,
    TIMES_LOCAL,
    TIMES_UTC,
    TIMES_RELATIVE,
    TIMES_SINCE_PREVIOUS,
    TIMES_COUNT,
};

enum log_streams {
    STREAMS_BOTH,
    STREAMS_STDOUT,
    STREAMS_STDERR,
    STREAMS_COUNT,
};

/* Hears of a word and what it means, which may be NULL. */
typedef void (*word_fn)(void *data, const char *word, const char *help);

enum option_type { OPTION_NUMBER, OPTION_SWITCH, OPTION_CHOICE, OPTION_WORD };

/* option.c has the table and what sets them; option_command.c `set`, and the
 * words about them. */
struct option_info {
    const char *name;
    enum option_type type;
    const char *help;
    long min, max, initial;   /* numbers, switches (0/1), choices (index) */
    const char *const *words; /* choices; NULL-terminated */
    const char *initial_word; /* words */
    /* For words: whether it is one; NULL: any. */
    bool (*check)(struct str word, struct err *err);
    /* For words: each that it could be; NULL: they cannot be listed. */
    void (*list)(word_fn each, void *data);
    bool is_latch; /* a switch that stays on */
    bool is_kept;  /* across runs, in the state file (choice.h) */
};

extern const struct option_info option_table[OPTION_COUNT];

/* When options are noted, so that it is known later what was chosen. */
enum options_note {
    OPTIONS_OF_RC,      /* the files were read */
    OPTIONS_REMEMBERED, /* and what was chosen in former runs */
    OPTIONS_GIVEN,      /* and the arguments, which are for this run alone */
    OPTIONS_NOTES,
};

struct options {
    long number[OPTION_COUNT];
    char *word[OPTION_COUNT];
    char *noted[OPTIONS_NOTES][OPTION_COUNT]; /* NULL: not yet */
    /* Counts what was set: whoever shows something by an option keeps it and
     * looks again when it is another. */
    unsigned generation;
    /* `set` asks for what an option says, OPTION_COUNT: for all of them. NULL:
     * there is nobody to show it to. */
    void (*show)(void *data, enum option option);
    void *data;
};

void options_init(struct options *options);
void options_release(struct options *options);
/* "escape-time: 5000 is not between 0 and 1000" */
bool options_set(struct options *options, struct str name, struct str value,
                 struct err *err);
/* A value in the range of a switch, a choice or a number, as keys set it. */
void options_put(struct options *options, enum option option, long number);
void options_note(struct options *options, enum options_note note);
/* What kept options say that was chosen in this run or a former one, but not by
 * the rc or an argument: append it as lines of commands. */
void options_say_chosen(struct buf *out, const struct options *options);
/* OPTION_COUNT: there is none of this name. */
size_t option_find(struct str name);
/* Append "on", "-cpu", "500"; what it is at first; and what it could be: "0 to
 * 1000", "on or off", "both stdout stderr". */
void option_say_value(struct buf *out, const struct options *options,
                      enum option option);
void option_say_initial(struct buf *out, enum option option);
void option_say_range(struct buf *out, enum option option);
/* Every value that an option of this name can have, if they can be listed. */
void options_list_values(struct str name, word_fn each, void *data);

#endif
