/*
 * command.h - the command language: one line, words, quotes.
 *
 * Each floor contributes a static const table of its commands; main.c hands
 * them over. A word that no table has is looked up among the actions, so
 * ":sort-reverse" is a command too. Commands come from the arguments of the
 * program now (bayplan ':set sort -cpu'), later from the prompt and the rc
 * file. Abbreviations are allowed where they are unique.
 */
#ifndef WORK_COMMAND_H
#define WORK_COMMAND_H

#include "base/err.h"
#include "base/str.h"
#include "work/action.h"

#define COMMAND_WORDS 64
#define COMMAND_SIZE 4096

struct words {
    char text[COMMAND_SIZE]; /* the words, unquoted, NUL-terminated each */
    struct str at[COMMAND_WORDS];
    size_t count;
};

/* Split: white space parts, '...' and "..." join, backslash quotes outside
 * '...'; '#' begins a comment. False: an open quote, too long, too many. */
bool words_split(struct words *words, struct str line, struct err *err);

struct command {
    const char *name;
    const char *usage; /* "NAME VALUE" */
    const char *help;
    size_t min_words, max_words; /* after the name */
    bool (*run)(void *context, const struct words *words, struct err *err);
};

struct command_table {
    const struct command *at;
    size_t count;
    void *context;
};

struct commands {
    const struct command_table *tables;
    size_t count;
    /* Actions by name; NULL: none. */
    bool (*act)(void *data, enum action action, const struct words *words,
                struct err *err);
    void *data;
};

/* A leading ':' is allowed. An empty line is fine. */
bool command_run(const struct commands *commands, struct str line,
                 struct err *err);

/* `set NAME VALUE`; the context is a struct options. */
extern const struct command option_commands[];
extern const size_t option_command_count;

#endif
