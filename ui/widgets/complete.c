#include "config.h"

#include "ui/widgets/complete.h"

#include "ui/widgets/app_private.h"
#include "work/act_line.h"

#include <stdint.h>

#define WORD_SIZE 512
#define HINT_SIZE 90 /* bytes; more cannot be read in a line */

/* Gathers the candidates that begin with what was typed. */
struct search {
    struct str begin;
    struct buf common; /* what all that fit have in common */
    struct buf hint;
    size_t count;
    bool is_first; /* of the line */
};

/* What commands look at. */
struct place {
    const struct app *app;
};

static void
offer(struct search *search, struct str word)
{
    size_t same = 0;

    if (word.len < search->begin.len ||
        !str_equal(str_make(word.at, search->begin.len), search->begin))
        return;
    if (search->count++ == 0) {
        (void)buf_add_str(&search->common, word);
    } else {
        while (same < search->common.len && same < word.len &&
               search->common.at[same] == word.at[same])
            same++;
        search->common.len = same;
    }
    if (search->hint.len > 0)
        (void)buf_add_char(&search->hint, ' ');
    (void)buf_add_str(&search->hint, word);
}

static void
offer_word(void *data, const char *word, const char *help)
{
    (void)help;
    offer(data, str_of(word));
}

/* Names of what an act could be done to. */
static void
offer_names(void *data, enum action action, const struct words *words,
            word_fn each, void *each_data)
{
    act_line_complete(app_store(((const struct place *)data)->app), action,
                      words, each, each_data);
}

/* What is refused anyhow is not offered. */
static bool
offers_act(void *data, enum action action)
{
    const struct app *app = ((const struct place *)data)->app;

    return !action_info(action)->changes || !jobs_is_read_only(app_jobs(app));
}

static bool
no_act(void *data, enum action action, const struct words *words,
       struct err *err)
{
    (void)data;
    (void)words;
    return err_set(err, "'%s' is only completed", action_info(action)->name);
}

/* A view is opened by its name alone. */
static void
offer_views(struct search *search, const struct app *app)
{
    for (size_t i = 0; i < app->wiring.view_count; i++) {
        struct str name = str_of(app->wiring.views[i]->name);

        if (action_find(name) == ACTION_NONE)
            offer(search, name);
    }
}

static bool
is_first_word(struct str line, size_t begin)
{
    for (size_t i = 0; i < begin; i++)
        if (line.at[i] != ' ' && line.at[i] != ':')
            return false;
    return true;
}

static void
gather(struct search *search, const struct app *app, struct str line)
{
    struct commands commands = {0};
    struct place place = {app};
    struct search nothing = {.common = BUF_INIT(WORD_SIZE),
                             .hint = BUF_INIT(HINT_SIZE)};
    size_t begin;

    if (app->wiring.commands)
        commands = *app->wiring.commands;
    commands.act = no_act;
    commands.complete_act = offer_names;
    commands.offers_act = offers_act;
    commands.data = &place;
    *search = nothing;
    begin = command_complete(&commands, line, offer_word, search);
    if (begin == SIZE_MAX)
        begin = line.len;
    search->begin = str_make(line.at + begin, line.len - begin);
    search->is_first = is_first_word(line, begin);
    if (search->is_first)
        offer_views(search, app);
}

static void
release(struct search *search)
{
    buf_release(&search->common);
    buf_release(&search->hint);
}

bool
complete_line(const struct app *app, struct str line, struct buf *out)
{
    struct search search;
    bool found;

    gather(&search, app, line);
    found = search.count > 0 && search.common.len > 0;
    if (found) {
        (void)buf_add(out, line.at, line.len - search.begin.len);
        (void)buf_add_str(out, buf_str(&search.common));
        if (search.count == 1 && !str_ends(buf_str(&search.common), ":"))
            (void)buf_add_char(out, ' ');
    }
    release(&search);
    return found;
}

static const struct command *
find_command(const struct app *app, struct str name)
{
    const struct commands *commands = app->wiring.commands;

    for (size_t i = 0; commands && i < commands->count; i++)
        for (size_t j = 0; j < commands->tables[i].count; j++)
            if (str_is(name, commands->tables[i].at[j].name))
                return &commands->tables[i].at[j];
    return NULL;
}

static struct str
first_word(struct str line)
{
    struct str word;

    line = str_trim(line);
    if (str_starts(line, ":"))
        line = str_trim(str_make(line.at + 1, line.len - 1));
    return str_cut(&line, ' ', &word) ? word : line;
}

void
complete_hint(const struct app *app, struct str line, struct buf *out)
{
    const struct command *command = find_command(app, first_word(line));
    struct search search;

    gather(&search, app, line);
    if (search.count == 1 && str_equal(search.begin, buf_str(&search.common)))
        ; /* it stands there already */
    else if (search.count > 0 && (search.begin.len > 0 || !search.is_first))
        (void)buf_add_str(out, buf_str(&search.hint));
    else if (command)
        (void)buf_addf(out, "%s %s", command->name, command->usage);
    release(&search);
}
