#include "config.h"

#include "work/command.h"

#include "base/buf.h"
#include "base/nearest.h"
#include "work/alias.h"

#include <assert.h>
#include <stdint.h>

/* What a line's first word was found to mean. */
struct match {
    const struct command *command; /* NULL: an action, or nothing */
    void *context;
    enum action action;
    size_t count;     /* how many begin with the word */
    bool is_exact;    /* then count does not matter */
    struct buf names; /* of those that begin with it */
};

static bool
begins_with(struct str text, struct str start)
{
    return text.len >= start.len &&
           str_equal(str_make(text.at, start.len), start);
}

/* Whether `name` is what was typed, or could be. */
static bool
match_name(struct match *match, struct str word, const char *name)
{
    bool is_exact = str_is(word, name);

    if (match->is_exact || !begins_with(str_of(name), word))
        return false;
    match->is_exact = is_exact;
    match->count++;
    (void)buf_addf(&match->names, "%s%s", match->names.len ? ", " : "", name);
    return true;
}

static void
match_tables(struct match *match, const struct commands *commands,
             struct str word)
{
    size_t i, k;

    for (i = 0; i < commands->count; i++) {
        const struct command_table *table = &commands->tables[i];

        for (k = 0; k < table->count; k++) {
            if (!match_name(match, word, table->at[k].name))
                continue;
            match->command = &table->at[k];
            match->context = table->context;
        }
    }
}

static void
match_actions(struct match *match, struct str word)
{
    unsigned i;

    for (i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        if (!match_name(match, word, action_info((enum action)i)->name))
            continue;
        match->command = NULL;
        match->action = (enum action)i;
    }
}

static bool
match_run(const struct match *match, const struct commands *commands,
          const struct words *words, struct err *err)
{
    const struct command *command = match->command;
    size_t given = words->count - 1;

    if (!command) {
        assert(commands->act); /* else no action was looked for */
        if (!commands->act(commands->data, match->action, words, err))
            return err_while(err, "%s", action_info(match->action)->name);
        return true;
    }
    if (given < command->min_words || given > command->max_words)
        return err_set_kind(err, ERR_USAGE, "usage: %s %s", command->name,
                            command->usage);
    if (!command->run(match->context, words, err))
        return err_while(err, "%s", command->name);
    return true;
}

static void
match_find(struct match *match, const struct commands *commands,
           struct str word)
{
    *match = (struct match){.names = BUF_INIT(ERR_TEXT_SIZE)};
    match_tables(match, commands, word);
    if (commands->act)
        match_actions(match, word);
}

static struct str
line_trim(struct str line)
{
    line = str_trim(line);
    if (str_starts(line, ":"))
        line = str_trim(str_make(line.at + 1, line.len - 1));
    return line;
}

static size_t
first_word_len(struct str line)
{
    size_t len = 0;

    while (len < line.len && !word_is_space(line.at[len]))
        len++;
    return len;
}

/* The line that an alias at the front of `line` stands for, with what is
 * behind it. False: there is none. */
static bool
alias_put(struct buf *out, const struct commands *commands, struct str line)
{
    const char *alias;
    size_t len = first_word_len(line);

    if (!commands->aliases)
        return false;
    alias = aliases_find(commands->aliases, str_make(line.at, len));
    if (!alias)
        return false;
    (void)buf_add_text(out, alias);
    (void)buf_add(out, line.at + len, line.len - len);
    return true;
}

/* The name alone, and behind it the rest of the line as one word. */
static bool
raw_split(struct words *words, struct str line, struct err *err)
{
    struct str name = line, rest;

    words->count = 0;
    name.len = first_word_len(line);
    rest = str_trim(str_make(line.at + name.len, line.len - name.len));
    if (line.len >= COMMAND_SIZE - 1)
        return err_set_kind(err, ERR_LIMIT, "longer than %d bytes",
                            COMMAND_SIZE);
    memcpy(words->text, name.at, name.len);
    words->text[name.len] = '\0';
    words->at[0] = str_make(words->text, name.len);
    memcpy(words->text + name.len + 1, rest.at, rest.len);
    words->text[name.len + 1 + rest.len] = '\0';
    words->at[1] = str_make(words->text + name.len + 1, rest.len);
    words->count = rest.len > 0 ? 2 : 1;
    return true;
}

/* Whether the line begins with the name of a command that reads on itself. */
static bool
is_raw(const struct commands *commands, struct str line)
{
    struct match match;
    bool found;

    line.len = first_word_len(line);
    match_find(&match, commands, line);
    found = (match.count == 1 || match.is_exact) && match.command &&
            match.command->is_raw;
    buf_release(&match.names);
    return found && line.len > 0;
}

/* ---- names that are offered */

struct offer {
    struct str start; /* what is there of the word */
    word_fn each;
    void *data;
};

static void
offer_word(void *data, const char *word, const char *help)
{
    const struct offer *offer = data;

    if (begins_with(str_of(word), offer->start))
        offer->each(offer->data, word, help);
}

static void
offer_names(const struct commands *commands, struct offer *offer)
{
    size_t i, k;

    for (i = 0; i < commands->count; i++)
        for (k = 0; k < commands->tables[i].count; k++)
            offer_word(offer, commands->tables[i].at[k].name,
                       commands->tables[i].at[k].help);
    for (i = ACTION_NONE + 1; commands->act && i < ACTION_COUNT; i++)
        if (!commands->offers_act ||
            commands->offers_act(commands->data, (enum action)i))
            offer_word(offer, action_info((enum action)i)->name,
                       action_info((enum action)i)->help);
    if (commands->aliases)
        aliases_list(commands->aliases, offer_word, offer);
}

static void
try_word(void *data, const char *word, const char *help)
{
    (void)help;
    nearest_try(data, word);
}

static bool
no_command(const struct commands *commands, struct str name, struct err *err)
{
    struct buf hint = BUF_INIT(ERR_TEXT_SIZE);
    struct nearest nearest;
    struct offer offer = {.each = try_word, .data = &nearest};

    nearest_begin(&nearest, name);
    offer_names(commands, &offer);
    nearest_say(&hint, &nearest);
    (void)err_set_kind(err, ERR_USAGE, "there is no command '%.*s'%s",
                       STR_ARGS(name), buf_text(&hint));
    buf_release(&hint);
    return false;
}

static bool
is_for_others(const struct commands *commands, struct str line)
{
    struct match match;
    bool is_ours;

    if (!commands->is_part)
        return false;
    line.len = first_word_len(line);
    match_find(&match, commands, line);
    is_ours = match.count > 0 ||
              (commands->aliases && aliases_find(commands->aliases, line));
    buf_release(&match.names);
    return !is_ours;
}

static bool
line_run(const struct commands *commands, struct str line, unsigned depth,
         struct err *err)
{
    struct words words;
    struct match match;
    struct buf alias = BUF_INIT(COMMAND_SIZE * 2);
    bool ok;

    line = line_trim(line);
    if (is_for_others(commands, line))
        return true;
    if (is_raw(commands, line) ? !raw_split(&words, line, err)
                               : !words_split(&words, line, err))
        return false;
    if (words.count == 0)
        return true;
    match_find(&match, commands, words.at[0]);
    if (!match.is_exact && alias_put(&alias, commands, line))
        ok = depth < ALIAS_DEPTH
                 ? line_run(commands, buf_str(&alias), depth + 1, err)
                 : err_set_kind(err, ERR_LIMIT,
                                "'%.*s' is an alias of an alias, and so on",
                                STR_ARGS(words.at[0]));
    else if (match.count == 0 || words.at[0].len == 0)
        ok = no_command(commands, words.at[0], err);
    else if (match.count > 1 && !match.is_exact)
        ok = err_set_kind(err, ERR_USAGE, "'%.*s' could be %s",
                          STR_ARGS(words.at[0]), buf_text(&match.names));
    else
        ok = match_run(&match, commands, &words, err);
    buf_release(&match.names);
    buf_release(&alias);
    return ok;
}

bool
command_run(const struct commands *commands, struct str line, struct err *err)
{
    return line_run(commands, line, 0, err);
}

/* ---- completion */

static void
offer_words(const struct commands *commands, const struct words *words,
            struct offer *offer)
{
    const struct command *command;
    struct match match;

    match_find(&match, commands, words->at[0]);
    command = match.command;
    if (match.count == 0 || (match.count > 1 && !match.is_exact))
        command = NULL;
    else if (command && command->complete)
        command->complete(match.context, words, offer_word, offer);
    else if (!command && commands->complete_act &&
             (!commands->offers_act ||
              commands->offers_act(commands->data, match.action)))
        commands->complete_act(commands->data, match.action, words, offer_word,
                               offer);
    buf_release(&match.names);
}

/* Where the last word of the line begins; the line's end behind a blank.
 * SIZE_MAX when a quote is open. */
static size_t
last_word(struct str line)
{
    size_t begin = 0, i;
    char quote = 0;

    while (begin < line.len && word_is_space(line.at[begin]))
        begin++;
    if (begin < line.len && line.at[begin] == ':')
        begin++;
    for (i = begin; i < line.len; i++) {
        char c = line.at[i];

        if (c == '\\' && quote != '\'')
            i++;
        else if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (word_is_space(c))
            begin = i + 1;
    }
    return quote || i > line.len ? SIZE_MAX : begin;
}

size_t
command_complete(const struct commands *commands, struct str line, word_fn each,
                 void *data)
{
    size_t begin = last_word(line);
    struct words before, last;
    struct offer offer = {.each = each, .data = data};

    if (begin == SIZE_MAX ||
        !words_split(&before, line_trim(str_make(line.at, begin)), NULL) ||
        !words_split(&last, str_make(line.at + begin, line.len - begin), NULL))
        return SIZE_MAX;
    if (last.count > 0)
        offer.start = last.at[0];
    if (before.count == 0)
        offer_names(commands, &offer);
    else
        offer_words(commands, &before, &offer);
    return begin;
}
