/*
 * The screen as a whole, without a terminal.
 */
#include "config.h"

#include "support/world.h"

#include "base/timestamp.h"
#include "store/write.h"

#include <locale.h>

#define WIDTH 80
#define HEIGHT 12
#define FIRST_ROW 3 /* below header, title and heads */

static void
make(struct world *world, const char *names)
{
    struct str rest = str_of(names), name;

    world_init(world, WIDTH, HEIGHT);
    while (names[0] && str_cut(&rest, ' ', &name)) {
        char text[64] = "";

        memcpy(text, name.at, name.len);
        (void)world_put_plain(world, text);
    }
    world_turn(world);
    (void)world_picture(world, false);
}

/* The name on the line with the cursor. */
static bool
is_on(struct world *world, const char *name)
{
    size_t len = strlen(name);
    bool is_found = false;

    for (int y = FIRST_ROW; y < HEIGHT - 1 && !is_found; y++) {
        const char *line = world_line(world, y);

        is_found = line[0] == '>' && strncmp(line + 2, name, len) == 0 &&
                   (line[2 + len] == ' ' || line[2 + len] == '\0');
    }
    return is_found;
}

static void
keys_that_leave_leave(void **state)
{
    static const struct {
        const char *keys;
        unsigned quits;
    } rows[] = {
        {"q", 1},   {"Q", 1},           {"C-c", 1},         {"/ w C-c", 0},
        {"/ q", 0}, {"/ Q", 0},         {"/ w Enter q", 1}, {"x C-c", 0},
        {"K q", 0}, {"/ w C-c C-c", 1}, {"Esc Esc", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        make(&world, "web");
        world_press(&world, rows[i].keys);
        if (world.quits != rows[i].quits)
            fail_msg("%s: %u", rows[i].keys, world.quits);
        world_release(&world);
    }
}

static void
a_key_is_urgent_and_data_is_not(void **state)
{
    struct world world;

    (void)state;
    make(&world, "a b c");
    assert_false(app_is_dirty(world.app));
    (void)world_put_plain(&world, "d");
    world_turn(&world);
    assert_true(app_is_dirty(world.app));
    assert_false(app_is_urgent(world.app));
    (void)world_picture(&world, false);
    world_press(&world, "j");
    assert_true(app_is_dirty(world.app));
    assert_true(app_is_urgent(world.app));
    (void)world_picture(&world, false);
    assert_false(app_is_dirty(world.app));
    assert_false(app_is_urgent(world.app));
    world_release(&world);
}

static void
pasted_text_never_acts(void **state)
{
    static const char *const texts[] = {"Q",  "q",      "x",    "K\n\n",
                                        "dy", "/web\n", "A\x1b"};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct world world;

        make(&world, "web db");
        world_paste(&world, texts[i]);
        assert_int_equal(world.quits, 0);
        assert_null(jobs_find(world.jobs, 1));
        assert_string_equal(world_line(&world, HEIGHT - 1),
                            " pasted text does nothing here");
        assert_string_equal(world_line(&world, FIRST_ROW)[0] == '>' ? ">" : "",
                            ">");
        world_release(&world);
    }
}

static void
pasted_text_goes_into_the_prompt(void **state)
{
    struct world world;

    (void)state;
    make(&world, "web db");
    world_press(&world, "/");
    world_paste(&world, "we\n");
    assert_non_null(strstr(world_line(&world, HEIGHT - 1), "/we "));
    world_press(&world, "Backspace Enter");
    assert_true(is_on(&world, "web"));
    world_release(&world);
}

static void
the_filter_works_while_it_is_typed(void **state)
{
    static const struct {
        const char *keys;
        const char *title;  /* begins so */
        const char *note;   /* is in it */
        const char *cursor; /* is there */
    } rows[] = {
        {"", "\xe2\x94\x80 1 Containers 4 ", "", "cache"},
        {"/ w", "\xe2\x94\x80 1 Containers 2 of 4 ", " /w ", "web-1"},
        {"/ w Enter j", "\xe2\x94\x80 1 Containers 2 of 4 ", " /w ", "web-2"},
        {"G / w e b", "\xe2\x94\x80 1 Containers 2 of 4 ", " /web ", "web-2"},
        {"/ w Esc", "\xe2\x94\x80 1 Containers 4 ", "", "cache"},
        {"j / w Esc", "\xe2\x94\x80 1 Containers 4 ", "", "db"}, /* as before */
        {"/ w C-c", "\xe2\x94\x80 1 Containers 4 ", "", "cache"},
        {"/ w Enter Esc", "\xe2\x94\x80 1 Containers 4 ", "", "web-1"},
        {"/ w Backspace Backspace", "\xe2\x94\x80 1 Containers 4 ", "",
         "cache"},
        {"/ w Enter / d Esc", "\xe2\x94\x80 1 Containers 2 of 4 ", " /w ",
         "web-1"},
        {"/ w Enter / d Esc Esc", "\xe2\x94\x80 1 Containers 4 ", "", "web-1"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        make(&world, "web-1 web-2 db cache");
        world_press(&world, rows[i].keys);
        if (strncmp(world_line(&world, 1), rows[i].title,
                    strlen(rows[i].title)) != 0 ||
            !strstr(world_line(&world, 1), rows[i].note))
            fail_msg("%s: %s", rows[i].keys, world_line(&world, 1));
        if (!is_on(&world, rows[i].cursor))
            fail_msg("%s: not on %s", rows[i].keys, rows[i].cursor);
        world_release(&world);
    }
}

static void
the_cursor_stays_on_its_container(void **state)
{
    struct world world;
    struct ref ref;

    (void)state;
    make(&world, "b d f");
    world_press(&world, "j");
    assert_true(is_on(&world, "d"));
    (void)world_put_plain(&world, "a");
    (void)world_put_plain(&world, "c");
    world_turn(&world);
    assert_true(is_on(&world, "d"));
    ref = world_ref("d");
    world_drop(&world, &ref);
    world_turn(&world);
    assert_true(is_on(&world, "f"));
    ref = world_ref("f");
    world_drop(&world, &ref);
    world_turn(&world);
    assert_true(is_on(&world, "c"));
    world_release(&world);
}

static void
a_key_for_a_row_that_has_gone_hits_no_other(void **state)
{
    struct world world;
    struct ref gone = world_ref("b");

    (void)state;
    world_init(&world, WIDTH, HEIGHT);
    for (const char *name = "abc"; *name; name++) {
        char text[2] = {*name, '\0'};
        struct piece_of_world piece = {
            .value = {.name = text, .state = STATE_EXITED},
            .age = 60,
        };

        (void)world_put(&world, &piece);
    }
    world_turn(&world);
    (void)world_picture(&world, false);
    world_press(&world, "j");
    assert_true(is_on(&world, "b"));

    world_drop(&world, &gone);
    world_turn(&world); /* and no frame */
    world_press(&world, "s");
    assert_null(jobs_find(world.jobs, 1));
    assert_string_equal(world_line(&world, HEIGHT - 1),
                        " the container under the cursor has just gone; "
                        "nothing was done");
    assert_true(is_on(&world, "c"));
    world_press(&world, "s"); /* now that it was seen */
    assert_non_null(jobs_find(world.jobs, 1));
    world_release(&world);
}

static void
the_key_bar_offers_what_can_be_done(void **state)
{
    static const struct {
        enum container_state state;
        const char *offered, *withheld;
    } rows[] = {
        {STATE_RUNNING,
         " x stop  r restart  p pause  K kill  l logs  i inspect  w why  /",
         "d remove"},
        {STATE_EXITED,
         " s start  r restart  d remove  l logs  i inspect  w why  /",
         "x stop"},
        {STATE_CREATED,
         " s start  r restart  d remove  l logs  i inspect  w why  /",
         "K kill"},
        {STATE_REMOVING, " l logs  i inspect  w why  / filter", "d remove"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;
        struct piece_of_world piece = {
            .value = {.name = "web", .state = rows[i].state},
            .cpu = -1,
        };
        const char *bar;

        world_init(&world, WIDTH, HEIGHT);
        (void)world_put(&world, &piece);
        world_turn(&world);
        bar = world_line(&world, HEIGHT - 1);
        if (strncmp(bar, rows[i].offered, strlen(rows[i].offered)) != 0 ||
            strstr(bar, rows[i].withheld))
            fail_msg("%zu: %s", i, bar);
        world_release(&world);
    }
}

static void
words_stay_until_a_key_and_errors_until_esc(void **state)
{
    struct world world;

    (void)state;
    make(&world, "web");
    app_say(world.app, MESSAGE_INFO, "stopped %s", "db");
    assert_string_equal(world_line(&world, HEIGHT - 1), " stopped db");
    world_press(&world, "j");
    assert_null(strstr(world_line(&world, HEIGHT - 1), "stopped"));

    app_say(world.app, MESSAGE_ERROR, "no");
    world_press(&world, "j d");
    assert_string_equal(world_line(&world, HEIGHT - 1),
                        " web is running: stop it first");
    world_press(&world, "j");
    assert_string_equal(world_line(&world, HEIGHT - 1), " no  Esc");
    app_say(world.app, MESSAGE_ERROR, "never");
    assert_string_equal(world_line(&world, HEIGHT - 1),
                        " never (and 1 before it)  Esc");
    world_press(&world, "Esc");
    assert_non_null(strstr(world_line(&world, HEIGHT - 1), "x stop"));
    assert_int_equal(world.quits, 0);
    world_release(&world);
}

static void
a_long_error_is_shown_whole(void **state)
{
    struct world world;
    char text[300];

    (void)state;
    make(&world, "web");
    memset(text, 'a', sizeof(text) - 1);
    for (size_t i = 7; i < sizeof(text); i += 8)
        text[i] = ' ';
    memcpy(text + sizeof(text) - 5, "end", 4);
    app_say(world.app, MESSAGE_ERROR, "%s", text);
    assert_non_null(strstr(world_line(&world, HEIGHT - 1), "end  Esc"));
    assert_non_null(strstr(world_line(&world, HEIGHT - 4), " aaaaaaa"));
    world_release(&world);
}

static void
where_nothing_is_seen_nothing_is_done(void **state)
{
    struct world world;

    (void)state;
    make(&world, "web");
    app_resize(world.app, (struct size){19, 30});
    assert_string_equal(world_line(&world, 0), "too small");
    world_press(&world, "x y K Enter");
    assert_null(jobs_find(world.jobs, 1));
    world_press(&world, "C-c");
    assert_int_equal(world.quits, 1);
    app_resize(world.app, (struct size){80, 4});
    assert_string_equal(world_line(&world, 0), "too small");
    app_resize(world.app, (struct size){20, 5});
    assert_string_equal(world_line(&world, 0), " local  live   1 up");
    world_release(&world);
}

static void
no_size_breaks_the_screen(void **state)
{
    static const char *const keys[] = {"", "/ w", "x", "K", "d"};
    struct world world;

    (void)state;
    make(&world, "web-1 web-2 a-name-that-is-longer-than-the-column");
    for (size_t i = 0; i < COUNT(keys); i++) {
        world_press(&world, keys[i]);
        for (int width = 1; width < 40; width++)
            for (int height = 1; height < 14; height++) {
                app_resize(world.app, (struct size){width, height});
                (void)world_picture(&world, false);
                assert_int_equal(world.grid.size.width, width);
                assert_int_equal(world.grid.size.height, height);
            }
        app_resize(world.app, (struct size){WIDTH, HEIGHT});
        world_press(&world, "Esc");
    }
    world_release(&world);
}

/* Milliseconds until the picture changes by itself; 0: never. */
static uint64_t
wait_of(struct world *world)
{
    uint64_t next;

    (void)world_picture(world, false);
    next = app_next_tick(world->app);
    return next ? next - loop_now(world->loop) : 0;
}

static void
the_clock_wakes_nobody_when_no_text_would_change(void **state)
{
    static const struct {
        enum container_state state;
        int64_t age;
        uint64_t least, most; /* ms */
    } rows[] = {
        {STATE_EXITED, 2 * 86400 + 60, 3600 * 1000, UINT64_MAX},
        {STATE_EXITED, 400 * 86400, 3600 * 1000, UINT64_MAX},
        {STATE_EXITED, 30, 750, 1250},
        {STATE_EXITED, 90, 25 * 1000, 31 * 1000},
        {STATE_RUNNING, 5, 750, 1250},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;
        struct piece_of_world piece = {
            .value = {.name = "web", .state = rows[i].state},
            .age = rows[i].age,
            .cpu = -1,
        };
        uint64_t wait;

        world_init(&world, WIDTH, HEIGHT);
        (void)world_put(&world, &piece);
        world_turn(&world);
        wait = wait_of(&world);
        if (wait < rows[i].least || wait > rows[i].most)
            fail_msg("%zu: %lu ms", i, (unsigned long)wait);
        world_release(&world);
    }
}

static void
a_link_that_is_down_counts_the_seconds(void **state)
{
    struct world world;

    (void)state;
    make(&world, "");
    assert_int_equal(wait_of(&world), 0);
    world_set_link(&world, LINK_DOWN, "refused");
    world_turn(&world);
    assert_in_range(wait_of(&world), 1, 1000);
    world_release(&world);
}

static void
new_numbers_of_a_row_in_sight_are_drawn(void **state)
{
    struct sample sample = {.read = WORLD_NOW + 2 * SECOND_NS,
                            .has_memory = true,
                            .memory = 77 * MEBI};
    struct world world;
    struct ref ref;

    (void)state;
    make(&world, "a b c");
    ref = world_ref("b");
    store_put_sample(world.store, &ref, &sample);
    world_turn(&world);
    assert_true(app_is_dirty(world.app));
    assert_non_null(strstr(world_line(&world, FIRST_ROW + 1), "77M"));
    world_release(&world);
}

static void
a_hundred_keys_in_one_turn_do_no_harm(void **state)
{
    static const uint32_t codes[] = {'/', 'w', KEYCODE_ESCAPE, 'x',
                                     'n', 'K', KEYCODE_ESCAPE};
    struct world world;

    (void)state;
    make(&world, "web");
    for (int i = 0; i < 100; i++)
        for (size_t j = 0; j < COUNT(codes); j++) {
            const struct key key = {.code = codes[j]};

            app_key(world.app, &key);
        }
    world_turn(&world);
    assert_true(is_on(&world, "web"));
    assert_non_null(jobs_find(world.jobs, 100));
    assert_int_equal(jobs_open_count(world.jobs), 0);
    world_release(&world);
}

/* The same dice each time. */
static unsigned
throw_dice(unsigned *state, unsigned sides)
{
    *state = *state * 1103515245 + 12345;
    return (*state >> 16) % sides;
}

static void
whatever_comes_the_screen_stands(void **state)
{
    static const char *const keys[] = {
        "j",   "k",         "G", "PgUp", "/", "w", "1",  "Enter",
        "Esc", "Backspace", "<", ">",    "I", "A", "s",  "x",
        "K",   "d",         "y", "n",    "q", "2", "C-c"};
    unsigned dice = 1;
    struct world world;

    (void)state;
    make(&world, "web-1 web-2 db");
    for (int i = 0; i < 3000; i++) {
        char name[] = "web-x";
        struct ref ref;

        name[4] = (char)('0' + throw_dice(&dice, 10));
        ref = world_ref(name);
        switch (throw_dice(&dice, 8)) {
        case 0:
            (void)world_put_plain(&world, name);
            break;
        case 1:
            if (store_find_container(world.store, &ref))
                world_drop(&world, &ref);
            break;
        case 2:
            app_resize(world.app, (struct size){(int)throw_dice(&dice, 170),
                                                (int)throw_dice(&dice, 50)});
            break;
        case 3:
            (void)world_picture(&world, true);
            break;
        default:
            world_press(&world, keys[throw_dice(&dice, COUNT(keys))]);
        }
    }
    app_resize(world.app, (struct size){WIDTH, HEIGHT});
    world_press(&world, "Esc Esc Esc Esc");
    assert_non_null(strstr(world_line(&world, 0), " local"));
    assert_int_equal(jobs_open_count(world.jobs), 0);
    world_release(&world);
}

static void
hidden_rows_come_back_with_one_key(void **state)
{
    struct world world;
    struct piece_of_world stopped = {
        .value = {.name = "old", .state = STATE_EXITED},
        .age = 86400,
    };

    (void)state;
    world_init(&world, WIDTH, HEIGHT);
    (void)world_put(&world, &stopped);
    world_turn(&world);
    assert_true(is_on(&world, "old"));
    world_press(&world, "A");
    assert_non_null(strstr(world_line(&world, 4),
                           "No container is running; A shows the 1 others."));
    world_press(&world, "A");
    assert_true(is_on(&world, "old"));
    world_release(&world);
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") ? 0 : -1;
}

static void
options_are_shown_one_or_all(void **state)
{
    struct world world;

    (void)state;
    world_init(&world, WIDTH, HEIGHT);
    app_show_option(world.app, OPTION_SORT);
    assert_non_null(strstr(world_picture(&world, false),
                           " sort name - the column to sort by; -NAME reverses:"
                           " name state"));
    app_show_option(world.app, OPTION_COUNT);
    assert_non_null(strstr(world_line(&world, 1), "Options"));
    assert_true(options_set(&world.options, str_of("escape-time"),
                            str_of("777"), NULL));
    assert_non_null(strstr(world_picture(&world, false), " 777"));
    assert_non_null(strstr(world_picture(&world, false), "of its own: 0"));
    world_press(&world, "q");
    assert_string_equal(app_view(world.app)->ops->name, "dashboard");
    world_release(&world);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_that_leave_leave),
        cmocka_unit_test(a_key_is_urgent_and_data_is_not),
        cmocka_unit_test(pasted_text_never_acts),
        cmocka_unit_test(pasted_text_goes_into_the_prompt),
        cmocka_unit_test(the_filter_works_while_it_is_typed),
        cmocka_unit_test(the_cursor_stays_on_its_container),
        cmocka_unit_test(a_key_for_a_row_that_has_gone_hits_no_other),
        cmocka_unit_test(the_key_bar_offers_what_can_be_done),
        cmocka_unit_test(words_stay_until_a_key_and_errors_until_esc),
        cmocka_unit_test(a_long_error_is_shown_whole),
        cmocka_unit_test(where_nothing_is_seen_nothing_is_done),
        cmocka_unit_test(no_size_breaks_the_screen),
        cmocka_unit_test(the_clock_wakes_nobody_when_no_text_would_change),
        cmocka_unit_test(a_link_that_is_down_counts_the_seconds),
        cmocka_unit_test(new_numbers_of_a_row_in_sight_are_drawn),
        cmocka_unit_test(a_hundred_keys_in_one_turn_do_no_harm),
        cmocka_unit_test(whatever_comes_the_screen_stands),
        cmocka_unit_test(hidden_rows_come_back_with_one_key),
        cmocka_unit_test(options_are_shown_one_or_all),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
