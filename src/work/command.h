/*
 * command.h - the command language: one line, words, quotes.
 *
 * Each floor contributes a static const table of its commands; main.c hands
 * them over. A word that no table has is looked up among the actions, so
 * ":sort-reverse" is a command too. Commands come from the arguments of the
 * program (bayplan ':set sort -cpu'), from the prompt and from the rc file.
 * Abbreviations are allowed where they are unique.
 */
#ifndef WORK_COMMAND_H
#define WORK_COMMAND_H

#include "base/err.h"
#include "base/str.h"
#include "work/action.h"
#include "work/option.h"
#include "work/words.h"

struct command {
    const char *name;
    const char *usage; /* "NAME VALUE" */
    const char *help;
    size_t min_words, max_words; /* after the name */
    /* What is behind the name is one word, as it was typed: a language of its
     * own, with quotes of its own. No comment can stand there. */
    bool is_raw;
    bool (*run)(void *context, const struct words *words, struct err *err);
    /* Each word that could stand behind `words`, the first of which is the
     * name; NULL: they cannot be listed. */
    void (*complete)(void *context, const struct words *words, word_fn each,
                     void *data);
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
    /* As `complete` of a command; may be NULL. */
    void (*complete_act)(void *data, enum action action,
                         const struct words *words, word_fn each,
                         void *each_data);
    /* Whether completion offers it; NULL: all. */
    bool (*offers_act)(void *data, enum action action);
    void *data;
    const struct aliases *aliases; /* work/alias.h; NULL: none */
    /* There are more elsewhere: a line with a name that none of these has is
     * passed over. */
    bool is_part;
};

/* A leading ':' is allowed. An empty line is fine. A word that is neither a
 * command nor an action may be an alias: the rest of the line stands behind
 * what it stands for. */
bool command_run(const struct commands *commands, struct str line,
                 struct err *err);

/* Each word that could stand where `line` ends, once, in the order of the
 * tables; those that do not begin with what is there of it are left out. The
 * offset of that word in the line; SIZE_MAX when the line is no such thing (an
 * open quote). */
size_t command_complete(const struct commands *commands, struct str line,
                        word_fn each, void *data);

/* `set [NAME [VALUE]]`; the context is a struct options. */
extern const struct command option_commands[];
extern const size_t option_command_count;

#endif
