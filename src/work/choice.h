/*
 * choice.h - which columns a list shows, in which order and how wide, as its
 * user chose, and what is remembered of that and of options.
 *
 * What the program is to remember of that across runs lies in
 * $XDG_STATE_HOME/bayplan/state, 0600, lines of the command language:
 *
 *     columns containers name:24 state cpu
 *     set sort -cpu
 *
 * The same commands in the user's rc are choices, too; what was remembered is
 * the later one and counts. Options that say what the rc says are not written.
 */
#ifndef WORK_CHOICE_H
#define WORK_CHOICE_H

#include "work/command.h"
#include "work/kind.h"
#include "work/places.h"

#define CHOICE_COLUMNS 32
#define CHOICE_KINDS 8
#define CHOICE_WIDTH_MAX 200

struct chosen_column {
    size_t column;  /* index in the kind's columns */
    unsigned width; /* cells; 0: as it needs */
};

struct choice {
    const struct kind *kind;
    struct chosen_column at[CHOICE_COLUMNS];
    size_t count; /* 0: nothing was chosen, so all of them as they come */
};

struct choices {
    struct choice at[CHOICE_KINDS];
    size_t count;
};

/* `kinds`: those that have columns, borrowed. */
void choices_init(struct choices *choices, const struct kind *const *kinds,
                  size_t count);
/* NULL when it is none of the kinds. */
const struct choice *choices_of(const struct choices *choices,
                                const struct kind *kind);
/* `count` 0 forgets the choice. */
void choices_set(struct choices *choices, const struct kind *kind,
                 const struct chosen_column *columns, size_t count);

/* Write the state file anew, in one piece: another run of the program sees the
 * old one or the new one. */
bool choices_save(const struct choices *choices, const struct options *options,
                  env_fn env, struct err *err);
/* Append the path of that file, to be read with rc_load(). */
bool choices_path(struct buf *out, env_fn env, struct err *err);

/* `columns LIST [NAME[:WIDTH]...]`; the context is a struct choices. */
extern const struct command choice_commands[];
extern const size_t choice_command_count;

#endif
