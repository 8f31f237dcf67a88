#include "config.h"

#include "ui/keys/bind.h"

#define NONE "none"

static bool
action_parse(enum action *action, struct str word, struct err *err)
{
    *action = action_find(word);
    if (*action != ACTION_NONE || str_is(word, NONE))
        return true;
    return err_set_kind(err, ERR_USAGE, "there is no action '%.*s'",
                        STR_ARGS(word));
}

static bool
map_parse(enum keymap_id *map, struct str word, struct err *err)
{
    struct buf names = BUF_INIT(ERR_TEXT_SIZE);
    unsigned i;

    for (i = 0; i < KEYMAP_COUNT; i++) {
        *map = (enum keymap_id)i;
        if (str_is(word, keymap_name(*map))) {
            buf_release(&names);
            return true;
        }
        (void)buf_addf(&names, "%s%s", i ? " " : "", keymap_name(*map));
    }
    (void)err_set_kind(err, ERR_USAGE,
                       "there are no keys for '%.*s'; there are: %s",
                       STR_ARGS(word), buf_text(&names));
    buf_release(&names);
    return false;
}

/* Wherever the action has a key by default, or this key a meaning that is to
 * go. */
static void
bind_by_default(struct keymap *keymap, const struct key *key,
                enum action action)
{
    bool is_bound[KEYMAP_COUNT] = {false}, any = false;
    size_t i;

    for (i = 0; i < default_binding_count; i++) {
        if (default_bindings[i].action != action)
            continue;
        is_bound[default_bindings[i].map] = true;
        any = true;
    }
    if (!any && action != ACTION_NONE)
        is_bound[KEYMAP_EVERYWHERE] = true;
    for (i = 0; i < KEYMAP_COUNT; i++)
        if (is_bound[i] || action == ACTION_NONE)
            keymap_bind(keymap, (enum keymap_id)i, key, action);
}

static bool
bind_run(void *context, const struct words *words, struct err *err)
{
    enum keymap_id map;
    enum action action;
    struct key key;

    if (!key_parse(&key, words->at[1]))
        return err_set_kind(err, ERR_USAGE, "there is no key '%.*s'",
                            STR_ARGS(words->at[1]));
    if (!action_parse(&action, words->at[2], err))
        return false;
    if (words->count == 3) {
        bind_by_default(context, &key, action);
        return true;
    }
    if (!map_parse(&map, words->at[3], err))
        return false;
    keymap_bind(context, map, &key, action);
    return true;
}

static void
bind_complete(void *context, const struct words *words, word_fn each,
              void *data)
{
    unsigned i;

    (void)context;
    if (words->count == 2)
        each(data, NONE, "take the key away");
    for (i = ACTION_NONE + 1; words->count == 2 && i < ACTION_COUNT; i++)
        each(data, action_info((enum action)i)->name,
             action_info((enum action)i)->help);
    for (i = 0; words->count == 3 && i < KEYMAP_COUNT; i++)
        each(data, keymap_name((enum keymap_id)i), NULL);
}

const struct command bind_commands[] = {
    {.name = "bind",
     .usage = "KEY ACTION [WHERE]",
     .help = "let a key mean an action",
     .min_words = 2,
     .max_words = 3,
     .run = bind_run,
     .complete = bind_complete},
};
const size_t bind_command_count =
    sizeof(bind_commands) / sizeof(bind_commands[0]);
