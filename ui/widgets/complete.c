#include "config.h"

#include "ui/widgets/complete.h"

#include "ui/widgets/app_private.h"

#define WORD_SIZE 512
#define HINT_SIZE 90 /* bytes; more cannot be read in a line */

/* Gathers the candidates that begin with what was typed. */
struct search {
    struct str begin;
    struct buf common; /* what all that fit have in common */
    struct buf hint;
    size_t count;
};

static void
offer(struct search *search, struct str word)
{
    size_t same = 0;

    if (word.len < search->begin.len ||
        memcmp(word.at, search->begin.at, search->begin.len) != 0)
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
offer_first_words(struct search *search, const struct app *app)
{
    const struct commands *commands = app->wiring.commands;

    for (size_t i = 0; commands && i < commands->count; i++)
        for (size_t j = 0; j < commands->tables[i].count; j++)
            offer(search, str_of(commands->tables[i].at[j].name));
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
        offer(search, str_of(action_info((enum action)action)->name));
    for (size_t i = 0; i < app->wiring.view_count; i++) {
        struct str name = str_of(app->wiring.views[i]->name);

        if (action_find(name) == ACTION_NONE)
            offer(search, name);
    }
}

static void
offer_options(struct search *search)
{
    for (int option = 0; option < OPTION_COUNT; option++)
        offer(search, str_of(option_table[option].name));
}

static void
offer_values(struct search *search, struct str name)
{
    for (int option = 0; option < OPTION_COUNT; option++) {
        const struct option_info *info = &option_table[option];

        if (!str_is(name, info->name))
            continue;
        for (size_t i = 0; info->words && info->words[i]; i++)
            offer(search, str_of(info->words[i]));
        if (info->type == OPTION_SWITCH) {
            offer(search, str_of("on"));
            offer(search, str_of("off"));
        }
    }
}

static void
offer_containers(struct search *search, const struct app *app)
{
    const struct store *store = app_store(app);

    for (size_t i = 0; i < store_container_count(store); i++)
        offer(search, str_of(store_container_at(store, i)->value->name));
}

/* The words of the line: how many are whole, and where the last begins. */
struct place {
    struct str words[3]; /* the first ones */
    size_t whole;
    size_t begin; /* of the word in hand, in bytes of the line */
};

static struct place
find_place(struct str line)
{
    struct place place = {0};
    size_t at = line.len > 0 && line.at[0] == ':' ? 1 : 0;

    for (;;) {
        size_t end;

        while (at < line.len && line.at[at] == ' ')
            at++;
        for (end = at; end < line.len && line.at[end] != ' ';)
            end++;
        if (end == line.len)
            break;
        if (place.whole < 3)
            place.words[place.whole] = str_make(line.at + at, end - at);
        place.whole++;
        at = end;
    }
    place.begin = at;
    return place;
}

static void
gather(struct search *search, const struct app *app, struct str line)
{
    struct place place = find_place(line);
    enum action action = action_find(place.words[0]);

    *search = (struct search){.common = BUF_INIT(WORD_SIZE),
                              .hint = BUF_INIT(HINT_SIZE)};
    search->begin = str_make(line.at + place.begin, line.len - place.begin);
    if (place.whole == 0)
        offer_first_words(search, app);
    else if (str_is(place.words[0], "set") && place.whole == 1)
        offer_options(search);
    else if (str_is(place.words[0], "set") && place.whole == 2)
        offer_values(search, place.words[1]);
    else if (action != ACTION_NONE && action_info(action)->changes)
        offer_containers(search, app);
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
        if (search.count == 1)
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

void
complete_hint(const struct app *app, struct str line, struct buf *out)
{
    struct place place = find_place(line);
    const struct command *command = find_command(app, place.words[0]);
    struct search search;

    gather(&search, app, line);
    if (search.count == 1 && str_equal(search.begin, buf_str(&search.common)))
        ; /* it stands there already */
    else if (search.count > 0 && (search.begin.len > 0 || place.whole > 0))
        (void)buf_add_str(out, buf_str(&search.hint));
    else if (command)
        (void)buf_addf(out, "%s %s", command->name, command->usage);
    release(&search);
}
