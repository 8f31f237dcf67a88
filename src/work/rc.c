#include "config.h"

#include "work/rc.h"

#include "work/alias.h"
#include "work/files.h"

static void
lines_run(const struct rc *rc, const char *path, struct str rest)
{
    struct str line;
    struct err err;
    unsigned number;

    for (number = 1; str_cut(&rest, '\n', &line); number++) {
        if (command_run(rc->commands, line, &err))
            continue;
        (void)err_while(&err, "%s:%u", path, number);
        rc->report(rc->data, err.text);
    }
}

bool
rc_load(struct rc *rc, const char *path, struct err *err)
{
    struct buf text = BUF_INIT(RC_SIZE);
    bool ok;

    if (rc->depth == RC_DEPTH)
        return err_set_kind(err, ERR_LIMIT,
                            "%s: more than %d files inside of one another",
                            path, RC_DEPTH);
    ok = file_read(&text, path, err);
    if (ok) {
        rc->depth++;
        lines_run(rc, path, buf_str(&text));
        rc->depth--;
    }
    buf_release(&text);
    return ok;
}

bool
rc_check(const char *path, struct err *err)
{
    struct buf text = BUF_INIT(RC_SIZE);
    bool ok = file_read(&text, path, err);

    buf_release(&text);
    return ok;
}

bool
rc_load_user(struct rc *rc, const char *path, struct err *err)
{
    struct buf place = BUF_INIT(PLACE_LIMIT);
    struct err why;
    bool ok;

    if (path)
        return rc_load(rc, path, err);
    /* Without a home there is none. */
    ok = !places_config(&place, rc->env, NULL) ||
         !buf_add_text(&place, "/rc") || rc_load(rc, buf_text(&place), &why) ||
         why.kind == ERR_MISSING;
    buf_release(&place);
    return ok || err_copy(err, &why);
}

static bool
path_find(struct buf *path, const struct rc *rc, struct str word,
          struct err *err)
{
    const char *home = rc->env("HOME");

    if (str_starts(word, "~/") && home)
        (void)buf_addf(path, "%s%.*s", home, (int)word.len - 1, word.at + 1);
    else if (str_starts(word, "/"))
        (void)buf_add_str(path, word);
    else if (!places_config(path, rc->env, err))
        return false;
    else
        (void)buf_addf(path, "/%.*s", STR_ARGS(word));
    if (path->is_full)
        return err_set_kind(err, ERR_LIMIT, "its path is too long");
    return true;
}

static bool
source_run(void *context, const struct words *words, struct err *err)
{
    struct rc *rc = context;
    struct buf path = BUF_INIT(PLACE_LIMIT);
    bool ok = path_find(&path, rc, words->at[1], err) &&
              rc_load(rc, buf_text(&path), err);

    buf_release(&path);
    return ok;
}

const struct command rc_commands[] = {
    {.name = "source",
     .usage = "FILE",
     .help = "carry out the commands in a file",
     .min_words = 1,
     .max_words = 1,
     .run = source_run},
};
const size_t rc_command_count = sizeof(rc_commands) / sizeof(rc_commands[0]);

bool
rc_load_options(struct options *options, const struct rc *rc, const char *path,
                struct err *err)
{
    struct aliases aliases;
    struct rc own = *rc;
    const struct command_table tables[] = {
        {option_commands, option_command_count, options},
        {alias_commands, alias_command_count, &aliases},
        {rc_commands, rc_command_count, &own},
    };
    const struct commands commands = {
        .tables = tables,
        .count = sizeof(tables) / sizeof(tables[0]),
        .aliases = &aliases,
        .is_part = true,
    };
    bool ok;

    own.commands = &commands;
    aliases_init(&aliases);
    ok = rc_load_user(&own, path, err);
    aliases_release(&aliases);
    return ok;
}
