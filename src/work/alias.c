#include "config.h"

#include "work/alias.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

void
aliases_init(struct aliases *aliases)
{
    aliases->by_name = map_new();
}

void
aliases_release(struct aliases *aliases)
{
    map_free(aliases->by_name, free);
    aliases->by_name = NULL;
}

const char *
aliases_find(const struct aliases *aliases, struct str name)
{
    return map_find(aliases->by_name, name);
}

void
aliases_list(const struct aliases *aliases, word_fn each, void *data)
{
    struct map_entry *entry;

    for (entry = map_first(aliases->by_name); entry; entry = map_next(entry))
        each(data, map_key(entry).at, map_value(entry));
}

/* A line in one word is that line, several words are put together again. */
static bool
line_make(struct buf *line, const struct words *words, struct err *err)
{
    size_t i;

    for (i = 2; i < words->count; i++) {
        if (i > 2)
            (void)buf_add_char(line, ' ');
        if (words->count == 3)
            (void)buf_add_str(line, words->at[i]);
        else
            words_quote(line, words->at[i]);
    }
    if (line->is_full)
        return err_set_kind(err, ERR_LIMIT, "longer than %d bytes",
                            COMMAND_SIZE);
    return true;
}

static bool
alias_run(void *context, const struct words *words, struct err *err)
{
    struct aliases *aliases = context;
    struct str name = words->at[1];
    struct buf line = BUF_INIT(COMMAND_SIZE);
    bool ok = false;

    if (action_find(name) != ACTION_NONE)
        return err_set_kind(err, ERR_USAGE, "'%.*s' is an action",
                            STR_ARGS(name));
    if (!aliases_find(aliases, name) && map_count(aliases->by_name) >= ALIASES)
        return err_set_kind(err, ERR_LIMIT, "more than %d aliases", ALIASES);
    if (line_make(&line, words, err)) {
        free(map_put(aliases->by_name, name, xstrdup(buf_text(&line))));
        ok = true;
    }
    buf_release(&line);
    return ok;
}

const struct command alias_commands[] = {
    {.name = "alias",
     .usage = "NAME COMMAND...",
     .help = "give a command a name of your own",
     .min_words = 2,
     .max_words = COMMAND_WORDS - 1,
     .run = alias_run},
};
const size_t alias_command_count =
    sizeof(alias_commands) / sizeof(alias_commands[0]);
