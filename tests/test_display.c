/*
 * What a terminal shows after it got the display's bytes is the grid.
 */
#include "config.h"

#include "support/picture.h"
#include "support/test.h"

#include "base/buf.h"
#include "ui/cells/canvas.h"
#include "ui/term/display.h"

#include <locale.h>
#include <stdlib.h>

struct scene {
    struct picture *picture;
    struct display *display;
    struct grid grid;
    struct theme theme;
    unsigned random; /* the same in every run */
};

static unsigned
pick(struct scene *scene, unsigned count)
{
    scene->random = scene->random * 1103515245u + 12345u;
    return (scene->random >> 16) % count;
}

static void
open_scene(struct scene *scene, const char *term, struct size size)
{
    struct err err = ERR_INIT;

    *scene = (struct scene){.random = 1};
    theme_init(&scene->theme);
    (void)setenv("TERM", term, 1);
    scene->picture = picture_new(size.width, size.height);
    scene->display = display_open(size, &scene->theme, true, &err);
    if (!scene->display)
        fail_msg("%s", err.text);
    grid_init(&scene->grid);
    grid_resize(&scene->grid, size);
}

static void
close_scene(struct scene *scene)
{
    picture_free(scene->picture);
    display_close(scene->display);
    grid_release(&scene->grid);
}

/* The bytes that it took. */
static size_t
show(struct scene *scene)
{
    struct buf bytes = BUF_INIT(1 << 20);
    size_t len;

    display_draw(scene->display, &scene->grid, &bytes);
    assert_false(bytes.is_full);
    len = bytes.len;
    if (len > 0)
        picture_feed(scene->picture, buf_str(&bytes), NULL, NULL);
    buf_release(&bytes);
    return len;
}

static void
assert_shown(struct scene *scene)
{
    struct buf expected = BUF_INIT(1 << 20);

    grid_print(&expected, &scene->grid, false);
    assert_string_equal(picture_text(scene->picture), buf_text(&expected));
    buf_release(&expected);
}

static void
change_something(struct scene *scene)
{
    static const char *const words[] = {
        "web-1",
        "",
        "世界",
        "été",
        "   ",
        "x",
        "…",
        "8080->80",
        "a row that is longer than most of the screens of this test are wide",
    };
    struct canvas canvas = canvas_whole(&scene->grid);
    int x = (int)pick(scene, (unsigned)scene->grid.size.width) - 2;
    int y = (int)pick(scene, (unsigned)scene->grid.size.height);
    enum role role = (enum role)pick(scene, ROLE_COUNT);

    switch (pick(scene, 4)) {
    case 0:
        canvas_fill(&canvas, x, y, 9, role);
        break;
    case 1:
        canvas_paint(&canvas, 0, y, canvas.size.width, ROLE_SELECTED);
        break;
    default:
        (void)canvas_text(&canvas, x, y, role,
                          str_of(words[pick(scene, COUNT(words))]));
        break;
    }
}

static void
every_change_is_shown_on_every_terminal(void **state)
{
    static const struct {
        const char *term;
        struct size size;
    } rows[] = {
        {"xterm-256color", {80, 24}},  {"xterm", {20, 5}},
        {"screen-256color", {100, 7}}, {"tmux-256color", {33, 9}},
        {"linux", {80, 25}},           {"vt220", {80, 24}},
        {"xterm-256color", {1, 1}},    {"rxvt", {81, 3}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene scene;

        open_scene(&scene, rows[i].term, rows[i].size);
        for (int round = 0; round < 300; round++) {
            for (unsigned n = pick(&scene, 5); n > 0; n--)
                change_something(&scene);
            (void)show(&scene);
            assert_shown(&scene);
            assert_int_equal(show(&scene), 0);
        }
        close_scene(&scene);
    }
}

static void
a_new_size_shows_a_whole_picture(void **state)
{
    static const struct size sizes[] = {{80, 24}, {20, 5}, {160, 48},
                                        {79, 1},  {3, 30}, {80, 24}};
    struct scene scene;

    (void)state;
    open_scene(&scene, "xterm-256color", (struct size){40, 12});
    for (size_t i = 0; i < COUNT(sizes); i++) {
        for (int round = 0; round < 20; round++) {
            change_something(&scene);
            (void)show(&scene);
        }
        picture_resize(scene.picture, sizes[i].width, sizes[i].height);
        display_resize(scene.display, sizes[i]);
        grid_resize(&scene.grid, sizes[i]);
        change_something(&scene);
        (void)show(&scene);
        assert_shown(&scene);
    }
    close_scene(&scene);
}

static void
what_was_scribbled_over_comes_back_when_forgotten(void **state)
{
    static const char scribble[] = "\x1b[2;2Hsomebody else wrote this";
    struct scene scene;

    (void)state;
    open_scene(&scene, "xterm-256color", (struct size){40, 4});
    for (int i = 0; i < 20; i++)
        change_something(&scene);
    (void)show(&scene);
    picture_feed(scene.picture, str_of(scribble), NULL, NULL);
    assert_true(picture_find(scene.picture, "somebody") >= 0);
    assert_int_equal(show(&scene), 0);
    display_forget(scene.display);
    (void)show(&scene);
    assert_shown(&scene);
    display_leave(scene.display);
    (void)show(&scene);
    assert_shown(&scene);
    close_scene(&scene);
}

/* Not in the last column: libvterm 0.1 puts the mark elsewhere there. */
static void
a_mark_stands_on_its_letter(void **state)
{
    struct scene scene;
    struct canvas canvas;

    (void)state;
    open_scene(&scene, "xterm-256color", (struct size){8, 2});
    canvas = canvas_whole(&scene.grid);
    (void)canvas_text(&canvas, 0, 0, ROLE_GOOD, str_of("xe\u0302\u0323y"));
    (void)canvas_text(&canvas, 0, 1, ROLE_GOOD, str_of("e"));
    (void)show(&scene);
    assert_shown(&scene);
    (void)canvas_text(&canvas, 0, 1, ROLE_GOOD, str_of("e\u0301"));
    (void)show(&scene);
    assert_shown(&scene);
    close_scene(&scene);
}

static void
without_utf_8_only_ascii_is_sent(void **state)
{
    struct scene scene;
    struct canvas canvas;
    struct buf bytes = BUF_INIT(65536);

    (void)state;
    assert_non_null(setlocale(LC_ALL, "C"));
    open_scene(&scene, "xterm-256color", (struct size){20, 2});
    canvas = canvas_whole(&scene.grid);
    (void)canvas_text(&canvas, 0, 0, ROLE_GOOD, str_of("caf\u00e9 \u4e16 ok"));
    canvas_field(&canvas, 0, 1, 7, false, ROLE_PLAIN, str_of("longer-than-7"));
    display_draw(scene.display, &scene.grid, &bytes);
    for (size_t i = 0; i < bytes.len; i++)
        assert_true((unsigned char)bytes.at[i] < 0x80);
    picture_feed(scene.picture, buf_str(&bytes), NULL, NULL);
    assert_shown(&scene);
    assert_true(picture_find(scene.picture, "caf?") == 0);
    close_scene(&scene);
    buf_release(&bytes);
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
}

static void
the_cursor_is_hidden_or_shown(void **state)
{
    struct scene scene;

    (void)state;
    open_scene(&scene, "xterm-256color", (struct size){40, 4});
    (void)show(&scene);
    assert_false(picture_modes(scene.picture)->has_cursor);
    scene.grid.cursor = (struct point){5, 1};
    assert_true(show(&scene) > 0);
    assert_true(picture_modes(scene.picture)->has_cursor);
    scene.grid.cursor = (struct point){-1, -1};
    (void)show(&scene);
    assert_false(picture_modes(scene.picture)->has_cursor);
    assert_true(picture_modes(scene.picture)->is_alternate);
    close_scene(&scene);
}

static bool
has_bytes(struct str bytes, const char *part)
{
    return memmem(bytes.at, bytes.len, part, strlen(part)) != NULL;
}

static void
another_theme_is_shown_at_once(void **state)
{
    static const struct {
        const char *term;
        bool wants_color;
        const char *part; /* of what is sent; NULL: no colour */
    } rows[] = {
        {"xterm-256color", true, "38;5;33"},
        {"xterm", true, "\x1b[34m"},
        {"vt220", true, NULL},
        {"xterm-256color", false, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf bytes = BUF_INIT(65536);
        struct scene scene;
        struct canvas canvas;

        open_scene(&scene, rows[i].term, (struct size){20, 2});
        canvas = canvas_whole(&scene.grid);
        (void)canvas_text(&canvas, 0, 0, ROLE_GOOD, str_of("fine"));
        display_set_color(scene.display, rows[i].wants_color);
        (void)show(&scene);
        theme_set(&scene.theme, ROLE_GOOD,
                  (struct look){33, COLOR_DEFAULT, ATTRIBUTE_NONE});
        display_draw(scene.display, &scene.grid, &bytes);
        assert_true(has_bytes(buf_str(&bytes), "fine"));
        if (rows[i].part)
            assert_true(has_bytes(buf_str(&bytes), rows[i].part));
        else
            assert_false(has_bytes(buf_str(&bytes), "\x1b[3"));
        assert_int_equal(show(&scene), 0);
        close_scene(&scene);
        buf_release(&bytes);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_is_shown_on_every_terminal),
        cmocka_unit_test(a_new_size_shows_a_whole_picture),
        cmocka_unit_test(what_was_scribbled_over_comes_back_when_forgotten),
        cmocka_unit_test(a_mark_stands_on_its_letter),
        cmocka_unit_test(without_utf_8_only_ascii_is_sent),
        cmocka_unit_test(the_cursor_is_hidden_or_shown),
        cmocka_unit_test(another_theme_is_shown_at_once),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("display", tests, NULL, NULL);
}
