/*
 * default.rc says what the tables say, all of it and nothing else. When a table
 * has changed, UPDATE=1 writes the file anew.
 */
#include "config.h"

#include "support/test.h"

#include "default_rc.h"
#include "ui/cells/theme.h"
#include "ui/keys/bind.h"
#include "ui/keys/keymap.h"
#include "work/choice.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_LIMIT ((size_t)1 << 20)

static const struct kind *const kinds[] = {&container_kind, &image_kind};

/* ---- the file, made of the tables ---------------------------------------- */

static void
add_options(struct buf *out)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *info = &option_table[i];

        (void)buf_addf(out, "\n# %s: ", info->help);
        option_say_range(out, (enum option)i);
        /* A latch that is on refuses to be switched off. */
        (void)buf_addf(out, "\n%sset %s ", info->is_latch ? "#" : "",
                       info->name);
        option_say_initial(out, (enum option)i);
        (void)buf_add_char(out, '\n');
    }
}

static void
add_columns(struct buf *out)
{
    (void)buf_add_text(out, "\n# Columns; without names all, as they come, but "
                            "those in brackets.\n");
    for (size_t i = 0; i < COUNT(kinds); i++) {
        (void)buf_add_char(out, '#');
        for (size_t k = 0; k < kinds[i]->column_count; k++) {
            const struct column *column = &kinds[i]->columns[k];

            (void)buf_addf(out, column->is_optional ? " [%s]" : " %s",
                           column->name);
        }
        (void)buf_addf(out, "\ncolumns %s\n", kinds[i]->name);
    }
}

static void
add_color(struct buf *out, short color)
{
    if (color == COLOR_DEFAULT)
        (void)buf_add_text(out, " default");
    else
        (void)buf_addf(out, " %d", color);
}

static void
add_colors(struct buf *out)
{
    static const char *const names[] = {"bold", "dim", "underline", "reverse"};

    (void)buf_add_text(out, "\n# Colours, by what they mean.\n");
    for (int i = 0; i < ROLE_COUNT; i++) {
        struct look look = theme_default[i].rich;

        (void)buf_addf(out, "color %s", role_name((enum role)i));
        add_color(out, look.fore);
        add_color(out, look.back);
        for (size_t k = 0; k < COUNT(names); k++)
            if (look.attributes & 1u << k)
                (void)buf_addf(out, " %s", names[k]);
        (void)buf_add_char(out, '\n');
    }
}

/* From the last of a map to its first: of several keys for an action the one
 * that is bound last is the one that the screen names. */
static void
add_bindings(struct buf *out)
{
    for (unsigned map = 0; map < KEYMAP_COUNT; map++) {
        (void)buf_addf(out, "\n# Keys: %s.\n",
                       keymap_name((enum keymap_id)map));
        for (size_t i = default_binding_count; i > 0; i--) {
            const struct binding *binding = &default_bindings[i - 1];

            if (binding->map != map)
                continue;
            (void)buf_add_text(out, "bind ");
            words_quote(out, str_of(binding->key));
            (void)buf_addf(out, " %s %s\n", action_info(binding->action)->name,
                           keymap_name((enum keymap_id)map));
        }
    }
}

static void
the_file_says_what_the_tables_say(void **state)
{
    struct buf expected = BUF_INIT(FILE_LIMIT), found = BUF_INIT(FILE_LIMIT);

    (void)state;
    (void)buf_add_text(
        &expected,
        "# The defaults of bayplan, in the language of its rc. Copy what you\n"
        "# want otherwise into $XDG_CONFIG_HOME/bayplan/rc and change it "
        "there.\n");
    add_options(&expected);
    add_columns(&expected);
    add_colors(&expected);
    add_bindings(&expected);
    if (getenv("UPDATE")) {
        FILE *file = fopen(DEFAULT_RC, "w");

        assert_non_null(file);
        (void)fputs(buf_text(&expected), file);
        assert_int_equal(fclose(file), 0);
    } else {
        for (size_t i = 0; default_rc[i]; i++)
            (void)buf_addf(&found, "%s\n", default_rc[i]);
        assert_string_equal(buf_text(&found), buf_text(&expected));
    }
    buf_release(&expected);
    buf_release(&found);
}

/* ---- running it ---------------------------------------------------------- */

struct everything {
    struct options options;
    struct choices choices;
    struct theme theme;
    struct keymap *keymap;
};

static void
init(struct everything *all)
{
    options_init(&all->options);
    choices_init(&all->choices, kinds, COUNT(kinds));
    theme_init(&all->theme);
    all->keymap = keymap_new();
}

static void
release(struct everything *all)
{
    options_release(&all->options);
    keymap_free(all->keymap);
}

/* All of it otherwise than by default. */
static void
disturb(struct everything *all)
{
    static const struct chosen_column chosen = {.column = 1};

    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *info = &option_table[i];

        if (info->type == OPTION_WORD)
            assert_true(options_set(&all->options, str_of(info->name),
                                    str_of("-id"), NULL));
        else if (!info->is_latch)
            options_put(&all->options, (enum option)i,
                        info->initial == info->max ? info->min : info->max);
    }
    for (size_t i = 0; i < COUNT(kinds); i++)
        choices_set(&all->choices, kinds[i], &chosen, 1);
    for (int i = 0; i < ROLE_COUNT; i++)
        theme_set(&all->theme, (enum role)i,
                  (struct look){200, 201, ATTRIBUTE_DIM});
    for (size_t i = 0; i < default_binding_count; i++) {
        struct key key;

        assert_true(key_parse(&key, str_of(default_bindings[i].key)));
        keymap_bind(all->keymap, default_bindings[i].map, &key, ACTION_NONE);
    }
}

static void
run_lines(struct everything *all)
{
    const struct command_table tables[] = {
        {option_commands, option_command_count, &all->options},
        {choice_commands, choice_command_count, &all->choices},
        {theme_commands, theme_command_count, &all->theme},
        {bind_commands, bind_command_count, all->keymap},
    };
    const struct commands commands = {.tables = tables, .count = COUNT(tables)};
    struct err err = ERR_INIT;

    for (size_t i = 0; default_rc[i]; i++)
        if (!command_run(&commands, str_of(default_rc[i]), &err))
            fail_msg("%zu: %s: %s", i + 1, default_rc[i], err.text);
}

static void
assert_same_keys(const struct keymap *one, const struct keymap *other)
{
    for (unsigned map = 0; map < KEYMAP_COUNT; map++) {
        for (unsigned action = 0; action < ACTION_COUNT; action++) {
            for (size_t i = 0;; i++) {
                const struct key *a = keymap_key_at(one, (enum keymap_id)map,
                                                    (enum action)action, i);
                const struct key *b = keymap_key_at(other, (enum keymap_id)map,
                                                    (enum action)action, i);

                assert_int_equal(a == NULL, b == NULL);
                if (!a)
                    break;
                assert_true(key_equal(a, b));
            }
        }
    }
}

static void
running_it_brings_every_default_back(void **state)
{
    struct everything usual, other;

    (void)state;
    if (getenv("UPDATE"))
        return; /* the file has just become another one than is built in */
    init(&usual);
    init(&other);
    disturb(&other);
    run_lines(&other);
    for (int i = 0; i < OPTION_COUNT; i++) {
        assert_int_equal(other.options.number[i], usual.options.number[i]);
        if (usual.options.word[i])
            assert_string_equal(other.options.word[i], usual.options.word[i]);
    }
    for (size_t i = 0; i < COUNT(kinds); i++)
        assert_int_equal(choices_of(&other.choices, kinds[i])->count, 0);
    assert_memory_equal(other.theme.at, usual.theme.at, sizeof(usual.theme.at));
    assert_same_keys(other.keymap, usual.keymap);
    release(&usual);
    release(&other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_says_what_the_tables_say),
        cmocka_unit_test(running_it_brings_every_default_back),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("defaults", tests, NULL, NULL);
}
