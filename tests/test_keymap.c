/*
 * The default bindings and how keys are looked up in them.
 */
#include "config.h"

#include "support/test.h"

#include "ui/keys/bind.h"
#include "ui/keys/keymap.h"
#include "work/command.h"

static const enum keymap_id containers[] = {KEYMAP_CONTAINERS, KEYMAP_LIST,
                                            KEYMAP_EVERYWHERE};

static enum action
find(const struct keymap *keymap, const char *name, bool is_pasted)
{
    struct key key;

    assert_true(key_parse(&key, str_of(name)));
    key.is_pasted = is_pasted;
    return keymap_find(keymap, containers, COUNT(containers), &key);
}

static void
every_default_names_a_key_and_an_action(void **state)
{
    (void)state;
    for (size_t i = 0; i < default_binding_count; i++) {
        const struct binding *binding = &default_bindings[i];
        struct key key;

        assert_true(key_parse(&key, str_of(binding->key)));
        assert_true(binding->map < KEYMAP_COUNT);
        assert_true(binding->action > ACTION_NONE);
        assert_true(binding->action < ACTION_COUNT);
    }
}

static void
no_key_is_bound_twice_in_one_map(void **state)
{
    (void)state;
    for (size_t i = 0; i < default_binding_count; i++) {
        for (size_t j = 0; j < i; j++) {
            struct key one, other;

            if (default_bindings[i].map != default_bindings[j].map)
                continue;
            assert_true(key_parse(&one, str_of(default_bindings[i].key)));
            assert_true(key_parse(&other, str_of(default_bindings[j].key)));
            assert_false(key_equal(&one, &other));
        }
    }
}

static bool
note_action(void *data, enum action action, const struct words *words,
            struct err *err)
{
    (void)words;
    (void)err;
    *(enum action *)data = action;
    return true;
}

/* A key in some map, or at least its name at the prompt. */
static void
every_action_has_a_key_or_is_a_command(void **state)
{
    struct keymap *keymap = keymap_new();

    (void)state;
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        enum action action = (enum action)i, said = ACTION_NONE;
        struct commands commands = {.act = note_action, .data = &said};
        const struct key *key = NULL;

        for (int j = 0; j < KEYMAP_COUNT && !key; j++) {
            enum keymap_id map = (enum keymap_id)j;

            key = keymap_key_of(keymap, &map, 1, action);
            if (key)
                assert_int_equal(keymap_find(keymap, &map, 1, key), action);
        }
        if (key)
            continue;
        assert_true(
            command_run(&commands, str_of(action_info(action)->name), NULL));
        assert_int_equal(said, action);
    }
    keymap_free(keymap);
}

static void
the_keys_of_the_manual_do_what_it_says(void **state)
{
    static const struct {
        const char *name;
        enum action action;
    } rows[] = {
        {"q", ACTION_BACK},
        {"Q", ACTION_QUIT},
        {"Esc", ACTION_CANCEL},
        {"C-c", ACTION_INTERRUPT},
        {"j", ACTION_DOWN},
        {"Down", ACTION_DOWN},
        {"k", ACTION_UP},
        {"K", ACTION_KILL},
        {"g", ACTION_TOP},
        {"G", ACTION_BOTTOM},
        {"x", ACTION_STOP},
        {"d", ACTION_REMOVE},
        {"C-d", ACTION_HALF_DOWN},
        {"s", ACTION_START},
        {"A", ACTION_TOGGLE_ALL},
        {"a", ACTION_NONE},
        {"D", ACTION_REMOVE_OPTIONS},
        {"r", ACTION_RESTART},
        {"Enter", ACTION_OPEN},
        {"M-x", ACTION_NONE},
        {"Space", ACTION_MARK},
        {"v", ACTION_MARK_RANGE},
        {"*", ACTION_MARK_ALL},
        {"\\", ACTION_CLEAR_MARKS},
        {"p", ACTION_PAUSE},
        {"n", ACTION_RENAME},
        {"S", ACTION_SORT_MENU},
        {"!", ACTION_ONLY_FAULTS},
        {"i", ACTION_INSPECT},
        {"w", ACTION_WHY},
        {"l", ACTION_LOGS},
        {"E", ACTION_NONE},
    };
    struct keymap *keymap = keymap_new();

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(find(keymap, rows[i].name, false), rows[i].action);
    keymap_free(keymap);
}

static void
a_pasted_key_never_acts(void **state)
{
    struct keymap *keymap = keymap_new();

    (void)state;
    for (size_t i = 0; i < default_binding_count; i++) {
        assert_int_equal(find(keymap, default_bindings[i].key, true),
                         ACTION_NONE);
    }
    keymap_free(keymap);
}

static void
a_key_acts_only_in_the_maps_that_are_asked(void **state)
{
    static const enum keymap_id everywhere[] = {KEYMAP_EVERYWHERE};
    struct keymap *keymap = keymap_new();
    struct key key;

    (void)state;
    assert_true(key_parse(&key, str_of("d")));
    assert_int_equal(keymap_find(keymap, everywhere, COUNT(everywhere), &key),
                     ACTION_NONE);
    assert_null(
        keymap_key_of(keymap, everywhere, COUNT(everywhere), ACTION_REMOVE));
    assert_int_equal(keymap_find(keymap, NULL, 0, &key), ACTION_NONE);
    keymap_free(keymap);
    keymap_free(NULL);
}

static void
a_user_binds_keys_of_his_own(void **state)
{
    static const struct {
        const char *line;
        const char *error; /* NULL: it works */
        const char *key;
        enum action action; /* of that key in the list of containers */
    } rows[] = {
        {"bind F5 refresh", NULL, "F5", ACTION_REFRESH},
        {"bind x restart containers", NULL, "x", ACTION_RESTART},
        {"bind x none", NULL, "x", ACTION_NONE},
        {"bind Q none", NULL, "Q", ACTION_NONE},
        {"bind F6 quit lists", NULL, "F6", ACTION_QUIT},
        {"bind x frobnicate", "bind: there is no action 'frobnicate'", "x",
         ACTION_NONE},
        {"bind Hyper-x stop", "bind: there is no key 'Hyper-x'", "x",
         ACTION_NONE},
        {"bind s", "usage: bind KEY ACTION [WHERE]", "s", ACTION_START},
    };
    struct keymap *keymap = keymap_new();
    struct command_table table = {bind_commands, bind_command_count, keymap};
    const struct commands commands = {.tables = &table, .count = 1};
    struct err err = ERR_INIT;
    const struct key *key;
    struct key wanted;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        bool ok = command_run(&commands, str_of(rows[i].line), &err);

        assert_int_equal(ok, rows[i].error == NULL);
        if (!ok)
            assert_string_equal(err.text, rows[i].error);
        assert_int_equal(find(keymap, rows[i].key, false), rows[i].action);
    }
    assert_false(command_run(&commands, str_of("bind x stop here"), &err));
    assert_non_null(strstr(err.text, "there are: everywhere lists containers"));
    /* The screen names the user's own key. */
    assert_true(command_run(&commands, str_of("bind F8 start"), &err));
    key = keymap_key_of(keymap, containers, COUNT(containers), ACTION_START);
    assert_true(key_parse(&wanted, str_of("F8")));
    assert_true(key_equal(key, &wanted));
    keymap_free(keymap);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_default_names_a_key_and_an_action),
        cmocka_unit_test(no_key_is_bound_twice_in_one_map),
        cmocka_unit_test(every_action_has_a_key_or_is_a_command),
        cmocka_unit_test(the_keys_of_the_manual_do_what_it_says),
        cmocka_unit_test(a_pasted_key_never_acts),
        cmocka_unit_test(a_key_acts_only_in_the_maps_that_are_asked),
        cmocka_unit_test(a_user_binds_keys_of_his_own),
    };

    return cmocka_run_group_tests_name("keymap", tests, NULL, NULL);
}
