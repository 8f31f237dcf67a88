#include "config.h"

#include "work/choice.h"

#include "work/files.h"

#define STATE_FILE "state"
#define STATE_LIMIT 65536

void
choices_init(struct choices *choices, const struct kind *const *kinds,
             size_t count)
{
    size_t i;

    *choices = (struct choices){0};
    for (i = 0; i < count && i < CHOICE_KINDS; i++)
        choices->at[choices->count++].kind = kinds[i];
}

const struct choice *
choices_of(const struct choices *choices, const struct kind *kind)
{
    size_t i;

    for (i = 0; i < choices->count; i++)
        if (choices->at[i].kind == kind)
            return &choices->at[i];
    return NULL;
}

void
choices_set(struct choices *choices, const struct kind *kind,
            const struct chosen_column *columns, size_t count)
{
    struct choice *choice;
    size_t i;

    for (i = 0; i < choices->count && choices->at[i].kind != kind;)
        i++;
    if (i == choices->count)
        return;
    choice = &choices->at[i];
    choice->count = 0;
    for (i = 0; i < count && i < CHOICE_COLUMNS; i++)
        choice->at[choice->count++] = columns[i];
}

/* ---- the command */

static bool
kind_find(struct choices *choices, struct str name, struct choice **choice,
          struct err *err)
{
    struct buf names = BUF_INIT(ERR_TEXT_SIZE);
    size_t i;

    for (i = 0; i < choices->count; i++) {
        *choice = &choices->at[i];
        if (str_is(name, (*choice)->kind->name)) {
            buf_release(&names);
            return true;
        }
        (void)buf_addf(&names, "%s%s", i ? " " : "", (*choice)->kind->name);
    }
    (void)err_set_kind(err, ERR_USAGE, "there is no list '%.*s'; there are: %s",
                       STR_ARGS(name), buf_text(&names));
    buf_release(&names);
    return false;
}

/* "name:24" */
static bool
column_parse(struct chosen_column *chosen, const struct kind *kind,
             struct str word, struct err *err)
{
    struct str name, width = word;
    const struct column *column;
    unsigned long long number = 0;

    (void)str_cut(&width, ':', &name);
    column = column_find(kind->columns, kind->column_count, name);
    if (!column)
        return err_set_kind(err, ERR_USAGE, "there is no column '%.*s'",
                            STR_ARGS(name));
    if (name.len < word.len &&
        (!str_to_u64(width, &number) || number > CHOICE_WIDTH_MAX))
        return err_set_kind(err, ERR_USAGE, "'%.*s' is no width from 0 to %d",
                            STR_ARGS(width), CHOICE_WIDTH_MAX);
    chosen->column = (size_t)(column - kind->columns);
    chosen->width = (unsigned)number;
    return true;
}

static bool
has_column(const struct choice *choice, size_t column)
{
    size_t i;

    for (i = 0; i < choice->count; i++)
        if (choice->at[i].column == column)
            return true;
    return false;
}

static bool
columns_run(void *context, const struct words *words, struct err *err)
{
    struct choices *choices = context;
    struct choice made = {0}, *choice;
    size_t i;

    if (!kind_find(choices, words->at[1], &choice, err))
        return false;
    made.kind = choice->kind;
    for (i = 2; i < words->count; i++) {
        struct chosen_column *chosen = &made.at[made.count];

        if (!column_parse(chosen, made.kind, words->at[i], err))
            return false;
        if (has_column(&made, chosen->column))
            return err_set_kind(err, ERR_USAGE, "'%s' stands there twice",
                                made.kind->columns[chosen->column].name);
        made.count++;
    }
    *choice = made;
    return true;
}

static void
columns_complete(void *context, const struct words *words, word_fn each,
                 void *data)
{
    struct choices *choices = context;
    struct choice *choice;
    size_t i;

    if (words->count == 1) {
        for (i = 0; i < choices->count; i++)
            each(data, choices->at[i].kind->name, NULL);
        return;
    }
    if (!kind_find(choices, words->at[1], &choice, NULL))
        return;
    for (i = 0; i < choice->kind->column_count; i++)
        each(data, choice->kind->columns[i].name,
             choice->kind->columns[i].help);
}

const struct command choice_commands[] = {
    {.name = "columns",
     .usage = "LIST [NAME[:WIDTH]...]",
     .help = "choose the columns of a list; without names, all as they come",
     .min_words = 1,
     .max_words = 1 + CHOICE_COLUMNS,
     .run = columns_run,
     .complete = columns_complete},
};
const size_t choice_command_count =
    sizeof(choice_commands) / sizeof(choice_commands[0]);

/* ---- the file */

static void
text_make(struct buf *out, const struct choices *choices,
          const struct options *options)
{
    size_t i, k;

    (void)buf_add_text(out,
                       "# Written by bayplan, of what was chosen; yours is "
                       "the rc.\n");
    for (i = 0; i < choices->count; i++) {
        const struct choice *choice = &choices->at[i];

        if (choice->count == 0)
            continue;
        (void)buf_addf(out, "columns %s", choice->kind->name);
        for (k = 0; k < choice->count; k++) {
            (void)buf_addf(out, " %s",
                           choice->kind->columns[choice->at[k].column].name);
            if (choice->at[k].width > 0)
                (void)buf_addf(out, ":%u", choice->at[k].width);
        }
        (void)buf_add_char(out, '\n');
    }
    options_say_chosen(out, options);
}

bool
choices_path(struct buf *out, env_fn env, struct err *err)
{
    return state_file_path(out, STATE_FILE, env, err);
}

bool
choices_save(const struct choices *choices, const struct options *options,
             env_fn env, struct err *err)
{
    struct buf text = BUF_INIT(STATE_LIMIT);
    bool ok;

    text_make(&text, choices, options);
    ok = state_file_write(STATE_FILE, buf_str(&text), env, err);
    buf_release(&text);
    return ok;
}
