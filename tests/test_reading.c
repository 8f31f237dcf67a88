/*
 * test_reading.c - what one reads and types on the screen: help, messages, the
 * `:` prompt.
 */
#include "config.h"

#include "support/world.h"

#include "ui/widgets/complete.h"
#include "ui/widgets/pager.h"

#include <string.h>

static void
make(struct world *world)
{
    world_init(world, 80, 24);
    (void)world_put_plain(world, "web-1");
    (void)world_put_plain(world, "web-2");
    world_turn(world);
}

static bool
shows(struct world *world, const char *text)
{
    return strstr(world_picture(world, false), text) != NULL;
}

static void
help_names_keys_and_why_one_does_not_work(void **state)
{
    static const struct {
        const char *text;
        const char *then; /* on the same line */
    } rows[] = {
        {"Keys in containers", ""},
        {"x ", "stop"},
        {"s ", "(not now: web-1 is running already)"},
        {"Up k", "up"},
    };
    struct world world;

    (void)state;
    make(&world);
    world_press(&world, "?");
    assert_true(shows(&world, rows[0].text));
    for (size_t i = 1; i < COUNT(rows); i++) {
        bool found = false;

        for (int y = 0; y < 24 && !found; y++)
            found = strstr(world_line(&world, y), rows[i].text) &&
                    strstr(world_line(&world, y), rows[i].then);
        if (!found)
            fail_msg("%s%s: %s", rows[i].text, rows[i].then,
                     world_picture(&world, false));
    }
    world_press(&world, "x");
    assert_true(shows(&world, "x does nothing here"));
    world_press(&world, "q");
    assert_false(shows(&world, "Keys in"));
    assert_int_equal(world.quits, 0);
    world_release(&world);
}

static void
messages_are_kept(void **state)
{
    struct world world;

    (void)state;
    make(&world);
    app_say(world.app, MESSAGE_ERROR, "one of two");
    app_say(world.app, MESSAGE_INFO, "two of two");
    world_press(&world, "Esc Esc : m e s s a g e s Enter");
    assert_true(shows(&world, "one of two"));
    assert_true(shows(&world, "two of two"));
    app_say(world.app, MESSAGE_INFO, "and a third");
    world_press(&world, "Down");
    assert_true(shows(&world, "and a third"));
    world_press(&world, "Esc");
    assert_false(shows(&world, "one of two"));
    world_release(&world);
}

static void
lines_are_completed(void **state)
{
    static const struct {
        const char *line;
        const char *full; /* NULL: nothing fits */
    } rows[] = {
        {"mess", "messages "},
        {"sort-r", "sort-reverse "},
        {"stop w", "stop web-"},
        {"stop web-1", "stop web-1 "},
        {"s", "s"},
        {"zz", NULL},
        {":hel", ":help "},
        {"top w", NULL},
        {"filter na", "filter name:"},
        {"color he", "color header "},
        {"opt", "options "},
    };
    struct world world;

    (void)state;
    make(&world);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(256);
        bool found = complete_line(world.app, str_of(rows[i].line), &out);

        if (found != (rows[i].full != NULL) ||
            (found && strcmp(buf_text(&out), rows[i].full) != 0))
            fail_msg("%s: %s", rows[i].line, buf_text(&out));
        buf_release(&out);
    }
    world_release(&world);
}

static void
the_word_at_the_cursor_is_completed(void **state)
{
    static const struct {
        const char *keys, *line;
    } rows[] = {
        {"s t o Tab", ":stop"},
        {"r e n a Space w e b - 1 Home Right Right Right Right Tab x",
         ":renamex web-1"},
        {"s e t Space m o u Space o f f M-b Left Tab x", ":set mousex off"},
        {"z z Space w Home Right Right Tab x", ":zzx w"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;
        const char *line;

        make(&world);
        world_press(&world, ":");
        world_press(&world, rows[i].keys);
        line = world_line(&world, 23);
        if (strncmp(line, rows[i].line, strlen(rows[i].line)) != 0)
            fail_msg("%s: %s", rows[i].keys, line);
        world_release(&world);
    }
}

/* At the end of a narrow line there is still room for a part of it. */
static void
a_hint_that_is_too_long_is_cut(void **state)
{
    struct world world;

    (void)state;
    make(&world);
    app_resize(world.app, (struct size){40, 12});
    world_press(&world, ": s e t Space");
    assert_non_null(strstr(world_line(&world, 11), "escape-time stop-timeout"));
    world_release(&world);
}

static void
what_is_refused_anyhow_is_not_completed(void **state)
{
    static const struct {
        const char *line;
        bool is_offered, is_offered_read_only;
    } rows[] = {
        {"rest", true, false},  {"stop web-1", true, false},
        {"remov", true, false}, {"shel", true, false},
        {"messa", true, true},  {"set mo", true, true},
    };

    (void)state;
    for (int is_read_only = 0; is_read_only < 2; is_read_only++) {
        struct world world;

        make(&world);
        if (is_read_only)
            jobs_set_read_only(world.jobs);
        for (size_t i = 0; i < COUNT(rows); i++) {
            struct buf out = BUF_INIT(256);

            assert_int_equal(
                complete_line(world.app, str_of(rows[i].line), &out),
                is_read_only ? rows[i].is_offered_read_only
                             : rows[i].is_offered);
            buf_release(&out);
        }
        world_release(&world);
    }
}

static void
command_line_acts_by_name(void **state)
{
    static const struct {
        const char *line;
        const char *text;
    } rows[] = {
        {"stop web-2", "Stop web-2? y/n"},
        {"stop web-1 web-2", "Stop web-1 and web-2? y/n"},
        {"stop nobody", "there is no container 'nobody'"},
        {"up web-1", "up takes no names"},
        {"start web-1", "web-1 is running already"},
        {"frobnicate", "frobnicate"},
        {"help", "Keys in containers"},
        {"opt", "escape-time"},
        {"set sort", "sort name - the column"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        make(&world);
        app_command(world.app, str_of(rows[i].line));
        world_turn(&world);
        if (!shows(&world, rows[i].text))
            fail_msg("%s: %s", rows[i].line, world_picture(&world, false));
        world_release(&world);
    }
}

static void
typed_commands_come_back_with_the_arrows(void **state)
{
    struct world world;

    (void)state;
    make(&world);
    world_press(&world, ": t o p Enter : b o t t o m Enter : Up");
    assert_string_equal(world_line(&world, 23), ":bottom");
    world_press(&world, "Up");
    assert_string_equal(world_line(&world, 23), ":top");
    world_press(&world, "Down Down");
    assert_int_equal(strncmp(world_line(&world, 23), ":", 1), 0);
    world_press(&world, "Esc");
    world_release(&world);
}

static void
pager_keeps_its_place(void **state)
{
    struct pager pager;
    struct size size = {20, 4};
    struct buf place = BUF_INIT(64);

    (void)state;
    pager_init(&pager);
    for (int i = 0; i < 10; i++)
        pager_addf(&pager, ROLE_PLAIN, "line %d", i);
    pager_layout(&pager, size);
    assert_int_equal(pager.top, 0);
    assert_true(pager_act(&pager, ACTION_DOWN));
    assert_int_equal(pager.top, 1);
    pager_add(&pager, ROLE_PLAIN, str_of("one more"));
    pager_layout(&pager, size);
    assert_int_equal(pager.top, 1);
    pager_say_place(&pager, &place);
    assert_string_equal(buf_text(&place), "2-5 of 11");
    assert_true(pager_act(&pager, ACTION_BOTTOM));
    assert_int_equal(pager.top, 7);
    pager_add(&pager, ROLE_PLAIN, str_of("and one"));
    pager_layout(&pager, size);
    assert_int_equal(pager.top, 8);
    assert_true(pager_act(&pager, ACTION_PAGE_DOWN));
    assert_int_equal(pager.top, 8);
    assert_false(pager_act(&pager, ACTION_STOP));
    /* A line of three rows counts as three. */
    pager_clear(&pager);
    pager_add(&pager, ROLE_PLAIN,
              str_of("this is a line that is wrapped twice or so"));
    pager_add(&pager, ROLE_PLAIN, str_of("short"));
    pager_add(&pager, ROLE_PLAIN, str_of("short"));
    pager_layout(&pager, size);
    assert_true(pager_act(&pager, ACTION_BOTTOM));
    assert_int_equal(pager.top, 0);
    assert_int_equal(pager.top_row, 1);
    buf_release(&place);
    pager_release(&pager);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_names_keys_and_why_one_does_not_work),
        cmocka_unit_test(messages_are_kept),
        cmocka_unit_test(lines_are_completed),
        cmocka_unit_test(the_word_at_the_cursor_is_completed),
        cmocka_unit_test(a_hint_that_is_too_long_is_cut),
        cmocka_unit_test(what_is_refused_anyhow_is_not_completed),
        cmocka_unit_test(command_line_acts_by_name),
        cmocka_unit_test(typed_commands_come_back_with_the_arrows),
        cmocka_unit_test(pager_keeps_its_place),
    };

    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
