/*
 * The grid of cells.
 */
#include "config.h"

#include "support/test.h"

#include "ui/cells/grid.h"

static struct glyph
glyph_of(const char *bytes, int width)
{
    struct glyph glyph = {.len = (unsigned char)strlen(bytes),
                          .width = (unsigned char)width};

    memcpy(glyph.bytes, bytes, glyph.len);
    return glyph;
}

static void
put(struct grid *grid, int x, int y, enum role role, const char *bytes,
    int width)
{
    struct glyph glyph = glyph_of(bytes, width);

    grid_put(grid, x, y, role, &glyph);
}

static void
assert_picture(const struct grid *grid, bool roles, const char *expected)
{
    struct buf out = BUF_INIT(4096);

    grid_print(&out, grid, roles);
    assert_string_equal(buf_text(&out), expected);
    buf_release(&out);
}

static void
a_new_grid_is_blank_and_has_no_cursor(void **state)
{
    struct grid grid;

    (void)state;
    grid_init(&grid);
    assert_picture(&grid, true, "");
    grid_resize(&grid, (struct size){3, 2});
    assert_picture(&grid, true, "\n\n");
    assert_true(grid.cursor.x < 0);
    assert_string_equal(grid_cell(&grid, 2, 1)->bytes, " ");
    grid_release(&grid);
}

static void
resizing_clears_and_keeps_within_the_limits(void **state)
{
    static const struct {
        struct size asked, got;
    } rows[] = {
        {{80, 24}, {80, 24}},
        {{0, 0}, {0, 0}},
        {{-1, -5}, {0, 0}},
        {{7, 0}, {7, 0}},
        {{100000, 100000}, {GRID_WIDTH_MAX, GRID_HEIGHT_MAX}},
        {{1, 1}, {1, 1}},
    };
    struct grid grid;

    (void)state;
    grid_init(&grid);
    for (size_t i = 0; i < COUNT(rows); i++) {
        grid_resize(&grid, rows[i].asked);
        assert_int_equal(grid.size.width, rows[i].got.width);
        assert_int_equal(grid.size.height, rows[i].got.height);
        grid_resize(&grid, rows[i].asked);
    }
    put(&grid, 0, 0, ROLE_GOOD, "x", 1);
    grid.cursor = (struct point){0, 0};
    grid_resize(&grid, (struct size){1, 1});
    assert_picture(&grid, true, "\n");
    assert_true(grid.cursor.x < 0);
    grid_release(&grid);
}

static void
rows_are_equal_when_glyphs_and_roles_are(void **state)
{
    struct grid a, b;

    (void)state;
    grid_init(&a);
    grid_init(&b);
    grid_resize(&a, (struct size){4, 2});
    grid_resize(&b, (struct size){4, 2});
    assert_true(grid_row_equal(&a, &b, 0));

    put(&a, 1, 0, ROLE_PLAIN, "long", 1);
    put(&a, 1, 0, ROLE_PLAIN, "x", 1);
    assert_false(grid_row_equal(&a, &b, 0));
    assert_true(grid_row_equal(&a, &b, 1));
    put(&b, 1, 0, ROLE_PLAIN, "x", 1);
    assert_true(grid_row_equal(&a, &b, 0));

    put(&b, 1, 0, ROLE_GOOD, "x", 1);
    assert_false(grid_row_equal(&a, &b, 0));
    put(&a, 1, 0, ROLE_GOOD, "x", 1);
    grid_paint(&a, 1, 0, ROLE_SELECTED);
    assert_false(grid_row_equal(&a, &b, 0));

    grid_resize(&b, (struct size){5, 2});
    assert_false(grid_row_equal(&a, &b, 1));
    grid_resize(&a, (struct size){0, 2});
    grid_resize(&b, (struct size){0, 2});
    assert_true(grid_row_equal(&a, &b, 1));
    grid_release(&a);
    grid_release(&b);
}

static void
half_of_a_wide_glyph_never_stays(void **state)
{
    static const struct {
        int x, width;
        const char *bytes;
        const char *expected;
    } rows[] = {
        {1, 1, "x", "ax 世b\n"}, {0, 1, "x", "x界世b\n"},
        {2, 1, "x", "a x世b\n"}, {2, 2, "日", "a 日 b\n"},
        {4, 1, "x", "a界 xb\n"}, {0, 2, "日", "日 世b\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct grid grid;

        grid_init(&grid);
        grid_resize(&grid, (struct size){6, 1});
        put(&grid, 0, 0, ROLE_PLAIN, "a", 1);
        put(&grid, 1, 0, ROLE_PLAIN, "界", 2);
        put(&grid, 3, 0, ROLE_PLAIN, "世", 2);
        put(&grid, 5, 0, ROLE_PLAIN, "b", 1);
        put(&grid, rows[i].x, 0, ROLE_PLAIN, rows[i].bytes, rows[i].width);
        assert_picture(&grid, false, rows[i].expected);
        grid_release(&grid);
    }
}

static void
many_cells_at_once_are_as_one_after_another(void **state)
{
    static const struct {
        int x;
        const char *text;
    } rows[] = {{0, "x"},  {1, "x"},   {2, "x"},   {0, "xy"},    {1, "xy"},
                {2, "xy"}, {2, "xyz"}, {1, "xyz"}, {0, "uvwxyz"}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows) * 2; i++) {
        struct str text = str_of(rows[i / 2].text);
        int x = rows[i / 2].x;
        bool is_fill = i % 2;
        struct grid grids[2];

        for (size_t j = 0; j < 2; j++) {
            grid_init(&grids[j]);
            grid_resize(&grids[j], (struct size){6, 1});
            put(&grids[j], 0, 0, ROLE_BUSY, "a", 1);
            put(&grids[j], 1, 0, ROLE_BUSY, "界", 2);
            put(&grids[j], 3, 0, ROLE_BUSY, "世", 2);
            grid_paint(&grids[j], 2, 0, ROLE_SELECTED);
        }
        for (size_t j = 0; j < text.len; j++)
            put(&grids[0], x + (int)j, 0, ROLE_GOOD,
                is_fill ? " " : (char[]){text.at[j], '\0'}, 1);
        if (is_fill)
            grid_fill(&grids[1], x, 0, (int)text.len, ROLE_GOOD);
        else
            grid_put_plain(&grids[1], x, 0, ROLE_GOOD, text);
        assert_true(grid_row_equal(&grids[0], &grids[1], 0));
        grid_release(&grids[0]);
        grid_release(&grids[1]);
    }
}

static void
marks_that_have_no_room_are_dropped_whole(void **state)
{
    struct grid grid;
    /* 'e' and eight combining acutes of two bytes: seven fit in 15 bytes. */
    static const char long_one[] = "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301"
                                   "\u0301";
    static const char cut[] = "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301";
    /* Here the limit is in the middle of a mark. */
    static const char odd[] = "é\u0301\u0301\u0301\u0301\u0301\u0301\u0301";
    static const char odd_cut[] = "é\u0301\u0301\u0301\u0301\u0301\u0301";

    (void)state;
    grid_init(&grid);
    grid_resize(&grid, (struct size){2, 1});
    put(&grid, 0, 0, ROLE_PLAIN, long_one, 1);
    put(&grid, 1, 0, ROLE_PLAIN, odd, 1);
    assert_string_equal(grid_cell(&grid, 0, 0)->bytes, cut);
    assert_string_equal(grid_cell(&grid, 1, 0)->bytes, odd_cut);
    grid_release(&grid);
}

static void
the_picture_names_roles_by_letters(void **state)
{
    struct grid grid;

    (void)state;
    grid_init(&grid);
    grid_resize(&grid, (struct size){5, 3});
    put(&grid, 1, 0, ROLE_TROUBLE, "x", 1);
    put(&grid, 0, 1, ROLE_PLAIN, "y", 1);
    put(&grid, 1, 1, ROLE_TROUBLE, "z", 1);
    for (int x = 0; x < 5; x++)
        grid_paint(&grid, x, 1, ROLE_SELECTED);
    put(&grid, 4, 2, ROLE_PLAIN, "p", 1);
    assert_picture(&grid, true, " x\n t\nyz\nsTsss\n    p\n");
    assert_picture(&grid, false, " x\nyz\n    p\n");
    grid_release(&grid);
}

static void
painting_twice_leaves_the_last_ground(void **state)
{
    struct grid grid;

    (void)state;
    grid_init(&grid);
    grid_resize(&grid, (struct size){1, 1});
    put(&grid, 0, 0, ROLE_BUSY, "x", 1);
    grid_paint(&grid, 0, 0, ROLE_SELECTED);
    grid_paint(&grid, 0, 0, ROLE_HEADER);
    assert_int_equal(grid_cell(&grid, 0, 0)->role, ROLE_BUSY);
    assert_int_equal(grid_cell(&grid, 0, 0)->ground, ROLE_HEADER);
    grid_paint(&grid, 0, 0, ROLE_PLAIN);
    assert_int_equal(grid_cell(&grid, 0, 0)->ground, ROLE_PLAIN);
    grid_release(&grid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_grid_is_blank_and_has_no_cursor),
        cmocka_unit_test(resizing_clears_and_keeps_within_the_limits),
        cmocka_unit_test(rows_are_equal_when_glyphs_and_roles_are),
        cmocka_unit_test(half_of_a_wide_glyph_never_stays),
        cmocka_unit_test(many_cells_at_once_are_as_one_after_another),
        cmocka_unit_test(marks_that_have_no_room_are_dropped_whole),
        cmocka_unit_test(the_picture_names_roles_by_letters),
        cmocka_unit_test(painting_twice_leaves_the_last_ground),
    };

    return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
