#include "config.h"

#include "support/test.h"

#include "ui/cells/canvas.h"
#include "ui/cells/picture.h"

#include <locale.h>
#include <string.h>

static struct theme theme;

static void
draw(struct grid *grid)
{
    struct canvas canvas;

    theme_init(&theme);
    grid_init(grid);
    grid_resize(grid, (struct size){12, 2});
    canvas = canvas_whole(grid);
    (void)canvas_text(&canvas, 0, 0, ROLE_TITLE, str_of("a<b>&\"c\""));
    (void)canvas_text(&canvas, 1, 1, ROLE_TROUBLE, str_of("\xe6\x97\xa5!"));
}

static void
name_of_the_file_decides_the_form(void **state)
{
    static const struct {
        const char *name;
        enum picture_form form;
    } rows[] = {
        {"a.svg", PICTURE_SVG},  {"a.ansi", PICTURE_ANSI},
        {"a.ans", PICTURE_ANSI}, {"a.txt", PICTURE_TEXT},
        {"svg", PICTURE_TEXT},   {"", PICTURE_TEXT},
        {".svg", PICTURE_SVG},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(picture_form_of(str_of(rows[i].name)), rows[i].form);
}

static void
forms_hold_what_the_cells_show(void **state)
{
    static const struct {
        enum picture_form form;
        const char *parts[5];
    } rows[] = {
        {PICTURE_TEXT, {"a<b>&\"c\"\n", " \xe6\x97\xa5!\n"}},
        {PICTURE_ANSI, {"\x1b[0;", "a<b>&\"c\"", "\xe6\x97\xa5!", "\x1b[0m\n"}},
        {PICTURE_SVG,
         {"<svg ", "a&lt;b&gt;&amp;\"c\"", "\xe6\x97\xa5!</text>",
          "font-weight=\"bold\"", "</svg>\n"}},
    };
    struct grid grid;

    (void)state;
    draw(&grid);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(1 << 16);

        assert_true(picture_add(&out, &grid, &theme, rows[i].form));
        for (int j = 0; j < 5 && rows[i].parts[j]; j++)
            if (!strstr(buf_text(&out), rows[i].parts[j]))
                fail_msg("%s is not in %s", rows[i].parts[j], buf_text(&out));
        buf_release(&out);
    }
    grid_release(&grid);
}

static void
picture_that_is_too_large_is_an_error(void **state)
{
    struct buf out = BUF_INIT(100);
    struct grid grid;

    (void)state;
    draw(&grid);
    assert_false(picture_add(&out, &grid, &theme, PICTURE_SVG));
    buf_release(&out);
    grid_release(&grid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(name_of_the_file_decides_the_form),
        cmocka_unit_test(forms_hold_what_the_cells_show),
        cmocka_unit_test(picture_that_is_too_large_is_an_error),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
