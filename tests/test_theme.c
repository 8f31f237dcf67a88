/*
 * How roles look when somebody wants them otherwise: `color`.
 */
#include "config.h"

#include "support/golden.h"

#include "ui/cells/picture.h"
#include "ui/cells/theme.h"

#include <locale.h>
#include <string.h>

#define NO COLOR_DEFAULT
#define PICTURE_SIZE ((size_t)1 << 16)

static struct theme theme;

static struct commands
commands_of_theme(void)
{
    static struct command_table table;

    table = (struct command_table){theme_commands, theme_command_count, &theme};
    return (struct commands){.tables = &table, .count = 1};
}

static bool
run(const char *line, struct err *err)
{
    const struct commands commands = commands_of_theme();

    return command_run(&commands, str_of(line), err);
}

static void
assert_look(struct look look, short fore, short back, unsigned attributes)
{
    assert_int_equal(look.fore, fore);
    assert_int_equal(look.back, back);
    assert_int_equal(look.attributes, attributes);
}

static void
a_look_is_made_for_every_number_of_colours(void **state)
{
    static const struct {
        const char *line;
        enum role role;
        struct look rich, basic, plain;
    } rows[] = {
        {"color good blue", ROLE_GOOD, {4, NO, 0}, {4, NO, 0}, {NO, NO, 0}},
        {"color good bright-blue",
         ROLE_GOOD,
         {12, NO, 0},
         {4, NO, ATTRIBUTE_BOLD},
         {NO, NO, 0}},
        {"color good 46 none", ROLE_GOOD, {46, NO, 0}, {2, NO, 0}, {NO, NO, 0}},
        {"color good #ff0000",
         ROLE_GOOD,
         {196, NO, 0},
         {1, NO, 0},
         {NO, NO, 0}},
        {"color good #FF0001 # and why",
         ROLE_GOOD,
         {196, NO, 0},
         {1, NO, 0},
         {NO, NO, 0}},
        {"color good default default underline bold",
         ROLE_GOOD,
         {NO, NO, ATTRIBUTE_UNDERLINE | ATTRIBUTE_BOLD},
         {NO, NO, ATTRIBUTE_UNDERLINE | ATTRIBUTE_BOLD},
         {NO, NO, ATTRIBUTE_UNDERLINE | ATTRIBUTE_BOLD}},
        /* The row under the cursor is seen without colours, too. */
        {"color selected black cyan",
         ROLE_SELECTED,
         {0, 6, 0},
         {0, 6, 0},
         {NO, NO, ATTRIBUTE_REVERSE}},
        {"color trouble 199 reverse",
         ROLE_TROUBLE,
         {199, NO, ATTRIBUTE_REVERSE},
         {5, NO, ATTRIBUTE_REVERSE},
         {NO, NO, ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE}},
        /* Too dark for eight colours, and on its own colour. */
        {"color dim 235",
         ROLE_DIM,
         {235, NO, 0},
         {NO, NO, ATTRIBUTE_DIM},
         {NO, NO, ATTRIBUTE_DIM}},
        {"color header 231 255",
         ROLE_HEADER,
         {231, 255, 0},
         {7, NO, ATTRIBUTE_REVERSE},
         {NO, NO, ATTRIBUTE_REVERSE}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct theme_row *row = &theme.at[rows[i].role];
        struct err err = ERR_INIT;

        theme_init(&theme);
        if (!run(rows[i].line, &err))
            fail_msg("%s: %s", rows[i].line, err.text);
        assert_int_equal(theme.generation, 1);
        assert_look(row->rich, rows[i].rich.fore, rows[i].rich.back,
                    rows[i].rich.attributes);
        assert_look(row->basic, rows[i].basic.fore, rows[i].basic.back,
                    rows[i].basic.attributes);
        assert_look(row->plain, rows[i].plain.fore, rows[i].plain.back,
                    rows[i].plain.attributes);
    }
}

static void
what_is_wrong_is_said_and_changes_nothing(void **state)
{
    static const struct {
        const char *line, *error;
    } rows[] = {
        {"color nothing red",
         "color: there is no role 'nothing'; there are: plain dim good stopped "
         "busy trouble stale selected match marked stderr title sorted header "
         "key key-help question error"},
        {"color good rde",
         "color: 'rde' is no colour; there are: default black red green yellow "
         "blue magenta cyan white, those with bright- in front, 0 to 255, "
         "#rrggbb"},
        {"color good 256",
         "color: '256' is no colour; there are: default black red green yellow "
         "blue magenta cyan white, those with bright- in front, 0 to 255, "
         "#rrggbb"},
        {"color good red bold blue",
         "color: 'blue' is none of: bold dim underline reverse none"},
        {"color good", "usage: color ROLE FG [BG] "
                       "[bold|dim|underline|reverse]..."},
    };

    (void)state;
    theme_init(&theme);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;

        assert_false(run(rows[i].line, &err));
        assert_string_equal(err.text, rows[i].error);
    }
    assert_int_equal(theme.generation, 0);
    assert_memory_equal(theme.at, theme_default, sizeof(theme.at));
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
the_usual_look_gives_back_all_that_is_usual(void **state)
{
    (void)state;
    theme_init(&theme);
    for (int i = 0; i < ROLE_COUNT; i++) {
        struct look look = theme_default[i].rich;
        struct buf line = BUF_INIT(256);

        theme_set(&theme, (enum role)i,
                  (struct look){9, 10, ATTRIBUTE_UNDERLINE});
        (void)buf_addf(&line, "color %s", role_name((enum role)i));
        add_color(&line, look.fore);
        add_color(&line, look.back);
        if (look.attributes & ATTRIBUTE_BOLD)
            (void)buf_add_text(&line, " bold");
        if (look.attributes & ATTRIBUTE_UNDERLINE)
            (void)buf_add_text(&line, " underline");
        assert_true(run(buf_text(&line), NULL));
        buf_release(&line);
    }
    assert_memory_equal(theme.at, theme_default, sizeof(theme.at));
}

static void
add_word(void *data, const char *word, const char *help)
{
    (void)help;
    (void)buf_addf(data, " %s", word);
}

static void
roles_colours_and_attributes_are_completed(void **state)
{
    static const struct {
        const char *line, *words;
    } rows[] = {
        {"color s", " stopped stale selected stderr sorted"},
        {"color good b", " black blue bright-black bright-red bright-green "
                         "bright-yellow bright-blue bright-magenta "
                         "bright-cyan bright-white"},
        {"color good red b", " black blue bright-black bright-red bright-green "
                             "bright-yellow bright-blue bright-magenta "
                             "bright-cyan bright-white bold"},
        {"color good red blue ", " bold dim underline reverse none"},
    };
    const struct commands commands = commands_of_theme();

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf words = BUF_INIT(1024);

        (void)command_complete(&commands, str_of(rows[i].line), add_word,
                               &words);
        assert_string_equal(buf_text(&words), rows[i].words);
        buf_release(&words);
    }
}

static void
a_picture_of_the_screen_has_the_colours_that_were_set(void **state)
{
    static const char *const lines[] = {
        "color header black #ffd75f", "color selected bright-white 24 bold",
        "color good #5fafff",         "color key-help default default dim",
        "color title cyan underline",
    };
    struct buf text = BUF_INIT(PICTURE_SIZE);
    struct world world;

    (void)state;
    world_init(&world, 60, 10);
    (void)world_put_plain(&world, "web-1");
    (void)world_put_plain(&world, "web-2");
    world_turn(&world);
    theme_init(&theme);
    for (size_t i = 0; i < COUNT(lines); i++)
        assert_true(run(lines[i], NULL));
    (void)world_picture(&world, false);
    assert_true(picture_add(&text, &world.grid, &theme, PICTURE_ANSI));
    assert_true(golden_file_is("theme.ansi", buf_text(&text)));
    buf_release(&text);
    world_release(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_look_is_made_for_every_number_of_colours),
        cmocka_unit_test(what_is_wrong_is_said_and_changes_nothing),
        cmocka_unit_test(the_usual_look_gives_back_all_that_is_usual),
        cmocka_unit_test(roles_colours_and_attributes_are_completed),
        cmocka_unit_test(a_picture_of_the_screen_has_the_colours_that_were_set),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
