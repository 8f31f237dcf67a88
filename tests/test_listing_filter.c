/*
 * `filter` as a command.
 */
#include "config.h"

#include "support/world.h"

#include "ui/views/views.h"

#include <locale.h>

static void
open_world(struct world *world)
{
    static const char *const names[] = {"web-1", "web-2", "db", "cache"};

    world_init(world, 90, 20);
    for (size_t i = 0; i < COUNT(names); i++)
        (void)world_put_plain(world, names[i]);
    world_turn(world);
    (void)world_picture(world, false);
}

/* `filter` has quotes of its own. */
static void
a_filter_is_a_command_too(void **state)
{
    static const struct {
        const char *line, *title; /* of the list, in part */
        const char *error;
    } rows[] = {
        {"filter web", "Containers 2 of 4", NULL},
        {"filter re:^web-\\d$ !'b-2'", "Containers 1 of 4", NULL},
        {"filter re:(", "Containers 1 of 4",
         "filter: re: at 1: missing closing parenthesis"},
        {"filter name:", "Containers 1 of 4",
         "filter: a word is missing behind 'name:'"},
        {"filter 'we", "Containers 1 of 4", "filter: ' is not closed"},
        {"filter image:busybox", "Containers 4 ", NULL},
    };
    struct command_table table = {filter_commands, filter_command_count, NULL};
    const struct commands commands = {.tables = &table, .count = 1};
    struct world world;

    (void)state;
    open_world(&world);
    table.context = world.app;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;
        bool ok = command_run(&commands, str_of(rows[i].line), &err);

        assert_int_equal(ok, rows[i].error == NULL);
        if (!ok)
            assert_string_equal(err.text, rows[i].error);
        if (!strstr(world_line(&world, 1), rows[i].title))
            fail_msg("%s: %s", rows[i].line, world_line(&world, 1));
    }
    assert_true(command_run(&commands, str_of("filter"), NULL));
    world_press(&world, "C-u n a Tab d Enter");
    assert_non_null(strstr(world_line(&world, 1), "Containers 1 of 4"));
    assert_non_null(strstr(world_line(&world, 1), "/name:d"));
    world_release(&world);
}

static void
add_word(void *data, const char *word, const char *help)
{
    (void)help;
    (void)buf_addf(data, " %s", word);
}

static void
fields_of_the_list_are_completed(void **state)
{
    static const struct {
        const char *keys, *line, *words;
    } rows[] = {
        {"1", "filter ",
         " name: image: state: health: label: project: port: limit: host: id:"},
        {"1", "filter web p", " project: port:"},
        {"2", "filter ", " name: label: used: host: id:"},
    };
    struct command_table table = {filter_commands, filter_command_count, NULL};
    const struct commands commands = {.tables = &table, .count = 1};
    struct world world;

    (void)state;
    open_world(&world);
    table.context = world.app;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf words = BUF_INIT(1024);

        world_press(&world, rows[i].keys);
        (void)command_complete(&commands, str_of(rows[i].line), add_word,
                               &words);
        assert_string_equal(buf_text(&words), rows[i].words);
        buf_release(&words);
    }
    world_release(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_filter_is_a_command_too),
        cmocka_unit_test(fields_of_the_list_are_completed),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("listing_filter", tests, NULL, NULL);
}
